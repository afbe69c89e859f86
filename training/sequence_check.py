"""Compare an exported decoder with torch on real drawings: likelihood, and greedy continuation."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import torch

from sketchpad.core.errors import ModelError
from sketchpad.inference.sampler import Rows, Sampler, Step, decode
from training import mixture
from training.data import Batch
from training.decoder import Decoder
from training.export_strokes import StepNetwork

#: Drawings that are continued greedily, points that they are given, and points that are drawn.
GREEDY: Final = (16, 20, 60)
#: Greedy rows of torch and of the runtime may differ by this, codec units.
GREEDY_TOLERANCE: Final = 1e-3

Array = np.ndarray[Any, Any]


class Conditioned(Protocol):
    """A system whose exported decoder takes these inputs."""

    decoder: Decoder

    def conditioning(self, batch: Batch) -> dict[str, torch.Tensor]:
        """Inputs of ``init`` and ``decoder_step`` by name, for a batch."""

    def condition_of(self, inputs: dict[str, torch.Tensor]) -> torch.Tensor | None:
        """The decoder's condition for these inputs."""


@dataclasses.dataclass(frozen=True)
class Check:
    """What was found.

    Attributes:
        nll: nats per point, mean over drawings; ``low`` and ``high`` are its 95 % interval.
        difference: largest absolute difference of parameters to torch, fed the same rows.
        greedy: largest difference of greedily drawn rows to torch's.
        same_pens: whether all pen states of these rows are the same.
        drawings: that were looked at.
    """

    nll: float
    low: float
    high: float
    difference: float
    greedy: float
    same_pens: bool
    drawings: int

    def to_dict(self) -> dict[str, Any]:
        """Rounded, for the card."""
        return {
            k: round(v, 6) if isinstance(v, float) else v
            for k, v in dataclasses.asdict(self).items()
        }

    def demand_identity(self) -> None:
        """Raise ModelError unless torch and the runtime draw the same."""
        if not (self.same_pens and self.greedy <= GREEDY_TOLERANCE):
            raise ModelError(
                "The exported decoder draws otherwise than torch: "
                f"rows differ by {self.greedy:.2g}."
            )


@torch.no_grad()
def check_decoder(system: Any, folder: Path, batch: Batch) -> Check:  # noqa: ANN401
    """Feed real drawings through an exported decoder, step by step.

    Args:
        system: ``Conditioned``, on the CPU, evaluating.
        folder: with ``decoder_step.onnx`` and ``init.onnx``.
        batch: real drawings.
    """
    inputs = system.conditioning(batch)
    condition = system.condition_of(inputs)
    expected, _ = system.decoder(batch.rows[:, :-1], condition)
    network = StepNetwork(folder, {k: v.numpy() for k, v in inputs.items()})
    rows, state, found = batch.rows[:, :-1].numpy(), network.start, []
    for step in range(rows.shape[1]):
        params, state = network(rows[:, step], state)
        found.append(params)
    params_all = torch.from_numpy(np.stack(found, 1))
    inside = torch.arange(rows.shape[1])[None] <= batch.lengths[:, None]
    difference = float((params_all - expected)[inside].abs().max())
    offset, pen = mixture.per_drawing(mixture.nll(params_all, batch), len(batch))
    values = ((offset + pen) / batch.lengths).numpy()
    low, high = _interval(values)
    greedy, same = _greedy(system, folder, batch)
    return Check(float(values.mean()), low, high, difference, greedy, same, len(batch))


def _interval(values: Array) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    means = rng.choice(values, (1000, len(values))).mean(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def _greedy(system: Any, folder: Path, batch: Batch) -> tuple[float, bool]:  # noqa: ANN401
    """Continue some drawings at temperature 0 with torch and with the runtime."""
    count, given, drawn = GREEDY
    spread = np.linspace(0, len(batch) - 1, min(count, len(batch))).astype(int)
    given = min(given, int(batch.lengths[spread].min()))
    inputs = {k: v[spread] for k, v in system.conditioning(batch).items()}
    begun = batch.rows[spread, : given + 1]
    network = StepNetwork(folder, {k: v.numpy() for k, v in inputs.items()})
    condition = system.condition_of(inputs)

    def torch_step(rows: Rows, state: Any) -> tuple[Array, Any]:  # noqa: ANN401
        params, after = system.decoder(torch.from_numpy(rows)[:, None], condition, state)
        return params[:, 0].numpy(), after

    results = []
    starts = (network.start, system.decoder.start(condition, len(spread)))
    steps: tuple[Step[Any], ...] = (network, torch_step)
    for step, first in zip(steps, starts, strict=True):
        state: Any = first
        for place in range(given):
            _, state = step(begun[:, place].numpy(), state)
        sampler = Sampler(len(spread), temperature=0.0)
        rows = decode(step, state, sampler, rows=begun[:, given].numpy(), limit=drawn)
        results.append(np.stack(list(rows), 1))
    mine, theirs = results
    if mine.shape != theirs.shape:
        return float("inf"), False
    return float(np.abs(mine - theirs)[..., :2].max()), bool(
        (mine[..., 2:] == theirs[..., 2:]).all()
    )
