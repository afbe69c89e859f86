"""Our own SVG files: what they say, and that they come back."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from sketchpad import files
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import InputError
from sketchpad.core.geometry import distance_to_polyline
from sketchpad.core.stroke import Brush, Provenance, Stroke, new_id
from sketchpad.files import bitmap, svg_read, svg_write
from tests.files import drawings


def back(page: Page, **options: object) -> Page:
    document, notes = svg_read.parse(svg_write.of_page(page, **options).encode())
    assert notes == ()
    return document.pages[0]


def visible(page: Page) -> Page:
    """As far as an SVG can show it: without holes, and ids of layers kept."""
    return page.replace(layers=tuple(layer.replace(holes=()) for layer in page.layers))


@pytest.mark.parametrize("outlines", [False, True])
def test_round_trip(outlines: bool):
    page = visible(drawings.rich().pages[0])
    found = back(page, outlines=outlines, underlay=True)
    assert (found.id, found.name, found.paper) == (page.id, page.name, page.paper)
    assert (found.width, found.height) == (page.width, page.height)
    for old, new in zip(page.layers, found.layers, strict=True):
        assert (old.id, old.name, old.opacity) == (new.id, new.name, new.opacity)
        assert (old.visible, old.locked) == (new.visible, new.locked)
        assert (old.underlay is None) == (new.underlay is None)
        if old.underlay is not None and new.underlay is not None:
            assert old.underlay.data == new.underlay.data
            assert old.underlay.box == new.underlay.box
            assert old.underlay.opacity == new.underlay.opacity
        for a, b in zip(old.strokes, new.strokes, strict=True):
            assert (a.id, a.provenance) == (b.id, b.provenance)
            assert a.brush == b.brush
            assert distance_to_polyline(a.points, b.points).max() < 0.1
            assert distance_to_polyline(b.points, a.points).max() < 0.1


def test_who_drew_a_whole_layer_is_told_once():
    source = Provenance("clean", "1.0", "clean", 0, 0.5, new_id())
    strokes = [Stroke.make(drawings.wave(k), provenance=source) for k in range(3)]
    page = Document.of(strokes, 400, 300).pages[0]
    text = svg_write.of_page(page)
    assert text.count("data-model") == 1
    assert [s.provenance for s in back(page).sketch.strokes] == [source] * 3
    added = text.replace("</g>", '<path id="path7" stroke="red" d="M0 0L50 50" /></g>')
    document, _ = svg_read.parse(added.encode())
    assert [s.provenance for s in document.pages[0].sketch.strokes] == [source] * 3 + [None]
    named = [dataclasses.replace(s, id=f"by-hand-{k}") for k, s in enumerate(strokes)]
    again = page.replace(layers=(page.layers[0].replace(strokes=tuple(named)),))
    assert [s.provenance for s in back(again).sketch.strokes] == [source] * 3


def test_pressure_comes_back():
    stroke = Stroke.make(drawings.wave(1), Brush(width=10.0, sensitivity=1.0, gamma=0.5))
    page = Document.of([stroke], 400, 300).pages[0]
    (found,) = back(page).sketch.strokes
    nearest = ((found.points[:, None] - stroke.points) ** 2).sum(-1).argmin(1)
    assert np.abs(found.pressure - stroke.pressure[nearest]).max() < 0.06


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(
            st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000)), min_size=1, max_size=30
        ),
        min_size=1,
        max_size=4,
    )
)
@example([[(0.0, 0.0), (0.0, 2.225073858507203e-309)], [(1.0, 1.0), (1.0, 1.0 + 1e-15)]])
def test_every_point_stays_within_a_tenth(lines: list[list[tuple[float, float]]]):
    page = Document.of([Stroke.make(line) for line in lines], 500, 500).pages[0]
    found = back(page)
    for old, new in zip(page.sketch.strokes, found.sketch.strokes, strict=True):
        assert distance_to_polyline(old.points, new.points).max() < 0.1
        assert distance_to_polyline(new.points, old.points).max() < 0.1


def test_file_is_small_and_plain(tmp_path: Path):
    path = tmp_path / "many.svg"
    files.save(drawings.many(200), path)
    text = path.read_text()
    assert text.count("<path") == 200
    assert "NaN" not in text
    assert "nan" not in text
    assert "inf" not in text.replace("inkscape", "")
    assert not re.search(r"\.\d{3,}", text)
    data = re.findall(r' d="([^"]*)"', text)
    assert len(data) == 200
    # No number is longer than it must be, and nothing but what must separates them.
    assert not any(re.search(r"(?<![\d.])0\.\d|\.\d*0(?!\d)| -|,|  |\.(?!\d)", d) for d in data)
    # The curves themselves and the id: all the rest is shared.
    assert len(text) < 1.3 * sum(len(d) + len('<path d="" id="s" />') + 32 for d in data)


def test_holes_and_hidden_layers_are_not_shown():
    text = svg_write.of_page(drawings.rich().pages[0])
    assert text.count("<path") == 5
    assert text.count("display:none") == 1


def test_odd_characters_and_ids():
    stroke = Stroke.make([[1, 2], [3, 4]])
    odd = Stroke(stroke.samples, stroke.brush, None, "ä \x00<1>")
    page = Page((Layer("a\x01b\ud800c]]>", (odd, odd)), Layer("", ())), name="\x02n")
    found = back(page)
    assert found.name == "n"
    assert found.layers[0].name == "abc]]>"
    assert len({s.id for s in found.sketch.strokes}) == 2


def test_stroke_off_every_canvas_is_refused(tmp_path: Path):
    path = tmp_path / "x.svg"
    with pytest.raises(InputError, match="far too large"):
        files.save(Document.of([Stroke.make([[1e300, 0], [1, 1]])], 10, 10), path)
    assert not path.exists()


def rendered(page: Page, **options: object) -> np.ndarray:
    svg = svg_write.of_page(page, **options)
    data = bytes(resvg_py.svg_to_bytes(svg_string=svg))
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=float)


@pytest.mark.parametrize("outlines", [False, True])
def test_another_renderer_shows_the_same(outlines: bool):
    page = drawings.rich().pages[0].replace(width=600.0, height=480.0)
    if not outlines:  # then the width does not vary in an SVG
        layers = tuple(
            layer.replace(
                strokes=tuple(
                    s.replace(brush=Brush(s.brush.colour, s.brush.width)) for s in layer.strokes
                )
            )
            for layer in page.layers
        )
        page = page.replace(layers=layers)
    theirs = rendered(page, outlines=outlines, underlay=True)
    ours = np.asarray(bitmap.render(page).convert("RGB"), dtype=float)
    assert np.abs(ours - theirs).mean() < 0.5
    assert (np.abs(ours - theirs).max(axis=2) > 90).sum() < 30


def test_pages_go_to_files_of_their_own(tmp_path: Path):
    document = drawings.rich()
    written = files.save(document, tmp_path / "a.svg")
    assert [path.name for path in written] == ["a-1.svg", "a-2.svg"]
    assert files.save(document, tmp_path / "b.svg", page=1) == [tmp_path / "b.svg"]
    assert files.load(tmp_path / "b.svg").pages[0].id == document.pages[1].id
    with pytest.raises(InputError, match="no page 7"):
        files.save(document, tmp_path / "c.svg", page=7)
