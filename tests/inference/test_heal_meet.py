"""What two cut ends drew towards each other becomes one stroke; what did not, stays."""

from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core import Sketch
from sketchpad.core.document import Hole
from sketchpad.core.stroke import FloatArray
from sketchpad.inference.heal import erased
from sketchpad.inference.heal_draw import Sample
from sketchpad.inference.heal_meet import met
from sketchpad.inference.heal_pen import Line
from sketchpad.inference.heal_view import Canvas, View, view_of

CANVAS = Canvas(ink=64, hole=32, pen=1.8, margin=0.03, reach=0.5, features=14)


def _on_ring(degrees: FloatArray) -> FloatArray:
    turn = np.radians(degrees)
    return np.column_stack([200 + 100 * np.cos(turn), 200 + 100 * np.sin(turn)])


@pytest.fixture
def outline() -> View:
    """A ring that begins and ends in the middle of a hole on its right."""
    hole = (Hole.box(250, 140, 80, 120),)
    kept = erased(Sketch.of([_on_ring(np.linspace(0, 360, 181))]), hole)
    return view_of(kept.strokes, hole, CANVAS)


@pytest.fixture
def bars() -> View:
    """Two lines, one above the other, that both run into a hole."""
    hole = (Hole.box(150, 80, 120, 120),)
    lines = [[(50, y), (200, y)] for y in (110, 170)]
    return view_of(erased(Sketch.of(lines), hole).strokes, hole, CANVAS)


@pytest.fixture
def corner() -> View:
    """One line that runs into a hole from the left, and one from above."""
    hole = (Hole.box(150, 80, 120, 120),)
    lines = [[(50, 120), (200, 120)], [(180, 20), (180, 110)]]
    return view_of(erased(Sketch.of(lines), hole).strokes, hole, CANVAS)


def _from_ends(view: View, *ways: FloatArray) -> Sample:
    """A loose line from each cut end, of places in canvas units."""
    lines = []
    for number, (end, way) in enumerate(zip(view.ends, ways, strict=True)):
        lines.append(Line(view.to_frame(np.concatenate([[end.place], way])), number, -1))
    return Sample(tuple(lines), ended=True)


def _cut(view: View) -> float:
    """The angle of the ring's first cut end."""
    x, y = view.ends[0].place - 200
    return float(np.degrees(np.arctan2(y, x)))


@pytest.mark.parametrize("gap", [0.0, 4.0, 12.0])
def test_an_outline_that_stopped_short_is_closed(outline: View, gap: float):
    cut = _cut(outline)
    first = _on_ring(np.linspace(cut - 4, gap / 2, 6))
    second = _on_ring(np.linspace(4 - cut, -gap / 2, 6))
    found = met(_from_ends(outline, first, second), outline)
    (line,) = found.lines
    assert (line.origin, line.goal) == (0, 1)
    places = outline.to_canvas(line.points)
    np.testing.assert_allclose(places[0], outline.ends[0].place, atol=1e-9)
    np.testing.assert_allclose(places[-1], outline.ends[1].place, atol=1e-9)
    assert np.abs(np.linalg.norm(places - 200, axis=1) - 100).max() < 1.0


def test_what_both_ends_drew_is_drawn_once(outline: View):
    cut = _cut(outline)
    first = _on_ring(np.linspace(cut - 4, -15, 12))
    second = _on_ring(np.linspace(4 - cut, 15, 12))
    (line,) = met(_from_ends(outline, first, second), outline).lines
    angles = np.degrees(np.arctan2(*(outline.to_canvas(line.points) - 200).T[::-1]))
    assert (np.diff(angles) < 8.0).all()


def test_an_outline_that_turned_away_stays_open(outline: View):
    places = [end.place for end in outline.ends]
    away = [np.add(places[0], [[-20, 0], [-20, -10]]), np.add(places[1], [[30, 0], [40, 0]])]
    sample = _from_ends(outline, *away)
    assert len(met(sample, outline).lines) == 2


def test_strokes_that_go_on_beside_each_other_stay_two(bars: View):
    sample = _from_ends(bars, *(np.add(end.place, [[20, 0], [40, 0]]) for end in bars.ends))
    assert met(sample, bars).lines == sample.lines


def test_strokes_that_ran_side_by_side_do_not_curl_into_one(bars: View):
    middle = np.array([180.0, 140.0])
    sample = _from_ends(bars, *(np.add(middle, [(0, shift)]) for shift in (-2.0, 2.0)))
    assert met(sample, bars).lines == sample.lines


def test_strokes_that_all_but_touch_are_joined(corner: View):
    ways = [np.add((180.0, 120.0), [(0, shift)]) for shift in (-1.0, 1.0)]
    (line,) = met(_from_ends(corner, *ways), corner).lines
    assert (line.origin, line.goal) == (0, 1)


def test_a_line_that_leads_to_its_goal_is_left_alone(bars: View):
    ends = bars.to_frame(np.array([end.place for end in bars.ends]))
    sample = Sample((Line(ends, 0, 1),), ended=True)
    assert met(sample, bars).lines == sample.lines
