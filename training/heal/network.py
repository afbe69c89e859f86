"""The network of *heal in place*: a transformer from kept strokes and hole to missing strokes.

The encoder reads one token for each point of the kept ink, one for each cell of the plane that
the hole touches (with the ink and the hole in that cell as small rasters), and one that sums up:
it also guesses the category. A second head paints the missing ink in each cell, which teaches the
encoder where ink belongs and later ranks samples. The decoder attends to all of it; its outputs
are a mixture for the next offset, the pen's next state, and a pointer to the cut end to join.

Blocks are pre-norm (Xiong et al. 2020) over Vaswani et al. 2017; the mixture is sketch-rnn's; the
pointer is that of Vinyals et al. 2015.
"""

from __future__ import annotations

import math
from typing import Final

import torch
from torch import Tensor, nn

from training.heal.pairs import CELLS, HOLE, INK, Pairs
from training.mixture import MixtureHead

#: Offsets are learned in units of this, frame units (their standard deviation, about).
UNIT: Final = 0.13
#: Octaves of the sines that places are given as.
OCTAVES: Final = 6
#: Most cells of a hole that become tokens.
MOST_CELLS: Final = 36
#: Longest drawing of missing strokes, steps.
MOST_STEPS: Final = 160
#: Most points of kept ink that are numbered apart; later ones share a number.
MOST_NODES: Final = 256
PLACE_FEATURES: Final = 4 * OCTAVES + 2
NODE_FEATURES: Final = PLACE_FEATURES + 7
CELL_FEATURES: Final = PLACE_FEATURES + (INK // CELLS) ** 2 + (HOLE // CELLS) ** 2
STEP_FEATURES: Final = PLACE_FEATURES + 2 + 3 + 2


def place_features(place: Tensor) -> Tensor:
    """Places ``(…, 2)`` as sines of several octaves, ``(…, PLACE_FEATURES)``."""
    octaves = math.pi / 2 * 2.0 ** torch.arange(OCTAVES, device=place.device)
    angle = (place[..., None] * octaves).flatten(-2)
    return torch.cat([place, angle.sin(), angle.cos()], -1)


class Block(nn.Module):
    """Self-attention, cross-attention if wanted, and a feed-forward part."""

    def __init__(self, size: int, heads: int, hidden: int, dropout: float, *, cross: bool) -> None:
        super().__init__()
        self.heads = heads
        self.scale = (size // heads) ** -0.5
        self.norm_self, self.norm_out = nn.LayerNorm(size), nn.LayerNorm(size)
        self.qkv, self.project = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.cross = cross
        if cross:
            self.norm_cross = nn.LayerNorm(size)
            self.query, self.project_cross = nn.Linear(size, size), nn.Linear(size, size)
            self.key_value = nn.Linear(size, 2 * size)
        self.up, self.down = nn.Linear(size, hidden), nn.Linear(hidden, size)
        self.dropout = nn.Dropout(dropout)

    def split(self, x: Tensor) -> Tensor:
        """``(b, n, size)`` → ``(b, heads, n, size / heads)``."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def attend(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
        """Attention of split heads; ``mask`` is added to the scores."""
        # Written out: on a CPU, with masks and short sequences, it is faster than the fused one.
        score = query @ key.transpose(-1, -2)
        if mask is not None:
            score = score + mask
        out = torch.softmax(score, -1, dtype=score.dtype) @ value
        return out.transpose(1, 2).flatten(-2)

    def own(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Split query, key and value of the block's self-attention."""
        query, key, value = self.qkv(self.norm_self(x)).chunk(3, -1)
        return self.split(query * self.scale), self.split(key), self.split(value)

    def memory(self, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Split keys and values of what the cross-attention looks at."""
        key, value = self.key_value(memory).chunk(2, -1)
        return self.split(key), self.split(value)

    def rest(
        self, x: Tensor, seen: Tensor, memory: tuple[Tensor, Tensor] | None, mask: Tensor | None
    ) -> Tensor:
        """Everything after the self-attention's ``seen``."""
        x = x + self.dropout(self.project(seen))
        if memory is not None:
            query = self.split(self.query(self.norm_cross(x)) * self.scale)
            x = x + self.dropout(self.project_cross(self.attend(query, *memory, mask)))
        hidden = torch.relu(self.up(self.norm_out(x)))
        return x + self.dropout(self.down(hidden))


def additive(mask: Tensor, dtype: torch.dtype) -> Tensor:
    """True → 0, False → very low, to be added to scores."""
    return torch.zeros(mask.shape, dtype=dtype, device=mask.device).masked_fill_(~mask, -1e4)


class Encoder(nn.Module):
    """Kept ink and hole → memory."""

    def __init__(  # noqa: PLR0917 - sizes
        self, size: int, heads: int, hidden: int, layers: int, dropout: float, categories: int
    ) -> None:
        super().__init__()
        self.node = nn.Linear(NODE_FEATURES, size)
        self.number = nn.Embedding(MOST_NODES, size)
        self.cell = nn.Linear(CELL_FEATURES, size)
        self.summary = nn.Parameter(torch.randn(size) * 0.02)
        self.blocks = nn.ModuleList(
            Block(size, heads, hidden, dropout, cross=False) for _ in range(layers)
        )
        self.norm = nn.LayerNorm(size)
        self.paint = nn.Linear(size, (INK // CELLS) ** 2)
        self.guess = nn.Linear(size, categories)

    def forward(
        self, nodes: Tensor, kept: Tensor, cells: Tensor, touched: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Read.

        Args:
            nodes: ``(b, k, NODE_FEATURES)``.
            kept: ``(b, k)`` bool.
            cells: ``(b, m, CELL_FEATURES)``.
            touched: ``(b, m)`` bool.

        Returns:
            memory ``(b, 1 + k + m, size)``, its mask, the logits of the categories ``(b, c)``, and
            the logits of the missing ink in the cells ``(b, m, pixels)``.
        """
        count = nodes.shape[1]
        number = torch.arange(count, device=nodes.device).clamp(max=MOST_NODES - 1)
        summary = self.summary.expand(len(nodes), 1, -1)
        node = self.node(nodes) + self.number(number)
        x = torch.cat([summary.to(node.dtype), node, self.cell(cells).to(node.dtype)], 1)
        there = torch.cat([torch.ones_like(kept[:, :1]), kept, touched], 1)
        mask = additive(there, x.dtype)[:, None, None]
        for block in self.blocks:
            x = block.rest(x, block.attend(*block.own(x), mask), None, None)
        x = self.norm(x)
        return x, there, self.guess(x[:, 0]), self.paint(x[:, 1 + count :])


class Decoder(nn.Module):
    """Steps and memory → what comes next."""

    def __init__(  # noqa: PLR0917 - sizes
        self, size: int, heads: int, hidden: int, layers: int, dropout: float, mixtures: int
    ) -> None:
        super().__init__()
        self.step = nn.Linear(STEP_FEATURES, size)
        self.number = nn.Embedding(MOST_STEPS, size)
        self.origin = nn.Linear(size, size)
        self.blocks = nn.ModuleList(
            Block(size, heads, hidden, dropout, cross=True) for _ in range(layers)
        )
        self.norm = nn.LayerNorm(size)
        self.head = MixtureHead(size, mixtures)
        self.pen = nn.Linear(size, 4)
        self.pointer, self.target = nn.Linear(size, size), nn.Linear(size, size)

    def embed(self, steps: Tensor, number: Tensor, origin: Tensor) -> Tensor:
        """Tokens ``(b, t, size)``.

        Args:
            steps: ``(b, t, STEP_FEATURES)``.
            number: ``(t,)``, which steps they are.
            origin: ``(b, t, size)``, the memory of the cut end each piece began at, zeros for
                none.
        """
        return self.step(steps) + self.number(number) + self.origin(origin)

    def read(self, x: Tensor, ends: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Mixture parameters, pen logits and pointer logits.

        Args:
            x: ``(b, t, size)``, the last block's output.
            ends: ``(b, e, size)``, the memory of the cut ends.
        """
        x = self.norm(x)
        point = self.pointer(x) @ self.target(ends).transpose(1, 2)
        # The first 6 M of the shared head's parameters; its three pen states are not ours.
        return self.head(x), self.pen(x).float(), point.float() / math.sqrt(x.shape[-1])

    def forward(
        self, x: Tensor, memory: Tensor, there: Tensor, ends: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """All steps at once, each seeing those before it."""
        length = x.shape[1]
        causal = torch.ones(length, length, dtype=torch.bool, device=x.device).tril()
        mask, seen = additive(causal, x.dtype), additive(there, x.dtype)[:, None, None]
        for block in self.blocks:
            x = block.rest(x, block.attend(*block.own(x), mask), block.memory(memory), seen)
        return self.read(x, ends)


def node_features(pairs: Pairs) -> Tensor:
    """``(B, K, NODE_FEATURES)``."""
    ways = [pairs.before / UNIT, pairs.after / UNIT, pairs.flags]
    return torch.cat([place_features(pairs.nodes), *ways], -1)


def cells_of(image: Tensor) -> Tensor:
    """An image ``(B, n, n)`` as patches ``(B, CELLS², pixels)``, row by row."""
    side = image.shape[-1] // CELLS
    patches = image.unflatten(2, (CELLS, side)).unflatten(1, (CELLS, side))
    return patches.transpose(2, 3).flatten(3).flatten(1, 2)


def touched_cells(hole: Tensor) -> tuple[Tensor, Tensor]:
    """Which cells the hole touches, the fullest first, at most ``MOST_CELLS``.

    Returns:
        places ``(B, m)``, and ``(B, m)`` bool: the entry is no padding.
    """
    full = cells_of(hole).sum(-1)
    count = min(MOST_CELLS, max(1, int((full > 0).sum(1).max())))
    most, places = full.topk(count, dim=1)
    return places, most > 0


def cell_features(ink: Tensor, hole: Tensor, places: Tensor) -> Tensor:
    """``(B, m, CELL_FEATURES)`` of the chosen cells."""
    line = (torch.arange(CELLS, device=ink.device) + 0.5) * (2.0 / CELLS) - 1.0
    centre = torch.stack(torch.meshgrid(line, line, indexing="xy"), -1).reshape(-1, 2)
    patches = torch.cat([cells_of(ink), cells_of(hole)], -1)
    return torch.cat([place_features(centre)[places], pick(patches, places)], -1)


def pick(values: Tensor, places: Tensor) -> Tensor:
    """``values[b, places[b, i]]``: ``(B, n, f)`` and ``(B, m)`` → ``(B, m, f)``."""
    return values.gather(1, places[..., None].expand(-1, -1, values.shape[-1]))


def step_features(pairs: Pairs) -> Tensor:
    """``(B, T, STEP_FEATURES)``."""
    kind = nn.functional.one_hot(pairs.kind, 3).float()
    move = torch.where((pairs.kind == 2)[..., None], pairs.move / UNIT, pairs.move)
    pixel = ((pairs.place + 1.0) * (HOLE / 2)).long().clamp(0, HOLE - 1)
    inside = pairs.hole.flatten(1).gather(1, pixel[..., 1] * HOLE + pixel[..., 0])
    attached = (pairs.origin >= 0).float()
    extra = torch.stack([attached, inside], -1)
    return torch.cat([place_features(pairs.place), move, kind, extra], -1)
