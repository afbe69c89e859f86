from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from sketchpad.core.document import Document, Layer
from sketchpad.core.stroke import Provenance, Stroke, new_id
from sketchpad.files import svg_write
from sketchpad.files.path_read import parse
from training.clean import svg


def document(count: int = 12) -> Document:
    rng = np.random.default_rng(4)
    source = Provenance("clean", "1.0", "clean", 0, 0.5, new_id())
    t = np.linspace(0.0, 3.0, 120)
    strokes = []
    for _ in range(count):
        wave = np.stack([60 * t, 25 * np.sin(2 * t + rng.uniform(0, 6))], axis=1)
        strokes.append(Stroke.make(wave + rng.uniform(30, 200, size=2), provenance=source))
    page = Document.of((), 420, 300).pages[0]
    return Document((page.replace(layers=(Layer("Rough clean", tuple(strokes)),)),))


def test_the_shortest_spelling_draws_the_same():
    data = "m10.5 20c1 2 3.25 4 5.5 6s4 4 9-.5l10 5h7v-3.25c0-1 .3-2.25.5-3.5"
    found = svg.shortest(data)
    assert len(found) <= len(data)
    (ours,), _ = parse(found)
    (given,), _ = parse(data)
    assert ours.reshape(-1, 4, 2)[:, [0, 3]] == pytest.approx(
        given.reshape(-1, 4, 2)[:, [0, 3]], abs=1e-9
    )
    curved = [0, 1, 5]
    assert ours.reshape(-1, 4, 2)[curved] == pytest.approx(given.reshape(-1, 4, 2)[curved])
    assert svg.shortest("M0 0C10 0 20 0 30 0") == "M0 0h30"
    assert svg.shortest("M99 99L100.5 100.25") in ("M99 99l1.5 1.25", "M99 99l1.5 1.25")


def test_a_file_is_measured():
    drawing = document()
    text = svg_write.of_page(drawing.pages[0], tolerance=0.2)
    found = svg.measured(text, drawing)
    assert found["paths"] == 12
    assert found["decimals"] == 2
    assert found["layers"] == ["Rough clean"]
    assert found["bytes"] == len(text.encode())
    assert 1.0 < found["ratio"] <= 1.5
    assert found["chamfer"] < 1.0


def test_what_is_wrong_is_seen():
    drawing = document(3)
    text = svg_write.of_page(drawing.pages[0])
    longer = text.replace('d="m', 'd="m0.0000 0m')
    assert svg.measured(longer, drawing)["decimals"] == 4
    shifted = text.replace('d="m', 'd="m40 0m')
    assert svg.measured(shifted, drawing)["chamfer"] > 20.0
    with pytest.raises(ElementTree.ParseError):
        svg.measured(text[:-4], drawing)
