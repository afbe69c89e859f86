"""Which parts of segments lie in a swept disc or in a polygon.

A segment's part is an interval of its parameter, 0 at its start to 1 at its end.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from sketchpad.core.geometry import TINY, IntArray, distance_to_polyline, in_polygon
from sketchpad.core.stroke import FloatArray

#: Pairs of (segment, edge) that are looked at in one go.
_PAIRS: Final = 1 << 21
#: What lies less deep inside than this share of the coordinates' size counts as outside, so that
#: a cut end, which lies on the edge but for rounding, is not cut again.
DEPTH: Final = 1e-9


class Intervals(NamedTuple):
    """Parts of segments, in no order; parts of one segment may overlap.

    Attributes:
        segment: which segment, int64 ``(k,)``.
        low: where the part begins, 0 to 1, ``(k,)``.
        high: where it ends, ``low`` to 1, ``(k,)``.
    """

    segment: IntArray
    low: FloatArray
    high: FloatArray


def depth_of(*points: FloatArray) -> float:
    """How deep inside something must lie to count, for coordinates of this size."""
    return DEPTH * (1.0 + max((float(np.abs(p).max()) for p in points if p.size), default=0.0))


def in_sweep(starts: FloatArray, ends: FloatArray, path: FloatArray, radius: float) -> Intervals:
    """The parts of segments within a radius of a path.

    Args:
        starts: ``(s, 2)``.
        ends: ``(s, 2)``.
        path: ``(m, 2)``, m ≥ 1.
        radius: 0 or more.
    """
    from_, to = path[: max(1, len(path) - 1)], path[min(1, len(path) - 1) :]
    segment, edge = _near_pairs(starts, ends, from_, to, radius)
    start, end, a, b = starts[segment], ends[segment], from_[edge], to[edge]
    shrunk = radius - depth_of(starts, ends, path)
    low, high = _in_capsule(start, end, a, b, shrunk)
    touched = low <= high
    segment, start, end = segment[touched], start[touched], end[touched]
    low, high = _in_capsule(start, end, a[touched], b[touched], radius)
    return Intervals(segment, low, high)


def in_filled(starts: FloatArray, ends: FloatArray, polygon: FloatArray) -> Intervals:
    """The parts of segments inside a polygon ``(m, 2)`` by the even-odd rule."""
    if len(polygon) < 3 or not len(starts):
        return Intervals(np.empty(0, np.int64), np.empty(0), np.empty(0))
    to = np.roll(polygon, -1, axis=0)
    segment, edge = _near_pairs(starts, ends, polygon, to, 0.0)
    step, side = (ends - starts)[segment], (to - polygon)[edge]
    gap = polygon[edge] - starts[segment]
    cross = _cross(step, side)
    safe = np.where(cross == 0.0, 1.0, cross)
    with np.errstate(over="ignore"):
        at, along = _cross(gap, side) / safe, _cross(gap, step) / safe
    # A little beyond both ends: a crossing too many only divides a part in two.
    met = (cross != 0.0) & (at > 0.0) & (at < 1.0) & (along > -1e-9) & (along < 1.0 + 1e-9)
    owner = np.concatenate([np.arange(len(starts)), segment[met], np.arange(len(starts))])
    place = np.concatenate([np.zeros(len(starts)), at[met], np.ones(len(starts))])
    order = np.lexsort((place, owner))
    owner, place = owner[order], place[order]
    part = np.flatnonzero(owner[:-1] == owner[1:])
    segment, low, high = owner[part], place[part], place[part + 1]
    middle = starts[segment] + (0.5 * (low + high))[:, None] * (ends - starts)[segment]
    inside = in_polygon(middle, polygon)
    outline = np.concatenate([polygon, polygon[:1]])
    inside[inside] = distance_to_polyline(middle[inside], outline) > depth_of(starts, ends, polygon)
    return Intervals(segment[inside], low[inside], high[inside])


def merged(intervals: Intervals) -> FloatArray:
    """The union as disjoint spans ``(k, 2)`` in order, in units of segment index + parameter.

    Spans that touch, also from one segment to the next, become one.
    """
    order = np.argsort(intervals.segment + intervals.low, kind="stable")
    low = (intervals.segment + intervals.low)[order]
    high = np.maximum.accumulate((intervals.segment + intervals.high)[order])
    first = np.ones(len(low), dtype=np.bool_)
    first[1:] = low[1:] > high[:-1]
    last = np.append(first[1:], np.True_)[: len(low)]
    return np.stack([low[first], high[last]], axis=1)


def _cross(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])


def _near_pairs(
    starts: FloatArray, ends: FloatArray, from_: FloatArray, to: FloatArray, margin: float
) -> tuple[IntArray, IntArray]:
    """Pairs of a segment and an edge whose boxes, grown by the margin, overlap."""
    low, high = np.minimum(starts, ends) - margin, np.maximum(starts, ends) + margin
    edge_low, edge_high = np.minimum(from_, to), np.maximum(from_, to)
    block = max(1, _PAIRS // max(1, len(starts)))
    found: list[tuple[IntArray, IntArray]] = []
    for at in range(0, len(from_), block):
        part = slice(at, at + block)
        near = (low[:, :1] <= edge_high[part, 0]) & (high[:, :1] >= edge_low[part, 0])
        near &= (low[:, 1:] <= edge_high[part, 1]) & (high[:, 1:] >= edge_low[part, 1])
        segment, edge = np.nonzero(near)
        found.append((segment, edge + at))
    return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])


def _in_capsule(
    start: FloatArray, end: FloatArray, a: FloatArray, b: FloatArray, radius: float
) -> tuple[FloatArray, FloatArray]:
    """Row by row, the part of a segment within the radius of the segment a–b.

    The capsule is convex, so the part is one interval: from the first to the last of those in
    the two discs and in the rectangle between them. Empty ones have low > high.
    """
    low_a, high_a = _in_disc(start, end, a, radius)
    low_b, high_b = _in_disc(start, end, b, radius)
    low_r, high_r = _in_rectangle(start, end, a, b, radius)
    low = np.minimum(np.minimum(low_a, low_b), low_r)
    high = np.maximum(np.maximum(high_a, high_b), high_r)
    return low, high


def _in_disc(
    start: FloatArray, end: FloatArray, centre: FloatArray, radius: float
) -> tuple[FloatArray, FloatArray]:
    step, to = end - start, centre - start
    square = np.einsum("ij,ij->i", step, step)
    safe = np.where(square > TINY, square, 1.0)
    foot = np.einsum("ij,ij->i", to, step) / safe
    off = to - foot[:, None] * step
    inside = radius * radius - np.einsum("ij,ij->i", off, off)
    half = np.sqrt(np.maximum(inside, 0.0) / safe)
    # A segment without length is inside as a whole or not at all.
    low = np.where(square > TINY, np.maximum(foot - half, 0.0), 0.0)
    high = np.where(square > TINY, np.minimum(foot + half, 1.0), 1.0)
    return _or_empty(low, high, (inside >= 0.0) & (radius >= 0.0) & (low <= high))


def _in_rectangle(
    start: FloatArray, end: FloatArray, a: FloatArray, b: FloatArray, radius: float
) -> tuple[FloatArray, FloatArray]:
    axis = b - a
    length = np.hypot(axis[:, 0], axis[:, 1])
    some = length > 0.0
    axis = axis / np.where(some, length, 1.0)[:, None]
    off, step = start - a, end - start
    low, high = np.zeros(len(start)), np.ones(len(start))
    sides = (
        (np.einsum("ij,ij->i", off, axis), np.einsum("ij,ij->i", step, axis), 0.0, length),
        (_cross(axis, off), _cross(axis, step), -radius, np.full(len(start), radius)),
    )
    for place, slope, least, most in sides:
        flat = slope == 0.0
        safe = np.where(flat, 1.0, slope)
        with np.errstate(over="ignore"):
            near, far = (least - place) / safe, (most - place) / safe
        low = np.where(flat, low, np.maximum(low, np.minimum(near, far)))
        high = np.where(flat, high, np.minimum(high, np.maximum(near, far)))
        some &= ~flat | ((place >= least) & (place <= most))
    return _or_empty(low, high, some & (radius >= 0.0) & (low <= high))


def _or_empty(low: FloatArray, high: FloatArray, some: np.ndarray) -> tuple[FloatArray, FloatArray]:
    return np.where(some, low, np.inf), np.where(some, high, -np.inf)
