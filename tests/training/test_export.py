"""Exported models: the same numbers as torch, small, checked, and with a card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch

from sketchpad.core.errors import FileError, ModelError
from sketchpad.core.stroke5 import Codec
from sketchpad.inference.sampler import Sampler, decode
from training import card, onnx_files
from training.cli import main
from training.data import TEST, PackedSet
from training.export import load_system
from training.export_strokes import StepNetwork
from training.onnx_files import Network
from training.recipe import Recipe
from training.sequence_check import check_decoder
from training.trainer import Trainer

Trained = Callable[..., Path]


@pytest.fixture
def trained(packed: PackedSet, tmp_path: Path) -> Trained:
    """Train a recipe for a few steps; its run's folder."""

    def train(system: str = "sketch-rnn", steps: int = 25, **options: Any) -> Path:  # noqa: ANN401
        table = {
            "name": "tiny",
            "system": system,
            "options": options,
            "data": {"batch": 16},
            "train": {"steps": steps, "rate": 1e-2, "warmup": 1, "validate_every": steps},
        }
        Trainer(Recipe.from_dict(table), packed, tmp_path / "run", quiet=True, device="cpu").run()
        return tmp_path / "run"

    return train


def export(run: Path, data: PackedSet, *more: str) -> Path:
    out = run.parent / "model"
    command = ["export", str(run), "--data", str(data.folder), "--out", str(out), *more]
    assert main(command) == 0
    return out


DECODER = {"size": 24, "mixtures": 3}


@pytest.mark.parametrize(
    "options",
    [
        {"embedding": 4, "decoder": DECODER},
        {"encoder": "lstm", "encoder_size": 8, "latent": 4, "embedding": 0, "decoder": DECODER},
        {"embedding": 4, "decoder": DECODER | {"cell": "layer-norm", "position": False}},
        {"embedding": 4, "decoder": DECODER | {"cell": "hyper"}},
        {"embedding": 4, "decoder": DECODER | {"position": False}},
    ],
    ids=["decoder-only", "vae", "layer-norm", "hyper", "no-position"],
)
def test_a_decoder_draws_what_torch_draws(
    trained: Trained, packed: PackedSet, options: dict[str, Any]
):
    run = trained(**options)
    out = export(run, packed, "--precision", "float")
    system, _ = load_system(run)
    found = check_decoder(system, out, packed.batch(packed.select(TEST)))
    assert found.difference < 1e-4
    assert found.greedy < 1e-3
    assert found.same_pens
    assert all(v < 1e-4 for v in card.read(out)["export"]["difference"].values())


def test_an_encoder_reads_any_length_as_torch_does(trained: Trained, packed: PackedSet):
    run = trained(encoder="lstm", encoder_size=8, latent=4, embedding=0, decoder=DECODER)
    out = export(run, packed, "--precision", "float")
    system, _ = load_system(run)
    network = Network(out / "encoder.onnx")
    for places in (packed.select(TEST)[:1], packed.select(TEST)):
        batch = packed.batch(places)
        rows = batch.rows[:, 1:]
        with torch.no_grad():
            expected = system.encode(rows, batch.lengths)  # type: ignore[operator]
        found = network({"rows": rows.numpy(), "lengths": batch.lengths.numpy()})
        for mine, theirs in zip(expected, found, strict=True):
            np.testing.assert_allclose(theirs, mine.numpy(), atol=1e-5)


def test_the_card_and_the_metadata_tell_what_the_model_is(trained: Trained, packed: PackedSet):
    out = export(trained(embedding=4, decoder=DECODER), packed, "--version", "1.2.3")
    values = card.read(out)
    assert values["version"] == "1.2.3"
    assert values["categories"] == ["box", "cross", "wave"]
    assert Codec.from_dict(values["codec"]) == packed.codec
    assert values["training"]["steps"] == 25
    assert [s["name"] for s in values["data"]] == ["real", "made"]
    names = {p.name for p in out.iterdir()} - {"card.json"}
    assert set(values["files"]) == names == {"decoder_step.onnx", "init.onnx"}
    for name, told in values["files"].items():
        data = (out / name).read_bytes()
        assert told == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        model = onnx.load(out / name)
        properties = {p.key: p.value for p in model.metadata_props}
        assert json.loads(properties["codec"]) == packed.codec.to_dict()
        assert json.loads(properties["categories"]) == values["categories"]
        assert model.ir_version <= 10
        assert model.opset_import[0].version <= 20
    card.add_metrics(out, {"rec": 0.5}, "python -m training evaluate")
    assert card.read(out)["metrics"]["rec"]["value"] == 0.5
    assert card.read(out)["files"] == values["files"]


def test_int8_is_really_int8_and_taken_only_if_as_good(trained: Trained, packed: PackedSet):
    out = export(trained(steps=60, embedding=4, decoder={"size": 32, "mixtures": 3}), packed)
    checks = card.read(out)["export"]["checks"]
    nodes = onnx.load(out / "decoder_step.onnx").graph.node
    # Each costs a microsecond, ten thousand times a second.
    assert sum(n.op_type != "Constant" for n in nodes) < 34
    # The state's two products are in 8 bits; that of the pen's row and place is not.
    products = sorted(n.op_type for n in nodes if n.op_type.startswith(("MatMul", "LSTM", "Gemm")))
    assert checks["precision"] == "int8"
    assert products == ["MatMul", "MatMulInteger", "MatMulInteger"]
    loss = checks["int8"]["nll"] - checks["float"]["nll"]
    assert (loss <= 0.02) == (checks["precision"] == "int8")


def test_halved_weights_halve_the_file_and_draw_alike(trained: Trained, packed: PackedSet):
    run = trained(embedding=4, decoder={"size": 64, "mixtures": 3})
    whole = export(run, packed, "--precision", "float")
    size = (whole / "decoder_step.onnx").stat().st_size
    out = export(run, packed, "--precision", "half")
    assert (out / "decoder_step.onnx").stat().st_size < 0.6 * size
    checks = card.read(out)["export"]["checks"]
    assert checks["precision"] == "half"
    assert 0 < checks["half"]["difference"] < 0.01
    system, _ = load_system(run)
    assert check_decoder(system, out, packed.batch(packed.select(TEST))).difference < 0.01


def test_quantising_tells_when_it_did_nothing(trained: Trained, packed: PackedSet, tmp_path: Path):
    # torch's newer exporter slices an LSTM's weights, and the quantiser then passes it over;
    # here is a network without any.
    module = torch.nn.Conv1d(1, 1, 3)
    onnx_files.export_module(module, {"x": torch.randn(2, 1, 8)}, ["y"], tmp_path / "a.onnx")
    with pytest.raises(ModelError, match="there is no DynamicQuantizeLSTM"):
        onnx_files.quantise(tmp_path / "a.onnx", tmp_path / "b.onnx", expect="DynamicQuantizeLSTM")


def test_quantising_tells_what_it_left_out(tmp_path: Path):
    class Both(torch.nn.Module):
        """The quantiser sees weights on the right of a product only."""

        def __init__(self) -> None:
            super().__init__()
            self.right = torch.nn.Linear(32, 32)
            self.left = torch.nn.Parameter(torch.randn(32, 32))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.left @ self.right(x).transpose(0, 1)

    x = {"x": torch.randn(2, 32)}
    onnx_files.export_module(Both(), x, ["y"], tmp_path / "a.onnx", batch_axis={"y": 1})
    with pytest.raises(ModelError, match=r"^Quantising a\.onnx left /MatMul in float\.$"):
        onnx_files.quantise(tmp_path / "a.onnx", tmp_path / "b.onnx", expect="MatMulInteger")


@pytest.mark.parametrize("latent", [0, 4])
def test_what_the_condition_adds_is_worked_out_once(
    trained: Trained, packed: PackedSet, latent: int
):
    encoder = {"encoder": "lstm", "encoder_size": 8, "latent": latent} if latent else {}
    run = trained(embedding=4, decoder=DECODER, **encoder)
    out = export(run, packed, "--precision", "float")
    given = {i.name for i in onnx.load(out / "decoder_step.onnx").graph.input}
    assert given == {"row", "h", "c", "drive"}
    inputs = {"category": np.array([0, 2]), "z": np.ones((2, max(latent, 1)), np.float32)}
    network = Network(out / "init.onnx")
    drive = dict(zip(network.outputs, network(inputs), strict=True))["drive"]
    assert drive.shape == (2, 4 * DECODER["size"])
    assert not np.allclose(drive[0], drive[1])


def test_decoding_ends_or_is_bounded_and_is_reproducible(trained: Trained, packed: PackedSet):
    out = export(trained(steps=80, embedding=4, decoder=DECODER), packed, "--precision", "float")
    inputs = {"category": np.array([0, 1, 2, 3])}

    def draw() -> np.ndarray:
        network = StepNetwork(out, inputs)
        sampler = Sampler(4, temperature=0.7, seed=3)
        return np.stack(list(decode(network, network.start, sampler, limit=60)), 1)

    rows = draw()
    assert np.isfinite(rows).all()
    assert rows.shape[1] <= 60
    assert (rows[..., 2:].sum(-1) == 1).all()
    np.testing.assert_array_equal(rows, draw())


def test_the_recogniser_is_the_same_in_half_the_space(trained: Trained, packed: PackedSet):
    run = trained("recogniser", 120, size=32, widths=[8, 16], depths=[1])
    out = export(run, packed)
    system, _ = load_system(run)
    batch = packed.batch(packed.select(TEST))
    images = system.images(batch)  # type: ignore[operator]
    with torch.no_grad():
        expected = system(images)
    [logits] = Network(out / "recognise.onnx")({"image": images.numpy()})
    assert float((torch.from_numpy(logits) - expected).abs().max()) < 0.05
    assert (logits.argmax(1) == expected.argmax(1).numpy()).all()
    assert (logits.argmax(1) == batch.category.numpy()).mean() > 0.8
    assert card.read(out)["canvas"]["size"] == 32


def test_differences_are_not_let_through(tmp_path: Path):
    module = torch.nn.Linear(2, 2)
    inputs = {"x": torch.randn(3, 2)}
    onnx_files.export_module(module, inputs, ["y"], tmp_path / "a.onnx")
    assert onnx_files.compare(tmp_path / "a.onnx", module, inputs) < 1e-6
    with torch.no_grad():
        module.bias += 0.01
    with pytest.raises(ModelError, match=r"a\.onnx differs from torch by 0\.01"):
        onnx_files.compare(tmp_path / "a.onnx", module, inputs)


def test_nothing_to_export_is_one_sentence(
    prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["export", str(tmp_path), "--data", str(prepared)]) == 1
    assert "There is no checkpoint" in capsys.readouterr().err
    with pytest.raises(FileError, match=r"no readable card\.json"):
        card.read(tmp_path)
