"""sketch-pix2seq (Chen et al., "A model to generate sketches of multiple categories", 2017).

The convolutional encoder in place of sketch-rnn's recurrent one, with the KL term (CNN+KL of the
paper's table 1) or without it (CNN-KL, sketch-pix2seq proper: equation (2)); RNN+KL and RNN-KL
are sketch-rnn's own recipes. A fixed 3×3 high-pass filter, then six 2×2 convolutions of depth
4, 4, 8, 8, 8, 8 that halve the image three times, tanh after the last, and fully-connected μ, σ̂.

The figure's sizes are hard to read; depths and strides are those that AI-Sketcher's text repeats.
With ``corruption.patches`` it is the baseline of the healing papers.
"""

from __future__ import annotations

import dataclasses

import torch
from torch import Tensor, nn

from sketchpad.core.errors import InputError
from training.raster import Canvas
from training.systems import Task, register
from training.systems.image_to_sequence import (
    Code,
    CorruptionOptions,
    ImageOptions,
    ImageToSequence,
)
from training.systems.influence import DEPTHS, pixel_layers


@dataclasses.dataclass(frozen=True)
class Pix2SeqOptions(ImageOptions):
    """Options of sketch-pix2seq; the paper's images are 48 px and whole."""

    canvas: Canvas = Canvas(size=48)  # noqa: RUF009 - frozen
    corruption: CorruptionOptions = CorruptionOptions(patches=0.0)  # noqa: RUF009 - frozen


@register("pix2seq")
class Pix2Seq(ImageToSequence):
    """See the module."""

    Options = Pix2SeqOptions
    options: Pix2SeqOptions
    high_pass: Tensor

    def __init__(self, options: Pix2SeqOptions, task: Task) -> None:
        super().__init__(options, task)
        if options.canvas.size % 8:
            raise InputError("pix2seq halves its images three times: the size must divide by 8.")
        kernel = torch.full((1, 1, 3, 3), -1.0)
        kernel[0, 0, 1, 1] = 8.0
        self.register_buffer("high_pass", kernel)
        layers = list(pixel_layers())
        layers[-1] = nn.Tanh()
        self.layers = nn.Sequential(*layers)
        self.head = self._head(DEPTHS[-1] * (options.canvas.size // 8) ** 2)

    def encode(self, image: Tensor) -> Code:
        """See the base class."""
        edges = nn.functional.conv2d(image, self.high_pass, padding=1)
        mean, log_variance = self.head(self.layers(edges).flatten(1)).float().chunk(2, -1)
        return Code(mean, log_variance, None)
