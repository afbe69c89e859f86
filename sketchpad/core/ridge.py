"""Pictures of lines between their pixels: blurring, sampling, and the ridge that a line is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.courtesy import make_way
from sketchpad.core.stroke import FloatArray

Picture = NDArray[np.float32]
#: Of the values, in the mean that finds the ridge.
_POWER: Final = 8
#: What counts as ink on a line, and as paper beside it.
_INK: Final = 0.3
_PAPER: Final = 0.15
#: Places along a line at which its width is looked at.
_PLACES: Final = 64


def blurred(picture: Picture, sigma: float) -> Picture:
    """A Gaussian blur of ``(h, w)``; outside there is nothing."""
    if sigma <= 0:
        return picture
    kernel = _kernel(sigma).astype(np.float32)
    reach = len(kernel) // 2
    for axis in (0, 1):
        wide = np.pad(picture, [(reach, reach) if k == axis else (0, 0) for k in (0, 1)])
        count = picture.shape[axis]
        picture = np.zeros_like(picture)
        for shift, weight in enumerate(kernel.tolist()):
            window = wide[shift : shift + count] if axis == 0 else wide[:, shift : shift + count]
            picture += np.float32(weight) * window
    return picture


def sample(values: Picture, places: FloatArray) -> FloatArray:
    """Bilinear values ``(...)`` of a picture ``(h, w)`` at ``(..., 2)`` x and y."""
    if places.size > _AT_ONCE and len(places) > 1:
        # In parts: picking values out of a picture keeps all other threads waiting.
        parts = np.array_split(places, min(len(places), -(-places.size // _AT_ONCE)))
        return np.concatenate([sample(values, part) for part in parts])
    make_way()
    height, width = values.shape
    at = places - 0.5
    x = np.clip(at[..., 0], 0, width - 1.001)
    y = np.clip(at[..., 1], 0, height - 1.001)
    column, row = np.maximum(x, 0).astype(np.int64), np.maximum(y, 0).astype(np.int64)
    right, down = np.minimum(column + 1, width - 1), np.minimum(row + 1, height - 1)
    u, v = x - column, y - row
    top = values[row, column] * (1 - u) + values[row, right] * u
    bottom = values[down, column] * (1 - u) + values[down, right] * u
    return np.asarray(top * (1 - v) + bottom * v)


def _kernel(sigma: float) -> FloatArray:
    reach = math.ceil(2.5 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return np.asarray(kernel / kernel.sum())


#: Numbers of places that are looked at at once.
_AT_ONCE: Final = 1 << 14


def on_ridge(lines: Sequence[FloatArray], values: Picture, reach: int = 4) -> list[FloatArray]:
    """Polylines whose points are moved across them to where the values are highest.

    Where a picture is undecided between places, the middle between them is neither; the mean is
    therefore one of a high power of the values, which is nearly the highest place, but smooth.

    Args:
        lines: ``(n, 2)`` each, pixels; those of fewer than 3 points stay as they are.
        values: ``(h, w)``, highest on the middle of a line.
        reach: how far to look, pixels.
    """
    some = [k for k, line in enumerate(lines) if len(line) > 2]
    if not some:
        return list(lines)
    points = np.concatenate([lines[k] for k in some])
    ways = [np.gradient(smoothed(lines[k], 2.0, closed=False), axis=0) for k in some]
    across = normals(np.concatenate(ways))
    steps = np.arange(-reach, reach + 0.25, 0.5)
    found = sample(values, points[:, None] + across[:, None] * steps[:, None])
    # The highest value becomes 1, so that no power of a faint line is lost.
    found = (found / np.maximum(found.max(axis=1), 1e-6)[:, None]) ** _POWER
    total = found.sum(axis=1)
    shift = np.divide(found @ steps, total, out=np.zeros_like(total), where=total > 0)
    moved = points + across * shift[:, None]
    cuts = np.cumsum([len(lines[k]) for k in some])[:-1]
    result = list(lines)
    for k, part in zip(some, np.split(moved, cuts), strict=True):
        result[k] = part
    return result


def widths_along(ink: Picture, lines: Sequence[FloatArray], most: float = 24.0) -> FloatArray:
    """How wide what is drawn along each line is, pixels: the median over places along it.

    At each place the ink nearest to the line counts, up to the paper on both sides of it; between
    two passes of a pen, that is one of them. Faint ink is as wide as dark ink.

    Args:
        ink: ``(h, w)``, 0 paper to 1 ink.
        lines: ``(n, 2)`` each, pixels.
        most: the largest width that is looked for.
    """
    some = [line[:: max(1, len(line) // _PLACES)] for line in lines]
    ways = [np.gradient(p, axis=0) if len(p) > 1 else np.array([[1.0, 0.0]]) for p in some]
    if not some:
        return np.zeros(0)
    points, across = np.concatenate(some), normals(np.concatenate(ways))
    steps = np.arange(-most, most + 0.25, 0.5)
    steps = steps[np.argsort(np.abs(steps), kind="stable")]
    order = np.argsort(steps)
    found = sample(ink, points[:, None] + across[:, None] * steps[:, None])
    nearest = (found >= _INK).argmax(axis=1)
    profile = found[:, order]
    at = np.argsort(order)[nearest]
    # Places without paper in between have the same count of paper before them.
    paper = np.cumsum(profile < _PAPER, axis=1)
    same = (paper == np.take_along_axis(paper, at[:, None], 1)) & (profile >= _PAPER)
    sums = (profile * same).sum(axis=1)
    peak = (profile * same).max(axis=1)
    wide = np.where(peak >= _INK, 0.5 * sums / np.maximum(peak, _INK), np.nan)
    parts = np.split(wide, np.cumsum([len(p) for p in some])[:-1])
    good = [part[np.isfinite(part)] for part in parts]
    return np.array([max(1.0, float(np.median(p))) if len(p) else 1.0 for p in good])


def normals(along: FloatArray) -> FloatArray:
    """Vectors of length 1 at right angles to these, ``(n, 2)``."""
    size = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    return np.stack([-along[:, 1], along[:, 0]], axis=1) / size[:, None]


def smoothed(points: FloatArray, sigma: float, *, closed: bool) -> FloatArray:
    """A Gaussian along the points; ends stay where they are, a closed stroke has none."""
    if sigma <= 0 or len(points) < 4:
        return points
    kernel = _kernel(sigma)
    reach = len(kernel) // 2
    if closed:
        wide = np.pad(points[:-1], ((reach, reach), (0, 0)), "wrap")
    else:
        # Points mirrored through the end: the end stays, and so does the direction there.
        wide = np.pad(points, ((reach, reach), (0, 0)), "reflect", reflect_type="odd")
    smooth = np.stack([np.convolve(wide[:, k], kernel, "valid") for k in (0, 1)], axis=1)
    if closed:
        return np.concatenate([smooth, smooth[:1]])
    smooth[0], smooth[-1] = points[0], points[-1]
    return smooth
