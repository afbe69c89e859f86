"""The network of Simo-Serra et al. 2016, layer for layer.

"Learning to Simplify: Fully Convolutional Networks for Rough Sketch Cleanup": 23 convolutions,
three of stride 2 on the way down and three transposed ones on the way up, batch normalisation and
ReLU after each but the last, which ends in a sigmoid. Here the sigmoid is left to the loss.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import torch
from torch import Tensor, nn

#: Kernel, channels in and out, and stride; a stride of -2 is a transposed convolution.
LAYERS: Final = (
    (5, 1, 48, 2),
    (3, 48, 128, 1),
    (3, 128, 128, 1),
    (3, 128, 128, 2),
    (3, 128, 256, 1),
    (3, 256, 256, 1),
    (3, 256, 256, 2),
    (3, 256, 512, 1),
    (3, 512, 1024, 1),
    (3, 1024, 1024, 1),
    (3, 1024, 1024, 1),
    (3, 1024, 1024, 1),
    (3, 1024, 512, 1),
    (3, 512, 256, 1),
    (4, 256, 256, -2),
    (3, 256, 256, 1),
    (3, 256, 128, 1),
    (4, 128, 128, -2),
    (3, 128, 128, 1),
    (3, 128, 48, 1),
    (4, 48, 48, -2),
    (3, 48, 24, 1),
    (3, 24, 1, 1),
)


@dataclasses.dataclass(frozen=True)
class SimoSerraOptions:
    """Options of the network.

    Attributes:
        mean: subtracted from the input picture, where 1 is paper.
        std: the input is divided by it. Both are measured on the data; these are the authors'.
    """

    mean: float = 0.9664423107454593
    std: float = 0.08583666033640507


class SimoSerra2016(nn.Module):
    """Ink ``(b, 1, h, w)`` to logits ``(b, 1, h, w)``; h and w are multiples of 8."""

    mean: Tensor
    std: Tensor

    def __init__(self, options: SimoSerraOptions) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(options.mean))
        self.register_buffer("std", torch.tensor(options.std))
        layers: list[nn.Module] = []
        for number, (kernel, before, after, stride) in enumerate(LAYERS):
            if stride < 0:
                layers.append(nn.ConvTranspose2d(before, after, kernel, -stride, 1))
            else:
                layers.append(nn.Conv2d(before, after, kernel, stride, kernel // 2))
            if number < len(LAYERS) - 1:
                layers += [nn.BatchNorm2d(after), nn.ReLU(inplace=True)]
        self.layers = nn.Sequential(*layers)

    def forward(self, ink: Tensor) -> Tensor:
        """See the class."""
        logits: Tensor = self.layers(((1.0 - ink) - self.mean) / self.std)
        return logits
