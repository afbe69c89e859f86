"""AI-Sketcher (Cao et al., "A deep generative model for producing high-quality sketches", 2019).

A recurrent encoder of the strokes X_s, with the one-hot class c; a convolutional auto-encoder of
their image X_r, whose code is z_r; and an influence layer, which hands the decoder a_d, a look at
the encoder's states up to the current point::

    (2)   h^enc = encode(X_s)                              both ends of a bidirectional LSTM
    (3)   h_c = [h^enc; c],  μ_s = W_μ h_c + b_μ,  σ_s = exp((W_σ h_c + b_σ) / 2)
    (4)   z_s = μ_s + σ_s ⊙ λ,  λ ~ N(0, I)
    (5)   h^dec = decode(z),  z = [z_s; z_r; a_d; c; s_i]   s_i is the last row
    (6)   Y = W_y h^dec + b_y
    (7)   Y = [(w_1, q_1), …, (w_m, q_m), p],  q_k = [μ_x, μ_y, σ̃_x, σ̃_y, ρ̃_xy]_k
    (8)   p(Δx_{i+1}, Δy_{i+1}) = Σ_k w_k N(Δx_{i+1}, Δy_{i+1} | q_k)
    (9)   a_d = μ_a + σ_a ⊙ λ_a,  λ_a ~ N(0, I)
    (10)  μ_a = Σ_{i≤j} α_ij h_i^enc,  σ_a = exp(tanh(μ_a) / 2)
    (11)  α_ij = exp α̂_ij / Σ_{i≤j} exp α̂_ij,  α̂_ij = h_j^dec W h_i^enc
    (12)  Loss = l_r + α max(l_kl, ε)
    (13)  l_r = l_c + l_s,  l_c = −1/n_max Σ_i log Σ_j w_ij N(Δx_i, Δy_i | q_ij),
          l_s = −1/n_max Σ_i Σ_k p_ki^enc log p_ki^dec
    (14)  l_kl = l_z + β l_a,  l_z = −1/(2 n_z) Σ (1 + σ̂_s − exp σ̂_s − μ_s²), l_a likewise of a

with α → 1, ε = 0.2, β = 0.1, n_z = 256, n_a = 512; w and p pass a softmax, σ̃ an exponential and
ρ̃ a hyperbolic tangent. In (14) the paper writes σ where the divergence has log σ², written σ̂.

Departures, each for a reason:

- Equation (11) asks for h_j^dec to compute an input of the step that yields it. ``influence =
  "input"`` takes the state before the step, h_{j-1}^dec. ``"output"`` takes h_j^dec as printed and
  hands a_d to the output layer beside it, (6) on [h_j^dec; a_d]: then the recurrent layer runs
  over whole sequences at once, which on a CPU is many times faster.
- (12) says nothing of how the auto-encoder learns; here it learns along, by its own mean squared
  error with weight ``raster_weight``.
- The paper always starts from somebody's drawing. To draw from a category alone, a share
  ``prior`` of the training drawings is decoded with z_s ~ N(0, I), z_r = 0 and a_d = 0, the means
  of their priors, so that what *Generate* does is what was trained.
- Offsets' likelihood and pen loss follow ``training.mixture``.

A warning about its likelihoods: (11) sums up to i = j, and h_j^enc has read the point that step
j draws (its backward half, all later ones too). So ``reconstruction`` is that of an auto-encoder
with a side channel, which only l_a narrows; it may fall far below any decoder's that must predict.
``category_alone`` is the number to compare with other systems.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from sketchpad.core.errors import InputError
from training import graft, mixture
from training.data import Batch
from training.decoder import Decoder, DecoderOptions
from training.raster import Canvas, images_of
from training.systems import System, Task, register
from training.systems.influence import (
    Autoencoder,
    Influence,
    annealed,
    influence_divergence,
)
from training.systems.sketch_rnn import StrokeEncoder


@dataclasses.dataclass(frozen=True)
class AiSketcherOptions:
    """Options of AI-Sketcher.

    Attributes:
        encoder: ``lstm`` or ``layer-norm``.
        encoder_size: of each direction; n_a is twice as much.
        latent: n_z, of z_s.
        raster: of z_r.
        canvas: of the auto-encoder; the paper's is 128 px.
        influence: ``input`` or ``output``, see the module.
        decoder: the decoder's sizes.
        prior: the share of drawings that are decoded from their category alone.
        raster_weight: of the auto-encoder's mean squared error.
        kl_start: α at step 0.
        kl_decay: α = 1 - (1 - kl_start) · kl_decay^step.
        kl_floor: ε.
        beta: β.
    """

    encoder: str = "layer-norm"
    encoder_size: int = 256
    latent: int = 256
    raster: int = 128
    canvas: Canvas = Canvas(size=128)  # noqa: RUF009 - frozen
    influence: str = "input"
    decoder: DecoderOptions = DecoderOptions(cell="layer-norm", size=2048)  # noqa: RUF009 - frozen
    prior: float = 0.5
    raster_weight: float = 1.0
    kl_start: float = 0.01
    kl_decay: float = 0.99995
    kl_floor: float = 0.2
    beta: float = 0.1


class Memory(NamedTuple):
    """What the encoders make of a batch.

    Attributes:
        hidden: h_i^enc for every point, ``(B, N, n_a)``.
        mean: μ_s, ``(B, n_z)``.
        log_variance: 2 log σ_s, ``(B, n_z)``.
        raster: z_r, ``(B, raster)``.
        raster_loss: of the auto-encoder, ``(B,)``.
    """

    hidden: Tensor
    mean: Tensor
    log_variance: Tensor
    raster: Tensor
    raster_loss: Tensor


class StateEncoder(StrokeEncoder):
    """The bidirectional encoder, with its state at every point."""

    def states(self, rows: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """States of points ``(b, n, 5)``: at each ``(b, n, 2 s)``, at both ends ``(b, 2 s)``."""
        steps = torch.arange(rows.shape[1], device=rows.device)
        mirrored = (lengths[:, None] - 1 - steps[None]).clamp(min=0)[..., None]
        zeros = rows.new_zeros(self.ahead.layers, rows.shape[0], self.ahead.state_size)
        ahead, _ = self.ahead(rows, (zeros, zeros))
        back, _ = self.back(torch.gather(rows, 1, mirrored.expand(-1, -1, 5)), (zeros, zeros))
        # Mirroring twice brings the backward states to the points they belong to.
        back = torch.gather(back, 1, mirrored.expand(-1, -1, back.shape[-1]))
        last = (lengths - 1).clamp(min=0)[:, None, None].expand(-1, 1, ahead.shape[-1])
        ends = torch.cat([torch.gather(ahead, 1, last)[:, 0], back[:, 0]], -1)
        return torch.cat([ahead, back], -1), ends


class InfluencedDecoder(Decoder):
    """The decoder with the influence layer before or after its recurrent layer."""

    def __init__(
        self, options: DecoderOptions, condition: int, memory: int, span: float, *, late: bool
    ) -> None:
        super().__init__(options, condition + (0 if late else memory), span)
        self.late, self.memory = late, memory
        self.influence = Influence(memory, options.size)
        if late:
            self.head = mixture.MixtureHead(options.size + memory, options.mixtures)

    def start(self, condition: Tensor | None, count: int) -> tuple[Tensor, Tensor]:
        """As ``Decoder.start``; the influence that the first state may depend on is 0."""
        assert condition is not None
        return super().start(self._beside_nothing(condition), count)

    def forward(
        self,
        rows: Tensor,
        condition: Tensor | None = None,
        state: tuple[Tensor, Tensor] | None = None,
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """As ``Decoder.forward``, with a_d = 0: what draws from the condition alone."""
        assert condition is not None
        state = self.start(condition, len(rows)) if state is None else state
        out, state = self.recur(rows, self._beside_nothing(condition), state)
        if self.late:
            out = torch.cat([out, out[..., :1].expand(-1, -1, self.memory) * 0.0], -1)
        return self.head(self.dropout(out)), state

    def _beside_nothing(self, condition: Tensor) -> Tensor:
        """The condition with a_d = 0 where the recurrent layer reads it."""
        if self.late:
            return condition
        return torch.cat([condition, condition.new_zeros(len(condition), self.memory)], -1)

    def follow(
        self, rows: Tensor, condition: Tensor, hidden: Tensor, batch: Batch, kept: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Predict every next row under the influence of the encoder's states.

        Args:
            rows: ``(b, n, 5)``, start token first.
            condition: ``(b, condition)``.
            hidden: ``(b, n, memory)``, of the points that the rows predict.
            batch: for which points exist.
            kept: ``(b,)`` bool, False: a_d = 0.

        Returns:
            Parameters ``(b, n, 6 M + 3)`` and l_a of every step, ``(b, n)``.
        """
        share = kept[:, None, None].to(hidden.dtype)
        seen = Influence.causal(batch.points)
        if self.late:
            out, _ = self.recur(rows, condition, self.start(condition, len(rows)))
            mean = self.influence(hidden, out, seen)
            beside = self._sampled(mean) * share
            params = self.head(self.dropout(torch.cat([out, beside.to(out.dtype)], -1)))
            return params, influence_divergence(mean.float())
        state = self.start(condition, len(rows))
        query = state[0][0, :, None, : self.options.size]
        outs, means = [], []
        for j in range(rows.shape[1]):
            mean = self.influence(hidden, query, seen[:, j : j + 1])
            beside = self._sampled(mean)[:, 0] * share[:, 0]
            step = torch.cat([condition, beside.to(condition.dtype)], -1)
            query, state = self.recur(rows[:, j : j + 1], step, state)
            outs.append(query)
            means.append(mean)
        params = self.head(self.dropout(torch.cat(outs, 1)))
        return params, influence_divergence(torch.cat(means, 1).float())

    def _sampled(self, mean: Tensor) -> Tensor:
        return Influence.sample(mean) if self.training else mean


@register("ai-sketcher")
class AiSketcher(System):
    """See the module."""

    Options = AiSketcherOptions
    draws = True
    options: AiSketcherOptions

    def __init__(self, options: AiSketcherOptions, task: Task) -> None:
        super().__init__(options, task)
        if options.influence not in ("input", "output"):
            raise InputError("ai-sketcher: influence is input or output.")
        if options.canvas.size % 8:
            raise InputError("ai-sketcher: the image's size must divide by 8.")
        self.kinds = len(task.categories)
        self.latent, self.by_category = options.latent + options.raster, True
        # The exported decoder draws without the half that comes of an image.
        self.exported_latent = options.latent
        memory = 2 * options.encoder_size
        self.encoder = StateEncoder(options.encoder, options.encoder_size)
        self.to_latent = nn.Linear(memory + self.kinds, 2 * options.latent)
        nn.init.normal_(self.to_latent.weight, std=0.01)
        self.pixels = Autoencoder(options.canvas.size, options.raster)
        self.decoder = InfluencedDecoder(
            options.decoder,
            options.latent + options.raster + self.kinds,
            memory,
            task.codec.box / task.codec.scale,
            late=options.influence == "output",
        )

    def adopt(self, weights: dict[str, Tensor], categories: tuple[str, ...]) -> dict[str, Tensor]:
        """A decoder that embeds the category goes on with a column for each class."""
        o = self.options
        known = {name: place for place, name in enumerate(categories)}
        fitting = graft.fits(weights, o.decoder.size, 5 + 2 * o.decoder.position)
        if not fitting or o.influence != "output":
            return weights
        places = [known.get(name, len(categories)) for name in self.task.categories]
        return graft.into_columns(weights, places, o.latent + o.raster)

    def one_hot(self, category: Tensor) -> Tensor:
        """c, ``(B, k)``; "no category" is all zeros."""
        return nn.functional.one_hot(category, self.kinds + 1)[:, : self.kinds].float()

    def condition(self, z: Tensor | None, category: Tensor | None) -> Tensor:
        """What the decoder reads beside rows and a_d: [z_s; z_r] ``(B, ·)`` and c."""
        assert z is not None
        assert category is not None
        return torch.cat([z, self.one_hot(category)], -1)

    def remember(self, batch: Batch) -> Memory:
        """Run the encoders."""
        hidden, ends = self.encoder.states(batch.rows[:, 1:], batch.lengths)
        joint = torch.cat([ends, self.one_hot(batch.category).to(ends.dtype)], -1)
        mean, log_variance = self.to_latent(joint).float().chunk(2, -1)
        image = images_of(batch.rows, self.task.codec.scale, self.options.canvas).unsqueeze(1)
        code = self.pixels.encode(image)
        error = (self.pixels.decode(code).float() - image).square().mean(dim=(1, 2, 3))
        return Memory(hidden, mean, log_variance, code.float(), error)

    def codes(self, batch: Batch, images: Tensor | None = None) -> Tensor:
        """[μ_s; z_r], ``(B, latent + raster)``; it draws its images itself."""
        del images
        memory = self.remember(batch)
        return torch.cat([memory.mean, memory.raster], -1)

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """See the base class; z_r = 0."""
        codes = super().prior(count, generator)
        codes[:, self.options.latent :] = 0.0
        return codes

    def conditioning(self, batch: Batch) -> dict[str, Tensor]:
        """Inputs of the exported decoder: z_s ``(B, latent)`` and the category."""
        return {"z": self.remember(batch).mean, "category": batch.category}

    def condition_of(self, inputs: dict[str, Tensor]) -> Tensor:
        """What the decoder reads beside the rows, given ``conditioning``'s inputs; z_r = 0."""
        z = inputs["z"]
        nothing = z.new_zeros(len(z), self.options.raster)
        return self.condition(torch.cat([z, nothing], -1), inputs["category"])

    def _pass(self, batch: Batch, memory: Memory, kept: Tensor) -> tuple[mixture.Nll, Tensor]:
        """Losses of the steps, and l_kl of each drawing; where not ``kept``, from c alone."""
        noise = torch.randn_like(memory.mean)
        z = memory.mean
        if self.training:
            z = z + torch.exp(memory.log_variance / 2) * noise
        share = kept[:, None]
        z = torch.cat([torch.where(share, z, noise), memory.raster * share], -1)
        condition = self.condition(z, batch.category)
        params, l_a = self.decoder.follow(batch.rows[:, :-1], condition, memory.hidden, batch, kept)
        mu, log_var = memory.mean, memory.log_variance
        l_z = -0.5 * (1 + log_var - log_var.exp() - mu.square()).mean(dim=1)
        l_a = (l_a * batch.points).sum(dim=1) / batch.lengths.clamp(min=1)
        return mixture.nll(params, batch), l_z + self.options.beta * l_a

    def loss(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """Equation (12), and the auto-encoder's loss."""
        memory, o = self.remember(batch), self.options
        kept = torch.rand(len(batch), device=batch.rows.device) >= o.prior
        losses, divergence = self._pass(batch, memory, kept)
        offset, pen = mixture.reconstruction(losses, len(batch), self.task.codec.nmax)
        kl, raster = divergence.mean(), memory.raster_loss.mean()
        alpha = annealed(step, o.kl_start, 1.0, o.kl_decay)
        total = offset + pen + alpha * kl.clamp(min=o.kl_floor) + o.raster_weight * raster
        return {"loss": total, "offset": offset, "pen": pen, "kl": kl, "raster": raster}

    def validate(self, batch: Batch) -> dict[str, Tensor]:
        """L_R and its terms per N_max, with what the encoders saw and from the category alone."""
        memory, nmax, o = self.remember(batch), self.task.codec.nmax, self.options
        every = torch.ones(len(batch), dtype=torch.bool, device=batch.rows.device)
        losses, kl = self._pass(batch, memory, every)
        offset, pen = mixture.per_drawing(losses, len(batch))
        alone, _ = self._pass(batch, memory, ~every)
        from_category = torch.stack(mixture.per_drawing(alone, len(batch))).sum(dim=0) / nmax
        total = (1 - o.prior) * (offset + pen) / nmax + o.prior * from_category
        return {
            "loss": total + kl.clamp(min=o.kl_floor) + o.raster_weight * memory.raster_loss,
            "reconstruction": (offset + pen) / nmax,
            "offset": offset / nmax,
            "pen": pen / nmax,
            "per_point": (offset + pen) / batch.lengths,
            "category_alone": from_category,
            "kl": kl,
            "raster": memory.raster_loss,
        }

    def export(self, folder: Path) -> dict[str, Any]:
        """``init.onnx`` and ``decoder_step.onnx`` of drawing from a category."""
        from training.export_images import export_ai_sketcher

        return export_ai_sketcher(self, folder)
