"""The exported healer against torch, on real drawings with holes, row by row."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from torch import Tensor, nn

from sketchpad.core.errors import ModelError
from training.data import Batch
from training.heal.export import ENCODER_OUTPUTS, EncoderFile, StepFile
from training.heal.pairs import Pairs
from training.onnx_files import ROUNDED, TOLERANCE, Network, halve

if TYPE_CHECKING:
    from training.systems.heal import Heal

#: Drawings that are looked at.
DRAWINGS: Final = 16
#: What ``export_heal`` writes.
FILES: Final = ("encoder.onnx", "decoder_step.onnx")

Array = np.ndarray[Any, Any]
Shape = tuple[int, int, int]
#: Tensors by name → tensors in the order of the file's outputs.
Caller = Callable[[Mapping[str, Tensor]], list[Tensor]]


@dataclasses.dataclass(frozen=True)
class HealCheck:
    """What was found, over all rows whose answers count.

    Attributes:
        difference: largest absolute difference of parameters and of the logit of joining.
        greedy: largest difference of the greediest offset, codec units: the mean of the likeliest
            of the mixture.
        same_pens: whether the likeliest of what the pen may do is always the same.
        drawings: that were looked at.
        answers: that were compared.
    """

    difference: float
    greedy: float
    same_pens: bool
    drawings: int
    answers: int

    def to_dict(self) -> dict[str, Any]:
        """Rounded, for the card."""
        return {
            k: round(v, 6) if isinstance(v, float) else v
            for k, v in dataclasses.asdict(self).items()
        }

    def demand_identity(self) -> None:
        """Raise ModelError unless torch and the runtime draw the same."""
        if not (self.same_pens and max(self.difference, self.greedy) <= 10 * TOLERANCE):
            raise ModelError(
                "The exported healer draws otherwise than torch: answers differ by "
                f"{max(self.difference, self.greedy):.2g}."
            )


def finish(system: Heal, folder: Path, batch: Batch) -> dict[str, Any]:
    """Check the unrounded files on real drawings, round them to 16 bits, and check them again.

    Returns:
        What was found before and after rounding, for the card.

    Raises:
        ModelError: if the unrounded files draw otherwise than torch, or rounding moves answers
            by more than ``ROUNDED``.
    """
    exact = check_heal(system, folder, batch)
    exact.demand_identity()
    for name in FILES:
        halve(folder / name)
    rounded = check_heal(system, folder, batch)
    if rounded.difference > ROUNDED:
        raise ModelError(f"Rounding moves the healer's answers by {rounded.difference:.2g}.")
    return {"float": exact.to_dict(), "half": rounded.to_dict(), "precision": "half"}


@torch.no_grad()
def check_heal(system: Heal, folder: Path, batch: Batch) -> HealCheck:
    """Feed real drawings with holes through both, each row as it was drawn.

    What was drawn is fed, and not what was answered: a way that parts at one row would hide all
    that comes after it.

    Args:
        system: on the CPU, evaluating.
        folder: with ``encoder.onnx`` and ``decoder_step.onnx``.
        batch: real drawings; some of them, of all lengths, are looked at.
    """
    spread = np.linspace(0, len(batch) - 1, min(DRAWINGS, len(batch))).astype(int)
    chosen = dataclasses.replace(
        batch, **{f.name: getattr(batch, f.name)[spread] for f in dataclasses.fields(batch)}
    )
    pairs = system.pairs(chosen, None)
    files = [Network(folder / name) for name in FILES]
    modules = EncoderFile(system).eval(), StepFile(system).eval()
    past = (system.options.heads, 0, system.options.width)
    asked, called = [_asked(f) for f in files], [_called(m) for m in modules]
    found: list[Array] = []
    expected: list[Array] = []
    allowed: list[Array] = []
    for place in torch.nonzero(pairs.wanted.any(dim=1)).flatten().tolist():
        category = chosen.category[place : place + 1]
        for (encoder, step), answers in ((asked, found), (called, expected)):
            answers.append(_answers(encoder, step, pairs, place, category=category, past=past))
        allowed.append(pairs.allowed[place][pairs.wanted[place]].numpy())
    if not found:
        raise ModelError("There are no real drawings to check the exported healer with.")
    return _compared(system, found, expected, allowed)


def _asked(network: Network) -> Caller:
    def ask(inputs: Mapping[str, Tensor]) -> list[Tensor]:
        answers = network({name: value.numpy() for name, value in inputs.items()})
        return [torch.from_numpy(answer) for answer in answers]

    return ask


def _called(module: nn.Module) -> Caller:
    return lambda inputs: list(module(*inputs.values()))


def _answers(
    encoder: Caller, step: Caller, pairs: Pairs, place: int, *, category: Tensor, past: Shape
) -> Array:
    """Parameters and the logit of joining after every row that counts, ``(n, 6 M + 4)``."""
    one = slice(place, place + 1)
    rasters = {"ink": pairs.ink[one], "hole": pairs.hole[one], "category": category}
    seen = dict(zip(ENCODER_OUTPUTS, encoder(rasters), strict=True))
    h, c = seen["h"], seen["c"]
    keys = values = torch.zeros(1, *past)
    rows = []
    for row in range(int(torch.nonzero(pairs.wanted[place])[-1]) + 1):
        here = slice(row, row + 1)
        inputs = {
            "rows": pairs.rows[one, here],
            "place": pairs.place[one, here],
            "features": pairs.features[one, here],
            "category": category,
            "local": seen["local"],
            "summary": seen["summary"],
            "h": h,
            "c": c,
            "past_keys": keys,
            "past_values": values,
        }
        params, join, h, c, keys, values = step(inputs)
        rows.append(torch.cat([params, join], -1))
    answers: Array = torch.cat(rows)[pairs.wanted[place, : len(rows)]].numpy()
    return answers


def _compared(
    system: Heal, found: list[Array], expected: list[Array], allowed: list[Array]
) -> HealCheck:
    mine, theirs = np.concatenate(found), np.concatenate(expected)
    count = system.options.decoder.mixtures
    pens, places = [], []
    for answers in (mine, theirs):
        logits = np.where(np.concatenate(allowed), answers[:, -4:], -np.inf)
        pens.append(logits.argmax(axis=1))
        best = answers[:, :count].argmax(axis=1)[:, None]
        means = [np.take_along_axis(answers[:, k * count :], best, axis=1) for k in (1, 2)]
        places.append(np.concatenate(means, axis=1))
    return HealCheck(
        difference=float(np.abs(mine - theirs).max()),
        greedy=float(np.abs(places[0] - places[1]).max()),
        same_pens=bool((pens[0] == pens[1]).all()),
        drawings=len(found),
        answers=len(mine),
    )
