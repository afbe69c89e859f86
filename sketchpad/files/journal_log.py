"""What a journal says: each revision of a document in terms of the one before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from sketchpad.core.document import Document, Hole, Layer, Page, Underlay
from sketchpad.core.stroke import Stroke
from sketchpad.files import rows

#: Strokes that nothing shows any more are dropped when they outnumber the others by so many.
SLACK: Final = 2_000


class State:
    """What the journal holds: the last recorded document, and the keys of its parts."""

    def __init__(self) -> None:
        self.stored = 0
        # The parts are kept alive, so that their identity stays theirs.
        self.keys: dict[int, tuple[int, object]] = {}
        self.pages: tuple[Page, ...] = ()
        self.next_stroke = 1

    def copy(self) -> State:
        """A state of its own, as this one is now."""
        copy = State()
        copy.stored, copy.next_stroke = self.stored, self.next_stroke
        copy.keys, copy.pages = self.keys, self.pages
        return copy

    def advance(self, document: Document, writer: rows.Writer) -> list[Any]:
        """Add what is new, and describe the document by what was there before.

        A page is the number of the same page before, or its values with its layers; a layer is
        ``[page, layer]`` before, or its values with its strokes as a splice of another layer's.
        """
        self.keys = dict(self.keys)
        before = {id(page): number for number, page in enumerate(self.pages)}
        layers = {
            layer.id: (number, index, layer)
            for number, page in enumerate(self.pages)
            for index, layer in enumerate(page.layers)
        }
        change: list[Any] = []
        for page in document.pages:
            if id(page) in before:
                change.append(before[id(page)])
                continue
            described = [self._layer(layer, layers.get(layer.id), writer) for layer in page.layers]
            change.append([page.id, page.name, page.width, page.height, page.paper, described])
        self.pages = document.pages
        if len(self.keys) > 2 * count_strokes(document) + SLACK:
            self._prune(document)
        return change

    def _layer(
        self, layer: Layer, before: tuple[int, int, Layer] | None, writer: rows.Writer
    ) -> list[Any]:
        if before is not None and before[2] is layer:
            return [before[0], before[1]]
        old: Sequence[Stroke] = () if before is None else before[2].strokes
        head, tail = _common(old, layer.strokes)
        middle = layer.strokes[head : len(layer.strokes) - tail]
        origin = [0, 0] if before is None else [before[0], before[1]]
        splice = [*origin, head, tail, self._strokes(middle, writer)]
        holes = [self._key(hole, writer) for hole in layer.holes]
        underlay = None if layer.underlay is None else self._key(layer.underlay, writer)
        flags = [layer.opacity, layer.visible, layer.locked]
        return [layer.id, layer.name, *flags, holes, underlay, splice]

    def _strokes(self, strokes: Sequence[Stroke], writer: rows.Writer) -> list[int]:
        fresh = list({id(s): s for s in strokes if id(s) not in self.keys}.values())
        writer.strokes(fresh, None, self.next_stroke)
        for stroke in fresh:
            self.keys[id(stroke)] = self.next_stroke, stroke
            self.next_stroke += 1
        self.stored += len(fresh)
        return [self.keys[id(stroke)][0] for stroke in strokes]

    def _key(self, part: Hole | Underlay, writer: rows.Writer) -> int:
        known = self.keys.get(id(part))
        if known is None:
            if isinstance(part, Hole):
                known = writer.hole(part, None), part
            else:
                known = writer.underlay(part, None), part
            self.keys[id(part)] = known
        return known[0]

    def _prune(self, document: Document) -> None:
        """Let go of parts that the document no longer has: undo may still hold them, or not."""
        kept: set[int] = set()
        for layer in (layer for page in document.pages for layer in page.layers):
            kept.update(map(id, layer.strokes), map(id, layer.holes), [id(layer.underlay)])
        self.keys = {key: value for key, value in self.keys.items() if key in kept}


def count_strokes(document: Document) -> int:
    """The strokes on all pages."""
    return sum(len(layer.strokes) for page in document.pages for layer in page.layers)


def _common(old: Sequence[Stroke], new: Sequence[Stroke]) -> tuple[int, int]:
    """How many strokes at the head and at the tail are the same."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] is new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] is new[-1 - tail]:
        tail += 1
    return head, tail


def replay(database: sqlite3.Connection) -> Document:
    """The document of the last revision; what makes no sense raises one of ``rows.BROKEN``."""
    reader = rows.Reader(database)
    strokes = {
        row[0]: reader.stroke(row)
        for row in database.execute(f"SELECT {rows.STROKE} FROM stroke")  # noqa: S608
    }
    holes = {
        row[0]: reader.hole(row)
        for row in database.execute(f"SELECT {rows.HOLE} FROM hole")  # noqa: S608
    }
    underlays = {
        row[0]: reader.underlay(row)
        for row in database.execute(f"SELECT {rows.UNDERLAY} FROM underlay")  # noqa: S608
    }
    pages: list[Page] = []
    for (change,) in database.execute("SELECT change FROM revision ORDER BY number"):
        pages = [_page(entry, pages, (strokes, holes, underlays)) for entry in json.loads(change)]
    if not pages:
        raise ValueError("nothing was recorded")
    return Document(tuple(pages))


_Parts = tuple[dict[int, Stroke], dict[int, Hole], dict[int, Underlay]]


def _page(entry: Any, before: Sequence[Page], parts: _Parts) -> Page:  # noqa: ANN401  # JSON
    if isinstance(entry, int):
        return before[entry]
    identifier, name, width, height, paper, layers = entry
    return Page(
        tuple(_replay_layer(layer, before, parts) for layer in layers),
        rows.number(width),
        rows.number(height),
        rows.colour(paper),
        rows.text(name),
        rows.text(identifier),
    )


def _replay_layer(entry: list[Any], before: Sequence[Page], parts: _Parts) -> Layer:
    if len(entry) == 2:
        page, index = entry
        same: Layer = before[page].layers[index]
        return same
    identifier, name, opacity, visible, locked, holes, underlay, splice = entry
    page, index, head, tail, keys = splice
    old: Sequence[Stroke] = before[page].layers[index].strokes if head or tail else ()
    middle = tuple(parts[0][key] for key in keys)
    return Layer(
        rows.text(name),
        (*old[:head], *middle, *old[len(old) - tail :]),
        tuple(parts[1][key] for key in holes),
        None if underlay is None else parts[2][underlay],
        rows.number(opacity, 0.0, 1.0),
        bool(visible),
        bool(locked),
        rows.text(identifier),
    )
