from __future__ import annotations

from sketchpad.core import select
from sketchpad.core.stroke import Brush, Stroke

inside = Stroke.make([(1, 1), (9, 9)])
half = Stroke.make([(6, 5), (16, 5)])
most = Stroke.make([(2, 5), (12, 5)])
outside = Stroke.make([(50, 50), (60, 60)])
dot = Stroke.make([(3, 3)])
through = Stroke.make([(-100, 5), (100, 5)])
everything = [inside, half, most, outside, dot, through]


def ids(*strokes: Stroke) -> frozenset[str]:
    return frozenset(s.id for s in strokes)


def test_a_box_selects_what_lies_mostly_in_it():
    assert select.in_box(everything, (10, 10, 0, 0)) == ids(inside, most, dot)
    assert select.in_box(everything, (0, 0, 10, 10), share=1) == ids(inside, dot)
    touched = select.in_box(everything, (0, 0, 10, 10), share=0)
    assert touched == ids(inside, half, most, dot, through)


def test_a_lasso_selects_by_its_shape_and_not_its_box():
    triangle = [(0, 0), (40, 0), (0, 40)]
    assert select.in_lasso([Stroke.make([(25, 25), (30, 30)]), inside], triangle) == ids(inside)
    assert select.in_lasso(everything, [(0, 0), (1, 1)]) == frozenset()
    assert select.in_lasso([], triangle) == frozenset()


def test_a_point_means_the_topmost_ink():
    thick = Stroke.make([(0, 0), (10, 0)], Brush(width=10))
    thin = Stroke.make([(0, 4), (10, 4)], Brush(width=1))
    assert select.stroke_at([thin, thick], 5, 4) is thick
    assert select.stroke_at([thick, thin], 5, 4) is thin
    assert select.stroke_at([thick, thin], 5, 8) is None
    assert select.stroke_at([thick, thin], 5, 8, slack=4) is thin
