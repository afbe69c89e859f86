"""Between sketches, and around them."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import numpy as np
import pytest

from sketchpad.core import Sketch
from sketchpad.core.errors import InputError, ModelError
from sketchpad.core.stroke import Brush, Stroke, bounds_of
from sketchpad.inference import waypoints
from sketchpad.inference.interpolate import (
    BEYOND,
    MATCHING,
    UNCLEAR,
    UNKNOWN,
    UNLEARNED,
    ArithmeticRequest,
    InterpolateRequest,
    VariationsRequest,
    arithmetic,
    doubts,
    doubts_about,
    interpolate,
    variations,
)
from sketchpad.inference.latent import path_between
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run

CROSS = Sketch.of([[(0, 0), (50, 50)], [(50, 0), (0, 50)]], Brush("#ff0000", 9.0))


@pytest.fixture
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an untrained model draws is good enough."""
    monkeypatch.setattr(waypoints, "_SURE", 0.0)
    monkeypatch.setattr(waypoints, "_LIKENESS", 0.0)


def middle(strokes: tuple[Stroke, ...]) -> float:
    return float(np.concatenate([s.points for s in strokes])[:, 0].mean())


@pytest.mark.parametrize("path", ["spherical", "linear", "strokes"])
def test_it_begins_and_ends_with_the_sketches(models: Models, face: Sketch, path: str) -> None:
    request = InterpolateRequest(face, CROSS, frames=5, path=path)  # type: ignore[arg-type]
    frames = interpolate(request, models=models)
    assert [f.label for f in frames] == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    assert frames[0].strokes == face.strokes
    assert frames[-1].strokes == CROSS.strokes
    places = [middle(f.strokes) for f in frames]
    assert places == sorted(places, reverse=True)


def test_the_way_leads_over_good_drawings_of_the_model(
    models: Models, face: Sketch, lenient: None
) -> None:
    told: list[str] = []
    frames = interpolate(
        InterpolateRequest(face, CROSS, frames=9), models=models, run=Run(notice=told.append)
    )
    assert told == []
    made = {s.provenance.model for f in frames[1:-1] for s in f.strokes if s.provenance}
    assert made == {"latent"}


def test_without_good_drawings_it_says_so_and_matches_strokes(
    models: Models, face: Sketch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waypoints, "_LIKENESS", 1.1)
    told: list[str] = []
    frames = interpolate(
        InterpolateRequest(face, CROSS, frames=5), models=models, run=Run(notice=told.append)
    )
    assert told == [UNCLEAR.format(sketch="the first sketch")]
    made = {s.provenance.model for f in frames[1:-1] for s in f.strokes if s.provenance}
    assert made == {MATCHING}


def test_what_the_model_cannot_tell_about_a_sketch_can_be_said(
    models: Models, face: Sketch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waypoints, "_SURE", 0.9)
    monkeypatch.setattr(waypoints, "_LIKENESS", 0.0)
    names = models.get("latent").categories

    def told(*categories: str | None) -> tuple[list[str], list[tuple[int, bool]]]:
        notices: list[str] = []
        request = InterpolateRequest(face, CROSS, frames=5, categories=categories)  # type: ignore[arg-type]
        interpolate(request, models=models, run=Run(notice=notices.append))
        return notices, [(doubt.sketch, doubt.clear) for doubt in doubts(request, models)]

    assert told(None, None) == (
        [UNCLEAR.format(sketch="the first sketch")],
        [(0, False), (1, False)],
    )
    assert told(names[0], None) == (
        [UNCLEAR.format(sketch="the second sketch")],
        [(1, False)],
    )
    assert told(names[0], names[-1]) == ([], [])
    monkeypatch.setattr(waypoints, "_LIKENESS", 1.1)
    assert told(names[0], names[-1]) == ([UNKNOWN], [])
    latent = models.get("latent")
    less = dataclasses.replace(latent, categories=names[:1])
    monkeypatch.setattr(models, "models", [less if x is latent else x for x in models.models])
    sentence = UNLEARNED.format(category=names[-1], sketch="the second sketch")
    assert told(names[0], names[-1]) == ([sentence], [(1, True)])


def test_arithmetic_with_what_the_model_cannot_place_is_told(
    models: Models, face: Sketch, lenient: None
) -> None:
    told: list[str] = []
    request = ArithmeticRequest(face, CROSS, face)
    arithmetic(request, models=models, run=Run(notice=told.append))
    assert told == []
    assert doubts_about([face, CROSS], models, ["no such thing"]) == []
    waypoints._SURE = 1.1  # type: ignore[misc]  # put back by the fixture
    arithmetic(request, models=models, run=Run(notice=told.append))
    assert told == [BEYOND]
    assert [d.sketch for d in doubts_about([face, CROSS, face], models)] == [0, 1, 2]


def test_a_line_that_was_cut_and_healed_moves_as_one(face: Sketch) -> None:
    outline, *eyes = face.strokes
    cuts = (0, 12, 25, len(outline) - 1)
    pieces = [
        Stroke.make(outline.samples[a : b + 1], outline.brush) for a, b in itertools.pairwise(cuts)
    ]
    turned = Stroke.make(pieces[1].samples[::-1, :2], outline.brush)
    mended = Sketch((pieces[0], *eyes, turned, pieces[2]))
    whole, found = (
        interpolate(InterpolateRequest(sketch, CROSS, frames=3, path="strokes"))
        for sketch in (face, mended)
    )
    assert found[0].strokes == mended.strokes
    assert len(found[1].strokes) == len(whole[1].strokes)
    for one, other in zip(found[1].strokes, whole[1].strokes, strict=True):
        np.testing.assert_allclose(one.points, other.points, atol=1e-6)


def test_frames_follow_each_other_in_even_steps(face: Sketch, tmp_path: Path) -> None:
    """No model is needed from stroke to stroke."""
    request = InterpolateRequest(face, CROSS, frames=11, path="strokes")
    frames = interpolate(request, models=Models([tmp_path], "cpu"))
    steps = np.abs(np.diff([middle(f.strokes) for f in frames]))
    assert steps.max() / steps.mean() < 1.3
    assert len({round(s.brush.width, 3) for s in frames[5].strokes}) == 1
    assert frames[5].strokes[0].brush.width == pytest.approx(6.0)


def test_the_latent_space_needs_its_model(face: Sketch, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model"):
        interpolate(InterpolateRequest(face, CROSS), models=Models([tmp_path], "cpu"))


def test_the_same_seed_goes_the_same_way(models: Models, face: Sketch, lenient: None) -> None:
    def frames(seed: int) -> list[bytes]:
        request = InterpolateRequest(face, CROSS, frames=5, seed=seed)
        found = interpolate(request, models=models)
        return [s.samples.tobytes() for f in found for s in f.strokes]

    assert frames(1) == frames(1)
    assert frames(1) != frames(2)


def test_the_smoothest_of_all_choices_is_taken() -> None:
    def stage(*values: float) -> np.ndarray:
        return np.array(values)[:, None, None] * np.ones((1, 2, 2))

    stages = [stage(0), stage(9, 4, -3), stage(0, 5, 9), stage(8)]
    chosen = waypoints._smoothest(stages)
    assert chosen == [0, 1, 1, 0]
    rough = min(
        itertools.product(range(3), range(3)),
        key=lambda c: (
            stages[1][c[0], 0, 0] ** 2
            + (stages[1][c[0], 0, 0] - stages[2][c[1], 0, 0]) ** 2
            + (stages[2][c[1], 0, 0] - 8) ** 2
        ),
    )
    assert tuple(chosen[1:3]) == rough


def test_paths_through_the_latent_space() -> None:
    a, b = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    shares = np.linspace(0, 1, 5)
    arc = path_between(a, b, shares, spherical=True)
    np.testing.assert_allclose(np.linalg.norm(arc, axis=1), 1.0)
    line = path_between(a, b, shares, spherical=False)
    np.testing.assert_allclose(line[2], [0.5, 0.5])
    np.testing.assert_allclose(path_between(a, a, shares, spherical=True), [a] * 5)
    np.testing.assert_allclose(path_between(a, 0 * a, shares, spherical=True)[-1], 0 * a)


def test_arithmetic_and_variations_lie_where_the_sketch_lies(models: Models, face: Sketch) -> None:
    result = arithmetic(ArithmeticRequest(face, face, face, alternatives=2), models=models)
    assert 1 <= len(result) <= 2  # an untrained model may draw nothing
    assert result[0].score >= result[-1].score
    found = variations(VariationsRequest(face, alternatives=3, seed=2), models=models)
    assert 1 <= len(found) <= 3
    for suggestion in (*result, *found):
        bounds = bounds_of(suggestion.strokes)
        if bounds is not None:
            assert bounds[0] > 180
            assert bounds[2] < 420


def test_variations_that_fail_stay_near_the_sketch(
    models: Models, face: Sketch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waypoints, "_LIKENESS", 1.1)
    found = variations(VariationsRequest(face, alternatives=2, seed=2), models=models)
    assert len(found) == 2
    for suggestion in found:
        assert len(suggestion.strokes) >= len(face.strokes)
        assert suggestion.strokes[0].points.shape != face.strokes[0].points.shape


def test_wrong_numbers_are_sentences(models: Models, face: Sketch) -> None:
    with pytest.raises(InputError, match="1 to 32 alternatives"):
        variations(VariationsRequest(face, alternatives=0), models=models)
    with pytest.raises(InputError, match="1 to 32 alternatives"):
        arithmetic(ArithmeticRequest(face, face, face, alternatives=99), models=models)
