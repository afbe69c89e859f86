from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sketchpad.core import fit, geometry
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray

lines = st.integers(1, 40).flatmap(
    lambda n: arrays(np.float64, (n, 2), elements=st.floats(-100, 100, width=32))
)
tolerances = st.sampled_from([0.1, 1.0, 8.0])


def errors(line: FloatArray, curves: FloatArray) -> tuple[float, float]:
    """The largest distance of the curve from the line, and of the line from the curve."""
    t = np.linspace(0, 1, 201)[:, None]
    b = np.concatenate([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3], axis=1)
    curve = (b @ curves).reshape(-1, 2)
    dense = geometry.resample(line, 0.25)
    there = geometry.distance_to_polyline(curve, line).max()
    return float(there), float(geometry.distance_to_polyline(dense, curve).max())


@settings(max_examples=60, deadline=None)
@given(lines, tolerances)
def test_any_line_is_fitted_within_the_tolerance(line: FloatArray, tolerance: float):
    curves = fit.fit_beziers(line, tolerance)
    assert max(errors(line, curves)) <= tolerance
    np.testing.assert_array_equal(curves[1:, 0], curves[:-1, 3])
    np.testing.assert_array_equal(curves[0, 0], line[0])
    np.testing.assert_array_equal(curves[-1, 3], line[-1])


@pytest.mark.parametrize("tolerance", [0.05, 0.2, 1.0])
def test_smooth_lines_need_few_curves(tolerance: float):
    rng = np.random.default_rng(0)
    t = np.linspace(0, 6, 300)
    line = np.stack([40 * t, 40 * np.sin(t)], axis=1) + rng.normal(0, tolerance / 20, (300, 2))
    curves = fit.fit_beziers(line, tolerance)
    assert max(errors(line, curves)) <= tolerance
    assert len(curves) <= 16


def test_corners_are_kept_and_smooth_joints_have_one_tangent():
    t = np.linspace(0, 50, 60)[:, None]
    line = np.concatenate([t * [1, 0], [50, 0] + t[1:] * [0, 1]])
    curves = fit.fit_beziers(line, 0.5)
    assert len(curves) == 2
    np.testing.assert_array_equal(curves[0, 3], (50, 0))
    a = np.linspace(0, 2 * np.pi, 200)
    circle = 60 * np.stack([np.cos(a), np.sin(a)], axis=1)
    round_ = fit.fit_beziers(circle, 0.05)
    assert len(round_) >= 3
    arriving, leaving = round_[:-1, 3] - round_[:-1, 2], round_[1:, 1] - round_[1:, 0]
    cosine = (arriving * leaving).sum(1) / np.hypot(*arriving.T) / np.hypot(*leaving.T)
    assert cosine.min() > 1 - 1e-6


def test_corner_angle_is_a_choice():
    line = [(0, 0), (20, 0), (34, 14)]
    assert len(fit.fit_beziers(line, 20, corner_degrees=30)) == 2
    assert len(fit.fit_beziers(line, 20, corner_degrees=90)) == 1


@settings(max_examples=20, deadline=None)
@given(st.lists(lines, max_size=5), tolerances)
def test_many_are_fitted_as_one_by_one(many: list[FloatArray], tolerance: float):
    together = fit.fit_many(many, tolerance)
    assert len(together) == len(many)
    for line, curves in zip(many, together, strict=True):
        assert max(errors(line, curves)) <= tolerance
        np.testing.assert_array_equal(curves[0, 0], line[0])
        np.testing.assert_array_equal(curves[-1, 3], line[-1])


def test_a_long_zigzag_ends():
    rng = np.random.default_rng(1)
    line = np.cumsum(rng.normal(0, 3, (3000, 2)), axis=0)
    curves = fit.fit_beziers(line, 0.1, corner_degrees=180)
    assert len(curves) < len(line)
    assert geometry.distance_to_polyline(line[::50], fit.sample_beziers(curves, 0.01)).max() <= 0.11


def test_a_dot_is_a_curve_without_length():
    np.testing.assert_array_equal(fit.fit_beziers([(3, 4), (3, 4)], 1), np.tile([3, 4], (1, 4, 1)))


def test_nonsense_is_refused():
    for tolerance in (0.0, float("nan"), float("inf")):
        with pytest.raises(InputError, match="tolerance"):
            fit.fit_beziers([(0, 0), (1, 1)], tolerance)
    with pytest.raises(ValueError, match="at least one point"):
        fit.fit_beziers([], 1.0)


@settings(max_examples=40, deadline=None)
@given(arrays(np.float64, (4, 2), elements=st.floats(-100, 100, width=32)))
def test_sampled_curves_stay_within_the_tolerance(control: FloatArray):
    line = fit.sample_beziers(control[None], 0.05)
    there, _ = errors(line, control[None])
    assert there <= 0.05 + 1e-9
    np.testing.assert_array_equal(line[[0, -1]], control[[0, 3]])


def test_sampling_keeps_the_joints():
    curves = fit.fit_beziers([(0, 0), (10, 0), (10, 10)], 0.1)
    np.testing.assert_allclose(fit.sample_beziers(curves), [(0, 0), (10, 0), (10, 10)])
    assert fit.sample_beziers(np.empty((0, 4, 2))).shape == (0, 2)
