"""The healer as ONNX: an encoder that runs once, and a decoder that draws many samples stepwise.

All samples of a request share the encoder's output; only the decoder's own past is per sample.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from training.heal import pairs as p
from training.heal.network import (
    MOST_CELLS,
    MOST_STEPS,
    NODE_FEATURES,
    UNIT,
    cell_features,
    pick,
    place_features,
)
from training.onnx_files import compare, export_module, halve

if TYPE_CHECKING:
    from training.systems.heal import Heal

#: Rounding the weights to 16 bits may move outputs this far.
HALF_TOLERANCE = 0.05


class EncoderFile(nn.Module):
    """One request → what the decoder looks at."""

    def __init__(self, system: Heal) -> None:
        super().__init__()
        self.system = system

    def forward(  # noqa: PLR0917 - the inputs of the file
        self,
        nodes: Tensor,
        before: Tensor,
        after: Tensor,
        flags: Tensor,
        ink: Tensor,
        hole: Tensor,
        places: Tensor,
        ends: Tensor,
        told: Tensor,
    ) -> tuple[Tensor, ...]:
        """The arrays of ``training.heal.pairs.Pairs`` for a batch of one.

        ``places`` are the cells that the hole touches; ``told`` ``(1, categories)`` is a belief
        about the category, zeros to go by the encoder's own.
        """
        s = self.system
        features = torch.cat([place_features(nodes), before / UNIT, after / UNIT, flags], -1)
        cells = cell_features(ink, hole, places)
        every = torch.ones_like(nodes[..., 0], dtype=torch.bool)
        memory, _, guess, painted = s.encoder(
            features, every, cells, torch.ones_like(places, dtype=torch.bool)
        )
        own = torch.softmax(guess, -1)
        belief = torch.where(told.sum(-1, keepdim=True) > 0.0, told, own)
        token = s.category(belief)[:, None]
        seen = torch.cat([memory, token], 1)
        looked = [block.memory(seen) for block in s.decoder.blocks]
        at_ends = pick(memory, ends + 1)
        return (
            torch.stack([key for key, _ in looked]),
            torch.stack([value for _, value in looked]),
            at_ends,
            s.decoder.target(at_ends),
            token,
            own,
            torch.sigmoid(painted),
        )


class StepFile(nn.Module):
    """One step of several samples of one request."""

    def __init__(self, system: Heal) -> None:
        super().__init__()
        self.decoder = system.decoder

    def forward(  # noqa: PLR0917 - the inputs of the file
        self,
        place: Tensor,
        move: Tensor,
        kind: Tensor,
        extra: Tensor,
        origin: Tensor,
        number: Tensor,
        keys: Tensor,
        values: Tensor,
        at_ends: Tensor,
        targets: Tensor,
        token: Tensor,
        past_keys: Tensor,
        past_values: Tensor,
    ) -> tuple[Tensor, ...]:
        """Draw one step.

        The raw features are ``(b, …)``, the encoder's outputs of a batch of one, and the past
        ``(layers, b, heads, t, width)``.
        """
        d = self.decoder
        steps = torch.cat([place_features(place), move, kind, extra], -1)[:, None]
        began = at_ends[0][origin.clamp(min=0)] * (origin >= 0)[:, None]
        x = d.embed(steps, number.clamp(max=MOST_STEPS - 1), began[:, None]) + token
        new_keys, new_values = [], []
        for layer, block in enumerate(d.blocks):
            query, key, value = block.own(x)
            key = torch.cat([past_keys[layer], key], 2)
            value = torch.cat([past_values[layer], value], 2)
            new_keys.append(key)
            new_values.append(value)
            seen = block.attend(query, key, value, None)
            x = block.rest(x, seen, (keys[layer], values[layer]), None)
        x = d.norm(x)
        point = d.pointer(x) @ targets.transpose(1, 2) * x.shape[-1] ** -0.5
        return (
            d.head(x)[:, 0],
            d.pen(x)[:, 0],
            point[:, 0],
            torch.stack(new_keys),
            torch.stack(new_values),
        )


ENCODER_OUTPUTS = ("keys", "values", "at_ends", "targets", "token", "guess", "painted")
STEP_OUTPUTS = ("params", "pen", "point", "new_keys", "new_values")


def _encoder_inputs(system: Heal) -> dict[str, Tensor]:
    k, m, e = 9, 5, 3
    return {
        "nodes": torch.rand(1, k, 2) * 2 - 1,
        "before": torch.randn(1, k, 2) * UNIT,
        "after": torch.randn(1, k, 2) * UNIT,
        "flags": (torch.rand(1, k, 3) > 0.5).float(),
        "ink": torch.rand(1, p.INK, p.INK),
        "hole": (torch.rand(1, p.HOLE, p.HOLE) > 0.5).float(),
        "places": torch.arange(m)[None],
        "ends": torch.arange(e)[None],
        "told": torch.zeros(1, len(system.task.categories)),
    }


def export_heal(system: Heal, folder: Path) -> dict[str, Any]:
    """Write ``encoder.onnx`` and ``decoder_step.onnx``, in 16-bit weights.

    Returns:
        For the card: the differences to torch before and after rounding, and the constants that
        the application needs.

    Raises:
        ModelError: if ONNX Runtime and torch differ.
    """
    system = copy.deepcopy(system).cpu().eval()
    encoder, step = EncoderFile(system).eval(), StepFile(system).eval()
    given = _encoder_inputs(system)
    with torch.no_grad():
        memory = dict(zip(ENCODER_OUTPUTS, encoder(*given.values()), strict=True))
    layers, heads, width = memory["keys"].shape[0], memory["keys"].shape[2], memory["keys"].shape[4]
    b, t = 2, 3
    inputs = {
        "place": torch.rand(b, 2) * 2 - 1,
        "move": torch.randn(b, 2),
        "kind": torch.eye(3)[:b],
        "extra": torch.ones(b, 2),
        "origin": torch.tensor([1, -1]),
        "number": torch.tensor([4]),
        **{name: memory[name] for name in ("keys", "values", "at_ends", "targets", "token")},
        "past_keys": torch.randn(layers, b, heads, t, width),
        "past_values": torch.randn(layers, b, heads, t, width),
    }
    found: dict[str, float] = {}
    path = folder / "encoder.onnx"
    own_axis = {"keys": 3, "values": 3, "painted": 1, "at_ends": 1, "targets": 1}
    many = ("nodes", "before", "after", "flags", "places", "ends")
    _export(encoder, given, ENCODER_OUTPUTS, path, dict.fromkeys(many, 1) | own_axis)
    found[path.name] = compare(path, encoder, given)
    path = folder / "decoder_step.onnx"
    batch = {"params": 0, "pen": 0, "point": 0, "place": 0, "move": 0, "kind": 0, "extra": 0}
    axes: dict[str, Any] = batch | {"origin": 0, "keys": 3, "values": 3, "at_ends": 1, "targets": 1}
    axes |= dict.fromkeys(("past_keys", "past_values", "new_keys", "new_values"), (1, 3))
    axes["point"] = (0, 1)
    _export(step, inputs, STEP_OUTPUTS, path, axes)
    found[path.name] = compare(path, step, inputs)
    rounded: dict[str, float] = {}
    for name, module, values in (
        ("encoder.onnx", encoder, given),
        ("decoder_step.onnx", step, inputs),
    ):
        halve(folder / name)
        rounded[name] = compare(folder / name, module, values, HALF_TOLERANCE)
    return {
        "task": "heal",
        "difference": found,
        "rounded": rounded,
        "state": [layers, heads, width],
        "canvas": {
            "ink": p.INK,
            "hole": p.HOLE,
            "cells": p.CELLS,
            "pen": p.PEN,
            "margin": p.MARGIN,
            "reach": p.REACH,
            "unit": UNIT,
            "most_cells": MOST_CELLS,
            "node_features": NODE_FEATURES,
        },
    }


def _export(
    module: nn.Module,
    inputs: dict[str, Tensor],
    outputs: tuple[str, ...],
    path: Path,
    axes: dict[str, Any],
) -> None:
    """Export with the given dynamic axes and no others."""
    names = {*inputs, *outputs}
    chosen = {
        name: {i: f"{name}_{i}" for i in ((axis,) if isinstance(axis, int) else axis)}
        for name, axis in axes.items()
        if name in names
    }
    export_module(module, inputs, outputs, path, dynamic=chosen)
