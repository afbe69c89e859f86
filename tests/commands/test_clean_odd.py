"""What nobody draws for Clean, with the bundled model, at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from sketchpad import cli, files
from sketchpad.core.document import Document
from sketchpad.core.stroke import Stroke
from tests import odd_pictures
from tests.proof import draw_rough


@pytest.mark.parametrize("name", odd_pictures.PICTURES)
def test_odd_pictures(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    make, expected = odd_pictures.PICTURES[name]
    source, out = tmp_path / "in.png", tmp_path / "out.svg"
    Image.fromarray(make()).save(source)
    code = cli.main(["clean", str(source), "-o", str(out), "--device", "cpu", "--json"])
    captured = capsys.readouterr()
    if isinstance(expected, str):
        assert code == 1
        assert expected in captured.err
        assert captured.err.count("\n") == 1
        assert not out.exists()
    else:
        assert code == 0
        count = json.loads(captured.out)["strokes"]
        assert expected[0] <= count <= expected[1]
        assert len(files.load(out).pages[0].sketch) == count


def test_a_folder_of_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Pictures and drawings side by side: what can be cleaned is, the rest is named."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("blank paper", "ten by ten"):
        make, _ = odd_pictures.PICTURES[name]
        Image.fromarray(make()).save(folder / f"{name}.png")
    (folder / "notes.txt").write_text("no picture")
    files.save(files.load(_sample()), folder / "boat.sketch")
    code = cli.main(["clean", str(folder), "-o", str(out), "--device", "cpu", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert code == 1
    assert sorted(p.name for p in out.iterdir()) == ["boat.svg", "ten by ten.svg"]
    assert list(told["failed"]) == [str(folder / "blank paper.png")]
    assert len(files.load(out / "boat.svg").pages[0].sketch) >= 3


def _sample() -> Path:
    from sketchpad.core.resources import resource_path

    return resource_path("samples/sailboat.sketch")


def test_rough_strokes_are_seen_from_as_far_as_the_hand_strays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    strokes = [Stroke.make(trace[:, :3]) for trace in draw_rough.traces("cup")]
    source = tmp_path / "cup.sketch"
    files.save(Document.of(strokes, 400, 400), source)
    counts = []
    for detail in ([], ["--detail", "0.25"], ["--detail", "0.5"]):
        given = ["clean", str(source), "-o", str(tmp_path / "out.sketch"), "--json", *detail]
        assert cli.main(given) == 0
        counts.append(json.loads(capsys.readouterr().out)["strokes"])
    assert counts[0] == counts[1] < counts[2] <= 16
