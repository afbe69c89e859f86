"""Graphs of centre lines: a skeleton's pixels as edges between ends and junctions."""

from __future__ import annotations

import dataclasses
from typing import Final, NamedTuple

import numpy as np

from sketchpad.core.courtesy import make_way
from sketchpad.core.geometry import BoolArray, IntArray, polyline_length
from sketchpad.core.stroke import FloatArray
from sketchpad.core.thin import join


@dataclasses.dataclass(slots=True, eq=False)
class Edge:
    """A line between two nodes (the same one for a loop).

    Attributes:
        first: the node where ``points`` begin.
        last: the node where they end.
        points: ``(n, 2)``, n ≥ 1, x and y in pixels with centres at +0.5.
        length: along the points.
    """

    first: int
    last: int
    points: FloatArray
    length: float


@dataclasses.dataclass(slots=True, eq=False)
class Graph:
    """Edges by number, and the numbers of the edges at each node (a loop twice).

    Attributes:
        edges: by number; gaps come from removals.
        nodes: edge numbers by node.
        places: where each node is, ``(2,)``.
    """

    edges: dict[int, Edge] = dataclasses.field(default_factory=dict)
    nodes: dict[int, list[int]] = dataclasses.field(default_factory=dict)
    places: dict[int, FloatArray] = dataclasses.field(default_factory=dict)
    _next: int = 0

    def add_node(self, place: FloatArray) -> int:
        """A new node at (x, y)."""
        number = len(self.places)
        self.places[number] = place
        self.nodes[number] = []
        return number

    def add(self, first: int, last: int, points: FloatArray) -> int:
        """A new edge; both nodes must exist."""
        number = self._next
        self._next += 1
        self.edges[number] = Edge(first, last, points, polyline_length(points))
        self.nodes[first].append(number)
        self.nodes[last].append(number)
        return number

    def remove(self, number: int) -> None:
        """Take an edge away; its nodes stay."""
        edge = self.edges.pop(number)
        self.nodes[edge.first].remove(number)
        self.nodes[edge.last].remove(number)

    def smooth_out(self, node: int) -> None:
        """Make one edge of the two that meet at a node, unless they are one loop."""
        meeting = self.nodes[node]
        if len(meeting) != 2 or meeting[0] == meeting[1]:
            return
        one, other = (self.edges[k] for k in meeting)
        before = one.points if one.last == node else one.points[::-1]
        after = other.points if other.first == node else other.points[::-1]
        first = one.first if one.last == node else one.last
        last = other.last if other.first == node else other.first
        for number in list(meeting):
            self.remove(number)
        self.add(first, last, np.concatenate([before, after]))

    def contract(self, number: int) -> None:
        """Make one node, in the middle, of the two that an edge joins; the edge goes."""
        edge = self.edges[number]
        kept, gone = edge.first, edge.last
        self.remove(number)
        if kept == gone:
            return
        self.places[kept] = (self.places[kept] + self.places[gone]) / 2.0
        for k in self.nodes.pop(gone):
            other = self.edges[k]
            other.first = kept if other.first == gone else other.first
            other.last = kept if other.last == gone else other.last
            self.nodes[kept].append(k)


_FORWARD: Final = ((0, 1), (1, -1), (1, 0), (1, 1))


def graph_of(skeleton: BoolArray) -> Graph:
    """The graph of a skeleton ``(h, w)``; touching junction pixels are one node.

    Single pixels become edges without length from a node to itself.
    """
    stride = skeleton.shape[1] + 2
    flat = np.pad(skeleton, 1).reshape(-1)
    places = np.flatnonzero(flat)
    if not len(places):
        return Graph()
    links = _links(flat, places, stride)
    degree = np.bincount(links.reshape(-1), minlength=len(places))
    xy = np.stack([places % stride, places // stride], axis=1) - 0.5
    graph = Graph()
    node_of = _nodes(graph, degree, links, xy)
    _walk(graph, node_of, _Beside.of(links, degree), xy)
    return graph


class _Beside(NamedTuple):
    """The neighbours of each pixel, one after another: those of k begin at ``first[k]``.

    A list for each pixel would be tens of thousands of objects that Python looks through for
    garbage again and again, while every other thread waits.
    """

    first: list[int]
    every: list[int]

    @classmethod
    def of(cls, links: IntArray, degree: IntArray) -> _Beside:
        """Of links ``(2, m)``; in their order."""
        order = np.argsort(links.T.reshape(-1), kind="stable")
        every = links[::-1].T.reshape(-1)[order]
        first = np.concatenate([[0], np.cumsum(degree)])
        return cls(first.tolist(), every.tolist())

    def __call__(self, pixel: int) -> list[int]:
        return self.every[self.first[pixel] : self.first[pixel + 1]]


def _links(flat: BoolArray, places: IntArray, stride: int) -> IntArray:
    """Neighbouring pixels, ``(2, m)``, without the diagonal of a corner."""
    index = np.zeros(len(flat), dtype=np.int64)
    index[places] = np.arange(len(places))
    pairs = []
    for down, right in _FORWARD:
        shift = down * stride + right
        there = flat[places + shift]
        if down and right:
            there = there & ~flat[places + right] & ~flat[places + down * stride]
        both = np.flatnonzero(there)
        pairs.append(np.stack([both, index[places[both] + shift]]))
    return np.concatenate(pairs, axis=1)


def _nodes(graph: Graph, degree: IntArray, links: IntArray, xy: FloatArray) -> list[int]:
    """Adds ends and clusters of junction pixels; gives each pixel's node, or -1."""
    branching = degree > 2
    inner = branching[links[0]] & branching[links[1]]
    cluster = join(len(degree), links[0][inner], links[1][inner])
    node_of = np.full(len(degree), -1)
    chosen = np.flatnonzero(degree != 2)
    names, inverse = np.unique(cluster[chosen], return_inverse=True)
    count = np.bincount(inverse)
    x, y = (np.bincount(inverse, weights=xy[chosen, k]) / count for k in (0, 1))
    for place in np.stack([x, y], axis=1)[: len(names)]:
        graph.add_node(place)
    node_of[chosen] = inverse
    found: list[int] = node_of.tolist()
    return found


def _walk(graph: Graph, node_of: list[int], neighbours: _Beside, xy: FloatArray) -> None:
    """Adds the edges: from every node along plain pixels to the next; then loops without node."""
    done = bytearray(len(node_of))
    for start, node in enumerate(node_of):
        if node < 0:
            continue
        make_way()
        if not neighbours(start):
            graph.add(node, node, xy[[start]])
        for step in neighbours(start):
            if node_of[step] >= 0:
                # Two pixels of nodes side by side: once, and not within one cluster.
                if node_of[step] > node:
                    graph.add(node, node_of[step], xy[[start, step]])
                continue
            if done[step]:
                continue
            path = _follow(start, step, node_of, neighbours, done)
            graph.add(node, node_of[path[-1]], xy[path])
    for start, node in enumerate(node_of):
        if node >= 0 or done[start]:
            continue
        done[start] = 1
        path = [start, *_follow(start, neighbours(start)[0], node_of, neighbours, done)]
        name = graph.add_node(xy[start])
        graph.add(name, name, xy[[*path[1:], start]] if path[-1] != start else xy[path[1:]])


def _follow(
    start: int, step: int, node_of: list[int], neighbours: _Beside, done: bytearray
) -> list[int]:
    path, before, here = [start], start, step
    while True:
        path.append(here)
        if node_of[here] >= 0 or here == start:
            return path
        done[here] = 1
        one, other = neighbours(here)
        before, here = here, other if one == before else one
