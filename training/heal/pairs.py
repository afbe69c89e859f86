"""Training pairs for healing in place: what was kept, the hole, and how to draw what is missing.

A pair is one sequence of stroke-5 rows: first the kept pieces, in drawing order, then the missing
ones, in an order that leaves nothing to choose:

1. For every *cut end* (where a kept stroke runs into the hole), in drawing order, the missing piece
   that continues it. Its first point, the cut end itself, is given. A piece that leads on to
   another cut end finishes with JOIN: that end is the next in order, because the piece lies
   between the two in drawing order. One that stops in the hole finishes with UP. A piece that is
   attached only at its last point is told backwards. Ends that were reached are skipped.
2. Then the strokes that lie in the hole altogether, in drawing order, and END.

So healing is completing with some points given, and a decoder that completes is where it begins.
Places are in the *frame*, the square around what was kept and the hole, −1 to 1; rows are in codec
units, with the frame as the codec's box.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import torch
from torch import Tensor

from sketchpad.core.raster import rasterise_batch
from sketchpad.core.stroke5 import Codec
from training.heal.cutting import Pieces, cut, spread
from training.heal.regions import Region
from training.raster import Traces

#: What the pen does at a point: goes on, is lifted, (nothing more is drawn), joins the next end.
DOWN, UP, END, JOIN = range(4)
#: Pixels along a side of the rasters of ink, and of the hole's.
INK, HOLE = 64, 32
#: The pen's width in the ink's raster, pixels.
PEN: Final = 1.8
#: Empty border of the frame, as a share of its side.
MARGIN: Final = 0.03
#: A hole reaches at most this far beyond the kept ink's box, as a share of its long side.
REACH: Final = 0.5
#: What the decoder is told beside the rows; see ``Pairs.features``.
FEATURES: Final = 14


@dataclasses.dataclass
class Pairs:
    """A batch of pairs, padded. Row 0 is the start token; row r says what point r - 1 was.

    Attributes:
        rows: ``(B, N, 5)`` codec units.
        place: ``(B, N, 2)`` where the pen is after the row, frame units.
        features: ``(B, N, FEATURES)``: the row is of a missing piece; it is a cut end; its piece is
            attached; there is a next cut end to go to; that one is a stroke's first point; the
            piece's own cut end is a stroke's last point; the way to the next cut end (2), its
            direction into the hole (2), the way to the middle of the hole (2); the pen is in the
            hole; the network's answer to the row counts.
        wanted: ``(B, N)`` bool, the answer counts.
        offset: ``(B, N, 2)`` that the answer should be, codec units.
        pen: ``(B, N)`` DOWN, UP, END or JOIN, likewise.
        allowed: ``(B, N, 4)`` bool, what the pen may do.
        ink: ``(B, INK, INK)``, the kept ink, 0 to 1.
        hole: ``(B, HOLE, HOLE)``, 0 or 1.
        lost: ``(B, INK, INK)``, the missing ink.
    """

    rows: Tensor
    place: Tensor
    features: Tensor
    wanted: Tensor
    offset: Tensor
    pen: Tensor
    allowed: Tensor
    ink: Tensor
    hole: Tensor
    lost: Tensor


@torch.no_grad()
def make_pairs(traces: Traces, region: Region, codec: Codec) -> Pairs:
    """Erase and remember."""
    pieces = cut(traces, region.depth)
    low, span = frame_of(pieces, region)
    points = (pieces.points - low[pieces.owner]) / span[pieces.owner, None] * 2.0 - 1.0
    pieces = dataclasses.replace(pieces, points=points)
    hole = region.covers(low, span, HOLE).float()
    told = _told(pieces)
    return Pairs(
        **_padded(pieces, told, hole, codec.box / codec.scale / 2.0),
        ink=raster(pieces, ~pieces.inside),
        hole=hole,
        lost=raster(pieces, pieces.inside),
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


@dataclasses.dataclass(frozen=True)
class _Ends:
    """The cut ends of all drawings, in drawing order.

    ``of_cut`` finds them by the number of their cut.
    """

    place: Tensor
    heading: Tensor
    head: Tensor
    owner: Tensor
    of_cut: Tensor


def _ends(pieces: Pieces) -> _Ends:
    at = torch.nonzero(~pieces.inside & (pieces.cut >= 0))[:, 0]
    count = len(pieces.run)
    previous, following = (at - 1).clamp(min=0), (at + 1).clamp(max=count - 1)
    # A cut end is the last or the first of its piece; its neighbour is on the other side.
    tail = (pieces.run[previous] == pieces.run[at]) & (at > 0)
    way = pieces.points[at] - pieces.points[torch.where(tail, previous, following)]
    way = way / way.norm(dim=-1, keepdim=True).clamp(min=1e-6)
    of_cut = torch.argsort(pieces.cut[at])
    return _Ends(pieces.points[at], way, ~tail, pieces.owner[at], of_cut)


@dataclasses.dataclass(frozen=True)
class _Told:
    """All points of all drawings in the order they are told: kept, attached, free.

    Attributes:
        node: ``(s,)``, which of the pieces' nodes.
        missing: ``(s,)`` bool.
        first: ``(s,)`` bool, of its piece.
        last: ``(s,)`` bool, of its piece.
        origin: ``(s,)``, the cut where the piece begins, −1 if it is not attached or kept.
        joins: ``(s,)`` bool, the piece leads to another cut end.
    """

    node: Tensor
    missing: Tensor
    first: Tensor
    last: Tensor
    origin: Tensor
    joins: Tensor


def _told(pieces: Pieces) -> _Told:
    begins = torch.ones_like(pieces.inside)
    begins[1:] = pieces.run[1:] != pieces.run[:-1]
    start = torch.nonzero(begins)[:, 0]
    count = torch.bincount(pieces.run)
    inside, owner = pieces.inside[start], pieces.owner[start]
    first, last = pieces.cut[start], pieces.cut[start + count - 1]
    backwards = inside & (first < 0) & (last >= 0)
    first, last = torch.where(backwards, last, first), torch.where(backwards, first, last)
    attached = inside & (first >= 0)
    kind = torch.where(~inside, 0, torch.where(attached, 1, 2))
    order = torch.argsort(owner * 3 + kind, stable=True)
    which, j = spread(count[order])
    run = order[which]
    at = torch.where(backwards[run], count[run] - 1 - j, j)
    return _Told(
        start[run] + at,
        inside[run],
        j == 0,
        j == count[run] - 1,
        torch.where(attached, first, -1)[run],
        (attached & (last >= 0))[run],
    )


def _padded(pieces: Pieces, told: _Told, hole: Tensor, unit: float) -> dict[str, Tensor]:
    """Rows, what is told beside them, and the answers."""
    owner, place = pieces.owner[told.node], pieces.points[told.node]
    before = torch.cat([torch.full_like(place[:1], -1.0), place[:-1]])
    new = torch.ones_like(told.first)
    new[1:] = owner[1:] != owner[:-1]
    offset = (place - torch.where(new[:, None], -1.0, before)) * unit
    forced = told.first & (told.origin >= 0)
    answer = torch.where(~told.last, DOWN, torch.where(told.joins, JOIN, UP))
    drawings = pieces.drawings
    counts = torch.bincount(owner, minlength=drawings)
    rank = torch.arange(len(owner), device=owner.device) - (counts.cumsum(0) - counts)[owner]
    shape = (drawings, int(counts.max()) + 1)
    down = (~told.last).to(offset.dtype)[:, None]
    rows = offset.new_zeros(*shape, 5)
    rows[:, 0, 2] = 1.0
    rows[owner, rank + 1] = torch.cat([offset, down, 1.0 - down, torch.zeros_like(down)], 1)
    every = torch.arange(drawings, device=owner.device)
    padded: dict[str, Tensor] = {"rows": rows}
    # Row r is answered with point r; behind the last point the answer is END.
    for name, values in (("offset", offset), ("pen", answer), ("wanted", told.missing & ~forced)):
        padded[name] = values.new_zeros(*shape, *values.shape[1:])
        padded[name][owner, rank] = values
    padded["pen"][every, counts] = END
    padded["wanted"][every, counts] = True
    places = place.new_full((*shape, 2), -1.0)
    places[owner, rank + 1] = place
    beside = place.new_zeros(*shape, FEATURES)
    beside[owner, rank + 1, :10] = _beside(pieces, told, place)
    beside[..., 10:12] = middle_of(hole)[:, None] - places
    pixel = ((places + 1.0) * (HOLE / 2)).long().clamp(0, HOLE - 1)
    beside[..., 12] = hole.flatten(1).gather(1, pixel[..., 1] * HOLE + pixel[..., 0])
    beside[..., 13] = padded["wanted"]
    lifted = rows[..., 3] > 0.5
    going = (beside[..., 2] > 0.5) & ~lifted
    allowed = torch.ones(*shape, 4, dtype=torch.bool, device=owner.device)
    allowed[..., END] = ~going & (lifted | (rows[..., :4].abs().sum(-1) == 1.0))
    allowed[..., JOIN] = going & (beside[..., 3] > 0.5)
    return {**padded, "place": places, "features": beside, "allowed": allowed}


def _beside(pieces: Pieces, told: _Told, place: Tensor) -> Tensor:
    """The features that depend on the pieces alone, ``(s, 10)``."""
    ends = _ends(pieces)
    zero = place.new_zeros(len(place))
    cut_end = ((pieces.cut[told.node] >= 0) & (~told.missing | told.first)).float()
    if not len(ends.of_cut):
        return torch.stack([told.missing.float(), cut_end, *([zero] * 8)], 1)
    # A piece is over when the pen is lifted: its goal is then of no concern.
    going = (told.origin >= 0) & ~told.last
    own = ends.of_cut[told.origin.clamp(min=0)]
    goal = (own + 1).clamp(max=len(ends.owner) - 1)
    there = going & (goal > own) & (ends.owner[goal] == ends.owner[own])
    near = there.float()[:, None]
    flags = torch.stack(
        [
            told.missing.float(),
            cut_end,
            going.float(),
            there.float(),
            (there & ends.head[goal]).float(),
            (going & ~ends.head[own]).float(),
        ],
        1,
    )
    return torch.cat([flags, (ends.place[goal] - place) * near, ends.heading[goal] * near], 1)
