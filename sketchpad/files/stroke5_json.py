"""Stroke-5 as JSON, in and out: ``{"stroke5": [[dx, dy, p1, p2, p3], …], "origin": [x, y]}``.

Offsets are in canvas units, the first from the origin; ``width`` and ``height`` of the page are
added when it is written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from sketchpad.core.document import DEFAULT_PAGE_SIZE, Document, Page
from sketchpad.core.errors import FileError, InputError
from sketchpad.core.stroke import Sketch, bounds_of
from sketchpad.core.stroke5 import Codec, Frame
from sketchpad.files import limits, rows
from sketchpad.files.atomic import read_bytes, writing


def load(path: Path, index: int = 0) -> Document:
    """Read a drawing.

    Raises:
        FileError: if it cannot be read or is no drawing.
        InputError: if it is out of bounds.
    """
    if index:
        raise InputError(f"there is no drawing {index}; a stroke-5 file holds one.")
    data = read_bytes(path, limits.JSON_BYTES)
    try:
        record = json.loads(data)
        given = record["stroke5"]
        origin_x, origin_y = map(rows.number, record.get("origin", (0.0, 0.0)))
        size = [rows.number(record[n], 1e-3) if n in record else None for n in ("width", "height")]
        limits.Budget("it").spend(len(given))
        lines = Codec().decode(given, Frame(origin_x, origin_y, 1.0))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError):
        raise FileError(f"{path} is damaged: it is not a drawing in stroke-5 JSON.") from None
    for line in lines:
        limits.check_finite(line, "it")
    sketch = Sketch.of(lines)
    bounds = bounds_of(sketch.strokes) or (0.0, 0.0, *DEFAULT_PAGE_SIZE)
    width, height = (
        float(side) if side is not None else max(default, reach)
        for side, default, reach in zip(size, DEFAULT_PAGE_SIZE, bounds[2:], strict=True)
    )
    return Document.of(sketch.strokes, width, height)


def save(document: Document, path: Path) -> None:
    """Write the visible strokes of the first page.

    Raises:
        FileError: if the system refuses.
        InputError: if a stroke lies beyond every canvas.
    """
    text = json.dumps(record_of(document.pages[0]), separators=(",", ":"))
    with writing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def record_of(page: Page) -> dict[str, Any]:
    """The visible strokes of a page as the object that the file holds."""
    lines = page.sketch.polylines
    encoded, _ = Codec().encode(lines, Frame())
    values = encoded.astype(np.float64)
    if lines:
        points = np.concatenate(lines)
        limits.check_finite(points, "The drawing")
        # The codec's own offsets have the precision of models.
        values[:-1, :2] = np.diff(points, axis=0, prepend=0.0)
    pens = values[:, 2:].astype(np.int64).tolist()
    offsets = values[:, :2].tolist()
    return {
        "stroke5": [[*offset, *pen] for offset, pen in zip(offsets, pens, strict=True)],
        "origin": [0.0, 0.0],
        "width": page.width,
        "height": page.height,
    }
