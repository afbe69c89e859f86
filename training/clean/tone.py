"""Ink that bleeds, paper, light, folds, blur, noise, JPEG: between a drawing and its picture."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

#: The strength of the hard held-out set.
STRONGEST: Final = 1.0
#: The share of drawings whose ink bleeds: a fountain pen or felt-tip on thin paper.
_BLEEDING: Final = 0.3


def photograph(
    ink: Tensor, strength: Tensor, generator: torch.Generator, *, bleeding: bool = False
) -> Tensor:
    """Pictures of drawings, each as bad as it is told.

    Args:
        ink: ``(b, 1, h, w)``, 0 paper to 1 ink.
        strength: ``(b,)``; 0 is a clean white picture, 1 a bad photograph in bad light.
        generator: the randomness.
        bleeding: let the ink of some drawings bleed. The hard held-out set is older than that,
            and stays as it is.

    Returns:
        Grey pictures ``(b, 1, h, w)``, 0 black to 1 white, as in a file of 8 bits.
    """
    b, _, h, w = ink.shape
    s = strength[:, None, None, None]

    def number(low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand((b, 1, 1, 1), generator=generator)

    def clouds(cell: float) -> Tensor:
        size = (max(2, round(h / cell) + 1), max(2, round(w / cell) + 1))
        small = torch.randn((b, 1, *size), generator=generator)
        return nn.functional.interpolate(small, (h, w), mode="bicubic", align_corners=True)

    if bleeding:
        ink = bled(ink, strength, generator)
    # Graphite sits on the tops of the paper's grain, and misses the valleys where it is light.
    grain = 0.6 * torch.randn((b, 1, h, w), generator=generator) + 0.6 * clouds(2.2)
    bite = s * number(0.1, 0.55)
    ink = ink * (1.0 - bite * torch.sigmoid(2.5 * (grain + 0.6 - 1.6 * ink)))
    smudge = _blur(ink, 6.0) * s * number(0.0, 0.35)
    ink = 1.0 - (1.0 - ink * (1.0 - s * number(0.0, 0.5))) * (1.0 - smudge.clamp(0, 0.5))
    paper = 1.0 - s * number(0.0, 0.3)
    texture = s * number(0.0, 0.05) * grain + s * number(0.0, 0.03) * clouds(14.0)
    light = 1.0 + s * number(0.0, 0.12) * clouds(max(h, w) / 3.0)
    light = light * _edges(b, h, w, s, generator)
    dark = 1.0 - s * number(0.0, 0.25)
    grey = paper * light * (1.0 + texture) * (1.0 - ink * dark)
    sharp = (s * number(0.0, 1.0) < 0.3).float()
    grey = grey * sharp + (1.0 - sharp) * _blur(grey, 0.9)
    noise = torch.randn((b, 1, h, w), generator=generator)
    grey = grey + s * number(0.0, 0.05) * noise
    bad = (torch.rand(b, generator=generator) < strength).tolist()
    quality = torch.randint(35, 90, (b,), generator=generator).tolist()
    levels = (grey.clamp(0, 1) * 255.0).round().to(torch.uint8)
    for i in range(b):
        if bad[i]:
            levels[i, 0] = _jpeg(levels[i, 0], quality[i])
    return levels.float() / 255.0


def bled(ink: Tensor, strength: Tensor, generator: torch.Generator) -> Tensor:
    """Ink that creeps into the paper around it, further along some fibres than along others.

    Only dark ink does, and only that of some drawings; where there was ink, there is as much.

    Args:
        ink: ``(b, 1, h, w)``, 0 paper to 1 ink.
        strength: ``(b,)``, 0 to 1.
        generator: the randomness.
    """
    b, _, h, w = ink.shape
    there = torch.rand((b, 1, 1, 1), generator=generator) < _BLEEDING
    much = strength[:, None, None, None] * torch.rand((b, 1, 1, 1), generator=generator)
    fibres = torch.randn((b, 1, h // 3 + 2, w // 3 + 2), generator=generator)
    fibres = nn.functional.interpolate(fibres, (h, w), mode="bilinear", align_corners=True)
    # Thin or pale ink is dry before it creeps.
    wet = _blur(ink.square(), 1.3) * (0.6 + 0.8 * torch.sigmoid(2.0 * fibres))
    crept = torch.maximum(ink, (much * 1.6 * wet).clamp(max=1.0))
    return torch.where(there, crept, ink)


def _edges(b: int, h: int, w: int, s: Tensor, generator: torch.Generator) -> Tensor:
    """A fold and the edge of a shadow across each picture, as factors of its light."""
    y = torch.linspace(-0.5, 0.5, h)[:, None]
    x = torch.linspace(-0.5, 0.5, w)[None, :]
    out = torch.ones(b, 1, h, w)
    values = torch.rand((b, 2, 5), generator=generator)
    for i in range(b):
        for kind in range(2):
            there, angle, place, much, soft = values[i, kind].tolist()
            if there > 0.4:
                continue
            angle *= 2 * np.pi
            along = x * np.cos(angle) + y * np.sin(angle) - (place - 0.5) * 0.8
            if kind == 0:  # a fold: dark on one side, bright on the other, gone after some pixels
                size = (2.0 + 6.0 * soft) / max(h, w)
                mark = -torch.tanh(along / size) * torch.exp(-((along / (2 * size)) ** 2)) * 0.12
            else:
                mark = -torch.sigmoid(along / (0.01 + 0.12 * soft)) * 0.45
            out[i, 0] *= 1.0 + mark * much * s[i, 0]
    return out


def _blur(image: Tensor, sigma: float) -> Tensor:
    reach = max(1, int(2.5 * sigma))
    at = torch.arange(-reach, reach + 1, dtype=image.dtype)
    kernel = torch.exp(-0.5 * (at / sigma) ** 2)
    kernel = kernel / kernel.sum()
    padded = nn.functional.pad(image, (reach, reach, reach, reach), "replicate")
    rows = nn.functional.conv2d(padded, kernel.view(1, 1, 1, -1))
    return nn.functional.conv2d(rows, kernel.view(1, 1, -1, 1))


def _jpeg(levels: Tensor, quality: int) -> Tensor:
    buffer = io.BytesIO()
    Image.fromarray(levels.numpy()).save(buffer, "JPEG", quality=quality)
    return torch.from_numpy(np.asarray(Image.open(buffer)).copy())
