from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sketchpad.core import Sketch
from sketchpad.core.stroke5 import Codec
from sketchpad.inference.registry import Models

CATEGORIES = ("box", "wave", "cross")
CODEC = Codec(scale=40.0, nmax=40)


def write_tiny_model(
    folder: Path, name: str, task: str, system: str, options: Mapping[str, Any]
) -> None:
    """An untrained model of the real system, written by the real exporter."""
    import torch

    from training import card, onnx_files
    from training.systems import Task, build_system

    torch.manual_seed(0)
    target = folder / name
    target.mkdir(parents=True)
    made = build_system(system, options, Task(CODEC, CATEGORIES))
    found = made.eval().export(target)
    shared = {
        "name": name,
        "task": task,
        "version": "0.0.1",
        "categories": list(CATEGORIES),
        "codec": CODEC.to_dict(),
        "temperature": 0.4,
        **{key: found[key] for key in ("state", "canvas", "latent") if key in found},
    }
    for path in target.glob("*.onnx"):
        onnx_files.set_metadata(path, shared)
    card.write(target, {"format": 1, **shared})


@pytest.fixture(scope="session")
def models_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    decoder = {"size": 16, "mixtures": 3}
    write_tiny_model(
        folder, "complete", "complete", "sketch-rnn", {"embedding": 4, "decoder": decoder}
    )
    write_tiny_model(
        folder,
        "latent",
        "latent",
        "sketch-rnn",
        {"encoder": "lstm", "encoder_size": 8, "latent": 4, "embedding": 0, "decoder": decoder},
    )
    write_tiny_model(
        folder,
        "recognise",
        "recognise",
        "recogniser",
        {"size": 32, "widths": [4, 8], "depths": [1]},
    )
    return folder


@pytest.fixture
def models(models_folder: Path) -> Models:
    return Models([models_folder], "cpu")


@pytest.fixture
def face() -> Sketch:
    t = np.linspace(0.0, 2.0 * np.pi, 40)
    circle = np.c_[np.cos(t), np.sin(t)]
    return Sketch.of([300 + 100 * circle, 270 + 10 * circle, (330, 270) + 10 * circle])
