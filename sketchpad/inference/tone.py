"""The tone of photographs and scans: from grey paper in uneven light to ink on nothing."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]

#: The light is measured in cells of this many pixels.
CELL: Final = 8
#: Strokes and blots up to twice this many cells wide are not mistaken for paper.
_REACH: Final = 3
#: The darkest paper; a page that is darker everywhere is ink.
_DARKEST: Final = 0.25
#: How much of the ink's own strength is made up for, at most.
_MOST_GAIN: Final = 2.5


def straighten(grey: Image) -> Image:
    """Divides by the paper's brightness, and makes faint pencil stronger.

    Args:
        grey: float32 ``(..., h, w)``, 0 black to 1 white; every picture on its own.

    Returns:
        The ink, same shape, 0 paper to 1 ink.
    """
    paper = paper_of(grey)
    ink = np.clip(1.0 - grey / paper, 0.0, 1.0).astype(np.float32, copy=False)
    straight: Image = ink * gain_of(ink)
    return straight


def paper_of(grey: Image) -> Image:
    """The brightness of the paper under every pixel, same shape: a closing of bright cells."""
    height, width = grey.shape[-2:]
    rows, columns = -(-height // CELL), -(-width // CELL)
    pad = [(0, 0)] * (grey.ndim - 2)
    whole = np.pad(grey, [*pad, (0, rows * CELL - height), (0, columns * CELL - width)], "edge")
    cells = whole.reshape(*grey.shape[:-2], rows, CELL, columns, CELL)
    # A high quantile of each cell, but for the noise of its brightest pixels.
    cells = np.moveaxis(cells, -3, -2).reshape(*grey.shape[:-2], rows, columns, CELL * CELL)
    bright = np.partition(cells, CELL * CELL * 3 // 4, axis=-1)[..., CELL * CELL * 3 // 4]
    bright = _slide(bright, _REACH, np.maximum)
    bright = _slide(bright, _REACH, np.minimum)
    bright = _smooth(_smooth(bright, _REACH), _REACH)
    bright = np.maximum(bright, _DARKEST)
    return _enlarge(bright, (height, width))


def gain_of(ink: Image) -> Image:
    """By what each picture's ink must be multiplied so that its darkest lines are dark.

    Args:
        ink: ``(..., h, w)``.

    Returns:
        ``(..., 1, 1)``, 1 to 2.5.
    """
    flat = ink.reshape(*ink.shape[:-2], 1, -1)[..., ::5]
    some = max(1, flat.shape[-1] // 200)
    strong = np.partition(flat, -some, axis=-1)[..., -some:].mean(axis=-1, keepdims=True)
    gain: Image = np.clip(0.9 / np.maximum(strong, 1e-3), 1.0, _MOST_GAIN).astype(np.float32)
    return gain


def _slide(cells: Image, reach: int, join: np.ufunc) -> Image:
    """The largest (or smallest) within ``reach`` cells, by axis."""
    for axis in (-2, -1):
        pad = [(0, 0)] * cells.ndim
        pad[axis] = (reach, reach)
        wide = np.pad(cells, pad, "edge")
        count = cells.shape[axis]
        out = cells
        for shift in range(2 * reach + 1):
            out = join(out, np.take(wide, range(shift, shift + count), axis=axis))
        cells = out
    return cells


def _smooth(cells: Image, reach: int) -> Image:
    """A box blur, by axis."""
    for axis in (-2, -1):
        pad = [(0, 0)] * cells.ndim
        pad[axis] = (reach + 1, reach)
        total = np.cumsum(np.pad(cells, pad, "edge"), axis=axis, dtype=np.float64)
        count, size = cells.shape[axis], 2 * reach + 1
        high = np.take(total, range(size, size + count), axis=axis)
        low = np.take(total, range(count), axis=axis)
        cells = ((high - low) / size).astype(np.float32)
    return cells


def _enlarge(cells: Image, size: tuple[int, int]) -> Image:
    """Bilinear, from the cells' centres to pixels."""
    for axis, count in ((-2, size[0]), (-1, size[1])):
        at = (np.arange(count, dtype=np.float32) + 0.5) / CELL - 0.5
        last = cells.shape[axis] - 1
        low = np.clip(np.floor(at).astype(np.int64), 0, last)
        high = np.minimum(low + 1, last)
        share = np.clip(at - low, 0.0, 1.0).astype(np.float32)
        share = share[:, None] if axis == -2 else share
        near, far = np.take(cells, low, axis=axis), np.take(cells, high, axis=axis)
        cells = near + (far - near) * share
    return cells
