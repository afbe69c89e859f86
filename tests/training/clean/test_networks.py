from __future__ import annotations

import pytest
import torch

from training.clean.export import margin_of
from training.clean.network import Cleaner, CleanerOptions, multiplications
from training.clean.simo_serra import LAYERS, SimoSerra2016, SimoSerraOptions


def parameters(network: torch.nn.Module) -> int:
    return sum(p.numel() for p in network.parameters())


def test_ours_is_small_and_keeps_the_size():
    network = Cleaner(CleanerOptions()).eval()
    assert parameters(network) <= 5_000_000
    assert multiplications(network) <= 60e9
    with torch.no_grad():
        assert network(torch.zeros(2, 1, 48, 80)).shape == (2, 1, 48, 80)


def test_2016_has_the_published_size():
    assert len(LAYERS) == 23
    network = SimoSerra2016(SimoSerraOptions()).eval()
    # Weights and biases as published, and two numbers per normalised channel.
    normalised = sum(after for _, _, after, _ in LAYERS[:-1])
    assert parameters(network) == 44_387_249 + 2 * normalised
    assert multiplications(network) == pytest.approx(954e9, rel=0.01)
    with torch.no_grad():
        assert network(torch.zeros(1, 1, 16, 24)).shape == (1, 1, 16, 24)


def test_nothing_is_seen_from_beyond_the_margin():
    torch.manual_seed(0)
    network = Cleaner(CleanerOptions((4, 4, 4, 4), 1)).eval()
    margin = margin_of(network)
    assert margin % 16 == 0
    ink = torch.rand(1, 1, 400, 400)
    changed = ink.clone()
    changed[..., : 192 - margin] = 0.5
    with torch.no_grad():
        same = (network(ink) - network(changed))[..., 192:].abs().max()
        near = (network(ink) - network(changed))[..., :192].abs().max()
    assert same < 1e-5 < near
