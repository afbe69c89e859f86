"""Smooth ink through few points: what models draw are corners, what hands draw are curves."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import ArrayLike

from sketchpad.core.geometry import as_points
from sketchpad.core.stroke import FloatArray


def smooth_through(
    points: ArrayLike, spacing: float, *, corner_degrees: float = 75.0
) -> FloatArray:
    """A curve through all the points that keeps their sharp corners.

    Centripetal Catmull–Rom splines (Yuksel, Schaefer & Keyser 2011), which neither loop nor
    overshoot between unevenly spaced points, interrupted where the polyline turns sharply.

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
