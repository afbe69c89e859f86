from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sketchpad.core.geometry import distance_to_polyline
from sketchpad.core.spline import Curve, Row, smooth_through

POINTS = arrays(
    np.float64,
    st.tuples(st.integers(1, 12), st.just(2)),
    elements=st.floats(-100, 100, allow_nan=False, width=32),
)


@given(POINTS, st.floats(0.5, 20))
def test_goes_through_every_point_and_keeps_the_ends(points: np.ndarray, spacing: float) -> None:
    curve = smooth_through(points, spacing)
    np.testing.assert_allclose(curve[[0, -1]], points[[0, -1]], atol=1e-6)
    assert distance_to_polyline(points, curve).max() < 1e-6


@given(POINTS)
def test_stays_near_the_polyline(points: np.ndarray) -> None:
    curve = smooth_through(points, 1.0)
    reach = np.linalg.norm(np.diff(points, axis=0), axis=1).max(initial=0.0)
    assert distance_to_polyline(curve, points).max() <= 0.5 * reach + 1e-6


def test_points_are_as_near_to_each_other_as_asked() -> None:
    curve = smooth_through([(0, 0), (40, 10), (80, 0), (120, 30)], 5.0)
    steps = np.linalg.norm(np.diff(curve, axis=0), axis=1)
    assert steps.max() < 6.5
    assert len(smooth_through([(0, 0), (40, 0)], 5.0)) == 9


def test_sharp_corners_stay_sharp_and_soft_ones_become_round() -> None:
    corner = smooth_through([(0, 0), (50, 0), (50, 50)], 2.0, corner_degrees=75)
    assert ((corner[:, 0] == 50) | (corner[:, 1] == 0)).all()
    soft = smooth_through([(0, 0), (50, 0), (80, 30)], 2.0)
    turns = np.diff(np.unwrap(np.arctan2(*np.diff(soft, axis=0).T[::-1])))
    assert np.degrees(np.abs(turns).max()) < 15


def test_a_closed_line_is_smooth_where_it_closes() -> None:
    t = np.linspace(0, 2 * np.pi, 13)
    circle = smooth_through(np.c_[50 * np.cos(t), 50 * np.sin(t)], 1.0)
    assert np.abs(np.linalg.norm(circle, axis=1) - 50).max() < 0.3


@pytest.mark.parametrize("points", [[(3, 4)], [(3, 4), (3, 4), (3, 4)]])
def test_a_dot_stays_a_dot(points: list[tuple[float, float]]) -> None:
    np.testing.assert_array_equal(smooth_through(points, 1.0), [(3, 4)])


def drawn(rows: list[Row], tolerance: float = 0.05) -> list[Row]:
    curve = Curve(tolerance)
    found = [row for given_row in rows for row in curve.add(given_row)]
    return found + curve.finish()


@given(POINTS)
@example(np.array([[1.0, 1.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [-1.0, 0.0]]))
def test_a_curve_in_the_making_keeps_every_sample_in_order(points: np.ndarray) -> None:
    rows: list[Row] = [(*map(float, p), 0.5, float(i)) for i, p in enumerate(points)]
    found = drawn(rows)
    assert [row for row in found if row in rows] == rows
    assert all(a[3] <= b[3] for a, b in itertools.pairwise(found))
    assert np.isfinite(np.array(found)).all()
    reach = np.linalg.norm(np.diff(points, axis=0), axis=1).max(initial=0.0)
    assert distance_to_polyline(np.array(found)[:, :2], points).max() <= 0.5 * reach + 1e-6


def test_a_curve_in_the_making_is_round_and_adds_only_what_that_takes() -> None:
    turns = np.linspace(0, 2 * np.pi, 13)
    circle = np.array(drawn([(50 * np.cos(t), 50 * np.sin(t), 0.5) for t in turns.tolist()]))
    assert np.abs(np.linalg.norm(circle[:, :2], axis=1) - 50).max() < 0.4
    assert len(circle) < 150
    steps = np.diff(circle[:, :2], axis=0)
    angles = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    assert np.abs(np.diff(angles)).max() < np.radians(9)
    straight: list[Row] = [(0.0, 0.0), (40.0, 0.0), (41.0, 0.0), (300.0, 0.0)]
    assert drawn(straight) == straight


def test_a_curve_in_the_making_keeps_corners_pauses_and_proportions() -> None:
    corner: list[Row] = [(0.0, 0.0), (50.0, 0.0), (50.0, 60.0)]
    assert drawn(corner) == corner
    pause = drawn([(0.0, 0.0, 0.0), (40.0, 10.0, 0.4), (40.0, 10.0, 0.9), (80.0, 0.0, 1.0)])
    at = [row[:2] for row in pause].index((40.0, 10.0))
    assert pause[at : at + 2] == [(40.0, 10.0, 0.4), (40.0, 10.0, 0.9)]
    third = [row[2] for row in pause]
    assert third == sorted(third)
    before = third[:at]
    assert 0.0 < before[1] < 0.4
