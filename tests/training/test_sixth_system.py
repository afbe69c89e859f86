"""A further system is one class and a recipe; every command takes it as it is."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from training import card, mixture, systems
from training.cli import main
from training.data import Batch
from training.decoder import Decoder, DecoderOptions
from training.export_strokes import Conditioner, export_decoder
from training.recipe import FOLDER, load_recipe
from training.systems import System, Task, register

RECIPE = """
name = "sixth"
system = "sixth"
options = {decoder = {size = 16, mixtures = 2}}
data = {batch = 8}
train = {steps = 3, validate_every = 3, validate_drawings = 8}
"""


@dataclasses.dataclass(frozen=True)
class SixthOptions:
    decoder: DecoderOptions = DecoderOptions()  # noqa: RUF009 - frozen


class Moments(Conditioner):
    def __init__(self) -> None:
        super().__init__()
        self.examples = {"z": torch.randn(2, 4)}

    def forward(self, *inputs: Tensor) -> Tensor:
        return inputs[0]


class Sixth(System):
    """Redraws a drawing from the mean and the spread of its offsets."""

    Options = SixthOptions
    draws = True

    def __init__(self, options: SixthOptions, task: Task) -> None:
        super().__init__(options, task)
        self.latent = self.exported_latent = 4
        self.decoder = Decoder(options.decoder, self.latent, task.codec.box / task.codec.scale)

    def codes(self, batch: Batch, images: Tensor | None = None) -> Tensor:
        assert images is None
        points = batch.rows[:, 1:, :2] * batch.points[..., None]
        count = batch.lengths[:, None]
        mean = points.sum(dim=1) / count
        spread = (points.square().sum(dim=1) / count - mean.square()).clamp(min=0.0).sqrt()
        return torch.cat([mean, spread], dim=1)

    def _nll(self, batch: Batch) -> mixture.Nll:
        return mixture.nll(self.decoder(batch.rows[:, :-1], self.codes(batch))[0], batch)

    def loss(self, batch: Batch, step: int) -> dict[str, Tensor]:
        del step
        nmax = self.task.codec.nmax
        offset, pen = mixture.reconstruction(self._nll(batch), len(batch), nmax)
        return {"loss": offset + pen}

    def validate(self, batch: Batch) -> dict[str, Tensor]:
        offset, pen = mixture.per_drawing(self._nll(batch), len(batch))
        total = (offset + pen) / self.task.codec.nmax
        return {"loss": total, "reconstruction": total}

    def export(self, folder: Path) -> dict[str, Any]:
        return {"latent": self.latent} | export_decoder(self.decoder, folder, Moments())


@pytest.fixture
def registered() -> Iterator[None]:
    register("sixth")(Sixth)
    yield
    del systems._SYSTEMS["sixth"]


@pytest.mark.usefixtures("registered")
def test_a_sixth_system_is_trained_measured_and_exported(prepared: Path, tmp_path: Path):
    (tmp_path / "sixth.toml").write_text(RECIPE)
    run, model = tmp_path / "run", tmp_path / "model"
    data = ["--data", str(prepared)]
    words = ["train", str(tmp_path / "sixth.toml"), *data, "--device", "cpu", "-q"]
    assert main([*words, "--out", str(run)]) == 0
    assert main(["export", str(run), *data, "--out", str(model), "--precision", "float"]) == 0
    small = ["--drawings", "12", "--pairs", "2", "--each", "2", "--temperatures", "0.3"]
    measure = ["evaluate", str(run), *data, *small, "--exported", str(model)]
    assert main(measure) == 0
    found = json.loads((run / "evaluation" / "evaluation.json").read_text())
    # It has codes, and no categories or images.
    assert found["interpolation"]["pairs"] == 2
    assert 0 <= found["clustering"]["nearest_is_same_category"]["value"] <= 1
    assert not found.keys() & {"generation", "healing"}
    assert "reconstructions.png" in found["pictures"]
    assert card.read(model)["evaluation"]["system"] == "sixth"
    assert main(["report", str(run), "--out", str(tmp_path / "report")]) == 0


#: What shrinks the recipes at the papers' sizes to what a test can train.
SMALL = {
    "options.decoder.size": 8,
    "options.decoder.mixtures": 2,
    "options.encoder_size": 4,
    "options.latent": 4,
    "options.raster": 4,
    "options.canvas.size": 64,
    "data.batch": 4,
    "train.validate_drawings": 4,
}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*_paper.toml")), ids=lambda path: path.stem)
def test_the_recipes_of_the_papers_train(path: Path, prepared: Path, tmp_path: Path):
    options = load_recipe(path.stem).options
    words = ["train", path.stem, "--data", str(prepared), "--device", "cpu", "-q"]
    words += ["--out", str(tmp_path / "run"), "--steps", "1"]
    words += ["--set", "data.categories=[]", "--set", "data.sources={}"]
    for key, value in SMALL.items():
        _, _, name = key.partition("options.")
        if not name or name.partition(".")[0] in options:
            words += ["--set", f"{key}={value}"]
    assert main(words) == 0
    assert (tmp_path / "run" / "best").is_dir()
