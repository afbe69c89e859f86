"""Complete, with models that take a drawing for finished."""

from __future__ import annotations

from pathlib import Path

import pytest

from sketchpad.core import Sketch
from sketchpad.inference.complete import CompleteRequest, complete
from sketchpad.inference.registry import Models
from tests.inference.test_verbs import samples
from tests.tiny_models import write_finisher


@pytest.fixture(scope="module")
def finisher(tmp_path_factory: pytest.TempPathFactory) -> Models:
    """Ends every drawing at once."""
    return Models([write_finisher(tmp_path_factory.mktemp("finisher"), 30.0)], "cpu")


@pytest.fixture(scope="module")
def doubter(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Models:
    """Ends most drawings at once, not all; and there is a recogniser to choose by."""
    folder = write_finisher(tmp_path_factory.mktemp("doubter"), 0.8)
    (folder / "recognise").symlink_to(models_folder / "recognise")
    return Models([folder], "cpu")


def test_who_asks_for_more_gets_more(finisher: Models, face: Sketch) -> None:
    request = CompleteRequest(face, alternatives=3, seed=7, insist=True)
    found = complete(request, models=finisher)
    assert len(found) == 3
    for suggestion in found:
        assert len(suggestion.strokes) == 1
        assert len(suggestion.strokes[0].points) > 1
    assert len(set(samples(found))) == 3
    assert samples(found) == samples(complete(request, models=finisher))


def test_who_does_not_ask_is_left_alone(finisher: Models, face: Sketch) -> None:
    found = complete(CompleteRequest(face, alternatives=3, seed=7), models=finisher)
    assert samples(found) == []


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


def test_insisting_changes_nothing_where_enough_goes_on(models: Models, face: Sketch) -> None:
    calm, eager = (
        complete(CompleteRequest(face, alternatives=2, seed=3, insist=insist), models=models)
        for insist in (False, True)
    )
    assert samples(calm) == samples(eager)
