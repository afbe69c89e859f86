"""From the healer's lines to strokes: smooth, exactly joined, in the hand of what they continue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sketchpad.core.courtesy import make_way
from sketchpad.core.geometry import arc_lengths, polyline_length
from sketchpad.core.spline import smooth_through
from sketchpad.core.stroke import PRESSURE, TIME, FloatArray, Provenance, Stroke
from sketchpad.inference.heal_fair import fair
from sketchpad.inference.heal_pen import Line
from sketchpad.inference.heal_view import CutEnd, View

#: Between the samples of a new stroke, as a share of the drawing's size.
_SPACING: Final = 1 / 150
#: In drawing sizes per second.
_SPEED: Final = 1.5
#: What is kept of a stroke beyond its cut end shapes the curve up to here, share of the size.
_CONTEXT: Final = 0.05
#: A continuation shorter than this says that the stroke ends at the cut, share of the size.
_STUB: Final = 0.006
#: Pressure of a new stroke's free end, as a share of the pressure where it was cut.
_TAPER: Final = 0.75


def strokes_of(
    lines: Sequence[Line], view: View, kept: Sequence[Stroke], provenance: Provenance
) -> tuple[Stroke, ...]:
    """The new strokes of a sample, canvas units."""
    strokes = []
    for line in lines:
        make_way()
        origin = view.ends[line.origin] if line.origin >= 0 else None
        goal = view.ends[line.goal] if line.goal >= 0 else None
        points = view.to_canvas(line.points)
        if origin is not None:
            points[0] = origin.place
        if goal is not None:
            points[-1] = goal.place
        elif origin is not None and polyline_length(points) < _STUB * view.size:
            continue
        curve = _curve(points, origin, goal, kept, view.size)
        if origin is not None and goal is not None:
            curve = fair(curve, _towards(origin, kept), _towards(goal, kept)[::-1], view.size)
        strokes.append(_stroke(curve, origin, goal, kept, view.size, provenance))
    return tuple(strokes)


def _curve(
    points: FloatArray,
    origin: CutEnd | None,
    goal: CutEnd | None,
    kept: Sequence[Stroke],
    size: float,
) -> FloatArray:
    """A curve through the points that leaves and arrives in the direction of what was cut."""
    before = _context(origin, kept, size)
    after = _context(goal, kept, size)[::-1]
    curve = smooth_through(np.concatenate([before, points, after]), _SPACING * size)
    first = int(np.linalg.norm(curve - points[0], axis=1).argmin()) if len(before) else 0
    last = len(curve) - 1
    if len(after):
        near = np.linalg.norm(curve[first:] - points[-1], axis=1)
        last = first + int(len(near) - 1 - near[::-1].argmin())
    if last <= first:
        return points
    curve = curve[first : last + 1].copy()
    # Joins are exact, not nearly so.
    curve[0], curve[-1] = points[0], points[-1]
    return curve


def _context(end: CutEnd | None, kept: Sequence[Stroke], size: float) -> FloatArray:
    """A point of the kept stroke some way before its cut end, ``(1, 2)``; none without an end."""
    if end is None:
        return np.empty((0, 2))
    points = _towards(end, kept)[::-1]
    along = arc_lengths(points)
    at = min(_CONTEXT * size, float(along[-1]))
    if at <= 1e-6 * size:
        return np.empty((0, 2))
    return np.array([[np.interp(at, along, points[:, axis]) for axis in (0, 1)]])


def _towards(end: CutEnd, kept: Sequence[Stroke]) -> FloatArray:
    """The points of a kept stroke, up to its cut end."""
    points = kept[end.stroke].points
    return points if end.tail else points[::-1]


def _stroke(  # noqa: PLR0917 - what a stroke is made of
    curve: FloatArray,
    origin: CutEnd | None,
    goal: CutEnd | None,
    kept: Sequence[Stroke],
    size: float,
    provenance: Provenance,
) -> Stroke:
    """Samples with pressure and time, in the brush of the stroke that is continued."""
    along = arc_lengths(curve)
    samples = np.full((len(curve), 6), np.nan)
    samples[:, :2] = curve
    samples[:, TIME] = 1000.0 * along / max(size * _SPEED, 1e-6)
    usual = float(np.median(np.concatenate([stroke.pressure for stroke in kept])))
    begin = _pressure(origin, kept, usual * (1.0 if goal else _TAPER))
    end = _pressure(goal, kept, (begin if origin else usual) * _TAPER)
    share = along / along[-1] if along[-1] > 0.0 else np.zeros(len(along))
    samples[:, PRESSURE] = begin + (end - begin) * share
    model = origin or goal
    like = kept[model.stroke] if model is not None else _nearest(curve, kept)
    return Stroke.make(samples, like.brush, provenance)


def _nearest(curve: FloatArray, kept: Sequence[Stroke]) -> Stroke:
    """The kept stroke beside which a curve lies."""
    middle = curve.mean(axis=0)
    return min(kept, key=lambda s: float(((s.points - middle) ** 2).sum(axis=1).min()))


def _pressure(end: CutEnd | None, kept: Sequence[Stroke], otherwise: float) -> float:
    if end is None:
        return otherwise
    return float(kept[end.stroke].pressure[-1 if end.tail else 0])
