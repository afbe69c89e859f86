"""Heal in place: draws only what an eraser took, and leaves every kept stroke alone.

The published healing systems (SketchHealer, Lmser-pix2seq, …) draw the whole sketch anew. This
one sees the kept strokes and the hole, continues every cut end from exactly where it was cut, and
names the end that a piece leads to, so that joins are exact by construction.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.corruption import uniforms
from training.data import Batch
from training.heal.network import (
    UNIT,
    Decoder,
    Encoder,
    cell_features,
    cells_of,
    node_features,
    pick,
    step_features,
    touched_cells,
)
from training.heal.pairs import DOWN, JOIN, UP, Pairs, make_pairs
from training.heal.regions import Region
from training.mixture import offset_nll
from training.raster import trace
from training.systems import System, Task, register


@dataclasses.dataclass(frozen=True)
class HealOptions:
    """Options of the healer.

    Attributes:
        size: of tokens.
        heads: of the attention.
        hidden: of the feed-forward parts.
        encoder_layers: blocks that read.
        decoder_layers: blocks that draw.
        mixtures: M of the mixture.
        dropout: everywhere.
        tell_category: share of the training drawings whose category is told; for the others the
            encoder's own guess stands in.
        flip: share of the training drawings that are mirrored.
        least: smallest share of the ink that is erased in training.
        most: largest share.
        paint: weight of the painted ink's loss.
        guess: weight of the category's loss.
    """

    size: int = 128
    heads: int = 4
    hidden: int = 384
    encoder_layers: int = 3
    decoder_layers: int = 3
    mixtures: int = 12
    dropout: float = 0.0
    tell_category: float = 0.4
    flip: float = 0.25
    least: float = 0.04
    most: float = 0.6
    paint: float = 0.5
    guess: float = 0.1


@register("heal")
class Heal(System):
    """See the module."""

    Options = HealOptions
    options: HealOptions

    def __init__(self, options: HealOptions, task: Task) -> None:
        super().__init__(options, task)
        o = options
        sizes = (o.size, o.heads, o.hidden)
        count = len(task.categories)
        self.encoder = Encoder(*sizes, o.encoder_layers, o.dropout, count)
        self.decoder = Decoder(*sizes, o.decoder_layers, o.dropout, o.mixtures)
        self.category = nn.Linear(count, o.size, bias=False)
        nn.init.normal_(self.category.weight, std=0.1)

    def pairs(self, batch: Batch, step: int | None) -> Pairs:
        """Erased drawings; the same for the same batch if there is no step (validation)."""
        o = self.options
        rows = batch.rows
        if step is None:
            seed = 777
            share = uniforms(seed, batch.index, 1)[:, 0]
            region = Region.of_swipes
        else:
            seed = int(torch.randint(1 << 30, (1,)))
            share = torch.rand(len(batch), device=rows.device)
            region = Region.varied
            flipped = torch.rand(len(batch), device=rows.device) < o.flip
            rows = rows.clone()
            rows[..., 0] = torch.where(flipped[:, None], -rows[..., 0], rows[..., 0])
        traces = trace(rows, self.task.codec.scale)
        share = o.least + (o.most - o.least) * share
        return make_pairs(traces, region(traces, share, seed, batch.index))[0]

    def encode(
        self, pairs: Pairs, category: Tensor | None, told: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Memory (with the category's token), its mask, guess, painted cells, and their places.

        Args:
            pairs: what was kept.
            category: ``(B,)``, or None to rely on the guess.
            told: ``(B,)`` bool, where the category is used; everywhere if None.
        """
        places, touched = touched_cells(pairs.hole)
        cells = cell_features(pairs.ink, pairs.hole, places)
        memory, there, guess, painted = self.encoder(
            node_features(pairs), pairs.kept, cells, touched
        )
        belief = torch.softmax(guess.float().detach(), -1)
        if category is not None:
            sure = nn.functional.one_hot(
                category.clamp(max=belief.shape[1] - 1), belief.shape[1]
            ).float()
            use = category < belief.shape[1]
            use = use if told is None else use & told
            belief = torch.where(use[:, None], sure, belief)
        token = self.category(belief)[:, None]
        memory = torch.cat([memory, token.to(memory.dtype)], 1)
        there = torch.cat([there, torch.ones_like(there[:, :1])], 1)
        return memory, there, guess, painted, places

    def draw(self, pairs: Pairs, memory: Tensor, there: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The decoder's opinions of all steps of the truth."""
        ends = pick(memory, pairs.ends + 1) * pairs.open[..., None].to(memory.dtype)
        began = pick(ends, pairs.origin.clamp(min=0)) * (pairs.origin >= 0)[..., None]
        number = torch.arange(pairs.place.shape[1], device=memory.device)
        number = number.clamp(max=self.decoder.number.num_embeddings - 1)
        x = self.decoder.embed(step_features(pairs), number, began) + memory[:, -1:]
        out: tuple[Tensor, Tensor, Tensor] = self.decoder(x, memory, there, ends)
        return out

    def losses(self, batch: Batch, pairs: Pairs, told: Tensor | None) -> dict[str, Tensor]:
        """Every part of the loss."""
        memory, there, guess, painted, places = self.encode(pairs, batch.category, told)
        params, pen, point = self.draw(pairs, memory, there)
        here = pairs.present
        steps = here.sum()
        moves = here & ((pairs.pen == DOWN) | (pairs.pen == UP))
        offset = offset_nll(params[moves], pairs.offset[moves] / UNIT)
        pens = nn.functional.cross_entropy(pen[here], pairs.pen[here], reduction="sum")
        joins = here & (pairs.pen == JOIN)
        masked = point.masked_fill(~pairs.free, -1e4)
        goals = nn.functional.cross_entropy(masked[joins], pairs.goal[joins], reduction="sum")
        lost = pick(cells_of(pairs.lost), places)
        hole = nn.functional.interpolate(pairs.hole[:, None], scale_factor=2.0)[:, 0]
        weight = pick(cells_of(hole), places)
        paint = nn.functional.binary_cross_entropy_with_logits(
            painted.float(), lost, weight, reduction="sum"
        ) / weight.sum().clamp(min=1.0)
        known = batch.category < guess.shape[1]
        named = nn.functional.cross_entropy(guess.float()[known], batch.category[known])
        right = (guess.argmax(-1) == batch.category).float().mean()
        parts = {
            "offset": offset.sum() / steps,
            "pen": pens / steps,
            "join": goals / steps,
            "paint": paint,
            "guess": named,
        }
        o = self.options
        total = parts["offset"] + parts["pen"] + parts["join"]
        total = total + o.paint * paint + o.guess * named
        return {"loss": total, **parts, "top1": right}

    def loss(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """Negative log-likelihood of the missing strokes, and the encoder's two lessons."""
        told = torch.rand(len(batch), device=batch.rows.device) < self.options.tell_category
        return self.losses(batch, self.pairs(batch, step), told)

    def validate(self, batch: Batch) -> dict[str, Tensor]:
        """The same on the eraser's swipes, without being told the category."""
        told = torch.zeros_like(batch.real)
        parts = self.losses(batch, self.pairs(batch, None), told)
        draw = parts["offset"] + parts["pen"] + parts["join"]
        return {**parts, "draw": draw}

    def export(self, folder: Path) -> dict[str, Any]:
        """``encoder.onnx`` and ``decoder_step.onnx``."""
        from training.heal.export import export_heal

        return export_heal(self, folder)
