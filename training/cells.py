"""Recurrent layers over whole sequences: LSTM, layer-norm LSTM, HyperLSTM; one interface.

``forward(x (b, n, inputs), (h (l, b, s), c (l, b, s))) -> (out (b, n, size), (h, c))``, where l and
s (``layers``, ``state_size``) are the cell's own.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sketchpad.core.errors import InputError

State = tuple[Tensor, Tensor]


class PlainLSTM(nn.Module):
    """Torch's own LSTM, the fast one; no recurrent dropout."""

    def __init__(self, inputs: int, size: int, keep: float = 1.0) -> None:  # noqa: ARG002
        super().__init__()
        self.size, self.layers, self.state_size = size, 1, size
        self.lstm = nn.LSTM(inputs, size, batch_first=True)
        with torch.no_grad():
            bias = self.lstm.get_parameter("bias_ih_l0")
            bias[size : 2 * size].fill_(1.0)

    def forward(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        """See the module."""
        out, (h, c) = self.lstm(x, (state[0].to(x.dtype), state[1].to(x.dtype)))
        return out, (h, c)


class _Stepwise(nn.Module):
    """Cells that are written out step by step in Python."""

    size: int

    def step(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """One step: ``(b, inputs)``, two of ``(b, state_size)`` → output and new state."""
        raise NotImplementedError

    def forward(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        """See the module."""
        h, c = state[0][0], state[1][0]
        outs = []
        for row in x.unbind(1):
            out, h, c = self.step(row, h, c)
            outs.append(out)
        return torch.stack(outs, 1), (h[None], c[None])


def _drop(x: Tensor, keep: float, training: bool) -> Tensor:
    """Recurrent dropout without memory loss: only the candidate values are dropped."""
    return nn.functional.dropout(x, 1.0 - keep, training) if keep < 1.0 else x


class LayerNormLSTM(_Stepwise):
    """LSTM with layer normalisation of the gates and of the cell (Ba et al. 2016, appendix).

    i, j, f, o = LN(W [x, h]) gate by gate; c' = σ(f + 1) c + σ(i) drop(tanh(j));
    h' = σ(o) tanh(LN(c')).
    """

    def __init__(self, inputs: int, size: int, keep: float = 1.0) -> None:
        super().__init__()
        self.size, self.layers, self.state_size, self.keep = size, 1, size, keep
        self.gates = nn.Linear(inputs + size, 4 * size, bias=False)
        self.gate_norms = nn.ModuleList(nn.LayerNorm(size) for _ in range(4))
        self.cell_norm = nn.LayerNorm(size)

    def step(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        parts = self.gates(torch.cat([x, h.to(x.dtype)], -1)).chunk(4, -1)
        i, j, f, o = (norm(part) for norm, part in zip(self.gate_norms, parts, strict=True))
        candidate = _drop(torch.tanh(j), self.keep, self.training)
        c = torch.sigmoid(f + 1.0) * c + torch.sigmoid(i) * candidate
        h = torch.sigmoid(o) * torch.tanh(self.cell_norm(c))
        return h, h, c


class HyperLSTM(_Stepwise):
    """HyperLSTM (Ha, Dai & Le 2016, section 3.2 and appendix A.2.3).

    A small layer-norm LSTM reads [h, x] and emits, for each gate y in (i, j, f, o), embeddings
    z_h, z_x, z_b; the main cell's gate is LN(d_h(z_h) ⊙ W_h h + d_x(z_x) ⊙ W_x x + b(z_b)).
    The state of the small cell travels behind that of the main one: the state size is
    ``size + hyper_size``.
    """

    def __init__(
        self,
        inputs: int,
        size: int,
        keep: float = 1.0,
        hyper_size: int = 64,
        embedding: int = 16,
    ) -> None:
        super().__init__()
        self.size, self.layers, self.state_size, self.keep = size, 1, size + hyper_size, keep
        self.hyper = LayerNormLSTM(inputs + size, hyper_size, keep)
        self.from_h = nn.Linear(size, 4 * size, bias=False)
        self.from_x = nn.Linear(inputs, 4 * size, bias=False)
        self.embed = nn.ModuleList(nn.Linear(hyper_size, 4 * embedding) for _ in range(3))
        # One scale vector per gate and source; z starts at 1 for the scales, 0 for the bias, and
        # d(z) at 0.1, as in the paper.
        self.scale = nn.ParameterList(
            nn.Parameter(torch.full((4, embedding, size), value / embedding))
            for value in (0.1, 0.1, 0.0)
        )
        for place, embed in enumerate(self.embed):
            assert isinstance(embed, nn.Linear)
            nn.init.zeros_(embed.weight) if place < 2 else nn.init.normal_(embed.weight, std=0.01)
            nn.init.constant_(embed.bias, 1.0 if place < 2 else 0.0)
        self.gate_norms = nn.ModuleList(nn.LayerNorm(size) for _ in range(4))
        self.cell_norm = nn.LayerNorm(size)

    def _scales(self, hyper: Tensor, place: int) -> Tensor:
        """``(b, hyper_size)`` → ``(b, 4, size)``."""
        z = self.embed[place](hyper).unflatten(-1, (4, -1))
        return torch.einsum("bge,ges->bgs", z, self.scale[place].to(z.dtype))

    def step(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        main, small = h[:, : self.size], h[:, self.size :]
        inner = torch.cat([main.to(x.dtype), x], -1)
        _, small, small_c = self.hyper.step(inner, small, c[:, self.size :])
        gates = (
            self._scales(small, 0) * self.from_h(main.to(x.dtype)).unflatten(-1, (4, -1))
            + self._scales(small, 1) * self.from_x(x).unflatten(-1, (4, -1))
            + self._scales(small, 2)
        )
        i, j, f, o = (n(g) for n, g in zip(self.gate_norms, gates.unbind(1), strict=True))
        candidate = _drop(torch.tanh(j), self.keep, self.training)
        cell = torch.sigmoid(f + 1.0) * c[:, : self.size] + torch.sigmoid(i) * candidate
        out = torch.sigmoid(o) * torch.tanh(self.cell_norm(cell))
        return out, torch.cat([out, small], -1), torch.cat([cell, small_c], -1)


CELLS = {"lstm": PlainLSTM, "layer-norm": LayerNormLSTM, "hyper": HyperLSTM}


def cell(kind: str, inputs: int, size: int, keep: float) -> PlainLSTM | LayerNormLSTM | HyperLSTM:
    """A recurrent layer by name.

    Raises:
        InputError: for an unknown name.
    """
    if kind not in CELLS:
        raise InputError(f"There is no cell {kind!r}; known are {', '.join(CELLS)}.")
    made = CELLS[kind](inputs, size, keep)
    assert isinstance(made, PlainLSTM | LayerNormLSTM | HyperLSTM)
    return made
