"""Systems that look at images as ONNX: the image encoder beside the recurrent decoder's step."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from training.export_strokes import Conditioner, export_decoder
from training.onnx_files import ROUNDED, compare, export_module, halve

if TYPE_CHECKING:
    from training.systems.ai_sketcher import AiSketcher
    from training.systems.image_to_sequence import ImageToSequence


class _Encoder(nn.Module):
    """Images ``(b, size, size)`` → z and, of a system that rebuilds, the image rebuilt."""

    def __init__(self, system: ImageToSequence) -> None:
        super().__init__()
        self.system = system

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        code = self.system.encode(image[:, None])
        if code.rebuilt is None:
            return (code.mean,)
        # The block works between -1 and 1, everything else between 0 and 1.
        return code.mean, (code.rebuilt[:, 0] + 1.0) / 2.0


class _Code(Conditioner):
    """The code is the condition."""

    def __init__(self, latent: int) -> None:
        super().__init__()
        self.examples = {"z": torch.randn(2, latent)}

    def forward(self, *inputs: Tensor) -> Tensor:
        return inputs[0]


class _CategoryConditioner(Conditioner):
    """AI-Sketcher's z_s and category, with z_r = 0."""

    def __init__(self, system: AiSketcher) -> None:
        super().__init__()
        self.kinds, self.raster = system.kinds, system.options.raster
        self.examples = {
            "z": torch.randn(2, system.options.latent),
            "category": torch.tensor([0, system.kinds]),
        }

    def forward(self, *inputs: Tensor) -> Tensor:
        z, category = inputs
        # Rows of an identity in place of one_hot, which the exporter writes for one size only.
        one_hot = torch.eye(self.kinds + 1)[category, : self.kinds]
        nothing = (z[:, :1] * 0.0).expand(-1, self.raster)
        return torch.cat([z, nothing, one_hot], -1)


def export_image_to_sequence(system: ImageToSequence, folder: Path) -> dict[str, Any]:
    """Write ``encoder.onnx``, ``init.onnx`` and ``decoder_step.onnx``.

    ``encoder.onnx`` takes ``image (b, size, size)``, 0 paper to 1 ink, a drawing fitted to the
    ``canvas`` of the metadata, and gives ``z (b, latent)`` and, if the system rebuilds images,
    ``raster (b, size, size)``. ``init`` takes ``z``; so does every step.

    Raises:
        ModelError: if ONNX Runtime and torch differ.
    """
    system = copy.deepcopy(system).cpu().eval()
    found = export_decoder(system.decoder, folder, _Code(system.options.latent))
    encoder = _Encoder(system).eval()
    size = system.canvas.size
    inputs = {"image": (torch.rand(2, size, size) > 0.9).float()}
    with torch.no_grad():
        names = ("z", "raster")[: len(encoder(inputs["image"]))]
    path = folder / "encoder.onnx"
    export_module(encoder, inputs, names, path)
    found["difference"][path.name] = compare(path, encoder, inputs)
    halve(path)
    rounded = compare(path, encoder, inputs, tolerance=ROUNDED)
    found["difference"][f"{path.name}, 16-bit weights"] = rounded
    return {
        **found,
        "canvas": dataclasses.asdict(system.canvas),
        "latent": system.options.latent,
    }


def export_ai_sketcher(system: AiSketcher, folder: Path) -> dict[str, Any]:
    """Write ``init.onnx`` and ``decoder_step.onnx`` of drawing a category.

    Both take ``z (b, latent)``, to be drawn from N(0, I), and ``category (b,)`` int64; the number
    of categories stands for "no category". z_r and a_d are 0, as in training (``prior``).

    Raises:
        ModelError: if ONNX Runtime and torch differ.
    """
    system = copy.deepcopy(system).cpu().eval()
    found = export_decoder(system.decoder, folder, _CategoryConditioner(system))
    return {**found, "latent": system.options.latent}
