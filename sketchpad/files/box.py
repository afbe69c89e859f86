"""Drawings in QuickDraw's box, 0 to 255, to documents and back.

A page that already lies in the box keeps every point as it is (rounded to the integers of these
formats); others are scaled and simplified as Google did with its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Brush, FloatArray, Stroke
from sketchpad.core.stroke5 import Codec, Frame
from sketchpad.files.limits import COORDINATE, check_finite

#: The side of the page that the box becomes.
SIDE: Final = 256.0
#: A line that looks on that page as the default brush does on a new one.
BRUSH: Final = Brush(width=2.0)
_MARGIN: Final = 16.0


def document_of(lines: Sequence[FloatArray], name: str = "") -> Document:
    """A document of polylines ``(n, 2..4)`` (x, y, pressure, time), moved onto the page if needed.

    Raises:
        InputError: if there are none, or their coordinates are not numbers.
    """
    lines = [line for line in lines if len(line)]
    if not lines:
        raise InputError("The drawing is empty.")
    for line in lines:
        check_finite(line[:, :2], "The drawing")
    points = np.concatenate([line[:, :2] for line in lines])
    low, high = points.min(axis=0), points.max(axis=0)
    shift = np.minimum(low, 0.0)
    far = high - shift
    if float(far.max()) > COORDINATE:
        raise InputError("The drawing has coordinates that are far too large.")
    width, height = (SIDE if side <= SIDE else side + _MARGIN for side in far.tolist())
    strokes = []
    for line in lines:
        samples = np.array(line)
        samples[:, :2] -= shift
        strokes.append(Stroke.make(samples, BRUSH))
    return Document((Page((Layer(strokes=tuple(strokes)),), width, height, name=name),))


def boxed(page: Page) -> list[FloatArray]:
    """The visible strokes of a page as polylines ``(n, 2)`` of whole numbers in the box.

    Raises:
        InputError: if there are none.
    """
    lines = page.sketch.polylines
    if not lines:
        raise InputError("The page has no strokes that these formats could hold.")
    points = np.concatenate(lines)
    check_finite(points, "The drawing")
    inside = page.width <= SIDE and page.height <= SIDE
    if not (inside and points.min() >= -0.5 and points.max() < SIDE - 0.5):
        codec = Codec()
        frame = codec.frame_of(lines)
        small = max(page.width, page.height) <= SIDE
        # A drawing that is smaller than the box stays as small as it is.
        frame = Frame(frame.origin_x, frame.origin_y, max(frame.unit, 1.0) if small else frame.unit)
        lines = codec.simplify(lines, frame)
    return [_distinct(np.rint(line)) for line in lines]


def _distinct(line: FloatArray) -> FloatArray:
    moved = np.concatenate([[True], np.any(line[1:] != line[:-1], axis=1)])
    # A dot keeps its second point if it had one: one point is no line to some readers.
    if not moved[1:].any() and len(line) > 1:
        moved[1] = True
    return np.asarray(line[moved])
