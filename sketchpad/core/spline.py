"""Smooth ink through few points: models and fast mice give corners, hands draw curves.

Centripetal Catmull–Rom splines (Yuksel, Schaefer & Keyser 2011), which neither loop nor overshoot
between unevenly spaced points, interrupted where the polyline turns sharply: ``smooth_through``
for all points at once, ``Curve`` for points as they come.
"""

from __future__ import annotations

import itertools
import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from sketchpad.core.geometry import as_points
from sketchpad.core.stroke import FloatArray


def smooth_through(
    points: ArrayLike, spacing: float, *, corner_degrees: float = 75.0
) -> FloatArray:
    """A curve through all the points that keeps their sharp corners.

    Args:
        points: ``(n, 2)``, any unit.
        spacing: the distance between points of the result, same unit, more than 0.
        corner_degrees: turns sharper than this stay corners.

    Returns:
        ``(m, 2)``, beginning and ending at the given ends; repeated points are dropped.
    """
    given = as_points(points)
    if len(given) > 1:
        moved = np.linalg.norm(np.diff(given, axis=0), axis=1) > 1e-9
        given = given[np.concatenate([[True], moved])]
    if len(given) < 3:
        return _subdivided(given, spacing)
    steps = np.diff(given, axis=0)
    directions = steps / np.linalg.norm(steps, axis=1, keepdims=True)
    cosines = (directions[1:] * directions[:-1]).sum(axis=1)
    corners = np.flatnonzero(cosines < np.cos(np.radians(corner_degrees))) + 1
    closed = len(given) > 3 and bool(np.linalg.norm(given[0] - given[-1]) < spacing)
    ends = [0, *corners, len(given) - 1]
    parts = [
        _catmull_rom(given[a : b + 1], spacing, closed=closed and len(ends) == 2)
        for a, b in itertools.pairwise(ends)
    ]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _subdivided(points: FloatArray, spacing: float) -> FloatArray:
    if len(points) < 2:
        return points
    pieces = max(1, int(np.ceil(np.linalg.norm(points[1] - points[0]) / spacing)))
    return np.asarray(np.linspace(points[0], points[1], pieces + 1))


def _catmull_rom(points: FloatArray, spacing: float, *, closed: bool) -> FloatArray:
    if len(points) < 3:
        return _subdivided(points, spacing)
    if closed:
        before, after = points[-2], points[1]
    else:
        before, after = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
    padded = np.concatenate([[before], points, [after]])
    chords = np.maximum(np.linalg.norm(np.diff(padded, axis=0), axis=1), 1e-12)
    knots = np.concatenate([[0.0], np.cumsum(np.sqrt(chords))])
    pieces = np.maximum(1, np.ceil(chords[1:-1] / spacing).astype(np.int64))
    segment = np.repeat(np.arange(len(pieces)), pieces)
    first = np.cumsum(pieces) - pieces
    share = (np.arange(len(segment)) - first[segment]) / pieces[segment]
    p0, p1, p2, p3 = (padded[segment + k] for k in range(4))
    t0, t1, t2, t3 = (knots[segment + k][:, None] for k in range(4))
    t = t1 + share[:, None] * (t2 - t1)
    a1 = ((t1 - t) * p0 + (t - t0) * p1) / (t1 - t0)
    a2 = ((t2 - t) * p1 + (t - t1) * p2) / (t2 - t1)
    a3 = ((t3 - t) * p2 + (t - t2) * p3) / (t3 - t2)
    b1 = ((t2 - t) * a1 + (t - t0) * a2) / (t2 - t0)
    b2 = ((t3 - t) * a2 + (t - t1) * a3) / (t3 - t1)
    curve = ((t2 - t) * b1 + (t - t1) * b2) / (t2 - t1)
    return np.concatenate([curve, points[-1:]])


#: One sample as a tuple, its place first; see ``sketchpad.core.stroke.COLUMNS``.
Row = tuple[float, ...]
_Vector = tuple[float, float]
_MOST_PIECES: Final = 64
_SAME: Final = 1e-9


class Curve:
    """A smooth line through samples as they come: it adds rows where they are too few for it.

    Every sample stays as it is. Between two of them rows are added where a straight line would
    leave the curve by more than the tolerance; their columns after the place are in proportion.
    The piece before the latest sample waits for the next one, which decides where it leads.
    """

    def __init__(self, tolerance: float, *, corner_degrees: float = 75.0) -> None:
        """See the class.

        Args:
            tolerance: more than 0, in the unit of the places.
            corner_degrees: turns sharper than this stay corners.
        """
        self._tolerance = tolerance
        self._corner = math.cos(math.radians(corner_degrees))
        self._before: Row | None = None
        self._start: Row | None = None
        self._ends: list[Row] = []  # the latest sample, and those at the same place after it

    def add(self, row: Row) -> list[Row]:
        """Take a sample; the rows that are final by now and were not before."""
        if self._start is None:
            self._start = row
            return [row]
        if not self._ends:
            if _is_near(self._start, row):
                self._start = row
                return [row]
            self._ends = [row]
            return []
        end = self._ends[0]
        if _is_near(end, row):
            self._ends.append(row)
            return []
        settled = self._settle(row)
        self._before, self._start, self._ends = self._start, self._ends[-1], [row]
        return settled

    def finish(self) -> list[Row]:
        """No more samples come: the rows that are left. The next sample begins another curve."""
        settled = self._settle(None) if self._ends else []
        self._before, self._start, self._ends = None, None, []
        return settled

    def _settle(self, after: Row | None) -> list[Row]:
        """The rows from the one that was last settled to the latest sample."""
        start, end = self._start, self._ends[0]
        assert start is not None
        across = end[0] - start[0], end[1] - start[1]
        leaving = arriving = None
        if self._before is not None and self._is_soft(self._before, start, end):
            leaving = _velocity(self._before, start, end, math.hypot(*across))
        if after is not None and self._is_soft(start, end, after):
            arriving = _velocity(start, end, after, math.hypot(*across))
        if leaving is None and arriving is None:
            return self._ends
        # An end that leads nowhere else takes the curve's direction: a parabola.
        leaving = leaving or _mirrored(arriving, across)
        arriving = arriving or _mirrored(leaving, across)
        pieces = self._pieces(across, leaving, arriving)
        return [*_bent(start, end, leaving, arriving, pieces), *self._ends]

    def _is_soft(self, before: Row, at: Row, after: Row) -> bool:
        ux, uy = at[0] - before[0], at[1] - before[1]
        vx, vy = after[0] - at[0], after[1] - at[1]
        return ux * vx + uy * vy >= self._corner * math.hypot(ux, uy) * math.hypot(vx, vy)

    def _pieces(self, across: _Vector, leaving: _Vector, arriving: _Vector) -> int:
        """How many straight pieces stay within the tolerance."""
        length = math.hypot(*across)
        aside = max(abs(across[0] * v[1] - across[1] * v[0]) for v in (leaving, arriving)) / length
        if aside / 4.0 <= self._tolerance:  # the control points are a third of it away
            return 1
        bend = max(
            math.hypot(across[0] - 2 * a[0] / 3 - b[0] / 3, across[1] - 2 * a[1] / 3 - b[1] / 3)
            for a, b in ((leaving, arriving), (arriving, leaving))
        )
        bend = max(bend, aside / 3.0)
        return min(_MOST_PIECES, math.ceil(math.sqrt(0.75 * bend / self._tolerance)))


def _is_near(one: Row, other: Row) -> bool:
    return abs(one[0] - other[0]) < _SAME and abs(one[1] - other[1]) < _SAME


def _velocity(before: Row, at: Row, after: Row, length: float) -> _Vector:
    """The direction at a sample, as long as a piece of this length asks for."""
    ux, uy = at[0] - before[0], at[1] - before[1]
    vx, vy = after[0] - at[0], after[1] - at[1]
    s, t = math.sqrt(math.hypot(ux, uy)), math.sqrt(math.hypot(vx, vy))
    scale, both = math.sqrt(length), s + t
    return (
        scale * (ux / s - (ux + vx) / both + vx / t),
        scale * (uy / s - (uy + vy) / both + vy / t),
    )


def _mirrored(velocity: _Vector | None, across: _Vector) -> _Vector:
    assert velocity is not None
    return 2 * across[0] - velocity[0], 2 * across[1] - velocity[1]


def _bent(start: Row, end: Row, leaving: _Vector, arriving: _Vector, pieces: int) -> list[Row]:
    """The rows that are added inside one piece of the curve, in Hermite's form."""
    rows = []
    for number in range(1, pieces):
        t = number / pieces
        back = 1.0 - t
        begin, finish = back * back * (1 + 2 * t), t * t * (3 - 2 * t)
        out, into = t * back * back, -t * t * back
        place = (
            begin * start[i] + finish * end[i] + out * leaving[i] + into * arriving[i]
            for i in (0, 1)
        )
        rest = (back * a + t * b for a, b in zip(start[2:], end[2:], strict=True))
        rows.append((*place, *rest))
    return rows
