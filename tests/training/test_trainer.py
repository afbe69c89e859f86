"""The loop: resumption, averaging, stopping, several processes, and bad input."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from sketchpad.core.errors import FileError, InputError
from training import checkpoint
from training.cli import main
from training.data import PackedSet
from training.divergence import DivergedError
from training.recipe import Recipe, load_recipe
from training.trainer import Trainer


def recipe(**train: Any) -> Recipe:  # noqa: ANN401 - fields of TrainRecipe
    return Recipe.from_dict(
        {
            "name": "tiny",
            "system": "sketch-rnn",
            "options": {
                "encoder": "lstm",
                "encoder_size": 8,
                "latent": 4,
                "embedding": 3,
                "decoder": {"size": 16, "mixtures": 2, "dropout": 0.1},
            },
            "data": {"batch": 8, "augment": {"reorder": 0.3, "prefix_frame": 0.3}},
            "train": {"steps": 200, "rate": 5e-3, "warmup": 5, "validate_every": 50} | train,
        }
    )


def trainer(made: Recipe, data: PackedSet, out: Path) -> Trainer:
    return Trainer(made, data, out, device="cpu", quiet=True)


def stop_at(run: Trainer, step: int) -> None:
    """As a signal would, between two steps."""
    told = run.log.step

    def tell(*arguments: Any) -> None:  # noqa: ANN401
        told(*arguments)
        run.stopping = run.step == step

    run.log.step = tell  # type: ignore[method-assign]


def test_100_steps_and_100_resumed_are_200_bit_for_bit(packed: PackedSet, tmp_path: Path):
    whole = trainer(recipe(), packed, tmp_path / "whole")
    whole.run()
    first = trainer(recipe(), packed, tmp_path / "parts")
    stop_at(first, 100)
    first.run()
    assert first.step == 100
    torch.rand(17)  # whatever happens in between
    second = trainer(recipe(), packed, tmp_path / "parts")
    second.resume()
    second.run()
    assert second.step == whole.step == 200
    for name, value in whole.system.state_dict().items():
        assert torch.equal(value, second.system.state_dict()[name]), name
        assert torch.equal(whole.average.values[name], second.average.values[name]), name
    assert second.best == whole.best
    assert whole.validate() == second.validate()


def test_training_lowers_the_loss_and_keeps_the_best(packed: PackedSet, tmp_path: Path):
    run = trainer(recipe(), packed, tmp_path)
    before = run.validate()["loss"]
    run.run()
    rows = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    curve = {r["step"]: r["loss"] for r in rows if r["kind"] == "valid"}
    assert sorted(curve) == [50, 100, 150, 200]
    assert min(curve.values()) < before - 0.1
    best = checkpoint.load(tmp_path / "best")
    assert best["step"] == min(curve, key=lambda s: curve[s])
    assert best["validation"]["loss"] == pytest.approx(min(curve.values()))
    assert list((tmp_path / "tensorboard").glob("events*"))


def test_a_budget_of_time_ends_the_run(packed: PackedSet, tmp_path: Path):
    run = trainer(recipe(steps=0, minutes=0.01), packed, tmp_path)
    run.run()
    assert run.step > 0
    assert 0.6 <= run.elapsed < 5.0


@pytest.mark.parametrize("schedule", ["cosine", "exponential", "sketch-rnn"])
def test_rates_warm_up_and_come_down(packed: PackedSet, tmp_path: Path, schedule: str):
    run = trainer(recipe(schedule=schedule, final_rate=1e-4), packed, tmp_path)
    rates = []
    for step in (0, 4, 100, 200):
        run.step = step
        rates.append(run.rate())
    assert rates[0] == pytest.approx(1e-3, rel=0.01)
    assert rates[1] > rates[2] > rates[3] >= 1e-4


def test_the_last_part_trains_on_other_sources(packed: PackedSet, tmp_path: Path):
    made = recipe(steps=10)
    data = dataclasses.replace(
        made.data, sources={"made": 1.0, "real": 0.0}, final_sources={"real": 1.0}, final_share=0.5
    )
    run = trainer(dataclasses.replace(made, data=data), packed, tmp_path)
    seen = []
    for step in range(10):
        run.step = step
        seen.append(set(run._next().real.tolist()))
    assert seen == [{False}] * 5 + [{True}] * 5


def test_patience_ends_a_run_that_no_longer_improves(packed: PackedSet, tmp_path: Path):
    run = trainer(recipe(patience=2, validate_every=5, rate=1e-12), packed, tmp_path)
    run.best = (-100.0, 1)
    run.run()
    assert run.step == 10


def test_a_loss_that_is_not_finite_stops_and_says_where(packed: PackedSet, tmp_path: Path):
    run = trainer(recipe(), packed, tmp_path)
    with torch.no_grad():
        run.system.get_parameter("to_latent.weight").fill_(float("nan"))
    with pytest.raises(DivergedError, match=r"step 0: loss.*weight to_latent.*drawings \[\d+"):
        run.run()
    assert not (tmp_path / "last").exists()


def test_another_run_s_weights_are_a_beginning(packed: PackedSet, tmp_path: Path):
    run = trainer(recipe(steps=60), packed, tmp_path / "a")
    run.run()
    made = recipe(steps=60)
    wider = dataclasses.replace(
        made, options={**made.options, "latent": 6, "encoder": "layer-norm"}
    )
    other = trainer(wider, packed, tmp_path / "b")
    before = other.validate()["loss"]
    taken = other.start_from(tmp_path / "a")
    assert "decoder.head.linear.weight" in taken
    theirs = checkpoint.load(tmp_path / "a" / "best")["weights"]["decoder.cell.lstm.weight_ih_l0"]
    mine = other.system.get_parameter("decoder.cell.lstm.weight_ih_l0")
    assert torch.equal(mine[:, : theirs.shape[1]], theirs)
    assert other.validate()["loss"] < before


def test_checkpoints_of_another_recipe_are_refused(packed: PackedSet, tmp_path: Path):
    run = trainer(recipe(steps=2), packed, tmp_path)
    run.run()
    trainer(recipe(steps=9), packed, tmp_path).resume()  # the budget alone may differ
    with pytest.raises(InputError, match=r"another recipe \(train differs\)"):
        trainer(recipe(steps=2, rate=1.0), packed, tmp_path).resume()
    with pytest.raises(InputError, match="other categories"):
        trainer(recipe(steps=2), PackedSet(packed.folder, ["box"]), tmp_path).resume()
    with pytest.raises(FileError, match="no checkpoint"):
        trainer(recipe(), packed, tmp_path / "none").resume()


def test_checkpoints_come_in_small_parts_that_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(checkpoint, "PART", 10_000)
    state = {"a": torch.arange(20_000), "b": [1, "x"]}
    checkpoint.save(tmp_path / "c", state)
    parts = sorted((tmp_path / "c").glob("part-*"))
    assert len(parts) > 10
    assert max(p.stat().st_size for p in parts) <= 10_000
    back = checkpoint.load(tmp_path / "c")
    assert torch.equal(back["a"], state["a"])
    assert back["b"] == [1, "x"]
    parts[3].write_bytes(b"x" * 10_000)
    with pytest.raises(FileError, match="part-003 has changed"):
        checkpoint.load(tmp_path / "c")


def test_no_space_leaves_the_old_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    checkpoint.save(tmp_path / "c", {"a": 1})

    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(FileError, match="No space left on device"):
            checkpoint.save(tmp_path / "c", {"a": 2})
    assert checkpoint.load(tmp_path / "c") == {"a": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["c"]


def test_bad_options_are_one_sentence(
    prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = ["--out", str(tmp_path / "run"), "--data", str(prepared), "--device", "cpu"]
    for arguments, message in (
        (["nothing"], "There is no recipe nothing; known are"),
        (["complete", "--steps", "0"], "must be above 0"),
        (["complete", "--steps", "1"], "no source 'quickdraw'"),
        (["complete", "--resume"], "no source 'quickdraw'"),
    ):
        assert main(["train", *arguments, *out]) == 1
        captured = capsys.readouterr()
        assert message in captured.err
        assert captured.err.count("\n") == 1
    if not torch.cuda.is_available():
        with pytest.raises(InputError, match="no CUDA device"):
            Trainer(recipe(), PackedSet(prepared), tmp_path, device="cuda")


def test_the_command_trains_and_goes_on(
    prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "tiny.toml"
    file.write_text(
        """
        name = "tiny"
        system = "sketch-rnn"
        options = {embedding = 3, decoder = {size = 16, mixtures = 2}}
        data = {batch = 8}
        train = {steps = 4, validate_every = 2}
        """
    )
    common = [str(file), "--data", str(prepared), "--out", str(tmp_path / "run"), "--device", "cpu"]
    assert main(["train", *common]) == 0
    assert "tiny: 4 steps in" in capsys.readouterr().err
    assert main(["train", *common]) == 1
    assert "already holds a run; use --resume" in capsys.readouterr().err
    assert main(["train", *common, "--resume", "--steps", "6"]) == 0
    assert "tiny: 6 steps in" in capsys.readouterr().err
    other = [*common[:-3], str(tmp_path / "other"), *common[-2:]]
    assert main(["train", *other, "--from", str(tmp_path / "run"), "--steps", "1"]) == 0
    state = checkpoint.load(tmp_path / "other" / "last")
    assert state["origin"] == str(tmp_path / "run")
    before = state["began_with"]
    assert (before["run"], before["recipe"]["name"], before["steps"]) == ("run", "tiny", 6)
    assert before["command"] == "python -m training train tiny --steps 6"
    assert [row["step"] for row in before["curve"]] == [2, 4, 6]
    [went_on] = before["resumed"]
    assert (went_on["steps"], went_on["budget_steps"]) == (4, 4)
    assert f"{torch.get_num_threads()} thread" in state["hardware"]
    assert main(["train", *other, "--resume", "--from", str(tmp_path / "none")]) == 0


@pytest.mark.slow
def test_two_processes_follow_the_curve_of_one(prepared: Path, tmp_path: Path):
    file = tmp_path / "tiny.toml"
    file.write_text(
        """
        name = "tiny"
        system = "sketch-rnn"
        options = {embedding = 3, drop_category = 0.0, decoder = {size = 16, mixtures = 2}}
        data = {batch = 8, augment = {scale = 0.0, drop_points = 0.0}}
        train = {steps = 12, rate = 5e-3, warmup = 1, validate_every = 4, precision = "fp32"}
        """
    )
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    curves = []
    for count in (1, 2):
        out = tmp_path / str(count)
        command = [sys.executable, "-m"]
        if count > 1:
            command += ["torch.distributed.run", "--standalone", f"--nproc-per-node={count}", "-m"]
        command += ["training", "train", str(file), "--data", str(prepared), "--out", str(out)]
        subprocess.run(
            [*command, "--device", "cpu", "-q"], check=True, env=environment, timeout=120
        )
        rows = [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]
        curves.append([r["loss"] for r in rows if r["kind"] == "valid"])
    assert len(curves[0]) == 3
    assert curves[0] == pytest.approx(curves[1], abs=1e-5)
    assert curves[0][-1] < curves[0][0]


def test_every_recipe_that_comes_along_is_valid():
    from training.recipe import FOLDER

    for path in FOLDER.glob("*.toml"):
        name = load_recipe(path.stem).name
        assert name.replace("-", "_") == path.stem
        # Commands in cards call recipes by the names of their runs.
        assert load_recipe(name) == load_recipe(path.stem)


def test_a_recipe_is_narrowed_to_its_first_categories(
    prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    table = recipe(steps=1, validate_every=1).to_dict()
    table["data"]["categories"] = ["wave", "box", "cross"]
    whole = Recipe.from_dict(table)
    two = whole.narrowed(2)
    assert (two.name, two.data.categories) == ("tiny-2", ("wave", "box"))
    with pytest.raises(InputError, match="names 3 categories, not 4"):
        whole.narrowed(4)
    with pytest.raises(InputError, match="above 0"):
        whole.narrowed(0)
    file = tmp_path / "tiny.toml"
    file.write_text(
        'name = "tiny"\nsystem = "sketch-rnn"\n'
        "options = {embedding = 3, decoder = {size = 16, mixtures = 2}}\n"
        'data = {batch = 8, categories = ["wave", "box"]}\n'
        "train = {steps = 1, validate_every = 1}\n"
    )
    command = ["train", str(file), "--data", str(prepared), "--device", "cpu", "-q"]
    assert main([*command, "--categories", "1", "--out", str(tmp_path / "run")]) == 0
    assert checkpoint.load(tmp_path / "run" / "best")["categories"] == ["wave"]
    assert main([*command, "--categories", "3", "--out", str(tmp_path / "other")]) == 1
    assert "names 2 categories" in capsys.readouterr().err


def test_a_recipe_is_changed_by_the_command():
    changes = ["options.corruption.patches=0.3", "data.batch = 8", 'data.categories=["pig"]']
    made = load_recipe("ablation_ce", changes)
    assert made.options["corruption"]["patches"] == 0.3
    assert (made.data.batch, made.data.categories) == (8, ("pig",))
    assert made.options["channels"] == load_recipe("ablation_ce").options["channels"]
    for change, message in (
        ("data.batch", "KEY=VALUE"),
        ("data.batch=many", "KEY=VALUE"),
        ("system.name=1", "system is not a table"),
        ("data.bach=1", "unknown key 'bach'"),
        ("data.batch=true", "right kind"),
    ):
        with pytest.raises(InputError, match=message):
            load_recipe("ablation_ce", [change])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nmae": 1}, "unknown key 'nmae'"),
        ({"train": {"steps": "many"}}, r"recipe.train.steps: 'many' is not of the right kind"),
        ({"train": {"steps": True}}, "right kind"),
        ({"train": {}}, "give a budget"),
        ({"train": {"steps": 1, "schedule": "up"}}, "unknown schedule"),
        ({"data": {"augment": 3}}, "recipe.data.augment: a table is needed"),
        ({"system": None}, "right kind"),
    ],
)
def test_bad_recipes_name_the_key(change: dict[str, Any], message: str):
    table = {"name": "x", "system": "sketch-rnn", "train": {"steps": 1}} | change
    with pytest.raises(InputError, match=message):
        Recipe.from_dict(table)
