"""Recurrent stroke decoders as ONNX: one step with its state going in and coming out."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from training.cells import PlainLSTM
from training.decoder import Decoder
from training.onnx_files import Network, compare, export_module

if TYPE_CHECKING:
    from training.systems.sketch_rnn import SketchRnn


class Conditioner(nn.Module):
    """Named inputs → the decoder's condition ``(b, condition)``."""

    #: Example inputs for a batch of two, by name.
    examples: Mapping[str, Tensor]

    def forward(self, *inputs: Tensor) -> Tensor:
        """The inputs in the order of ``examples``."""
        raise NotImplementedError


class _Step(nn.Module):
    """One step of any decoder."""

    def __init__(self, decoder: Decoder, conditioner: Conditioner | None) -> None:
        super().__init__()
        self.decoder, self.conditioner = decoder, conditioner

    def forward(self, row: Tensor, h: Tensor, c: Tensor, *inputs: Tensor) -> tuple[Tensor, ...]:
        condition = self.conditioner(*inputs) if self.conditioner is not None else None
        params, (h, c) = self.decoder(row[:, None], condition, (h, c))
        return params[:, 0], h, c


class _LstmStep(_Step):
    """One step of a decoder with a plain LSTM, without all that only sequences need.

    Besides the LSTM, such a step is a handful of small operators, each of which costs the runtime
    as much as its arithmetic; written out for one step there are half as many.
    """

    def __init__(self, decoder: Decoder, conditioner: Conditioner | None) -> None:
        super().__init__(decoder, conditioner)
        # (steps, batch, …) is the order of ONNX, so that nothing needs to be turned around.
        assert isinstance(decoder.cell, PlainLSTM)
        self.lstm = copy.copy(decoder.cell.lstm)
        self.lstm.batch_first = False
        self.low, self.high = decoder.head.bounds()

    def forward(self, row: Tensor, h: Tensor, c: Tensor, *inputs: Tensor) -> tuple[Tensor, ...]:
        decoder, size = self.decoder, self.decoder.cell.state_size
        parts = [row[None]]
        if decoder.options.position:
            place = h[..., size:] + row[None, :, :2]
            parts.append(decoder.scaled(place))
            h = h[..., :size]
        if self.conditioner is not None:
            parts.append(self.conditioner(*inputs)[None])
        _, (h, c) = self.lstm(torch.cat(parts, -1), (h, c))
        raw = decoder.head.linear(h)[0]
        params = torch.minimum(torch.maximum(raw, self.low), self.high)
        if decoder.options.position:
            h = torch.cat([h, place], -1)
        return params, h, c


class _Init(nn.Module):
    def __init__(self, decoder: Decoder, conditioner: Conditioner) -> None:
        super().__init__()
        self.decoder, self.conditioner = decoder, conditioner

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        condition = self.conditioner(*inputs)
        return self.decoder.start(condition, condition.shape[0])


def export_decoder(
    decoder: Decoder, folder: Path, conditioner: Conditioner | None
) -> dict[str, Any]:
    """Write ``decoder_step.onnx`` and, for a conditioned decoder, ``init.onnx``.

    Args:
        decoder: on the CPU; exported as it evaluates.
        folder: where the files go.
        conditioner: turns the networks' inputs into the condition; None without a condition,
            where decoding starts from zeros of the shapes in ``state``.

    Returns:
        ``state`` (layers and sizes of h and c), and ``difference`` by file: the largest absolute
        difference to torch on random inputs.

    Raises:
        ModelError: if ONNX Runtime and torch differ.
    """
    examples = dict(conditioner.examples) if conditioner is not None else {}
    (layers, h_size), (_, c_size) = decoder.state_shapes
    step = _Step(decoder, conditioner).eval()
    plain = type(decoder) is Decoder and decoder.options.cell == "lstm"
    short = _LstmStep(decoder, conditioner).eval() if plain else step
    inputs = {
        "row": torch.tensor([[0.0, 0, 1, 0, 0], [0.5, -0.2, 0, 1, 0]]),
        "h": torch.randn(layers, 2, h_size) * 0.3,
        "c": torch.randn(layers, 2, c_size) * 0.3,
        **examples,
    }
    batch_second = {"h": 1, "c": 1, "h_out": 1, "c_out": 1}
    outputs = ("params", "h_out", "c_out")
    path = folder / "decoder_step.onnx"
    export_module(short, inputs, outputs, path, batch_axis=batch_second)
    difference = {path.name: compare(path, step, inputs)}
    if conditioner is not None:
        init = _Init(decoder, conditioner).eval()
        path = folder / "init.onnx"
        export_module(init, examples, ("h", "c"), path, batch_axis=batch_second)
        difference[path.name] = compare(path, init, examples)
    return {"state": [[layers, h_size], [layers, c_size]], "difference": difference}


class SketchRnnConditioner(Conditioner):
    """z and category, as far as the model has them."""

    def __init__(self, system: SketchRnn) -> None:
        super().__init__()
        self.latent = bool(system.latent)
        self.embed = system.embed if system.options.embedding else None
        self.examples = {}
        if self.latent:
            self.examples["z"] = torch.randn(2, system.latent)
        if self.embed is not None:
            last = len(system.task.categories)
            self.examples["category"] = torch.tensor([0, last])

    def forward(self, *inputs: Tensor) -> Tensor:
        """The order is z, category."""
        parts = list(inputs)
        if self.embed is not None:
            parts[-1] = self.embed(parts[-1])
        return torch.cat(parts, -1)


class _Encoder(nn.Module):
    def __init__(self, system: SketchRnn) -> None:
        super().__init__()
        self.system = system

    def forward(self, rows: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        return self.system.encode(rows, lengths)


def export_sketch_rnn(system: SketchRnn, folder: Path) -> dict[str, Any]:
    """Write a sketch-rnn: ``decoder_step``, ``init`` and, with a latent, ``encoder``.

    ``encoder.onnx`` takes ``rows (b, n, 5)`` (points without the start token, end rows at the
    end) and ``lengths (b,)`` int64, and gives ``mu`` and ``log_var`` ``(b, latent)``.
    """
    system = copy.deepcopy(system).cpu().eval()
    conditional = bool(system.latent or system.options.embedding)
    conditioner = SketchRnnConditioner(system) if conditional else None
    found = export_decoder(system.decoder, folder, conditioner)
    if system.latent:
        encoder = _Encoder(system).eval()
        rows = torch.randn(2, 12, 5)
        inputs = {"rows": rows, "lengths": torch.tensor([12, 7])}
        path = folder / "encoder.onnx"
        export_module(encoder, inputs, ("mu", "log_var"), path, time_axis={"rows": 1})
        found["difference"][path.name] = compare(path, encoder, inputs)
    return found


class StepNetwork:
    """An exported decoder, for ``sketchpad.inference.sampler.decode``.

    Attributes:
        start: the state before the first row.
    """

    def __init__(self, folder: Path, inputs: Mapping[str, np.ndarray[Any, Any]]) -> None:
        """Open the model in a folder for a batch with these conditioning inputs."""
        self._network = Network(folder / "decoder_step.onnx")
        self._inputs = dict(inputs)
        self.start: Sequence[np.ndarray[Any, Any]] = Network(folder / "init.onnx")(self._inputs)

    def __call__(
        self, rows: np.ndarray[Any, Any], state: Sequence[np.ndarray[Any, Any]]
    ) -> tuple[np.ndarray[Any, Any], Sequence[np.ndarray[Any, Any]]]:
        """One step."""
        params, h, c = self._network({"row": rows, "h": state[0], "c": state[1], **self._inputs})
        return params, (h, c)
