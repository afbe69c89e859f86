"""The recogniser as ONNX: an image in, logits over categories out."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from training.onnx_files import ROUNDED, compare, export_module, halve

if TYPE_CHECKING:
    from training.systems.recogniser import Recogniser


def export_recogniser(system: Recogniser, folder: Path) -> dict[str, Any]:
    """Write ``recognise.onnx``: ``image (b, size, size)``, 0 paper to 1 ink → ``logits``.

    How a drawing becomes that image is in ``canvas``: its long side fills the image but for
    ``margin`` (a share of the size) on each side, centred both ways, with a pen of ``width`` (a
    share of the size).

    Raises:
        ModelError: if ONNX Runtime and torch differ.
    """
    system = copy.deepcopy(system).cpu().eval()
    path = folder / "recognise.onnx"
    size = system.options.size
    inputs = {"image": (torch.rand(2, size, size) > 0.9).float()}
    export_module(system, inputs, ("logits",), path)
    exact = compare(path, system, inputs)
    halve(path)
    rounded = compare(path, system, inputs, tolerance=ROUNDED)
    return {
        "task": "recognise",
        "canvas": dataclasses.asdict(system.canvas),
        "difference": {path.name: exact, f"{path.name}, 16-bit weights": rounded},
    }
