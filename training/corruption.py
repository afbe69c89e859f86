"""What healing has to heal: square patches as in the literature, and holes as an eraser leaves.

Everything is a batched tensor function of (seed, index of the drawing): the same drawing gets
the same corruption on any device, in any batch, and a heavier one contains every lighter one.
"""

from __future__ import annotations

import dataclasses
import math

import torch
from torch import Tensor

from training.raster import Canvas, Placement, Traces

#: Side of a masked patch as a share of the canvas: 128 px on a canvas of 674 px.
PATCH_SIDE = 128 / 674
#: A patch is centred on the first point of each stroke and on every fourth after it...
PATCH_EVERY = 4
#: ...in drawing order, at most this many.
PATCH_MOST = 20
#: Points on the path of an eraser's swipe.
PATH_POINTS = 10


def uniforms(seed: int, index: Tensor, count: int) -> Tensor:
    """Numbers in [0, 1) that depend on the seed, the drawing and the column alone.

    A counter-based generator (two rounds of a 32-bit integer mix), so that no state travels and
    every device agrees.

    Args:
        seed: which family of numbers.
        index: ``(B,)`` int64, identifies each drawing.
        count: numbers for each drawing.

    Returns:
        ``(B, count)`` float32 on the device of ``index``.
    """
    column = torch.arange(count, device=index.device)
    mixed = _mix(index.unsqueeze(1) + 0x9E3779B9 * ((seed & 0xFFFFFFFF) + 1))
    mixed = _mix(mixed ^ _mix(column + 0x85EBCA6B).unsqueeze(0))
    return (mixed >> 8).to(torch.float32) / float(1 << 24)


def _mix(value: Tensor) -> Tensor:
    """A bijection on 32-bit integers that scatters neighbours; int64 in and out."""
    value = value & 0xFFFFFFFF
    for multiplier in (0x7FEB352D, 0x846CA68B):
        value = value ^ (value >> 16)
        value = (value * multiplier) & 0xFFFFFFFF
    return value ^ (value >> 16)


# --- patches ---------------------------------------------------------------------------------


def patch_centres(traces: Traces) -> tuple[Tensor, Tensor]:
    """Centres of the patches that SketchHealer and Lmser-pix2seq may mask.

    Returns:
        ``(B, PATCH_MOST, 2)`` in box units, and ``(B, PATCH_MOST)`` bool: the centre exists.
    """
    batch, length = traces.valid.shape
    at = torch.arange(length, device=traces.points.device).expand(batch, length)
    began = torch.where(traces.first, at, 0).cummax(dim=1).values
    centre = traces.valid & ((at - began) % PATCH_EVERY == 0)
    rank = centre.cumsum(dim=1) - 1
    # What is no centre, or one too many, lands in a spare last column that is cut off.
    slot = torch.where(centre & (rank < PATCH_MOST), rank, PATCH_MOST)
    positions = traces.points.new_zeros(batch, PATCH_MOST + 1, 2)
    positions.scatter_(1, slot.unsqueeze(-1).expand(-1, -1, 2), traces.points)
    present = torch.arange(PATCH_MOST, device=slot.device) < centre.sum(dim=1, keepdim=True)
    return positions[:, :PATCH_MOST], present


def patch_cover(
    traces: Traces,
    canvas: Canvas,
    placement: Placement,
    *,
    probability: float | Tensor,
    seed: int,
    index: Tensor,
) -> Tensor:
    """The pixels that masked patches cover.

    A patch is masked iff its own number, fixed by the seed, is below the probability, so the
    cover at a lower probability is part of the cover at a higher one. The cover is to be taken
    from the whole image, before anything is cropped from it: patches overlap, and one cropped
    first would still show what the other should hide (the leak of SketchHealer 1).

    Args:
        traces: the drawings.
        canvas: the images' canvas.
        placement: where the drawings lie on it.
        probability: of each patch to be masked, one number or ``(B,)``.
        seed: which fixed numbers.
        index: ``(B,)`` int64, identifies each drawing.

    Returns:
        ``(B, size, size)`` bool.
    """
    positions, present = patch_centres(traces)
    chance = torch.as_tensor(probability, device=positions.device, dtype=torch.float32)
    masked = present & (uniforms(seed, index, PATCH_MOST) < chance.reshape(-1, 1))
    pixels = torch.arange(canvas.size, device=positions.device) + 0.5
    near = placement.apply(positions).unsqueeze(-1) - pixels
    inside = near.abs() <= PATCH_SIDE * canvas.size / 2  # (B, K, 2, size)
    across = (inside[:, :, 0] & masked.unsqueeze(-1)).float()
    down = inside[:, :, 1].float()
    return torch.bmm(down.transpose(1, 2), across) > 0.5


# --- holes -----------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Holes:
    """One hole for each drawing, as a round eraser leaves it.

    The same thing as ``sketchpad.core.document.Hole.swipe(path, radius)``.

    Attributes:
        paths: ``(B, K, 2)`` where the eraser's centre went, box units.
        radius: ``(B,)`` of the eraser, box units.
    """

    paths: Tensor
    radius: Tensor

    def contains(self, points: Tensor) -> Tensor:
        """Which of the points ``(B, N, 2)``, in box units, were erased; ``(B, N)`` bool."""
        return path_distance(points, self.paths) <= self.radius.unsqueeze(1)

    def share(self, traces: Traces) -> Tensor:
        """The share of each drawing's ink that lies in its hole, ``(B,)``."""
        at, weight = ink(traces)
        return (self.contains(at) * weight).sum(dim=1) / weight.sum(dim=1).clamp(min=1e-9)

    def cover(self, canvas: Canvas, placement: Placement) -> Tensor:
        """The pixels in the hole, ``(B, size, size)`` bool."""
        line = torch.arange(canvas.size, device=self.paths.device, dtype=torch.float32) + 0.5
        grid = torch.stack(torch.meshgrid(line, line, indexing="xy"), dim=-1).reshape(1, -1, 2)
        points = (grid - placement.shift[:, None, :]) / placement.scale[:, None, None]
        inside = self.contains(points)
        return inside.reshape(len(inside), canvas.size, canvas.size)


def path_distance(points: Tensor, paths: Tensor) -> Tensor:
    """Distance of points ``(B, N, 2)`` to polylines ``(B, K, 2)``; ``(B, N)``."""
    x, y = points[..., 0], points[..., 1]
    nearest = torch.full_like(x, torch.inf)
    # A loop over the path's few points keeps memory at (B, N) instead of (B, N, K).
    for k in range(paths.shape[1] - 1):
        start, along = paths[:, k, :, None], (paths[:, k + 1] - paths[:, k]).unsqueeze(-1)
        squared = along.square().sum(dim=1).clamp(min=1e-12)
        dx, dy = x - start[:, 0], y - start[:, 1]
        share = torch.addcmul(dx * along[:, 0], dy, along[:, 1]).div_(squared).clamp_(0.0, 1.0)
        dx, dy = torch.addcmul(dx, share, -along[:, 0]), torch.addcmul(dy, share, -along[:, 1])
        nearest = torch.minimum(nearest, torch.addcmul(dx.square_(), dy, dy))
    return nearest.sqrt()


def ink(traces: Traces, pieces: int = 4) -> tuple[Tensor, Tensor]:
    """Points spread along the ink and the length each stands for.

    Returns:
        ``(B, N · pieces, 2)`` box units and ``(B, N · pieces)`` weights, 0 where there is no ink.
    """
    points = traces.points
    before = torch.cat([points[:, :1], points[:, :-1]], dim=1)
    share = (torch.arange(pieces, device=points.device) + 0.5) / pieces
    at = before.unsqueeze(2) + share[:, None] * (points - before).unsqueeze(2)
    length = (points - before).norm(dim=-1) * traces.joined
    # A dot has no length, but it is something to erase.
    weight = torch.where(traces.first, 1e-3, length) * traces.valid / pieces
    at = torch.where(traces.first[:, :, None, None], points.unsqueeze(2), at)
    weights = weight.unsqueeze(2).expand(-1, -1, pieces)
    return at.flatten(1, 2), weights.flatten(1, 2)


def swipes(traces: Traces, share: float | Tensor, seed: int, index: Tensor) -> Holes:
    """Holes of a curved swipe through the ink.

    The swipe passes through a random point of the drawing, 0.4 to 1.2 times its size long, bending
    by up to one turn; its radius is the one that erases the wanted share of the ink. The path
    does not depend on the share, so a smaller share's hole lies inside a larger one's.

    Args:
        traces: the drawings.
        share: of the ink to erase, 0 to 1, one number or ``(B,)``.
        seed: which fixed numbers.
        index: ``(B,)`` int64, identifies each drawing.
    """
    u = uniforms(seed, index, 5)
    centre, extent = _anchor(traces, u[:, 0])
    length = extent * (0.4 + 0.8 * u[:, 1])
    bend = (u[:, 3:4] - 0.5) * 4 * math.pi
    t = torch.linspace(-0.5, 0.5, PATH_POINTS, device=centre.device)
    heading = 2 * math.pi * u[:, 2:3] + bend * t
    step = (
        torch.stack([heading.cos(), heading.sin()], dim=-1) * (length / PATH_POINTS)[:, None, None]
    )
    path = step.cumsum(dim=1)
    path = path - path[:, PATH_POINTS // 2 : PATH_POINTS // 2 + 1] + centre[:, None]
    return _holes(traces, path, share)


def blobs(traces: Traces, share: float | Tensor, seed: int, index: Tensor) -> Holes:
    """Holes of an eraser rubbed back and forth over one place.

    The path zigzags through a square of 12 to 30 % of the drawing's size around a random point of
    it; radius and arguments as for ``swipes``.
    """
    u = uniforms(seed, index, 4 + PATH_POINTS)
    centre, extent = _anchor(traces, u[:, 0])
    reach = extent * (0.06 + 0.09 * u[:, 1])
    turn = 2 * math.pi * u[:, 2:3]
    k = torch.arange(PATH_POINTS, device=centre.device)
    across = reach.unsqueeze(1) * (1 - 2 * (k % 2)) * (0.5 + 0.5 * u[:, 4:])
    along = reach.unsqueeze(1) * (2 * k / (PATH_POINTS - 1) - 1)
    path = torch.stack(
        [along * turn.cos() - across * turn.sin(), along * turn.sin() + across * turn.cos()], dim=-1
    )
    return _holes(traces, path + centre[:, None], share)


def irregular(traces: Traces, share: float | Tensor, seed: int, index: Tensor) -> Holes:
    """A swipe for one half of the drawings and a blob for the other, chosen by the seed."""
    swipe, blob = swipes(traces, share, seed, index), blobs(traces, share, seed, index)
    rubbed = uniforms(seed + 1, index, 1)[:, 0] < 0.5
    return Holes(
        torch.where(rubbed[:, None, None], blob.paths, swipe.paths),
        torch.where(rubbed, blob.radius, swipe.radius),
    )


def _anchor(traces: Traces, u: Tensor) -> tuple[Tensor, Tensor]:
    """A point of each drawing, ``(B, 2)``, chosen evenly along its ink, and its size ``(B,)``."""
    at, weight = ink(traces)
    total = weight.cumsum(dim=1)
    pick = torch.searchsorted(total, u.unsqueeze(1) * total[:, -1:]).clamp(max=at.shape[1] - 1)
    low, high = traces.bounds
    extent = (high - low).amax(dim=1).clamp(min=1.0)
    return at.gather(1, pick.unsqueeze(-1).expand(-1, -1, 2))[:, 0], extent


def _holes(traces: Traces, paths: Tensor, share: float | Tensor) -> Holes:
    """The holes along the paths whose radius erases this share of the ink."""
    at, weight = ink(traces)
    distance, order = path_distance(at, paths).sort(dim=1)
    weight = weight.gather(1, order).cumsum(dim=1)
    wanted = torch.as_tensor(share, device=weight.device, dtype=weight.dtype).reshape(-1, 1)
    nth = torch.searchsorted(weight, (wanted * weight[:, -1:]).expand(len(weight), 1).contiguous())
    radius = distance.gather(1, nth.clamp(max=distance.shape[1] - 1))[:, 0]
    low, high = traces.bounds
    extent = (high - low).amax(dim=1).clamp(min=1.0)
    # No eraser is a hair.
    return Holes(paths, torch.maximum(radius, 0.01 * extent))
