from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from sketchpad.core.errors import FileError, InputError
from sketchpad.core.raster import rasterise
from tests.training.clean.scenes import write_scene
from training import cli
from training.clean import metrics, roughener, scenes, sources
from training.clean.export import load_network
from training.clean.pairs import SIDE, _tilted
from training.clean.pictures import Pictures
from training.clean.recipe import FOLDER, CleanRecipe, load_recipe, stage
from training.clean.tone import bled, photograph
from training.clean.train import CleanTrainer
from training.divergence import DivergedError


@pytest.fixture(scope="module")
def scene_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One scene in StrokeStrip's form: two passes of a line, and another line."""
    return write_scene(tmp_path_factory.mktemp("scenes"), "two")


@pytest.fixture(scope="module")
def drawings_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drawings") / "square.npz"
    strokes = [(10, 10, 0), (200, 0, 0), (0, 200, 0), (-200, 0, 0), (0, -200, 1), (50, 50, 0)]
    strokes += [(60, 40, 1)]
    np.savez(path, strokes=np.array(strokes, dtype=np.int16), offsets=np.array([0, 7]))
    return path


@pytest.fixture(scope="module")
def pairs(
    scene_folder: Path, drawings_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    out = tmp_path_factory.mktemp("pairs")
    given = ["prepare-clean", "--scenes", scene_folder, "--drawings", drawings_file]
    assert cli.main([str(x) for x in (*given, "--out", out, "--count", 6)]) == 0
    return out


def test_scene_is_read_and_placed(scene_folder: Path):
    scene = scenes.read_scene(scene_folder, "two")
    assert [len(line) for line in scene.lines] == [20, 20, 20]
    assert scene.clusters.tolist() == [1, 1, 7]
    assert scene.cluster_count == 2
    drawn = rasterise(scene.lines, scene.rough.shape, 1.6)
    assert np.abs((1 - scene.rough) - drawn).max() < 0.05
    with pytest.raises(FileError):
        scenes.read_scene(scene_folder, "three")
    with pytest.raises(FileError):
        scenes.names(scene_folder / "nothing")


def test_held_out_scenes_and_their_copies_are_not_trained_on(tmp_path: Path):
    for name in (*scenes.HELD_OUT, *scenes.VALIDATION, "letters_jkl", "letters_ghi", "abc"):
        (tmp_path / f"{name}.scap").touch()
    assert len(scenes.HELD_OUT) == 15
    assert not set(scenes.HELD_OUT) & set(scenes.VALIDATION)
    assert scenes.training_names(tmp_path) == ["abc"]


def test_measures_of_the_truth_itself_and_of_a_shift(scene_folder: Path):
    truth = metrics.truth_of(scenes.read_scene(scene_folder, "two").clean)
    same = metrics.compare(truth, truth)
    assert (same.f1_2, same.f1_6, same.chamfer, same.length) == (1, 1, 0, 1)
    moved = np.roll(truth, 4, axis=0)
    score = metrics.compare(moved, truth)
    assert score.f1_2 < 0.1
    assert score.f1_6 == 1
    assert score.chamfer == pytest.approx(4 / 0.96, rel=0.05)
    nothing = np.zeros_like(truth)
    assert metrics.compare(nothing, truth).f1_2 == 0
    assert metrics.compare(nothing, nothing).f1_2 == 1


def test_pairs_are_aligned(pairs: Path):
    data = Pictures.open(pairs)
    assert data.count == 6
    assert data.rough.shape == (6, SIDE, SIDE)
    for rough, truth in zip(data.rough, data.truth, strict=True):
        on_lines = rough[truth > 200]
        wide = np.pad(rough, 6)
        near = np.max([wide[a : a + SIDE, b : b + SIDE] for a in range(13) for b in range(13)], 0)
        assert len(on_lines)
        assert (near[truth > 200] > 20).mean() > 0.8


def test_truth_is_the_middle_of_the_passes():
    line = np.stack([np.linspace(20, 350, 80), np.full(80, 100.0)], axis=1)
    better = []
    for seed in range(12):
        passes = roughener.overdraw([line], 0.8, np.random.default_rng(seed))
        (middle,) = passes.middles
        inner = middle[4:-4]
        # At each place the drawn heights there, from all passes.
        heights = [
            [float(np.interp(x, p[:, 0], p[:, 1])) for p in passes.lines if p[0, 0] < x < p[-1, 0]]
            for x in inner[:, 0]
        ]
        wanted = np.array([(min(h) + max(h)) / 2 if h else 100.0 for h in heights])
        better.append(np.abs(inner[:, 1] - wanted).mean() < 0.5 * np.abs(100.0 - wanted).mean())
    assert np.mean(better) > 0.7


def test_overdrawing_stays_near_the_line_and_covers_it():
    rng = np.random.default_rng(0)
    line = np.stack([np.linspace(20, 350, 80), np.full(80, 100.0)], axis=1)
    passes = roughener.overdraw([line], 0.7, rng)
    drawn = np.concatenate(passes.lines)
    assert len(passes.lines) >= 1
    assert len(passes.weight) == len(passes.lines)
    assert np.abs(drawn[:, 1] - 100).max() < 25
    assert drawn[:, 0].min() < 40
    assert drawn[:, 0].max() > 330


def test_tent_falls_to_nothing_at_two_pixels():
    tent = roughener.tent(np.array([[5.0, 10.5]]), np.array([[45.0, 10.5]]), (21, 50))
    assert tent[:, 25] == pytest.approx(np.clip(1 - np.abs(np.arange(21) - 10) / 2, 0, 1))


def test_sources_are_rounded_but_keep_corners(drawings_file: Path):
    drawings = sources.Drawings.read(drawings_file, 10)
    first, second = drawings.pick(np.random.default_rng(0))
    assert first[0] == pytest.approx((10 / 255, 10 / 255))
    corner = np.abs(first - np.array([210, 210]) / 255).max(axis=1).min()
    assert corner < 1e-9
    assert len(second) == 2


SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000">
<path d="M4 4 H20 V20 H4 Z"/><path d="M8 12 c0 -5 8 -5 8 0"/></svg>"""


def test_line_art_is_a_source_as_packed_drawings_are(tmp_path: Path, drawings_file: Path):
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "square.svg").write_text(SVG)
    (tmp_path / "art" / "nothing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    alone = sources.Drawings.read(tmp_path / "art" / "square.svg", 10)
    folder = sources.Drawings.read(tmp_path / "art", 10)
    assert len(alone.rows) == len(folder.rows) == 1
    square, arc = folder.pick(np.random.default_rng(0))
    assert np.abs(square - 1.0).max(axis=1).min() < 1e-6  # its corners stay sharp
    assert np.ptp(square, axis=0) == pytest.approx((1.0, 1.0))
    assert np.ptp(arc, axis=0)[0] == pytest.approx(0.5, abs=0.02)
    assert len(arc) > 8
    shutil.copy(drawings_file, tmp_path / "art")
    assert len(sources.Drawings.read(tmp_path / "art", 10).rows) == 2


def test_a_source_without_drawings_is_one_sentence(
    scene_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "broken.svg").write_text("<svg")
    (tmp_path / "none").mkdir()
    for name, sentence in (
        ("none", "no clean drawings"),
        ("gone.npz", "cannot be read"),
        ("gone.svg", "cannot be read"),
        ("broken.svg", "broken.svg"),
    ):
        words = ["prepare-clean", "--scenes", str(scene_folder), "--drawings"]
        assert cli.main([*words, str(tmp_path / name), "--out", str(tmp_path / "out")]) == 1
        [line] = capsys.readouterr().err.splitlines()
        assert sentence in line
        assert not (tmp_path / "out").exists()


def test_a_sheet_shows_pairs(scene_folder: Path, drawings_file: Path, tmp_path: Path):
    words = ["prepare-clean", "--scenes", scene_folder, "--drawings", drawings_file]
    words += ["--out", tmp_path / "out", "--count", 3, "--sheet", tmp_path / "sheet.png"]
    assert cli.main([str(x) for x in words]) == 0
    with Image.open(tmp_path / "sheet.png") as sheet:
        grey = np.asarray(sheet)
    # Two pairs side by side, of three pictures each, that all show something.
    assert grey.shape == (2 * (SIDE + 8), 6 * (SIDE + 8))
    for place in range(6):
        cell = grey[:SIDE, (SIDE + 8) * place :][:, :SIDE]
        assert cell.min() < 200 < cell.max()


def test_a_leaning_sheet_takes_truth_and_passes_along():
    tilt = np.array([3e-4, 0.0])
    square = np.array([[92.0, 92.0], [292.0, 92.0], [292.0, 292.0], [92.0, 292.0]])
    seen = _tilted(square, tilt)
    left, right = (np.hypot(*(seen[a] - seen[b])) for a, b in ((0, 3), (1, 2)))
    assert left > 200 > right
    assert left / right == pytest.approx(1.03 / 0.97, rel=1e-3)
    assert _tilted(np.full((1, 2), SIDE / 2), tilt) == pytest.approx(np.full((1, 2), SIDE / 2))


def test_ink_bleeds_where_it_is_dark():
    ink = torch.zeros(40, 1, 32, 32)
    ink[..., 8:11, 4:28] = 1.0
    ink[..., 22:23, 4:28] = 0.2
    wet = bled(ink, torch.ones(40), torch.Generator().manual_seed(0))
    assert (wet >= ink).all()
    assert wet.max() <= 1.0
    grown = (wet - ink)[..., 5:14, :].amax(dim=(1, 2, 3))
    assert 4 <= int((grown > 0.1).sum()) <= 20  # some drawings, not all
    assert (wet - ink)[..., 18:, :].max() < 0.05  # pencil does not bleed
    far = wet.clone()
    far[..., 3:16, :] = 0.0
    assert far[..., :18, :].max() < 0.01  # and not far
    same = bled(ink, torch.zeros(40), torch.Generator().manual_seed(0))
    assert torch.equal(same, ink)


def test_photographs_are_clean_at_zero_and_worse_with_strength():
    ink = torch.zeros(3, 1, 64, 64)
    ink[..., 30:32, 10:50] = 1.0
    grey = photograph(ink, torch.tensor([0.0, 0.5, 1.0]), torch.Generator().manual_seed(0))
    assert (grey[0] - (1 - ink[0])).abs().max() < 0.35  # a little blur at most
    error = (grey - (1 - ink)).abs().mean(dim=(1, 2, 3))
    assert error[0] < error[1] < error[2]
    assert grey.min() >= 0
    assert grey.max() <= 1


@pytest.mark.parametrize("recipe", ["clean", "simo_serra_2016"])
def test_training_resumes_where_it_stopped(
    pairs: Path, tmp_path: Path, recipe: str, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "r.toml"
    small = "channels = [4, 4, 4, 4]\ndepth = 1\n" if recipe == "clean" else ""
    text = load_text(recipe).split("[options]")[0].replace("patch = 384", "patch = 32")
    text = text.replace("batch = 8", "batch = 1").replace("patch = 256", "patch = 64")
    path.write_text(text + "\n[options]\n" + small, encoding="utf-8")
    if recipe != "clean":
        tiny = tuple((k, max(1, a // 32), max(1, b // 32), s) for k, a, b, s in all_layers())
        monkeypatch.setattr("training.clean.simo_serra.LAYERS", tiny)
    data = Pictures.open(pairs)
    whole = CleanTrainer(load_recipe(path), data, tmp_path / "whole")
    part = CleanTrainer(load_recipe(path), data, tmp_path / "part")
    for trainer, steps in ((whole, 4), (part, 2)):
        for _ in range(steps):
            # Time enters the schedule: here it stands still.
            trainer._update()
    part.save()
    again = CleanTrainer(load_recipe(path), data, tmp_path / "part")
    again.resume()
    for _ in range(2):
        again._update()
    assert again.step == whole.step == 4
    for one, other in zip(whole.network.parameters(), again.network.parameters(), strict=True):
        assert torch.equal(one, other)


def test_training_begins_with_the_weights_of_another_run(pairs: Path, tmp_path: Path):
    path = tmp_path / "r.toml"
    text = load_text("clean").split("[options]")[0].replace("patch = 256", "patch = 64")
    path.write_text(text + "[options]\nchannels = [4, 4, 4, 4]\ndepth = 1\n", encoding="utf-8")
    first = CleanTrainer(load_recipe(path), Pictures.open(pairs), tmp_path / "first")
    first._update()
    first.save()
    other = dataclasses.replace(load_recipe(path), seed=9)
    second = CleanTrainer(other, Pictures.open(pairs), tmp_path / "second")
    second.start(tmp_path / "first")
    assert second.step == 0
    for name, value in second.network.state_dict().items():
        assert torch.equal(value, first.average.values[name])
    wider = dataclasses.replace(other, options={"channels": [8, 4, 4, 4], "depth": 1})
    third = CleanTrainer(wider, Pictures.open(pairs), tmp_path / "third")
    with pytest.raises(InputError, match="another network"):
        third.start(tmp_path / "first")


def load_text(recipe: str) -> str:
    return (FOLDER / f"{recipe}.toml").read_text(encoding="utf-8")


def all_layers() -> tuple[tuple[int, int, int, int], ...]:
    from training.clean.simo_serra import LAYERS

    return LAYERS


def test_run_exports_a_model_that_the_application_reads(pairs: Path, tmp_path: Path):
    path = tmp_path / "r.toml"
    text = load_text("clean").split("[options]")[0].replace("patch = 256", "patch = 64")
    path.write_text(text + "[options]\nchannels = [4, 4, 4, 4]\ndepth = 1\n", encoding="utf-8")
    run, out = tmp_path / "run", tmp_path / "models" / "clean"
    given = ["train-clean", path, "--data", pairs, "--out", run, "--minutes", 0.02]
    assert cli.main([str(x) for x in given]) == 0
    assert cli.main([str(x) for x in given]) == 1
    assert cli.main(["export-clean", str(run), "--out", str(out)]) == 0
    from sketchpad.inference.registry import read_model

    model = read_model(out)
    model.verify()
    assert model.task == "clean"
    assert model.card["margin"] % model.card["stride"] == 0
    told = model.card["training"]
    assert told["command"].startswith("python -m training train-clean clean --minutes 0.02")
    assert [row["step"] for row in told["curve"]] == [told["steps"]]
    assert "threads" in told["hardware"] or "1 thread" in told["hardware"]
    assert "patches_per_second" in told
    assert told["began_with"] is None


def small(tmp_path: Path, **changes: object) -> CleanRecipe:
    path = tmp_path / "r.toml"
    text = load_text("clean").split("[options]")[0].replace("patch = 256", "patch = 64")
    path.write_text(text + "[options]\nchannels = [4, 4, 4, 4]\ndepth = 1\n", encoding="utf-8")
    return dataclasses.replace(load_recipe(path), **changes)  # type: ignore[arg-type]


def test_cards_tell_of_the_run_that_another_began_with(pairs: Path, tmp_path: Path):
    data, recipe = Pictures.open(pairs), small(tmp_path, minutes=0.003)
    CleanTrainer(recipe, data, tmp_path / "first").run()
    second = CleanTrainer(recipe, data, tmp_path / "second")
    second.start(tmp_path / "first")
    second.run()
    network, state = load_network(tmp_path / "second")
    told = stage(tmp_path / "second", state)
    assert told["command"].endswith("train-clean clean --minutes 0.003 --from runs/first")
    before = told["began_with"]
    assert before["run"] == "first"
    assert before["steps"] > 0
    assert before["curve"]
    assert told["total"]["steps"] == told["steps"] + before["steps"]
    assert not network.training


def test_the_best_weights_are_kept_and_exported(
    pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    trainer = CleanTrainer(small(tmp_path), Pictures.open(pairs), tmp_path / "run")
    trainer.out.mkdir()
    losses = iter([0.5, 0.3, 0.4])
    monkeypatch.setattr(trainer, "validate", lambda: next(losses))
    for _ in range(3):
        trainer._update()
        trainer._keep()
    assert trainer.best == (0.3, 2)
    _, state = load_network(trainer.out)
    assert state["step"] == 2
    again = CleanTrainer(trainer.recipe, trainer.data, trainer.out)
    again.resume()
    assert (again.step, again.best) == (3, (0.3, 2))


def test_a_gradient_that_is_not_finite_stops_and_says_where(pairs: Path, tmp_path: Path):
    trainer = CleanTrainer(small(tmp_path), Pictures.open(pairs), tmp_path / "run")
    name, weight = next(iter(trainer.network.named_parameters()))
    weight.register_hook(lambda gradient: gradient * float("nan"))
    before = weight.detach().clone()
    with pytest.raises(DivergedError, match=rf"step 0: gradient .*first in gradient of {name}.*"):
        trainer._update()
    assert torch.equal(weight, before)


def test_every_recipe_that_comes_along_is_valid():
    for path in FOLDER.glob("*.toml"):
        recipe = load_recipe(path.stem)
        assert recipe.name.replace("-", "_") == path.stem
        assert load_recipe(recipe.name) == recipe
    paper, code = load_recipe("simo_serra_2016"), load_recipe("simo_serra_2016_code")
    assert dataclasses.replace(code, name=paper.name, map="paper") == paper


def test_recipes_are_checked(tmp_path: Path):
    path = tmp_path / "r.toml"
    for text, word in (
        ('name = "x"\nmap = "no"', "map"),
        ('name = "x"\npatch = 20', "patch"),
        ('name = "x"\nwhat = 1', "what"),
        ("= 3", "TOML"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=word):
            load_recipe(path)
    with pytest.raises(InputError, match="no recipe"):
        load_recipe("nothing")
