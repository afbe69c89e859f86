"""Healing is measured as the application heals, on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sketchpad.core.document import Hole
from sketchpad.core.stroke import Sketch
from sketchpad.core.stroke5 import Codec
from sketchpad.inference.heal import erased
from tests.training import drawings
from tests.training.test_evaluate import SYSTEMS
from tests.training.test_heal import SMALL
from training import card
from training.cli import main
from training.data import PackedSet
from training.heal import evaluate
from training.heal.measures import unchanged
from training.prepare import Source, prepare
from training.recipe import Recipe
from training.trainer import Trainer


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepared drawings of the source whose drawings are measured."""
    folder = tmp_path_factory.mktemp("data")
    source = Source("quickdraw", drawings.write(folder / "real", 60))
    prepare([source], folder / "prepared", codec=Codec(nmax=40))
    return folder / "prepared"


@pytest.fixture(scope="module")
def models(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exported recogniser and an exported healer, hardly trained."""
    folder = tmp_path_factory.mktemp("models")
    judge, options, _ = SYSTEMS["judge"]
    for task, system, given in (("recognise", judge, options), ("heal", "heal", SMALL)):
        train = {"steps": 4, "rate": 5e-3, "warmup": 1, "validate_every": 4}
        table = {"name": task, "system": system, "options": given, "data": {"batch": 16}}
        recipe = Recipe.from_dict({**table, "train": train})
        Trainer(recipe, PackedSet(data), folder / task, device="cpu", quiet=True).run()
        words = ["--data", str(data), "--out", str(folder / "models" / task)]
        assert main(["export", str(folder / task), *words]) == 0
    return folder / "models"


def test_every_method_is_measured_with_intervals(
    data: Path,
    models: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setattr(evaluate, "ENOUGH", 1)
    out = tmp_path / "found.json"
    command = ["evaluate-heal", "--data", str(data), "--models", str(models)]
    command += ["--drawings", "6", "--levels", "1"]
    assert main([*command, "--out", str(out), "--card"]) == 0
    assert "kept samples unchanged: 100.00%" in capsys.readouterr().out
    [(name, level)] = json.loads(out.read_text()).items()
    assert 1 < level["drawings"] <= 6
    assert level["unchanged"] == 1.0
    for method in ("leave", "straight", "ours, 1", "ours, 5", "whole"):
        measured: dict[str, Any] = level["methods"][method]
        for value in measured.values():
            assert value["low"] <= value["value"] <= value["high"]
    assert level["methods"]["leave"]["f1"]["value"] == 0.0
    assert level["methods"]["whole"]["f1"]["value"] > 0.95
    assert level["methods"]["ours, 5"]["f1"]["value"] >= level["methods"]["ours, 1"]["f1"]["value"]
    written = card.read(models / "heal")
    assert written["healing"][name] == level
    assert written["metrics"][f"{name} unchanged"]["value"] == 1.0
    straight = written["metrics"][f"{name} chamfer (straight)"]
    assert straight["low"] <= straight["value"] <= straight["high"]


def test_what_cannot_be_measured_or_written_is_one_sentence(
    data: Path,
    models: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    command = ["evaluate-heal", "--data", str(data), "--models", str(models), "--drawings", "2"]
    assert main(command) == 1
    assert "too few held-out drawings" in capsys.readouterr().err
    monkeypatch.setattr(evaluate, "ENOUGH", 1)
    assert main([*command, "--levels", "0", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.endswith("was not saved: it is a folder.\n")


def test_a_moved_or_a_lost_sample_is_seen():
    sketch = Sketch.of([np.array([[0, 0], [50, 0], [100, 0]]), np.array([[0, 20], [100, 20]])])
    hole = Hole.swipe(np.array([[100.0, 0.0]]), 10.0)
    kept = list(erased(sketch, (hole,)).strokes)
    assert unchanged(sketch.strokes, hole, kept) == 1.0
    assert unchanged(sketch.strokes, hole, kept[:1]) == pytest.approx(2 / 4)
    moved = Sketch.of([np.array([[0, 20], [100, 20.001]])])
    assert unchanged(sketch.strokes, hole, [kept[0], *moved.strokes]) == pytest.approx(3 / 4)
