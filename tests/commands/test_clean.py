from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import sketchpad
from sketchpad import cli, files
from sketchpad.core.document import Document
from sketchpad.core.geometry import distance_to_polyline
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Sketch
from sketchpad.inference.registry import Models
from tests.tiny_clean import write_tiny_clean

LINE = np.array([[20.0, 30.0], [180.0, 120.0]])


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_tiny_clean(folder)
    return folder


@pytest.fixture(autouse=True)
def only_the_tiny_model(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sketchpad.inference.registry.resource_path", lambda _name: model_folder)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "rough.png"
    image = 255 * (1 - rasterise([LINE], (150, 200), 3.0))
    Image.fromarray(image.astype(np.uint8)).save(path)
    return path


def test_picture_to_svg(picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "clean.svg"
    assert cli.main(["clean", str(picture), "-o", str(out), "--device", "cpu", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["output"] == [str(out)]
    assert (told["strokes"], told["model"], told["device"]) == (1, "clean", "cpu")
    page = files.load(out).pages[0]
    (stroke,) = page.sketch.strokes
    assert distance_to_polyline(stroke.points, LINE).max() < 1.5
    assert (page.width, page.height) == (200, 150)
    assert "rough" not in out.read_text(encoding="utf-8")


def test_strokes_to_sketch(tmp_path: Path):
    source, out = tmp_path / "in.sketch", tmp_path / "out.sketch"
    files.save(Document.of(Sketch.of([LINE, LINE]).strokes, 200, 150), source)
    assert cli.main(["clean", str(source), "-o", str(out), "--detail", "0.4"]) == 0
    (stroke,) = files.load(out).pages[0].sketch.strokes
    assert distance_to_polyline(stroke.points, LINE).max() < 1.0
    assert cli.main(["clean", str(out), "-o", str(out)]) == 0
    assert [layer.name for layer in files.load(out).pages[0]] == ["Layer 1 clean"]


def test_clean_from_python(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sketchpad.verbs.models_on", lambda _device: Models(device="cpu"))
    picture = 1 - rasterise([LINE], (150, 200), 3.0)
    rough = Sketch.of([LINE + 500.0])
    (seen,) = sketchpad.clean(picture, box=(500, 500, 200, 150))
    (drawn,) = sketchpad.clean(rough)
    assert drawn.replaces == {rough.strokes[0].id}
    for found in (seen, drawn):
        (stroke,) = found.strokes
        assert distance_to_polyline(stroke.points, LINE + 500.0).max() < 1.5


@pytest.mark.parametrize("damaged", [False, True])
def test_folder_goes_on_after_a_failure(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, damaged: bool
):
    if damaged:
        (tmp_path / "blank.png").write_bytes(b"no picture")
    else:
        Image.new("L", (50, 50), 255).save(tmp_path / "blank.png")
    out = tmp_path / "out"
    assert cli.main(["clean", str(tmp_path), "-o", str(out), "--json", "-q"]) == 1
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert told["output"] == [str(out / "rough.svg")]
    assert list(told["failed"]) == [str(tmp_path / "blank.png")]
    (line,) = captured.err.splitlines()
    assert line.count(str(tmp_path / "blank.png")) == 1
    assert sorted(p.name for p in out.iterdir()) == ["rough.svg"]


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (["{picture}", "{picture2}", "-o", "{out}.svg"], "folder"),
        (["{missing}", "-o", "{out}.svg"], "missing"),
        (["{empty}", "-o", "{out}"], "nothing to clean"),
    ],
)
def test_failures_are_one_sentence(
    picture: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    given: list[str],
    word: str,
):
    (tmp_path / "empty").mkdir()
    second = tmp_path / "second.png"
    second.write_bytes(picture.read_bytes())
    places = {
        "picture": picture,
        "picture2": second,
        "out": tmp_path / "out",
        "missing": tmp_path / "missing.png",
        "empty": tmp_path / "empty",
    }
    code = cli.main(["clean", *(text.format(**places) for text in given)])
    error = capsys.readouterr().err
    assert code == 1
    assert word in error
    assert error.count("\n") == 1
    assert not (tmp_path / "out.svg").exists()


def test_detail_out_of_range_is_wrong_usage(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "out.svg"
    assert cli.main(["clean", str(picture), "-o", str(out), "--detail", "3"]) == 2
    assert "argument --detail: give a number from 0 to 1, not '3'" in capsys.readouterr().err
    assert not out.exists()
