"""The verbs on the command line and in the Python interface, with tiny models."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import sketchpad
from sketchpad import cli, files, verbs
from sketchpad.core import Document, Hole, Layer, Page, Sketch
from sketchpad.inference import registry
from tests.tiny_clean import write_tiny_clean
from tests.tiny_models import write_finisher, write_tiny_model

SMALL = {"size": 16, "mixtures": 3}


@pytest.fixture(scope="module")
def every_model(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Path:
    folder = tmp_path_factory.mktemp("every")
    for model in models_folder.iterdir():
        (folder / model.name).symlink_to(model)
    small = {"decoder": SMALL, "embedding": 4, "heads": 2, "width": 4}
    write_tiny_model(folder, "heal", "heal", "heal", small)
    write_tiny_model(
        folder,
        "redraw",
        "redraw",
        "lmser",
        {"latent": 4, "channels": [4, 8], "canvas": {"size": 16}, "decoder": SMALL},
    )
    return folder


@pytest.fixture(autouse=True)
def tiny(every_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "resource_path", lambda _: every_model)
    verbs.models_on.cache_clear()


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    t = np.linspace(0.0, 2.0 * np.pi, 50)
    circle = np.c_[np.cos(t), np.sin(t)]
    sketch = Sketch.of([150 + 100 * circle, (110, 120) + 15 * circle, (190, 120) + 15 * circle])
    path = tmp_path / "in.sketch"
    files.save(Document.of(sketch.strokes, 300, 300), path)
    return path


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def strokes(path: Path) -> list[bytes]:
    return [s.samples.tobytes() for s in files.load(path).pages[0].sketch.strokes]


def test_complete_keeps_the_drawing_and_adds_to_it(
    drawing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.sketch"
    assert run("complete", drawing, "-o", out, "--alternatives", 2, "--seed", 4, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["output"] == [str(tmp_path / "out-1.sketch"), str(tmp_path / "out-2.sketch")]
    assert (told["model"], told["device"]) == ("complete", "cpu")
    before, after = strokes(drawing), strokes(tmp_path / "out-1.sketch")
    assert after[: len(before)] == before
    assert told["strokes"] == len(after)
    assert told["added"] == len(after) - len(before) > 0


def test_complete_adds_small_things_to_what_looks_finished(
    drawing: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = write_finisher(tmp_path / "models", 30.0)
    monkeypatch.setattr(registry, "resource_path", lambda _: folder)
    out = tmp_path / "out.sketch"
    before = strokes(drawing)
    added = 0
    for seed in range(6):
        assert run("complete", drawing, "-o", out, "--seed", seed) == 0
        assert "note: The drawing looks finished; at most small" in capsys.readouterr().err
        assert strokes(out)[: len(before)] == before
        added += len(strokes(out)) > len(before)
    assert added


def test_complete_says_when_nothing_was_added(
    drawing: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # A pen that never lifts: a stroke without an end is not taken.
    folder = write_finisher(tmp_path / "models", -60.0, lift=-60.0)
    monkeypatch.setattr(registry, "resource_path", lambda _: folder)
    out = tmp_path / "out.sketch"
    assert run("complete", drawing, "-o", out, "--json") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["added"] == 0
    assert captured.err == "note: Nothing was added.\n"
    assert strokes(out) == strokes(drawing)


def test_the_same_seed_writes_the_same_strokes(drawing: Path, tmp_path: Path) -> None:
    a, b = tmp_path / "a.sketch", tmp_path / "b.sketch"
    assert run("complete", drawing, "-o", a, "--seed", 9) == 0
    assert run("complete", drawing, "-o", b, "--seed", 9) == 0
    assert strokes(a) == strokes(b)


@pytest.mark.parametrize(
    "words",
    [
        ("complete", "IN"),
        ("heal", "IN", "--hole", "230,100,40,100"),
        ("heal", "IN", "--hole", "230,100,40,100", "--redraw"),
        ("interpolate", "IN", "IN", "--frames", "3"),
        ("generate", "--category", "wave"),
    ],
)
def test_the_same_seed_writes_the_same_bytes(
    drawing: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    given = [str(drawing) if word == "IN" else word for word in words]
    paths = [tmp_path / name for name in ("a.svg", "b.svg", "c.svg")]
    for path, seed in zip(paths, (3, 3, 4), strict=True):
        assert run(*given, "-o", path, "--seed", seed) == 0
    a, b, c = (path.read_bytes() for path in paths)
    assert a == b
    assert a != c


def test_a_picture_has_no_strokes(
    drawing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "picture.png"
    Image.fromarray(np.full((60, 60), 255, np.uint8)).save(picture)
    out = tmp_path / "out.svg"
    for words in (
        ("interpolate", drawing, picture, "-o", out),
        ("complete", picture, "-o", out),
        ("recognise", picture),
    ):
        assert run(*words) == 1
        assert "picture.png is a picture and has no strokes" in capsys.readouterr().err
    assert run("heal", picture, "-o", out, "--hole", "1,1,9,9") == 1
    assert "only --redraw heals pictures" in capsys.readouterr().err
    assert not out.exists()


def test_a_negative_seed_is_wrong_usage(drawing: Path, tmp_path: Path) -> None:
    assert run("complete", drawing, "-o", tmp_path / "out.svg", "--seed", -1) == 2
    with pytest.raises(sketchpad.SketchpadError, match="seed must be 0 or more"):
        sketchpad.generate("box", seed=-1)
    with pytest.raises(sketchpad.SketchpadError, match="seed must be 0 or more"):
        sketchpad.complete(sketchpad.load(drawing).pages[0].sketch, seed=-1)


def test_alternatives_are_written_all_or_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "w-2.svg").mkdir()
    words = ("generate", "--category", "wave", "--alternatives", 2)
    assert run(*words, "-o", tmp_path / "w.svg") == 1
    captured = capsys.readouterr()
    assert len(captured.err.splitlines()) == 1
    assert not captured.out
    assert [p.name for p in tmp_path.iterdir()] == ["w-2.svg"]


def test_generate_and_recognise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "wave.svg"
    assert run("generate", "--category", "wave", "-o", out, "--json") == 0
    capsys.readouterr()
    assert run("recognise", out, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {entry["name"] for entry in told["categories"]} == {"box", "wave", "cross"}
    assert sum(entry["probability"] for entry in told["categories"]) == pytest.approx(1, abs=1e-4)


def test_heal_leaves_what_lies_outside_the_hole(drawing: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sketch"
    box = (230.0, 100.0, 40.0, 100.0)
    assert run("heal", drawing, "-o", out, "--hole", "230,100,40,100") == 0
    page = files.load(out).pages[0]
    assert not [hole for layer in page for hole in layer.holes]
    kept = [s for s in page.sketch.strokes if s.provenance is None]
    given = files.load(drawing).pages[0].sketch.strokes
    x, y, width, height = box

    def outside(points: np.ndarray) -> set[tuple[float, float]]:
        inside = (points[:, 0] >= x) & (points[:, 0] <= x + width)
        inside &= (points[:, 1] >= y) & (points[:, 1] <= y + height)
        return {tuple(p) for p in points[~inside]}

    before = set().union(*(outside(s.points) for s in given))
    after = set().union(*({tuple(p) for p in s.points} for s in kept))
    assert before <= after
    # The two eyes were not touched by the hole: they are the same, sample for sample.
    assert strokes(drawing)[1:] == [s.samples.tobytes() for s in kept[-2:]]


def test_heal_takes_a_mask_and_holes_of_the_document(drawing: Path, tmp_path: Path) -> None:
    mask = np.zeros((150, 150), np.uint8)
    mask[50:100, 110:140] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    out = tmp_path / "out.sketch"
    assert run("heal", drawing, "-o", out, "--mask", tmp_path / "mask.png") == 0
    holed = files.load(drawing)
    page = holed.pages[0]
    layer = page.layers[0].replace(holes=(Hole.box(230, 100, 40, 100),))
    files.save(Document((page.replace(layers=(layer,)),)), tmp_path / "holed.sketch")
    assert run("heal", tmp_path / "holed.sketch", "-o", out, "--alternatives", 2) == 0
    assert (tmp_path / "out-2.sketch").exists()


def test_redraw_replaces_every_stroke(drawing: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sketch"
    assert run("heal", drawing, "-o", out, "--hole", "230,100,40,100", "--redraw") == 0
    drawn = files.load(out).pages[0].sketch.strokes
    assert drawn
    assert all(s.provenance is not None and s.provenance.model == "redraw" for s in drawn)


def test_interpolate_writes_pages_and_moving_pictures(drawing: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sketch"
    page = Page((Layer(strokes=Sketch.of([[(0, 0), (90, 90)], [(90, 0), (0, 90)]]).strokes),))
    files.save(Document((page,)), other)
    for name in ("out.sketch", "out.gif", "out.svg"):
        assert run("interpolate", drawing, other, "-o", tmp_path / name, "--frames", 4) == 0
    pages = files.load(tmp_path / "out.sketch").pages
    assert [p.name for p in pages] == ["0 %", "33 %", "67 %", "100 %"]
    assert strokes(tmp_path / "out.sketch") == strokes(drawing)
    with Image.open(tmp_path / "out.gif") as gif:
        assert getattr(gif, "n_frames", 1) >= 4
    assert "<animate" in (tmp_path / "out.svg").read_text()


def test_interpolate_also_walks_through_the_code_of_redraw(
    every_model: Path, tmp_path: Path, drawing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "redraw").symlink_to(every_model / "redraw")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "resource_path", lambda _: tmp_path / "models")
        out = tmp_path / "out.sketch"
        assert run("interpolate", drawing, drawing, "-o", out, "--frames", 3, "--json") == 0
    assert json.loads(capsys.readouterr().out)["model"] == "redraw"


@pytest.mark.parametrize(
    ("arguments", "also"),
    [
        (("complete", "missing.svg"), ""),
        (("heal", "missing.svg", "--hole", "1,2,3,4"), ""),
        (("generate", "--category", "face"), ""),
        (("interpolate", "missing.svg", "missing.svg"), ".gif"),
    ],
)
def test_an_ending_that_nobody_writes_is_refused_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], also: str
) -> None:
    assert run(*arguments, "-o", tmp_path / "out.mp4") == 1
    error = capsys.readouterr().err.strip()
    assert "out.mp4 has no ending that Sketchpad writes; use one of .sketch, .svg" in error
    assert (".gif" in error) == bool(also)
    assert "\n" not in error


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("complete", "IN", "--category", "dragon"), "knows no category 'dragon'"),
        (("heal", "IN"), "has no holes; name some with --hole"),
        (
            ("heal", "IN", "--mask", "nowhere.png"),
            "sketchpad: nowhere.png cannot be read: there is no such file or folder.",
        ),
        (("complete", "missing.svg"), "missing.svg"),
    ],
)
def test_bad_requests_are_one_sentence_and_leave_no_file(
    drawing: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    words: str,
) -> None:
    out = tmp_path / "out.svg"
    given = [str(drawing) if a == "IN" else a for a in arguments]
    assert run(*given, "-o", out) == 1
    error = capsys.readouterr().err.strip()
    assert words in error
    assert "\n" not in error
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("complete", "IN", "--temperature", "9"), "--temperature: give a number from 0 to 1"),
        (("complete", "IN", "--temperature", "nan"), "--temperature: give a number from 0 to 1"),
        (("complete", "IN", "--alternatives", "0"), "give a whole number from 1 to 32, not '0'"),
        (("complete", "IN", "--alternatives", "33"), "give a whole number from 1 to 32, not '33'"),
        (("complete", "IN", "--temperature", "1.1"), "--temperature: give a number from 0 to 1"),
        (("complete", "IN", "--seed", "x"), "--seed: give a whole number, 0 or more, not 'x'"),
        (("complete", "IN", "--index", "-1"), "--index: give a whole number, 0 or more"),
        (("interpolate", "IN", "IN", "--frames", "1"), "give a whole number from 2 to 120"),
        (("interpolate", "IN", "IN", "--frames", "1e3"), "give a whole number from 2 to 120"),
    ],
)
def test_a_number_out_of_range_is_wrong_usage(
    drawing: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    sentence: str,
) -> None:
    out = tmp_path / "out.svg"
    given = [str(drawing) if a == "IN" else a for a in arguments]
    assert run(*given, "-o", out) == 2
    assert sentence in capsys.readouterr().err
    assert not out.exists()


def test_recognise_names_one_category_or_more(
    drawing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("recognise", drawing, "--top", 1) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert run("recognise", drawing, "--top", 0) == 2
    assert "--top: give a whole number, 1 or more, not '0'" in capsys.readouterr().err


@pytest.mark.parametrize("hole", ["1,2,3", "a,b,c,d", "0,0,-5,5", "nan,0,5,5", "0,0,inf,5"])
def test_a_wrong_hole_is_wrong_usage(drawing: Path, tmp_path: Path, hole: str) -> None:
    assert run("heal", drawing, "-o", tmp_path / "out.svg", f"--hole={hole}") == 2


def test_the_python_interface_gives_the_same(drawing: Path) -> None:
    sketch = sketchpad.load(drawing).pages[0].sketch
    found = sketchpad.complete(sketch, alternatives=2, seed=1)
    again = sketchpad.complete(sketch, alternatives=2, seed=1)
    assert len(found) == 2
    for a, b in zip(found, again, strict=True):
        assert [s.samples.tobytes() for s in a.strokes] == [s.samples.tobytes() for s in b.strokes]
    assert len(sketchpad.heal(sketch, [Hole.box(230, 100, 40, 100)], alternatives=2)) == 2
    redrawn = sketchpad.heal(sketch, [Hole.box(230, 100, 40, 100)], redraw=True)
    assert all(len(suggestion.replaces) >= len(sketch) for suggestion in redrawn)
    assert len(sketchpad.interpolate(sketch, sketch, frames=3)) == 3
    assert sketchpad.generate("box")
    assert sketchpad.recognise(sketch)[0].name in {"box", "wave", "cross"}


def test_the_python_interface_redraws_pictures_and_sends_others_to_clean(
    tmp_path: Path, every_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = np.full((120, 120), 255, np.uint8)
    image[30:33, 20:100] = 0
    for ask in (sketchpad.complete, sketchpad.recognise):
        with pytest.raises(sketchpad.SketchpadError, match="clean makes the strokes of one"):
            ask(image)  # type: ignore[operator]
    with pytest.raises(sketchpad.SketchpadError, match=r"^heal takes a sketch"):
        sketchpad.heal(image, [Hole.box(50, 20, 20, 30)])
    folder = tmp_path / "models"
    folder.mkdir()
    write_tiny_clean(folder)
    (folder / "redraw").symlink_to(every_model / "redraw")
    monkeypatch.setattr(registry, "resource_path", lambda _: folder)
    verbs.models_on.cache_clear()
    [redrawn] = sketchpad.heal(image, [Hole.box(50, 20, 20, 30)], redraw=True)
    assert redrawn.replaces
