from __future__ import annotations

import time

import numpy as np
import pytest

from sketchpad.core.centre_graph import Graph
from sketchpad.core.geometry import distance_to_polyline
from sketchpad.core.graph_doubles import close_lenses, drop_doubles

X = np.arange(0.0, 201.0)
LINE = np.stack([X, np.full_like(X, 50.0)], axis=1)


def graph_with(*lines: np.ndarray) -> Graph:
    graph = Graph()
    for line in lines:
        graph.add(graph.add_node(line[0]), graph.add_node(line[-1]), line)
    return graph


def part(first: int, last: int, right: float, down: float) -> np.ndarray:
    return np.stack([X[first:last] + right, np.full(last - first, 50.0 + down)], axis=1)


def lens(height: float, length: int = 60) -> Graph:
    """A line that parts in the middle, and meets again."""
    graph = Graph()
    nodes = [graph.add_node(LINE[k]) for k in (0, 60, 60 + length, 200)]
    middle = LINE[60 : 61 + length]
    bulge = height / 2 * np.sin(np.linspace(0, np.pi, len(middle)))[:, None] * (0.0, 1.0)
    for first, last, points in (
        (0, 1, LINE[:61]),
        (1, 2, middle + bulge),
        (1, 2, middle - bulge),
        (2, 3, LINE[60 + length :]),
    ):
        graph.add(nodes[first], nodes[last], points)
    return graph


def lengths(graph: Graph) -> list[float]:
    return sorted(edge.length for edge in graph.edges.values())


@pytest.mark.parametrize("turned", [False, True])
def test_a_piece_beside_a_longer_line_goes(turned: bool):
    piece = part(80, 120, 0.0, 5.0)
    graph = graph_with(LINE, piece[::-1] if turned else piece)
    drop_doubles(graph, 8.0, 60.0)
    assert lengths(graph) == [200.0]


def test_a_branch_that_comes_back_beside_its_line_goes_and_the_line_is_one():
    graph = Graph()
    ends = [graph.add_node(LINE[k]) for k in (0, 100, 200)]
    tip = graph.add_node(np.array([140.0, 56.0]))
    graph.add(ends[0], ends[1], LINE[:101])
    graph.add(ends[1], ends[2], LINE[100:])
    graph.add(ends[1], tip, np.stack([X[100:141], 50 + np.minimum(X[:41] * 0.3, 6.0)], axis=1))
    drop_doubles(graph, 8.0, 60.0)
    assert lengths(graph) == [200.0]


@pytest.mark.parametrize(
    "piece",
    [
        part(80, 120, 0.0, 12.0),
        part(80, 160, 0.0, 5.0),
        np.stack([np.full(30, 100.0), 52.0 + np.arange(30.0)], axis=1),
        part(180, 200, 15.0, 5.0),
    ],
    ids=["farther", "longer", "across", "beyond the end"],
)
def test_other_pieces_stay(piece: np.ndarray):
    graph = graph_with(LINE, piece)
    drop_doubles(graph, 8.0, 60.0)
    assert len(graph.edges) == 2


def test_hatching_stays():
    graph = graph_with(*(part(0, 50, k, 6.0 * k) for k in range(8)))
    drop_doubles(graph, 8.0, 60.0)
    assert len(graph.edges) == 8


def test_what_parts_and_meets_again_at_once_is_one_line():
    graph = lens(6.0)
    close_lenses(graph, 8.0, 120.0)
    (edge,) = graph.edges.values()
    assert distance_to_polyline(edge.points, LINE).max() < 0.1
    assert edge.length == pytest.approx(200.0, abs=0.5)


@pytest.mark.parametrize(("height", "length"), [(12.0, 60), (6.0, 12), (6.0, 130)])
def test_eyes_and_long_strips_stay(height: float, length: int):
    graph = lens(height, length)
    close_lenses(graph, 8.0, 120.0)
    assert len(graph.edges) == 4


def test_a_page_of_letters_takes_no_time():
    rng = np.random.default_rng(0)
    places = rng.uniform(0, 2000, size=(600, 2))
    graph = graph_with(*(LINE[:12] - LINE[0] + place for place in places))
    began = time.process_time()
    drop_doubles(graph, 8.0, 60.0)
    assert time.process_time() - began < 2.0
