"""From pictures of lines to strokes: centre lines, joined through junctions as a pen would go.

A mask of the lines is thinned to a skeleton, the skeleton becomes a graph, spurs and specks go,
gaps are bridged, and at every junction the two lines that continue each other best become one
stroke. Points are then moved onto the ridge of the picture, to a fraction of a pixel.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.centre_graph import Edge, Graph, graph_of
from sketchpad.core.geometry import polyline_length
from sketchpad.core.stroke import FloatArray
from sketchpad.core.thin import fill_holes, hysteresis, thin

Picture = NDArray[np.float32]
#: How far around a junction the skeleton is bent by the junction itself, pixels.
_BENT: Final = 3.0
#: How far beyond its thinned end a line may go on, and the value that it has there.
_TIP: Final = 7.0
_TIP_LEVEL: Final = 0.35


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
    """

    blur: float = 1.4
    high: float = 0.35
    low: float = 0.2
    hole: int = 20
    spur: float = 5.0
    speck: float = 4.0
    gap: float = 8.0
    turn: float = 55.0
    reach: float = 12.0
    smooth: float = 1.5
    merge: float = 5.0


@dataclasses.dataclass(frozen=True, eq=False)
class Traced:
    """A stroke that was found.

    Attributes:
        points: ``(n, 2)``, n ≥ 1, x and y in pixels, pixel centres at +0.5; the first is also
            the last if it is closed.
        closed: the stroke ends where it began.
    """

    points: FloatArray
    closed: bool


def trace(
    lines: Picture,
    options: TraceOptions = TraceOptions(),
    check: Callable[[], None] | None = None,
) -> list[Traced]:
    """The strokes of a picture.

    Args:
        lines: ``(h, w)``, 0 paper to 1 on a line, ideally falling to 0 within a few pixels.
        options: see there.
        check: called now and then; what it raises ends the work.

    Returns:
        Strokes in an order that keeps the pen's ways between them short, from the top left.
    """
    check = check or (lambda: None)
    values = blurred(np.asarray(lines, dtype=np.float32), options.blur)
    mask = hysteresis(values, options.high, options.low)
    check()
    graph = graph_of(thin(fill_holes(mask, options.hole)))
    check()
    prune(graph, options.spur)
    _drop_specks(graph, options.speck)
    _merge_crossings(graph, options)
    _reach_tips(graph, np.asarray(lines, dtype=np.float32), options.reach)
    _bridge(graph, options)
    check()
    paths = _strokes(graph, options)
    check()
    found = []
    for points, closed in paths:
        placed = _smoothed(_on_ridge(points, values), options.smooth, closed=closed)
        found.append(Traced(placed, closed))
    return in_order(found)


def blurred(picture: Picture, sigma: float) -> Picture:
    """A Gaussian blur of ``(h, w)``; outside there is nothing."""
    if sigma <= 0:
        return picture
    kernel = _kernel(sigma).astype(np.float32)
    reach = len(kernel) // 2
    for axis in (0, 1):
        wide = np.pad(picture, [(reach, reach) if k == axis else (0, 0) for k in (0, 1)])
        count = picture.shape[axis]
        picture = np.zeros_like(picture)
        for shift, weight in enumerate(kernel.tolist()):
            window = wide[shift : shift + count] if axis == 0 else wide[:, shift : shift + count]
            picture += np.float32(weight) * window
    return picture


def _kernel(sigma: float) -> FloatArray:
    reach = math.ceil(2.5 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return np.asarray(kernel / kernel.sum())


def prune(graph: Graph, spur: float) -> None:
    """Takes away short branches that end freely at a junction, the shortest first."""
    queue = sorted(
        (edge.length, number)
        for number, edge in graph.edges.items()
        if edge.length < spur and _is_branch(graph, edge)
    )
    for _, number in queue:
        edge = graph.edges.get(number)
        if edge is None or not _is_branch(graph, edge):
            continue
        node = edge.last if len(graph.nodes[edge.first]) == 1 else edge.first
        graph.remove(number)
        graph.smooth_out(node)


def _is_branch(graph: Graph, edge: Edge) -> bool:
    free = [len(graph.nodes[n]) == 1 for n in (edge.first, edge.last)]
    other = max(len(graph.nodes[n]) for n in (edge.first, edge.last))
    return any(free) and other >= 3


def _drop_specks(graph: Graph, speck: float) -> None:
    """Takes away edges that touch no others and are no longer than this."""
    for number, edge in list(graph.edges.items()):
        alone = all(set(graph.nodes[n]) == {number} for n in (edge.first, edge.last))
        if alone and edge.length <= speck:
            graph.remove(number)


def _merge_crossings(graph: Graph, options: TraceOptions) -> None:
    """Thinning makes two junctions of a crossing: makes one of them again."""
    for number in sorted(graph.edges, key=lambda k: graph.edges[k].length):
        edge = graph.edges[number]
        if edge.length > 3.0 * options.merge:
            break
        both = [len(graph.nodes[n]) for n in (edge.first, edge.last)]
        if edge.first == edge.last or min(both) < 3:
            continue
        if edge.length <= options.merge or _crosses(graph, number, options):
            graph.contract(number)


def _crosses(graph: Graph, number: int, options: TraceOptions) -> bool:
    """Whether an edge is where two lines run together for a moment while they cross."""
    edge = graph.edges[number]
    arms = []
    for node in (edge.first, edge.last):
        others = [k for k in graph.nodes[node] if k != number]
        if len(others) != 2 or others[0] == others[1]:
            return False
        arms.append(np.stack([_away(graph, k, node, options.reach) for k in others]))
    straight = -(arms[0] @ arms[1].T)
    best = max(min(straight[0, 0], straight[1, 1]), min(straight[0, 1], straight[1, 0]))
    return bool(best >= math.cos(math.radians(options.turn)))


def _reach_tips(graph: Graph, lines: Picture, reach: float) -> None:
    """Thinning eats the ends of lines: leads free ends on to where the line ends."""
    for node, meeting in graph.nodes.items():
        if len(meeting) != 1:
            continue
        edge = graph.edges[meeting[0]]
        if len(edge.points) < 3:
            continue
        ahead = -_away(graph, meeting[0], node, reach)
        steps = np.arange(1.0, _TIP + 1.0)
        places = graph.places[node] + steps[:, None] * ahead
        height, width = lines.shape
        inside = ((places > 0) & (places < (width, height))).all(axis=1)
        there = (sample(lines, places) >= _TIP_LEVEL) & inside
        count = int(there.argmin()) if not there.all() else len(steps)
        if count:
            tip = places[:count]
            parts = [edge.points, tip] if edge.last == node else [tip[::-1], edge.points]
            edge.points = np.concatenate(parts)
            edge.length += count
            graph.places[node] = tip[-1]


def _bridge(graph: Graph, options: TraceOptions) -> None:
    """Joins free ends that face each other across a small gap, the nearest first."""
    ends = [n for n, meeting in graph.nodes.items() if len(meeting) == 1]
    if len(ends) < 2 or options.gap <= 0:
        return
    place = np.stack([graph.places[n] for n in ends])
    ahead = np.stack([-_away(graph, graph.nodes[n][0], n, options.reach) for n in ends])
    way = place[None] - place[:, None]
    far = np.hypot(way[..., 0], way[..., 1])
    one, other = np.nonzero(np.triu(far <= options.gap, 1))
    for k in np.argsort(far[one, other], kind="stable"):
        i, j = int(one[k]), int(other[k])
        a, b = ends[i], ends[j]
        if len(graph.nodes[a]) != 1 or len(graph.nodes[b]) != 1:
            continue
        line = way[i, j] / max(far[i, j], 1e-9)
        facing = min(float(ahead[i] @ line), float(-(ahead[j] @ line)))
        if far[i, j] > 2.0 and facing < math.cos(math.radians(options.turn)):
            continue
        graph.add(a, b, np.stack([place[i], place[j]]))
        for node in (a, b):
            graph.smooth_out(node)


def _away(graph: Graph, number: int, node: int, reach: float, *, back: bool = False) -> FloatArray:
    """The direction in which an edge leaves a node, of length 1.

    Args:
        graph: of both.
        number: of the edge.
        node: one of its ends.
        reach: the length over which to look, without what the junction bends.
        back: for a loop, its last points and not its first.
    """
    edge = graph.edges[number]
    forward = edge.first == node and not (back and edge.last == node)
    points = edge.points if forward else edge.points[::-1]
    size = min(len(points) - 1, max(2, round(reach)))
    begin = min(round(_BENT), size // 3)
    way = points[size] - points[begin]
    if size < 1 or not way.any():
        way = points[-1] - graph.places[node]
    return np.asarray(way / max(math.hypot(*way), 1e-9))


_Half = tuple[int, int]
"""An edge's end: its number, and 0 for the first, 1 for the last."""


def _strokes(graph: Graph, options: TraceOptions) -> list[tuple[FloatArray, bool]]:
    """Edges joined through junctions where they continue each other."""
    partner: dict[_Half, _Half] = {}
    for node in graph.nodes:
        partner.update(_pairs(graph, node, options))
    paths: list[tuple[FloatArray, bool]] = []
    used: set[int] = set()
    # Begin where a pen would: at ends that continue nowhere; closed chains have none.
    starts = [(k, side) for k in graph.edges for side in (0, 1) if (k, side) not in partner]
    for half in [*starts, *((k, 0) for k in graph.edges)]:
        if half[0] not in used:
            paths.append(_chain(graph, half, partner, used))
    return paths


def _pairs(graph: Graph, node: int, options: TraceOptions) -> dict[_Half, _Half]:
    """Which edge ends at a node continue which, straightest first."""
    halves: list[_Half] = []
    ways = []
    for number in dict.fromkeys(graph.nodes[node]):
        edge = graph.edges[number]
        if edge.first == node:
            halves.append((number, 0))
            ways.append(_away(graph, number, node, options.reach))
        if edge.last == node:
            halves.append((number, 1))
            ways.append(_away(graph, number, node, options.reach, back=True))
    if len(halves) < 2:
        return {}
    straight = -(np.stack(ways) @ np.stack(ways).T)
    # Where only two meet, they are one line, whatever the corner.
    least = -2.0 if len(halves) == 2 else math.cos(math.radians(options.turn))
    one, other = np.triu_indices(len(halves), 1)
    pairs: dict[_Half, _Half] = {}
    for k in np.argsort(-straight[one, other], kind="stable"):
        a, b = halves[one[k]], halves[other[k]]
        if straight[one[k], other[k]] >= least and a not in pairs and b not in pairs:
            pairs[a], pairs[b] = b, a
    return pairs


def _chain(
    graph: Graph, half: _Half, partner: dict[_Half, _Half], used: set[int]
) -> tuple[FloatArray, bool]:
    """All edges from one end on, through the junctions; the junctions' bends are cut out."""
    parts: list[FloatArray] = []
    start, closed = half, False
    while True:
        number, side = half
        used.add(number)
        edge = graph.edges[number]
        points = edge.points if side == 0 else edge.points[::-1]
        nodes = (edge.first, edge.last) if side == 0 else (edge.last, edge.first)
        leaving = (number, 1 - side)
        joined = ((number, side) in partner, leaving in partner)
        parts.append(_trimmed(graph, points, nodes, joined))
        if leaving not in partner:
            break
        half = partner[leaving]
        if half == start or half[0] in used:
            closed = half == start
            break
    path = np.concatenate(parts)
    if closed and len(path) > 2:
        return np.concatenate([path, path[:1]]), True
    return path, False


def _trimmed(
    graph: Graph, points: FloatArray, nodes: tuple[int, int], joined: tuple[bool, bool]
) -> FloatArray:
    """An edge without what junctions bend where it goes through, and led into them elsewhere."""
    bent = round(_BENT)
    spare = len(points) > 4 * bent
    low = high = 0
    ends: list[list[FloatArray]] = [[], []]
    for which in (0, 1):
        meeting = len(graph.nodes[nodes[which]])
        if meeting <= 2 and nodes[0] != nodes[1]:
            continue
        if joined[which]:
            low, high = (bent * spare, high) if which == 0 else (low, bent * spare)
        elif meeting > 2:
            ends[which] = [graph.places[nodes[which]][None]]
    inner = points[low : len(points) - high]
    return np.concatenate([*ends[0], inner, *ends[1]])


def _on_ridge(points: FloatArray, values: Picture, reach: int = 2) -> FloatArray:
    """Moves points across the line to the middle of the values there."""
    if len(points) < 3:
        return points
    along = np.gradient(_smoothed(points, 2.0, closed=False), axis=0)
    size = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) / size[:, None]
    steps = np.arange(-reach, reach + 0.25, 0.5)
    places = points[:, None] + across[:, None] * steps[:, None]
    found = sample(values, places) ** 2
    total = found.sum(axis=1)
    shift = np.divide((found * steps).sum(axis=1), total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(points + across * shift[:, None])


def sample(values: Picture, places: FloatArray) -> FloatArray:
    """Bilinear values ``(...)`` of a picture ``(h, w)`` at ``(..., 2)`` x and y."""
    height, width = values.shape
    at = places - 0.5
    x = np.clip(at[..., 0], 0, width - 1.001)
    y = np.clip(at[..., 1], 0, height - 1.001)
    column, row = np.maximum(x, 0).astype(np.int64), np.maximum(y, 0).astype(np.int64)
    right, down = np.minimum(column + 1, width - 1), np.minimum(row + 1, height - 1)
    u, v = x - column, y - row
    top = values[row, column] * (1 - u) + values[row, right] * u
    bottom = values[down, column] * (1 - u) + values[down, right] * u
    return np.asarray(top * (1 - v) + bottom * v)


def _smoothed(points: FloatArray, sigma: float, *, closed: bool) -> FloatArray:
    """A Gaussian along the points; ends stay where they are, a closed stroke has none."""
    if sigma <= 0 or len(points) < 4:
        return points
    kernel = _kernel(sigma)
    reach = len(kernel) // 2
    if closed:
        wide = np.pad(points[:-1], ((reach, reach), (0, 0)), "wrap")
    else:
        # Points mirrored through the end: the end stays, and so does the direction there.
        wide = np.pad(points, ((reach, reach), (0, 0)), "reflect", reflect_type="odd")
    smooth = np.stack([np.convolve(wide[:, k], kernel, "valid") for k in (0, 1)], axis=1)
    if closed:
        return np.concatenate([smooth, smooth[:1]])
    smooth[0], smooth[-1] = points[0], points[-1]
    return smooth


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


def width_at(ink: Picture, points: FloatArray, most: float = 24.0) -> float:
    """The width of what is drawn along a line: the median distance to both sides' paper.

    Args:
        ink: ``(h, w)``, 0 paper to 1 ink.
        points: ``(n, 2)`` along the line, pixels.
        most: the largest width that is looked for.
    """
    if len(points) < 2:
        return 1.0
    some = points[:: max(1, len(points) // 64)]
    along = np.gradient(some, axis=0) if len(some) > 1 else np.array([[1.0, 0.0]])
    size = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) / size[:, None]
    steps = np.arange(0.0, most / 2, 0.5)
    total = np.zeros(len(some))
    for sign in (-1.0, 1.0):
        found = sample(ink, some[:, None] + sign * across[:, None] * steps[:, None])
        paper = np.concatenate([found < 0.4, np.ones((len(some), 1), dtype=np.bool_)], axis=1)
        total += paper.argmax(axis=1) * 0.5
    return max(1.0, float(np.median(total)))


def drawn_length(strokes: list[Traced]) -> float:
    """The length of all strokes together, pixels."""
    return sum(polyline_length(s.points) for s in strokes)
