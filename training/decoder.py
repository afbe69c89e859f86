"""The recurrent stroke decoder that the systems share: rows and a condition in, mixtures out."""

from __future__ import annotations

import dataclasses

import torch
from torch import Tensor, nn

from training.cells import cell
from training.mixture import MixtureHead


@dataclasses.dataclass(frozen=True)
class DecoderOptions:
    """Sizes of a decoder.

    Attributes:
        cell: ``lstm``, ``layer-norm`` or ``hyper``.
        size: of the recurrent state.
        mixtures: M of the mixture.
        position: also give the pen's absolute position as input, carried in the state. The papers
            give only the offsets and leave the sum to the network.
        keep: of the recurrent dropout (layer-norm and hyper cells).
        dropout: of the recurrent layer's output.
    """

    cell: str = "lstm"
    size: int = 512
    mixtures: int = 20
    position: bool = True
    keep: float = 0.9
    dropout: float = 0.0


class Decoder(nn.Module):
    """p(row t + 1 | rows up to t, condition): a recurrent layer and a mixture head.

    The initial state is tanh(W condition + b), as in sketch-rnn, and the condition is an input of
    every step. A decoder without a condition starts from zeros.

    With ``position``, ``h`` is two numbers wider than the cell's state; they hold the pen's place.
    """

    def __init__(self, options: DecoderOptions, condition: int, span: float) -> None:
        """Make a decoder.

        Args:
            options: sizes.
            condition: width of the condition vector; 0 for none.
            span: the length of the drawing's box in codec units, which scales positions.
        """
        super().__init__()
        self.options, self.condition, self.span = options, condition, span
        inputs = 5 + 2 * options.position + condition
        self.cell = cell(options.cell, inputs, options.size, options.keep)
        self.head = MixtureHead(options.size, options.mixtures)
        self.dropout = nn.Dropout(options.dropout)
        if condition:
            self.initial = nn.Linear(condition, 2 * self.cell.layers * self.cell.state_size)

    @property
    def state_shapes(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """(layers, size) of ``h`` and of ``c``."""
        layers, size = self.cell.layers, self.cell.state_size
        return (layers, size + 2 * self.options.position), (layers, size)

    def start(self, condition: Tensor | None, count: int) -> tuple[Tensor, Tensor]:
        """The state before the first row: ``h`` and ``c`` for ``count`` drawings."""
        layers, size = self.cell.layers, self.cell.state_size
        if condition is None:
            where = self.head.linear.weight
            h = where.new_zeros(layers, count, size, dtype=torch.float32)
            c = h
        else:
            both = torch.tanh(self.initial(condition)).float()
            h, c = both.reshape(-1, 2, layers, size).permute(1, 2, 0, 3).unbind(0)
        if self.options.position:
            h = torch.cat([h, h[..., :2] * 0.0], -1)
        return h.contiguous(), c.contiguous()

    def scaled(self, place: Tensor) -> Tensor:
        """Places in codec units → as the cell reads them, −1 to 1 within the box."""
        return place * (2.0 / self.span) - 1.0

    def forward(
        self,
        rows: Tensor,
        condition: Tensor | None = None,
        state: tuple[Tensor, Tensor] | None = None,
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Predict every next row.

        Args:
            rows: ``(b, n, 5)``, start token first; any number of steps from 1.
            condition: ``(b, condition)`` or None.
            state: to go on from; default ``start``.

        Returns:
            Parameters ``(b, n, 6 M + 3)`` float32 and the state after the last row.
        """
        out, state = self.recur(rows, condition, state)
        return self.head(self.dropout(out)), state

    def recur(
        self,
        rows: Tensor,
        condition: Tensor | None = None,
        state: tuple[Tensor, Tensor] | None = None,
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """The recurrent layer alone: its output ``(b, n, size)`` and the state, as ``forward``."""
        h, c = self.start(condition, len(rows)) if state is None else state
        inputs = [rows]
        size = self.cell.state_size
        if self.options.position:
            place = h[0, :, None, size:] + torch.cumsum(rows[..., :2].float(), 1)
            inputs.append(self.scaled(place).to(rows.dtype))
            h = h[..., :size]
        if condition is not None:
            inputs.append(condition[:, None].expand(-1, rows.shape[1], -1).to(rows.dtype))
        out, (h, c) = self.cell(torch.cat(inputs, -1), (h, c))
        if self.options.position:
            last = place[:, -1][None].expand(h.shape[0], -1, -1)
            h = torch.cat([h.float(), last], -1)
        return out, (h, c)
