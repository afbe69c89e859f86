"""Eyes and memory for the healer's decoder.

``Eyes`` looks at kept ink and hole as rasters; ``Recall`` attends to what the decoder has read and
drawn (Vaswani et al. 2017), by place and content: the mirror image of a wing is easier to draw
with the other wing before one's eyes.
"""

from __future__ import annotations

import math
from typing import Final

import torch
from torch import Tensor, nn

from training.heal.pairs import INK

#: Cells along a side of the map that the decoder looks at under its pen.
CELLS: Final = 8
#: Width of a cell's features, and of the summary of the whole.
LOCAL, SUMMARY = 48, 96
_SIDE: Final = INK // CELLS


class Eyes(nn.Module):
    """Kept ink and hole → features under the pen, a summary, and the missing ink as it may be."""

    def __init__(self) -> None:
        super().__init__()
        self.near = nn.Sequential(
            nn.Conv2d(2, 16, 5, 2, 2),
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, 2, 1),
            nn.ReLU(),
            nn.Conv2d(32, LOCAL, 3, 2, 1),
            nn.ReLU(),
        )
        self.far = nn.Sequential(nn.Conv2d(LOCAL, LOCAL, 3, 2, 1), nn.ReLU(), nn.Flatten())
        self.summary = nn.Linear(LOCAL * (CELLS // 2) ** 2, SUMMARY)
        self.mix = nn.Linear(LOCAL + SUMMARY, 128)
        self.paint = nn.Linear(128, _SIDE * _SIDE)

    def forward(self, ink: Tensor, hole: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Look.

        Args:
            ink: ``(b, INK, INK)``, the kept ink.
            hole: ``(b, HOLE, HOLE)``.

        Returns:
            features of the cells, row by row ``(b, CELLS², LOCAL)``, the summary
            ``(b, SUMMARY)``, and the logits of the missing ink ``(b, INK, INK)``.
        """
        wide = nn.functional.interpolate(hole[:, None], scale_factor=2.0)
        seen = torch.cat([ink[:, None], wide], 1)
        cells = self.near(seen)
        summary = torch.relu(self.summary(self.far(cells)))
        local = cells.flatten(2).transpose(1, 2)
        whole = summary[:, None].expand(-1, CELLS * CELLS, -1)
        painted = self.paint(torch.relu(self.mix(torch.cat([local, whole], -1))))
        painted = painted.reshape(-1, CELLS, CELLS, _SIDE, _SIDE).transpose(2, 3)
        return local, summary, painted.reshape(-1, INK, INK)


def cell_under(place: Tensor) -> Tensor:
    """The number of the cell at places ``(…, 2)`` in the frame, int64 ``(…,)``."""
    cell = ((place + 1.0) * (CELLS / 2)).long().clamp(0, CELLS - 1)
    return cell[..., 1] * CELLS + cell[..., 0]


#: Octaves of the sines that places are given as.
_OCTAVES: Final = 6
PLACE_FEATURES: Final = 4 * _OCTAVES + 2


def place_features(place: Tensor) -> Tensor:
    """Places ``(…, 2)`` as sines of several octaves, ``(…, PLACE_FEATURES)``."""
    octaves = math.pi / 2 * 2.0 ** torch.arange(_OCTAVES, device=place.device)
    angle = (place[..., None] * octaves).flatten(-2)
    return torch.cat([place, angle.sin(), angle.cos()], -1)


class Recall(nn.Module):
    """Attention of each step to the steps so far; silent at first."""

    def __init__(self, size: int, heads: int, width: int) -> None:
        super().__init__()
        self.heads, self.width = heads, width
        self.ask = nn.Linear(size + PLACE_FEATURES, heads * width)
        self.keep = nn.Linear(size + PLACE_FEATURES, 2 * heads * width)
        self.tell = nn.Linear(heads * width, size)
        nn.init.zeros_(self.tell.weight)
        nn.init.zeros_(self.tell.bias)

    def remember(self, out: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
        """Keys and values ``(b, heads, n, width)`` of steps ``(b, n, …)``."""
        both = self.keep(torch.cat([out, place_features(place).to(out.dtype)], -1))
        key, value = both.chunk(2, -1)
        return self._split(key), self._split(value)

    def forward(
        self, out: Tensor, place: Tensor, key: Tensor, value: Tensor, mask: Tensor | None
    ) -> Tensor:
        """The decoder's ``out`` with what was recalled; ``mask`` is added to the scores."""
        ask = self.ask(torch.cat([out, place_features(place).to(out.dtype)], -1))
        score = self._split(ask * self.width**-0.5) @ key.transpose(-1, -2)
        if mask is not None:
            score = score + mask
        found = torch.softmax(score, -1, dtype=score.dtype) @ value
        told: Tensor = self.tell(found.transpose(1, 2).flatten(2))
        return out + told

    def _split(self, x: Tensor) -> Tensor:
        """``(b, n, heads · width)`` → ``(b, heads, n, width)``."""
        return x.reshape(x.shape[0], x.shape[1], self.heads, self.width).transpose(1, 2)
