"""When training stops being finite: where that began."""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import nn

from sketchpad.core.errors import SketchpadError


class DivergedError(SketchpadError):
    """The loss or the gradient stopped being a finite number."""


def sentence(module: nn.Module, step: int, values: Mapping[str, float], batch: str) -> str:
    """What happened, for people: the step, the losses, the first weights, the drawings.

    Args:
        module: with its gradients.
        step: that failed.
        values: losses and gradients by name, not all of them finite.
        batch: what they are of, as words that end the phrase "the batch".
    """
    bad = [k for k, v in values.items() if not math.isfinite(v)]
    places = [
        f"{what} {name}"
        for what, tensors in (
            ("weight", [(n, p) for n, p in module.named_parameters()]),
            ("gradient of", [(n, p.grad) for n, p in module.named_parameters()]),
        )
        for name, tensor in tensors
        if tensor is not None and not bool(torch.isfinite(tensor).all())
    ]
    first = f", first in {', '.join(places[:3])}" if places else ""
    return (
        f"Training stopped at step {step}: {', '.join(bad)} became infinite or NaN{first}; "
        f"the batch {batch}. The last checkpoint is whole; resume with a lower learning rate."
    )
