"""The one rasteriser: what models see of strokes.

A pixel's ink is ``clip(width / 2 + 0.5 - d, 0, 1)``, where d is the distance from the pixel's
centre (at +0.5) to the nearest segment: 0 is paper, 1 is ink. Overlaps take the larger ink, not
the sum, so the order of segments does not matter. Ends and joints are round, a dot is a disc.

The work is written against an array namespace, so numpy arrays and torch tensors on any device
go through the same code. Each segment is cut into one piece per pixel column (or row, if it is
steep), each piece computes the few pixels across the line that it can reach, and a scatter-max
puts them together: the cost grows with the ink, not with the image.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sketchpad.core.courtesy import make_way
from sketchpad.core.errors import InputError
from sketchpad.core.geometry import apply, as_points
from sketchpad.core.stroke import FloatArray

#: An array of the namespace in use: numpy or torch, which have no common type.
Array: TypeAlias = Any
Namespace: TypeAlias = Any

#: The default pen as a share of the image's long side: 16 px of 674, as in Lmser-pix2seq.
WIDTH_SHARE: Final = 16.0 / 674.0
#: Pixels computed at once: few enough to stay in a CPU's cache, or plenty to fill a GPU.
_CPU_CHUNK: Final = 1 << 16
_GPU_CHUNK: Final = 1 << 24
_PIXEL_LIMIT: Final = 1 << 31


class _Axis(NamedTuple):
    """A main axis: its column in points, and extents and strides along and across it."""

    main: int
    extent: tuple[int, int]
    strides: tuple[int, int]


def default_width(size: tuple[int, int]) -> float:
    """The width in pixels that suits an image of this (height, width), at least 1."""
    return max(1.0, WIDTH_SHARE * max(size))


def segments_of(polylines: Iterable[ArrayLike]) -> tuple[FloatArray, FloatArray]:
    """All segments of some polylines ``(n, 2)``.

    Returns:
        starts ``(s, 2)`` and ends ``(s, 2)``; a polyline of one point is a segment of length 0.
    """
    starts, ends = [np.empty((0, 2))], [np.empty((0, 2))]
    for line in map(as_points, polylines):
        starts.append(line if len(line) == 1 else line[:-1])
        ends.append(line if len(line) == 1 else line[1:])
    return np.concatenate(starts), np.concatenate(ends)


def rasterise(
    polylines: Iterable[ArrayLike],
    size: tuple[int, int],
    width: float | None = None,
    matrix: ArrayLike | None = None,
) -> NDArray[np.float32]:
    """The image of a drawing.

    Args:
        polylines: ``(n, 2)`` each, in pixels, or in the unit that ``matrix`` takes to pixels.
        size: (height, width) in pixels.
        width: the pen's width in pixels (the matrix does not scale it); ``default_width`` if
            None.
        matrix: ``(2, 3)``, applied to the points first.

    Returns:
        float32 ``(height, width)``, 0 paper to 1 ink. What lies outside is cut off.

    Raises:
        InputError: for a size or width that makes no sense.
    """
    starts, ends = segments_of(polylines)
    if matrix is not None:
        starts, ends = apply(matrix, starts), apply(matrix, ends)
    owner = np.zeros(len(starts), dtype=np.int64)
    image: NDArray[np.float32] = rasterise_batch(starts, ends, owner, 1, size, width)[0]
    return image


def rasterise_batch(  # noqa: PLR0917 - the data, then how to draw it
    starts: Array,
    ends: Array,
    owner: Array,
    count: int,
    size: tuple[int, int],
    width: float | None = None,
    xp: Namespace = np,
) -> Array:
    """Images of many drawings at once.

    Args:
        starts: ``(s, 2)`` x and y in pixels, floats; segments that are not finite draw nothing.
        ends: ``(s, 2)``, likewise.
        owner: int64 ``(s,)``, which drawing a segment belongs to, 0 to ``count - 1``.
        count: how many drawings there are.
        size: (height, width) in pixels.
        width: the pen's width in pixels; ``default_width`` if None.
        xp: ``numpy`` or ``torch``; the arrays must be of that kind.

    Returns:
        float32 ``(count, height, width)`` of the same kind, on the same device.

    Raises:
        InputError: for a size or width that makes no sense.
    """
    height, breadth = size
    width = default_width(size) if width is None else float(width)
    sensible = height > 0 and breadth > 0 and 0 <= count * height * breadth < _PIXEL_LIMIT
    if not sensible or not 0.0 < width < math.inf:
        raise InputError(f"Cannot draw {count} images of {size} pixels with a pen of {width} px.")
    images = _zeros(count * height * breadth, starts, xp)
    reach = width / 2 + 0.5
    with np.errstate(all="ignore"):
        inside, starts, ends = _clip(starts, ends, (breadth, height), reach, xp)
        starts, ends, owner = starts[inside], ends[inside], owner[inside]
    step = ends - starts
    steep = xp.abs(step[:, 1]) > xp.abs(step[:, 0])
    owner = owner * (height * breadth)
    for chosen, axis in (
        (~steep, _Axis(0, (breadth, height), (1, breadth))),
        (steep, _Axis(1, (height, breadth), (breadth, 1))),
    ):
        pieces = starts[chosen], step[chosen], owner[chosen]
        _draw(images, pieces, axis, reach, xp)
    return images.reshape(count, height, breadth)


def _draw(
    images: Array, pieces: tuple[Array, Array, Array], axis: _Axis, reach: float, xp: Namespace
) -> None:
    """Draws segments (starts, steps, first pixels of their images) of one main axis, in place."""
    starts, step, base = pieces
    u, v = axis.main, 1 - axis.main
    u0, v0, du, dv = starts[:, u], starts[:, v], step[:, u], step[:, v]
    span = xp.sqrt(du * du + dv * dv)
    point = span == 0
    one = xp.ones_like(span)
    cos = xp.where(point, one, du / xp.where(point, one, span))
    sin = xp.where(point, 0 * one, dv / xp.where(point, one, span))
    slope = sin / cos
    low = xp.clip(xp.floor(xp.minimum(u0, u0 + du) - reach), 0, axis.extent[0])
    high = xp.clip(xp.floor(xp.maximum(u0, u0 + du) + reach) + 1, 0, axis.extent[0])
    columns = _integers(xp.maximum(high - low, 0 * high), xp)
    which = _repeat(columns, xp)
    first = xp.cumsum(columns, 0) - columns
    ones = xp.ones_like(which)
    place = xp.cumsum(ones, 0) - 1 - first[which] + _integers(low, xp)[which]
    # The ink of a line lies within reach · √(1 + slope²) ≤ reach · √2 of it, across the axis.
    across = math.ceil(2.0 * reach * math.sqrt(2.0)) + 1
    offsets = _range(across, u0, xp)
    chunk = max(1, _chunk_of(images, xp) // across)
    for at in range(0, len(which), chunk):
        make_way()
        part = which[at : at + chunk]
        column = place[at : at + chunk]
        run = column + 0.5 - u0[part]
        top = xp.floor(v0[part] + run * slope[part] - reach * math.sqrt(2.0) + 0.5)
        row = top[:, None] + offsets
        rise = row + (0.5 - v0[part])[:, None]
        along = rise * sin[part][:, None] + (run * cos[part])[:, None]
        aside = rise * cos[part][:, None] - (run * sin[part])[:, None]
        over = along - xp.clip(along, 0 * one[:1], span[part][:, None])
        ink = xp.clip(reach - xp.sqrt(aside * aside + over * over), 0, 1)
        seen = (ink > 0) & (row >= 0) & (row < axis.extent[1])
        index = (
            _integers(row, xp) * axis.strides[1] + (base[part] + column * axis.strides[0])[:, None]
        )
        scatter_max(images, index[seen], ink[seen], xp)


def _clip(
    starts: Array, ends: Array, extent: tuple[int, int], reach: float, xp: Namespace
) -> Array:
    """Cuts segments to the image grown by the pen's reach (Liang & Barsky 1984).

    What is cut away is farther than the reach from every pixel, so the ink does not change, and
    coordinates far outside cost neither time nor precision.

    Returns:
        which segments are seen ``(s,)``, and the new starts and ends ``(s, 2)``.
    """
    step = ends - starts
    enter, leave = xp.zeros_like(step[:, 0]), xp.ones_like(step[:, 0])
    inside = enter < leave
    for axis in (0, 1):
        flat = step[:, axis] == 0
        size = xp.where(flat, xp.ones_like(enter), step[:, axis])
        near = (-reach - starts[:, axis]) / size
        far = (extent[axis] + reach - starts[:, axis]) / size
        enter = xp.where(flat, enter, xp.maximum(enter, xp.minimum(near, far)))
        leave = xp.where(flat, leave, xp.minimum(leave, xp.maximum(near, far)))
        within = (starts[:, axis] >= -reach) & (starts[:, axis] <= extent[axis] + reach)
        inside = inside & (within | ~flat)
    # Comparisons with NaN are false: such segments are left out.
    inside = inside & (enter <= leave)
    cut = starts + step * enter[:, None]
    return inside, cut, xp.where((leave < 1)[:, None], starts + step * leave[:, None], ends)


def scatter_max(target: Array, index: Array, values: Array, xp: Namespace = np) -> None:
    """``target[index] = max(target[index], values)`` in place, also where an index repeats."""
    if xp is np:
        np.maximum.at(target, index, values.astype(np.float32, copy=False))
    else:
        target.scatter_reduce_(0, index, values.to(target.dtype), "amax")


def _zeros(count: int, like: Array, xp: Namespace) -> Array:
    if xp is np:
        return np.zeros(count, dtype=np.float32)
    return xp.zeros(count, dtype=xp.float32, device=like.device)


def _range(count: int, like: Array, xp: Namespace) -> Array:
    if xp is np:
        return np.arange(count, dtype=like.dtype)
    return xp.arange(count, dtype=like.dtype, device=like.device)


def _integers(values: Array, xp: Namespace) -> Array:
    return values.astype(np.int64) if xp is np else values.to(xp.int64)


def _repeat(counts: Array, xp: Namespace) -> Array:
    """``0`` counts[0] times, ``1`` counts[1] times, and so on."""
    if xp is np:
        return np.repeat(np.arange(len(counts)), counts)
    return xp.repeat_interleave(counts)


def _chunk_of(images: Array, xp: Namespace) -> int:
    return _CPU_CHUNK if xp is np or images.device.type == "cpu" else _GPU_CHUNK
