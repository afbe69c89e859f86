"""The middle of groups of passes: each group's ink, filled and thinned by itself.

Two groups whose ink touches stay two lines, which a picture of all of them could not tell.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from sketchpad.core import graph_repair
from sketchpad.core.centre_graph import graph_of
from sketchpad.core.geometry import IntArray
from sketchpad.core.graph_strokes import strokes_of
from sketchpad.core.raster import rasterise
from sketchpad.core.ridge import blurred, smoothed
from sketchpad.core.stroke import FloatArray
from sketchpad.core.thin import fill_holes, thin

#: Groups lie side by side on one sheet, in boxes whose sides are multiples of this, pixels.
_CELL: Final = 16
#: The sheet's width, pixels; wider groups make it wider.
_SHEET: Final = 2048
#: What is as wide as this share of its length is round; and the share of the usual band's width
#: that round groups have whose extent is below this, pixels.
_ROUND: Final = 0.45
_SMALL: Final = ((24.0, 1.0 / 3.0), (48.0, 0.5))


@dataclasses.dataclass(frozen=True)
class BandOptions:
    """How groups are filled and thinned; lengths in pixels.

    Attributes:
        pen: with which the passes are drawn.
        blur: standard deviation of the blur after it.
        level: what is inked as much as this, where a pass by itself is at most a fifth, is band:
            passes within 12 pixels become one.
        hole: what a band encloses within so many square pixels is filled.
        spur: side branches that end within this length are thinning's own.
        turn: lines that bend by more than this many degrees at a junction are not joined there.
        reach: over this length the direction of a line at a junction is measured.
        smooth: standard deviation of the smoothing along a line.
        merge: junctions within this length of each other are one crossing.
    """

    pen: float = 1.6
    blur: float = 3.0
    level: float = 0.05
    hole: int = 400
    spur: float = 10.0
    turn: float = 55.0
    reach: float = 12.0
    smooth: float = 1.5
    merge: float = 5.0


def middles_of(
    groups: Sequence[Sequence[FloatArray]],
    options: BandOptions = BandOptions(),
    check: Callable[[], None] | None = None,
) -> list[tuple[FloatArray, bool]]:
    """The lines in the middle of each group's passes.

    Args:
        groups: passes ``(n, 2)``, pixels.
        options: see there.
        check: called now and then; what it raises ends the work.

    Returns:
        Points ``(n, 2)``, and whether they are closed, of each line.
    """
    check = check or (lambda: None)
    found = []
    share = np.array([_share(group) for group in groups])
    for one in np.unique(share):
        some = [group for group, own in zip(groups, share, strict=True) if own == one]
        fine = dataclasses.replace(
            options,
            blur=options.blur * one,
            hole=int(options.hole * one**2),
            spur=options.spur * one,
            reach=options.reach * one,
        )
        found += _middles(some, fine, check)
    return found


def _share(group: Sequence[FloatArray]) -> float:
    """How much narrower than usual a group's band has to be.

    A small loop is an eye, an apple or a knob, and not two passes beside each other: it would be
    filled if it were as wide a band as long lines are.
    """
    points = np.concatenate(group)
    spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)[:2]
    across = np.ptp(points, axis=0).max()
    if len(spread) < 2 or spread[1] < _ROUND * spread[0]:
        return 1.0
    return next((share for extent, share in _SMALL if across < extent), 1.0)


def _middles(
    groups: Sequence[Sequence[FloatArray]], options: BandOptions, check: Callable[[], None]
) -> list[tuple[FloatArray, bool]]:
    """The same, of groups that are all treated alike."""
    shifts, owner = _laid_out(groups, 2.5 * options.blur + options.pen)
    lines = [line + shift for group, shift in zip(groups, shifts, strict=True) for line in group]
    size = (owner.shape[0] * _CELL, owner.shape[1] * _CELL)
    ink = blurred(rasterise(lines, size, options.pen), options.blur) > options.level
    check()
    sheet = thin(fill_holes(ink, options.hole))
    check()
    graph = graph_of(sheet)
    graph_repair.prune(graph, options.spur)
    straight = math.cos(math.radians(options.turn))
    graph_repair.merge_crossings(graph, options.merge, options.reach, straight)
    check()
    found = []
    for points, closed in strokes_of(graph, options.reach, straight):
        column, row = (points[len(points) // 2] / _CELL).astype(np.int64)
        shift = shifts[owner[row, column]]
        found.append((smoothed(points, options.smooth, closed=closed) - shift, closed))
    return found


def _laid_out(
    groups: Sequence[Sequence[FloatArray]], border: float
) -> tuple[list[FloatArray], IntArray]:
    """Where on a sheet each group lies: rows of boxes, the highest first.

    Returns:
        What to add to each group's points, and the group at each cell of the sheet.
    """
    boxes = []
    for group in groups:
        points = np.concatenate(group)
        low = np.floor(points.min(axis=0) - border)
        across, down = np.ceil((points.max(axis=0) + border - low) / _CELL).astype(int).tolist()
        boxes.append((low, across, down))
    most = max(_SHEET // _CELL, *(across for _, across, _ in boxes))
    shifts: list[FloatArray] = [np.zeros(2)] * len(groups)
    spots = []
    x = y = height = 0
    for k in sorted(range(len(groups)), key=lambda k: -boxes[k][2]):
        low, across, down = boxes[k]
        if x + across > most:
            x, y, height = 0, y + height, 0
        shifts[k] = np.array([x, y]) * _CELL - low
        spots.append((k, x, y, across, down))
        x, height = x + across, max(height, down)
    owner = np.zeros((y + height, most), dtype=np.int64)
    for k, x, y, across, down in spots:
        owner[y : y + down, x : x + across] = k
    return shifts, owner
