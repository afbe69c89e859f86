"""How near healed strokes come to the true ones, and what simple rules would have drawn."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.document import Hole
from sketchpad.core.erase import hole_mask
from sketchpad.core.geometry import distance_to_polyline, resample
from sketchpad.core.stroke import FloatArray, Stroke
from sketchpad.inference.heal_view import CutEnd
from training.evaluation.metrics import RESAMPLES, Estimate

#: Points are compared at this spacing, as a share of the drawing's box.
SPACING: Final = 0.005
#: Ink within this distance is found, as a share of the box.
TOLERANCE: Final = 0.04
#: A continuation may begin this far from its cut end, as a share of the box.
GAP: Final = 0.01


@dataclasses.dataclass(frozen=True)
class Nearness:
    """Of one healed drawing.

    Attributes:
        f1: harmonic mean of the shares of new and of true ink that lie within ``TOLERANCE`` of
            each other.
        chamfer: mean of the two mean distances, per cent of the box.
    """

    f1: float
    chamfer: float


def points_of(lines: Sequence[FloatArray], box: float) -> FloatArray:
    """Points evenly along some polylines, ``(n, 2)``."""
    found = [resample(line, SPACING * box) for line in lines if len(line)]
    return np.concatenate(found) if found else np.empty((0, 2))


def missing(lines: Sequence[FloatArray], hole: Hole, box: float) -> list[FloatArray]:
    """The pieces of polylines that lie in a hole, finely sampled."""
    pieces = []
    for line in lines:
        fine = resample(line, 0.4 * SPACING * box)
        within = hole_mask(hole, fine)
        edges = np.flatnonzero(np.diff(within)) + 1
        parts = np.split(fine, edges)
        pieces += [p for p, w in zip(parts, np.split(within, edges), strict=True) if w[0]]
    return pieces


def inside(points: FloatArray, hole: Hole) -> FloatArray:
    """Those of the points that lie in the hole."""
    return points[hole_mask(hole, points)] if len(points) else points


def nearness(new: FloatArray, true: FloatArray, kept: FloatArray, box: float) -> Nearness:
    """Compare new with true ink.

    Where nothing was drawn, the distance is that of the true ink to the nearest kept ink.

    Args:
        new: points of the healed ink in the hole, ``(n, 2)``.
        true: points of the missing ink, ``(m, 2)``, m ≥ 1.
        kept: points of the kept ink.
        box: the long side of the whole drawing.
    """
    if not len(new):
        lost = _nearest(true, kept) if len(kept) else np.full(len(true), box)
        return Nearness(0.0, 100.0 * float(lost.mean()) / box)
    there, back = _nearest(new, true), _nearest(true, new)
    precision = float((there <= TOLERANCE * box).mean())
    recall = float((back <= TOLERANCE * box).mean())
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return Nearness(f1, 50.0 * float(there.mean() + back.mean()) / box)


def _nearest(points: FloatArray, others: FloatArray) -> FloatArray:
    square = ((points[:, None] - others[None]) ** 2).sum(-1)
    return np.asarray(np.sqrt(square.min(axis=1)))


def gaps(
    ends: Sequence[CutEnd], true: Sequence[FloatArray], new: Sequence[FloatArray], box: float
) -> list[float]:
    """The distance from each cut end that truly goes on to the nearest new ink, share of the box.

    Args:
        ends: where kept strokes were cut.
        true: the missing pieces; an end goes on if one of them touches it and is longer than
            ``GAP``.
        new: the healed polylines.
        box: the long side of the whole drawing.
    """
    found = []
    for end in ends:
        goes_on = any(
            min(np.linalg.norm(piece[[0, -1]] - end.place, axis=1)) < SPACING * box
            and np.linalg.norm(np.diff(piece, axis=0), axis=1).sum() > GAP * box
            for piece in true
        )
        if goes_on:
            nearest = [float(distance_to_polyline(end.place[None], line)[0]) for line in new]
            found.append(min(nearest, default=np.inf) / box)
    return found


def straight_joins(ends: Sequence[CutEnd]) -> list[FloatArray]:
    """Every cut end joined to the nearest one that is still free, nearest pairs first."""
    places = [end.place for end in ends]
    pairs = sorted(
        (float(np.linalg.norm(places[i] - places[j])), i, j)
        for i in range(len(places))
        for j in range(i)
    )
    free = [True] * len(places)
    lines = []
    for _, i, j in pairs:
        if free[i] and free[j]:
            free[i] = free[j] = False
            lines.append(np.array([places[i], places[j]]))
    return lines


def unchanged(before: Sequence[Stroke], hole: Hole, after: Sequence[Stroke]) -> float:
    """The share of the samples outside a hole that are on the healed page as they were.

    A sample is its place, pressure, time and tilt, bit for bit.

    Args:
        before: the strokes of the whole drawing.
        hole: what was erased.
        after: the strokes of the page when the hole is healed.
    """
    there = {sample.tobytes() for stroke in after for sample in stroke.samples}
    found = [
        sample.tobytes() in there
        for stroke in before
        for sample, within in zip(stroke.samples, hole_mask(hole, stroke.points), strict=True)
        if not within
    ]
    return float(np.mean(found)) if found else 1.0


def recovered(
    whole: NDArray[np.bool_], erased: NDArray[np.bool_], healed: NDArray[np.bool_]
) -> Estimate:
    """The share of the recognition lost by erasing that healing brings back.

    Args:
        whole: ``(n,)``, which drawings are recognised before erasing.
        erased: which with the hole.
        healed: which when it is healed.
    """
    rng = np.random.default_rng(0)
    count = len(whole)
    chosen = rng.integers(0, count, (RESAMPLES, count))
    shares = [_share(whole[some], erased[some], healed[some]) for some in chosen]
    low, high = np.percentile(shares, [2.5, 97.5])
    return Estimate(_share(whole, erased, healed), float(low), float(high), count)


def _share(whole: NDArray[np.bool_], erased: NDArray[np.bool_], healed: NDArray[np.bool_]) -> float:
    lost = float(whole.mean() - erased.mean())
    return float(healed.mean() - erased.mean()) / lost if lost > 0.0 else 1.0
