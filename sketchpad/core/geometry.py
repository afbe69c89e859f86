"""Plane geometry on polylines, polygons and affine maps.

Points are float64 ``(n, 2)`` arrays in whatever unit the caller uses. An affine map is a
``(2, 3)`` matrix ``[A | b]`` that takes ``p`` to ``A p + b``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray, Stroke

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
Box = tuple[float, float, float, float]

#: Squares of lengths up to this are those of points: their inverse would overflow.
TINY: Final = 1e-300
#: Pairs of (point, edge) that are compared at once; bounds the memory of the pairwise functions.
_PAIRS: Final = 1 << 20
#: No polyline is resampled to more points than this.
_RESAMPLE_LIMIT: Final = 5_000_000


def as_points(values: ArrayLike) -> FloatArray:
    """Values as a float64 ``(n, 2)`` array; further columns are left out.

    Raises:
        ValueError: for other shapes.
    """
    points = np.asarray(values, dtype=np.float64)
    if points.size == 0:
        return np.empty((0, 2))
    if points.ndim != 2 or points.shape[1] < 2:
        raise ValueError(f"points must be (n, 2), not {points.shape}")
    return points[:, :2]


def bounds(points: ArrayLike) -> Box:
    """``(left, top, right, bottom)`` of at least one point.

    Raises:
        ValueError: if there is no point.
    """
    array = as_points(points)
    if not len(array):
        raise ValueError("no points, no bounds")
    left, top = array.min(axis=0)
    right, bottom = array.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def polyline_length(points: ArrayLike) -> float:
    """The length along the points, in order."""
    steps = np.diff(as_points(points), axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def arc_lengths(points: FloatArray) -> FloatArray:
    """The length along the polyline up to each of its ``(n, 2)`` points, ``(n,)``."""
    steps = np.diff(points, axis=0)
    return np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])


def resample(points: ArrayLike, spacing: float) -> FloatArray:
    """Points at equal steps along a polyline, both ends kept.

    Args:
        points: ``(n, 2)``, n ≥ 1.
        spacing: the step wished for; the real one is the nearest that divides the length.

    Returns:
        ``(m, 2)``; a polyline without length gives its one point.

    Raises:
        InputError: if the spacing is not positive or far too small for the length.
    """
    line = as_points(points)
    if not spacing > 0.0:
        raise InputError(f"The spacing of points must be more than 0, not {spacing}.")
    along = arc_lengths(line) if len(line) else np.zeros(1)
    steps = along[-1] / spacing
    if not steps < _RESAMPLE_LIMIT:
        raise InputError(f"A spacing of {spacing} is too fine for a line this long.")
    if steps == 0.0:
        return line[:1].copy()
    at = np.linspace(0.0, along[-1], max(1, round(steps)) + 1)
    result = np.stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)], axis=1)
    result[0], result[-1] = line[0], line[-1]
    return result


def rdp(points: ArrayLike, epsilon: float) -> FloatArray:
    """Ramer–Douglas–Peucker: fewer points, all left-out ones within epsilon of the result.

    Args:
        points: ``(n, 2)``.
        epsilon: in the unit of the points; 0 drops only points that lie on the line.

    Returns:
        The points kept, ``(m, 2)``, with both ends.
    """
    line = as_points(points)
    return line[rdp_mask(line, epsilon)]


def rdp_mask(points: ArrayLike, epsilon: float) -> BoolArray:
    """Which of the ``(n, 2)`` points ``rdp`` keeps, ``(n,)``."""
    line = as_points(points)
    return rdp_mask_many(line, np.array([0, len(line)]), epsilon)


def rdp_mask_many(points: FloatArray, offsets: IntArray, epsilon: float) -> BoolArray:
    """Which points ``rdp`` keeps of many polylines at once.

    All spans of one depth of the recursion are split together, so the cost in Python grows with
    the depth and not with the number of points or polylines.

    Args:
        points: the polylines one after the other, ``(n, 2)``.
        offsets: where each begins, and n at the end, ``(k + 1,)``.
        epsilon: as in ``rdp``; distances are to the span, not to its infinite line, so that
            closed strokes and turning points are safe.

    Returns:
        ``(n,)``.
    """
    keep = np.zeros(len(points), dtype=np.bool_)
    filled = offsets[1:] > offsets[:-1]
    low, high = offsets[:-1][filled], offsets[1:][filled] - 1
    keep[low] = keep[high] = True
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    wide = high - low > 1
    low, high = low[wide], high[wide]
    while len(low):
        middle, far = _farthest(x, y, low, high)
        split = far > epsilon * epsilon
        low, high, middle = low[split], high[split], middle[split]
        keep[middle] = True
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
        wide = high - low > 1
        low, high = low[wide], high[wide]
    return keep


def _farthest(
    x: FloatArray, y: FloatArray, low: IntArray, high: IntArray
) -> tuple[IntArray, FloatArray]:
    """The first of the farthest inner points of each span, and its squared distance."""
    counts = high - low - 1
    begin = np.cumsum(counts) - counts
    span = np.repeat(np.arange(len(low)), counts)
    inner = np.arange(len(span)) + (low + 1 - begin)[span]
    span_x, span_y = x[high] - x[low], y[high] - y[low]
    square = span_x * span_x + span_y * span_y
    inverse = np.divide(1.0, square, out=np.zeros_like(square), where=square > TINY)
    off_x, off_y = x[inner] - x[low][span], y[inner] - y[low][span]
    along = (off_x * (span_x * inverse)[span] + off_y * (span_y * inverse)[span]).clip(0.0, 1.0)
    off_x -= along * span_x[span]
    off_y -= along * span_y[span]
    distance = off_x * off_x + off_y * off_y
    far = np.maximum.reduceat(distance, begin)
    hits = np.flatnonzero(distance == far[span])
    # Of equal values the last written stays: written backwards, that is the first.
    middle = np.empty(len(low), dtype=np.int64)
    middle[span[hits][::-1]] = inner[hits][::-1]
    return middle, far


def distance_to_polyline(points: ArrayLike, line: ArrayLike) -> FloatArray:
    """The distance of each point to the nearest place of a polyline.

    Args:
        points: ``(n, 2)``.
        line: ``(m, 2)``, m ≥ 1; one point is a line, too.

    Returns:
        ``(n,)``.

    Raises:
        ValueError: if the line is empty.
    """
    given, nodes = as_points(points), as_points(line)
    if not len(nodes):
        raise ValueError("a line has at least one point")
    start = nodes[: max(1, len(nodes) - 1)]
    step = nodes[-len(start) :] - start
    square = np.einsum("ij,ij->i", step, step)
    inverse = np.divide(1.0, square, out=np.zeros_like(square), where=square > TINY)
    result = np.full(len(given), np.inf)
    block = max(1, _PAIRS // max(1, len(given)))
    for at in range(0, len(start), block):
        part = slice(at, at + block)
        off_x = given[:, :1] - start[part, 0]
        off_y = given[:, 1:] - start[part, 1]
        along = (off_x * step[part, 0] + off_y * step[part, 1]) * inverse[part]
        np.clip(along, 0.0, 1.0, out=along)
        off_x -= along * step[part, 0]
        off_y -= along * step[part, 1]
        np.minimum(result, (off_x * off_x + off_y * off_y).min(axis=1), out=result)
    return np.asarray(np.sqrt(result))


def in_polygon(points: ArrayLike, polygon: ArrayLike) -> BoolArray:
    """Which ``(n, 2)`` points lie inside a polygon ``(m, 2)`` by the even-odd rule, ``(n,)``.

    The polygon closes itself. Points exactly on its edge may go either way.
    """
    given, corners = as_points(points), as_points(polygon)
    inside = np.zeros(len(given), dtype=np.bool_)
    if len(corners) < 3:
        return inside
    ends = np.roll(corners, -1, axis=0)
    rise = ends[:, 1] - corners[:, 1]
    slope = np.divide(ends[:, 0] - corners[:, 0], rise, out=np.zeros_like(rise), where=rise != 0.0)
    x, y = given[:, :1], given[:, 1:]
    block = max(1, _PAIRS // max(1, len(given)))
    for at in range(0, len(corners), block):
        part = slice(at, at + block)
        spans = (corners[part, 1] > y) != (ends[part, 1] > y)
        crossed = spans & (x < corners[part, 0] + (y - corners[part, 1]) * slope[part])
        inside ^= np.logical_xor.reduce(crossed, axis=1)
    return inside


def identity() -> FloatArray:
    """The map that changes nothing, ``(2, 3)``."""
    return np.eye(2, 3)


def translation(dx: float, dy: float) -> FloatArray:
    """Moves by (dx, dy)."""
    return np.array([[1.0, 0.0, dx], [0.0, 1.0, dy]])


def scaling(
    factor_x: float, factor_y: float | None = None, about: Sequence[float] = (0.0, 0.0)
) -> FloatArray:
    """Scales about a point; one factor serves both axes."""
    factor_y = factor_x if factor_y is None else factor_y
    x, y = about
    return np.array([[factor_x, 0.0, x - factor_x * x], [0.0, factor_y, y - factor_y * y]])


def rotation(degrees: float, about: Sequence[float] = (0.0, 0.0)) -> FloatArray:
    """Turns about a point, clockwise on screen (x to y)."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = about
    return np.array([[cos, -sin, x - cos * x + sin * y], [sin, cos, y - sin * x - cos * y]])


def compose(*maps: ArrayLike) -> FloatArray:
    """One map that applies these in order, the first one first."""
    result = np.eye(3)
    for each in maps:
        result = np.vstack([np.asarray(each, dtype=np.float64), [0.0, 0.0, 1.0]]) @ result
    return result[:2].copy()


def invert(matrix: ArrayLike) -> FloatArray:
    """The map that undoes this one.

    Raises:
        InputError: if it cannot be undone, because it flattens the plane.
    """
    given = np.asarray(matrix, dtype=np.float64)
    if not np.isfinite(given).all() or np.linalg.det(given[:, :2]) == 0.0:
        raise InputError("This transformation flattens the drawing and cannot be undone.")
    linear = np.linalg.inv(given[:, :2])
    return np.column_stack([linear, -linear @ given[:, 2]])


def apply(matrix: ArrayLike, points: ArrayLike) -> FloatArray:
    """The images of ``(n, 2)`` points, ``(n, 2)``."""
    given = np.asarray(matrix, dtype=np.float64)
    return np.asarray(as_points(points) @ given[:, :2].T + given[:, 2])


def mean_scale(matrix: ArrayLike) -> float:
    """By how much a map scales lengths on average (the root of its change of area)."""
    given = np.asarray(matrix, dtype=np.float64)
    return math.sqrt(abs(float(np.linalg.det(given[:, :2]))))


def transform(stroke: Stroke, matrix: ArrayLike) -> Stroke:
    """The same stroke (same id) elsewhere; its width scales with ``mean_scale``.

    Pressure, time and tilt stay, and the raw readings move along.

    Raises:
        ValueError: if the result is not finite.
    """

    def moved(samples: FloatArray) -> FloatArray:
        result = samples.copy()
        with np.errstate(over="ignore", invalid="ignore"):
            result[:, :2] = apply(matrix, samples)
        if not np.isfinite(result[:, :2]).all():
            raise ValueError("samples must be finite")
        result.flags.writeable = False
        return result

    samples = moved(stroke.samples)
    raw = None if stroke.raw is None else moved(stroke.raw)
    width = stroke.brush.width * mean_scale(matrix)
    brush = stroke.brush if width == stroke.brush.width else stroke.brush.with_width(width)
    return Stroke(samples, brush, stroke.provenance, stroke.id, raw)
