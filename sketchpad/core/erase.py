"""The eraser: cuts strokes along a swept disc or a hole.

Cuts act on the centre line. An erased part is closed (its edge is erased), the pieces that stay
end exactly on the edge of the disc or polygon, and their samples there are interpolated.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from sketchpad.core.document import Hole
from sketchpad.core.geometry import (
    BoolArray,
    as_points,
    distance_to_polyline,
    in_polygon,
)
from sketchpad.core.intervals import Intervals, depth_of, in_filled, in_sweep, merged
from sketchpad.core.stroke import FloatArray, Stroke

#: Pieces shorter than this many depths (see ``intervals``) are rounding, not drawing.
_SHORTEST: Final = 10.0


def cut(stroke: Stroke, path: ArrayLike, radius: float) -> list[Stroke] | None:
    """What a round eraser leaves of a stroke.

    Args:
        stroke: it is not changed.
        path: where the eraser's centre went, ``(m, 2)``, m ≥ 1, canvas units.
        radius: of the eraser, canvas units.

    Returns:
        None if the stroke is untouched; otherwise its pieces in order, maybe none. They keep
        brush, pressure, time and provenance; the first keeps the id, none keeps ``raw``.
    """
    return cut_many((stroke,), path, radius).get(0)


def cut_many(strokes: Sequence[Stroke], path: ArrayLike, radius: float) -> dict[int, list[Stroke]]:
    """``cut`` of many strokes in one pass, for one move of the eraser.

    Returns:
        The pieces of each stroke that is touched, by its index in ``strokes``.
    """
    centres = _path(path)
    near = _near(strokes, centres, radius)
    if not len(near):
        return {}
    chosen = [strokes[i] for i in near]
    starts, ends, owner, first = _segments(chosen)
    found = in_sweep(starts, ends, centres, radius)
    return {int(near[i]): pieces for i, pieces in _all_pieces(chosen, found, owner, first)}


def touches(stroke: Stroke, path: ArrayLike, radius: float) -> bool:
    """Whether a round eraser touches a stroke's ink, the pen's half width included."""
    return touching((stroke,), path, radius) == [0]


def touching(strokes: Sequence[Stroke], path: ArrayLike, radius: float) -> list[int]:
    """The indices of the strokes whose ink a round eraser touches; see ``touches``."""
    centres = _path(path)
    half = [stroke.brush.width / 2.0 for stroke in strokes]
    near = _near(strokes, centres, radius, np.array(half))
    if not len(near):
        return []
    chosen = [strokes[i] for i in near]
    hit = np.zeros(len(chosen), dtype=np.bool_)
    starts, ends, owner, _ = _segments(chosen)
    widths = np.array([half[i] for i in near])
    # No np.unique: its first call imports numpy.ma, 80 ms in the middle of a gesture.
    for width in set(widths.tolist()):
        of_width = np.flatnonzero((widths == width)[owner])
        # The depth makes a touch from outside, which cuts ignore, count here.
        reach = radius + width + 2.0 * depth_of(starts, ends, centres)
        found = in_sweep(starts[of_width], ends[of_width], centres, reach)
        hit[owner[of_width[found.segment]]] = True
    return [int(i) for i in near[hit]]


def hole_mask(hole: Hole, points: ArrayLike) -> BoolArray:
    """Which points ``(n, 2)`` lie in a hole, ``(n,)``."""
    given = as_points(points)
    path = _closed(hole)
    inside = np.zeros(len(given), dtype=np.bool_)
    if hole.filled:
        inside |= in_polygon(given, hole.path)
    if hole.radius > 0.0:
        inside |= distance_to_polyline(given, path) <= hole.radius
    return inside


def cut_by_hole(stroke: Stroke, hole: Hole) -> list[Stroke] | None:
    """What lies outside a hole of a stroke; None if the hole leaves it untouched, as ``cut``."""
    path = _closed(hole)
    if not len(_near((stroke,), path, hole.radius)):
        return None
    starts, ends, owner, first = _segments((stroke,))
    found = Intervals(np.empty(0, np.int64), np.empty(0), np.empty(0))
    if hole.radius > 0.0:
        found = in_sweep(starts, ends, path, hole.radius)
    if hole.filled:
        inner = in_filled(starts, ends, hole.path)
        found = Intervals(*(np.concatenate(pair) for pair in zip(found, inner, strict=True)))
    return dict(_all_pieces((stroke,), found, owner, first)).get(0)


def _path(path: ArrayLike) -> FloatArray:
    centres = as_points(path)
    if not len(centres):
        raise ValueError("an eraser's path has at least one point")
    return centres


def _closed(hole: Hole) -> FloatArray:
    return np.concatenate([hole.path, hole.path[:1]]) if hole.filled else hole.path


def _near(
    strokes: Sequence[Stroke],
    path: FloatArray,
    radius: float,
    more: FloatArray | float = 0.0,
) -> np.ndarray:
    """The indices of strokes whose box the eraser's box meets: the early out."""
    if len(strokes) == 1 and isinstance(more, float):
        left, top, right, bottom = strokes[0].bounds
        x, y = path[:, 0], path[:, 1]
        apart = x.min() - radius > right or x.max() + radius < left
        if apart or y.min() - radius > bottom or y.max() + radius < top:
            return np.empty(0, dtype=np.int64)
        return np.zeros(1, dtype=np.int64)
    if not strokes:
        return np.empty(0, dtype=np.int64)
    boxes = np.array([stroke.bounds for stroke in strokes])
    margin = radius + np.asarray(more)
    low, high = path.min(axis=0), path.max(axis=0)
    near = (boxes[:, 0] <= high[0] + margin) & (boxes[:, 2] >= low[0] - margin)
    near &= (boxes[:, 1] <= high[1] + margin) & (boxes[:, 3] >= low[1] - margin)
    return np.flatnonzero(near)


def _segments(
    strokes: Sequence[Stroke],
) -> tuple[FloatArray, FloatArray, np.ndarray, np.ndarray]:
    """All segments: starts, ends, the stroke of each, and the first of each stroke.

    A stroke of one sample has one segment, of length 0.
    """
    lines = [stroke.points for stroke in strokes]
    starts = np.concatenate([line[:-1] if len(line) > 1 else line for line in lines])
    ends = np.concatenate([line[1:] if len(line) > 1 else line for line in lines])
    counts = np.array([max(1, len(line) - 1) for line in lines])
    first = np.cumsum(counts) - counts
    return starts, ends, np.repeat(np.arange(len(lines)), counts), first


def _all_pieces(
    strokes: Sequence[Stroke], found: Intervals, owner: np.ndarray, first: np.ndarray
) -> list[tuple[int, list[Stroke]]]:
    """The pieces of each stroke of which something was found to erase."""
    if not len(found.segment):
        return []
    touched = owner[found.segment]
    order = np.argsort(touched, kind="stable")
    begins = np.flatnonzero(np.diff(touched[order], prepend=-1))
    values = touched[order[begins]]
    result = []
    for i, rows in zip(values.tolist(), np.split(order, begins[1:]), strict=True):
        own = Intervals(found.segment[rows] - first[i], found.low[rows], found.high[rows])
        result.append((i, _pieces(strokes[i], merged(own))))
    return result


def _pieces(stroke: Stroke, erased: FloatArray) -> list[Stroke]:
    """What remains of a stroke; ``erased`` as from ``merged``."""
    last = float(len(stroke) - 1)
    if len(stroke) == 1:
        return []
    begins = np.concatenate([[0.0], erased[:, 1]])
    ends = np.concatenate([erased[:, 0], [last]])
    shortest = _SHORTEST * depth_of(np.asarray(stroke.bounds))
    pieces: list[Stroke] = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if begin >= end:
            continue
        samples = _between(stroke.samples, begin, end)
        extent = np.abs(np.diff(samples[:, :2], axis=0)).sum()
        if extent <= shortest:
            continue
        if pieces:
            pieces.append(Stroke(samples, stroke.brush, stroke.provenance))
        else:
            pieces.append(Stroke(samples, stroke.brush, stroke.provenance, stroke.id))
    return pieces


def _between(samples: FloatArray, begin: float, end: float) -> FloatArray:
    """The samples from one place (index + fraction) to another, interpolated at both."""
    inner = samples[int(np.floor(begin)) + 1 : int(np.ceil(end))]
    result = np.concatenate([_at(samples, begin), inner, _at(samples, end)])
    result.flags.writeable = False
    return result


def _at(samples: FloatArray, place: float) -> FloatArray:
    index = min(int(place), len(samples) - 2)
    share = place - index
    if share == 0.0:
        return samples[index : index + 1]
    if share == 1.0:
        return samples[index + 1 : index + 2]
    # In this form what is equal at both ends stays exactly equal between them.
    between = samples[index] + share * (samples[index + 1] - samples[index])
    return np.asarray(between[None])
