"""What cards tell of how a model came to be: every stage, with a command that works."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
import torch

from training import card, checkpoint, history, logs
from training.cli import main
from training.recipe import Recipe, load_recipe

TINY = """
name = "tiny-one"
system = "sketch-rnn"
options = {embedding = 3, drop_category = 0.0, decoder = {size = 16, mixtures = 2}}
data = {batch = 8}
train = {steps = 4, validate_every = 2, validate_drawings = 8}
"""


@pytest.fixture
def two_stages(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two runs in ``runs``, the second begun with the first and resumed with a larger budget."""
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "tiny_one.toml").write_text(TINY)
    monkeypatch.setattr("training.recipe.FOLDER", tmp_path / "recipes")
    common = ["train", "tiny-one", "--data", str(prepared), "--device", "cpu", "-q", "--out"]
    first, second = (str(tmp_path / "runs" / name) for name in ("first", "second"))
    assert main([*common, first]) == 0
    assert main([*common, second, "--from", first, "--steps", "2"]) == 0
    assert main([*common, second, "--resume", "--steps", "6"]) == 0
    return tmp_path


def exported(folder: Path, prepared: Path) -> dict[str, Any]:
    words = ["export", str(folder / "runs" / "second"), "--data", str(prepared)]
    words += ["--precision", "float", "--out", str(folder / "model")]
    assert main(words) == 0
    return card.read(folder / "model")["training"]


def test_cards_tell_of_every_stage(
    two_stages: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch
):
    told = exported(two_stages, prepared)
    assert told["command"] == "python -m training train tiny-one --steps 6 --from runs/first"
    assert [row["step"] for row in told["curve"]] == [2, 4, 6]
    [resumed] = told["resumed"]
    assert (resumed["steps"], resumed["budget_steps"]) == (2, 2)
    before = told["began_with"]
    assert before["command"] == "python -m training train tiny-one --steps 4"
    assert Recipe.from_dict(before["recipe"]) == load_recipe("tiny-one")
    assert [row["step"] for row in before["curve"]] == [2, 4]
    assert before["began_with"] is None
    assert told["total"]["steps"] == told["steps"] + before["steps"]
    assert told["total"]["minutes"] >= told["minutes"]
    for stage in (told, before):
        assert stage["hardware"].startswith("cpu, ")
        assert f"cores, {torch.get_num_threads()} thread" in stage["hardware"]
        assert {"drawings_per_second", "data_share"} <= stage.keys()
    # What an older card compares is of other runs, and stays.
    values = card.read(two_stages / "model") | {"comparison": {"sizes": [{"run": "x"}]}}
    card.write(two_stages / "model", values)
    exported(two_stages, prepared)
    assert card.read(two_stages / "model")["comparison"] == values["comparison"]
    # The commands do what they say.
    monkeypatch.chdir(two_stages)
    words = shlex.split(told["command"])[3:]
    assert main([*words, "--data", str(prepared), "--out", "again", "-q", "--device", "cpu"]) == 0


def test_older_checkpoints_only_name_what_they_began_with(two_stages: Path, prepared: Path):
    best = two_stages / "runs" / "second" / "best"
    state = checkpoint.load(best)
    for key in ("began_with", "resumed", "hardware"):
        del state[key]
    checkpoint.save(best, state)
    told = exported(two_stages, prepared)
    assert Recipe.from_dict(told["began_with"]["recipe"]) == load_recipe("tiny-one")
    assert told["hardware"] == history.machine()
    assert "resumed" not in told
    # And when that is gone, its name is what is left.
    state["origin"] = str(two_stages / "gone")
    checkpoint.save(best, state)
    told = exported(two_stages, prepared)
    assert told["began_with"]["run"] == "gone"
    assert told["command"].endswith("--from runs/gone")
    assert told["total"]["steps"] == told["steps"]


def test_half_a_line_of_a_killed_run_is_passed_over(tmp_path: Path):
    rows = [{"kind": "valid", "step": 1}, {"kind": "train", "step": 2}]
    lines = [json.dumps(rows[0]), '{"kind": "val', "[]", json.dumps(rows[1])]
    (tmp_path / "log.jsonl").write_text("\n".join(lines))
    assert logs.read(tmp_path) == rows
    assert logs.read(tmp_path, "valid") == rows[:1]
    assert logs.read(tmp_path / "none") == []
