"""SVG that is too much, too deep or too slow, and what no program writes."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from sketchpad import files
from sketchpad.core.errors import FileError, InputError
from sketchpad.files import svg_read, svg_tree
from tests.files.svg_text import HEAD, LINE, read

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + f"]>{HEAD}><text>&i;</text></svg>"
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (LAUGHS, "document type of its own"),
        ("<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>", "document type"),
        ("<html/>", "not SVG"),
        ("<svg><g></svg>", "damaged, or not an SVG; line 1 of it"),
        ("<svg", "its end is missing"),
        (HEAD + ">" + "<g>" * 5000 + "</g>" * 5000 + "</svg>", "nested"),
        (HEAD + ">" + "<g/>" * (svg_tree.MOST_ELEMENTS + 1) + "</svg>", "elements"),
        (HEAD + '><path stroke="red" d="M0 0L1e300 5"/></svg>', "far too large"),
        (HEAD + '><path stroke="red" d="M0 0L1e999 5"/></svg>', "not numbers"),
        (HEAD + f'><g transform="scale(1e200)">{LINE}</g></svg>', "far too large"),
        (HEAD + '><path stroke="red" stroke-width="1e300" d="M0 0L1 5"/></svg>', "too large"),
        (HEAD + '><path stroke="red" d="M0 0' + "l1 1" * 600_000 + '"/></svg>', "too long"),
    ],
)
def test_hostile(data: str, why: str, tmp_path: Path):
    path = tmp_path / "hostile.svg"
    path.write_text(data)
    began = time.monotonic()
    with pytest.raises(FileError, match=why):
        files.load(path)
    assert time.monotonic() - began < 15


def test_doctype_of_svg_itself_is_harmless():
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/nowhere.dtd">'
    document, _ = svg_read.parse(f"{doctype}{HEAD}>{LINE}</svg>".encode())
    assert len(document.pages[0].sketch) == 1


@pytest.mark.parametrize(
    "body",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        "".join(f'<g id="g{n}">' + f'<use href="#g{n + 1}"/>' * 20 + "</g>" for n in range(12)),
    ],
)
def test_uses_without_end(body: str):
    began = time.monotonic()
    with pytest.raises(InputError, match="use each other"):
        read(body)
    assert time.monotonic() - began < 15


def test_fifty_megabytes(tmp_path: Path):
    path = tmp_path / "large.svg"
    path.write_text(HEAD + ">" + " " * 50_000_000 + "</svg>")
    began = time.monotonic()
    with pytest.raises(FileError, match="too large"):
        files.load(path)
    assert time.monotonic() - began < 1


def test_too_many_points(monkeypatch: pytest.MonkeyPatch):
    curves = "C9e5 0 0 9e5 9e5 9e5" * 9000
    with pytest.raises(InputError, match="more than"):
        read(f'<path stroke="red" d="M0 0{curves}"/>')
    monkeypatch.setattr(svg_read, "_SECONDS", -1.0)
    with pytest.raises(InputError, match="too complicated"):
        read(LINE)


def test_strange_data_of_ours():
    own = 'data-sketchpad="1" width="100" height="100"'
    bad = '<path stroke="red" d="M0 0L5 5" id="s1" data-model="m" {}/>'
    page, _ = read(
        bad.format('data-seed="x" data-temperature="1"')
        + bad.format('data-seed="1" data-temperature="nan"')
        + bad.format('data-seed="1" data-temperature="1" data-pressure="a b"')
        + bad.format('data-seed="1" data-temperature="1" data-pressure="1 2 3"')
        + bad.format('data-pressure="10 90" data-width="1e300" data-gamma="-3"')
        + '<path d="M1 1h0" stroke="red" data-pressure="10 90"/>'
        + '<path fill="none" stroke="none" d="M1 1h9" data-line="M1 1h9" data-width="-4"/>',
        own,
    )
    assert [s.provenance is not None for s in page.sketch.strokes][:4] == [0, 0, 1, 1]
    assert len({s.id for s in page.sketch.strokes}) == 7
    assert page.sketch.strokes[4].brush.width == 1.0
    assert page.sketch.strokes[4].pressure.tolist() == [0.1, 0.9]


SLOW = {
    "arcs": '<path stroke="red" d="M0 0a' + "2" * 300_000 + '"/>',
    "numbers": '<path stroke="red" d="M0 0L' + "1" * 300_000 + 'x"/>',
    "commands": '<path stroke="red" d="M0 0' + "e" * 300_000 + '"/>',
    "points": '<polyline stroke="red" points="' + "1.1.1" * 100_000 + '!"/>',
    "comments": "<style>" + "/*" * 300_000 + "</style>",
    "letters": "<style>" + "a" * 600_000 + "</style>",
    "braces": "<style>" + "a{" * 300_000 + "</style>",
    "media": "<style>" + "@" * 600_000 + "</style>",
    "selectors": "<style>" + ".a" * 300_000 + "{fill:red}</style>",
    "length": f'<rect width="{"1" * 600_000}x" height="5"/>',
    "colour": f'<path d="M0 0L1 1" stroke="rgb({"1" * 600_000}"/>',
    "transform": f'<g transform="{"translate(" * 60_000}">{LINE}</g>',
    "classes": f'<g class="{"a " * 300_000}">{LINE}</g>',
    "viewbox": f'<svg viewBox="{"1 " * 300_000}">{LINE}</svg>',
}


@pytest.mark.parametrize("name", SLOW)
def test_no_text_takes_more_than_its_length(name: str):
    began = time.monotonic()
    with contextlib.suppress(InputError):
        read(SLOW[name])
    assert time.monotonic() - began < 5
