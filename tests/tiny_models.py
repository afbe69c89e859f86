"""Untrained models of the real systems, written by the real exporters: small, quick, and wild."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sketchpad.core.stroke5 import Codec

CATEGORIES = ("box", "wave", "cross")
CODEC = Codec(scale=40.0, nmax=40)
_DECODER = {"size": 16, "mixtures": 3}


def write_tiny_model(
    folder: Path,
    name: str,
    task: str,
    system: str,
    options: Mapping[str, Any],
    *,
    end: float = 0.0,
    lift: float = 0.0,
) -> None:
    """One model in a folder of its own.

    The higher ``end`` and ``lift``, the sooner its drawings end and its pen lifts.
    """
    import torch

    from training import card, onnx_files
    from training.mixture import MixtureHead
    from training.systems import Task, build_system

    torch.manual_seed(0)
    target = folder / name
    target.mkdir(parents=True)
    made = build_system(system, options, Task(CODEC, CATEGORIES))
    for part in made.modules():
        if isinstance(part, MixtureHead):
            part.linear.bias.data[-2:] += torch.tensor([lift, end])
    found = made.eval().export(target)
    extra = {key: value for key, value in found.items() if key not in ("files", "checks")}
    shared = {
        "name": name,
        "task": task,
        "version": "0.0.1",
        "categories": list(CATEGORIES),
        "codec": CODEC.to_dict(),
        "temperature": 0.4,
        **extra,
    }
    for path in target.glob("*.onnx"):
        onnx_files.set_metadata(path, shared)
    card.write(target, {"format": 1, **shared})


def write_models(folder: Path) -> Path:
    """Those of Complete, Interpolate and Recognise."""
    options = {"embedding": 4, "decoder": _DECODER}
    # It takes no drawing for finished.
    write_tiny_model(folder, "complete", "complete", "sketch-rnn", options, end=-1.5)
    encoder = {"encoder": "lstm", "encoder_size": 8, "latent": 4, "embedding": 0}
    write_tiny_model(folder, "latent", "latent", "sketch-rnn", {**encoder, "decoder": _DECODER})
    small = {"size": 32, "widths": [4, 8], "depths": [1]}
    write_tiny_model(folder, "recognise", "recognise", "recogniser", small)
    return folder


def write_finisher(folder: Path, end: float, lift: float = 0.0) -> Path:
    """That of Complete, which takes most drawings for finished."""
    options = {"embedding": 4, "decoder": _DECODER}
    write_tiny_model(folder, "complete", "complete", "sketch-rnn", options, end=end, lift=lift)
    return folder


def write_healer(folder: Path) -> Path:
    """That of Heal."""
    options = {"decoder": _DECODER, "embedding": 8}
    write_tiny_model(folder, "heal", "heal", "heal", options)
    return folder


def write_every_model(folder: Path) -> Path:
    """Those of all verbs that draw or recognise."""
    write_models(folder)
    write_healer(folder)
    canvas = {"canvas": {"size": 16}, "latent": 4, "channels": [4, 8]}
    write_tiny_model(folder, "redraw", "redraw", "lmser", {**canvas, "decoder": _DECODER})
    return folder
