"""Averaged weights: what is validated and exported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Average:
    """An exponential moving average of a module's weights; buffers are copied."""

    def __init__(self, module: nn.Module, decay: float) -> None:
        self.decay = decay
        self.values = {k: v.detach().clone() for k, v in module.state_dict().items()}

    @torch.no_grad()
    def update(self, module: nn.Module, step: int) -> None:
        """Move towards the module's weights; faster in the first steps."""
        decay = min(self.decay, (1 + step) / (10 + step))
        floats: list[tuple[Tensor, Tensor]] = []
        for name, value in module.state_dict().items():
            if value.is_floating_point():
                floats.append((self.values[name], value))
            else:
                self.values[name].copy_(value)
        mine, theirs = [a for a, _ in floats], [b for _, b in floats]
        torch._foreach_lerp_(mine, theirs, 1 - decay)

    @contextmanager
    def applied(self, module: nn.Module) -> Iterator[None]:
        """The module computes with the averaged weights inside the block."""
        kept = {k: v.detach().clone() for k, v in module.state_dict().items()}
        module.load_state_dict(self.values)
        try:
            yield
        finally:
            module.load_state_dict(kept)
