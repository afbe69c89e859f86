"""Where something new goes on a page: in the middle of what is seen, or beside what is there."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core import geometry
from sketchpad.core.document import Page
from sketchpad.core.geometry import Box
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import FloatArray, Sketch, Stroke, bounds_of

Counts = NDArray[np.int64]

#: What is seen of the page is looked at in so many cells across and down.
_CELLS: Final = 64
#: Sides that something new may take, in shares of the short side of what is seen.
_SHARES: Final = (0.55, 0.42, 0.32)
#: Free room that is wanted around it, in cells.
_ROOM: Final = 1


def free_box(page: Page, seen: Box) -> Box:
    """A square for something new.

    The largest square near the middle that no drawing is in; the middle itself if there is none.

    Args:
        page: with everything that is visible on it.
        seen: left, top, right, bottom of what is seen of it, canvas units.

    Returns:
        left, top, right, bottom, canvas units.
    """
    left, top, right, bottom = seen
    corner, cell = np.array([left, top]), np.array([right - left, bottom - top]) / _CELLS
    short = min(right - left, bottom - top)
    sketch = page.sketch
    # Paper inside an outline is free too, but nobody expects something new there.
    for taken in (_boxes(sketch, corner, cell), _ink(sketch, corner, cell)):
        # What is taken above and to the left of every corner of a cell: four of these count a box.
        sums = np.pad(taken.astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        for share in _SHARES:
            side = share * short
            wide, high = (np.ceil(side / cell).astype(int) + 2 * _ROOM).tolist()
            place = _free(sums, wide, high)
            if place is not None:
                x, y = corner + place * cell
                return _square(x, y, side)
    return _square((left + right) / 2, (top + bottom) / 2, _SHARES[0] * short)


def into(strokes: Sequence[Stroke], box: Box) -> list[Stroke]:
    """The strokes in the middle of a box and as large as it, their lines as wide as before."""
    drawn = bounds_of(strokes)
    if drawn is None:
        return []
    scale = max(box[2] - box[0], box[3] - box[1]) / max(
        drawn[2] - drawn[0], drawn[3] - drawn[1], 1.0
    )
    matrix = geometry.compose(
        geometry.translation(-(drawn[0] + drawn[2]) / 2, -(drawn[1] + drawn[3]) / 2),
        geometry.scaling(scale),
        geometry.translation((box[0] + box[2]) / 2, (box[1] + box[3]) / 2),
    )
    return [
        dataclasses.replace(geometry.transform(stroke, matrix), brush=stroke.brush)
        for stroke in strokes
    ]


def _boxes(sketch: Sketch, corner: FloatArray, cell: FloatArray) -> NDArray[np.bool_]:
    """The cells (down, across) that the boxes around strokes take."""
    bounds = np.array([stroke.bounds for stroke in sketch.strokes]).reshape(-1, 2, 2)
    cells = np.clip((bounds - corner) / cell, -1, _CELLS + 1)
    low = np.floor(cells[:, 0]).astype(int).clip(0, _CELLS)
    high = (np.floor(cells[:, 1]).astype(int) + 1).clip(0, _CELLS)
    edges = np.zeros((_CELLS + 1, _CELLS + 1), dtype=np.int64)
    for x, y, sign in ((low, low, 1), (high, high, 1), (low, high, -1), (high, low, -1)):
        np.add.at(edges, (y[:, 1], x[:, 0]), sign)
    taken: NDArray[np.bool_] = edges.cumsum(0).cumsum(1)[:-1, :-1] > 0
    return taken


def _ink(sketch: Sketch, corner: FloatArray, cell: FloatArray) -> NDArray[np.bool_]:
    """The cells (down, across) that hold ink."""
    matrix = np.c_[np.diag(1 / cell), -corner / cell]
    drawn: NDArray[np.bool_] = rasterise(sketch.polylines, (_CELLS, _CELLS), 1.0, matrix) > 0
    return drawn


def _free(sums: Counts, wide: int, high: int) -> FloatArray | None:
    """The middle (x, y), in cells, of the box without ink that is nearest to the middle of all."""
    if wide > _CELLS or high > _CELLS:
        return None
    inside = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    rows, columns = np.nonzero(inside == 0)
    if not len(rows):
        return None
    middles = np.c_[columns + wide / 2, rows + high / 2]
    away = np.linalg.norm(middles - _CELLS / 2, axis=1)
    nearest: FloatArray = middles[int(away.argmin())]
    return nearest


def _square(x: float, y: float, side: float) -> Box:
    return float(x - side / 2), float(y - side / 2), float(x + side / 2), float(y + side / 2)
