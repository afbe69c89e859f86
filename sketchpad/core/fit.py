"""Cubic Béziers along polylines.

After Schneider, "An Algorithm for Automatically Fitting Digitized Curves", Graphics Gems (1990).
The error is bounded: measured densely, the curve stays within the tolerance of the polyline and
the polyline within that of the curve. All spans of all polylines of one depth of the recursion
are fitted together, so a whole document costs little more than its longest stroke.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sketchpad.core.courtesy import make_way
from sketchpad.core.errors import InputError
from sketchpad.core.geometry import BoolArray, IntArray, arc_lengths, as_points
from sketchpad.core.stroke import FloatArray

#: A turn sharper than this is a corner, which the curve keeps.
CORNER_DEGREES: Final = 50.0
#: The share of the tolerance that the fit uses itself; the rest covers what lies between the
#: places where the error is measured.
_SHARE: Final = 0.95
#: Where, between two points, the curve is compared with the polyline.
_BETWEEN: Final = np.array([0.25, 0.5, 0.75])
#: Rounds of moving the parameters of the points (Newton), and up to which error it is worth it.
_ROUNDS: Final = 4
_HOPEFUL: Final = 6.0
#: After so many splits at the worst point, spans are halved, so that the depth is bounded.
_DEPTH: Final = 24
_MOST_STEPS: Final = 1000


class _Line(NamedTuple):
    """All polylines one after the other: points, length along them, and their bounds in it."""

    points: FloatArray
    along: FloatArray
    low: FloatArray
    high: FloatArray


class _Spans(NamedTuple):
    """Runs of points to fit with one curve each: first and last index, tangents there."""

    first: IntArray
    last: IntArray
    leaving: FloatArray
    arriving: FloatArray

    def pick(self, which: BoolArray | IntArray) -> _Spans:
        return _Spans(
            self.first[which], self.last[which], self.leaving[which], self.arriving[which]
        )


def fit_beziers(
    points: ArrayLike, tolerance: float, corner_degrees: float = CORNER_DEGREES
) -> FloatArray:
    """A chain of cubic Béziers along a polyline.

    Args:
        points: ``(n, 2)``, n ≥ 1.
        tolerance: the largest distance between curve and polyline, more than 0.
        corner_degrees: where the line turns by more, the chain has a corner; elsewhere
            curves join with one tangent, unless only straight pieces meet the tolerance.

    Returns:
        ``(k, 4, 2)`` control points, k ≥ 1; each curve begins where the one before ends, the
        chain begins and ends at the polyline's ends.

    Raises:
        InputError: if the tolerance is not positive.
    """
    return fit_many([points], tolerance, corner_degrees)[0]


def fit_many(
    polylines: Sequence[ArrayLike], tolerance: float, corner_degrees: float = CORNER_DEGREES
) -> list[FloatArray]:
    """``fit_beziers`` of many polylines, each ``(n, 2)`` with n ≥ 1, in one go."""
    if not 0.0 < tolerance < math.inf:
        raise InputError(f"The tolerance of a curve must be more than 0, not {tolerance}.")
    lines = [_distinct(as_points(line)) for line in polylines]
    if not lines:
        return []
    offsets = np.cumsum([0, *map(len, lines)])
    line = _joined(lines, offsets)
    reach = 4.0 * tolerance
    breaks = _corners(line, reach, math.radians(corner_degrees))
    breaks[offsets[:-1]] = breaks[offsets[1:] - 1] = True
    places = np.flatnonzero(breaks)
    # Two breaks that follow each other in one polyline are the ends of a span.
    same = np.searchsorted(offsets, places[:-1], "right") == np.searchsorted(
        offsets, places[1:], "right"
    )
    first, last = places[:-1][same], places[1:][same]
    spans = _Spans(
        first, last, _tangents(line, first, 0.0, reach), -_tangents(line, last, reach, 0.0)
    )
    begins, curves = _fit_all(line, spans, tolerance * _SHARE, reach)
    chains = np.split(curves, np.searchsorted(begins, offsets[1:-1]))
    dots = [np.tile(nodes[0], (1, 4, 1)) for nodes in lines]
    return [c if len(c) else dot for c, dot in zip(chains, dots, strict=True)]


def sample_beziers(curves: ArrayLike, tolerance: float = 0.05) -> FloatArray:
    """A polyline along a chain of cubic Béziers.

    Args:
        curves: ``(k, 4, 2)``, each beginning where the one before ends.
        tolerance: the largest distance between polyline and curves.

    Returns:
        ``(m, 2)``, all joints included.
    """
    control = np.asarray(curves, dtype=np.float64).reshape(-1, 4, 2)
    if not len(control):
        return np.empty((0, 2))
    bend = np.abs(np.diff(control, 2, axis=1))
    bend = np.hypot(bend[..., 0], bend[..., 1]).max(axis=1)
    steps = np.sqrt(0.75 * bend / tolerance).clip(1, _MOST_STEPS)
    counts = np.ceil(steps).astype(np.int64)
    curve = np.repeat(np.arange(len(control)), counts)
    at = np.arange(len(curve)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    points = _bezier(control[curve], (at / counts[curve])[:, None])[:, 0]
    points[np.cumsum(counts) - 1] = control[:, 3]
    return np.concatenate([control[:1, 0], points])


def _distinct(points: FloatArray) -> FloatArray:
    if not len(points):
        raise ValueError("a line has at least one point")
    moved = np.any(points[1:] != points[:-1], axis=1)
    return np.asarray(points[np.concatenate([[True], moved])])


def _joined(lines: list[FloatArray], offsets: IntArray) -> _Line:
    lengths = [arc_lengths(nodes) for nodes in lines]
    # A gap keeps the lengths of neighbours apart.
    totals = np.array([own[-1] + 1.0 for own in lengths])
    begin = np.cumsum(totals) - totals
    along = np.concatenate([own + b for own, b in zip(lengths, begin, strict=True)])
    counts = np.diff(offsets)
    low, high = np.repeat(begin, counts), np.repeat(begin + totals - 1.0, counts)
    return _Line(np.concatenate(lines), along, low, high)


def _at(line: _Line, along: FloatArray) -> FloatArray:
    x, y = (np.interp(along, line.along, line.points[:, axis]) for axis in (0, 1))
    return np.column_stack([x, y])


def _tangents(line: _Line, index: IntArray, back: float, ahead: float) -> FloatArray:
    """Unit directions at points, seen over a stretch of the line, ``(k, 2)``."""
    place = line.along[index]
    before = _at(line, np.maximum(place - back, line.low[index]))
    after = _at(line, np.minimum(place + ahead, line.high[index]))
    step = after - before
    size = np.hypot(step[:, 0], step[:, 1])[:, None]
    size[size == 0.0] = 1.0
    return np.asarray(step / size)


def _corners(line: _Line, reach: float, angle: float) -> BoolArray:
    """Points where the line turns by more than the angle, the sharpest of close ones."""
    every = np.arange(len(line.points))
    arriving = _tangents(line, every, reach, 0.0)
    leaving = _tangents(line, every, 0.0, reach)
    dot = np.einsum("ij,ij->i", arriving, leaving)
    inner = (line.along > line.low) & (line.along < line.high)
    sharp = np.flatnonzero(inner & (dot < math.cos(angle)))
    corners = np.zeros(len(every), dtype=np.bool_)
    if len(sharp):
        group = np.concatenate([[0], np.cumsum(np.diff(line.along[sharp]) > reach)])
        order = np.lexsort((dot[sharp], group))
        corners[sharp[order[np.flatnonzero(np.diff(group, prepend=-1))]]] = True
    return corners


def _fit_all(
    line: _Line, spans: _Spans, tolerance: float, reach: float
) -> tuple[IntArray, FloatArray]:
    """Fits and splits until all is within the tolerance.

    Returns:
        the first index of each curve in order ``(k,)``, and the curves ``(k, 4, 2)``.
    """
    begins: list[IntArray] = [np.empty(0, dtype=np.int64)]
    curves: list[FloatArray] = [np.empty((0, 4, 2))]
    depth = 0
    while len(spans.first):
        fitted, error, worst = _fit(line, spans, tolerance)
        good = error <= tolerance
        begins.append(spans.first[good])
        curves.append(fitted[good])
        spans, worst = spans.pick(~good), worst[~good]
        depth += 1
        middle = (spans.first + spans.last) // 2 if depth > _DEPTH else worst
        tangent = _tangents(line, middle, reach, reach)
        spans = _Spans(
            np.concatenate([spans.first, middle]),
            np.concatenate([middle, spans.last]),
            np.concatenate([spans.leaving, tangent]),
            np.concatenate([-tangent, spans.arriving]),
        )
    order = np.argsort(np.concatenate(begins), kind="stable")
    return np.concatenate(begins)[order], np.concatenate(curves)[order]


def _fit(line: _Line, spans: _Spans, tolerance: float) -> tuple[FloatArray, FloatArray, IntArray]:
    """The best curve of each span, its error, and the inner point where that is worst."""
    total = len(spans.first)
    curves = np.zeros((total, 4, 2))
    error, worst = np.full(total, np.inf), np.zeros(total, dtype=np.int64)
    active = np.arange(total)
    owner, index, begin = _members(spans)
    length = line.along[spans.last] - line.along[spans.first]
    u = (line.along[index] - line.along[spans.first][owner]) / length[owner]
    for _ in range(_ROUNDS):
        make_way()
        some = spans.pick(active)
        control = _least_squares(line.points[index], u, owner, begin, some)
        straight = some.last - some.first == 1
        _straighten(control, straight)
        now, at = _error(line.points[index], control, u, owner, begin)
        better = now < error[active]
        chosen = active[better]
        curves[chosen], error[chosen] = control[better], now[better]
        worst[chosen] = (index[begin] + at)[better]
        going = (now > tolerance) & (now < _HOPEFUL * tolerance)
        if not going.any():
            break
        members = going[owner]
        u = _moved(line.points[index], control, u, owner)[members]
        active = active[going]
        owner, index, begin = _members(spans.pick(active))
    worst = np.clip(worst, spans.first + 1, np.maximum(spans.last - 1, spans.first + 1))
    return curves, error, worst


def _members(spans: _Spans) -> tuple[IntArray, IntArray, IntArray]:
    """For all points of all spans: their span and index; and where each span begins."""
    counts = spans.last - spans.first + 1
    begin = np.cumsum(counts) - counts
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) + (spans.first - begin)[owner], begin


def _bezier(control: FloatArray, u: FloatArray) -> FloatArray:
    """Points at parameters ``(n, f)`` of curves ``(n, 4, 2)``, ``(n, f, 2)``."""
    v = 1.0 - u
    weights = np.stack([v * v * v, 3 * u * v * v, 3 * u * u * v, u * u * u], axis=-1)
    return np.asarray(weights @ control)


def _straighten(control: FloatArray, which: BoolArray) -> None:
    third = (control[which, 3] - control[which, 0]) / 3.0
    control[which, 1], control[which, 2] = control[which, 0] + third, control[which, 3] - third


def _least_squares(
    points: FloatArray, u: FloatArray, owner: IntArray, begin: IntArray, spans: _Spans
) -> FloatArray:
    """Curves ``(k, 4, 2)`` with given ends and tangents, their handles by least squares."""
    ends = np.append(begin[1:], len(u)) - 1
    p0, p3 = points[begin], points[ends]
    v = 1.0 - u
    b1, b2 = 3 * u * v * v, 3 * u * u * v
    rest = points - p0[owner] * (v * v * v + b1)[:, None] - p3[owner] * (u * u * u + b2)[:, None]
    t1, t2 = spans.leaving, spans.arriving

    def total(values: FloatArray) -> FloatArray:
        return np.asarray(np.add.reduceat(values, begin))

    s11, s12, s22 = total(b1 * b1), total(b1 * b2), total(b2 * b2)
    cosine = np.einsum("ij,ij->i", t1, t2)
    c11 = s11 * np.einsum("ij,ij->i", t1, t1)
    c22 = s22 * np.einsum("ij,ij->i", t2, t2)
    c12 = s12 * cosine
    x1 = np.einsum("ij,ij->i", t1, np.stack([total(b1 * rest[:, a]) for a in (0, 1)], axis=1))
    x2 = np.einsum("ij,ij->i", t2, np.stack([total(b2 * rest[:, a]) for a in (0, 1)], axis=1))
    det = c11 * c22 - c12 * c12
    chord = np.hypot(*(p3 - p0).T)
    sound = det > 1e-12 * np.maximum(c11 * c22, 1e-300)
    safe = np.where(sound, det, 1.0)
    handle1, handle2 = (x1 * c22 - x2 * c12) / safe, (x2 * c11 - x1 * c12) / safe
    # Wu and Barsky's guess, where the system has no sensible answer.
    sound &= (handle1 > 1e-6 * chord) & (handle2 > 1e-6 * chord)
    handle1 = np.where(sound, handle1, chord / 3.0)
    handle2 = np.where(sound, handle2, chord / 3.0)
    return np.stack([p0, p0 + handle1[:, None] * t1, p3 + handle2[:, None] * t2, p3], axis=1)


def _error(
    points: FloatArray, control: FloatArray, u: FloatArray, owner: IntArray, begin: IntArray
) -> tuple[FloatArray, IntArray]:
    """Each span's largest distance of curve and polyline, and the member where it is.

    Points are compared with the curve at their parameter; the curve in between with the
    segment in between.
    """
    off = _bezier(control[owner], u[:, None])[:, 0] - points
    distance = np.einsum("ij,ij->i", off, off)
    inner = np.flatnonzero(owner[1:] == owner[:-1])
    start, step = points[inner], points[inner + 1] - points[inner]
    between = u[inner, None] + _BETWEEN * (u[inner + 1] - u[inner])[:, None]
    off = _bezier(control[owner[inner]], between) - start[:, None]
    square = np.einsum("ij,ij->i", step, step)[:, None]
    foot = (np.einsum("ifj,ij->if", off, step) / square).clip(0.0, 1.0)
    off -= foot[..., None] * step[:, None]
    gaps = np.einsum("ifj,ifj->if", off, off).max(axis=1)
    distance[inner] = np.maximum(distance[inner], gaps)
    largest = np.maximum.reduceat(distance, begin)
    hits = np.flatnonzero(distance == largest[owner])
    at = np.zeros(len(begin), dtype=np.int64)
    at[owner[hits][::-1]] = hits[::-1]
    return np.sqrt(largest), at - begin


def _moved(points: FloatArray, control: FloatArray, u: FloatArray, owner: IntArray) -> FloatArray:
    """Parameters nearer to the points' feet on the curve: one step of Newton's."""
    off = _bezier(control[owner], u[:, None])[:, 0] - points
    first = 3.0 * np.diff(control, axis=1)[owner]
    second = 6.0 * np.diff(control, 2, axis=1)[owner]
    v = 1.0 - u
    weights = np.stack([v * v, 2 * u * v, u * u], axis=1)
    speed = np.einsum("ij,ijk->ik", weights, first)
    bend = v[:, None] * second[:, 0] + u[:, None] * second[:, 1]
    slope = np.einsum("ij,ij->i", off, speed)
    rate = np.einsum("ij,ij->i", speed, speed) + np.einsum("ij,ij->i", off, bend)
    step = np.divide(slope, rate, out=np.zeros_like(u), where=np.abs(rate) > 1e-12)
    moved = (u - step).clip(0.0, 1.0)
    # The order of the points must stay: what overtakes its successor waits for it.
    return np.asarray(np.maximum.accumulate(moved + 2.0 * owner) - 2.0 * owner)
