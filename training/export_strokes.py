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


class _LstmStep(nn.Module):
    """One step of a decoder with a plain LSTM, without all that only sequences need.

    Such a step is a handful of small operators, each of which costs the runtime as much as its
    arithmetic; written out for one step there are few. What the condition adds to the gates stays
    the same from step to step, and ``_LstmInit`` works it out once, with all biases. The pen's row
    and place are read in 32 bits whatever becomes of the large matrices: they reach far beyond
    what the state's values do, and one scale for both would leave either few steps.
    """

    reading: Tensor
    recalling: Tensor
    answering: Tensor
    bias: Tensor

    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        # (steps, batch, …) is the order of ONNX, so that nothing needs to be turned around.
        size, wide = decoder.cell.state_size, 5 + 2 * decoder.options.position
        self.sizes, self.position = [size, 2], decoder.options.position
        lstm, order = _lstm(decoder), _gate_order(size)
        reading = lstm.get_parameter("weight_ih_l0")[order, :wide].detach().clone()
        reading[:, 5:] *= 2.0 / decoder.span
        # As buffers they are named weights in the file, which can be stored in 16 bits.
        self.register_buffer("reading", reading.T.contiguous())
        recalling = lstm.get_parameter("weight_hh_l0")[order].detach()
        self.register_buffer("recalling", recalling.T.contiguous())
        head = decoder.head.linear
        self.register_buffer("answering", head.weight.detach().T.contiguous())
        self.register_buffer("bias", head.bias.detach())
        self.low, self.high = decoder.head.bounds()

    def forward(self, row: Tensor, h: Tensor, c: Tensor, drive: Tensor) -> tuple[Tensor, ...]:
        seen = row
        if self.position:
            h, place = torch.split(h, self.sizes, 2)
            place = place + row[:, :2]
            seen = torch.cat([row, place[0]], 1)
        gates = torch.addmm(drive, seen, self.reading) + h @ self.recalling
        size = self.sizes[0]
        opened, cell = torch.split(gates, [3 * size, size], 2)
        taken, kept, shown = torch.split(torch.sigmoid(opened), [size] * 3, 2)
        c = kept * c + taken * torch.tanh(cell)
        h = shown * torch.tanh(c)
        raw = (h @ self.answering + self.bias)[0]
        params = torch.minimum(torch.maximum(raw, self.low), self.high)
        if self.position:
            h = torch.cat([h, place], 2)
        return params, h, c


def _lstm(decoder: Decoder) -> nn.LSTM:
    assert isinstance(decoder.cell, PlainLSTM)
    return decoder.cell.lstm


def _gate_order(size: int) -> Tensor:
    """Torch's gates (in, forget, cell, out) with the cell's last: the others are alike."""
    places = torch.arange(4 * size)
    return torch.cat([places[: 2 * size], places[3 * size :], places[2 * size : 3 * size]])


class _Init(nn.Module):
    """The state before the first row."""

    outputs: tuple[str, ...] = ("h", "c")

    def __init__(self, decoder: Decoder, conditioner: Conditioner) -> None:
        super().__init__()
        self.decoder, self.conditioner = decoder, conditioner

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        condition = self.conditioner(*inputs)
        return self.decoder.start(condition, condition.shape[0])


class _LstmInit(_Init):
    """The same, and what every step adds to the gates ``(b, 4 size)``: ``drive``."""

    outputs = ("h", "c", "drive")
    weight: Tensor
    bias: Tensor

    def __init__(self, decoder: Decoder, conditioner: Conditioner) -> None:
        super().__init__(decoder, conditioner)
        lstm, order = _lstm(decoder), _gate_order(decoder.cell.state_size)
        reading = lstm.get_parameter("weight_ih_l0")[order].detach()
        told = reading[:, reading.shape[1] - decoder.condition :]
        self.register_buffer("weight", told.T.contiguous())
        biases = (lstm.get_parameter(f"bias_{kind}_l0").detach() for kind in ("ih", "hh"))
        bias = sum(biases, torch.zeros(()))[order]
        if decoder.options.position:
            # The cell reads places from -1 on, the step from 0 on.
            bias = bias - reading[:, 5:7].sum(1)
        self.register_buffer("bias", bias)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        condition = self.conditioner(*inputs)
        start = self.decoder.start(condition, condition.shape[0])
        return (*start, condition @ self.weight + self.bias)


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
    whole = _Step(decoder, conditioner).eval()
    inputs = {
        "row": torch.tensor([[0.0, 0, 1, 0, 0], [0.5, -0.2, 0, 1, 0]]),
        "h": torch.randn(layers, 2, h_size) * 0.3,
        "c": torch.randn(layers, 2, c_size) * 0.3,
    }
    plain = type(decoder) is Decoder and decoder.options.cell == "lstm"
    batch_second = {"h": 1, "c": 1, "h_out": 1, "c_out": 1}
    difference = {}
    step: nn.Module = whole
    given = examples
    if conditioner is not None:
        init = (_LstmInit if plain else _Init)(decoder, conditioner).eval()
        path = folder / "init.onnx"
        export_module(init, examples, init.outputs, path, batch_axis=batch_second)
        difference[path.name] = compare(path, init, examples)
        if plain:
            with torch.no_grad():
                *_, drive = init(*examples.values())
            step, given = _LstmStep(decoder).eval(), {"drive": drive}
    path = folder / "decoder_step.onnx"
    outputs = ("params", "h_out", "c_out")
    export_module(step, {**inputs, **given}, outputs, path, batch_axis=batch_second)
    difference[path.name] = compare(path, whole, {**inputs, **examples}, given=given)
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
        init = Network(folder / "init.onnx")
        made = dict(zip(init.outputs, init(self._inputs), strict=True))
        self.start: Sequence[np.ndarray[Any, Any]] = (made.pop("h"), made.pop("c"))
        self._inputs |= made

    def __call__(
        self, rows: np.ndarray[Any, Any], state: Sequence[np.ndarray[Any, Any]]
    ) -> tuple[np.ndarray[Any, Any], Sequence[np.ndarray[Any, Any]]]:
        """One step."""
        params, h, c = self._network({"row": rows, "h": state[0], "c": state[1], **self._inputs})
        return params, (h, c)
