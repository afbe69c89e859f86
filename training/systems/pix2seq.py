"""sketch-pix2seq (Chen et al., "A model to generate sketches of multiple categories", 2017).

The convolutional encoder in place of sketch-rnn's recurrent one, with the KL term (CNN+KL of the
paper's table 1) or without it (CNN-KL, sketch-pix2seq proper); RNN+KL and RNN-KL are sketch-rnn's
own recipes. With x the drawing, I its image and z its code::

    (1)  max  E_{q(z|x)}[log p(x|z)] − D_KL(q(z|x) ‖ p(z)),   p(z) = N(0, I)
    (2)  max  E_{q(z|x)}[log p(x|z)]

(The paper prints (2) under a min, which would be its opposite.) As losses, per drawing, with the
terms of sketch-rnn (``training.mixture``: L_s of the offsets, L_p of the pen)::

    (1)  L_s + L_p + w_KL η max(L_KL, KL_min),  η = 1 − (1 − η_min) R^step
         L_KL = −1/(2 N_z) Σ (1 + σ̂ − μ² − exp σ̂)
    (2)  L_s + L_p                                        that is, w_KL = 0

    q(z|x) = N(μ, diag σ²),  [μ; σ̂] = W f + b,  σ = exp(σ̂ / 2),  z = μ + σ ⊙ N(0, I)
    f = tanh(C_6 r(C_5 … r(C_1 (K * I))))                 r = max(0, ·)

K is a fixed 3×3 high-pass filter (8 in the middle, −1 around); C_1 to C_6 are 2×2 convolutions of
depth 4, 4, 8, 8, 8, 8 that halve the image three times. p(x|z) is sketch-rnn's decoder,
[h_0; c_0] = tanh(W_z z + b_z), which reads [S_{i−1}; z] at each step.

Departures: the figure's sizes are hard to read; depths and strides are those that AI-Sketcher's
text repeats. Without the KL term the paper still draws z with noise while training, and so does
this. The recipes' decoder is an LSTM that also reads the pen's place (``training.decoder``), but
for ``pix2seq_paper``. With ``corruption.patches`` it is the baseline of the healing papers.
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
