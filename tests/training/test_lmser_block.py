from __future__ import annotations

import pytest
import torch

from training.systems.lmser_block import LmserBlock


def literal(
    block: LmserBlock, image: torch.Tensor, loops: int, alpha: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Equation (1), line by line, with every z kept under its own name."""
    depth = len(block.f)
    f = {layer: block.f[layer - 1] for layer in range(1, depth + 1)}
    g = {layer: block.g[layer - 1] for layer in range(1, depth + 1)}
    ze, zd = {(0, 0): image}, {}
    for t in range(loops + 1):
        if t > 0:
            ze[t, 0] = zd[t - 1, 0]
        for layer in range(1, depth + 1):
            if t == 0 or layer == depth:
                ze[t, layer] = f[layer](ze[t, layer - 1])
            else:
                ze[t, layer] = alpha * f[layer](ze[t, layer - 1]) + (1 - alpha) * zd[t - 1, layer]
        zd[t, depth] = ze[t, depth]
        for layer in range(depth - 1, 0, -1):
            zd[t, layer] = alpha * g[layer + 1](zd[t, layer + 1]) + (1 - alpha) * ze[t, layer]
        zd[t, 0] = g[1](zd[t, 1])
    return ze[loops, depth], zd[loops, 0]


@pytest.mark.parametrize("loops", [0, 1, 2, 4])
@pytest.mark.parametrize("alpha", [0.5, 0.3])
def test_the_block_computes_equation_1(loops: int, alpha: float):
    torch.manual_seed(loops)
    block = LmserBlock((4, 6, 8), alpha=alpha, loops=loops).double()
    image = torch.rand(3, 1, 32, 32, dtype=torch.float64) * 2 - 1
    top, bottom = block(image)
    expected_top, expected_bottom = literal(block, image, loops, alpha)
    torch.testing.assert_close(top, expected_top)
    torch.testing.assert_close(bottom, expected_bottom)
    assert top.shape == (3, 8, 4, 4)
    assert bottom.shape == image.shape
    assert bottom.abs().max() < 1


def test_loops_reuse_the_weights_and_change_the_result():
    torch.manual_seed(1)
    once, twice = LmserBlock((4, 8), loops=0), LmserBlock((4, 8), loops=2)
    twice.load_state_dict(once.state_dict())
    image = torch.rand(2, 1, 16, 16)
    assert not torch.allclose(once(image)[0], twice(image)[0])


def test_every_layer_learns_from_the_picture_it_rebuilds():
    torch.manual_seed(2)
    block = LmserBlock((4, 8, 8), loops=1)
    image = torch.rand(2, 1, 32, 32)
    block(image)[1].square().sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in block.parameters())


def test_an_auto_encoder_without_skips_is_a_plain_chain():
    torch.manual_seed(3)
    block = LmserBlock((4, 8), loops=0, skips=False)
    image = torch.rand(2, 1, 16, 16)
    top, bottom = block(image)
    chain = block.f[1](block.f[0](image))
    torch.testing.assert_close(top, chain)
    torch.testing.assert_close(bottom, block.g[0](block.g[1](chain)))


def test_an_encoder_alone_rebuilds_nothing():
    block = LmserBlock((4, 8), loops=0, skips=False, decode=False)
    top, bottom = block(torch.rand(2, 1, 16, 16))
    assert top.shape == (2, 8, 4, 4)
    assert bottom is None


def test_loops_without_skips_are_refused():
    with pytest.raises(ValueError, match="loops need"):
        LmserBlock((4, 8), loops=1, skips=False)


def test_every_pass_can_be_looked_at():
    torch.manual_seed(3)
    block, image = LmserBlock((4, 8), loops=2), torch.rand(2, 1, 16, 16)
    passes = list(block.passes(image))
    assert len(passes) == 3
    for loops, (top, bottom) in enumerate(passes):
        block.loops = loops
        torch.testing.assert_close(block(image), (top, bottom))
    assert len(list(LmserBlock((4, 8), loops=0, skips=False, decode=False).passes(image))) == 1
