from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sketchpad.core.raster import rasterise
from tests.tiny_clean import write_tiny_clean
from training import cli
from training.clean import scenes


@pytest.fixture
def held_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One scene whose rough drawing is the clean one, held out."""
    folder = tmp_path / "scenes"
    folder.mkdir()
    line = np.array([[0.0, 0.0], [100.0, 60.0]])
    rows = "".join(f"\t{x}\t{y}\t0\n" for x, y in line)
    (folder / "one.scap").write_text(f"#100\t60\n@1\n{{\n\t#1\t0\n{rows}}}\n", encoding="utf-8")
    drawn = line * 8.96 + 32
    for kind, width in (("rough", 1.6), ("clean", 3.0)):
        image = 255 * (1 - rasterise([drawn], (602, 960), width))
        Image.fromarray(image.astype(np.uint8)).save(folder / f"one_{kind}.png")
    monkeypatch.setattr(scenes, "HELD_OUT", ("one",))
    monkeypatch.setattr("training.clean.evaluate.HELD_OUT", ("one",))
    return folder


def test_table_card_and_sheet(held_out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    write_tiny_clean(tmp_path / "models")
    out, sheet = tmp_path / "out.json", tmp_path / "sheet.png"
    given = ["evaluate-clean", "--scenes", held_out, "--models", tmp_path / "models"]
    given += ["--out", out, "--sheet", sheet, "--card"]
    for name in ("clean", "network", "clean (strokes)", "vtracer (outlines)"):
        given += ["--only", name]
    assert cli.main([str(x) for x in given]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    mean = found["held out, clean"]["mean"]
    assert mean["f1_2"] > 0.98
    assert mean["chamfer"] < 0.6
    assert mean["strokes"] == 1
    assert found["held out, network"]["mean"]["f1_2"] > 0.98
    assert found["held out, clean (strokes)"]["mean"]["f1_2"] > 0.98
    assert "hard, clean (strokes)" not in found
    # Outlines draw both sides of what is one line.
    assert found["held out, vtracer (outlines)"]["mean"]["length"] > 1.5
    assert "held out, clean" in capsys.readouterr().out
    card = json.loads((tmp_path / "models" / "clean" / "card.json").read_text(encoding="utf-8"))
    for name in ("held out: f1_2", "hard: chamfer", "held out, strokes: strokes over clusters"):
        metric = card["metrics"][name]
        # One scene leaves nothing to choose.
        assert metric["low"] == metric["value"] == metric["high"]
        assert metric["command"].startswith("python -m training evaluate-clean")
    assert card["metrics"]["held out: f1_2"]["value"] == pytest.approx(mean["f1_2"], abs=1e-3)
    assert Image.open(sheet.with_stem("sheet-held-out")).size[0] > 1000
    assert cli.main(["evaluate-clean", "--scenes", str(held_out), "--detail", "7"]) == 1
    assert cli.main(["evaluate-clean", "--scenes", str(held_out), "--only", "magic"]) == 1


@pytest.mark.parametrize("option", ["--out", "--sheet"])
def test_results_that_cannot_be_written_are_one_sentence(
    option: str, held_out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    write_tiny_clean(tmp_path / "models")
    given = ["evaluate-clean", "--scenes", held_out, "--models", tmp_path / "models"]
    given += ["--only", "clean", "--no-hard", option, tmp_path / "none" / "result.png"]
    assert cli.main([str(x) for x in given]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "was not saved: there is no such file or folder." in line
    assert not (tmp_path / "none").exists()


def test_svg_files_need_a_folder(
    held_out: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    write_tiny_clean(tmp_path / "models")
    monkeypatch.setattr("training.clean.svg.HELD_OUT", ("one",))
    out = tmp_path / "taken"
    out.write_text("mine")
    given = ["evaluate-clean-svg", "--scenes", held_out, "--models", tmp_path / "models"]
    assert cli.main([str(x) for x in (*given, "--out", out)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "taken is no folder to write to" in line
    assert out.read_text() == "mine"
    assert cli.main([str(x) for x in (*given, "--out", tmp_path / "svg")]) == 0
    assert (tmp_path / "svg" / "one.svg").read_text().startswith("<")
