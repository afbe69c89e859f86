"""From pictures of lines to strokes: centre lines, joined through junctions as a pen would go.

A mask of the lines is thinned to a skeleton, the skeleton becomes a graph
(``sketchpad.core.centre_graph``), spurs and specks go, gaps are bridged (``graph_repair``), and
at every junction the two lines that continue each other best become one stroke
(``graph_strokes``). Points are then moved onto the ridge of the picture, to a fraction of a pixel
(``ridge``).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np

from sketchpad.core import graph_doubles, graph_repair
from sketchpad.core.centre_graph import graph_of
from sketchpad.core.graph_strokes import strokes_of
from sketchpad.core.ridge import Picture, blurred, on_ridge, smoothed, widths_along
from sketchpad.core.stroke import FloatArray
from sketchpad.core.thin import fill_holes, hysteresis, thin


@dataclasses.dataclass(frozen=True)
class TraceOptions:
    """How to read a picture of lines; lengths in its pixels.

    Attributes:
        blur: standard deviation of the blur that comes first: where a picture says a line is
            here or there, it is in the middle.
        high: a line, blurred, has this value somewhere.
        low: and at least this everywhere.
        hole: what lines enclose within so many square pixels is no space between two of them.
        spur: side branches that end within this length are thinning's own, not the hand's.
        speck: drawings of this length or less, apart from all others, are dirt.
        gap: ends that face each other within this distance are joined.
        turn: lines that bend by more than this many degrees at a junction are not joined there.
        reach: over this length the direction of a line at a junction is measured.
        smooth: standard deviation of the smoothing along a stroke.
        merge: junctions within this length of each other are one crossing; within three times
            that they are if the lines that meet there go on straight across.
        beside: lines that run along each other within this distance are one drawn twice.
        double: if one of them is a piece no longer than this, or both part and meet again within
            twice this.
    """

    blur: float = 1.1
    high: float = 0.35
    low: float = 0.28
    hole: int = 20
    spur: float = 10.0
    speck: float = 4.0
    gap: float = 8.0
    turn: float = 55.0
    reach: float = 12.0
    smooth: float = 1.5
    merge: float = 5.0
    beside: float = 8.0
    double: float = 60.0


@dataclasses.dataclass(frozen=True, eq=False)
class Traced:
    """A stroke that was found.

    Attributes:
        points: ``(n, 2)``, n ≥ 1, x and y in pixels, pixel centres at +0.5; the first is also
            the last if it is closed.
        closed: the stroke ends where it began.
        width: of what is drawn there, pixels; 1 where nobody measured.
    """

    points: FloatArray
    closed: bool
    width: float = 1.0


def trace(
    lines: Picture,
    options: TraceOptions = TraceOptions(),
    check: Callable[[], None] | None = None,
    ink: Picture | None = None,
) -> list[Traced]:
    """The strokes of a picture.

    Args:
        lines: ``(h, w)``, 0 paper to 1 on a line, ideally falling to 0 within a few pixels.
        options: see there.
        check: called now and then; what it raises ends the work.
        ink: ``(h, w)``, 0 paper to 1 ink: where the strokes' widths are measured.

    Returns:
        Strokes in an order that keeps the pen's ways between them short, from the top left.
    """
    check = check or (lambda: None)
    lines = np.asarray(lines, dtype=np.float32)
    straight = math.cos(math.radians(options.turn))
    values = blurred(lines, options.blur)
    mask = hysteresis(values, options.high, options.low)
    check()
    graph = graph_of(thin(fill_holes(mask, options.hole)))
    check()
    graph_repair.prune(graph, options.spur)
    graph_repair.drop_specks(graph, options.speck)
    graph_repair.merge_crossings(graph, options.merge, options.reach, straight)
    graph_repair.reach_tips(graph, lines, options.reach)
    graph_doubles.close_lenses(graph, options.beside, 2.0 * options.double)
    graph_repair.bridge(graph, options.gap, options.reach, straight)
    graph_doubles.drop_doubles(graph, options.beside, options.double)
    check()
    paths = strokes_of(graph, options.reach, straight)
    check()
    placed = [
        smoothed(points, options.smooth, closed=closed)
        for points, (_, closed) in zip(on_ridge([p for p, _ in paths], values), paths, strict=True)
    ]
    widths = [1.0] * len(placed) if ink is None else widths_along(ink, placed).tolist()
    found = [Traced(p, c, w) for p, (_, c), w in zip(placed, paths, widths, strict=True)]
    return in_order(found)


def in_order(strokes: list[Traced]) -> list[Traced]:
    """Strokes so that each begins near the end of the one before, turned round if need be."""
    if len(strokes) < 2:
        return strokes
    ends = np.stack([[s.points[0], s.points[-1]] for s in strokes])
    left = np.ones(len(strokes), dtype=np.bool_)
    here = ends.reshape(-1, 2).min(axis=0)
    ordered = []
    for _ in strokes:
        gap = np.hypot(ends[..., 0] - here[0], ends[..., 1] - here[1])
        gap[~left] = np.inf
        which, side = divmod(int(gap.argmin()), 2)
        left[which] = False
        stroke = strokes[which]
        if side:
            stroke = dataclasses.replace(stroke, points=stroke.points[::-1])
        ordered.append(stroke)
        here = stroke.points[-1]
    return ordered
