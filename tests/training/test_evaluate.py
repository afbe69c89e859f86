"""Evaluation and report from end to end, on tiny runs, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.training.drawings import WORDS
from tests.training.test_image_systems import LMSER, SKETCHER
from training import card, report
from training.cli import main
from training.data import PackedSet
from training.evaluation import measures
from training.evaluation.drawer import Drawer, Judge
from training.evaluation.measures import interpolation_pairs
from training.evaluation.runs import held_out_drawings, joined, load_run
from training.recipe import Recipe
from training.trainer import Trainer

SYSTEMS: dict[str, tuple[str, dict[str, Any], int]] = {
    "judge": ("recogniser", {"size": 32, "widths": [8, 16], "depths": [1], "dropout": 0.0}, 60),
    "heals": ("lmser", LMSER, 6),
    "generates": ("ai-sketcher", SKETCHER | {"influence": "output"}, 6),
    "completes": ("sketch-rnn", {"embedding": 4, "decoder": {"size": 16, "mixtures": 2}}, 6),
}


@pytest.fixture(scope="module")
def runs(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    for name, (system, options, steps) in SYSTEMS.items():
        made = Recipe.from_dict(
            {
                "name": name,
                "system": system,
                "options": options,
                "data": {"batch": 16},
                "train": {"steps": steps, "rate": 5e-3, "warmup": 1, "validate_every": steps},
            }
        )
        Trainer(made, PackedSet(prepared), folder / name, device="cpu", quiet=True).run()
    return folder


def evaluate(runs: Path, prepared: Path, *names: str, more: tuple[str, ...] = ()) -> int:
    small = ["--drawings", "12", "--pairs", "2", "--each", "2", "--candidates", "2"]
    small += ["--temperatures", "0.2", "0.8"]
    folders = [str(runs / name) for name in names]
    return main(["evaluate", *folders, "--data", str(prepared), *small, *more])


def result(runs: Path, name: str) -> dict[str, Any]:
    text = (runs / name / "evaluation" / "evaluation.json").read_text()
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_run_is_measured_and_reported(runs: Path, prepared: Path, tmp_path: Path):
    judge = ("--judge", str(runs / "judge"))
    drawing = ("heals", "generates", "completes")
    assert evaluate(runs, prepared, *drawing, more=judge) == 0

    healed = result(runs, "heals")
    assert healed["healing"]["gallery"] == healed["drawings"] == 12
    rows = healed["healing"]["corruptions"]
    assert list(rows) == ["0 %", "10 %", "30 %", "50 %", "irregular"]
    for row in rows.values():
        assert row["ret1"]["value"] <= row["ret10"]["value"] <= row["ret50"]["value"] == 1.0
        assert row["rec1"]["value"] <= row["rec5"]["value"]
    assert healed["interpolation"]["largest_step_by_mean"]["value"] >= 1.0
    assert set(healed["likelihood"]["by_category"]) <= set(WORDS)
    per = healed["likelihood"]["all"]
    assert per["reconstruction"]["value"] == pytest.approx(
        per["offset"]["value"] + per["pen"]["value"], rel=1e-5
    )
    for name in drawing:
        temperatures = result(runs, name).get("generation", {}).get("temperatures", {})
        assert set(temperatures) == ({"people", "0.2", "0.8"} if name != "heals" else set())

    out = tmp_path / "report"
    assert main(["report", *(str(runs / n) for n in drawing), "--out", str(out)]) == 0
    page = (out / "index.html").read_text()
    assert "Ret@1" in page
    for name in drawing:
        for picture in result(runs, name)["pictures"]:
            assert (out / name / picture).stat().st_size > 1000
            assert f"{name}/{picture}" in page


def exported(run: Path, prepared: Path, out: Path) -> Path:
    words = ["export", str(run), "--data", str(prepared), "--out", str(out)]
    assert main([*words, "--precision", "float"]) == 0
    return out


def test_runs_are_compared_drawing_by_drawing(runs: Path, prepared: Path):
    assert evaluate(runs, prepared, "heals", more=("--judge", str(runs / "judge"))) == 0
    found = result(runs, "heals")
    other = json.loads(json.dumps(found)) | {"run": "other"}
    row = other["healing"]["corruptions"]["30 %"]["right"]
    row["ret1"] = row["ret1"].replace("1", "0")
    page = report.tables([found, other])
    share = 100 * found["healing"]["corruptions"]["30 %"]["ret1"]["value"]
    part = page.split("Ret@1 of heals less that of others")[1].split("</table>")[0]
    assert f"<td>{share:.1f} <small>" in part
    assert part.count("<td>0.0 <small>") == 5 - (share > 0)
    # Other drawings do not compare.
    assert "less that of others" not in report.tables([found, other | {"drawings": 11}])
    # Cards need not know which drawings were hits.
    rows = card.evaluation(runs / "heals")["healing"]["corruptions"]
    assert all("right" not in row for row in rows.values())


def test_a_card_keeps_what_its_model_is_compared_with(runs: Path, prepared: Path, tmp_path: Path):
    names = ("heals", "completes")
    assert evaluate(runs, prepared, *names, more=("--judge", str(runs / "judge"))) == 0
    model = tmp_path / "model"
    model.mkdir()
    (model / "card.json").write_text('{"format": 1}')
    folders = [str(runs / name) for name in names]
    out = ["--out", str(tmp_path / "report"), "--card", str(model)]
    assert main(["report", *folders, *out]) == 0
    heals, completes = json.loads((model / "card.json").read_text())["comparison"]["comparison"]
    row = result(runs, "heals")["healing"]["corruptions"]["30 %"]
    assert heals["metrics"]["ret1 at 30 % masked"]["value"] == round(row["ret1"]["value"], 4)
    assert heals["metrics"]["rebuilt_error at 0 % masked"]["value"] > 0
    assert "frames in the two end categories" in heals["metrics"]
    assert completes["run"] == "completes"
    assert list(completes["metrics"]) == ["nats, reconstruction"]
    # Another comparison comes beside it, and one of the same name in its place.
    for name, count in (("by length", 2), ("by length", 1)):
        words = ["report", *folders[:count], *out, "--name", name]
        assert main(words) == 0
        kept = json.loads((model / "card.json").read_text())["comparison"]
        assert {k: len(v) for k, v in kept.items()} == {"comparison": 2, "by length": count}
    # Older cards have one comparison, without a name.
    (model / "card.json").write_text(json.dumps({"comparison": [{"run": "old"}]}))
    assert main(["report", *folders, *out, "--name", "new"]) == 0
    kept = json.loads((model / "card.json").read_text())["comparison"]
    assert (kept["comparison"], len(kept["new"])) == ([{"run": "old"}], 2)
    # A folder without a card is no model.
    assert main(["report", *folders, "--out", str(tmp_path), "--card", str(tmp_path / "no")]) == 1


@pytest.mark.parametrize("name", ["heals", "generates", "completes"])
def test_the_exported_decoder_draws_the_same(name: str, runs: Path, prepared: Path, tmp_path: Path):
    run = load_run(runs / name)
    whole = joined(held_out_drawings(PackedSet(prepared, run.categories), run, 4))
    model = exported(runs / name, prepared, tmp_path / "model")
    drawers = (Drawer(run.system), Drawer(run.system, exported=model))
    by_torch, by_file = (
        d.draw(d.prior(4, seed=1), whole.category, temperature=0.3, seed=1) for d in drawers
    )
    # Rounding differs, and what is drawn later depends on all that was drawn before.
    torch.testing.assert_close(by_torch.rows[:, :8], by_file.rows[:, :8], rtol=1e-3, atol=1e-3)


def test_what_ships_is_measured_into_its_card(runs: Path, prepared: Path, tmp_path: Path):
    model = exported(runs / "completes", prepared, tmp_path / "model")
    more = ("--judge", str(runs / "judge"), "--exported", str(model))
    assert evaluate(runs, prepared, "completes", more=more) == 0
    written = json.loads((model / "card.json").read_text())
    assert "--exported models/model" in written["evaluation"]["command"]
    assert written["evaluation"]["generation"] == result(runs, "completes")["generation"]
    assert "rec1 generated at 0.2" in written["metrics"]


def test_an_exported_decoder_belongs_to_one_run(
    runs: Path, prepared: Path, capsys: pytest.CaptureFixture[str]
):
    more = ("--exported", str(runs))
    assert evaluate(runs, prepared, "heals", "completes", more=more) == 1
    assert "the one run" in capsys.readouterr().err


def test_the_same_numbers_come_twice(runs: Path, prepared: Path):
    run = load_run(runs / "heals")
    whole = joined(held_out_drawings(PackedSet(prepared, run.categories), run, 12))
    judge = Judge.of(load_run(runs / "judge"), run.categories)
    first, again = (
        measures.healing(Drawer(run.system), judge, whole, temperature=0.5) for _ in range(2)
    )
    assert first == again


def test_only_held_out_real_drawings_are_looked_at(runs: Path, prepared: Path):
    run = load_run(runs / "heals")
    data = PackedSet(prepared, run.categories)
    whole = joined(held_out_drawings(data, run, 1000))
    places = whole.index.numpy()
    assert len(places)
    assert (data.split[places] == 2).all()
    assert whole.real.all()
    assert len(np.unique(places)) == len(places)


def test_every_category_has_its_share_of_a_balanced_choice(runs: Path, prepared: Path):
    run = load_run(runs / "heals")
    data = PackedSet(prepared, run.categories)
    every = joined(held_out_drawings(data, run, 1000)).category.bincount()
    assert every.max() > every.min()
    rarest = int(every.min())
    batches = held_out_drawings(data, run, 3 * rarest, balanced=True)
    assert joined(batches).category.bincount().tolist() == [rarest] * 3
    # What the rarest category lacks, the others bring.
    counts = joined(held_out_drawings(data, run, 3 * rarest + 2, balanced=True)).category.bincount()
    assert (int(counts.sum()), int(counts.min())) == (3 * rarest + 2, rarest)
    assert evaluate(runs, prepared, "judge", more=("--balanced",)) == 0
    told = result(runs, "judge")
    assert told["command"].endswith("--balanced")
    assert told["categories_measured"] == 3


def test_a_drawing_goes_on_from_what_was_begun(runs: Path, prepared: Path):
    run = load_run(runs / "completes")
    data = PackedSet(prepared, run.categories)
    whole = joined(held_out_drawings(data, run, 6))
    begun = whole.lengths // 2
    drawn = Drawer(run.system).draw(
        None, whole.category, temperature=0.5, begun=whole, begun_lengths=begun
    )
    for i, count in enumerate(begun.tolist()):
        assert torch.equal(drawn.rows[i, : count + 1], whole.rows[i, : count + 1])
        assert drawn.lengths[i] >= count
    ends = drawn.rows[torch.arange(6), drawn.lengths + 1, 4]
    assert (ends == 1).all()


def test_the_judge_finds_its_own_categories_by_name(runs: Path, prepared: Path):
    judge = Judge.of(load_run(runs / "judge"), ("wave", "box"))
    known = load_run(runs / "judge").categories
    assert [known[i] for i in judge.places.tolist()] == ["wave", "box"]


def test_the_candidate_nearest_to_the_code_is_kept(runs: Path, prepared: Path):
    run = load_run(runs / "heals")
    whole = joined(held_out_drawings(PackedSet(prepared, run.categories), run, 8))
    drawer = Drawer(run.system, pen_temperature=0.7)
    codes = drawer.codes(whole)
    distances = []
    for candidates in (1, 4):
        drawn, found = drawer.draw_near(
            codes, whole.category, temperature=0.8, candidates=candidates
        )
        torch.testing.assert_close(found, drawer.codes(drawn), rtol=1e-4, atol=1e-5)
        distances.append((found - codes).norm(dim=1))
    assert (distances[1] <= distances[0]).all()
    assert (distances[1] < distances[0]).any()


def test_pairs_join_different_categories(runs: Path, prepared: Path):
    run = load_run(runs / "heals")
    whole = joined(held_out_drawings(PackedSet(prepared, run.categories), run, 30))
    a, b = interpolation_pairs(whole, 8)
    assert len(a) == len(b) == 8
    assert (whole.category[a] != whole.category[b]).all()


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["evaluate", "{runs}/none", "--data", "{data}"], "no checkpoint"),
        (["evaluate", "{runs}/heals", "--data", "{runs}"], "no prepared data"),
        (
            ["evaluate", "{runs}/heals", "--data", "{data}", "--judge", "{runs}/heals"],
            "not a run of a recogniser",
        ),
        (["evaluate", "{runs}/heals", "--data", "{data}", "--drawings", "0"], "positive"),
        (["report", "{runs}/none"], "has not been evaluated"),
    ],
)
def test_bad_input_is_one_sentence(
    command: list[str],
    message: str,
    runs: Path,
    prepared: Path,
    capsys: pytest.CaptureFixture[str],
):
    filled = [part.format(runs=runs, data=prepared) for part in command]
    assert main(filled) == 1
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
