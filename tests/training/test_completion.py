"""Completions are measured as the application makes them, on the command line."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sketchpad.inference.registry import Models
from tests.training.test_evaluate import SYSTEMS
from training import card
from training.cli import main
from training.data import PackedSet
from training.evaluation.completion import Measurement, held_out
from training.recipe import Recipe
from training.trainer import Trainer

DRAWINGS = 4


@pytest.fixture(scope="module")
def models(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exported recogniser and an exported decoder, hardly trained."""
    folder = tmp_path_factory.mktemp("completion")
    for name, task in (("judge", "recognise"), ("completes", "complete")):
        system, options, _ = SYSTEMS[name]
        train = {"steps": 8, "rate": 5e-3, "warmup": 1, "validate_every": 8}
        table = {"name": task, "system": system, "options": options, "data": {"batch": 16}}
        recipe = Recipe.from_dict({**table, "train": train})
        run = folder / "runs" / task
        Trainer(recipe, PackedSet(prepared), run, device="cpu", quiet=True).run()
        words = ["--data", str(prepared), "--out", str(folder / "models" / task)]
        assert main(["export", str(run), *words, "--precision", "float"]) == 0
    return folder / "models"


def evaluate(models: Path, prepared: Path, *more: str) -> int:
    words = ["--data", str(prepared), "--models", str(models), "--drawings", str(DRAWINGS)]
    return main(["evaluate-complete", *words, *more])


def test_completions_are_measured_and_told_in_the_card(
    models: Path, prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "numbers.json"
    assert evaluate(models, prepared, "--card", "--out", str(out)) == 0
    found: dict[str, Any] = json.loads(out.read_text())
    assert found["drawings"] == DRAWINGS
    assert "4 drawings of" in capsys.readouterr().out
    rec = found["recognition"]
    for share in ("30%", "50%", "70%"):
        for who in ("recognised", "told"):
            chosen = [
                rec[f"{share} {who} of {of}"]["top1"]["value"] for of in ("1", "5 by the judge")
            ]
            # The best of five that the judge finds is never worse than the first one.
            assert chosen[0] <= chosen[1]
        assert math.isfinite(found["nll_of_the_rest"][share]["value"])
    told = card.read(models / "complete")
    assert told["completion"] == found
    assert told["metrics"]["30% nll"]["command"] == found["command"]
    assert evaluate(models, prepared, "--split", "valid", "--out", str(out)) == 0
    assert json.loads(out.read_text())["command"].endswith(" --split valid")
    again = held_out(PackedSet(prepared), Models([models], "cpu"), DRAWINGS)
    assert [d.category for d in again] == [
        d.category for d in held_out(PackedSet(prepared), Models([models], "cpu"), DRAWINGS)
    ]


def test_the_likelihood_of_the_rest_is_the_decoders(models: Path, prepared: Path) -> None:
    loaded = Models([models], "cpu")
    measurement = Measurement(loaded, None)
    drawings = held_out(PackedSet(prepared), loaded, DRAWINGS)
    alone = [measurement.rest([drawing])["50%"].value for drawing in drawings]
    # Padding beside longer drawings changes nothing.
    assert measurement.rest(drawings)["50%"].value == pytest.approx(np.mean(alone), abs=1e-5)


def test_senseless_options_are_one_sentence(
    models: Path, prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(models, prepared, "--drawings", "1") == 1
    assert "--drawings must be 2" in capsys.readouterr().err
    assert evaluate(tmp_path, prepared) == 1
    assert "There is no model" in capsys.readouterr().err
    assert evaluate(models, prepared, "--out", str(tmp_path / "no" / "where.json")) == 1
    assert "was not saved" in capsys.readouterr().err


def test_headlines_of_an_evaluation_come_with_intervals() -> None:
    number = {"value": 0.51234, "low": 0.4, "high": 0.6, "count": 9}
    found = {
        "command": "python -m training evaluate runs/x",
        "likelihood": {"all": {"top1": number, "offset": number}},
        "healing": {"corruptions": {"10 %": {"rec1": number, "ret1": number, "rec5": number}}},
        "generation": {
            "temperatures": {"people": {"rec1": number}, "0.2": {"rec1": number}, "0.8": {}}
        },
    }
    metrics = card.headlines(found, 0.3)
    assert list(metrics) == [
        "top1",
        "rec1 at 10 % masked",
        "ret1 at 10 % masked",
        "rec1 generated at 0.2",
    ]
    assert metrics["top1"]["value"] == 0.5123
    assert metrics["top1"]["command"].endswith("runs/x")
    assert card.headlines(None, 0.3) == {}
