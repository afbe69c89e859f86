"""From a run to a model: ``python -m training export-clean RUN --out resources/models/clean``."""

from __future__ import annotations

import argparse
import copy
import shutil
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from sketchpad.core.errors import FileError, InputError
from training import card, onnx_files
from training.clean.network import STRIDE, multiplications
from training.clean.recipe import build_network, recipe_of, stage
from training.clean.train import best_of

FILE: Final = "clean.onnx"
_DATA: Final = (
    {
        "name": "StrokeStrip scenes",
        "credit": "the rough sketches of StrokeStrip (Van Mossel et al. 2021) and their clusters; "
        "15 scenes were held out",
        "licence": "MIT",
        "kind": "rough vector sketches by people",
    },
    {
        "name": "icons",
        "credit": "Tabler Icons (MIT), Lucide (ISC), Iconoir (MIT)",
        "licence": "MIT and ISC",
        "kind": "clean vector drawings, made rough by a program",
    },
    {
        "name": "quickdraw",
        "credit": "The Quick, Draw! Dataset, Google",
        "licence": "CC BY 4.0",
        "kind": "drawings by people, made rough by a program",
    },
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``export-clean``."""
    parser.add_argument("run", type=Path, help="the run's folder")
    parser.add_argument("--out", type=Path, default=Path("models/clean"))
    parser.add_argument("--version", default="0.1.0", help="of the model")


def run(arguments: argparse.Namespace) -> None:
    """Export."""
    network, state = load_network(arguments.run)
    recipe = recipe_of(state)
    out: Path = arguments.out
    partial = out.with_name(out.name + ".partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        differences = write_onnx(network, partial / FILE)
        shared = {
            "name": "clean",
            "task": "clean",
            "version": arguments.version,
            "system": recipe.network,
            "stride": STRIDE,
            "margin": margin_of(network),
        }
        onnx_files.set_metadata(partial / FILE, shared)
        card.write(
            partial,
            {
                "format": 1,
                **shared,
                "description": "Centre lines of rough drawings.",
                "paper": "Simo-Serra et al. 2016 (data, loss map); a smaller network",
                "parameters": sum(p.numel() for p in network.parameters()),
                "gmac_at_1024": round(multiplications(network) / 1e9, 2),
                "opset": onnx_files.OPSET,
                "data": list(_DATA),
                "training": stage(arguments.run, state),
                "export": {"difference": differences},
            },
        )
        shutil.rmtree(out, ignore_errors=True)
        partial.rename(out)
    except OSError as error:
        raise FileError(f"The model cannot be written to {out}: {error.strerror}.") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def load_network(folder: Path) -> tuple[nn.Module, dict[str, Any]]:
    """A run's network with its best averaged weights, in evaluation mode, and its checkpoint.

    Raises:
        FileError: if there is no checkpoint.
        InputError: if it is of another version of the network.
    """
    state = best_of(folder)
    network = build_network(recipe_of(state))
    try:
        network.load_state_dict(state["average"])
    except RuntimeError:
        raise InputError(f"The weights in {folder} are of another version of clean.") from None
    return network.eval(), state


class Lines(nn.Module):
    """The network with its sigmoid: ink to lines, both ``(b, 1, h, w)``, 0 to 1."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, ink: Tensor) -> Tensor:
        """See the class."""
        return torch.sigmoid(self.network(ink))


def write_onnx(network: nn.Module, path: Path) -> dict[str, float]:
    """Writes ``ink (b, 1, h, w)`` → ``lines (b, 1, h, w)``, sides multiples of 16.

    Returns:
        The largest differences to torch, of 32-bit and of 16-bit weights.
    """
    torch.manual_seed(0)
    module = Lines(network.to(memory_format=torch.contiguous_format)).eval()  # type: ignore[call-overload]
    axes = {0: "b", 2: "h", 3: "w"}
    inputs = {"ink": (torch.rand(1, 1, 96, 128) > 0.9).float()}
    onnx_files.export_module(
        module, inputs, ["lines"], path, dynamic={"ink": axes, "lines": dict(axes)}
    )
    exact = onnx_files.compare(path, module, inputs)
    onnx_files.halve(path)
    rounded = onnx_files.compare(path, module, inputs, tolerance=onnx_files.ROUNDED)
    return {FILE: exact, f"{FILE}, 16-bit weights": rounded}


def margin_of(network: nn.Module) -> int:
    """How far, in pixels, an answer looks at most: tiles that overlap so much leave no seam."""
    # Whatever was learned, an average of everything looks as far as it can.
    network = copy.deepcopy(network).eval()
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            nn.init.constant_(layer.weight, 1.0 / layer.weight[0].numel())
        elif isinstance(layer, nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.reset_parameters()
    side = 512
    reach = 0
    # Black or white, one of them lies on the side of every ReLU that lets through.
    for tone in (0.0, 1.0):
        ink = torch.full((1, 1, side, side), tone, requires_grad=True)
        middle = slice(side // 2, side // 2 + STRIDE)
        (gradient,) = torch.autograd.grad(network(ink)[0, 0, middle, middle].sum(), ink)
        rows = torch.nonzero(gradient[0, 0].abs().sum(dim=1)).flatten().tolist()
        if rows:
            reach = max(reach, side // 2 - rows[0], rows[-1] - side // 2 - STRIDE + 1)
    return -(-reach // STRIDE) * STRIDE
