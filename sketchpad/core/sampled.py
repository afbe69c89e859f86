"""Lines as points at equal steps, and which points of different lines lie near each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from sketchpad.core.courtesy import make_way
from sketchpad.core.geometry import IntArray, polyline_length, resample
from sketchpad.core.stroke import FloatArray

#: Between the points, in the lines' unit.
STEP: Final = 3.0
#: Points that are looked at at once: other threads wait meanwhile.
_AT_ONCE: Final = 256


class Sampled(NamedTuple):
    """Points of several lines, one line after the other.

    Attributes:
        place: ``(n, 2)``.
        way: the line's direction there, of length 1, ``(n, 2)``.
        bend: its curvature there, 1 over the radius, signed, ``(n,)``.
        owner: the line that a point is on, ``(n,)``.
        first: of each line, its first point's number, ``(lines,)``.
        size: and how many points it has.
        length: and how long it is.
    """

    place: FloatArray
    way: FloatArray
    bend: FloatArray
    owner: IntArray
    first: IntArray
    size: IntArray
    length: FloatArray

    @property
    def last(self) -> IntArray:
        """Of each line, its last point's number."""
        return self.first + self.size - 1


def sampled(lines: Sequence[FloatArray]) -> Sampled:
    """Lines ``(n, 2)``, n ≥ 1, at equal steps; every line has two points at least."""
    parts = [resample(line, STEP) if len(line) > 1 else line for line in lines]
    parts = [p if len(p) > 1 else np.concatenate([p, p + np.array([0.5, 0.0])]) for p in parts]
    size = np.array([len(p) for p in parts], dtype=np.int64)
    owner = np.repeat(np.arange(len(parts)), size)
    first = np.cumsum(size) - size
    place = np.concatenate([np.empty((0, 2)), *parts])
    number = np.arange(len(place))
    before = np.maximum(number - 2, first[owner])
    after = np.minimum(number + 2, (first + size - 1)[owner])
    way = place[after] - place[before]
    way = way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
    bend = np.zeros(len(place))
    inner = np.flatnonzero((number > first[owner]) & (number < (first + size - 1)[owner]))
    one, other = way[inner - 1], way[inner + 1]
    bend[inner] = (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / (2.0 * STEP)
    length = np.array([polyline_length(p) for p in parts])
    return Sampled(place, way, bend, owner, first, size, length)


def neighbours(points: Sampled, reach: float) -> Iterator[tuple[IntArray, IntArray]]:
    """Pairs of points of different lines within a distance, both ways round.

    They come some at a time: all of a point's pairs together, in the order of the first points.
    """
    cell = np.floor(points.place / reach).astype(np.int64)
    cell -= cell.min(axis=0, initial=0) - 1
    width = int(cell[:, 0].max(initial=0)) + 2
    name = cell[:, 1] * width + cell[:, 0]
    order = np.argsort(name, kind="stable")
    names = name[order]
    for begin in range(0, len(name), _AT_ONCE):
        make_way()
        some = name[begin : begin + _AT_ONCE]
        ones, others = [], []
        for down in (-1, 0, 1):
            # Three cells of a row are side by side in the order of names.
            low = np.searchsorted(names, some + down * width - 1, "left")
            count = np.searchsorted(names, some + down * width + 1, "right") - low
            one = begin + np.repeat(np.arange(len(some)), count)
            step = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
            other = order[np.repeat(low, count) + step]
            gap = points.place[one] - points.place[other]
            near = (gap * gap).sum(axis=1) <= reach**2
            near &= points.owner[one] != points.owner[other]
            ones.append(one[near])
            others.append(other[near])
        yield np.concatenate(ones), np.concatenate(others)
