"""Edits of a document's structure, its layers and pages, as pure functions.

Each takes a document and returns another that shares what did not change. Ids must exist
(``KeyError`` otherwise).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Stroke, new_id


def change_layer(document: Document, page_id: str, layer_id: str, **changes: object) -> Document:
    """Replace attributes of one layer."""
    return document.with_page(
        page_id, lambda page: page.with_layer(layer_id, lambda layer: layer.replace(**changes))
    )


def insert_layer(document: Document, page_id: str, layer: Layer, above: str) -> Document:
    """Put a layer directly above another."""

    def change(page: Page) -> Page:
        at = _index(page, above) + 1
        return page.replace(layers=(*page.layers[:at], layer, *page.layers[at:]))

    return document.with_page(page_id, change)


def set_aside(
    document: Document,
    page_id: str,
    layer_id: str,
    aside: Layer,
    *,
    strokes: Collection[str] = (),
    underlay: bool = False,
) -> Document:
    """Hide some of what a layer holds.

    The layer itself is hidden if that is all that it shows; otherwise what is set aside moves to
    a hidden layer of its own, directly below.

    Args:
        document: it is not changed.
        page_id: the page.
        layer_id: the layer.
        aside: gives that new layer its name and id.
        strokes: ids of the strokes to hide; those of other layers are passed over.
        underlay: hide the picture too.
    """

    def change(page: Page) -> Page:
        at = _index(page, layer_id)
        layer = page.layers[at]
        gone = tuple(s for s in layer.strokes if s.id in strokes)
        rest = tuple(s for s in layer.strokes if s.id not in strokes)
        picture = layer.underlay if underlay else None
        if not gone and picture is None:
            return page
        if not rest and (layer.underlay is None or picture is not None):
            return page.with_layer(layer_id, lambda layer: layer.replace(visible=False))
        hidden = aside.replace(strokes=gone, underlay=picture, opacity=layer.opacity, visible=False)
        left = layer.replace(strokes=rest, underlay=None if underlay else layer.underlay)
        return page.replace(layers=(*page.layers[:at], hidden, left, *page.layers[at + 1 :]))

    return document.with_page(page_id, change)


def remove_layer(document: Document, page_id: str, layer_id: str) -> Document:
    """Take a layer away.

    Raises:
        InputError: if it is the page's only one.
    """

    def change(page: Page) -> Page:
        at = _index(page, layer_id)
        if len(page.layers) == 1:
            raise InputError("A page needs at least one layer, so the last one stays.")
        return page.replace(layers=page.layers[:at] + page.layers[at + 1 :])

    return document.with_page(page_id, change)


def move_layer(document: Document, page_id: str, layer_id: str, index: int) -> Document:
    """Put a layer at a place of the stack, 0 being the bottom; places beyond the ends are ends."""

    def change(page: Page) -> Page:
        layers = list(page.layers)
        at = _index(page, layer_id)
        to = min(max(index, 0), len(layers) - 1)
        if to == at:
            return page
        layers.insert(to, layers.pop(at))
        return page.replace(layers=tuple(layers))

    page = document.page(page_id)
    return document if change(page) is page else document.with_page(page_id, change)


def duplicate_layer(document: Document, page_id: str, layer_id: str, name: str) -> Document:
    """Put a copy of a layer, with new ids, above it."""
    layer = document.page(page_id).layer(layer_id)
    return insert_layer(document, page_id, _copy_layer(layer, name), layer_id)


def merge_down(document: Document, page_id: str, layer_id: str) -> Document:
    """Put a layer's strokes and holes on the layer below, which keeps its name.

    Where their opacities differ, both become part of the strokes.

    Raises:
        InputError: if there is no layer below, or both have an underlay.
    """

    def change(page: Page) -> Page:
        at = _index(page, layer_id)
        if at == 0:
            raise InputError("There is no layer below to merge with.")
        top, below = page.layers[at], page.layers[at - 1]
        if top.underlay is not None and below.underlay is not None:
            raise InputError("Both layers have an underlay; remove one of them, then merge.")
        same = top.opacity == below.opacity
        merged = below.replace(
            strokes=below.strokes + top.strokes if same else _baked(below) + _baked(top),
            holes=below.holes + top.holes,
            underlay=below.underlay or top.underlay,
            opacity=below.opacity if same else 1.0,
        )
        return page.replace(layers=(*page.layers[: at - 1], merged, *page.layers[at + 1 :]))

    return document.with_page(page_id, change)


def change_page(document: Document, page_id: str, **changes: object) -> Document:
    """Replace attributes of one page."""
    return document.with_page(page_id, lambda page: page.replace(**changes))


def insert_page(document: Document, page: Page, after: str) -> Document:
    """Put a page directly after another."""
    at = _page_index(document, after) + 1
    return document.replace(pages=(*document.pages[:at], page, *document.pages[at:]))


def duplicate_page(document: Document, page_id: str) -> Document:
    """Put a copy of a page, with new ids, after it."""
    page = document.page(page_id)
    layers = tuple(_copy_layer(layer, layer.name) for layer in page.layers)
    return insert_page(document, page.replace(layers=layers, id=new_id()), page_id)


def remove_page(document: Document, page_id: str) -> Document:
    """Take a page away.

    Raises:
        InputError: if it is the only one.
    """
    at = _page_index(document, page_id)
    if len(document.pages) == 1:
        raise InputError("A drawing needs at least one page, so the last one stays.")
    return document.replace(pages=document.pages[:at] + document.pages[at + 1 :])


def move_page(document: Document, page_id: str, index: int) -> Document:
    """Put a page at a place, 0 being the first; places beyond the ends are the ends."""
    pages = list(document.pages)
    at = _page_index(document, page_id)
    to = min(max(index, 0), len(pages) - 1)
    if to == at:
        return document
    pages.insert(to, pages.pop(at))
    return document.replace(pages=tuple(pages))


def _index(page: Page, layer_id: str) -> int:
    for index, layer in enumerate(page.layers):
        if layer.id == layer_id:
            return index
    raise KeyError(layer_id)


def _page_index(document: Document, page_id: str) -> int:
    for index, page in enumerate(document.pages):
        if page.id == page_id:
            return index
    raise KeyError(page_id)


def _copy_layer(layer: Layer, name: str) -> Layer:
    strokes = tuple(dataclasses.replace(stroke, id=new_id()) for stroke in layer.strokes)
    holes = tuple(dataclasses.replace(hole, id=new_id()) for hole in layer.holes)
    underlay = layer.underlay
    if underlay is not None:
        underlay = dataclasses.replace(underlay, id=new_id())
    return layer.replace(strokes=strokes, holes=holes, underlay=underlay, name=name, id=new_id())


def _baked(layer: Layer) -> tuple[Stroke, ...]:
    if layer.opacity == 1.0:
        return layer.strokes
    return tuple(
        stroke.replace(
            brush=dataclasses.replace(stroke.brush, opacity=stroke.brush.opacity * layer.opacity)
        )
        for stroke in layer.strokes
    )
