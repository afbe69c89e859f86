"""sketch-rnn (Ha & Eck, "A Neural Representation of Sketch Drawings", ICLR 2018).

Encoder: [h_→; h_←] of a bidirectional LSTM over the points, μ = W_μ h + b_μ,
σ̂ = W_σ h + b_σ, σ = exp(σ̂ / 2), z = μ + σ ⊙ N(0, I). Decoder: [h_0; c_0] = tanh(W_z z + b_z),
each step reads [S_{i-1}; z]. Loss: L_R + w_KL η max(L_KL, KL_min) with
L_KL = −1/(2 N_z) Σ (1 + σ̂ − μ² − exp σ̂) and η = 1 − (1 − η_min) R^step.

Departures: a category, if the recipe is conditional, enters as a learned embedding beside z (the
paper's multi-class models have none; later work found it is needed), and is dropped at random so
that the model also works without one. See ``training.decoder`` (position) and
``training.mixture`` (bounded sigma, masked pen loss).
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from sketchpad.core.errors import InputError
from training import graft, mixture
from training.cells import cell
from training.data import Batch
from training.decoder import Decoder, DecoderOptions
from training.systems import System, Task, register


@dataclasses.dataclass(frozen=True)
class SketchRnnOptions:
    """Options of sketch-rnn.

    Attributes:
        encoder: ``none`` (decoder-only), ``lstm`` or ``layer-norm``.
        encoder_size: of each direction.
        latent: N_z.
        embedding: width of the category's embedding; 0: not conditional.
        drop_category: how often training hides the category.
        decoder: the decoder's sizes.
        kl_weight: w_KL; 0: z = μ, without noise and without the loss.
        kl_start: η_min.
        kl_decay: R.
        kl_floor: KL_min.
    """

    encoder: str = "none"
    encoder_size: int = 256
    latent: int = 128
    embedding: int = 64
    drop_category: float = 0.1
    decoder: DecoderOptions = dataclasses.field(default_factory=DecoderOptions)
    kl_weight: float = 0.5
    kl_start: float = 0.01
    kl_decay: float = 0.99995
    kl_floor: float = 0.2


class StrokeEncoder(nn.Module):
    """Bidirectional recurrent encoder of rows ``(b, n, 5)`` → ``(b, 2 · size)``."""

    def __init__(self, kind: str, size: int, keep: float = 0.9) -> None:
        super().__init__()
        self.ahead = cell(kind, 5, size, keep)
        self.back = cell(kind, 5, size, keep)

    def forward(self, rows: Tensor, lengths: Tensor) -> Tensor:
        """The states after the last point, read forwards, and after the first, backwards.

        Args:
            rows: points without the start token; what follows the last one is not looked at.
            lengths: ``(b,)``, number of points.
        """
        steps = torch.arange(rows.shape[1], device=rows.device)
        mirrored = (lengths[:, None] - 1 - steps[None]).clamp(min=0)
        backwards = torch.gather(rows, 1, mirrored[..., None].expand(-1, -1, 5))
        last = (lengths - 1).clamp(min=0)[:, None, None]
        ends = []
        for net, sequence in ((self.ahead, rows), (self.back, backwards)):
            zeros = rows.new_zeros(net.layers, rows.shape[0], net.state_size)
            out, _ = net(sequence, (zeros, zeros))
            ends.append(torch.gather(out, 1, last.expand(-1, 1, out.shape[-1]))[:, 0])
        return torch.cat(ends, -1)


@register("sketch-rnn")
class SketchRnn(System):
    """See the module."""

    Options = SketchRnnOptions
    draws = True
    options: SketchRnnOptions

    def __init__(self, options: SketchRnnOptions, task: Task) -> None:
        super().__init__(options, task)
        if options.encoder not in ("none", "lstm", "layer-norm"):
            raise InputError(f"sketch-rnn has no encoder {options.encoder!r}.")
        self.latent = 0 if options.encoder == "none" else options.latent
        self.exported_latent, self.by_category = self.latent, options.embedding > 0
        if self.latent:
            self.encoder = StrokeEncoder(options.encoder, options.encoder_size)
            self.to_latent = nn.Linear(2 * options.encoder_size, 2 * options.latent)
            nn.init.normal_(self.to_latent.weight, std=0.01)
            nn.init.zeros_(self.to_latent.bias)
        if options.embedding:
            self.embed = nn.Embedding(len(task.categories) + 1, options.embedding)
        condition = self.latent + options.embedding
        self.decoder = Decoder(options.decoder, condition, task.codec.box / task.codec.scale)

    def adopt(self, weights: dict[str, Tensor], categories: tuple[str, ...]) -> dict[str, Tensor]:
        """Without categories, a decoder that was told them goes on as if it were told none."""
        del categories
        o = self.options.decoder
        fitting = graft.fits(weights, o.size, 5 + 2 * o.position)
        return graft.into_bias(weights) if fitting and not self.options.embedding else weights

    def encode(self, rows: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """μ and σ̂, each ``(b, latent)``, of points ``(b, n, 5)`` without the start token."""
        mu, log_var = self.to_latent(self.encoder(rows, lengths)).float().chunk(2, -1)
        return mu, log_var

    def codes(self, batch: Batch, images: Tensor | None = None) -> Tensor:
        """See the base class; it looks at strokes only."""
        del images
        return self.encode(batch.rows[:, 1:], batch.lengths)[0]

    def condition(self, z: Tensor | None, category: Tensor | None) -> Tensor | None:
        """What the decoder reads beside the rows, ``(b, condition)``."""
        parts = [] if z is None else [z]
        if self.options.embedding:
            assert category is not None
            parts.append(self.embed(category))
        return torch.cat(parts, -1) if parts else None

    def _hide(self, category: Tensor) -> Tensor:
        if not (self.training and self.options.embedding and self.options.drop_category):
            return category
        hidden = torch.rand(category.shape, device=category.device) < self.options.drop_category
        return torch.where(hidden, len(self.task.categories), category)

    def _likelihood(self, batch: Batch) -> tuple[mixture.Nll, Tensor]:
        """Losses of the steps, and L_KL of the batch."""
        z, kl = None, batch.rows.new_zeros(())
        if self.latent:
            mu, log_var = self.encode(batch.rows[:, 1:], batch.lengths)
            z = mu
            if self.options.kl_weight:
                kl = -0.5 * (1.0 + log_var - mu * mu - log_var.exp()).mean()
                if self.training:
                    z = mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)
        condition = self.condition(z, self._hide(batch.category))
        params, _ = self.decoder(batch.rows[:, :-1], condition)
        return mixture.nll(params, batch), kl

    def loss(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """L_R + w_KL η max(L_KL, KL_min)."""
        losses, kl = self._likelihood(batch)
        offset, pen = mixture.reconstruction(losses, len(batch), self.task.codec.nmax)
        total = offset + pen
        if not (self.latent and self.options.kl_weight):
            return {"loss": total, "offset": offset, "pen": pen}
        o = self.options
        weight = o.kl_weight * (1.0 - (1.0 - o.kl_start) * o.kl_decay**step)
        total = total + weight * kl.clamp(min=o.kl_floor)
        return {"loss": total, "offset": offset, "pen": pen, "kl": kl}

    def validate(self, batch: Batch) -> dict[str, Tensor]:
        """L_R, its terms and L_KL per N_max, and the same sum per point, of each drawing."""
        losses, kl = self._likelihood(batch)
        offset, pen = mixture.per_drawing(losses, len(batch))
        nmax = self.task.codec.nmax
        found = {
            "reconstruction": (offset + pen) / nmax,
            "offset": offset / nmax,
            "pen": pen / nmax,
            "per_point": (offset + pen) / batch.lengths,
        }
        found["loss"] = found["reconstruction"]
        if self.latent and self.options.kl_weight:
            found["kl"] = kl
            found["loss"] = found["loss"] + self.options.kl_weight * kl
        return found

    def conditioning(self, batch: Batch) -> dict[str, Tensor]:
        """Inputs of the exported decoder for these drawings: ``z`` (the mean) and ``category``."""
        inputs = {}
        if self.latent:
            inputs["z"], _ = self.encode(batch.rows[:, 1:], batch.lengths)
        if self.options.embedding:
            inputs["category"] = batch.category
        return inputs

    def condition_of(self, inputs: dict[str, Tensor]) -> Tensor | None:
        """What the decoder reads beside the rows, given ``conditioning``'s inputs."""
        return self.condition(inputs.get("z"), inputs.get("category"))

    def export(self, folder: Path) -> dict[str, Any]:
        """``decoder_step.onnx``, ``init.onnx`` and, with a latent, ``encoder.onnx``."""
        from training.export_strokes import export_sketch_rnn

        return export_sketch_rnn(self, folder)
