"""SVG files of others."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import numpy as np
import pytest

from sketchpad import files
from sketchpad.core.errors import FileError, InputError
from sketchpad.files import svg_read, svg_style, svg_tree
from tests.files import drawings
from tests.files.svg_text import HEAD, LINE, ends, read


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        ('<line x1="1" y1="2" x2="30" y2="40"/>', (1, 2, 30, 40)),
        ('<polyline points="1,2 30 40, 5 6"/>', (1, 2, 30, 40)),
        ('<polyline points="1,2"/>', (1, 2, 1, 2)),
        ('<polygon points="1,2 30 40 5 6"/>', (1, 2, 30, 40)),
        ('<rect x="1" y="2" width="29" height="38"/>', (1, 2, 30, 40)),
        ('<rect x="1" y="2" width="29" height="38" rx="5"/>', (1, 2, 30, 40)),
        ('<rect width="50%" height="50%"/>', (0, 0, 100, 50)),
        ('<circle cx="20" cy="20" r="10"/>', (10, 10, 30, 30)),
        ('<ellipse cx="20" cy="20" rx="10" ry="5"/>', (10, 15, 30, 25)),
        ('<path d="M10 20A10 10 0 0 1 30 20"/>', (10, 10, 30, 20)),
        ('<path d="M1 2Q1 2 30 40T59 78"/>', (1, 2, 59, 78)),
        ('<path d="M1 2C1 2 30 40 30 40S30 40 30 40"/>', (1, 2, 30, 40)),
        ('<path d="M5 5h1"/>', (5, 5, 6, 5)),
        ('<path d="M5 5h0"/>', (5, 5, 5, 5)),
    ],
)
def test_shapes(shape: str, box: tuple[float, ...]):
    page, notes = read(f'<g stroke="red" fill="none">{shape}</g>')
    (stroke,) = page.sketch.strokes
    assert np.allclose(stroke.bounds, box, atol=0.05)
    assert stroke.brush.colour == "#ff0000"
    assert notes == ()


@pytest.mark.parametrize(
    "shape",
    [
        '<rect width="0" height="5"/>',
        '<circle r="0"/>',
        '<ellipse rx="3" ry="-1"/>',
        '<path d=""/>',
        '<path d="M1 1"/>',
        '<polyline points=""/>',
        '<path d="M0 0L1 1" stroke="none"/>',
        '<path d="M0 0L1 1" stroke-width="0"/>',
        '<path d="M0 0L1 1" stroke-opacity="0"/>',
        '<path d="M0 0L1 1" display="none"/>',
        '<path d="M0 0L1 1" visibility="hidden"/>',
        "<defs>" + LINE + "</defs>",
        "<clipPath>" + LINE + "</clipPath>",
        "<symbol>" + LINE + "</symbol>",
        "<metadata><x/></metadata>",
    ],
)
def test_what_nobody_sees_is_no_stroke(shape: str):
    page, _ = read(f'<g stroke="red" fill="none">{shape}</g>')
    assert not page.sketch.strokes


@pytest.mark.parametrize(
    ("transform", "expected"),
    [
        ("translate(5,7)", [[5, 7], [15, 7]]),
        ("translate(5)", [[5, 0], [15, 0]]),
        ("scale(2)", [[0, 0], [20, 0]]),
        ("rotate(90)", [[0, 0], [0, 10]]),
        ("rotate(90 10 0)", [[10, -10], [10, 0]]),
        ("matrix(1 2 3 4 5 6)", [[5, 6], [15, 26]]),
        ("skewY(45)", [[0, 0], [10, 10]]),
        ("translate(1 1) scale(3)", [[1, 1], [31, 1]]),
        ("nonsense(", [[0, 0], [10, 0]]),
        ("rotate(1,2,3,4,5,6,7)", None),
    ],
)
def test_transforms(transform: str, expected: list[list[float]] | None):
    page, _ = read(f'<g transform="{transform}">{LINE}</g>')
    if expected is not None:
        assert np.allclose(ends(page)[0], expected, atol=1e-3)


def test_width_follows_the_transform():
    page, _ = read(f'<g transform="scale(3)" stroke-width="2">{LINE}</g>')
    assert page.sketch.strokes[0].brush.width == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("attributes", "size", "end"),
    [
        ('width="200" height="100"', (200, 100), [10, 0]),
        ('width="200" height="100" viewBox="0 0 20 10"', (200, 100), [100, 0]),
        ('width="100" height="100" viewBox="-10 0 20 10"', (100, 100), [100, 25]),
        (
            'width="100" height="100" viewBox="0 0 20 10" preserveAspectRatio="none"',
            (100, 100),
            [50, 0],
        ),
        (
            'width="100" height="100" viewBox="0 0 20 10" preserveAspectRatio="xMinYMax slice"',
            (100, 100),
            [100, 0],
        ),
        ('viewBox="0 0 20 10"', (20, 10), [10, 0]),
        ('width="10mm" height="1in" viewBox="0 0 10 25.4"', (37.795, 96), [37.795, 0]),
        ('width="50%" height="50%" viewBox="0 0 40 20"', (20, 10), [5, 0]),
        ("", (10, 1), [10, 0]),
        ('width="-5" height="nonsense" viewBox="0 0 0 0"', (10, 1), [10, 0]),
    ],
)
def test_viewports(attributes: str, size: tuple[float, float], end: list[float]):
    page, _ = read(LINE, attributes)
    assert np.allclose((page.width, page.height), size, atol=1e-2)
    assert np.allclose(ends(page)[0][1], end, atol=1e-2)


def test_styles_cascade():
    sheet = """
      <style>/* .b {stroke: green} */ @media print { path {stroke: pink} }
      path { stroke-width: 4 } .b { stroke: #00f } #c.b { stroke: lime; } g > path {stroke: red}
      path.b { stroke-opacity: 50% } * { fill: none }</style>
    """
    path = '<path d="M0 0L9 9" {}/>'
    page, _ = read(
        f'{sheet}<g stroke="currentColor" color="#123456">'
        + path.format("")
        + path.format('class="a b"')
        + path.format('class="b" id="c"')
        + path.format('class="b" style="stroke:rgb(1,2,3);opacity:.5"')
        + path.format('stroke="inherit"')
        + "</g>"
    )
    colours = [stroke.brush.colour for stroke in page.sketch.strokes]
    assert colours == ["#123456", "#0000ff", "#00ff00", "#010203", "#123456"]
    assert {stroke.brush.width for stroke in page.sketch.strokes} == {4.0}
    assert [s.brush.opacity for s in page.sketch.strokes] == [1.0, 0.5, 0.5, 0.25, 1.0]


def test_colours_and_lengths():
    assert svg_style.colour("#abc") == ("#aabbcc", 1.0)
    assert svg_style.colour("url(#g) red") == ("#ff0000", 1.0)
    assert svg_style.colour("url(#g)") == ("#000000", 1.0)
    assert svg_style.colour("rgb(9e999,0,0)") == ("#000000", 1.0)
    assert svg_style.colour("transparent") is None
    assert svg_style.length("1in", 0) == 96.0
    assert svg_style.length("5furlong", 0, 7.0) == 7.0
    assert svg_style.length("1e999", 0, 7.0) == 7.0
    assert svg_style.opacity("x") == 1.0
    assert svg_style.opacity("250%") == 1.0


def test_fills_come_as_outlines_with_a_note():
    page, notes = read('<rect width="5" height="5" fill="blue"/><path d="M0 0L5 5L0 5"/>')
    assert [s.brush.colour for s in page.sketch.strokes] == ["#0000ff", "#000000"]
    assert notes == ("Filled shapes came in as their outlines (2).",)


def test_layers_of_inkscape():
    layer = '<g inkscape:groupmode="layer" inkscape:label="{}" {}>{}</g>'
    inner = layer.format("Inner", 'opacity="0.5"', LINE)
    page, _ = read(
        LINE
        + layer.format("Outer", 'opacity="0.5" style="display:none"', LINE + inner + LINE)
        + layer.format("Locked", 'sodipodi:insensitive="true" transform="scale(2)"', LINE)
        + LINE
    )
    assert [(x.name, len(x.strokes), x.opacity, x.visible, x.locked) for x in page.layers] == [
        ("Layer 1", 1, 1.0, True, False),
        ("Outer", 1, 0.5, False, False),
        ("Inner", 1, 0.25, False, False),
        ("Outer", 1, 0.5, False, False),
        ("Locked", 1, 1.0, True, True),
        ("Layer 6", 1, 1.0, True, False),
    ]


def test_use_and_symbol_and_nested_svg():
    symbol = f'<symbol id="s" viewBox="0 0 10 10">{LINE}</symbol>'
    page, notes = read(
        symbol
        + f'<defs><g id="d">{LINE}</g></defs>'
        + '<use href="#s" x="5" width="20" height="20"/><use xlink:href="#d" y="3"/>'
        + '<use href="#nothing"/><use href="other.svg#x"/>'
        + f'<svg x="50" y="50" width="10" height="10" viewBox="0 0 100 100">{LINE}</svg>'
        + f"<svg>{LINE}</svg><switch>{LINE}{LINE}</switch><a>{LINE}</a>"
    )
    assert ends(page) == [
        [[5, 0], [25, 0]],
        [[0, 3], [10, 3]],
        [[50, 50], [51, 50]],
        *[[[0, 0], [10, 0]]] * 3,
    ]
    assert notes == ("References to nothing or to other files were left out (2).",)


def test_what_is_left_out_is_told():
    _, notes = read(
        "<text>hello</text><foreignObject/><image href='http://example.org/a.png'/>"
        f'<g clip-path="url(#c)">{LINE}</g><path stroke="url(#g)" d="M0 0L1 1"/>'
        '<path stroke="red" d="M0 0L1 1 foo"/><polyline stroke="red" points="1 2 3 4 5"/>'
    )
    assert [note.split(" ")[0] for note in notes] == [
        *("Text", "Images", "Gradients", "Clips,", "Broken")
    ]


def test_embedded_image_becomes_the_underlay():
    data = base64.b64encode(drawings.png()).decode()
    image = f'<image href="data:image/png;base64,{data}" x="10" y="20" {{}}/>'
    page, _ = read(f'<g transform="scale(2)">{image.format("")}</g>')
    assert page.layers[0].underlay is not None
    assert page.layers[0].underlay.box == (20.0, 40.0, 60.0, 40.0)
    for broken in (
        image.format('transform="rotate(3)"'),
        '<image href="data:image/png;base64,AAAA"/>',
        '<image href="data:image/png;base64,A"/>',
    ):
        assert read(broken)[1][0].startswith("Images were left out (1)")


def test_compressed(tmp_path: Path):
    path = tmp_path / "a.svgz"
    path.write_bytes(gzip.compress(f"{HEAD}>{LINE}</svg>".encode()))
    assert len(files.load(path).pages[0].sketch) == 1
    path.write_bytes(gzip.compress(b" " * (svg_tree.SVG_BYTES + 5)))
    with pytest.raises(FileError, match="unpacked"):
        files.load(path)
    path.write_bytes(b"\x1f\x8b" + b"garbage" * 9)
    with pytest.raises(FileError, match="damaged, or not a compressed"):
        files.load(path)


def test_encodings():
    body = f'<?xml version="1.0" encoding="{{}}"?>{HEAD}><g inkscape:groupmode="layer" '
    body += f'inkscape:label="größer">{LINE}</g></svg>'
    for encoding in ("utf-8", "utf-16", "latin-1"):
        document, _ = svg_read.parse(body.format(encoding).encode(encoding))
        assert document.pages[0].layers[0].name == "größer"
    with pytest.raises(InputError, match="encoding"):
        svg_read.parse(body.format("klingon").encode())
