"""Graphs of thinned lines made right: what thinning adds goes, what it eats comes back."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sketchpad.core.centre_graph import Edge, Graph
from sketchpad.core.courtesy import make_way
from sketchpad.core.ridge import Picture, sample
from sketchpad.core.stroke import FloatArray

#: How far around a junction the skeleton is bent by the junction itself, pixels.
BENT: Final = 3.0
#: How far beyond its thinned end a line may go on, and the value that it has there.
_TIP: Final = 7.0
_TIP_LEVEL: Final = 0.35


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


def drop_specks(graph: Graph, speck: float) -> None:
    """Takes away edges that touch no others and are no longer than this."""
    for number, edge in list(graph.edges.items()):
        alone = all(set(graph.nodes[n]) == {number} for n in (edge.first, edge.last))
        if alone and edge.length <= speck:
            graph.remove(number)


def merge_crossings(graph: Graph, merge: float, reach: float, straight: float) -> None:
    """Thinning makes two junctions of a crossing: makes one of them again.

    Args:
        graph: is changed.
        merge: junctions this near are one; within three times that if lines go straight across.
        reach: over this length directions are measured.
        straight: the least cosine between a line and its straight continuation.
    """
    for number in sorted(graph.edges, key=lambda k: graph.edges[k].length):
        edge = graph.edges[number]
        if edge.length > 3.0 * merge:
            break
        both = [len(graph.nodes[n]) for n in (edge.first, edge.last)]
        if edge.first == edge.last or min(both) < 3:
            continue
        if edge.length <= merge or _crosses(graph, number, reach, straight):
            graph.contract(number)


def _crosses(graph: Graph, number: int, reach: float, least: float) -> bool:
    """Whether an edge is where two lines run together for a moment while they cross."""
    edge = graph.edges[number]
    arms = []
    for node in (edge.first, edge.last):
        others = [k for k in graph.nodes[node] if k != number]
        if len(others) != 2 or others[0] == others[1]:
            return False
        arms.append(np.stack([away(graph, k, node, reach) for k in others]))
    straight = -(arms[0] @ arms[1].T)
    best = max(min(straight[0, 0], straight[1, 1]), min(straight[0, 1], straight[1, 0]))
    return bool(best >= least)


def reach_tips(graph: Graph, lines: Picture, reach: float) -> None:
    """Thinning eats the ends of lines: leads free ends on to where the line ends."""
    for node, meeting in graph.nodes.items():
        if len(meeting) != 1:
            continue
        edge = graph.edges[meeting[0]]
        if len(edge.points) < 3:
            continue
        ahead = -away(graph, meeting[0], node, reach)
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


def bridge(graph: Graph, gap: float, reach: float, straight: float) -> None:
    """Joins free ends that face each other across a small gap, the nearest first.

    Args:
        graph: is changed.
        gap: the largest distance between ends.
        reach: over this length directions are measured.
        straight: the least cosine between a line and the way to the other.
    """
    ends = [n for n, meeting in graph.nodes.items() if len(meeting) == 1]
    if len(ends) < 2 or gap <= 0:
        return
    place = np.stack([graph.places[n] for n in ends])
    ahead = np.stack([-away(graph, graph.nodes[n][0], n, reach) for n in ends])
    way = place[None] - place[:, None]
    far = np.hypot(way[..., 0], way[..., 1])
    one, other = np.nonzero(np.triu(far <= gap, 1))
    for k in np.argsort(far[one, other], kind="stable"):
        i, j = int(one[k]), int(other[k])
        a, b = ends[i], ends[j]
        if len(graph.nodes[a]) != 1 or len(graph.nodes[b]) != 1:
            continue
        line = way[i, j] / max(far[i, j], 1e-9)
        facing = min(float(ahead[i] @ line), float(-(ahead[j] @ line)))
        if far[i, j] > 2.0 and facing < straight:
            continue
        graph.add(a, b, np.stack([place[i], place[j]]))
        for node in (a, b):
            graph.smooth_out(node)


def away(graph: Graph, number: int, node: int, reach: float, *, back: bool = False) -> FloatArray:
    """The direction in which an edge leaves a node, of length 1.

    Args:
        graph: of both.
        number: of the edge.
        node: one of its ends.
        reach: the length over which to look, without what the junction bends.
        back: for a loop, its last points and not its first.
    """
    make_way()
    edge = graph.edges[number]
    forward = edge.first == node and not (back and edge.last == node)
    points = edge.points if forward else edge.points[::-1]
    size = min(len(points) - 1, max(2, round(reach)))
    begin = min(round(BENT), size // 3)
    way = points[size] - points[begin]
    if size < 1 or not way.any():
        way = points[-1] - graph.places[node]
    return np.asarray(way / max(math.hypot(*way), 1e-9))
