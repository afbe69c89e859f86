"""Training pairs for healing in place: what was kept, the hole, and how to draw what is missing.

The missing strokes are told in a fixed order, so that decoding needs no choice of where to begin:

1. Every *cut end* (where a kept stroke runs into the hole), in drawing order: the missing piece
   that continues it, begun exactly at the end. A piece that leads to another cut end finishes
   with JOIN and names that end; one that stops in the hole finishes with UP. A piece that is
   attached only at its last point is told backwards. Ends that were reached are skipped.
2. Then the strokes that lie in the hole altogether, in drawing order, each begun from the middle
   of the hole.
3. STOP.

Coordinates are those of the *frame*: the square around what was kept and the hole, −1 to 1.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import torch
from torch import Tensor

from sketchpad.core.raster import rasterise_batch
from training.heal.cutting import Pieces, cut, spread
from training.heal.regions import Region
from training.raster import Traces

#: States of the pen after a step.
DOWN, UP, JOIN, STOP = range(4)
#: What a step goes on from: a cut end, the middle of the hole, or the last point.
CUT, FREE, POINT = range(3)
#: Pixels along a side of the ink's raster, and of the hole's.
INK, HOLE = 64, 32
#: Cells along a side: the raster is seen as this many patches.
CELLS: Final = 8
#: The pen's width in the ink's raster, pixels.
PEN: Final = 1.8
#: Empty border of the frame, as a share of its side.
MARGIN: Final = 0.03
#: A hole reaches at most this far beyond the kept ink's box, as a share of its long side.
REACH: Final = 0.5


@dataclasses.dataclass
class Pairs:
    """A batch of pairs, padded.

    Attributes:
        nodes: ``(B, K, 2)`` points of the kept ink.
        before: ``(B, K, 2)`` the way from the stroke's previous point, 0 at its first.
        after: ``(B, K, 2)`` the way to its next point, 0 at its last.
        flags: ``(B, K, 3)``: first of its piece, last of it, cut end.
        kept: ``(B, K)`` bool, no padding.
        ends: ``(B, E)`` int64, which nodes are cut ends; 0 where there is none.
        open: ``(B, E)`` bool, no padding.
        ink: ``(B, INK, INK)``, the kept ink, 0 to 1.
        hole: ``(B, HOLE, HOLE)``, 0 or 1.
        lost: ``(B, INK, INK)``, the missing ink.
        middle: ``(B, 2)`` of the hole.
        place: ``(B, T, 2)`` where the pen is before each step.
        move: ``(B, T, 2)`` the last offset; at a cut end the unit direction into the hole.
        kind: ``(B, T)`` CUT, FREE or POINT.
        origin: ``(B, T)`` the cut end that the piece began at, −1 for none.
        offset: ``(B, T, 2)`` to draw; 0 for JOIN and STOP.
        pen: ``(B, T)`` DOWN, UP, JOIN or STOP.
        goal: ``(B, T)`` the end joined, −1 for none.
        free: ``(B, T, E)`` bool, the ends that could be joined.
        present: ``(B, T)`` bool, no padding.
        low: ``(B, 2)`` top left corner of the frame, box units.
        span: ``(B,)`` its side, box units.
    """

    nodes: Tensor
    before: Tensor
    after: Tensor
    flags: Tensor
    kept: Tensor
    ends: Tensor
    open: Tensor
    ink: Tensor
    hole: Tensor
    lost: Tensor
    middle: Tensor
    place: Tensor
    move: Tensor
    kind: Tensor
    origin: Tensor
    offset: Tensor
    pen: Tensor
    goal: Tensor
    free: Tensor
    present: Tensor
    low: Tensor
    span: Tensor


@torch.no_grad()
def make_pairs(traces: Traces, region: Region) -> tuple[Pairs, Pieces]:
    """Erase and remember."""
    pieces = cut(traces, region.depth)
    low, span = frame_of(pieces, region)
    points = (pieces.points - low[pieces.owner]) / span[pieces.owner, None] * 2.0 - 1.0
    pieces = dataclasses.replace(pieces, points=points)
    hole = region.covers(low, span, HOLE).float()
    middle = middle_of(hole)
    made = _kept(pieces) | _steps(pieces, middle)
    rank = made.pop("rank")
    made["free"] = _free(made, rank)
    return (
        Pairs(
            **made,
            ink=raster(pieces, ~pieces.inside),
            hole=hole,
            lost=raster(pieces, pieces.inside),
            middle=middle,
            low=low,
            span=span,
        ),
        pieces,
    )


def frame_of(pieces: Pieces, region: Region) -> tuple[Tensor, Tensor]:
    """The square around the kept ink and the hole (no farther out than ``REACH``).

    Returns:
        its top left corner ``(B, 2)`` and its side ``(B,)``, in the pieces' unit.
    """
    size = (pieces.drawings, 2)
    kept = ~pieces.inside
    owner = pieces.owner[kept, None].expand(-1, 2)
    far = torch.full(size, torch.inf, device=owner.device)
    low = far.scatter_reduce(0, owner, pieces.points[kept], "amin")
    high = (-far).scatter_reduce(0, owner, pieces.points[kept], "amax")
    hole_low, hole_high = region.bounds()
    nothing = torch.isinf(low[:, :1])
    low, high = torch.where(nothing, hole_low, low), torch.where(nothing, hole_high, high)
    reach = REACH * (high - low).amax(1, keepdim=True)
    low, high = (
        torch.minimum(low, torch.maximum(hole_low, low - reach)),
        torch.maximum(high, torch.minimum(hole_high, high + reach)),
    )
    span = (high - low).amax(1).clamp(min=1.0) * (1.0 + 2.0 * MARGIN)
    return (low + high) / 2 - span[:, None] / 2, span


def middle_of(hole: Tensor) -> Tensor:
    """Centre of mass of masks ``(B, n, n)`` in the frame, ``(B, 2)``."""
    line = (torch.arange(hole.shape[-1], device=hole.device) + 0.5) * (2.0 / hole.shape[-1]) - 1.0
    mass = hole.sum((1, 2)).clamp(min=1e-6)
    return (
        torch.stack([(hole.sum(1) * line).sum(1), (hole.sum(2) * line).sum(1)], 1) / mass[:, None]
    )


def raster(pieces: Pieces, chosen: Tensor) -> Tensor:
    """The ink of some nodes in the frame, ``(B, INK, INK)``."""
    starts, ends, owner = pieces.segments(chosen)
    starts, ends = (starts + 1.0) * (INK / 2), (ends + 1.0) * (INK / 2)
    image: Tensor = rasterise_batch(starts, ends, owner, pieces.drawings, (INK, INK), PEN, xp=torch)
    return image


def _ranks(owner: Tensor, drawings: int) -> tuple[Tensor, Tensor]:
    """The place of each item among its drawing's (owners ascending), and how many there are."""
    counts = torch.bincount(owner, minlength=drawings)
    first = counts.cumsum(0) - counts
    return torch.arange(len(owner), device=owner.device) - first[owner], counts


def _pad(values: Tensor, owner: Tensor, rank: Tensor, shape: tuple[int, int]) -> Tensor:
    padded = values.new_zeros(*shape, *values.shape[1:])
    padded[owner, rank] = values
    return padded


def _kept(pieces: Pieces) -> dict[str, Tensor]:
    """The kept nodes and the cut ends among them."""
    at = torch.nonzero(~pieces.inside)[:, 0]
    owner, run, points = pieces.owner[at], pieces.run[at], pieces.points[at]
    same = (run[1:] == run[:-1]).float()[:, None]
    way = (points[1:] - points[:-1]) * same
    zero = way.new_zeros(min(1, len(at)), 2)
    edge = same.new_zeros(min(1, len(at)), 1)
    first, last = 1.0 - torch.cat([edge, same]), 1.0 - torch.cat([same, edge])
    is_end = pieces.cut[at] >= 0
    rank, counts = _ranks(owner, pieces.drawings)
    shape = (pieces.drawings, max(1, int(counts.max())))
    end_rank, end_counts = _ranks(owner[is_end], pieces.drawings)
    end_shape = (pieces.drawings, max(1, int(end_counts.max())))
    ones = torch.ones_like(rank, dtype=torch.bool)

    def pad(values: Tensor) -> Tensor:
        return _pad(values, owner, rank, shape)

    return {
        "nodes": pad(points),
        "before": pad(torch.cat([zero, way])),
        "after": pad(torch.cat([way, zero])),
        "flags": pad(torch.cat([first, last, is_end.float()[:, None]], 1)),
        "kept": pad(ones),
        "ends": _pad(rank[is_end], owner[is_end], end_rank, end_shape),
        "open": _pad(ones[is_end], owner[is_end], end_rank, end_shape),
    }


def _tangents(pieces: Pieces) -> tuple[Tensor, Tensor]:
    """Of each cut, by its number: its rank among its drawing's, and the direction into the hole.

    Returns:
        ``(cuts,)`` and, unit vectors, ``(cuts, 2)``.
    """
    ends = torch.nonzero(~pieces.inside & (pieces.cut >= 0))[:, 0]
    number = pieces.cut[ends]
    rank, _ = _ranks(pieces.owner[ends], pieces.drawings)
    count = len(pieces.run)
    previous, following = (ends - 1).clamp(min=0), (ends + 1).clamp(max=count - 1)
    has_previous = (pieces.run[previous] == pieces.run[ends]) & (ends > 0)
    # A piece may be cut at both of its ends; each has its neighbour on one side only, unless it
    # lies in the middle, which a cut end never does.
    neighbour = torch.where(has_previous, previous, following)
    way = pieces.points[ends] - pieces.points[neighbour]
    way = way / way.norm(dim=-1, keepdim=True).clamp(min=1e-6)
    order = torch.argsort(number)
    return rank[order], way[order]


@dataclasses.dataclass(frozen=True)
class _Runs:
    """The missing pieces in the order they are told."""

    owner: Tensor
    start: Tensor
    count: Tensor
    attached: Tensor
    backwards: Tensor
    first_cut: Tensor
    last_cut: Tensor


def _missing(pieces: Pieces) -> _Runs:
    at = torch.nonzero(pieces.inside)[:, 0]
    begins = torch.ones_like(at, dtype=torch.bool)
    begins[1:] = pieces.run[at][1:] != pieces.run[at][:-1]
    which = begins.long().cumsum(0) - 1
    start = at[begins]
    count = torch.bincount(which, minlength=len(start))
    owner = pieces.owner[start]
    first, last = pieces.cut[start], pieces.cut[start + count - 1]
    attached = (first >= 0) | (last >= 0)
    backwards = (first < 0) & (last >= 0)
    order = torch.argsort(owner * 2 + (~attached).long(), stable=True)
    told_first = torch.where(backwards, last, first)
    told_last = torch.where(backwards, first, last)
    taken = (owner, start, count, attached, backwards, told_first, told_last)
    return _Runs(*(values[order] for values in taken))


def _steps(pieces: Pieces, middle: Tensor) -> dict[str, Tensor]:
    """The decoder's steps, padded; ``rank`` is the piece that a step belongs to."""
    runs = _missing(pieces)
    end_rank, tangent = _tangents(pieces)
    steps = torch.where(runs.attached, runs.count - 1, runs.count)
    r, j = spread(steps)
    owner, attached = runs.owner[r], runs.attached[r]
    source = j + attached.long() - 1

    def node(k: Tensor) -> Tensor:
        k = torch.where(runs.backwards[r], runs.count[r] - 1 - k, k)
        return pieces.points[(runs.start[r] + k).clamp(0, max(0, len(pieces.points) - 1))]

    target = node(source + 1)
    begun = j == 0
    place = torch.where((~attached & begun)[:, None], middle[owner], node(source.clamp(min=0)))
    move = place - node((source - 1).clamp(min=0))
    starts = runs.first_cut[r].clamp(min=0)
    if len(tangent):
        move = torch.where((attached & begun)[:, None], tangent[starts], move)
    move = torch.where((~attached & (j <= 1))[:, None], 0.0, move)
    last = j == steps[r] - 1
    joins = last & (runs.last_cut[r] >= 0)
    pen = torch.where(joins, JOIN, torch.where(last, UP, DOWN))
    kind = torch.where(begun, torch.where(attached, CUT, FREE), POINT)
    ranks = end_rank if len(end_rank) else end_rank.new_zeros(1)
    origin = torch.where(attached, ranks[starts], -1)
    goal = torch.where(joins, ranks[runs.last_cut[r].clamp(min=0)], -1)
    offset = torch.where(joins[:, None], 0.0, target - place)
    run_rank, run_counts = _ranks(runs.owner, pieces.drawings)
    flat = {
        "place": place,
        "move": move,
        "kind": kind,
        "origin": origin,
        "offset": offset,
        "pen": pen,
        "goal": goal,
        "rank": run_rank[r],
    }
    rank, counts = _ranks(owner, pieces.drawings)
    shape = (pieces.drawings, int(counts.max() if len(counts) else 0) + 1)
    padded = {name: _pad(values, owner, rank, shape) for name, values in flat.items()}
    # The last step of every drawing says that nothing more is missing.
    all_drawings = torch.arange(pieces.drawings, device=counts.device)
    for name, value in {"kind": FREE, "origin": -1, "pen": STOP, "goal": -1}.items():
        padded[name][all_drawings, counts] = value
    padded["place"][all_drawings, counts] = middle
    padded["rank"][all_drawings, counts] = run_counts
    arange = torch.arange(shape[1], device=counts.device)
    padded["present"] = arange[None] <= counts[:, None]
    padded["goal"] = torch.where(padded["present"], padded["goal"], -1)
    return padded


def _free(made: dict[str, Tensor], rank: Tensor) -> Tensor:
    """The ends that could be joined at each step: not yet begun from nor reached."""
    count = made["ends"].shape[1]
    never = 10**6
    used = rank.new_full((len(rank), count + 1), never)
    for name in ("origin", "goal"):
        where = made[name] >= 0
        slot = torch.where(where & made["present"], made[name], count)
        used.scatter_reduce_(1, slot, torch.where(where, rank, never), "amin")
    used = used[:, :count]
    own = made["origin"][..., None] == torch.arange(count, device=rank.device)
    free = (used[:, None] >= rank[..., None]) & ~own & made["open"][:, None]
    return free & (made["origin"] >= 0)[..., None]
