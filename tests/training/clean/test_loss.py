from __future__ import annotations

import math

import pytest
import torch

from training.clean import loss


def counted(truth: torch.Tensor, reach: int = 2, bins: int = 10) -> torch.Tensor:
    """The share, pixel by pixel, as the paper's words have it."""
    height, width = truth.shape
    level = (truth * bins).long().clamp(0, bins - 1)
    share = torch.zeros(height, width)
    for y in range(height):
        for x in range(width):
            near = level[
                max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1
            ].flatten()
            share[y, x] = (near == level[y, x]).float().mean()
    return share


@pytest.fixture
def truth() -> torch.Tensor:
    torch.manual_seed(0)
    return torch.rand(1, 1, 13, 11).round(decimals=1)


def test_histogram_is_the_looped_one(truth: torch.Tensor):
    assert torch.allclose(loss.histogram_share(truth)[0, 0], counted(truth[0, 0]), atol=1e-6)


def test_paper_map_is_one_on_white_and_low_on_large_dark_areas():
    truth = torch.ones(1, 1, 20, 20)
    truth[..., 4:16, 4:16] = 0.0
    weight = loss.paper_map(truth)
    assert (weight[truth == 1] == 1).all()
    assert weight[0, 0, 10, 10] == pytest.approx(6 * math.exp(-1) - 2)
    thin = torch.ones(1, 1, 20, 20)
    thin[..., 10, :] = 0.0
    assert loss.paper_map(thin)[0, 0, 10, 10] == 1


def test_code_map(truth: torch.Tensor):
    expected = torch.exp(-counted(truth[0, 0])) + 0.5
    assert torch.allclose(loss.code_map(truth)[0, 0], expected, atol=1e-6)


def test_losses_are_least_at_the_truth(truth: torch.Tensor):
    tent = (truth > 0.8).float()
    weight = loss.paper_map(1 - tent)
    right, wrong = 20 * (2 * tent - 1), -20 * (2 * tent - 1)
    for value in (
        lambda x: loss.squared(x, tent, weight),
        lambda x: loss.line_loss(x, tent, weight, 3.0),
    ):
        assert value(right) < 1e-3
        assert value(wrong) > 0.5
