"""The outline of a stroke whose width varies: what is filled on screen, in SVG and in bitmaps.

The shape is the union of discs along the centre line, their width linear between two points.
It is given as polygons of one orientation, so that together they fill it by the nonzero rule:
overlaps and loops make no gaps. A polygon runs as far as its two sides do; where the line turns
sharper than its width allows, it ends in a round cap and the next one begins.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sketchpad.core.geometry import BoolArray, as_points
from sketchpad.core.stroke import FloatArray

#: Largest distance between the polygons and the true outline, in the unit of the points.
TOLERANCE: Final = 0.05
_MOST_CORNERS: Final = 96


class _Sides(NamedTuple):
    """For each segment the unit vectors from its ends to the two sides, and its length.

    ``tangent`` is the segment's direction, ``sine`` the share of the vectors that points there.
    """

    left: FloatArray
    right: FloatArray
    length: FloatArray
    tangent: FloatArray
    sine: FloatArray


def outline(points: ArrayLike, widths: ArrayLike, tolerance: float = TOLERANCE) -> list[FloatArray]:
    """Polygons that fill a stroke with round ends, by the nonzero rule.

    Args:
        points: the centre line, ``(n, 2)``, n ≥ 1.
        widths: the full width at each point, ``(n,)``, or one number for all.
        tolerance: how far the polygons may stay from the true curve.

    Returns:
        Polygons ``(k, 2)`` that close themselves, all of one orientation.
    """
    nodes = as_points(points)
    radii = np.broadcast_to(np.asarray(widths, dtype=np.float64) / 2.0, len(nodes))
    nodes, radii = _distinct(nodes, radii)
    most = float(radii.max())
    corners = _corners(most, tolerance)
    if len(nodes) == 1:
        angles = np.arange(2 * corners) * (-math.pi / corners)
        return [nodes[0] + most * np.stack([np.cos(angles), np.sin(angles)], axis=1)]
    sides = _sides(nodes, radii)
    tight = _tight(sides, radii[1:-1], tolerance)
    firsts = np.concatenate([[0], np.flatnonzero(tight) + 1])
    lasts = np.concatenate([np.flatnonzero(tight), [len(nodes) - 2]])
    left, left_kept = _side(nodes, radii, sides.left, tolerance)
    right, right_kept = _side(nodes, radii, sides.right, tolerance)
    half = np.arccos(sides.sine)
    ends = _caps(nodes[lasts + 1], radii[lasts + 1], sides.left[lasts], 2 * half[lasts], corners)
    round_back = 2 * (math.pi - half[firsts])
    begins = _caps(nodes[firsts], radii[firsts], sides.right[firsts], round_back, corners)
    polygons = []
    for run, (first, last) in enumerate(zip(firsts.tolist(), lasts.tolist(), strict=True)):
        # Row 2 i is the start of segment i, row 2 i + 1 its end; the caps have those at the ends.
        rows = slice(2 * first + 1, 2 * last + 1)
        there = left[rows][left_kept[rows]]
        back = right[rows][right_kept[rows]][::-1]
        polygons.append(np.concatenate([there, ends[run], back, begins[run]]))
    return polygons


def _distinct(nodes: FloatArray, radii: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Without points that repeat their predecessor; the widest of equals stays."""
    if len(nodes) == 1:
        return nodes, radii
    moved = np.empty(len(nodes), dtype=np.bool_)
    moved[0] = True
    np.any(np.abs(np.diff(nodes, axis=0)) > 1e-9, axis=1, out=moved[1:])
    if moved.all():
        return nodes, radii
    firsts = np.flatnonzero(moved)
    return nodes[firsts], np.maximum.reduceat(radii, firsts)


def _corners(radius: float, tolerance: float) -> int:
    """How many chords make a half circle within the tolerance."""
    if radius <= tolerance:
        return 4
    return min(_MOST_CORNERS, max(4, math.ceil(math.pi / (2 * math.acos(1 - tolerance / radius)))))


def _sides(nodes: FloatArray, radii: FloatArray) -> _Sides:
    """The common tangents of the discs at the ends of each segment."""
    step = np.diff(nodes, axis=0)
    length = np.hypot(step[:, 0], step[:, 1])
    tangent = step / length[:, None]
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    # A disc that holds the other one has no common tangent: both sides then meet ahead or behind.
    sine = np.clip((radii[:-1] - radii[1:]) / length, -1.0, 1.0)
    along = sine[:, None] * tangent
    aside = np.sqrt(1.0 - sine * sine)[:, None] * normal
    return _Sides(along + aside, along - aside, length, tangent, sine)


def _tight(sides: _Sides, radii: FloatArray, tolerance: float) -> BoolArray:
    """At which inner points a polygon must end, ``(n - 2,)``.

    On the inner side of a turn the sides of two segments cross. That is harmless (covered by
    both segments) while the crossing lies within them; on the outer side a chord must do.
    """
    shorter = np.minimum(sides.length[:-1], sides.length[1:])
    reach = np.sqrt(np.maximum(0.0, 8.0 * tolerance / np.maximum(radii, 1e-12)))
    # Where one disc almost holds the next, or the line turns back, equal sides may lie apart by
    # a whole turn.
    steep = np.abs(sides.sine) > 0.9
    tight = steep[:-1] | steep[1:]
    tight |= np.einsum("ij,ij->i", sides.tangent[:-1], sides.tangent[1:]) < 0.5
    for side in (sides.left, sides.right):
        cross = side[:-1, 0] * side[1:, 1] - side[:-1, 1] * side[1:, 0]
        dot = np.einsum("ij,ij->i", side[:-1], side[1:])
        tight |= (dot < 0.5) | (radii * np.abs(cross) > 0.9 * shorter)
        tight |= np.abs(cross) > np.sin(np.minimum(reach, 1.5))
    return tight


def _side(
    nodes: FloatArray, radii: FloatArray, side: FloatArray, tolerance: float
) -> tuple[FloatArray, BoolArray]:
    """One side of all segments: their two corners, ``(2 (n - 1), 2)``, and which are needed.

    Where two segments meet almost straight, one corner in the middle serves both.
    """
    corners = np.empty((len(side), 2, 2))
    corners[:, 0] = nodes[:-1] + radii[:-1, None] * side
    corners[:, 1] = nodes[1:] + radii[1:, None] * side
    gap = corners[1:, 0] - corners[:-1, 1]
    shared = np.hypot(gap[:, 0], gap[:, 1]) < tolerance
    corners[:-1, 1][shared] += 0.5 * gap[shared]
    kept = np.ones((len(side), 2), dtype=np.bool_)
    kept[1:, 0] = ~shared
    return corners.reshape(-1, 2), kept.reshape(-1)


def _caps(
    centres: FloatArray, radii: FloatArray, begin: FloatArray, sweep: FloatArray, corners: int
) -> FloatArray:
    """Arcs from directions ``begin`` over angles ``sweep``, from y towards x, ``(c, k, 2)``."""
    if float(sweep.max()) > 1.1 * math.pi:
        corners *= 2
    start = np.arctan2(begin[:, 1], begin[:, 0])
    angles = start[:, None] - sweep[:, None] * (np.arange(corners + 1) / corners)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=2)
    return np.asarray(centres[:, None, :] + radii[:, None, None] * circle)
