"""The healer as ONNX: an encoder that looks once, and a decoder that reads and draws stepwise."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import torch
from torch import Tensor, nn

from training.heal import pairs as p
from training.heal.network import CELLS, LOCAL, SUMMARY, cell_under
from training.onnx_files import compare, export_module

if TYPE_CHECKING:
    from training.systems.heal import Heal

ENCODER_OUTPUTS: Final = ("local", "summary", "painted", "h", "c")
STEP_OUTPUTS: Final = ("params", "join", "h_out", "c_out", "new_keys", "new_values")


class EncoderFile(nn.Module):
    """One request → what the decoder sees, and its state before the start token."""

    def __init__(self, system: Heal) -> None:
        super().__init__()
        self.system = system

    def forward(self, ink: Tensor, hole: Tensor, category: Tensor) -> tuple[Tensor, ...]:
        """Rasters of a batch of one; ``category`` ``(b,)`` for each sample."""
        local, summary, painted = self.system.eyes(ink, hole)
        return local, summary, torch.sigmoid(painted), *self.system.start(category)


class StepFile(nn.Module):
    """Reads some rows of several samples of one request, and answers the last."""

    def __init__(self, system: Heal) -> None:
        super().__init__()
        self.system = system

    def forward(  # noqa: PLR0917 - the inputs of the file
        self,
        rows: Tensor,
        place: Tensor,
        features: Tensor,
        category: Tensor,
        local: Tensor,
        summary: Tensor,
        h: Tensor,
        c: Tensor,
        past_keys: Tensor,
        past_values: Tensor,
    ) -> tuple[Tensor, ...]:
        """Rows, places and features ``(b, n, …)``; the past ``(b, heads, t, width)``."""
        s = self.system
        near = local[0][cell_under(place)]
        whole = summary[:, None].expand(near.shape[0], near.shape[1], -1)
        out, (h, c) = s.recur(rows, place, torch.cat([features, near, whole], -1), category, (h, c))
        key, value = s.recall.remember(out, place)
        key, value = torch.cat([past_keys, key], 2), torch.cat([past_values, value], 2)
        last = s.recall(out[:, -1:], place[:, -1:], key, value, None)
        params, pen = s.answers(last[:, 0])
        return params, pen[:, 3:], h, c, key, value


def export_heal(system: Heal, folder: Path) -> dict[str, Any]:
    """Write ``encoder.onnx`` and ``decoder_step.onnx``, unrounded; see ``training.heal.check``.

    Returns:
        For the card: the differences to torch, and the constants that the application needs.

    Raises:
        ModelError: if ONNX Runtime and torch differ.
    """
    system = copy.deepcopy(system).cpu().eval()
    o = system.options
    b, n, t = 2, 3, 4
    encoder, step = EncoderFile(system).eval(), StepFile(system).eval()
    seen = {
        "ink": torch.rand(1, p.INK, p.INK),
        "hole": (torch.rand(1, p.HOLE, p.HOLE) > 0.5).float(),
        "category": torch.tensor([0, len(system.task.categories)]),
    }
    size = o.decoder.size
    steps = {
        "rows": torch.randn(b, n, 5) * 0.3,
        "place": torch.rand(b, n, 2) * 2 - 1,
        "features": torch.rand(b, n, p.FEATURES),
        "category": seen["category"],
        "local": torch.rand(1, CELLS * CELLS, LOCAL),
        "summary": torch.rand(1, SUMMARY),
        "h": torch.randn(1, b, size) * 0.3,
        "c": torch.randn(1, b, size) * 0.3,
        "past_keys": torch.randn(b, o.heads, t, o.width),
        "past_values": torch.randn(b, o.heads, t, o.width),
    }
    many = {0: "b", 1: "n"}
    axes = dict.fromkeys(("rows", "place", "features"), many)
    axes |= {name: {1: "b"} for name in ("h", "c", "h_out", "c_out")}
    axes |= {name: {0: "b", 2: "t"} for name in ("past_keys", "past_values")}
    axes |= {name: {0: "b", 2: "now"} for name in ("new_keys", "new_values")}
    axes |= {name: {0: "b"} for name in ("category", "params", "join")}
    found: dict[str, float] = {}
    for name, module, inputs, outputs in (
        ("encoder.onnx", encoder, seen, ENCODER_OUTPUTS),
        ("decoder_step.onnx", step, steps, STEP_OUTPUTS),
    ):
        path = folder / name
        chosen = {k: v for k, v in axes.items() if k in inputs or k in outputs}
        export_module(module, inputs, outputs, path, dynamic=chosen)
        found[name] = compare(path, module, inputs)
    return {
        "task": "heal",
        "difference": found,
        "state": [o.heads, o.width],
        "canvas": {
            "ink": p.INK,
            "hole": p.HOLE,
            "pen": p.PEN,
            "margin": p.MARGIN,
            "reach": p.REACH,
            "features": p.FEATURES,
        },
    }
