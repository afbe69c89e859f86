"""Strokes of a graph of centre lines: edges that continue each other through junctions."""

from __future__ import annotations

import numpy as np

from sketchpad.core.centre_graph import Graph
from sketchpad.core.graph_repair import BENT, away
from sketchpad.core.stroke import FloatArray

_Half = tuple[int, int]
"""An edge's end: its number, and 0 for the first, 1 for the last."""


def strokes_of(
    graph: Graph, reach: float, straight: float, *, forks: bool = True
) -> list[tuple[FloatArray, bool]]:
    """Edges joined through junctions where they continue each other.

    Args:
        graph: of the lines.
        reach: over this length the directions at a junction are measured.
        straight: the least cosine between a line and its straight continuation.
        forks: whether lines go on where three meet; there, two may be what parts from one.

    Returns:
        Points ``(n, 2)`` and whether they are closed, for each stroke.
    """
    partner: dict[_Half, _Half] = {}
    for node, meeting in graph.nodes.items():
        if len(meeting) == 3 and not forks:
            continue
        partner.update(_pairs(graph, node, reach, straight))
    paths: list[tuple[FloatArray, bool]] = []
    used: set[int] = set()
    # Begin where a pen would: at ends that continue nowhere; closed chains have none.
    starts = [(k, side) for k in graph.edges for side in (0, 1) if (k, side) not in partner]
    for half in [*starts, *((k, 0) for k in graph.edges)]:
        if half[0] not in used:
            paths.append(_chain(graph, half, partner, used))
    return paths


def _pairs(graph: Graph, node: int, reach: float, least: float) -> dict[_Half, _Half]:
    """Which edge ends at a node continue which, straightest first."""
    halves: list[_Half] = []
    ways = []
    for number in dict.fromkeys(graph.nodes[node]):
        edge = graph.edges[number]
        if edge.first == node:
            halves.append((number, 0))
            ways.append(away(graph, number, node, reach))
        if edge.last == node:
            halves.append((number, 1))
            ways.append(away(graph, number, node, reach, back=True))
    if len(halves) < 2:
        return {}
    straight = -(np.stack(ways) @ np.stack(ways).T)
    # Where only two meet, they are one line, whatever the corner.
    least = -2.0 if len(halves) == 2 else least
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
    bent = round(BENT)
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
