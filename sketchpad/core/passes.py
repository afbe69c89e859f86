"""The passes of a pen that a picture of thin lines shows: polylines along its ink.

The ink is thinned at twice its size, so that passes a pixel apart stay two. A *piece* is what lies
between places where passes may part or one may turn into another: forks and corners. A *chain* is
what a pen would draw in one go: pieces that go straight on through forks.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from typing import Final

import numpy as np

from sketchpad.core import graph_repair
from sketchpad.core.centre_graph import Graph, graph_of
from sketchpad.core.geometry import IntArray, resample
from sketchpad.core.graph_strokes import strokes_of
from sketchpad.core.ridge import Picture, smoothed
from sketchpad.core.stroke import FloatArray
from sketchpad.core.thin import fill_holes, thin

#: Ink from this value on, 0 to 1.
_INK: Final = 0.45
#: The largest share of a picture of twice the size that lines of one pixel may take; drawings of
#: hundreds of strokes take 0.01.
_DENSEST: Final = 0.03
#: But so many pixels of lines are never too many.
_MUCH: Final = 40_000
#: At twice the size, pixels: holes in a line, side branches of thinning, crossings of two
#: junctions, the length over which directions are measured, and the smoothing along a line.
_HOLE: Final = 4
_SPUR: Final = 5.0
_MERGE: Final = 6.0
_REACH: Final = 20.0
_SMOOTH: Final = 2.0
#: Lines go on through a junction if they turn by less, and are cut where they turn by more.
_STRAIGHT: Final = math.cos(math.radians(25.0))
_CORNER: Final = 50.0
_ARM: Final = 5


@dataclasses.dataclass(frozen=True, eq=False)
class Passes:
    """What a picture shows.

    Attributes:
        pieces: ``(n, 2)`` each, pixels of the picture.
        chains: likewise.
        chain_of: the chain that each piece is part of, ``(pieces,)``.
    """

    pieces: list[FloatArray]
    chains: list[FloatArray]
    chain_of: IntArray


def passes_of(ink: Picture) -> Passes:
    """The passes of a picture ``(h, w)``, 0 paper to 1 ink.

    There are none in noise and in the densest of patterns, which take long and are no drawings.
    """
    skeleton = thin(fill_holes(doubled(ink) > _INK, _HOLE))
    if skeleton.sum() > max(_MUCH, _DENSEST * skeleton.size):
        return Passes([], [], np.empty(0, dtype=np.int64))
    graph = graph_of(skeleton)
    graph_repair.prune(graph, _SPUR)
    graph_repair.merge_crossings(graph, _MERGE, _REACH, _STRAIGHT)
    pieces, chains = (_lines(graph, forks=forks) for forks in (False, True))
    number = np.full((2 * ink.shape[0] + 1, 2 * ink.shape[1] + 1), -1)
    for k, chain in enumerate(chains):
        number[tuple(_pixels(chain, number.shape))] = k
    chain_of = np.zeros(len(pieces), dtype=np.int64)
    for k, piece in enumerate(pieces):
        seen = number[tuple(_pixels(piece, number.shape))]
        votes = np.bincount(seen[seen >= 0])
        if len(votes):
            chain_of[k] = votes.argmax()
        else:
            chain_of[k] = len(chains)
            chains.append(piece)
    return Passes([p / 2.0 for p in pieces], [c / 2.0 for c in chains], chain_of)


def doubled(picture: Picture) -> Picture:
    """The picture ``(h, w)`` at twice its size, by cubic interpolation."""
    for axis in (0, 1):
        wide = np.pad(picture, [(2, 2) if k == axis else (0, 0) for k in (0, 1)], "edge")
        count = picture.shape[axis]
        cut = (slice(None),) * axis
        parts = [wide[(*cut, slice(k, k + count))] for k in range(5)]
        # A new pixel lies a quarter of an old one before or behind the old one's middle.
        near, far = (
            sum(np.float32(w) * part for w, part in zip(_CUBIC, four, strict=True))
            for four in (parts[3::-1], parts[1:])
        )
        both = np.stack([near, far], axis=axis + 1)
        picture = both.reshape([n * 2 if k == axis else n for k, n in enumerate(picture.shape)])
    return picture


def _cubic(t: float) -> tuple[float, ...]:
    """Catmull and Rom's weights of four neighbours at a place between the middle two."""
    return (
        -0.5 * t + t**2 - 0.5 * t**3,
        1.0 - 2.5 * t**2 + 1.5 * t**3,
        0.5 * t + 2.0 * t**2 - 1.5 * t**3,
        -0.5 * t**2 + 0.5 * t**3,
    )


_CUBIC: Final = _cubic(0.25)


def _lines(graph: Graph, *, forks: bool) -> list[FloatArray]:
    found = []
    for points, closed in strokes_of(graph, _REACH, _STRAIGHT, forks=forks):
        found.extend(_cut_at_corners(smoothed(points, _SMOOTH, closed=closed)))
    return found


def _pixels(line: FloatArray, size: tuple[int, ...]) -> IntArray:
    """Rows and columns ``(2, n)`` of a line's points."""
    at = line.astype(np.int64)[:, ::-1].T
    return np.clip(at, 0, np.array(size)[:, None] - 1)


def _cut_at_corners(line: FloatArray) -> list[FloatArray]:
    """A line's parts between sharp turns, at equal steps of two pixels."""
    points = resample(line, 2.0)
    if len(points) < 2 * _ARM + 3:
        return [line]
    before = points[_ARM:-_ARM] - points[: -2 * _ARM]
    after = points[2 * _ARM :] - points[_ARM:-_ARM]
    size = np.hypot(*before.T) * np.hypot(*after.T)
    cosine = (before * after).sum(axis=1) / np.maximum(size, 1e-9)
    turn = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    cuts = [0, len(points) - 1]
    while turn.max() >= _CORNER:
        at = int(turn.argmax())
        cuts.append(at + _ARM)
        turn[max(0, at - 2 * _ARM) : at + 2 * _ARM] = 0.0
    cuts.sort()
    return [points[a : b + 1] for a, b in itertools.pairwise(cuts)]
