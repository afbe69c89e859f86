"""What the systems share that look at a picture and redraw it: images in, strokes out.

A subclass says how it perceives an image; corrupting the image, the latent code, the stroke
decoder and the losses are here.
"""

from __future__ import annotations

import dataclasses
from abc import abstractmethod
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from training import corruption, graft, mixture
from training.data import Batch
from training.decoder import Decoder, DecoderOptions
from training.raster import Canvas, images_of, place, rasterise, trace
from training.systems import System, Task

#: The seed of the corruption that validation uses.
VALIDATION_SEED = 0


@dataclasses.dataclass(frozen=True)
class CorruptionOptions:
    """What is taken from the images that a model learns to redraw.

    Attributes:
        patches: p_mask, the probability of each patch to be masked; 0.1 in Lmser-pix2seq.
        patches_high: if larger, every drawing has its own p_mask between the two. A departure
            for models that ship, which meet worse than 10 %.
        holes: the share of drawings that get an eraser's hole instead of patches.
        hole_share: the largest share of the ink that such a hole takes.
    """

    patches: float = 0.1
    patches_high: float = 0.0
    holes: float = 0.0
    hole_share: float = 0.5


@dataclasses.dataclass(frozen=True)
class ImageOptions:
    """Options that all these systems have.

    Attributes:
        canvas: the images.
        corruption: of the images that the encoder sees; the targets are whole.
        latent: N_z.
        log_variance: where σ̂ begins. The papers begin at 0, that is with as much noise as
            signal; a smaller value spares a short run the time to learn its way out of it.
        decoder: the stroke decoder's sizes.
        kl_weight: w_KL; 0: no such loss.
        kl_start: η_min of the annealing η = 1 - (1 - η_min) R^step.
        kl_decay: R.
        kl_floor: KL_min.
        raster_weight: w_c of the rebuilt image's loss.
        thumbnail_weight: of a further loss, the mean squared error of a small image of the whole
            drawing, read linearly out of the code. A departure, 0 in the papers' recipes: it fills
            the code within minutes, long before the decoder's gradient does.
        thumbnail: pixels along its side.
    """

    canvas: Canvas = Canvas()  # noqa: RUF009 - frozen
    corruption: CorruptionOptions = CorruptionOptions()
    latent: int = 128
    log_variance: float = 0.0
    decoder: DecoderOptions = DecoderOptions()  # noqa: RUF009 - frozen
    kl_weight: float = 0.0
    kl_start: float = 0.01
    kl_decay: float = 0.99995
    kl_floor: float = 0.2
    raster_weight: float = 0.0
    thumbnail_weight: float = 0.0
    thumbnail: int = 16


class Code(NamedTuple):
    """What an encoder makes of an image.

    Attributes:
        mean: μ, ``(B, latent)``.
        log_variance: σ̂, ``(B, latent)``.
        rebuilt: the image rebuilt, ``(B, 1, size, size)`` in -1…+1, if it does that.
        earlier: the same from earlier passes, where they have a loss of their own.
    """

    mean: Tensor
    log_variance: Tensor
    rebuilt: Tensor | None
    earlier: tuple[Tensor, ...] = ()


class Result(NamedTuple):
    """What one pass over a batch gives to the losses; all but the first are ``(B,)``."""

    losses: mixture.Nll
    divergence: Tensor
    raster: Tensor
    thumbnail: Tensor


class ImageToSequence(System):
    """Image → z → strokes.

    z = μ + exp(σ̂ / 2) ε while training, and z = μ otherwise: what a person gets should not
    depend on noise that the temperature does not govern (the official Lmser-pix2seq also samples
    z when it heals; without a KL term σ becomes small, and the two hardly differ).
    """

    Options = ImageOptions
    draws = True
    options: ImageOptions

    def __init__(self, options: ImageOptions, task: Task) -> None:
        super().__init__(options, task)
        self.canvas = options.canvas
        self.latent = self.exported_latent = options.latent
        span = task.codec.box / task.codec.scale
        self.decoder = Decoder(options.decoder, options.latent, span)
        if options.thumbnail_weight:
            self.thumbnail = nn.Linear(options.latent, options.thumbnail**2)

    def _head(self, features: int) -> nn.Linear:
        """The layer from the encoder's features to μ and σ̂."""
        linear = nn.Linear(features, 2 * self.options.latent)
        nn.init.normal_(linear.weight, std=0.01)
        with torch.no_grad():
            linear.bias[: self.options.latent] = 0.0
            linear.bias[self.options.latent :] = self.options.log_variance
        return linear

    def adopt(self, weights: dict[str, Tensor], categories: tuple[str, ...]) -> dict[str, Tensor]:
        """A decoder that was conditional on the category goes on as if it were told none."""
        del categories
        o = self.options.decoder
        fitting = graft.fits(weights, o.size, 5 + 2 * o.position)
        return graft.into_bias(weights) if fitting else weights

    @abstractmethod
    def encode(self, image: Tensor) -> Code:
        """Perceive images ``(B, 1, size, size)``, 0 paper to 1 ink."""

    def codes(self, batch: Batch, images: Tensor | None = None) -> Tensor:
        """See the base class."""
        if images is None:
            images = images_of(batch.rows, self.task.codec.scale, self.canvas).unsqueeze(1)
        return self.encode(images).mean

    def corrupted(self, batch: Batch, seed: int) -> tuple[Tensor, Tensor]:
        """The whole images of a batch and what is left of them, ``(B, 1, size, size)`` each.

        The image is masked before anything looks at it, see ``corruption.patch_cover``.
        """
        how = self.options.corruption
        traces = trace(batch.rows, self.task.codec.scale)
        placement = place(traces, self.canvas)
        whole = rasterise(traces, self.canvas, placement)
        if not (how.patches or how.patches_high or how.holes):
            return whole.unsqueeze(1), whole.unsqueeze(1)
        u = corruption.uniforms(seed + 2, batch.index, 3)
        chance = how.patches + u[:, 0] * max(how.patches_high - how.patches, 0.0)
        cover = corruption.patch_cover(
            traces, self.canvas, placement, probability=chance, seed=seed, index=batch.index
        )
        if how.holes:
            holes = corruption.irregular(traces, u[:, 1] * how.hole_share, seed, batch.index)
            erased = (u[:, 2] < how.holes)[:, None, None]
            cover = torch.where(erased, holes.cover(self.canvas, placement), cover)
        return whole.unsqueeze(1), (whole * ~cover).unsqueeze(1)

    def conditioning(self, batch: Batch) -> dict[str, Tensor]:
        """Inputs of the exported decoder: the codes of whole drawings."""
        return {"z": self.codes(batch)}

    def condition_of(self, inputs: dict[str, Tensor]) -> Tensor:
        """What the decoder reads beside the rows, given ``conditioning``'s inputs."""
        return inputs["z"]

    def _pass(self, batch: Batch, seed: int) -> Result:
        whole, given = self.corrupted(batch, seed)
        code = self.encode(given)
        z = code.mean
        if self.training:
            z = z + torch.exp(code.log_variance / 2) * torch.randn_like(z)
        params, _ = self.decoder(batch.rows[:, :-1], z)
        mu, log_var = code.mean, code.log_variance
        divergence = -0.5 * (1.0 + log_var - mu.square() - log_var.exp()).mean(dim=1)
        if code.rebuilt is None:
            raster = torch.zeros_like(divergence)
        else:
            images = torch.stack([code.rebuilt, *code.earlier]).float()
            raster = (images - (2.0 * whole - 1.0)).square().mean(dim=(0, 2, 3, 4))
        return Result(mixture.nll(params, batch), divergence, raster, self._thumbnail(z, whole))

    def _thumbnail(self, z: Tensor, whole: Tensor) -> Tensor:
        """How badly the code tells the small image of the whole drawing, ``(B,)``."""
        if not self.options.thumbnail_weight:
            return z.new_zeros(len(z))
        small = nn.functional.adaptive_avg_pool2d(whole, self.options.thumbnail)
        told: Tensor = self.thumbnail(z).float()
        return (told - small.flatten(1)).square().mean(dim=1)

    def loss(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """L_R + w_c L_CNN + w_KL η max(L_KL, KL_min)."""
        # Step 0 must not repeat the validation's corruption.
        result = self._pass(batch, VALIDATION_SEED + 1 + step)
        offset, pen = mixture.reconstruction(result.losses, len(batch), self.task.codec.nmax)
        raster, kl, o = result.raster.mean(), result.divergence.mean(), self.options
        total, terms = offset + pen, {"offset": offset, "pen": pen}
        if o.raster_weight:
            total, terms["raster"] = total + o.raster_weight * raster, raster
        if o.thumbnail_weight:
            thumbnail = result.thumbnail.mean()
            total, terms["thumbnail"] = total + o.thumbnail_weight * thumbnail, thumbnail
        if o.kl_weight:
            weight = o.kl_weight * (1.0 - (1.0 - o.kl_start) * o.kl_decay**step)
            total, terms["kl"] = total + weight * kl.clamp(min=o.kl_floor), kl
        return {"loss": total, **terms}

    def validate(self, batch: Batch) -> dict[str, Tensor]:
        """L_R and its terms per N_max, L_R per point, and the other losses, of each drawing."""
        result = self._pass(batch, VALIDATION_SEED)
        offset, pen = mixture.per_drawing(result.losses, len(batch))
        nmax, o = self.task.codec.nmax, self.options
        total = (offset + pen) / nmax
        found = {"reconstruction": total, "offset": offset / nmax, "pen": pen / nmax}
        found["per_point"] = (offset + pen) / batch.lengths
        if o.raster_weight:
            total, found["raster"] = total + o.raster_weight * result.raster, result.raster
        if o.thumbnail_weight:
            found["thumbnail"] = result.thumbnail
            total = total + o.thumbnail_weight * result.thumbnail
        if o.kl_weight:
            total, found["kl"] = total + o.kl_weight * result.divergence, result.divergence
        return {"loss": total, **found}

    def export(self, folder: Path) -> dict[str, Any]:
        """``encoder.onnx`` (image → z and, if rebuilt, raster), ``init`` and ``decoder_step``."""
        from training.export_images import export_image_to_sequence

        return export_image_to_sequence(self, folder)
