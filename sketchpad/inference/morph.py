"""Morph: strokes of one drawing matched with strokes of another, and what lies between them.

Strokes are matched one to one as far as they resemble each other. One that has no counterpart
peels off the other drawing's ink: it begins as a copy of the piece of it that lies nearest, so
that nothing pops up and nothing vanishes.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.courtesy import make_way
from sketchpad.core.geometry import arc_lengths
from sketchpad.core.stroke import (
    PRESSURE,
    TILT_X,
    TIME,
    Brush,
    FloatArray,
    Provenance,
    Stroke,
    bounds_of,
)
from sketchpad.inference.cancel import Cancellation

#: Points that a stroke is compared by.
_COARSE: Final = 24
#: Begins of pieces that are tried per stroke, and of closed strokes.
_PLACES: Final = 9
#: Strokes that a piece is looked for in.
_NEAR: Final = 8
_SHIFTS: Final = 12
#: What it costs a stroke to have no counterpart, beside the way from where it peels off; and a
#: counterpart of another length. In long sides of the drawing.
_ALONE: Final = 0.04
_UNEQUAL: Final = 0.08
#: A stroke is closed if its ends are nearer to each other than this share of its length.
_CLOSED: Final = 0.12
#: Canvas units between samples of a morphed stroke, as a share of the drawing's size.
_SPACING: Final = 1 / 150
_MOST: Final = 400

Points = NDArray[np.float64]


@dataclasses.dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a stroke, as its samples' columns x, y, pressure are followed along it.

    Attributes:
        stroke: number in its drawing.
        begin: share of its length where the piece begins; above 1 for closed strokes.
        end: likewise; before ``begin`` if it is followed backwards.
    """

    stroke: int
    begin: float = 0.0
    end: float = 1.0

    @property
    def share(self) -> float:
        """Of its stroke's length."""
        return abs(self.end - self.begin)


_Pair = tuple[_Piece, _Piece]


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class Morph:
    """The way from one drawing to another.

    Attributes:
        first: the strokes it begins with.
        second: the strokes it ends with.
        size: the long side of the larger drawing, canvas units.
        pairs: pieces of both that belong together.
        distance: how far points move on average, canvas units.
    """

    first: tuple[Stroke, ...]
    second: tuple[Stroke, ...]
    size: float
    pairs: tuple[_Pair, ...]
    distance: float

    def at(self, share: float, provenance: Provenance) -> tuple[Stroke, ...]:
        """The drawing at a share of the way; the very strokes at the ends, 0 and 1."""
        if share <= 0.0:
            return self.first
        if share >= 1.0:
            return self.second
        return tuple(self._stroke(a, b, share, provenance) for a, b in self.pairs)

    def _stroke(self, one: _Piece, other: _Piece, share: float, provenance: Provenance) -> Stroke:
        make_way()
        a, b = self.first[one.stroke], self.second[other.stroke]
        longest = max(
            _length(a) * abs(one.end - one.begin), _length(b) * abs(other.end - other.begin)
        )
        count = int(np.clip(longest / max(self.size * _SPACING, 1e-9), 2, _MOST))
        along = np.linspace(0.0, 1.0, count)
        begin, end = _follow(a, one, along), _follow(b, other, along)
        samples = np.full((count, 6), np.nan)
        samples[:, :TILT_X] = (1.0 - share) * begin + share * end
        return Stroke.make(samples, blended(a.brush, b.brush, share), provenance)


def blended(first: Brush, second: Brush, share: float) -> Brush:
    """The brush at a share of the way from one to another."""
    one, other = (bytes.fromhex(brush.colour[1:]) for brush in (first, second))
    mixed = [round(a + share * (b - a)) for a, b in zip(one, other, strict=True)]

    def between(a: float, b: float) -> float:
        return a + share * (b - a)

    return Brush(
        "#" + bytes(mixed).hex(),
        between(first.width, second.width),
        between(first.opacity, second.opacity),
        between(first.sensitivity, second.sensitivity),
        between(first.gamma, second.gamma),
    )


def morph(
    first: Sequence[Stroke], second: Sequence[Stroke], cancellation: Cancellation | None = None
) -> Morph:
    """Match the strokes of two drawings; neither is empty.

    Raises:
        CancelledError: if it was cancelled.
    """
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped,unused-ignore]

    watch = cancellation or Cancellation()
    a, b = _Shapes.of(first), _Shapes.of(second)
    cost, pieces = a.compared_with(b, watch)
    peel_a, from_a = b.nearest_pieces(a, watch)
    peel_b, from_b = a.nearest_pieces(b, watch)
    n, m = cost.shape
    whole = np.zeros((n + m, m + n))
    whole[:n, :m] = cost
    whole[:n, m:] = np.where(np.eye(n, dtype=bool), (peel_a + _ALONE)[:, None], 1e6)
    whole[n:, :m] = np.where(np.eye(m, dtype=bool), (peel_b + _ALONE)[None, :], 1e6)
    pairs: list[_Pair] = []
    for i, j in zip(*linear_sum_assignment(whole), strict=True):
        if i < n and j < m:
            pairs.append(pieces[i][j])
        elif i < n:
            pairs.append((_Piece(int(i)), from_a[i]))
        elif j < m:
            pairs.append((from_b[j], _Piece(int(j))))
    size = max(a.size, b.size)
    found = Morph(tuple(first), tuple(second), size, tuple(pairs), 0.0)
    return dataclasses.replace(found, distance=_distance(found))


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class _Shapes:
    """The strokes of a drawing, brought to one size so that they can be compared.

    Attributes:
        lines: ``(n, _COARSE, 2)``, in long sides of the drawing, its middle at 0.
        paths: the same strokes with all their points.
        lengths: ``(n,)``, in long sides.
        closed: ``(n,)``, whether both ends of a stroke meet.
        size: the long side of the drawing, canvas units.
    """

    lines: Points
    paths: tuple[Points, ...]
    lengths: Points
    closed: NDArray[np.bool_]
    size: float

    @classmethod
    def of(cls, strokes: Sequence[Stroke]) -> _Shapes:
        left, top, right, bottom = bounds_of(strokes) or (0.0, 0.0, 1.0, 1.0)
        size = max(right - left, bottom - top, 1e-9)
        middle = np.array([(left + right) / 2, (top + bottom) / 2])
        paths = tuple((stroke.points - middle) / size for stroke in strokes)
        along = np.linspace(0.0, 1.0, _COARSE)
        lines = np.stack([_walk(path, along) for path in paths])
        lengths = np.array([arc_lengths(path)[-1] for path in paths])
        gaps = np.array([np.linalg.norm(path[0] - path[-1]) for path in paths])
        closed = (lengths > 1e-9) & (gaps < _CLOSED * lengths) & (lengths > 0.02)
        return cls(lines, paths, lengths, closed, size)

    def compared_with(
        self, other: _Shapes, watch: Cancellation
    ) -> tuple[Points, list[list[_Pair]]]:
        """What it costs to match each stroke with each of the other, ``(n, m)``, and how.

        Of two strokes at most one is read from elsewhere than its begin, or backwards.
        """
        cost = np.empty((len(self.lines), len(other.lines)))
        how: list[list[_Pair]] = []
        for number in range(len(self.lines)):
            watch.check()
            pieces = list(self._whole(number))
            distances = _apart(self._read(pieces), other.lines)
            best = distances.argmin(axis=0)
            cost[number] = distances.min(axis=0)
            how.append([(pieces[k], _Piece(j)) for j, k in enumerate(best)])
        for closed in np.flatnonzero(other.closed).tolist():
            watch.check()
            pieces = list(other._whole(closed))
            distances = _apart(other._read(pieces), self.lines)
            best = distances.argmin(axis=0)
            for i in np.flatnonzero(distances.min(axis=0) < cost[:, closed]):
                cost[i, closed] = distances[best[i], i]
                how[i][closed] = _Piece(int(i)), pieces[best[i]]
        total = self.lengths[:, None] + other.lengths[None]
        unequal = np.abs(self.lengths[:, None] - other.lengths[None]) / np.maximum(total, 1e-9)
        return cost + _UNEQUAL * unequal, how

    def nearest_pieces(self, other: _Shapes, watch: Cancellation) -> tuple[Points, list[_Piece]]:
        """For each stroke of the other, the piece of this drawing nearest to it, and how far."""
        far, found = np.empty(len(other.lines)), []
        for number, length in enumerate(other.lengths):
            watch.check()
            line = other.lines[number]
            gaps = np.linalg.norm(self.lines - line.mean(axis=0), axis=2).min(axis=1)
            near = np.argsort(gaps, kind="stable")[:_NEAR]
            pieces = [p for stroke in near for p in self._parts(int(stroke), float(length))]
            distances = _apart(self._read(pieces), line[None])[:, 0]
            best = int(distances.argmin())
            far[number] = distances[best]
            found.append(pieces[best])
        return far, found

    def _whole(self, number: int) -> Iterator[_Piece]:
        """The ways to follow a whole stroke."""
        starts = np.arange(_SHIFTS) / _SHIFTS if self.closed[number] else (0.0,)
        for start in starts:
            yield _Piece(number, float(start), float(start) + 1.0)
            yield _Piece(number, float(start) + 1.0, float(start))

    def _parts(self, number: int, length: float) -> Iterator[_Piece]:
        """Pieces of a stroke of about this length."""
        share = min(length / max(float(self.lengths[number]), 1e-9), 1.0)
        last = 1.0 if self.closed[number] else 1.0 - share
        for start in np.linspace(0.0, last, _PLACES if last > 1e-6 else 1):
            yield _Piece(number, float(start), float(start) + share)
            yield _Piece(number, float(start) + share, float(start))

    def _read(self, pieces: Sequence[_Piece]) -> Points:
        """The pieces' places, ``(p, _COARSE, 2)``; pieces of one stroke come one after another."""
        along = np.linspace(0.0, 1.0, _COARSE)
        found = []
        for stroke, group in itertools.groupby(pieces, lambda piece: piece.stroke):
            make_way()
            shares = np.stack([_shares(piece, along) for piece in group])
            places = _walk(self.paths[stroke], shares.ravel())
            found.append(places.reshape(*shares.shape, 2))
        return np.concatenate(found)


def _apart(pieces: Points, lines: Points) -> Points:
    """How far each piece is from each line, ``(p, l)``: in place, and in shape."""
    middles, others = pieces.mean(axis=1), lines.mean(axis=1)
    place = np.linalg.norm(middles[:, None] - others[None], axis=2)
    shape = (pieces - middles[:, None])[:, None] - (lines - others[:, None])[None]
    return np.asarray(place + np.hypot(shape[..., 0], shape[..., 1]).mean(axis=2))


def _shares(piece: _Piece, along: Points) -> Points:
    """Where along its stroke a piece is, at shares of its own length; wrapped at 1."""
    at = piece.begin + along * (piece.end - piece.begin)
    return np.where(at > 1.0, at - 1.0, at)


def _walk(points: Points, shares: Points) -> Points:
    """Places at these shares of the length of a polyline ``(n, k)``, by its first columns."""
    along = arc_lengths(points[:, :2])
    at = shares * along[-1]
    return np.stack([np.interp(at, along, column) for column in points.T], axis=1)


def _follow(stroke: Stroke, piece: _Piece, along: Points) -> FloatArray:
    """x, y, pressure and time of a piece of a stroke; time goes on whichever way it is read."""
    columns = stroke.samples[:, [0, 1, PRESSURE, TIME]]
    found = _walk(columns, _shares(piece, along))
    found[:, 3] = along * float(columns[-1, 3] - columns[0, 3]) * piece.share
    return found


def _length(stroke: Stroke) -> float:
    return float(arc_lengths(stroke.points)[-1])


def _distance(found: Morph) -> float:
    """How far the points of all pairs move, by the length of ink."""
    along = np.linspace(0.0, 1.0, _COARSE)
    total = weight = 0.0
    for one, other in found.pairs:
        a, b = found.first[one.stroke], found.second[other.stroke]
        begin, end = _follow(a, one, along)[:, :2], _follow(b, other, along)[:, :2]
        ink = max(_length(a) * one.share, _length(b) * other.share)
        apart = end - begin
        total += ink * float(np.hypot(apart[:, 0], apart[:, 1]).mean())
        weight += ink
    return total / weight if weight > 0.0 else 0.0
