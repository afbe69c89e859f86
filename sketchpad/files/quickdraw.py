"""QuickDraw's ndjson, simplified and raw, in and out: one drawing per line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np

from sketchpad.core.document import Document, Page
from sketchpad.core.errors import FileError, InputError
from sketchpad.core.stroke import DEFAULT_PRESSURE, TIME, FloatArray
from sketchpad.files import limits
from sketchpad.files.atomic import reading, writing
from sketchpad.files.box import boxed, document_of

#: Between two strokes of a raw drawing that we write, ms.
_PAUSE: Final = 100.0


def load(path: Path, index: int = 0) -> Document:
    """One drawing of a file; of a raw one with its times.

    Raises:
        FileError: if it cannot be read or is no drawing.
        InputError: if there are not so many, or it is out of bounds.
    """
    line = _line(path, index)
    try:
        record = json.loads(line)
        lines = _polylines(record["drawing"])
        word = record.get("word", "")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError):
        raise FileError(
            f"Drawing {index} of {path} is damaged: it is not in QuickDraw's format."
        ) from None
    return document_of(lines, word if isinstance(word, str) else "")


def save(document: Document, path: Path, *, word: str = "", raw: bool = False) -> None:
    """Write one line per page.

    Args:
        document: what to write; its visible strokes.
        path: the file.
        word: the category; the page's name if empty.
        raw: in canvas units and with times; otherwise in the box 0 to 255.

    Raises:
        FileError: if the system refuses.
        InputError: if a page has no strokes.
    """
    records = [
        {
            "word": word or page.name,
            "key_id": str(number),
            "recognized": True,
            "drawing": _raw(page) if raw else _simplified(page),
        }
        for number, page in enumerate(document.pages)
    ]
    text = "".join(json.dumps(record, separators=(",", ":")) + "\n" for record in records)
    with writing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _line(path: Path, index: int) -> bytes:
    if index < 0:
        raise InputError(f"There is no drawing {index}; the first is 0.")
    count = 0
    with reading(path), path.open("rb") as file:
        while line := file.readline(limits.LINE_BYTES + 1):
            if len(line) > limits.LINE_BYTES:
                raise InputError(f"Drawing {count} of {path} is far too large.")
            if not line.strip():
                continue
            if count == index:
                return line
            count += 1
    raise InputError(f"There is no drawing {index} in {path}; it holds {count}, the first is 0.")


def _polylines(drawing: list[list[list[float]]]) -> list[FloatArray]:
    """Polylines (x, y) or, of a raw drawing, (x, y, pressure, time)."""
    budget = limits.Budget("The drawing")
    lines = []
    for stroke in drawing:
        budget.spend(len(stroke[0]))
        columns = np.array(stroke, dtype=np.float64)
        if columns.ndim != 2 or not 2 <= len(columns) <= 3:
            raise ValueError("a stroke is two or three lists")
        if len(columns) == 2 or not columns.size:
            lines.append(columns.T)
            continue
        if not np.isfinite(columns[2]).all():
            raise ValueError("times must be numbers")
        time = columns[2] - columns[2, 0]
        lines.append(np.column_stack([*columns[:2], np.full_like(time, DEFAULT_PRESSURE), time]))
    return lines


def _simplified(page: Page) -> list[list[list[int]]]:
    return [line.T.astype(np.int64).tolist() for line in boxed(page)]


def _raw(page: Page) -> list[list[list[float]]]:
    if not page.sketch.strokes:
        raise InputError("The page has no strokes that this format could hold.")
    drawing: list[Any] = []
    start = 0.0
    for stroke in page.sketch.strokes:
        limits.check_finite(stroke.points, "The drawing")
        time = stroke.samples[:, TIME] - stroke.samples[0, TIME] + start
        start = float(time[-1]) + _PAUSE
        x, y = np.round(stroke.points, 3).T.tolist()
        drawing.append([x, y, np.round(time, 3).tolist()])
    return drawing
