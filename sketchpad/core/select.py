"""Hit tests for selecting: which strokes a lasso, a box or a point means."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from sketchpad.core.erase import touching
from sketchpad.core.geometry import BoolArray, Box, as_points, bounds, in_polygon
from sketchpad.core.intervals import in_filled
from sketchpad.core.stroke import FloatArray, Stroke

#: The share of a stroke's length that a lasso or box must hold to select it.
SHARE = 0.5


def in_lasso(strokes: Sequence[Stroke], lasso: ArrayLike, share: float = SHARE) -> frozenset[str]:
    """The ids of the strokes that lie in a lasso.

    Args:
        strokes: to choose from.
        lasso: ``(n, 2)``, a polygon that closes itself (even-odd), canvas units.
        share: the least share of a stroke's length inside; 1 asks for all of it, 0 for a touch.
    """
    polygon = as_points(lasso)
    if len(polygon) < 3:
        return frozenset()
    box = bounds(polygon)
    chosen = [s for s in strokes if _meet(s.bounds, box)]
    inside = _shares_inside(chosen, polygon)
    # A share of all is less than 1 by rounding.
    hits = inside >= min(share, 1.0 - 1e-9) if share > 0.0 else inside > 0.0
    return frozenset(s.id for s, hit in zip(chosen, hits.tolist(), strict=True) if hit)


def in_box(strokes: Sequence[Stroke], box: Box, share: float = SHARE) -> frozenset[str]:
    """The ids of the strokes that lie in an upright box, given by any two opposite corners."""
    left, right = sorted((box[0], box[2]))
    top, bottom = sorted((box[1], box[3]))
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return in_lasso(strokes, corners, share)


def stroke_at(strokes: Sequence[Stroke], x: float, y: float, slack: float = 0.0) -> Stroke | None:
    """The topmost stroke whose ink lies at a point, or within ``slack`` canvas units of it."""
    hits = touching(strokes, [(x, y)], slack)
    return strokes[hits[-1]] if hits else None


def _meet(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]


def _shares_inside(strokes: Sequence[Stroke], polygon: FloatArray) -> FloatArray:
    """The share of each stroke's length inside a polygon; of a dot, all or nothing."""
    if not strokes:
        return np.empty(0)
    lines = [stroke.points for stroke in strokes]
    starts = np.concatenate([line[:-1] for line in lines])
    ends = np.concatenate([line[1:] for line in lines])
    owner = np.repeat(np.arange(len(lines)), [len(line) - 1 for line in lines])
    length = np.hypot(*(ends - starts).T)
    found = in_filled(starts, ends, polygon)
    within = (found.high - found.low) * length[found.segment]
    total = np.bincount(owner, length, len(lines))
    inside = np.bincount(owner[found.segment], within, len(lines))
    dots: BoolArray = total == 0.0
    first = np.array([line[0] for line in lines])
    shares = np.divide(inside, total, out=np.zeros_like(total), where=~dots)
    shares[dots] = in_polygon(first[dots], polygon)
    return shares
