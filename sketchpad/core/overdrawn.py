"""Strokes that were drawn over each other: which belong together, and the one curve they mean.

Two strokes belong together where they run along each other for most of the shorter one, or where
the end of one runs along the beginning of the other. After the idea of StrokeAggregator (Liu et
al. 2018), with plain thresholds in place of its learned and perceptual measures.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from sketchpad.core.courtesy import make_way
from sketchpad.core.geometry import (
    BoolArray,
    IntArray,
    distance_to_polyline,
    polyline_length,
    resample,
)
from sketchpad.core.stroke import FloatArray
from sketchpad.core.thin import join


@dataclasses.dataclass(frozen=True)
class GroupOptions:
    """When strokes belong together; lengths in the unit of the strokes.

    Attributes:
        reach: strokes farther apart are two lines.
        angle: degrees; strokes that cross at more than this are two lines.
        share: of the shorter stroke that must run along the other.
        patience: strokes drawn within this many of each other may share less.
        spacing: of the points that are compared.
    """

    reach: float = 9.0
    angle: float = 25.0
    share: float = 0.7
    patience: int = 3
    spacing: float = 4.0


class _Points(NamedTuple):
    place: FloatArray
    way: FloatArray
    owner: IntArray
    first: IntArray


#: Points, and pairs of points, that are looked at at once: other threads wait meanwhile.
_AT_ONCE: Final = 512
_CELLS: Final = 1 << 15
#: How much less strokes drawn shortly after each other must share.
_HASTE: Final = 0.8


def groups_of(
    lines: Sequence[FloatArray], options: GroupOptions = GroupOptions()
) -> list[list[int]]:
    """Which lines mean the same, by their numbers, in drawing order.

    Args:
        lines: ``(n, 2)`` each, in drawing order.
        options: see there.
    """
    if not lines:
        return []
    points = _points(lines, options.spacing)
    one, other = _beside(points, options)
    count = len(lines)
    sizes = np.bincount(points.owner, minlength=count)
    # How many points of stroke a lie along stroke b, and whether an end of a is among them.
    pairs = np.sort(one * count + points.owner[other])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    point, line = np.divmod(pairs, count)
    key = points.owner[point] * count + line
    shared = np.bincount(key, minlength=count * count).reshape(count, count)
    at_end = _is_end(points, sizes)[point]
    ends = np.bincount(key, weights=at_end, minlength=count * count).reshape(count, count) > 0
    share = shared / np.maximum(sizes, 1)[:, None]
    most = np.maximum(share, share.T)
    number = np.arange(count)
    soon = np.abs(number[:, None] - number) <= options.patience
    along = most >= np.where(soon, options.share * _HASTE, options.share)
    # One goes on where the other ends: both bring an end to a common run of some length.
    run = np.minimum(shared, shared.T) * options.spacing
    onward = ends & ends.T & (run >= 1.5 * options.reach)
    label = join(count, *np.nonzero(along | onward))
    found: dict[int, list[int]] = {}
    for k, name in enumerate(label.tolist()):
        found.setdefault(name, []).append(k)
    return list(found.values())


def curves_of(
    lines: Sequence[FloatArray], options: GroupOptions = GroupOptions()
) -> list[FloatArray]:
    """The curves ``(n, 2)`` that a group of lines means: one, and more for what it leaves out.

    A fork's lines belong together, but one curve cannot follow both arms.
    """
    left = list(lines)
    curves: list[FloatArray] = []
    while left:
        make_way()
        curve = curve_of(left, options)
        curves.append(curve)
        parts = [part for line in left for part in _uncovered(line, curve, options)]
        fewer = sum(map(polyline_length, parts)) < 0.95 * sum(map(polyline_length, left))
        left = parts if fewer else []
    return curves


def _uncovered(line: FloatArray, curve: FloatArray, options: GroupOptions) -> list[FloatArray]:
    """The parts of a line, of some length, that a curve does not run along."""
    make_way()
    fine = resample(line, options.spacing)
    far = distance_to_polyline(fine, curve) > 1.2 * options.reach
    edges = np.flatnonzero(np.diff(np.concatenate([[False], far, [False]])))
    runs = [fine[a:b] for a, b in edges.reshape(-1, 2)]
    return [run for run in runs if polyline_length(run) > 2.0 * options.reach]


def curve_of(lines: Sequence[FloatArray], options: GroupOptions = GroupOptions()) -> FloatArray:
    """The one curve ``(n, 2)`` that a group of lines means; closed if they go round.

    The longest line is the spine; lines that go beyond its ends make it longer, and then each of
    its points moves to the middle of all lines there.
    """
    spine = resample(max(lines, key=polyline_length), options.spacing)
    if len(lines) == 1:
        return np.asarray(lines[0])
    points = _points(lines, options.spacing)
    rest = [resample(line, options.spacing) for line in lines]
    for _ in range(2 * len(lines)):
        longer = _extended(spine, rest, options)
        if longer is None:
            break
        spine = longer
    spine = _without_second_round(spine, options)
    for _ in range(2):
        spine = _centred(spine, points, options)
    return spine


def _points(lines: Sequence[FloatArray], spacing: float) -> _Points:
    """All lines' points at equal steps, and the directions there (zero for dots)."""
    parts = [resample(line, spacing) for line in lines]
    ways = [np.gradient(p, axis=0) if len(p) > 1 else np.zeros((1, 2)) for p in parts]
    way = np.concatenate(ways)
    way = way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
    sizes = np.array([len(p) for p in parts])
    owner = np.repeat(np.arange(len(parts)), sizes)
    return _Points(np.concatenate(parts), way, owner, np.cumsum(sizes) - sizes)


def _is_end(points: _Points, sizes: IntArray) -> FloatArray:
    at = np.arange(len(points.owner)) - points.first[points.owner]
    return np.asarray((at == 0) | (at == sizes[points.owner] - 1), dtype=np.float64)


def _beside(points: _Points, options: GroupOptions) -> tuple[IntArray, IntArray]:
    """Pairs of points of different strokes that lie beside each other, both ways round."""
    cell = np.floor(points.place / options.reach).astype(np.int64)
    cell -= cell.min(axis=0) - 1
    width = int(cell[:, 0].max()) + 2
    name = cell[:, 1] * width + cell[:, 0]
    order = np.argsort(name, kind="stable")
    names = name[order]
    ones, others = [], []
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            for begin in range(0, len(name), _AT_ONCE):
                make_way()
                wanted = name[begin : begin + _AT_ONCE] + dy * width + dx
                low = np.searchsorted(names, wanted, "left")
                count = np.searchsorted(names, wanted, "right") - low
                one = begin + np.repeat(np.arange(len(wanted)), count)
                step = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
                other = order[np.repeat(low, count) + step]
                gap = points.place[one] - points.place[other]
                near = (gap * gap).sum(axis=1) <= options.reach**2
                parallel = np.abs((points.way[one] * points.way[other]).sum(axis=1))
                near &= parallel >= _cosine(options)
                near &= points.owner[one] != points.owner[other]
                ones.append(one[near])
                others.append(other[near])
    return np.concatenate(ones), np.concatenate(others)


def _cosine(options: GroupOptions) -> float:
    return math.cos(math.radians(options.angle))


def _extended(
    spine: FloatArray, lines: list[FloatArray], options: GroupOptions
) -> FloatArray | None:
    """The spine with the farthest tail of a line that goes on beyond one of its ends."""
    best: tuple[float, FloatArray] | None = None
    for flip in (False, True):
        base = spine[::-1] if flip else spine
        way = base[-1] - base[max(0, len(base) - 5)]
        way = way / max(math.hypot(*way), 1e-9)
        for line in lines:
            make_way()
            tail = _tail(base[-1], way, line, options)
            if tail is None:
                continue
            gain = polyline_length(tail)
            if gain > options.reach and (best is None or gain > best[0]):
                best = gain, np.concatenate([base, tail])
    return None if best is None else best[1]


def _tail(
    end: FloatArray, way: FloatArray, line: FloatArray, options: GroupOptions
) -> FloatArray | None:
    """What of a line lies ahead of a spine's end, if it passes the end in its direction."""
    if len(line) < 3:
        return None
    gap = np.hypot(*(line - end).T)
    nearest = int(gap.argmin())
    if gap[nearest] > 1.5 * options.reach:
        return None
    along = np.gradient(line, axis=0)[nearest]
    along = along / max(math.hypot(*along), 1e-9)
    aligned = float(along @ way)
    if abs(aligned) < _cosine(options):
        return None
    tail = line[nearest + 1 :] if aligned > 0 else line[:nearest][::-1]
    return tail if len(tail) > 1 else None


def _without_second_round(spine: FloatArray, options: GroupOptions) -> FloatArray:
    """A spine that comes back along its own beginning is closed there, and cut."""
    least = max(8, int(4 * options.reach / options.spacing))
    if len(spine) <= least:
        return spine
    ways = np.gradient(spine, axis=0)
    ways /= np.maximum(np.hypot(ways[:, 0], ways[:, 1]), 1e-9)[:, None]
    gap = np.hypot(*(spine[least:] - spine[0]).T)
    back = np.flatnonzero((gap <= options.reach) & (ways[least:] @ ways[0] >= _cosine(options)))
    if not len(back):
        return spine
    first = int(back[0])
    run = first + int(gap[first : first + 2 * least].argmin())
    return np.concatenate([spine[: run + least], spine[:1]])


def _centred(spine: FloatArray, points: _Points, options: GroupOptions) -> FloatArray:
    """Every point moved across the spine to the middle of the lines beside it, then smoothed."""
    closed = bool((spine[0] == spine[-1]).all()) and len(spine) > 3
    way = np.gradient(spine, axis=0)
    way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
    across = np.stack([-way[:, 1], way[:, 0]], axis=1)
    shift = np.zeros(len(spine))
    block = max(1, _CELLS // max(1, len(points.place)))
    for begin in range(0, len(spine), block):
        make_way()
        part = slice(begin, begin + block)
        gap = points.place[None] - spine[part, None]
        along = np.abs((gap * way[part, None]).sum(axis=2))
        aside = (gap * across[part, None]).sum(axis=2)
        parallel = np.abs(way[part] @ points.way.T) >= _cosine(options)
        near: BoolArray = (along <= 1.5 * options.spacing) & (np.abs(aside) <= options.reach)
        near &= parallel
        low = np.where(near, aside, options.reach).min(axis=1)
        high = np.where(near, aside, -options.reach).max(axis=1)
        # Where nothing is near, both are the reach, and cancel out.
        shift[part] = (low + high) / 2.0
    kernel = np.array([1.0, 4.0, 6.0, 4.0, 1.0]) / 16.0
    mode = "wrap" if closed else "edge"
    smooth = np.convolve(np.pad(shift, 2, mode=mode), kernel, "valid")  # type: ignore[call-overload]
    moved = spine + across * smooth[:, None]
    if closed:
        moved[-1] = moved[0]
    return np.asarray(moved)
