"""Edits of what is drawn, as pure functions from a document to a document.

The result shares what did not change with what was given, and *is* what was given if nothing
did. Ids of pages and layers must exist (``KeyError`` otherwise); ids of strokes that the page does
not have are passed over. Layers that are locked or hidden refuse with ``InputError``. Edits of
layers and pages themselves are in ``sketchpad.core.arrange``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from sketchpad.core.boxes import meeting
from sketchpad.core.document import Document, Hole, Layer, Page, Underlay
from sketchpad.core.erase import cut_by_hole, cut_many, touching
from sketchpad.core.errors import InputError
from sketchpad.core.geometry import as_points, rdp, transform
from sketchpad.core.stroke import Brush, Stroke, new_id


def refusal(layer: Layer) -> str | None:
    """Why a layer cannot be drawn on, as a sentence; None if it can."""
    if layer.locked:
        return f"The layer “{layer.name}” is locked; unlock it to draw on it."
    if not layer.visible:
        return f"The layer “{layer.name}” is hidden; show it to draw on it."
    return None


def add_strokes(
    document: Document, page_id: str, layer_id: str, strokes: Iterable[Stroke]
) -> Document:
    """Put strokes on top of a layer."""
    new = tuple(strokes)
    if not new:
        return document
    return _on_layer(
        document, page_id, layer_id, lambda layer: layer.replace(strokes=layer.strokes + new)
    )


def erase(
    document: Document,
    page_id: str,
    layer_id: str,
    path: ArrayLike,
    radius: float,
    *,
    whole: bool = False,
) -> Document:
    """Sweep a round eraser over a layer.

    Args:
        document: it is not changed.
        page_id: the page.
        layer_id: the layer that loses ink; the others keep theirs.
        path: where the eraser's centre went, ``(n, 2)``, canvas units.
        radius: of the eraser, canvas units.
        whole: take every stroke that is touched, instead of cutting it.
    """
    centres = as_points(path)
    left, top = (centres.min(axis=0) - radius).tolist()
    right, bottom = (centres.max(axis=0) + radius).tolist()

    def change(layer: Layer) -> Layer:
        near = meeting(layer, (left, top, right, bottom))
        strokes = [layer.strokes[i] for i in near]
        if whole:
            pieces: dict[int, list[Stroke]] = {i: [] for i in touching(strokes, centres, radius)}
        else:
            pieces = cut_many(strokes, centres, radius)
        return _with_pieces(layer, {near[i]: left_over for i, left_over in pieces.items()})

    return _on_layer(document, page_id, layer_id, change)


def add_hole(document: Document, page_id: str, layer_id: str, hole: Hole) -> Document:
    """Mark a region of a layer as to be healed; the ink in it stays."""
    return _on_layer(
        document, page_id, layer_id, lambda layer: layer.replace(holes=(*layer.holes, hole))
    )


def swept_hole(path: ArrayLike, radius: float) -> Hole:
    """The hole that a round eraser left, its path simplified to a twentieth of the radius."""
    return Hole.swipe(rdp(path, radius / 20.0), radius)


def cut_hole(document: Document, page_id: str, layer_id: str, hole: Hole) -> Document:
    """Erase all ink inside a hole, cutting strokes at its edge, and keep the hole."""

    def change(layer: Layer) -> Layer:
        found = ((i, cut_by_hole(stroke, hole)) for i, stroke in enumerate(layer.strokes))
        cut = _with_pieces(layer, {i: pieces for i, pieces in found if pieces is not None})
        return cut.replace(holes=(*cut.holes, hole))

    return _on_layer(document, page_id, layer_id, change)


def clear_holes(document: Document, page_id: str, ids: Collection[str] | None = None) -> Document:
    """Forget holes of a page, on whichever layer: those of these ids, or all."""

    def change(layer: Layer) -> Layer:
        kept = tuple(h for h in layer.holes if ids is not None and h.id not in ids)
        return layer if len(kept) == len(layer.holes) else layer.replace(holes=kept)

    return _on_layers(document, page_id, change)


def remove_strokes(document: Document, page_id: str, ids: Collection[str]) -> Document:
    """Take strokes away."""
    return _mapped(document, page_id, ids, lambda _stroke: None)


def transform_strokes(
    document: Document, page_id: str, ids: Collection[str], matrix: ArrayLike
) -> Document:
    """Move, scale or turn strokes by a ``(2, 3)`` map of canvas units.

    Raises:
        InputError: if a stroke would leave the range of numbers.
    """
    given = np.asarray(matrix, dtype=np.float64)
    if np.array_equal(given, np.eye(2, 3)):
        return document
    try:
        return _mapped(document, page_id, ids, lambda stroke: transform(stroke, given))
    except ValueError as error:
        raise InputError("The strokes cannot be moved so far.") from error


def restyle_strokes(
    document: Document,
    page_id: str,
    ids: Collection[str],
    *,
    colour: str | None = None,
    width: float | None = None,
    opacity: float | None = None,
) -> Document:
    """Give strokes another colour, width or opacity; None leaves it as it is."""
    given = {"colour": colour, "width": width, "opacity": opacity}
    changes = {name: value for name, value in given.items() if value is not None}

    def change(stroke: Stroke) -> Stroke:
        brush: Brush = dataclasses.replace(stroke.brush, **changes)  # type: ignore[arg-type]
        return stroke if brush == stroke.brush else stroke.replace(brush=brush)

    return _mapped(document, page_id, ids, change)


def duplicate_strokes(
    document: Document, page_id: str, ids: Collection[str], matrix: ArrayLike
) -> tuple[Document, frozenset[str]]:
    """Put copies of strokes, moved by a ``(2, 3)`` map, on top of their layers.

    Returns:
        The document, and the ids of the copies.
    """
    made: set[str] = set()

    def change(layer: Layer) -> Layer:
        copies = tuple(
            dataclasses.replace(transform(stroke, matrix), id=new_id())
            for stroke in layer.strokes
            if stroke.id in ids
        )
        made.update(stroke.id for stroke in copies)
        return layer.replace(strokes=layer.strokes + copies) if copies else layer

    return _on_layers(document, page_id, change), frozenset(made)


def replace_strokes(
    document: Document,
    page_id: str,
    layer_id: str,
    ids: Collection[str],
    strokes: Sequence[Stroke],
) -> Document:
    """Put strokes in the place of others of a layer, at the height of the lowest of them."""

    def change(layer: Layer) -> Layer:
        places = [i for i, stroke in enumerate(layer.strokes) if stroke.id in ids]
        at = places[0] if places else len(layer.strokes)
        gone = set(places)
        above = (s for i, s in enumerate(layer.strokes) if i >= at and i not in gone)
        return layer.replace(strokes=(*layer.strokes[:at], *strokes, *above))

    return _on_layer(document, page_id, layer_id, change)


def set_underlay(
    document: Document, page_id: str, layer_id: str, underlay: Underlay | None
) -> Document:
    """Lay an image under a layer's strokes in the place of the one there; None removes it."""

    def change(layer: Layer) -> Layer:
        return layer if layer.underlay is underlay else layer.replace(underlay=underlay)

    return _on_layer(document, page_id, layer_id, change)


def _with_pieces(layer: Layer, pieces: dict[int, list[Stroke]]) -> Layer:
    """A layer in which strokes, by their index, gave way to their pieces."""
    if not pieces:
        return layer
    strokes: list[Stroke] = []
    done = 0
    for index in sorted(pieces):
        strokes += layer.strokes[done:index]
        strokes += pieces[index]
        done = index + 1
    strokes += layer.strokes[done:]
    return layer.replace(strokes=tuple(strokes))


def _mapped(
    document: Document,
    page_id: str,
    ids: Collection[str],
    change: Callable[[Stroke], Stroke | None],
) -> Document:
    """Change strokes of a page, or remove them by None."""

    def on_layer(layer: Layer) -> Layer:
        changed = tuple(change(s) if s.id in ids else s for s in layer.strokes)
        if changed == layer.strokes:
            return layer
        return layer.replace(strokes=tuple(s for s in changed if s is not None))

    return _on_layers(document, page_id, on_layer)


def _on_layers(document: Document, page_id: str, change: Callable[[Layer], Layer]) -> Document:
    page = document.page(page_id)
    layers = tuple(_changed(layer, change) for layer in page.layers)
    if layers == page.layers:
        return document
    return document.with_page(page_id, lambda _page: page.replace(layers=layers))


def _on_layer(
    document: Document, page_id: str, layer_id: str, change: Callable[[Layer], Layer]
) -> Document:
    page: Page = document.page(page_id)
    layer = page.layer(layer_id)
    changed = _changed(layer, change)
    if changed is layer:
        return document
    return document.with_page(page_id, lambda p: p.with_layer(layer_id, lambda _layer: changed))


def _changed(layer: Layer, change: Callable[[Layer], Layer]) -> Layer:
    changed = change(layer)
    if changed is not layer and (reason := refusal(layer)) is not None:
        raise InputError(reason)
    return changed
