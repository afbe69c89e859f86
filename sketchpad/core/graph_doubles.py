"""Lines of a graph that stand for one: short pieces beside a longer line, and narrow lenses.

Where a picture is undecided whether two passes of a pen are one line, it shows both for a while.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from sketchpad.core.centre_graph import Edge, Graph
from sketchpad.core.courtesy import make_way
from sketchpad.core.geometry import distance_to_polyline, resample
from sketchpad.core.stroke import FloatArray

#: Of a piece that lies beside another line.
_SHARE: Final = 0.85
#: The least cosine between a piece and the line beside it.
_ALONG: Final = math.cos(math.radians(30.0))
#: Than the piece the line beside it is longer: hatching has lines of one length.
_LONGER: Final = 2.0
#: A lens is at least so many times as long as it is wide.
_SLIM: Final = 3.0


def close_lenses(graph: Graph, width: float, longest: float) -> None:
    """Makes one line of two that part and meet again within a width.

    Args:
        graph: is changed.
        width: the farthest that they may be from each other.
        longest: the longest that they may be.
    """
    between: dict[tuple[int, int], list[int]] = {}
    for number, edge in graph.edges.items():
        if edge.first != edge.last and edge.length <= longest:
            ends = min(edge.first, edge.last), max(edge.first, edge.last)
            between.setdefault(ends, []).append(number)
    for (first, last), numbers in between.items():
        while len(numbers) > 1:
            make_way()
            one, other = (_from(graph.edges[k], first) for k in numbers[-2:])
            apart = _apart(one, other)
            if apart > width or _SLIM * apart > graph.edges[numbers[-1]].length:
                numbers.pop()
                continue
            for number in numbers[-2:]:
                graph.remove(number)
            count = max(len(one), len(other))
            middle = (_evenly(one, count) + _evenly(other, count)) / 2.0
            numbers[-2:] = [graph.add(first, last, middle)]
        for node in (first, last):
            if node in graph.nodes:
                graph.smooth_out(node)


def drop_doubles(graph: Graph, width: float, longest: float) -> None:
    """Takes away short pieces with a free end that run beside a longer line, the shortest first.

    Args:
        graph: is changed.
        width: how far beside it they may be.
        longest: of such a piece.
    """
    catalogue = _Catalogue.of(graph)
    for number in sorted(graph.edges, key=lambda k: graph.edges[k].length):
        make_way()
        edge = graph.edges.get(number)
        if edge is None:
            continue
        if edge.length > longest:
            break
        free = [n for n in (edge.first, edge.last) if len(graph.nodes[n]) == 1]
        others = catalogue.around(edge, width) if free else []
        if any(_is_double(edge, graph.edges[k], width) for k in others if k != number):
            graph.remove(number)
            for node in {edge.first, edge.last} - set(free):
                graph.smooth_out(node)
            catalogue = _Catalogue.of(graph)


class _Catalogue(NamedTuple):
    """Where the edges of a graph are, and how long: their numbers, boxes and lengths."""

    numbers: list[int]
    low: FloatArray
    high: FloatArray
    length: FloatArray

    @classmethod
    def of(cls, graph: Graph) -> _Catalogue:
        edges = graph.edges.values()
        low, high = [], []
        for edge in edges:
            make_way()
            low.append(edge.points.min(axis=0))
            high.append(edge.points.max(axis=0))
        return cls(
            list(graph.edges),
            np.array(low).reshape(-1, 2),
            np.array(high).reshape(-1, 2),
            np.array([e.length for e in edges]),
        )

    def around(self, piece: Edge, width: float) -> list[int]:
        """The longer edges whose boxes reach around a piece."""
        low, high = piece.points.min(axis=0), piece.points.max(axis=0)
        # Most of the piece lies beside the other, but its ends may reach beyond.
        slack = width + (1.0 - _SHARE) * piece.length
        there = (self.low - slack <= low).all(axis=1) & (self.high + slack >= high).all(axis=1)
        there &= self.length >= _LONGER * piece.length
        return [self.numbers[k] for k in np.flatnonzero(there)]


def _is_double(piece: Edge, edge: Edge, width: float) -> bool:
    make_way()
    points = resample(piece.points, 2.0)
    low, high = points.min(axis=0) - width, points.max(axis=0) + width
    inside = ((edge.points >= low) & (edge.points <= high)).all(axis=1)
    if inside.sum() < 2:
        return False
    near = distance_to_polyline(points, edge.points) <= width
    if near.mean() < _SHARE:
        return False
    gap = points[:, None] - edge.points[inside][None]
    nearest = (gap * gap).sum(axis=2).argmin(axis=1)
    along = np.abs((_ways(points) * _ways(edge.points)[inside][nearest]).sum(axis=1))
    return bool(((along >= _ALONG) & near).mean() >= _SHARE)


def _ways(points: FloatArray) -> FloatArray:
    """The direction at each point over a few of its neighbours, of length 1."""
    if len(points) < 2:
        return np.zeros_like(points)
    reach = min(4, len(points) - 1)
    wide = np.pad(points, ((reach, reach), (0, 0)), "edge")
    step = wide[2 * reach :] - wide[: -2 * reach]
    return np.asarray(step / np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)[:, None])


def _from(edge: Edge, node: int) -> FloatArray:
    return edge.points if edge.first == node else edge.points[::-1]


def _apart(one: FloatArray, other: FloatArray) -> float:
    there, back = distance_to_polyline(one, other), distance_to_polyline(other, one)
    return float(max(there.max(), back.max()))


def _evenly(points: FloatArray, count: int) -> FloatArray:
    """So many points at equal steps along a line."""
    at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    steps = np.linspace(0.0, at[-1], count)
    return np.stack([np.interp(steps, at, points[:, k]) for k in (0, 1)], axis=1)
