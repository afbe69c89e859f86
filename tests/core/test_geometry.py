from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sketchpad.core import geometry
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Brush, FloatArray, Stroke

coordinates = st.floats(-1000, 1000, allow_nan=False)
polylines = st.integers(1, 40).flatmap(lambda n: arrays(np.float64, (n, 2), elements=coordinates))


def one_by_one(points: FloatArray, line: FloatArray):
    """The distance to a polyline, the plain way."""
    best = np.full(len(points), np.inf)
    for a, b in itertools.pairwise(line):
        step = b - a
        square = step @ step
        for i, p in enumerate(points):
            t = np.clip((p - a) @ step / square, 0, 1) if square > 0 else 0.0
            best[i] = min(best[i], np.hypot(*(p - a - t * step)))
    return best


@given(polylines, st.floats(0.01, 100))
def test_rdp_keeps_the_ends_and_stays_within_epsilon(line: FloatArray, epsilon: float):
    mask = geometry.rdp_mask(line, epsilon)
    assert mask[0]
    assert mask[-1]
    assert geometry.distance_to_polyline(line, line[mask]).max() <= epsilon * (1 + 1e-9)


def test_rdp_drops_what_lies_on_the_line_and_keeps_a_closed_line_open():
    line = np.array([(0, 0), (1, 0), (2, 0), (2, 2), (0, 2), (0, 1), (0, 0)], dtype=float)
    expected = [(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)]
    np.testing.assert_array_equal(geometry.rdp(line, 0.1), expected)


@given(st.lists(polylines, max_size=6), st.floats(0.01, 100))
def test_rdp_of_many_is_rdp_of_each(lines: list[FloatArray], epsilon: float):
    points = np.concatenate([np.empty((0, 2)), *lines])
    offsets = np.cumsum([0, *map(len, lines)])
    together = geometry.rdp_mask_many(points, offsets, epsilon)
    each = [geometry.rdp_mask(line, epsilon) for line in lines]
    np.testing.assert_array_equal(together, np.concatenate([np.empty(0, bool), *each]))


def test_rdp_of_nothing_is_nothing():
    assert geometry.rdp([], 1.0).shape == (0, 2)


@given(polylines, st.floats(0.5, 50))
def test_resampled_points_lie_on_the_line_at_even_steps(line: FloatArray, spacing: float):
    result = geometry.resample(line, spacing)
    np.testing.assert_array_equal(result[0], line[0])
    assert geometry.distance_to_polyline(result, line).max() < 1e-6
    length = geometry.polyline_length(line)
    if length > 0:
        np.testing.assert_array_equal(result[-1], line[-1])
        # A chord is no longer than the step along the line.
        steps = np.hypot(*np.diff(result, axis=0).T)
        assert steps.max() <= length / (len(result) - 1) + 1e-6
        assert length / (len(result) - 1) <= max(1.5 * spacing, length) + 1e-9


def test_resampling_refuses_what_makes_no_sense():
    assert geometry.resample([], 1.0).shape == (0, 2)
    for spacing in (0.0, -1.0, float("nan")):
        with pytest.raises(InputError, match="spacing"):
            geometry.resample([(0, 0), (1, 1)], spacing)
    with pytest.raises(InputError, match="too fine"):
        geometry.resample([(0, 0), (1e300, 0)], 1.0)


@settings(max_examples=25, deadline=None)
@given(polylines, polylines)
def test_distances_are_those_of_the_plain_way(points: FloatArray, line: FloatArray):
    line = np.concatenate([line, line[:1] + 5.0])
    expected = one_by_one(points, line)
    np.testing.assert_allclose(geometry.distance_to_polyline(points, line), expected, atol=1e-9)


def test_a_line_of_one_point_has_a_distance_and_an_empty_one_does_not():
    assert geometry.distance_to_polyline([(3, 4)], [(0, 0)]) == 5.0
    with pytest.raises(ValueError, match="at least one point"):
        geometry.distance_to_polyline([(3, 4)], [])


def test_even_odd_leaves_the_middle_of_a_star_out():
    angles = np.deg2rad(np.arange(5) * 144)
    star = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    inside = geometry.in_polygon([(0, 0), (0.7, 0), (2, 0), (-0.9, 0)], star)
    np.testing.assert_array_equal(inside, [False, True, False, False])
    assert not geometry.in_polygon([(0, 0)], [(0, 0), (1, 1)]).any()


@given(st.integers(3, 9), st.floats(0, 360), arrays(np.float64, (20, 2), elements=st.floats(-2, 2)))
def test_a_convex_polygon_holds_what_lies_left_of_all_its_edges(
    corners: int, turn: float, points: FloatArray
):
    angles = np.deg2rad(turn) + np.arange(corners) * 2 * np.pi / corners
    polygon = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    to = np.roll(polygon, -1, axis=0)
    gap = points[:, None] - polygon
    side = to - polygon
    cross = side[:, 0] * gap[..., 1] - side[:, 1] * gap[..., 0]
    sure = np.abs(cross).min(axis=1) > 1e-9
    expected = (cross > 0).all(axis=1)
    np.testing.assert_array_equal(geometry.in_polygon(points, polygon)[sure], expected[sure])


def test_bounds_and_length():
    assert geometry.bounds([(1, 5), (-2, 3)]) == (-2, 3, 1, 5)
    assert geometry.polyline_length([(0, 0), (3, 4), (3, 5)]) == 6.0
    with pytest.raises(ValueError, match="no points"):
        geometry.bounds([])
    with pytest.raises(ValueError, match="must be"):
        geometry.as_points([1.0, 2.0])


def test_maps_compose_in_order_and_invert():
    turn = geometry.rotation(90, about=(1, 1))
    np.testing.assert_allclose(geometry.apply(turn, [(2, 1)]), [(1, 2)], atol=1e-12)
    grow = geometry.scaling(2, 3, about=(1, 1))
    np.testing.assert_allclose(geometry.apply(grow, [(2, 2)]), [(3, 4)])
    both = geometry.compose(geometry.identity(), turn, grow, geometry.translation(5, 0))
    np.testing.assert_allclose(geometry.apply(both, [(2, 1)]), [(6, 4)], atol=1e-12)
    back = geometry.compose(both, geometry.invert(both))
    np.testing.assert_allclose(back, geometry.identity(), atol=1e-12)
    assert geometry.mean_scale(geometry.scaling(4)) == pytest.approx(4)
    with pytest.raises(InputError, match="flattens"):
        geometry.invert(geometry.scaling(0, 1))


def test_a_transformed_stroke_is_the_same_stroke_elsewhere():
    samples = [(0, 0, 0.2, 0), (1, 0, 0.4, 7)]
    stroke = Stroke.make(samples, Brush(width=2), raw=[(0, 0), (2, 0)])
    moved = geometry.transform(
        stroke, geometry.compose(geometry.scaling(3), [[1, 0, 1], [0, 1, 0]])
    )
    np.testing.assert_allclose(moved.points, [(1, 0), (4, 0)])
    np.testing.assert_array_equal(moved.samples[:, 2:4], stroke.samples[:, 2:4])
    assert moved.raw is not None
    np.testing.assert_allclose(moved.raw[:, :2], [(1, 0), (7, 0)])
    assert moved.id == stroke.id
    assert moved.brush.width == pytest.approx(6)
    assert not moved.samples.flags.writeable
    assert geometry.transform(Stroke.make([(0, 0)]), geometry.identity()).raw is None
    with pytest.raises(ValueError, match="finite"):
        geometry.transform(stroke, geometry.scaling(1e300 * 1e300))
