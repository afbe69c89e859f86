from __future__ import annotations

import numpy as np
import pytest

from sketchpad.core.document import Document, Hole, Layer, Page
from sketchpad.core.stroke import Stroke


def test_an_edit_shares_what_it_does_not_touch():
    stroke = Stroke.make([(0, 0), (1, 1)])
    page = Page((Layer("a", (stroke,)), Layer("b", visible=False, strokes=(stroke,))))
    document = Document((page, Page()))
    edited = document.with_page(
        page.id, lambda p: p.with_layer(p.layers[1].id, lambda x: x.replace(opacity=0.5))
    )
    assert edited is not document
    assert edited.pages[1] is document.pages[1]
    assert edited.page(page.id).layers[0] is page.layers[0]
    assert edited.page(page.id).layers[1].opacity == 0.5
    assert page.layers[1].opacity == 1.0
    assert page.sketch.strokes == (stroke,)
    assert page.layers[0].sketch.strokes == (stroke,)
    assert list(page) == list(page.layers)
    assert page.replace(name="x").id == page.id
    assert document.replace(pages=()).pages == ()


def test_what_is_not_there_is_a_key_error():
    document = Document.of([Stroke.make([(0, 0)])], 30, 20)
    page = document.pages[0]
    assert (page.width, page.height) == (30, 20)
    assert page.layer(page.layers[0].id) is page.layers[0]
    with pytest.raises(KeyError):
        page.layer("none")
    with pytest.raises(KeyError):
        document.page("none")


def test_holes_are_read_only_and_finite():
    box = Hole.box(1, 2, 3, 4)
    np.testing.assert_array_equal(box.path, [(1, 2), (4, 2), (4, 6), (1, 6)])
    assert box.filled
    swipe = Hole.swipe([(0, 0), (5, 5)], 3)
    assert (swipe.radius, swipe.filled) == (3, False)
    with pytest.raises(ValueError, match="read-only"):
        swipe.path[0] = 1
    for bad in ([], [(0, np.nan)]):
        with pytest.raises(ValueError, match="finite"):
            Hole.polygon(bad)
