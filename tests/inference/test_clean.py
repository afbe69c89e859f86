from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sketchpad.core.courtesy import pen_draws
from sketchpad.core.errors import CancelledError, InputError, ModelError
from sketchpad.core.geometry import distance_to_polyline
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Brush, Sketch, Stroke
from sketchpad.inference import clean as clean_module
from sketchpad.inference.clean import CleanRequest, clean, draw_lines
from sketchpad.inference.clean_strokes import CleanStrokesRequest, clean_strokes
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.sessions import Network
from sketchpad.inference.suggestions import Run
from tests.tiny_clean import write_tiny_clean

LINE = np.array([[30.0, 40.0], [260.0, 90.0]])
ANGLE = np.linspace(0, 2 * np.pi, 100)
CIRCLE = np.stack([150 + 45 * np.cos(ANGLE), 150 + 45 * np.sin(ANGLE)], axis=1)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    folder = tmp_path_factory.mktemp("models")
    write_tiny_clean(folder)
    return Models([folder], "cpu")


@pytest.fixture
def picture() -> np.ndarray:
    return 1.0 - rasterise([LINE, CIRCLE], (220, 300), 3.0)


def test_picture_becomes_strokes(models: Models, picture: np.ndarray):
    (found,) = clean(CleanRequest(picture), models=models)
    assert len(found.strokes) == 2
    for stroke, line in zip(
        sorted(found.strokes, key=lambda s: float(s.points[:, 1].mean())),
        (LINE, CIRCLE),
        strict=True,
    ):
        assert distance_to_polyline(stroke.points, line).max() < 1.5
        assert distance_to_polyline(line, stroke.points).max() < 4.0
        assert stroke.provenance is not None
        assert (stroke.provenance.verb, stroke.provenance.model) == ("clean", "clean")
        assert stroke.brush.width == pytest.approx(3.0, abs=1.2)


@pytest.mark.parametrize("detail", [0.0, 0.3, 1.0])
def test_detail_changes_the_scale_and_not_the_place(
    models: Models, picture: np.ndarray, detail: float
):
    (found,) = clean(CleanRequest(picture, detail, box=(100, 50, 600, 440)), models=models)
    points = (np.concatenate([s.points for s in found.strokes]) - (100, 50)) / 2.0
    gap = np.minimum(distance_to_polyline(points, LINE), distance_to_polyline(points, CIRCLE))
    assert gap.max() < 2.5


def test_kinds_of_pictures_agree(models: Models, picture: np.ndarray):
    levels = (picture * 255).round().astype(np.uint8)
    clear = np.zeros((*levels.shape, 4), dtype=np.uint8)
    clear[..., 3] = 255 - levels
    board = 255 - levels
    counts = {
        len(clean(CleanRequest(image), models=models)[0].strokes)
        for image in (levels, np.repeat(levels[..., None], 3, axis=2), clear, board)
    }
    assert counts == {2}


@pytest.mark.parametrize(
    "image",
    [
        np.ones((100, 100), dtype=np.float32),
        np.zeros((60, 80), dtype=np.uint8),
        np.full((64, 64, 3), 180, dtype=np.uint8),
        np.ones((1, 1), dtype=np.float32),
        np.zeros((0, 5), dtype=np.uint8),
        np.zeros((5, 5, 2), dtype=np.uint8),
        np.zeros((4, 4, 3, 3), dtype=np.uint8),
    ],
)
def test_nothing_to_clean_is_one_sentence(models: Models, image: np.ndarray):
    with pytest.raises(InputError):
        clean(CleanRequest(image), models=models)


def test_odd_pictures_give_strokes_or_a_sentence(models: Models):
    rng = np.random.default_rng(0)
    for image in (
        rng.random((10, 10)).astype(np.float32),
        rng.integers(0, 256, (90, 120, 3), dtype=np.uint8),
        np.indices((200, 3)).sum(axis=0).astype(np.uint8),
    ):
        try:
            (found,) = clean(CleanRequest(image), models=models)
        except InputError:
            continue
        for stroke in found.strokes:
            assert np.isfinite(stroke.points).all()


def test_detail_outside_and_no_model(models: Models, picture: np.ndarray, tmp_path: Path):
    with pytest.raises(InputError, match="Detail"):
        clean(CleanRequest(picture, 1.5), models=models)
    with pytest.raises(ModelError):
        clean(CleanRequest(picture), models=Models([tmp_path], "cpu"))


def test_proxy_shows_the_same_at_less_cost(models: Models, picture: np.ndarray):
    large = np.kron(picture, np.ones((4, 4), dtype=np.float32))
    seen = clean_module.prepare(CleanRequest(large, proxy=True))
    assert max(seen.shape) == clean_module.PROXY_SIDE
    (found,) = clean(CleanRequest(large, proxy=True), models=models)
    assert len(found.strokes) == 2


def test_cancelled(models: Models, picture: np.ndarray):
    run = Run()
    run.cancellation.cancel()
    with pytest.raises(CancelledError):
        clean(CleanRequest(picture), models=models, run=run)


def test_tiles_leave_no_seam(tmp_path: Path):
    write_tiny_clean(tmp_path, real=True)
    models = Models([tmp_path], "cpu")
    model = models.get("clean")
    rng = np.random.default_rng(3)
    ink = (rng.random((205, 330)) > 0.95).astype(np.float32)
    whole = draw_lines(models, model, ink, Run())
    tiled = draw_lines(models, model, ink, Run(), tile=64)
    assert np.ptp(whole) > 0.01
    assert np.abs(whole - tiled).max() < 1e-4


def test_strokes_are_replaced_with_their_own_brush(models: Models):
    brush = Brush("#aa3300", 7.0)
    rough = Sketch.of([LINE * 3 + 1000, CIRCLE * 3 + 1000], brush)
    request = CleanStrokesRequest(rough.strokes)
    (found,) = clean_strokes(request, models=models)
    assert found.replaces == {s.id for s in rough.strokes}
    assert len(found.strokes) == 2
    points = (np.concatenate([s.points for s in found.strokes]) - 1000) / 3
    gap = np.minimum(distance_to_polyline(points, LINE), distance_to_polyline(points, CIRCLE))
    assert gap.max() < 1.5
    assert {s.brush for s in found.strokes} == {brush}


def test_colours_survive(models: Models):
    red, blue = Brush("#c01010", 6.0), Brush("#1010c0", 3.0)
    rough = (*Sketch.of([LINE], red).strokes, *Sketch.of([CIRCLE], blue).strokes)
    (found,) = clean_strokes(CleanStrokesRequest(rough), models=models)
    assert {s.brush for s in found.strokes} == {red, blue}
    (found,) = clean_strokes(CleanStrokesRequest(rough, brush=red), models=models)
    assert {s.brush for s in found.strokes} == {red}
    line, circle = (rasterise([x], (220, 300), 3.0)[..., None] for x in (LINE, CIRCLE))
    levels = 1.0 - line * (0.2, 0.9, 0.9) - (1.0 - line) * circle * (0.9, 0.9, 0.9)
    (found,) = clean(CleanRequest(levels), models=models)
    shown, plain = sorted(found.strokes, key=lambda s: float(s.points[:, 1].mean()))
    assert plain.brush.colour == Brush().colour
    assert int(shown.brush.colour[1:3], 16) > 2 * int(shown.brush.colour[3:5], 16)


def test_lines_of_two_colours_are_never_one(models: Models):
    red, blue = Brush(colour="#b3261e"), Brush(colour="#1e4fb3")
    halves = (LINE[0], LINE.mean(axis=0), LINE[1])
    rough = [Stroke.make(np.array(halves[:2]), red), Stroke.make(np.array(halves[1:]), blue)]
    (found,) = clean_strokes(CleanStrokesRequest(tuple(rough)), models=models)
    assert {s.brush.colour for s in found.strokes} == {"#b3261e", "#1e4fb3"}
    for stroke in found.strokes:
        own = rough[0] if stroke.brush.colour == "#b3261e" else rough[1]
        assert distance_to_polyline(stroke.points, own.points).max() < 2.0


def test_dots_and_no_strokes(models: Models):
    with pytest.raises(InputError):
        clean_strokes(CleanStrokesRequest(()), models=models)
    dot = Sketch.of([[[5.0, 5.0]]]).strokes
    with pytest.raises(InputError, match="no lines"):
        clean_strokes(CleanStrokesRequest(dot), models=models)


def test_without_a_model_strokes_are_not_cleaned(tmp_path: Path):
    rough = Sketch.of([LINE, CIRCLE])
    with pytest.raises(ModelError):
        clean_strokes(CleanStrokesRequest(rough.strokes), models=Models([tmp_path], "cpu"))


@pytest.fixture(scope="module")
def judging(tmp_path_factory: pytest.TempPathFactory) -> Models:
    """Passes that lie within eight pixels of each other are one line."""
    folder = tmp_path_factory.mktemp("models")
    write_tiny_clean(folder, judge=True)
    return Models([folder], "cpu")


def test_passes_are_grouped_as_the_model_says(judging: Models, models: Models):
    one = [LINE, LINE + np.array([0.0, 7.0])]
    other = LINE + np.array([0.0, 24.0])
    picture = 1.0 - rasterise([*one, other], (220, 300), 1.6)
    (found,) = clean(CleanRequest(picture), models=judging)
    assert len(found.strokes) == 2
    strokes = sorted(found.strokes, key=lambda s: float(s.points[:, 1].mean()))
    for stroke, middle in zip(strokes, (LINE + np.array([0.0, 3.5]), other), strict=True):
        inner = stroke.points[(stroke.points[:, 0] > 45) & (stroke.points[:, 0] < 245)]
        assert distance_to_polyline(inner, middle).max() < 1.0
    # Without a judge, and in a quick look, the network draws what it draws.
    (plain,) = clean(CleanRequest(picture), models=models)
    (quick,) = clean(CleanRequest(picture, proxy=True), models=judging)
    assert len(plain.strokes) > 2
    assert len(quick.strokes) > 2


def test_what_has_no_passes_is_left_to_the_network(judging: Models, models: Models):
    rng = np.random.default_rng(1)
    ink = rasterise([LINE, CIRCLE], (220, 300), 4.0)
    noisy = 1.0 - 0.9 * ink + rng.normal(0.0, 0.25, ink.shape)
    blots = 1.0 - rasterise([LINE, CIRCLE], (220, 300), 14.0)
    for picture in (noisy.clip(0, 1), blots):
        (judged,), (plain,) = (clean(CleanRequest(picture), models=m) for m in (judging, models))
        assert len(judged.strokes) == len(plain.strokes)
        for a, b in zip(judged.strokes, plain.strokes, strict=True):
            assert (a.points == b.points).all()


def test_grouping_can_be_cancelled(judging: Models, picture: np.ndarray):
    class Impatient:
        def progress(self, fraction: float) -> None:
            if fraction >= 0.2:
                run.cancellation.cancel()

        def partial(self, value: object) -> None: ...

    run = Run(watcher=Impatient())
    with pytest.raises(CancelledError):
        clean(CleanRequest(picture), models=judging, run=run)


class Counting(Models):
    """Tells with how many threads networks are asked for."""

    threads: list[int]

    def network(self, model: Model, file: str, *, threads: int = 1) -> Network:
        self.threads.append(threads)
        return super().network(model, file, threads=threads)


def test_the_network_leaves_a_core_to_the_pen(
    models: Models, picture: np.ndarray, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    counting = Counting([models.get("clean").folder.parent], "cpu")
    counting.threads = []
    pen_draws(True)
    try:
        (beside,) = clean(CleanRequest(picture), models=counting)
    finally:
        pen_draws(False)
    (alone,) = clean(CleanRequest(picture), models=counting)
    assert counting.threads == [1, 4]
    assert len(beside.strokes) == len(alone.strokes)
