"""Losses of line pictures, weighted by how usual a pixel's tone is around it.

Simo-Serra et al. (2016) multiply the error of every pixel with a map made from local histograms
of the truth, so that thick dark areas do not drown thin lines. Their paper and their code differ;
both are here, computed over whole pictures with no loop over pixels.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


def histogram_share(truth: Tensor, *, reach: int = 2, bins: int = 10) -> Tensor:
    """For every pixel the share of its neighbours whose tone falls into its own bin.

    Args:
        truth: ``(b, 1, h, w)``, 0 to 1.
        reach: pixels within this distance by row and column are neighbours, the pixel included.
        bins: of equal width from 0 to 1.

    Returns:
        ``(b, 1, h, w)``; at the border only pixels inside the picture count.
    """
    level = (truth * bins).to(torch.int8).clamp_(0, bins - 1)
    outside = nn.functional.pad(level, (reach, reach, reach, reach), value=-1)
    height, width = truth.shape[-2:]
    same = torch.zeros_like(level)
    # Comparing whole pictures, moved, in bytes is twenty times as fast as histograms in floats.
    for down in range(2 * reach + 1):
        for right in range(2 * reach + 1):
            same += outside[..., down : down + height, right : right + width] == level
    rows, columns = (
        torch.full((n,), 2 * reach + 1.0, device=truth.device)
        - (reach - torch.arange(n, device=truth.device)).clamp(min=0)
        - (reach - torch.arange(n - 1, -1, -1, device=truth.device)).clamp(min=0)
        for n in (height, width)
    )
    return same / (rows[:, None] * columns)


def paper_map(truth: Tensor, alpha: float = 6.0, beta: float = -2.0) -> Tensor:
    """The paper's map: 1 on white, else min(α·exp(-H) + β, 1); in ``truth`` 1 is paper."""
    share = histogram_share(truth)
    weight = (alpha * torch.exp(-share) + beta).clamp(max=1.0)
    return torch.where(truth >= 1.0, torch.ones_like(weight), weight)


def code_map(truth: Tensor) -> Tensor:
    """The released code's map: exp(-H) + 0.5 everywhere."""
    return torch.exp(-histogram_share(truth)) + 0.5


MAPS = {"paper": paper_map, "code": code_map}


def squared(logits: Tensor, truth: Tensor, weight: Tensor) -> Tensor:
    """The 2016 loss: the mean of ‖M ⊙ (Y - Y*)‖², with Y the sigmoid of the logits."""
    return (weight * (torch.sigmoid(logits) - truth)).square().mean()


def line_loss(logits: Tensor, tent: Tensor, weight: Tensor, ink: float) -> Tensor:
    """Weighted cross entropy of the tent, and one minus a soft overlap of the lines.

    The overlap does not care how much paper there is, so faint answers on rare lines cost.

    Args:
        logits: ``(b, 1, h, w)``.
        tent: the truth, 0 to 1.
        weight: the map of the truth.
        ink: how much more a pixel on a centre line counts than paper.
    """
    weight = weight * (1.0 + ink * tent)
    entropy = nn.functional.binary_cross_entropy_with_logits(logits, tent, weight)
    answer = torch.sigmoid(logits)
    both = 2.0 * (answer * tent).sum(dim=(1, 2, 3)) + 1.0
    each = (answer.square() + tent.square()).sum(dim=(1, 2, 3)) + 1.0
    return entropy + 0.25 * (1.0 - both / each).mean()
