from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from sketchpad.core import Sketch
from sketchpad.core.document import Hole
from sketchpad.core.erase import hole_mask
from sketchpad.core.errors import CancelledError, InputError, ModelError
from sketchpad.core.stroke import Brush, Provenance, Stroke
from sketchpad.inference.cancel import Cancellation
from sketchpad.inference.heal import HealRequest, erased, heal
from sketchpad.inference.heal_choose import choose, consensus
from sketchpad.inference.heal_draw import Decoder
from sketchpad.inference.heal_ink import strokes_of
from sketchpad.inference.heal_pen import Line
from sketchpad.inference.heal_view import Canvas, view_of
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run
from tests.inference.conftest import CATEGORIES, write_tiny_model

CANVAS = Canvas(ink=64, hole=32, pen=1.8, margin=0.03, reach=0.5, features=14)
BOX = (Hole.box(150, 80, 120, 120),)


@pytest.fixture(scope="module")
def healers(tmp_path_factory: pytest.TempPathFactory) -> Models:
    folder = tmp_path_factory.mktemp("healers")
    small = {"decoder": {"size": 16, "mixtures": 3}, "embedding": 4, "heads": 2, "width": 4}
    write_tiny_model(folder, "heal", "heal", "heal", small)
    judge = {"size": 32, "widths": [4, 8], "depths": [1]}
    write_tiny_model(folder, "recognise", "recognise", "recogniser", judge)
    return Models([folder], "cpu")


@pytest.fixture
def house() -> Sketch:
    """A box with two lines through the hole, and one stroke far from it."""
    lines = [
        [(100, 100), (300, 100), (300, 300), (100, 300), (100, 100)],
        [(200, 50), (200, 350)],
        [(350, 350), (380, 380)],
    ]
    fine = [np.array(line, dtype=np.float64) for line in lines]
    return Sketch.of([np.c_[line, np.linspace(0.2, 0.8, len(line))] for line in fine])


def ends_of(sketch: Sketch, holes: tuple[Hole, ...] = BOX) -> np.ndarray:
    return np.array([end.place for end in view_of(sketch.strokes, holes, CANVAS).ends])


def test_erasing_cuts_only_what_the_holes_touch(house: Sketch) -> None:
    kept = erased(house, BOX)
    assert kept.strokes[-1] is house.strokes[-1]
    assert len(kept) == 5
    inside = [hole_mask(BOX[0], stroke.points[1:-1]) for stroke in kept.strokes]
    assert not np.concatenate(inside).any()


def test_cut_ends_are_found_in_drawing_order(house: Sketch) -> None:
    view = view_of(erased(house, BOX).strokes, BOX, CANVAS)
    assert [end.tail for end in view.ends] == [True, False, True, False]
    headings = np.array([end.heading for end in view.ends])
    assert headings == pytest.approx(np.array([(1, 0), (-1, 0), (0, 1), (0, -1)]), abs=1e-9)


def test_continuations_begin_exactly_at_every_cut_end(healers: Models, house: Sketch) -> None:
    kept = erased(house, BOX)
    met = []
    for suggestion in heal(HealRequest(kept, BOX), models=healers):
        tips = np.array([stroke.points[i] for stroke in suggestion.strokes for i in (0, -1)])
        met.append([(tips == end).all(axis=1).any() for end in ends_of(kept)])
    # A very short continuation is left out: it says that the stroke ended at the cut.
    assert np.any(met, axis=0).all()
    assert np.mean(met) > 0.8


def test_what_was_kept_is_not_touched(healers: Models, house: Sketch) -> None:
    kept = erased(house, BOX)
    before = [stroke.samples.tobytes() for stroke in kept.strokes]
    suggestions = heal(HealRequest(kept, BOX), models=healers)
    assert [stroke.samples.tobytes() for stroke in kept.strokes] == before
    known = {stroke.id for stroke in kept.strokes}
    assert all(not s.replaces for s in suggestions)
    assert not known & {stroke.id for s in suggestions for stroke in s.strokes}


def test_new_strokes_stay_in_the_hole(healers: Models, house: Sketch) -> None:
    kept = erased(house, BOX)
    wide = Hole.box(140, 70, 140, 140)
    for seed in range(3):
        for suggestion in heal(HealRequest(kept, BOX, seed=seed), models=healers):
            points = np.concatenate([stroke.points for stroke in suggestion.strokes])
            assert hole_mask(wide, points).all()


def test_a_continuation_takes_over_brush_and_pressure(healers: Models) -> None:
    brush = Brush(colour="#c02020", width=9.0)
    line = np.array([(0.0, 0.0, 0.9), (100, 0, 0.9), (200, 0, 0.9)])
    holes = (Hole.box(80, -30, 60, 60),)
    kept = erased(Sketch((Stroke.make(line, brush),)), holes)
    found = heal(HealRequest(kept, holes), models=healers)
    strokes = [stroke for suggestion in found for stroke in suggestion.strokes]
    attached = [stroke for stroke in strokes if (stroke.points[0] == (80, 0)).all()]
    assert attached
    for stroke in attached:
        assert stroke.brush == brush
        assert stroke.pressure[0] == pytest.approx(0.9)


def test_a_free_stroke_takes_over_the_brush_of_what_lies_beside_it(house: Sketch) -> None:
    red, green = Brush("#aa0000", 3.0), Brush("#00aa00", 5.0)
    first, second, far = house.strokes
    strokes = [Stroke.make(s.samples, b) for s, b in ((first, green), (second, red), (far, green))]
    kept = erased(Sketch(tuple(strokes)), BOX).strokes
    view = view_of(kept, BOX, CANVAS)
    free = Line(view.to_frame(np.array([(195.0, 120.0), (196.0, 180.0)])), -1, -1)
    (stroke,) = strokes_of([free], view, kept, Provenance("heal", "1", "heal", 0, 0.5, "r"))
    assert stroke.brush == red


def test_the_same_seed_draws_the_same_strokes(healers: Models, house: Sketch) -> None:
    kept = erased(house, BOX)

    def drawn(seed: int) -> list[bytes]:
        found = heal(HealRequest(kept, BOX, seed=seed), models=healers)
        return [stroke.samples.tobytes() for s in found for stroke in s.strokes]

    assert drawn(4) == drawn(4)
    assert drawn(4) != drawn(5)


def test_suggestions_tell_who_drew_them(healers: Models, house: Sketch) -> None:
    kept = erased(house, BOX)
    request = HealRequest(kept, BOX, CATEGORIES[0], alternatives=3, temperature=0.7, seed=8)
    found = heal(request, models=healers)
    assert len(found) == 3
    assert found[0].score == max(s.score for s in found)
    marks = {stroke.provenance for s in found for stroke in s.strokes}
    assert len(marks) == 1
    mark = marks.pop()
    assert mark is not None
    assert (mark.model, mark.verb, mark.seed, mark.temperature) == ("heal", "heal", 8, 0.7)


def test_senseless_requests_get_a_sentence(healers: Models, house: Sketch) -> None:
    kept = erased(house, BOX)
    for request, words in (
        (HealRequest(kept, ()), "no hole"),
        (HealRequest(Sketch(), BOX), "Nothing is left"),
        (HealRequest(kept, BOX, "dodo"), "dodo"),
        (HealRequest(kept, BOX, alternatives=0), "alternatives"),
        (HealRequest(kept, BOX, temperature=-1.0), "temperature"),
    ):
        with pytest.raises(InputError, match=words):
            heal(request, models=healers)
    with pytest.raises(ModelError, match="heal"):
        heal(HealRequest(kept, BOX), models=Models([Path("nowhere")], "cpu"))


@pytest.mark.parametrize(
    "holes",
    [
        (Hole.box(1000, 1000, 50, 50),),
        (Hole.box(-5000, -5000, 10000, 10000),),
        (Hole.swipe([(200, 200)], 0.0),),
        (Hole.swipe([(120, 90), (260, 330)], 15.0), Hole.box(280, 280, 60, 60)),
    ],
    ids=["beside", "huge", "point", "two"],
)
def test_odd_holes_heal_without_harm(
    healers: Models, house: Sketch, holes: tuple[Hole, ...]
) -> None:
    kept = erased(house, holes)
    if not len(kept):
        kept = Sketch(house.strokes[-1:])
    for suggestion in heal(HealRequest(kept, holes), models=healers):
        for stroke in suggestion.strokes:
            assert np.isfinite(stroke.samples[:, :4]).all()


def test_a_dot_and_a_very_long_stroke_heal(healers: Models) -> None:
    rng = np.random.default_rng(0)
    dot = Stroke.make([(50.0, 50.0)])
    long = Stroke.make(np.cumsum(rng.normal(0, 3, (5000, 2)), axis=0))
    holes = (Hole.box(40, 60, 30, 30),)
    for strokes in ((dot,), (dot, long), (long,)):
        kept = erased(Sketch(strokes), holes)
        assert heal(HealRequest(kept, holes, alternatives=1), models=healers)


@pytest.mark.parametrize("broken", [1, 99])
def test_answers_that_are_no_numbers_draw_nothing(
    healers: Models, house: Sketch, monkeypatch: pytest.MonkeyPatch, broken: int
) -> None:
    read = Decoder.read

    def wrong(self: Decoder, *given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        params, join = read(self, *given)
        params[:broken] = np.nan
        return params, join

    monkeypatch.setattr(Decoder, "read", wrong)
    found = heal(HealRequest(erased(house, BOX), BOX, alternatives=2), models=healers)
    drawn = [stroke for suggestion in found for stroke in suggestion.strokes]
    assert all(np.isfinite(stroke.points).all() for stroke in drawn)
    assert bool(drawn) == (broken == 1)


def test_cancelling_stops_it(healers: Models, house: Sketch) -> None:
    stop = Cancellation()
    stop.cancel()
    with pytest.raises(CancelledError):
        heal(HealRequest(erased(house, BOX), BOX), models=healers, run=Run(cancellation=stop))


def test_being_sure_of_one_odd_sample_counts_less_than_agreeing() -> None:
    recognised = np.array([[0.6, 0.3, 0.1], [0.7, 0.2, 0.1], [0.5, 0.4, 0.1], [0.0, 0.0, 1.0]])
    assert consensus(recognised).argmax() == 1
    assert consensus(recognised).argmin() == 3
    assert consensus(np.array([[0.0, 1.0]] * 3)) == pytest.approx(1.0)


def test_the_best_is_first_and_the_others_differ_from_it() -> None:
    scores = np.array([0.5, 1.0, 0.99, 0.7])
    alike = np.eye(4)
    alike[1, 2] = alike[2, 1] = 0.95
    assert choose(scores, alike, 3) == [1, 3, 0]
    assert sorted(choose(scores, alike, 9)) == [0, 1, 2, 3]


def test_joins_leave_in_the_direction_of_the_stroke(healers: Models) -> None:
    t = np.linspace(0, 2 * np.pi, 200)
    circle = Sketch.of([100 + 80 * np.c_[np.cos(t), np.sin(t)]])
    holes = (Hole.swipe([(100, 180)], 30.0),)
    kept = erased(circle, holes)
    view = view_of(kept.strokes, holes, CANVAS)
    for suggestion, end in itertools.product(
        heal(HealRequest(kept, holes, seed=2), models=healers), view.ends
    ):
        for stroke in suggestion.strokes:
            if (stroke.points[0] == end.place).all() and len(stroke) > 2:
                step = stroke.points[1] - stroke.points[0]
                assert np.linalg.norm(step) < 0.03 * view.span
