"""Documents of several pages on the command line: which page is meant, and what is written."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sketchpad import cli, files, verbs
from sketchpad.core import Document, Hole, Layer, Page, Sketch
from sketchpad.inference import registry
from tests.tiny_clean import write_tiny_clean


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, models_folder: Path, healer_folder: Path
) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for source in (models_folder, healer_folder):
        for model in source.iterdir():
            (folder / model.name).symlink_to(model)
    write_tiny_clean(folder)
    return folder


@pytest.fixture(autouse=True)
def tiny(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "resource_path", lambda _: folder)
    verbs.models_on.cache_clear()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Pages with one, two and three strokes; the second is narrower."""
    pages = []
    for count in (1, 2, 3):
        lines = [np.array([[20.0, 30.0 * k], [180.0, 20.0 + 30.0 * k]]) for k in range(count)]
        layer = Layer(strokes=Sketch.of(lines).strokes)
        pages.append(Page((layer,), 250.0 if count == 2 else 300.0, 200.0))
    path = tmp_path / "book.sketch"
    files.save(Document(tuple(pages)), path)
    return path


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def counts(path: Path) -> list[int]:
    return [len(page.sketch) for page in files.load(path).pages]


def test_convert_counts_the_strokes_of_the_page_it_writes(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.svg"
    assert run("convert", book, out, "--page", 2, "--json") == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["strokes"], told["output"]) == (2, [str(out)])
    assert counts(out) == [2]


def test_convert_says_that_pages_become_files(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("convert", book, tmp_path / "out.svg", "--json") == cli.DONE
    said = capsys.readouterr()
    assert json.loads(said.out)["strokes"] == 6
    assert said.err == (
        "note: .svg holds one page, so the 3 pages went to out-1.svg to out-3.svg (see --page).\n"
    )
    assert [counts(tmp_path / f"out-{number}.svg") for number in (1, 2, 3)] == [[1], [2], [3]]
    assert run("convert", book, tmp_path / "out.pdf") == cli.DONE
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("verb", ["complete", "heal"])
def test_a_verb_takes_the_first_page_and_says_so(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    out = tmp_path / "out.sketch"
    more = ("--hole", "60,20,40,40") if verb == "heal" else ()
    assert run(verb, book, "-o", out, *more) == cli.DONE
    note = "has 3 pages; the first is taken, the others stay as they are (see --page)."
    assert note in capsys.readouterr().err
    assert counts(out)[1:] == [2, 3]
    assert counts(out)[0] >= 1
    assert run(verb, book, "-o", out, *more, "-q") == cli.DONE
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("verb", ["complete", "heal", "clean"])
def test_a_verb_takes_the_page_that_is_named_alone(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    out = tmp_path / "out.sketch"
    more = ("--hole", "60,20,40,40") if verb == "heal" else ()
    assert run(verb, book, "-o", out, "--page", 2, *more) == cli.DONE
    assert "pages" not in capsys.readouterr().err
    (page,) = files.load(out).pages
    assert (page.width, page.height) == (250, 200)
    assert len(page.sketch) >= 1
    assert run(verb, book, "-o", out, "--page", 4, *more) == cli.FAILED
    assert "There is no page 4; " in capsys.readouterr().err


def test_recognise_looks_at_the_page_that_is_named(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("recognise", book, "--json") == cli.DONE
    first = capsys.readouterr()
    assert "the first is taken, the others are not looked at" in first.err
    assert run("recognise", book, "--json", "--page", 3) == cli.DONE
    third = capsys.readouterr()
    assert third.err == ""
    assert json.loads(first.out)["categories"] != json.loads(third.out)["categories"]


@pytest.mark.parametrize(
    ("options", "ends"), [((), (1, 1)), (("2",), (2, 2)), (("3", "1"), (3, 1))]
)
def test_interpolate_goes_from_page_to_page(
    book: Path, tmp_path: Path, options: tuple[str, ...], ends: tuple[int, int]
) -> None:
    out = tmp_path / "out.sketch"
    pages = [part for number in options for part in ("--page", number)]
    strokes = ("--path", "strokes", "--frames", 3)
    assert run("interpolate", book, book, "-o", out, *strokes, *pages) == cli.DONE
    found = counts(out)
    assert (found[0], found[-1]) == ends


def test_two_ends_have_two_pages(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = ("--page", 1, "--page", 2, "--page", 3)
    assert run("interpolate", book, book, "-o", tmp_path / "out.sketch", *pages) == cli.FAILED
    assert "--page was given more often" in capsys.readouterr().err


def test_clean_takes_all_pages_and_leaves_empty_ones_empty(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = files.load(book)
    holed = Page((Layer(holes=(Hole.box(0, 0, 9, 9),)),), 80.0, 60.0)
    files.save(Document((*document.pages, holed)), book)
    assert run("clean", book, "-o", tmp_path / "out.sketch") == cli.DONE
    found = files.load(tmp_path / "out.sketch").pages
    assert [len(page.sketch) > 0 for page in found] == [True, True, True, False]
    assert (found[3].width, found[3].height) == (80, 60)
    assert run("clean", book, "-o", tmp_path / "out.sketch", "--page", 4) == cli.FAILED
    assert "nothing on this page to clean" in capsys.readouterr().err
    assert run("clean", book, "-o", tmp_path / "out.svg") == cli.DONE
    assert "the 4 pages went to out-1.svg to out-4.svg" in capsys.readouterr().err
