"""A classifier of drawings as images, after Sketch-a-Net (Yu et al., IJCV 2017).

It is the judge of *Rec* for all other systems, and the application's *Recognise*. From the paper:
a few convolutions with a large first filter, dropout before the last layers, a softmax over
categories. With I the image, K categories, and w, b learned::

    a_0 = pool(r(N(C_7×7 I)))                      stride 2, then a maximum of 2×2
    a_s = r(N(C_3×3 … r(N(C_3×3 pool(a_{s−1})))))   three stages; the first does not pool
    f   = mean over places of a_3
    p   = softmax(W D(f) + b)
    L   = −Σ_k q_k log p_k,  q_k = (1 − ε) [k = truth] + ε / K
    Rec@n = share of drawings whose truth is among the n largest p_k

C is a convolution, r = max(0, ·), D dropout. N is batch normalisation,
N(x) = γ (x − m) / √(v + 10⁻⁵) + β per channel, with m and v of the batch while training and
their moving averages afterwards. ε = 0.05.

Departures: batch normalisation, small images (64² where theirs are 225²) and average pooling in
place of the large dense layers, because it has to run in milliseconds on one core; one channel
with the whole drawing, no stroke order, because it also has to judge what others redraw; smoothed
labels, because categories overlap and QuickDraw's drawings are often of something else.
"""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.data import Batch
from training.raster import Canvas, images_of
from training.systems import System, Task, register


@dataclasses.dataclass(frozen=True)
class RecogniserOptions:
    """Options of the recogniser.

    Attributes:
        size: pixels along a side.
        line: the pen's width, pixels.
        widths: channels of the stages; the first, with its large filter, quarters the side of
            the image, the others halve it.
        depths: convolutions of each stage after the first.
        dropout: before the last layer.
        smoothing: of the labels.
    """

    size: int = 64
    line: float = 1.5
    widths: tuple[int, ...] = (32, 64, 128, 256)
    depths: tuple[int, ...] = (2, 2, 2)
    dropout: float = 0.3
    smoothing: float = 0.05


def _stage(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> list[nn.Module]:
    return [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    ]


@register("recogniser")
class Recogniser(System):
    """See the module."""

    Options = RecogniserOptions
    options: RecogniserOptions

    def __init__(self, options: RecogniserOptions, task: Task) -> None:
        super().__init__(options, task)
        self.canvas = Canvas(size=options.size, width=options.line / options.size)
        w = options.widths
        layers = [*_stage(1, w[0], 7, 2), nn.MaxPool2d(2)]
        pairs = itertools.pairwise(w)
        for place, ((before, after), depth) in enumerate(zip(pairs, options.depths, strict=True)):
            layers += [nn.MaxPool2d(2)] if place else []
            layers += _stage(before, after)
            for _ in range(depth - 1):
                layers += _stage(after, after)
        # This order of memory is what makes convolutions in bf16 fast on a CPU.
        self.features = nn.Sequential(*layers)
        self.features.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.dropout = nn.Dropout(options.dropout)
        self.last = nn.Linear(w[-1], len(task.categories))

    def forward(self, images: Tensor) -> Tensor:
        """Logits ``(b, categories)`` of images ``(b, size, size)``, 0 paper to 1 ink."""
        logits: Tensor = self.last(self.dropout(self.embed(images)))
        return logits

    def embed(self, images: Tensor) -> Tensor:
        """Features ``(b, widths[-1])`` of images ``(b, size, size)``."""
        x: Tensor = self.features(images[:, None].contiguous(memory_format=torch.channels_last))
        return x.mean((-1, -2))

    def images(self, batch: Batch) -> Tensor:
        """The drawings as the recogniser sees them, fitted to the image and centred."""
        return images_of(batch.rows, self.task.codec.scale, self.canvas)

    def loss(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """Cross-entropy with smoothed labels, and the share that is right."""
        del step
        logits = self(self.images(batch)).float()
        loss = nn.functional.cross_entropy(
            logits, batch.category, label_smoothing=self.options.smoothing
        )
        right = (logits.argmax(-1) == batch.category).float().mean()
        return {"loss": loss, "top1": right}

    def validate(self, batch: Batch) -> dict[str, Tensor]:
        """Cross-entropy, top-1 and top-5 of each drawing."""
        logits = self(self.images(batch)).float()
        count = min(5, logits.shape[-1])
        hit = logits.topk(count, -1).indices == batch.category[:, None]
        return {
            "loss": nn.functional.cross_entropy(logits, batch.category, reduction="none"),
            "top1": hit[:, 0].float(),
            "top5": hit.any(-1).float(),
        }

    def export(self, folder: Path) -> dict[str, Any]:
        """``recognise.onnx``: image ``(b, size, size)`` → logits ``(b, categories)``."""
        from training.export_recogniser import export_recogniser

        return export_recogniser(self, folder)
