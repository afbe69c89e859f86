"""From a batch of stroke-5 rows to images, on the batch's own device.

The drawing itself is done by ``sketchpad.core.raster``, the one rasteriser; this module turns
rows into absolute points, places each drawing on its canvas, and hands over the segments of the
whole batch at once. There is no Python loop over drawings.
"""

from __future__ import annotations

import dataclasses

import torch
from torch import Tensor

from sketchpad.core.raster import rasterise_batch


@dataclasses.dataclass(frozen=True)
class Canvas:
    """A square image that a drawing is fitted to, centred.

    Attributes:
        size: pixels along a side.
        width: the pen's width as a share of the size; Lmser-pix2seq draws 16 of 674 px.
        margin: empty border on each side as a share of the size; theirs is 17 of 674 px.
    """

    size: int = 64
    width: float = 0.024
    margin: float = 0.025


@dataclasses.dataclass(frozen=True)
class Traces:
    """Absolute points of a batch of drawings, in box units.

    Attributes:
        points: ``(B, N, 2)`` float32.
        valid: ``(B, N)`` bool, the entry is a point and not padding.
        joined: ``(B, N)`` bool, ink runs from the previous point to this one.
    """

    points: Tensor
    valid: Tensor
    joined: Tensor

    @property
    def first(self) -> Tensor:
        """``(B, N)`` bool: the point begins a stroke."""
        return self.valid & ~self.joined

    @property
    def bounds(self) -> tuple[Tensor, Tensor]:
        """Lowest and highest corner of each drawing, ``(B, 2)`` each; zeros if it is empty."""
        far = torch.full_like(self.points, torch.inf)
        valid = self.valid.unsqueeze(-1)
        low = torch.where(valid, self.points, far).amin(dim=1)
        high = torch.where(valid, self.points, -far).amax(dim=1)
        some = self.valid.any(dim=1, keepdim=True)
        return torch.where(some, low, 0.0), torch.where(some, high, 0.0)


@dataclasses.dataclass(frozen=True)
class Placement:
    """Where drawings lie on their images: pixel = scale · point + shift.

    Attributes:
        scale: ``(B,)`` pixels per box unit.
        shift: ``(B, 2)`` pixels.
    """

    scale: Tensor
    shift: Tensor

    def apply(self, points: Tensor) -> Tensor:
        """Points ``(B, N, 2)`` in box units as pixels, same shape."""
        return points * self.scale[:, None, None] + self.shift[:, None, :]


def trace(rows: Tensor, scale: float) -> Traces:
    """Absolute points of stroke-5 rows.

    Args:
        rows: ``(B, N + 1, 5)``, the start token first, padded with end rows.
        scale: box units per unit of the rows, as in the codec.
    """
    rows = rows.float()
    valid = rows[:, 1:, 4] < 0.5
    offsets = torch.where(valid.unsqueeze(-1), rows[:, 1:, :2], 0.0)
    down = rows[:, :-1, 2] > 0.5
    # The start token is "down", yet nothing is drawn from the origin to the first point.
    down = torch.cat([torch.zeros_like(down[:, :1]), down[:, 1:]], dim=1)
    return Traces(offsets.cumsum(dim=1) * scale, valid, valid & down)


def place(traces: Traces, canvas: Canvas) -> Placement:
    """Fits each drawing's long side to the canvas inside its margin, centred both ways."""
    low, high = traces.bounds
    # A lone dot has no size; one box unit keeps it finite and in the middle.
    extent = (high - low).amax(dim=1).clamp(min=1.0)
    scale = canvas.size * (1.0 - 2.0 * canvas.margin) / extent
    return Placement(scale, canvas.size / 2 - scale[:, None] * (low + high) / 2)


def segments(traces: Traces, placement: Placement) -> tuple[Tensor, Tensor, Tensor]:
    """All ink of the batch as segments in pixels.

    Returns:
        starts ``(s, 2)``, ends ``(s, 2)`` and the drawing each belongs to, ``(s,)`` int64. A
        stroke of a single point is a segment of length 0.
    """
    points = placement.apply(traces.points)
    joined = traces.joined
    after = torch.cat([joined[:, 1:], torch.zeros_like(joined[:, :1])], dim=1)
    owner, at = torch.nonzero(joined, as_tuple=True)
    dot_owner, dot_at = torch.nonzero(traces.first & ~after, as_tuple=True)
    dots = points[dot_owner, dot_at]
    starts = torch.cat([points[owner, at - 1], dots])
    ends = torch.cat([points[owner, at], dots])
    return starts, ends, torch.cat([owner, dot_owner])


@torch.no_grad()
def rasterise(traces: Traces, canvas: Canvas, placement: Placement | None = None) -> Tensor:
    """Images of a batch of drawings.

    Args:
        traces: the drawings.
        canvas: size and pen of the images.
        placement: where to draw; fitted to each drawing if None.

    Returns:
        ``(B, size, size)`` float32, 0 paper to 1 ink, on the traces' device.
    """
    placement = place(traces, canvas) if placement is None else placement
    starts, ends, owner = segments(traces, placement)
    image: Tensor = rasterise_batch(
        starts,
        ends,
        owner,
        len(traces.points),
        (canvas.size, canvas.size),
        canvas.width * canvas.size,
        xp=torch,
    )
    return image


def images_of(rows: Tensor, scale: float, canvas: Canvas) -> Tensor:
    """Images ``(B, size, size)`` of stroke-5 rows ``(B, N + 1, 5)``, start token first."""
    return rasterise(trace(rows, scale), canvas)
