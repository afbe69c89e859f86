from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sketchpad.core.outline import TOLERANCE, outline
from sketchpad.core.stroke import FloatArray

strokes = st.integers(1, 15).flatmap(
    lambda n: st.tuples(
        arrays(np.int64, (n, 2), elements=st.integers(-30, 30), unique=False).map(
            lambda a: a[np.concatenate([[True], (np.diff(a, axis=0) != 0).any(axis=1)])] * 1.0
        ),
        arrays(np.float64, (n,), elements=st.floats(0.2, 16)),
    )
)


def winding(polygons: list[FloatArray], points: FloatArray) -> FloatArray:
    """How often the polygons together go round each point."""
    total = np.zeros(len(points), dtype=np.int64)
    x, y = points[:, :1], points[:, 1:]
    for a in polygons:
        b = np.roll(a, -1, axis=0)
        side = (b[:, 0] - a[:, 0]) * (y - a[:, 1]) - (x - a[:, 0]) * (b[:, 1] - a[:, 1])
        total += ((a[:, 1] <= y) & (b[:, 1] > y) & (side > 0)).sum(axis=1)
        total -= ((a[:, 1] > y) & (b[:, 1] <= y) & (side < 0)).sum(axis=1)
    return total


def signed_distance(points: FloatArray, nodes: FloatArray, radii: FloatArray) -> FloatArray:
    """The distance to the union of discs, negative inside: exact for each cone."""
    best = np.min(np.hypot(*(points[:, None] - nodes).T).T - radii, axis=1)
    for (a, ra), (b, rb) in itertools.pairwise(zip(nodes, radii, strict=True)):
        length = np.hypot(*(b - a))
        slope = (ra - rb) / length
        if abs(slope) >= 1:
            continue
        axis = (b - a) / length
        along = (points - a) @ axis
        aside = np.abs((points - a) @ [-axis[1], axis[0]])
        # The disc nearest to a point is where its normal to the common tangent leaves the axis.
        at = along + aside * (-slope) / np.sqrt(1 - slope * slope)
        at = np.clip(at, 0, length)
        best = np.minimum(best, np.hypot(along - at, aside) - (ra - slope * at))
    return best


@settings(max_examples=120, deadline=None)
@given(strokes)
def test_the_polygons_fill_the_union_of_discs(stroke: tuple[FloatArray, FloatArray]):
    nodes, widths = stroke
    widths = widths[: len(nodes)]
    points = np.random.default_rng(0).uniform(-40, 40, (1500, 2))
    turns = winding(outline(nodes, widths), points)
    distance = signed_distance(points, nodes, widths / 2)
    assert (turns[distance < -1.5 * TOLERANCE] != 0).all()
    assert (turns[distance > 1.5 * TOLERANCE] == 0).all()
    assert (turns <= 0).all()


def test_dense_loops_tighter_than_the_pen_leave_no_gap():
    a = np.linspace(0, 9, 300)
    for radius in (0.5, 2, 5, 9):
        nodes = np.stack([radius * np.cos(a) + a, radius * np.sin(a)], axis=1)
        widths = 10 + 4 * np.sin(3 * a)
        points = np.random.default_rng(1).uniform(-20, 30, (4000, 2))
        filled = winding(outline(nodes, widths), points) != 0
        distance = signed_distance(points, nodes, widths / 2)
        assert filled[distance < -1.5 * TOLERANCE].all()
        assert not filled[distance > 1.5 * TOLERANCE].any()


def test_a_smooth_stroke_is_one_polygon():
    a = np.linspace(0, 6, 60)
    (polygon,) = outline(np.stack([40 * a, 40 * np.sin(a)], axis=1), 3.0)
    assert len(polygon) < 300


def test_dots_and_repeated_points_are_discs():
    for nodes in ([(5, 5)], [(5, 5), (5, 5)]):
        (disc,) = outline(nodes, 8.0)
        np.testing.assert_allclose(np.hypot(*(disc - 5).T), 4)
    assert all(np.isfinite(p).all() for p in outline([(0, 0), (0, 0), (9, 0)], [0, 0.01, 5]))
    hair = outline([(0, 0), (9, 0)], 0.0)
    assert all(np.isfinite(p).all() for p in hair)
