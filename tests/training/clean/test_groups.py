from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sketchpad.inference.registry import Models
from tests.tiny_clean import FEATURES, write_tiny_clean
from tests.training.clean.scenes import write_scene
from training import cli
from training.clean.groups import entropy, prepared, trained
from training.clean.passes import Examples, examples_of, meant, varied
from training.clean.scenes import read_scene


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_scene(tmp_path_factory.mktemp("scenes"), "two")


def test_pieces_take_the_cluster_of_the_strokes_along_them(scenes: Path):
    scene = read_scene(scenes, "two")
    across = np.linspace((400, 0), (400, 781), 50)
    label, share = meant([scene.lines[0] + 0.5, scene.lines[2], across, across + 9e3], scene)
    assert label.tolist()[:2] == [0, 1]
    assert (share[:2] == 1.0).all()
    assert label[3] == -1
    assert share[3] == 0.0


def test_pairs_of_one_line_are_told_from_others(scenes: Path):
    found = examples_of(read_scene(scenes, "two"))
    assert found.features.shape == (len(found.same), FEATURES)
    assert found.same.any()
    assert (found.weight > 0).all()


def test_variants_are_the_same_drawing_in_another_hand(scenes: Path):
    scene = read_scene(scenes, "two")
    for seed in range(4):
        other = varied(scene, np.random.default_rng(seed))
        assert 1 <= len(other.lines) == len(other.clusters) <= len(scene.lines)
        points = np.concatenate(other.lines)
        assert (points.min(axis=0) > 20).all()
        assert (points.max(axis=0) < np.array(other.rough.shape[::-1]) - 20).all()
        assert other.rough.min() < 0.5


def test_a_judge_learns_what_there_is_to_learn():
    rng = np.random.default_rng(0)
    features = rng.normal(size=(4000, 6)).astype(np.float32) * 5 + 3
    same = features[:, 2] + features[:, 4] > 6
    judge = trained([Examples(features, same, np.ones(4000))], epochs=12, seed=0)
    held = rng.normal(size=(500, 6)).astype(np.float32) * 5 + 3
    truth = held[:, 2] + held[:, 4] > 6
    assert entropy(judge, [Examples(held, truth, np.ones(500))]) < 0.2


def test_a_model_learns_to_group(scenes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    write_tiny_clean(tmp_path)
    folder = tmp_path / "clean"
    given = ["train-groups", "--scenes", scenes, "--out", folder, "--variants", 2]
    given += ["--epochs", 1, "--version", "1.2.3"]
    assert cli.main([str(x) for x in given]) == 0
    assert "pairs" in capsys.readouterr().out
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    assert card["version"] == "1.2.3"
    assert card["groups"]["command"].startswith("python -m training train-groups")
    models = Models([tmp_path], "cpu")
    model = models.get("clean")
    (example, *_) = prepared(scenes, ["two"], 0, 1)
    network = models.network(model, "groups.onnx")
    answer = network.run({"features": example.features})["same"]
    assert answer.shape == example.same.shape
    assert ((answer > 0) & (answer < 1)).all()
    # Both files are of the new version.
    models.network(model, "clean.onnx")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [(["--variants", "-1"], "--variants"), (["--out", "nowhere"], "card.json")],
)
def test_bad_input_is_one_sentence(
    options: list[str],
    sentence: str,
    scenes: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    write_tiny_clean(tmp_path)
    given = ["train-groups", "--scenes", str(scenes), "--out", str(tmp_path / "clean")]
    assert cli.main([*given, *options]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert sentence in line
