"""Which passes of a pen mean one line: ``python -m training train-groups --scenes SCENES``.

The scenes' pictures are traced to pieces of passes (``sketchpad.core.passes``), each piece takes
the cluster of the strokes along it, and a small network learns from what can be measured of two
pieces whether their clusters are the same. It goes into a folder that ``export-clean`` has written.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from sketchpad.core.errors import FileError, InputError
from training import card, onnx_files
from training.clean.passes import Examples, examples_of, varied
from training.clean.scenes import VALIDATION, read_scene, training_names

FILE: Final = "groups.onnx"
#: Pairs for each step.
_BATCH: Final = 1024
_RATE: Final = 3e-3
#: Standard deviation of the noise on standardised features while training.
_NOISE: Final = 0.05
#: Standardised features beyond this are as good as this.
_MOST: Final = 4.0


class Judge(nn.Module):
    """Features ``(p, f)`` to the probability ``(p,)`` that both pieces mean one line.

    Several small networks, the mean of whose answers is less sure of itself where they differ.
    """

    def __init__(self, features: int, hidden: int = 64, count: int = 3) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("spread", torch.ones(features))
        self.networks = nn.ModuleList(
            nn.Sequential(
                *(nn.Linear(features, hidden), nn.ReLU(), nn.Dropout(0.15)),
                *(nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(0.15)),
                nn.Linear(hidden, 1),
            )
            for _ in range(count)
        )

    def standardise(self, features: Tensor) -> Tensor:
        """Features with a mean of 0 and a standard deviation of 1, none of them extreme."""
        mean, spread = self.get_buffer("mean"), self.get_buffer("spread")
        return ((features - mean) / spread).clamp(-_MOST, _MOST)

    def forward(self, features: Tensor) -> Tensor:
        """See the class."""
        x = self.standardise(features)
        answers = torch.stack([torch.sigmoid(network(x)[:, 0]) for network in self.networks])
        return answers.mean(dim=0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``train-groups``."""
    parser.add_argument("--scenes", type=Path, required=True, help="the folder of .scap scenes")
    parser.add_argument(
        "--out", type=Path, default=Path("models/clean"), help="the model that it becomes part of"
    )
    parser.add_argument("--version", help="of the model, from now on")
    parser.add_argument("--variants", type=int, default=6, help="of each scene, drawn anew")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)


def run(arguments: argparse.Namespace) -> None:
    """Train, and write."""
    if arguments.variants < 0 or arguments.epochs < 1:
        raise InputError("--variants must not be below 0, and --epochs must be above 0.")
    known = card.read(arguments.out)
    if known.get("task") != "clean":
        raise InputError(f"{arguments.out} is not a model of clean.")
    scenes, seed = arguments.scenes, arguments.seed
    examples = prepared(scenes, training_names(scenes), arguments.variants, seed)
    judge = trained(examples, arguments.epochs, seed)
    there = [name for name in VALIDATION if (scenes / f"{name}.scap").exists()]
    held = entropy(judge, prepared(scenes, there, 0, seed)) if there else None
    pairs = sum(len(e.same) for e in examples)
    print(f"{pairs:,} pairs; nats per pair of scenes held back: {held or math.nan:.4f}")
    groups = {
        "command": "python -m training train-groups --scenes SCENES --variants "
        f"{arguments.variants} --epochs {arguments.epochs} --seed {seed}",
        "parameters": sum(p.numel() for p in judge.parameters()),
        "pairs": pairs,
        "nats per pair of the validation scenes": None if held is None else round(held, 4),
    }
    version = arguments.version or known["version"]
    _write(judge, arguments.out, {**known, "version": version, "groups": groups})


def prepared(folder: Path, names: Sequence[str], variants: int, seed: int) -> list[Examples]:
    """The pairs of scenes, as they are and drawn anew so many times."""
    found = []
    for number, name in enumerate(names):
        scene = read_scene(folder, name)
        found.append(examples_of(scene))
        for k in range(variants):
            rng = np.random.default_rng((seed, number, k))
            found.append(examples_of(varied(scene, rng)))
    return found


def trained(examples: Sequence[Examples], epochs: int, seed: int) -> Judge:
    """A judge that has learned from examples.

    Raises:
        InputError: if there are none.
    """
    features, same, weight = _joined(examples)
    if not len(features):
        raise InputError("There are no pairs of passes in these scenes to learn from.")
    torch.manual_seed(seed)
    judge = Judge(features.shape[1])
    judge.get_buffer("mean").copy_(features.mean(dim=0))
    judge.get_buffer("spread").copy_(features.std(dim=0, correction=0) + 1e-3)
    ready = judge.standardise(features)
    steps = epochs * math.ceil(len(ready) / _BATCH)
    optimiser = torch.optim.AdamW(judge.parameters(), lr=_RATE, weight_decay=0.03)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=steps + 1)
    for _ in range(steps):
        loss = torch.zeros(())
        for network in judge.networks:
            some = torch.randint(0, len(ready), (_BATCH,))
            seen = ready[some] + _NOISE * torch.randn(_BATCH, ready.shape[1])
            loss = loss + nn.functional.binary_cross_entropy_with_logits(
                network(seen)[:, 0], same[some], weight[some]
            )
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    return judge.eval()


@torch.no_grad()
def entropy(judge: Judge, examples: Sequence[Examples]) -> float:
    """The weighted mean of the cross entropy over examples, nats."""
    features, same, weight = _joined(examples)
    answer = judge(features).clamp(1e-6, 1.0 - 1e-6)
    return float(nn.functional.binary_cross_entropy(answer, same, weight))


def _joined(examples: Sequence[Examples]) -> tuple[Tensor, Tensor, Tensor]:
    """Features, truth and weights, the last 1 in the mean."""
    features = np.concatenate([e.features for e in examples])
    same = np.concatenate([e.same for e in examples]).astype(np.float32)
    weight = np.concatenate([e.weight for e in examples]).astype(np.float32)
    weight /= max(float(weight.mean()) if len(weight) else 1.0, 1e-9)
    return torch.from_numpy(features), torch.from_numpy(same), torch.from_numpy(weight)


def write_onnx(judge: Judge, path: Path) -> float:
    """Writes ``features (p, f)`` → ``same (p,)``.

    Returns:
        The largest difference to torch.
    """
    inputs = {"features": torch.rand(5, len(judge.get_buffer("mean")))}
    axes = {name: {0: "p"} for name in ("features", "same")}
    onnx_files.export_module(judge, inputs, ["same"], path, dynamic=axes)
    return onnx_files.compare(path, judge, inputs)


def _write(judge: Judge, folder: Path, values: dict[str, object]) -> None:
    """Put the judge beside the network, and both under one version."""
    told = {k: values[k] for k in ("name", "task", "version")}
    partial = folder / f"{FILE}.partial"
    try:
        write_onnx(judge, partial)
        onnx_files.set_metadata(partial, told)
        partial.replace(folder / FILE)
        more = {k: v for k, v in values.items() if k in ("system", "stride", "margin")}
        onnx_files.set_metadata(folder / "clean.onnx", {**told, **more})
    except OSError as error:
        raise FileError(f"The model cannot be written to {folder}: {error.strerror}.") from None
    finally:
        partial.unlink(missing_ok=True)
    card.write(folder, values)
