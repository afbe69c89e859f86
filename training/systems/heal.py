"""Heal in place: draws only what an eraser took, and leaves every kept stroke alone.

The published healing systems (SketchHealer, Lmser-pix2seq, …) draw the whole sketch anew. This
one reads the kept strokes as they were drawn, then goes on from every cut end, from exactly where
it was cut; see ``training.heal.pairs``. It is a decoder that completes sketches (sketch-rnn without
an encoder), begun with the weights of one, which also sees the hole and the ink around its pen and
knows which cut end comes next.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.cells import PlainLSTM
from training.corruption import uniforms
from training.data import Batch
from training.decoder import Decoder, DecoderOptions
from training.heal.network import LOCAL, SUMMARY, Eyes, Recall, cell_under
from training.heal.pairs import END, FEATURES, Pairs, make_pairs
from training.heal.regions import Region
from training.mixture import offset_nll
from training.raster import trace
from training.systems import System, Task, register


@dataclasses.dataclass(frozen=True)
class HealOptions:
    """Options of the healer.

    Attributes:
        decoder: its sizes; those of the run it begins with. Only plain LSTMs.
        embedding: width of the category's embedding.
        heads: of the attention to what was read and drawn.
        width: of each head.
        drop_category: share of the training drawings whose category is hidden.
        flip: share of the training drawings that are mirrored.
        least: smallest share of the ink that is erased in training.
        most: largest share.
        paint: weight of the painted ink's loss.
    """

    decoder: DecoderOptions = dataclasses.field(default_factory=DecoderOptions)
    embedding: int = 64
    heads: int = 4
    width: int = 32
    drop_category: float = 0.25
    flip: float = 0.15
    least: float = 0.04
    most: float = 0.6
    paint: float = 1.0


@register("heal")
class Heal(System):
    """See the module."""

    Options = HealOptions
    options: HealOptions

    def __init__(self, options: HealOptions, task: Task) -> None:
        super().__init__(options, task)
        self.embed = nn.Embedding(len(task.categories) + 1, options.embedding)
        self.span = task.codec.box / task.codec.scale
        self.decoder = Decoder(options.decoder, options.embedding, self.span)
        beside = FEATURES + LOCAL + SUMMARY
        plain = 5 + 2 + options.embedding
        self.decoder.cell = PlainLSTM(plain + beside, options.decoder.size)
        with torch.no_grad():
            # What is new begins silent: a decoder that completes still does so at first.
            self.decoder.cell.lstm.get_parameter("weight_ih_l0")[:, plain:] = 0.0
        self.eyes = Eyes()
        self.recall = Recall(options.decoder.size, options.heads, options.width)
        self.join = nn.Linear(options.decoder.size, 1)
        nn.init.zeros_(self.join.weight)

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
        return make_pairs(traces, region(traces, share, seed, batch.index), self.task.codec)

    def recur(
        self,
        rows: Tensor,
        position: Tensor,
        beside: Tensor,
        category: Tensor,
        state: tuple[Tensor, Tensor],
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """The recurrent layer.

        Args:
            rows: ``(b, n, 5)``.
            position: ``(b, n, 2)`` frame units.
            beside: ``(b, n, …)``, everything that a completing decoder does not have.
            category: ``(b,)``.
            state: h and c, ``(1, b, size)``.
        """
        embedded = self.embed(category)[:, None].expand(-1, rows.shape[1], -1)
        out: tuple[Tensor, tuple[Tensor, Tensor]] = self.decoder.cell(
            torch.cat([rows, position, embedded, beside], -1), state
        )
        return out

    def start(self, category: Tensor) -> tuple[Tensor, Tensor]:
        """The state before the start token."""
        h, c = self.decoder.start(self.embed(category), len(category))
        return h[..., : self.options.decoder.size].contiguous(), c

    def answers(self, out: Tensor) -> tuple[Tensor, Tensor]:
        """Mixture parameters and pen logits (down, up, end, join) of states ``(…, size)``."""
        out = self.decoder.dropout(out)
        params = self.decoder.head(out)
        return params, torch.cat([params[..., -3:], self.join(out).float()], -1)

    def losses(self, pairs: Pairs, category: Tensor) -> dict[str, Tensor]:
        """Every part of the loss."""
        local, summary, painted = self.eyes(pairs.ink, pairs.hole)
        under = cell_under(pairs.place)[..., None].expand(-1, -1, LOCAL)
        length = pairs.rows.shape[1]
        beside = torch.cat(
            [
                pairs.features.to(local.dtype),
                local.gather(1, under),
                summary[:, None].expand(-1, length, -1),
            ],
            -1,
        )
        out, _ = self.recur(pairs.rows, pairs.place, beside, category, self.start(category))
        key, value = self.recall.remember(out, pairs.place)
        causal = torch.ones(length, length, dtype=torch.bool, device=out.device).tril()
        mask = torch.zeros_like(causal, dtype=out.dtype).masked_fill_(~causal, -1e4)
        out = self.recall(out, pairs.place, key, value, mask)
        wanted = pairs.wanted
        params, logits = self.answers(out[wanted])
        pen, allowed = pairs.pen[wanted], pairs.allowed[wanted]
        pens = nn.functional.cross_entropy(logits.masked_fill(~allowed, -1e4), pen)
        moves = pen != END
        offset = offset_nll(params[moves], pairs.offset[wanted][moves]).sum() / wanted.sum()
        weight = nn.functional.interpolate(pairs.hole[:, None], scale_factor=2.0)[:, 0]
        paint = nn.functional.binary_cross_entropy_with_logits(
            painted.float(), pairs.lost, weight, reduction="sum"
        ) / weight.sum().clamp(min=1.0)
        total = offset + pens + self.options.paint * paint
        return {"loss": total, "offset": offset, "pen": pens, "paint": paint}

    def loss(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """Negative log-likelihood of the missing strokes, and the painted ink's loss."""
        hidden = torch.rand(len(batch), device=batch.rows.device) < self.options.drop_category
        category = torch.where(hidden, len(self.task.categories), batch.category)
        return self.losses(self.pairs(batch, step), category)

    def validate(self, batch: Batch) -> dict[str, Tensor]:
        """The same on the eraser's swipes."""
        parts = self.losses(self.pairs(batch, None), batch.category)
        return {**parts, "draw": parts["offset"] + parts["pen"]}

    def export(self, folder: Path) -> dict[str, Any]:
        """``encoder.onnx`` and ``decoder_step.onnx``."""
        from training.heal.export import export_heal

        return export_heal(self, folder)

    def finish_export(self, folder: Path, batch: Batch) -> dict[str, Any]:
        """See the base class; the weights are rounded to 16 bits."""
        from training.heal.check import finish

        return finish(self, folder, batch)
