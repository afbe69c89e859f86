"""Exported image encoders and category decoders: the same numbers as torch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.training.test_image_systems import LMSER, SKETCHER
from training.cli import main
from training.data import TEST, PackedSet
from training.export import load_system
from training.onnx_files import ROUNDED, TOLERANCE, Network
from training.raster import images_of
from training.recipe import Recipe
from training.sequence_check import check_decoder
from training.systems.ai_sketcher import AiSketcher
from training.systems.image_to_sequence import ImageToSequence
from training.trainer import Trainer


def exported(
    packed: PackedSet, folder: Path, system: str, options: dict[str, Any]
) -> tuple[Path, Path]:
    """The folders of a short run and of its model."""
    table = {
        "name": "tiny",
        "system": system,
        "options": options,
        "data": {"batch": 16},
        "train": {"steps": 10, "rate": 1e-2, "warmup": 1, "validate_every": 10},
    }
    run, model = folder / "run", folder / "model"
    Trainer(Recipe.from_dict(table), packed, run, quiet=True, device="cpu").run()
    places = ["--data", str(packed.folder), "--out", str(model)]
    assert main(["export", str(run), *places, "--precision", "float"]) == 0
    return run, model


@pytest.mark.parametrize(
    ("system", "options", "outputs"),
    [
        ("lmser", LMSER, 2),
        ("lmser", LMSER | {"loops": 0, "skips": False, "decode": False, "raster_weight": 0.0}, 1),
        ("pix2seq", {"canvas": {"size": 16}, "latent": 6, "decoder": LMSER["decoder"]}, 1),
    ],
)
def test_an_image_encoder_sees_what_torch_sees(
    system: str, options: dict[str, Any], outputs: int, packed: PackedSet, tmp_path: Path
):
    run, model = exported(packed, tmp_path, system, options)
    made, _ = load_system(run)
    assert isinstance(made, ImageToSequence)
    batch = packed.batch(packed.select(TEST)[:5])
    image = images_of(batch.rows, packed.codec.scale, made.canvas)
    found = Network(model / "encoder.onnx")({"image": image.numpy()})
    assert len(found) == outputs
    with torch.no_grad():
        code = made.encode(image[:, None])
    np.testing.assert_allclose(found[0], code.mean.numpy(), atol=ROUNDED)
    if outputs == 2:
        assert code.rebuilt is not None
        expected = (code.rebuilt[:, 0].numpy() + 1) / 2
        np.testing.assert_allclose(found[1], expected, atol=ROUNDED)
        assert 0 <= found[1].min() < found[1].max() <= 1
    check_decoder(made, model, batch).demand_identity()
    card = json.loads((model / "card.json").read_text())
    assert card["canvas"]["size"] == 16
    assert card["latent"] == 6
    differences = card["export"]["difference"]
    assert all(v <= (ROUNDED if "16-bit" in k else TOLERANCE) for k, v in differences.items())


def test_a_category_decoder_draws_as_torch_does(packed: PackedSet, tmp_path: Path):
    run, model = exported(packed, tmp_path, "ai-sketcher", SKETCHER | {"influence": "output"})
    made, _ = load_system(run)
    assert isinstance(made, AiSketcher)
    batch = packed.batch(packed.select(TEST)[:5])
    check = check_decoder(made, model, batch)
    check.demand_identity()
    assert check.difference <= TOLERANCE
    inputs = {"z": np.zeros((1, 6), np.float32), "category": np.array([2])}
    first = Network(model / "init.onnx")(inputs)
    other = Network(model / "init.onnx")(inputs | {"category": np.array([0])})
    assert not np.allclose(first[0], other[0])
