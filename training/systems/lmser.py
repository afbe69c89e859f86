"""Lmser-pix2seq ("Learning stable sketch representations for sketch healing", submitted 2023).

A corrupted image goes through the convolutional Lmser block, T times round its loop; the top-most
maps y give μ and σ̂ of the code m, from which an LSTM redraws the whole sketch, and the bottom-most
image is compared with the whole one:

    L = w_c L_CNN + w_r L_RNN = ½ w_c E‖X̃ - X̂‖² - w_r E[log p(Ŝ | m)],    w_c = 0.5, w_r = 1   (2)

The ablation is by configuration: ``decode = false`` is CE-pix2seq, ``skips = false`` with
``loops = 0`` CAE-pix2seq, and ``loops`` is T of the rest (T = 0 a U-Net).

Departures. The norm in (2) is taken as a mean over pixels, as the authors' program does; a sum
would drown the strokes. That program weighs the mean by 0.5 (not ½ · 0.5), and so do we. The
learning rate follows the recipe's schedule: the paper's factor 0.999 per step ends learning after
5,000 of its 150,000 steps, and its program has 0.99999. Our drawings end with a row after the last
point instead of a mark on it. The paper's tables call Ret@1, @10, @50 "@10, @30, @50".
"""

from __future__ import annotations

import dataclasses

from torch import Tensor

from sketchpad.core.errors import InputError
from training.systems import Task, register
from training.systems.image_to_sequence import Code, ImageOptions, ImageToSequence
from training.systems.lmser_block import LmserBlock, to_tanh_range


@dataclasses.dataclass(frozen=True)
class LmserOptions(ImageOptions):
    """Options of Lmser-pix2seq and of its ablation.

    Attributes:
        channels: of the encoder's layers, the first nearest to the image; each halves it.
        alpha: α of equation (1).
        loops: T.
        skips: connections between encoder and decoder.
        decode: rebuild the image.
        raster_weight: of the rebuilt image's mean squared error.
        every_pass: that error is the mean over all passes of the loop. A departure, for short runs:
            the paper has the last pass alone, so that the first ones learn through it.
    """

    channels: tuple[int, ...] = (16, 32, 64, 128)
    alpha: float = 0.5
    loops: int = 2
    skips: bool = True
    decode: bool = True
    raster_weight: float = 0.5
    every_pass: bool = False


@register("lmser")
class Lmser(ImageToSequence):
    """See the module."""

    Options = LmserOptions
    options: LmserOptions

    def __init__(self, options: LmserOptions, task: Task) -> None:
        super().__init__(options, task)
        side, rest = divmod(options.canvas.size, 2 ** len(options.channels))
        # Instance norm over a single pixel is always 0.
        if rest or side < 2:
            raise InputError(
                f"lmser: images of {options.canvas.size} px cannot be halved "
                f"{len(options.channels)} times down to 2 px or more."
            )
        if options.loops and not (options.skips and options.decode):
            raise InputError("lmser: loops > 0 need skips and decode.")
        if options.raster_weight and not options.decode:
            raise InputError("lmser: raster_weight needs decode.")
        self.block = LmserBlock(
            options.channels,
            alpha=options.alpha,
            loops=options.loops,
            skips=options.skips,
            decode=options.decode,
        )
        self.head = self._head(options.channels[-1] * side * side)

    def encode(self, image: Tensor) -> Code:
        """See the base class."""
        *before, (top, rebuilt) = self.block.passes(to_tanh_range(image))
        earlier: list[Tensor] = []
        if self.options.every_pass and self.training:
            earlier = [image for _, image in before if image is not None]
        mean, log_variance = self.head(top.flatten(1)).float().chunk(2, -1)
        return Code(mean, log_variance, rebuilt, tuple(earlier))
