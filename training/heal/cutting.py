"""Cutting drawings at the edge of their holes: flat tensors, no loop over drawings."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

import torch
from torch import Tensor

from training.raster import Traces

#: The edge of a hole is looked for at steps of this length along the ink, box units.
STEP: Final = 3.0
#: Rounds of regula falsi that place a cut; the error is far below a thousandth of the box.
ROUNDS: Final = 4

Depth = Callable[[Tensor, Tensor], Tensor]


@dataclasses.dataclass(frozen=True)
class Pieces:
    """All drawings of a batch, cut into runs that lie inside or outside their holes.

    Nodes are in drawing order. Where a stroke crosses the edge there are two nodes at the same
    place: the last of one run and the first of the next.

    Attributes:
        points: ``(p, 2)`` box units.
        owner: ``(p,)``, the drawing.
        run: ``(p,)``, counts the runs of all drawings.
        inside: ``(p,)`` bool, in the hole.
        cut: ``(p,)``, the number of the cut that made the node, −1 for the drawing's own.
        drawings: how many drawings there are.
    """

    points: Tensor
    owner: Tensor
    run: Tensor
    inside: Tensor
    cut: Tensor
    drawings: int

    def segments(self, chosen: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The ink of the chosen nodes ``(p,)``: starts, ends and owners; lone nodes are dots."""
        same = self.run[1:] == self.run[:-1]
        after = torch.cat([same, same.new_zeros(1)])
        before = torch.cat([same.new_zeros(1), same])
        at = torch.nonzero(chosen & before)[:, 0]
        dots = torch.nonzero(chosen & ~before & ~after)[:, 0]
        starts = torch.cat([self.points[at - 1], self.points[dots]])
        ends = torch.cat([self.points[at], self.points[dots]])
        return starts, ends, torch.cat([self.owner[at], self.owner[dots]])


def spread(counts: Tensor) -> tuple[Tensor, Tensor]:
    """``counts[0]`` times 0, ``counts[1]`` times 1, …; and the place within each."""
    which = torch.repeat_interleave(counts)
    first = counts.cumsum(0) - counts
    return which, torch.arange(len(which), device=counts.device) - first[which]


def cut(traces: Traces, depth: Depth) -> Pieces:
    """Cut every drawing at the edge of its hole.

    Args:
        traces: the drawings.
        depth: negative inside the hole, as ``Region.depth``.
    """
    dense, owner, vertex, first = _dense(traces)
    deep = depth(dense, owner)
    inside = deep < 0.0
    crossing = torch.zeros_like(inside)
    crossing[1:] = (inside[1:] != inside[:-1]) & ~first[1:]
    at = torch.nonzero(crossing)[:, 0]
    places = _edge(dense[at - 1], dense[at], deep[at - 1], deep[at], owner[at], depth)

    which, j = spread(2 * crossing.long() + vertex.long())
    crossed = crossing[which]
    ends_run, starts_run = crossed & (j == 0), crossed & (j == 1)
    number = crossing.long().cumsum(0) - 1
    is_cut = ends_run | starts_run
    cuts = torch.where(is_cut, number[which], -1)
    points = dense[which]
    if len(places):
        points = torch.where(is_cut[:, None], places[cuts.clamp(min=0)], points)
    before = torch.cat([inside[:1], inside[:-1]])
    within = torch.where(ends_run, before[which], inside[which])
    begins = starts_run | (first[which] & ~is_cut)
    run = begins.long().cumsum(0) - 1
    return Pieces(points, owner[which], run, within, cuts, len(traces.points))


def _dense(traces: Traces) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Points at small steps along the ink: places, owners, "is a vertex", "begins a stroke"."""
    points = traces.points
    before = torch.cat([points[:, :1], points[:, :-1]], 1)
    length = (points - before).norm(dim=-1)
    pieces = torch.where(traces.joined, torch.ceil(length / STEP).clamp(1, 100), 1.0)
    owner, at = torch.nonzero(traces.valid, as_tuple=True)
    counts = pieces[owner, at].long()
    which, j = spread(counts)
    share = ((j + 1).float() / counts[which])[:, None]
    a, b = before[owner, at][which], points[owner, at][which]
    vertex = j + 1 == counts[which]
    dense = torch.where(vertex[:, None], b, torch.lerp(a, b, share))
    return dense, owner[which], vertex, traces.first[owner, at][which]


def _edge(  # noqa: PLR0917 - two ends, their depths, and how to find more
    low: Tensor, high: Tensor, at_low: Tensor, at_high: Tensor, owner: Tensor, depth: Depth
) -> Tensor:
    """Where the depth, almost linear at this scale, is zero between pairs: regula falsi."""
    a, b, fa, fb = low, high, at_low, at_high
    middle = a
    for _ in range(ROUNDS):
        span = torch.where((fb - fa).abs() < 1e-9, torch.ones_like(fa), fb - fa)
        middle = a - (fa / span).clamp(-1, 0)[:, None] * (b - a)
        found = depth(middle, owner)
        same = (found < 0) == (fa < 0)
        fa, fb = torch.where(same, found, fa), torch.where(same, fb, found)
        a = torch.where(same[:, None], middle, a)
        b = torch.where(same[:, None], b, middle)
    return middle
