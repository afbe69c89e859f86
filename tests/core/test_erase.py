from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sketchpad.core import erase, geometry
from sketchpad.core.document import Hole
from sketchpad.core.stroke import Brush, FloatArray, Provenance, Stroke

place = st.floats(-50, 50, width=32)
lines = st.integers(1, 25).flatmap(lambda n: arrays(np.float64, (n, 2), elements=place))
paths = st.integers(1, 5).flatmap(lambda n: arrays(np.float64, (n, 2), elements=place))
radii = st.floats(0.5, 40, width=32)


def densely(stroke: Stroke) -> FloatArray:
    return geometry.resample(stroke.points, 0.25)


def total(strokes: list[Stroke]) -> float:
    return sum(geometry.polyline_length(s.points) for s in strokes)


def test_a_cut_ends_exactly_on_the_disc_and_keeps_pressure_and_time():
    made = Provenance("m", "1", "complete", 1, 0.5, "r")
    samples = [(0, 0, 0.0, 0, 10, np.nan), (100, 0, 1.0, 1000, 20, np.nan)]
    stroke = Stroke.make(samples, Brush(width=7), made)
    left, right = erase.cut(stroke, [(50, 0)], 10) or []
    np.testing.assert_allclose(left.samples[:, :5], [(0, 0, 0, 0, 10), (40, 0, 0.4, 400, 14)])
    np.testing.assert_allclose(right.samples[:, :5], [(60, 0, 0.6, 600, 16), (100, 0, 1, 1000, 20)])
    assert np.isnan(left.samples[:, 5]).all()
    assert left.id == stroke.id != right.id
    assert left.brush == right.brush == stroke.brush
    assert left.provenance == right.provenance == made
    assert not right.samples.flags.writeable


@given(lines, paths, radii)
def test_pieces_lie_outside_and_all_outside_is_kept(
    line: FloatArray, path: FloatArray, radius: float
):
    stroke = Stroke.make(line)
    pieces = erase.cut(stroke, path, radius)
    dense = densely(stroke)
    away = geometry.distance_to_polyline(dense, path)
    if pieces is None:
        assert away.min() >= radius - 1e-6
        return
    assert away.min() <= radius + 0.26
    for piece in pieces:
        assert geometry.distance_to_polyline(densely(piece), path).min() >= radius - 1e-6
        assert geometry.distance_to_polyline(piece.points, line).max() < 1e-6
    kept = dense[away > radius + 1e-5]
    if len(kept):
        near = np.min([geometry.distance_to_polyline(kept, p.points) for p in pieces], axis=0)
        assert near.max() < 1e-5


@given(lines, paths, radii)
def test_cutting_again_changes_nothing(line: FloatArray, path: FloatArray, radius: float):
    pieces = erase.cut(Stroke.make(line), path, radius) or []
    assert erase.cut_many(pieces, path, radius) == {}


@settings(max_examples=40, deadline=None)
@given(lines, paths, radii)
def test_the_length_is_conserved(line: FloatArray, path: FloatArray, radius: float):
    stroke = Stroke.make(line)
    pieces = erase.cut(stroke, path, radius)
    if pieces is None:
        return
    inner = densely_erased(line, path, radius)
    assert total(pieces) + inner == pytest.approx(total([stroke]), abs=0.02 * len(line) + 0.01)


def densely_erased(line: FloatArray, path: FloatArray, radius: float) -> float:
    """The length inside, by midpoints of many small steps."""
    inside = 0.0
    for a, b in itertools.pairwise(line):
        steps = 5_000
        at = (np.arange(steps) + 0.5)[:, None] / steps
        within = geometry.distance_to_polyline(a + at * (b - a), path) < radius
        inside += float(np.hypot(*(b - a))) * within.mean()
    return inside


def test_many_strokes_are_cut_as_one_by_one():
    rng = np.random.default_rng(2)
    strokes = [
        Stroke.make(rng.uniform(0, 300, 2) + np.cumsum(rng.normal(0, 5, (20, 2)), axis=0))
        for _ in range(80)
    ]
    path = [(100, 100), (180, 150)]
    together = erase.cut_many(strokes, path, 25)
    assert together
    for i, stroke in enumerate(strokes):
        alone = erase.cut(stroke, path, 25)
        assert (alone is None) == (i not in together)
        for a, b in zip(alone or [], together.get(i, []), strict=True):
            np.testing.assert_array_equal(a.samples, b.samples)
    assert erase.cut_many([], path, 5) == {}


def test_dots_and_strokes_within_go_as_a_whole():
    assert erase.cut(Stroke.make([(1, 1)]), [(0, 0)], 2) == []
    assert erase.cut(Stroke.make([(1, 1), (1, 1)]), [(0, 0)], 2) == []
    assert erase.cut(Stroke.make([(1, 1), (2, 0)]), [(0, 0), (9, 9)], 5) == []
    assert erase.cut(Stroke.make([(1, 1)]), [(5, 5)], 2) is None
    with pytest.raises(ValueError, match="at least one point"):
        erase.cut(Stroke.make([(1, 1)]), [], 2)


def test_touching_counts_the_ink():
    thick = Stroke.make([(0, 0), (10, 0)], Brush(width=8))
    thin = Stroke.make([(0, 0), (10, 0)], Brush(width=1))
    assert erase.touches(thick, [(5, 6)], 2.5)
    assert not erase.touches(thin, [(5, 6)], 2.5)
    assert erase.touching([thin, thick, thin], [(5, 6), (5, 7)], 2.5) == [1]
    assert not erase.touches(thick, [(500, 6)], 2.5)
    assert erase.touching([], [(0, 0)], 1) == []


def test_a_box_cuts_at_its_edge():
    stroke = Stroke.make([(0, 0), (10, 0), (10, 10), (0, 10)])
    pieces = erase.cut_by_hole(stroke, Hole.box(5, -5, 20, 10)) or []
    np.testing.assert_array_equal(pieces[0].points, [(0, 0), (5, 0)])
    np.testing.assert_array_equal(pieces[1].points, [(10, 5), (10, 10), (0, 10)])
    assert erase.cut_by_hole(stroke, Hole.box(50, 50, 5, 5)) is None
    assert erase.cut_by_hole(stroke, Hole.box(2, 2, 5, 5)) is None


@given(
    lines,
    st.integers(1, 7).flatmap(lambda n: arrays(np.float64, (n, 2), elements=place)),
    st.sampled_from([0.0, 3.0]),
    st.booleans(),
)
def test_a_hole_holds_what_is_cut_and_nothing_else(
    line: FloatArray, path: FloatArray, radius: float, filled: bool
):
    hole = Hole(path, radius, filled)
    stroke = Stroke.make(line)
    pieces = erase.cut_by_hole(stroke, hole)
    closed = np.concatenate([path, path[:1]])
    edge = np.abs(geometry.distance_to_polyline(densely(stroke), closed) - radius) < 1e-4
    dense = densely(stroke)[~edge]
    inside = erase.hole_mask(hole, dense)
    if pieces is None:
        assert not inside.any()
        return
    for piece in pieces:
        assert erase.cut_by_hole(piece, hole) is None
    kept = dense[~inside]
    if len(kept):
        near = np.min([geometry.distance_to_polyline(kept, p.points) for p in pieces], axis=0)
        assert near.max() < 1e-4
