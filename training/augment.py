"""Variations of whole batches of drawings, as tensor code on the device that trains."""

from __future__ import annotations

import math
from typing import Final

import torch
from torch import Tensor

from sketchpad.core.stroke5 import Codec
from training.data import Batch
from training.recipe import AugmentRecipe

#: A beginning measured by its own box is not blown up more than this.
LARGEST_FACTOR: Final = 4.0
#: The shortest beginning that is measured by its own box, as a share of the points.
SHORTEST_PREFIX: Final = 0.15


def augment(batch: Batch, recipe: AugmentRecipe, codec: Codec) -> Batch:
    """A varied copy; randomness comes from torch's own generator of the device.

    Args:
        batch: as made by ``PackedSet.batch``.
        recipe: what to vary, and how much.
        codec: its ``box`` and ``scale`` relate model units to box units.

    Returns:
        A batch of the same or a smaller width, aligned top left to each drawing's box.
    """
    points = torch.cumsum(batch.rows[:, 1:, :2], 1)
    lifted = batch.rows[:, 1:, 3] > 0.5
    lengths = batch.lengths
    inside = batch.points
    if recipe.warp:
        points = _warp(points, lifted, inside, recipe.warp)
    if recipe.drop_points or recipe.drop_strokes or recipe.reorder or recipe.reverse:
        points, lifted, lengths = _rearrange(points, lifted, inside, recipe)
        inside = torch.arange(points.shape[1], device=points.device)[None] < lengths[:, None]
    if recipe.jitter:
        points = points + (2 * torch.rand_like(points) - 1) * (recipe.jitter / codec.scale)
    if recipe.scale or recipe.rotate or recipe.shear:
        points = points @ _matrices(len(batch), recipe, points.device)
    points = _align(points, inside, lengths, recipe.prefix_frame, codec)
    rows = _rows(points, lifted, inside)
    return Batch(rows, lengths, batch.category, batch.index, batch.real)


def _matrices(count: int, recipe: AugmentRecipe, device: torch.device) -> Tensor:
    """Random stretch, shear and turn, ``(count, 2, 2)`` for row vectors."""
    stretch = 1 + recipe.scale * (2 * torch.rand(count, 2, device=device) - 1)
    shear = recipe.shear * (2 * torch.rand(count, device=device) - 1)
    angle = math.radians(recipe.rotate) * (2 * torch.rand(count, device=device) - 1)
    cos, sin = torch.cos(angle), torch.sin(angle)
    turn = torch.stack([torch.stack([cos, sin], -1), torch.stack([-sin, cos], -1)], -2)
    slant = torch.eye(2, device=device).repeat(count, 1, 1)
    slant[:, 1, 0] = shear
    return torch.diag_embed(stretch) @ slant @ turn


def _ends(lifted: Tensor) -> Tensor:
    """Which points begin a stroke, ``(b, n)``."""
    first = torch.roll(lifted, 1, dims=1)
    first[:, 0] = True
    return first


def _warp(points: Tensor, lifted: Tensor, inside: Tensor, amount: float) -> Tensor:
    """Slide the inner points of strokes along them, neighbours alike."""
    noise = 2 * torch.rand(points.shape[:2], device=points.device) - 1
    smooth = (noise + torch.roll(noise, 1, 1) + torch.roll(noise, -1, 1)) / 2
    inner = inside & ~lifted & ~_ends(lifted)
    slide = (smooth.clamp(-1, 1) * amount * inner)[..., None]
    towards_next = torch.roll(points, -1, 1) - points
    towards_last = torch.roll(points, 1, 1) - points
    return points + slide.clamp(min=0) * towards_next + (-slide).clamp(min=0) * towards_last


def _rearrange(
    points: Tensor, lifted: Tensor, inside: Tensor, recipe: AugmentRecipe
) -> tuple[Tensor, Tensor, Tensor]:
    """Drop points and strokes, shuffle and reverse strokes: one sort for all of it."""
    device = points.device
    count, width = lifted.shape
    stroke = torch.cumsum(lifted, 1) - lifted.long()
    strokes = width + 1  # an upper bound that needs no look at the data
    order = torch.arange(strokes, device=device).float().expand(count, -1)
    if recipe.reorder:
        shuffled = torch.rand(count, 1, device=device) < recipe.reorder
        order = torch.where(shuffled, torch.rand(count, strokes, device=device) * strokes, order)
        order = torch.argsort(torch.argsort(order, 1), 1).float()
    place = torch.arange(width, device=device).float().expand(count, -1)
    if recipe.reverse:
        flipped = torch.rand(count, strokes, device=device) < recipe.reverse
        place = torch.where(torch.gather(flipped, 1, stroke), width - place, place)
    kept = inside
    if recipe.drop_points:
        inner = ~lifted & ~_ends(lifted)
        kept = kept & ~(inner & (torch.rand(count, width, device=device) < recipe.drop_points))
    if recipe.drop_strokes:
        gone = torch.rand(count, strokes, device=device) < recipe.drop_strokes
        left = kept & ~torch.gather(gone, 1, stroke)
        kept = torch.where(left.any(1, keepdim=True), left, kept)
    key = torch.gather(order, 1, stroke) * (2 * width) + place
    key = torch.where(kept, key, math.inf)
    sorting = torch.argsort(key, dim=1, stable=True)
    lengths = kept.sum(1)
    points = torch.gather(points, 1, sorting[..., None].expand(-1, -1, 2))
    stroke = torch.gather(stroke, 1, sorting)
    stroke = torch.where(torch.isinf(torch.gather(key, 1, sorting)), -1, stroke)
    lifted = stroke != torch.nn.functional.pad(stroke[:, 1:], (0, 1), value=-1)
    return points, lifted & (stroke >= 0), lengths


def _align(points: Tensor, inside: Tensor, lengths: Tensor, prefix: float, codec: Codec) -> Tensor:
    """Move to the top left of the box; some are measured by the box of their beginning."""
    measured = inside
    chosen = None
    if prefix:
        chosen = torch.rand(len(points), device=points.device) < prefix
        share = SHORTEST_PREFIX + (1 - SHORTEST_PREFIX) * torch.rand(
            len(points), device=points.device
        )
        begun = torch.ceil(share * lengths).clamp(min=2)
        steps = torch.arange(points.shape[1], device=points.device)
        measured = torch.where(chosen[:, None], steps[None] < begun[:, None], inside)
    low = points.masked_fill(~measured[..., None], math.inf).amin(1)
    high = points.masked_fill(~measured[..., None], -math.inf).amax(1)
    moved = points - low[:, None]
    if chosen is None:
        return moved
    span = (high - low).amax(1).clamp(min=1e-3)
    factor = (codec.box / codec.scale / span).clamp(max=LARGEST_FACTOR)
    return moved * torch.where(chosen, factor, 1.0)[:, None, None]


def _rows(points: Tensor, lifted: Tensor, inside: Tensor) -> Tensor:
    """Stroke-5 rows of absolute points, start token first."""
    rows = points.new_zeros(points.shape[0], points.shape[1] + 1, 5)
    rows[:, 0, 2] = 1.0
    offsets = torch.diff(points, dim=1, prepend=torch.zeros_like(points[:, :1]))
    rows[:, 1:, :2] = offsets * inside[..., None]
    rows[:, 1:, 2] = (inside & ~lifted).float()
    rows[:, 1:, 3] = (inside & lifted).float()
    rows[:, 1:, 4] = (~inside).float()
    return rows
