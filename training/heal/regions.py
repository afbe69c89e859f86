"""Holes of all the forms that people make: swipes of an eraser, rubbing, boxes, two at once."""

from __future__ import annotations

import dataclasses
from typing import Final, Self

import torch
from torch import Tensor

from training.corruption import ink, irregular, path_distance, swipes, uniforms
from training.raster import Traces

#: No eraser is a hair: the smallest radius as a share of the drawing's size.
LEAST_RADIUS: Final = 0.012


@dataclasses.dataclass(frozen=True)
class Region:
    """One region for each drawing: what lies near two paths, or in a box.

    Attributes:
        paths: ``(B, 2, K, 2)`` of the eraser's centre, box units; the second may equal the first.
        radius: ``(B,)`` of the eraser, box units.
        centre: ``(B, 2)`` of the box.
        half: ``(B, 2)``, half its width and height.
        boxed: ``(B,)`` bool: the region is the box.
    """

    paths: Tensor
    radius: Tensor
    centre: Tensor
    half: Tensor
    boxed: Tensor

    def depth(self, points: Tensor, owner: Tensor) -> Tensor:
        """How far outside the region's edge points lie; negative inside.

        Args:
            points: ``(t, 2)`` box units.
            owner: ``(t,)``, the drawing of each.

        Returns:
            ``(t,)``, box units; in a box it is a continuous function with the right sign.
        """
        near = _nearest(points[:, None], self.paths[owner])[:, 0] - self.radius[owner]
        boxed = self.boxed[owner]
        out = ((points - self.centre[owner]).abs() - self.half[owner]).amax(-1)
        return torch.where(boxed, out, near)

    def bounds(self) -> tuple[Tensor, Tensor]:
        """The lowest and highest corner of each region, ``(B, 2)``."""
        low = self.paths.flatten(1, 2).amin(1) - self.radius[:, None]
        high = self.paths.flatten(1, 2).amax(1) + self.radius[:, None]
        boxed = self.boxed[:, None]
        return (
            torch.where(boxed, self.centre - self.half, low),
            torch.where(boxed, self.centre + self.half, high),
        )

    def covers(self, low: Tensor, span: Tensor, size: int) -> Tensor:
        """Masks of squares of the plane, ``(B, size, size)`` bool.

        Args:
            low: ``(B, 2)``, the squares' top left corners, box units.
            span: ``(B,)``, their sides.
            size: pixels along a side.
        """
        line = (torch.arange(size, device=low.device, dtype=torch.float32) + 0.5) / size
        grid = torch.stack(torch.meshgrid(line, line, indexing="xy"), -1).reshape(1, -1, 2)
        points = low[:, None] + span[:, None, None] * grid
        near = _nearest(points, self.paths) - self.radius[:, None]
        out = ((points - self.centre[:, None]).abs() - self.half[:, None]).amax(-1)
        inside = torch.where(self.boxed[:, None], out, near) < 0.0
        return inside.reshape(len(low), size, size)

    @classmethod
    def of_swipes(cls, traces: Traces, share: Tensor, seed: int, index: Tensor) -> Self:
        """The eraser's swipes of ``training.corruption``, the standard of the evaluation."""
        holes = swipes(traces, share, seed, index)
        zeros = torch.zeros_like(holes.paths[:, 0])
        boxed = torch.zeros_like(holes.radius, dtype=torch.bool)
        paths = holes.paths[:, None].expand(-1, 2, -1, -1)
        return cls(paths, holes.radius, zeros, zeros, boxed)

    @classmethod
    def varied(cls, traces: Traces, share: Tensor, seed: int, index: Tensor) -> Self:
        """What the model trains on: swipes, rubbing, a third of them two at once, and boxes."""
        one = irregular(traces, share, seed, index).paths
        two = irregular(traces, share, seed + 101, index).paths
        u = uniforms(seed + 202, index, 4)
        double = u[:, 0] < 0.3
        paths = torch.stack([one, torch.where(double[:, None, None], two, one)], 1)
        boxed = u[:, 1] < 0.2
        centre = one[:, one.shape[1] // 2]
        aspect = torch.exp((u[:, 2:3] - 0.5) * 1.6)
        sides = torch.cat([aspect, 1.0 / aspect], 1)
        at, weight = ink(traces)
        over = ((at - centre[:, None]).abs() / sides[:, None]).amax(-1)
        distance = torch.where(boxed[:, None], over, _nearest(at, paths))
        size = _quantile(distance, weight, share)
        low, high = traces.bounds
        size = torch.maximum(size, LEAST_RADIUS * (high - low).amax(1).clamp(min=1.0))
        return cls(paths, size, centre, size[:, None] * sides, boxed)


def _nearest(points: Tensor, paths: Tensor) -> Tensor:
    """Distance of ``(b, n, 2)`` to the nearer of two polylines ``(b, 2, k, 2)``; ``(b, n)``."""
    first = path_distance(points, paths[:, 0])
    other = (paths[:, 1] != paths[:, 0]).flatten(1).any(1).nonzero()[:, 0]
    if len(other):
        second = path_distance(points[other], paths[other, 1])
        first = first.index_copy(0, other, torch.minimum(first[other], second))
    return first


def _quantile(distance: Tensor, weight: Tensor, share: Tensor) -> Tensor:
    """The distance within which this share of the weight lies, ``(B,)``."""
    distance, order = distance.sort(dim=1)
    heaped = weight.gather(1, order).cumsum(1)
    wanted = (share[:, None] * heaped[:, -1:]).contiguous()
    nth = torch.searchsorted(heaped, wanted).clamp(max=distance.shape[1] - 1)
    return distance.gather(1, nth)[:, 0]
