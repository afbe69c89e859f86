"""Complete, with models that take a drawing for finished."""

from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core import Sketch
from sketchpad.core.geometry import bounds, polyline_length
from sketchpad.inference.complete import CompleteRequest, complete
from sketchpad.inference.finished import FINISHED, crossings, smallness, tame
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run
from tests.inference.test_verbs import samples
from tests.tiny_models import write_finisher

SQUARE = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0], [0.0, 0.0]])


@pytest.fixture(scope="module")
def finisher(tmp_path_factory: pytest.TempPathFactory) -> Models:
    """Ends every drawing at once."""
    return Models([write_finisher(tmp_path_factory.mktemp("finisher"), 30.0)], "cpu")


@pytest.fixture(scope="module")
def doubter(tmp_path_factory: pytest.TempPathFactory) -> Models:
    """Ends some drawings at once, not all."""
    return Models([write_finisher(tmp_path_factory.mktemp("doubter"), -0.8)], "cpu")


@pytest.fixture(scope="module")
def tireless(tmp_path_factory: pytest.TempPathFactory) -> Models:
    """Ends hardly any drawing at once."""
    return Models([write_finisher(tmp_path_factory.mktemp("tireless"), -4.0)], "cpu")


def test_who_asks_for_more_of_a_finished_drawing_gets_small_things_and_a_word(
    finisher: Models, face: Sketch
) -> None:
    left, top, right, bottom = bounds(np.concatenate(face.polylines))
    size = max(right - left, bottom - top)
    added = 0
    for seed in range(12):
        request = CompleteRequest(face, alternatives=3, seed=seed, insist=True)
        said: list[str] = []
        found = complete(request, models=finisher, run=Run(notice=said.append))
        assert said == [FINISHED]
        for stroke in (s for suggestion in found for s in suggestion.strokes):
            added += 1
            assert polyline_length(stroke.points) < 0.4 * size
            assert stroke.points[:, 0].min() > left - 0.06 * size
            assert stroke.points[:, 0].max() < right + 0.06 * size
        assert samples(found) == samples(complete(request, models=finisher))
    assert added


def test_who_does_not_ask_is_left_alone(finisher: Models, face: Sketch) -> None:
    said: list[str] = []
    run = Run(notice=said.append)
    found = complete(CompleteRequest(face, alternatives=3, seed=7), models=finisher, run=run)
    assert samples(found) == []
    assert not said


def test_what_adds_nothing_is_not_offered_beside_what_does(doubter: Models, face: Sketch) -> None:
    numbers = []
    for seed in range(8):
        found = complete(CompleteRequest(face, alternatives=5, seed=seed), models=doubter)
        assert all(s.strokes for s in found) or not any(s.strokes for s in found)
        numbers.append(sum(bool(s.strokes) for s in found))
        asked = CompleteRequest(face, alternatives=5, seed=seed, insist=True)
        more = complete(asked, models=doubter)
        assert len(more) == 5
        assert all(s.strokes for s in more)
    assert any(0 < number < 5 for number in numbers)


def test_insisting_changes_nothing_where_enough_goes_on(tireless: Models, face: Sketch) -> None:
    calm, eager = (
        complete(CompleteRequest(face, alternatives=2, seed=3, insist=insist), models=tireless)
        for insist in (False, True)
    )
    assert samples(calm) == samples(eager) != []


@pytest.mark.parametrize(
    ("line", "is_tame"),
    [
        ([(40, 40), (60, 45)], True),
        ([(50, 50)], True),
        ([(40, 40), (40, 90)], False),  # long
        ([(90, 50), (120, 50)], False),  # beyond
        ([(101, 20), (98, 22), (102, 24), (98, 26)], False),  # across, again and again
        ([(20, 1), (45, 1)], False),  # along what is there
        ([(90, 50), (102, 52)], True),  # across once
    ],
)
def test_tame_is_what_is_small_within_and_beside(
    line: list[tuple[float, float]], is_tame: bool
) -> None:
    assert bool(tame([np.array(line, dtype=float)], [SQUARE])) == is_tame


def test_what_comes_after_a_wild_stroke_is_left_out_too() -> None:
    dot, wild = np.array([[50.0, 50.0]]), np.array([[10.0, 10.0], [90.0, 90.0]])
    assert len(tame([dot, wild, dot], [SQUARE])) == 1
    many = [np.array([[20.0 + k, 30.0], [20.0 + k, 49.0]]) for k in range(5)]
    assert len(tame(many, [SQUARE])) == 3
    assert smallness([dot], [SQUARE]) == 1.0
    assert 0.0 < smallness(many[:1], [SQUARE]) < 1.0


def test_lines_that_touch_do_not_cross() -> None:
    assert crossings(np.array([[50.0, 50.0], [150.0, 50.0]]), SQUARE) == 1
    assert crossings(np.array([[50.0, 50.0], [100.0, 50.0]]), SQUARE) == 0
    assert crossings(np.array([[50.0, 50.0]]), SQUARE) == 0
