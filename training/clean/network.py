"""The network that finds centre lines: a small U-Net that works at half resolution and below.

It sees ink (0 paper to 1 ink) and answers with logits of a tent around every centre line: 1 on
the line, 0 at two pixels from it. All convolutions but the mixing 1 × 1 ones are 3 × 3.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import Final

import torch
from torch import Tensor, nn

#: Widths and heights must be multiples of this.
STRIDE: Final = 16


@dataclasses.dataclass(frozen=True)
class CleanerOptions:
    """Options of the network.

    Attributes:
        channels: at 1/2, 1/4, 1/8 and 1/16 of the resolution.
        depth: convolutions at each resolution on the way down, after the one that halves.
    """

    channels: tuple[int, ...] = (24, 48, 96, 128)
    depth: int = 2


def _block(before: int, after: int, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, 3, stride, dilation, dilation, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(inplace=True),
    )


class Cleaner(nn.Module):
    """Ink ``(b, 1, h, w)`` to logits ``(b, 1, h, w)``; h and w are multiples of 16."""

    def __init__(self, options: CleanerOptions) -> None:
        super().__init__()
        c = options.channels
        self.stem = _block(4, c[0])
        self.down = nn.ModuleList()
        self.mix = nn.ModuleList()
        self.up = nn.ModuleList()
        for before, after in itertools.pairwise(c):
            blocks = [_block(before, after, 2)]
            # The lowest level looks farther around: what is one line is seen from afar.
            spread = 2 if after == c[-1] else 1
            blocks += [_block(after, after, 1, spread) for _ in range(options.depth)]
            self.down.append(nn.Sequential(*blocks))
        for after, before in reversed(list(itertools.pairwise(c))):
            self.mix.append(nn.Conv2d(before, after, 1))
            self.up.append(nn.Sequential(_block(after, after), _block(after, after)))
        self.out = nn.Conv2d(c[0], 4, 3, 1, 1)
        nn.init.constant_(_bias(self.out), -3.0)

    def forward(self, ink: Tensor) -> Tensor:
        """See the class."""
        x = self.stem(nn.functional.pixel_unshuffle(ink, 2))
        kept = [x]
        for down in self.down:
            x = down(x)
            kept.append(x)
        for mix, up, side in zip(self.mix, self.up, kept[-2::-1], strict=True):
            x = up(nn.functional.interpolate(mix(x), scale_factor=2.0, mode="nearest") + side)
        logits: Tensor = nn.functional.pixel_shuffle(self.out(x), 2)
        return logits


def _bias(layer: nn.Conv2d) -> Tensor:
    assert layer.bias is not None
    return layer.bias


@torch.no_grad()
def multiplications(network: nn.Module, side: int = 1024) -> int:
    """Multiply-accumulate operations of the convolutions for one picture of ``side``²."""
    total = 0

    def count(layer: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        assert isinstance(layer, nn.Conv2d | nn.ConvTranspose2d)
        weight = layer.weight
        if isinstance(layer, nn.ConvTranspose2d):
            total += weight.numel() * inputs[0].shape[-2] * inputs[0].shape[-1]
        else:
            total += weight.numel() * output.shape[-2] * output.shape[-1]

    kinds = (nn.Conv2d, nn.ConvTranspose2d)
    hooks = [m.register_forward_hook(count) for m in network.modules() if isinstance(m, kinds)]
    small = 128
    network.eval()(torch.zeros(1, 1, small, small))
    for hook in hooks:
        hook.remove()
    return total * (side // small) ** 2
