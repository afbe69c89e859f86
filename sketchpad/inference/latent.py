"""Drawings as points of a latent space, and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray, Sketch
from sketchpad.core.stroke5 import END_ROW, Frame
from sketchpad.inference.complete import fed_rows
from sketchpad.inference.decoder import Drawn, StrokeDecoder
from sketchpad.inference.images import ModelCanvas
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.sampler import Sampler
from sketchpad.inference.suggestions import Run

_ENCODER: Final = "encoder.onnx"
#: Drawn for each point of the latent space; the one whose own latent is nearest is kept.
_CANDIDATES: Final = 4
_NUCLEUS: Final = 0.9

Latent = NDArray[np.float64]


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A drawing that was decoded from a point of a latent space.

    Attributes:
        lines: polylines ``(n, 2)``, box units; none if the model drew nothing.
        distance: of the drawing's own latent from the point; large if it never ended.
    """

    lines: list[FloatArray]
    distance: float


class LatentSpace:
    """A model's encoder and decoder; the encoder reads strokes or an image."""

    def __init__(self, models: Models, model: Model) -> None:
        """Load it.

        Raises:
            ModelError: if it cannot be used.
        """
        self.model = model
        self._encoder = models.network(model, _ENCODER)
        self._decoder = StrokeDecoder(models, model)
        reads_image = "image" in self._encoder.inputs
        self._canvas = ModelCanvas.from_card(model.card) if reads_image else None

    def encode(
        self, drawings: Sequence[Sequence[FloatArray]], around: Sequence[FloatArray] = ()
    ) -> tuple[Latent, Latent]:
        """Where drawings (polylines, any unit) lie, and how far that is uncertain.

        Args:
            drawings: their polylines.
            around: points that belong to the drawings' extent without having ink; only models
                that read images see them.

        Returns:
            Mean and standard deviation ``(b, Z)``; the deviation is 0 if the model has none.
        """
        codec = self.model.codec
        if self._canvas is not None:
            images = np.stack([self._canvas.image(lines, codec, around) for lines in drawings])
            out = self._encoder.run({"image": images})
            z = out["z"].astype(np.float64)
            return z, np.zeros_like(z)
        rows = [fed_rows(Sketch.of(lines), codec)[0] for lines in drawings]
        lengths = np.array([len(r) for r in rows], dtype=np.int64)
        padded = np.tile(np.array(END_ROW, np.float32), (len(rows), int(lengths.max()), 1))
        for place, drawing in zip(padded, rows, strict=True):
            place[: len(drawing)] = drawing
        out = self._encoder.run({"rows": padded, "lengths": lengths})
        mean = out["mu"].astype(np.float64)
        return mean, np.exp(0.5 * out["log_var"].astype(np.float64))

    def decode(
        self, points: Latent, *, temperature: float, seed: int, run: Run
    ) -> list[list[FloatArray]]:
        """A drawing for each point ``(b, Z)``, polylines in box units.

        Several are drawn and the one that lies nearest to the point itself is kept.
        """
        drawn = self.candidates(points, _CANDIDATES, temperature=temperature, seed=seed, run=run)
        return [min(few, key=lambda candidate: candidate.distance).lines for few in drawn]

    def candidates(
        self, points: Latent, count: int, *, temperature: float, seed: int, run: Run
    ) -> list[list[Candidate]]:
        """Several drawings for each point ``(b, Z)``."""
        tiled = np.repeat(points, count, axis=0).astype(np.float32)
        categories = np.full(len(tiled), len(self.model.categories), dtype=np.int64)
        drawn = self._decoder.draw(
            {"z": tiled, "category": categories},
            Sampler(
                len(tiled),
                temperature=temperature,
                pen_temperature=self.model.pen_temperature(temperature),
                top_p=_NUCLEUS,
                seed=seed,
            ),
            run=run,
        )
        run.watcher.progress(0.7)
        lines = [self._lines(d) for d in drawn]
        distances = np.full(len(lines), np.inf)
        filled = [i for i, found in enumerate(lines) if found]
        if filled:
            found, _ = self.encode([lines[i] for i in filled])
            distances[filled] = np.linalg.norm(found - tiled[filled], axis=1)
            distances[filled] += [0.0 if drawn[i].ended else 1e3 for i in filled]
        made = [Candidate(x, float(d)) for x, d in zip(lines, distances, strict=True)]
        return [made[k : k + count] for k in range(0, len(made), count)]

    def _lines(self, drawn: Drawn) -> list[FloatArray]:
        return self.model.codec.decode(drawn.rows, Frame())


def path_between(a: Latent, b: Latent, shares: Latent, *, spherical: bool) -> Latent:
    """Points on the way from ``a (Z,)`` to ``b (Z,)``, ``(n, Z)``, at the given shares of it.

    Spherical interpolation keeps to lengths that the decoder has seen where a straight line
    would cut through the thinly populated middle (White, "Sampling Generative Networks", 2016).
    """
    t = shares[:, None]
    if spherical:
        norms = np.linalg.norm(a) * np.linalg.norm(b)
        angle = np.arccos(np.clip(a @ b / norms, -1.0, 1.0)) if norms > 0.0 else 0.0
        if 1e-4 < angle < np.pi - 1e-4:
            sine = np.sin(angle)
            return np.asarray(np.sin((1.0 - t) * angle) / sine * a + np.sin(t * angle) / sine * b)
    return np.asarray((1.0 - t) * a + t * b)


def demand_ink(sketch: Sketch, what: str) -> None:
    """Refuse an empty sketch.

    Raises:
        InputError: naming what is empty.
    """
    if not len(sketch):
        raise InputError(f"{what} is empty; draw something there first.")
