"""Photographs of things, and not of drawings: what a pencil would follow are the edges in them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.ridge import blurred

Image = NDArray[np.float32]

#: Colours are compared on a small copy of this many pixels along its long side.
_SMALL: Final = 64
#: Paper in mixed light differs from itself by less, in shares of red, green and blue.
_OTHER: Final = 0.04
#: More of a drawing than this is not coloured otherwise than its paper.
_MOST: Final = 0.25
#: Edges finer than this are texture: standard deviation of a blur, pixels.
_BLUR: Final = 1.6
#: The strongest edges, as a share of all pixels, are black; those of a quarter are white.
_STRONG: Final = 0.015
_WEAKEST: Final = 0.25


def is_photograph(image: NDArray[Any]) -> bool:
    """Whether a picture has a colourful scene in the place of paper.

    Args:
        image: uint8 or float (0 to 1), ``(h, w)`` or ``(h, w, 3 or 4)``; grey ones never have.
    """
    if image.ndim != 3 or min(image.shape[:2]) < 16:
        return False
    step = max(1, max(image.shape[:2]) // (4 * _SMALL))
    some = _as_float(image[::step, ::step, :3])
    rows, columns = (n // 4 for n in some.shape[:2])
    cells = some[: 4 * rows, : 4 * columns].reshape(rows, 4, columns, 4, 3).mean(axis=(1, 3))
    shares = cells / np.maximum(cells.sum(axis=-1, keepdims=True), 0.15)
    usual = np.median(shares.reshape(-1, 3), axis=0)
    return bool((np.abs(shares - usual).max(axis=-1) > _OTHER).mean() > _MOST)


def outlines(image: NDArray[Any]) -> Image:
    """The ink ``(h, w)``, 0 to 1, of somebody who draws the edges in a picture.

    Args:
        image: ``(h, w, 3 or 4)``, as ``is_photograph``.
    """
    colours = np.pad(_as_float(image[..., :3]), ((8, 8), (8, 8), (0, 0)), "edge")
    steepest = np.zeros(image.shape[:2], dtype=np.float32)
    for channel in range(3):
        smooth = blurred(np.ascontiguousarray(colours[..., channel]), _BLUR)
        down, across = np.gradient(smooth)
        np.maximum(steepest, np.hypot(across, down)[8:-8, 8:-8], out=steepest)
    strong = max(float(np.quantile(steepest, 1.0 - _STRONG)), 1e-3)
    ink: Image = np.clip((steepest / strong - _WEAKEST) / (1.0 - _WEAKEST), 0.0, 1.0)
    return ink.astype(np.float32, copy=False)


def _as_float(image: NDArray[Any]) -> Image:
    values = image.astype(np.float32)
    if np.issubdtype(image.dtype, np.integer):
        values /= np.float32(np.iinfo(image.dtype).max)
    return values
