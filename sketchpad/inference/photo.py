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
#: Neighbouring cells of one sheet differ by less, as a factor; as many as this differ by more.
_STEP: Final = 1.1
_STEPS: Final = 0.08
#: More of a drawing than this is not between black and paper, from and to these shares of it.
_MIDDLE: Final = 0.35
_TONES: Final = (0.2, 0.8)
#: What is darker than this in the middle is a board with light lines.
BOARD: Final = 0.35
#: Edges finer than this are texture: standard deviation of a blur, pixels.
_BLUR: Final = 1.6
#: The strongest edges, as a share of all pixels, are black; those of a quarter are white.
_STRONG: Final = 0.015
_WEAKEST: Final = 0.25


def is_photograph(image: NDArray[Any]) -> bool:
    """Whether a picture has a scene in the place of paper: of many colours, or many greys.

    Args:
        image: uint8 or float (0 to 1), ``(h, w)`` or ``(h, w, 3 or 4)``.
    """
    if min(image.shape[:2]) < 16:
        return False
    step = max(1, max(image.shape[:2]) // (4 * _SMALL))
    some = _as_float(image[::step, ::step])
    if some.ndim == 2:
        return _has_many_greys(some)
    return _has_many_colours(some[..., :3]) or _has_many_greys(some[..., :3].mean(axis=-1))


def _has_many_colours(some: Image) -> bool:
    cells = _cells(some).mean(axis=(1, 3))
    shares = cells / np.maximum(cells.sum(axis=-1, keepdims=True), 0.15)
    usual = np.median(shares.reshape(-1, 3), axis=0)
    return bool((np.abs(shares - usual).max(axis=-1) > _OTHER).mean() > _MOST)


def _has_many_greys(some: Image) -> bool:
    """Paper is smooth but for folds and shadows' edges, and ink is dark: scenes are neither."""
    if float(np.median(some)) < BOARD:
        some = 1.0 - some
    cells = np.moveaxis(_cells(some[..., None])[..., 0], 2, 1)
    cells = cells.reshape(*cells.shape[:2], -1)
    # Of each cell the paper, and not the lines on it.
    bright = np.quantile(cells, 0.8, axis=-1)
    tone = bright / max(float(np.quantile(bright, 0.95)), 1e-3)
    middle = (tone > _TONES[0]) & (tone < _TONES[1])
    logs = np.log(bright + 0.05)
    steps = np.concatenate([np.diff(logs, axis=k).reshape(-1) for k in (0, 1)])
    many = (np.abs(steps) > np.log(_STEP)).mean() > _STEPS
    return bool(many and middle.mean() > _MIDDLE)


def _cells(some: Image) -> Image:
    """A picture ``(h, w, c)`` in squares of 4 × 4 pixels, ``(h // 4, 4, w // 4, 4, c)``."""
    rows, columns = (n // 4 for n in some.shape[:2])
    return some[: 4 * rows, : 4 * columns].reshape(rows, 4, columns, 4, -1)


def outlines(image: NDArray[Any]) -> Image:
    """The ink ``(h, w)``, 0 to 1, of somebody who draws the edges in a picture.

    Args:
        image: ``(h, w)`` or ``(h, w, 3 or 4)``, as ``is_photograph``.
    """
    image = image[..., None] if image.ndim == 2 else image[..., :3]
    colours = np.pad(_as_float(image), ((8, 8), (8, 8), (0, 0)), "edge")
    steepest = np.zeros(image.shape[:2], dtype=np.float32)
    for channel in range(image.shape[2]):
        smooth = blurred(np.ascontiguousarray(colours[..., channel]), _BLUR)
        down, across = np.gradient(smooth)
        np.maximum(steepest, np.hypot(across, down)[8:-8, 8:-8], out=steepest)
    strong = max(float(np.quantile(steepest, 1.0 - _STRONG)), 1e-3)
    ink: Image = np.clip((steepest / strong - _WEAKEST) / (1.0 - _WEAKEST), 0.0, 1.0)
    return ink.astype(np.float32, copy=False)


def _as_float(image: NDArray[Any]) -> Image:
    values: Image = image.astype(np.float32)
    if np.issubdtype(image.dtype, np.integer):
        values /= np.float32(np.iinfo(image.dtype).max)
    return values
