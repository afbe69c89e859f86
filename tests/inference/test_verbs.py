from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from sketchpad.core import Sketch
from sketchpad.core.errors import CancelledError, InputError
from sketchpad.core.stroke import Brush, bounds_of
from sketchpad.inference.cancel import Cancellation
from sketchpad.inference.complete import CompleteRequest, complete, fed_rows
from sketchpad.inference.generate import (
    GenerateRequest,
    drawable,
    generate,
    model_for,
    rough,
)
from sketchpad.inference.interpolate import (
    InterpolateRequest,
    interpolate,
)
from sketchpad.inference.mix import mix
from sketchpad.inference.recognise import recognise
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run, Suggestion
from tests.inference.conftest import CATEGORIES, CODEC


def samples(suggestions: list[Suggestion]) -> list[bytes]:
    return [s.samples.tobytes() for found in suggestions for s in found.strokes]


class Watching:
    def __init__(self) -> None:
        self.parts: list[object] = []
        self.shares: list[float] = []

    def progress(self, fraction: float) -> None:
        self.shares.append(fraction)

    def partial(self, value: object) -> None:
        self.parts.append(value)


def test_recognise_gives_probabilities_best_first(models: Models, face: Sketch) -> None:
    guesses = recognise(face, models=models)
    assert {g.name for g in guesses} == set(CATEGORIES)
    assert sum(g.probability for g in guesses) == pytest.approx(1.0)
    assert guesses == sorted(guesses, key=lambda g: -g.probability)


def test_recognise_does_not_depend_on_place_or_size(models: Models, face: Sketch) -> None:
    moved = Sketch.of([line * 3.0 + (500, -40) for line in face.polylines])
    here, there = recognise(face, models=models), recognise(moved, models=models)
    assert [g.name for g in here] == [g.name for g in there]
    for a, b in zip(here, there, strict=True):
        assert a.probability == pytest.approx(b.probability, abs=1e-3)


def test_complete_draws_on_with_the_users_brush(models: Models, face: Sketch) -> None:
    brush = Brush("#336699", 5.0)
    sketch = Sketch.of(face.polylines, brush)
    watcher = Watching()
    found = complete(
        CompleteRequest(sketch, alternatives=3, seed=5), models=models, run=Run(watcher)
    )
    assert len(found) == 3
    assert watcher.parts
    assert watcher.shares
    strokes = [s for suggestion in found for s in suggestion.strokes]
    assert strokes
    for stroke in strokes:
        assert stroke.brush == brush
        assert np.isfinite(stroke.samples[:, :4]).all()
        assert stroke.provenance is not None
        assert (stroke.provenance.model, stroke.provenance.verb) == ("complete", "complete")
        assert (stroke.provenance.seed, stroke.provenance.temperature) == (5, 0.4)
    assert len({s.provenance.request for s in strokes if s.provenance}) == 1


def test_the_same_seed_draws_the_same_bytes(models: Models, face: Sketch) -> None:
    def drawn(seed: int) -> list[bytes]:
        return samples(complete(CompleteRequest(face, seed=seed), models=models))

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_completion_moves_and_grows_with_the_drawing(models: Models, face: Sketch) -> None:
    moved = Sketch.of([line * 2.0 + (100, 50) for line in face.polylines])
    here = complete(CompleteRequest(face, "box", alternatives=1), models=models)
    there = complete(CompleteRequest(moved, "box", alternatives=1), models=models)
    for a, b in zip(here[0].strokes, there[0].strokes, strict=True):
        np.testing.assert_allclose(a.points[0] * 2.0 + (100, 50), b.points[0], atol=0.5)


@pytest.mark.parametrize(
    "sketch",
    [
        Sketch.of([[(10.0, 10.0)]]),
        Sketch.of([np.c_[np.arange(5000.0), 50 * np.sin(np.arange(5000.0))]]),
        Sketch.of([np.c_[np.linspace(-1e6, 1e6, 50), np.zeros(50)]]),
        Sketch.of([[(x, x), (x + 1, x)] for x in range(300)]),
    ],
    ids=["a dot", "5,000 points", "far outside the page", "300 strokes"],
)
def test_odd_drawings_are_completed_sensibly(models: Models, sketch: Sketch) -> None:
    found = complete(CompleteRequest(sketch, alternatives=2), models=models)
    assert len(found) == 2
    rows, _ = fed_rows(sketch, CODEC)
    assert len(rows) <= CODEC.nmax
    for suggestion in found:
        for stroke in suggestion.strokes:
            assert np.isfinite(stroke.points).all()


def test_an_empty_page_is_a_sentence(models: Models) -> None:
    with pytest.raises(InputError, match="nothing to complete yet"):
        complete(CompleteRequest(Sketch()), models=models)
    with pytest.raises(InputError, match="nothing to recognise yet"):
        recognise(Sketch(), models=models)
    with pytest.raises(InputError, match="The second sketch is empty"):
        interpolate(InterpolateRequest(Sketch.of([[(0, 0), (1, 1)]]), Sketch()), models=models)


def test_wrong_options_are_sentences(models: Models, face: Sketch) -> None:
    with pytest.raises(InputError, match="knows no category 'dragon'"):
        complete(CompleteRequest(face, "dragon"), models=models)
    with pytest.raises(InputError, match="1 to 32 alternatives"):
        complete(CompleteRequest(face, alternatives=0), models=models)
    with pytest.raises(InputError, match="temperature"):
        complete(CompleteRequest(face, temperature=-1.0), models=models)
    with pytest.raises(InputError, match="2 to 120 frames"):
        interpolate(InterpolateRequest(face, face, frames=1), models=models)


def test_cancelled_work_stops(models: Models, face: Sketch) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    run = Run(cancellation=cancellation)
    with pytest.raises(CancelledError):
        complete(CompleteRequest(face), models=models, run=run)
    with pytest.raises(CancelledError):
        interpolate(InterpolateRequest(face, face), models=models, run=run)


def test_works_without_a_recogniser(models_folder: Path, tmp_path: Path, face: Sketch) -> None:
    (tmp_path / "complete").symlink_to(models_folder / "complete")
    request = CompleteRequest(face, alternatives=2, insist=True)
    found = complete(request, models=Models([tmp_path], "cpu"))
    assert len(found) == 2


def test_generate_fits_into_its_box(models: Models) -> None:
    box = (100.0, 50.0, 200.0, 100.0)
    found = generate(GenerateRequest("wave", alternatives=4, box=box), models=models)
    assert len(found) == 4
    drawn = [bounds_of(s.strokes) for s in found if s.strokes]
    assert drawn
    for bounds in drawn:
        assert bounds is not None
        left, top, right, bottom = bounds
        # Curves may swing past the points that they go through.
        assert left > 90
        assert top > 40
        assert right < 310
        assert bottom < 160


def test_generate_takes_the_model_that_knows_the_category(
    models: Models, models_folder: Path, tmp_path: Path
) -> None:
    for model in models_folder.iterdir():
        (tmp_path / model.name).symlink_to(model)
    narrow = tmp_path / "generate"
    shutil.copytree(models_folder / "complete", narrow)
    card = json.loads((narrow / "card.json").read_text())
    card.update(name="generate", task="generate", categories=["box"], well_populated=["box"])
    (narrow / "card.json").write_text(json.dumps(card))
    both = Models([tmp_path], "cpu")
    assert model_for(both, "Box").name == "generate"
    assert model_for(both, "wave").name == "complete"
    assert drawable(both) == ("box", "cross", "wave")
    with pytest.raises(InputError, match="No model knows the category 'cat'"):
        generate(GenerateRequest("cat"), models=models)


def test_a_mixture_lies_between_two_categories(models: Models) -> None:
    box = (100.0, 50.0, 200.0, 200.0)
    watcher = Watching()
    request = GenerateRequest("wave", alternatives=3, box=box, seed=4)
    found = mix(request, "cross", models=models, run=Run(watcher))
    assert len(found) == 3
    assert watcher.shares == sorted(watcher.shares)
    assert {suggestion.label for suggestion in found} == {"wave + cross"}
    scores = [suggestion.score for suggestion in found]
    assert scores == sorted(scores, reverse=True)
    made = {s.provenance for suggestion in found for s in suggestion.strokes}
    assert len(made) == 1
    assert samples(found) == samples(mix(request, "cross", models=models))
    with pytest.raises(InputError, match="'dragon'"):
        mix(request, "dragon", models=models)


def test_categories_with_few_drawings_are_told_apart(
    models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rough(models) == ()
    monkeypatch.setitem(models.get("complete").card, "well_populated", ["wave"])
    assert drawable(models) == ("wave",)
    assert rough(models) == ("box", "cross")
