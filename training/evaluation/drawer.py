"""One way to ask every system for codes and drawings, and the judge of what it drew."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray
from sketchpad.core.stroke5 import Frame
from sketchpad.inference.sampler import START, Rows, Sampler, Step
from training.data import Batch
from training.evaluation.runs import CHUNK, Run, chosen, joined
from training.export_strokes import StepNetwork
from training.raster import images_of
from training.systems import System
from training.systems.recogniser import Recogniser


@dataclasses.dataclass(frozen=True)
class Drawer:
    """A system that draws.

    Attributes:
        system: one whose ``draws`` is true.
        pen_temperature: of the pen state; that of the rest where it is higher. A cold pen
            forgets to lift, see ``sketchpad.inference.sampler``.
        exported: folder of the model that was exported from the system, whose decoder draws
            instead of torch's; None for torch. It may be rounded to 8 bits.
    """

    system: System
    pen_temperature: float = 0.0
    exported: Path | None = None

    def __post_init__(self) -> None:
        if not self.system.draws:
            raise InputError("This system does not draw; only drawing systems can be evaluated.")

    @property
    def latent(self) -> int:
        """The width of its codes, 0 if it has none."""
        return self.system.latent

    @property
    def by_category(self) -> bool:
        """Whether it can draw a category without being shown a drawing."""
        return self.system.by_category

    @torch.no_grad()
    def codes(self, batch: Batch, images: Tensor | None = None) -> Tensor:
        """The codes of drawings, ``(B, latent)``, without noise; see ``System.codes``."""
        return self.system.codes(batch, images)

    def prior(self, count: int, seed: int) -> Tensor | None:
        """Codes for drawing from nothing, ``(count, latent)``, or None."""
        if not self.latent:
            return None
        return self.system.prior(count, torch.Generator().manual_seed(seed))

    @torch.no_grad()
    def draw(
        self,
        codes: Tensor | None,
        category: Tensor,
        *,
        temperature: float,
        seed: int = 0,
        begun: Batch | None = None,
        begun_lengths: Tensor | None = None,
    ) -> Batch:
        """Draw with the one sampler.

        Args:
            codes: ``(B, latent)``, or None for a system without codes.
            category: ``(B,)`` int64; only conditional systems look at it.
            temperature: of the sampler.
            seed: of the sampler.
            begun: drawings to go on with...
            begun_lengths: ...after this many of their points, ``(B,)``.

        Returns:
            The drawings as a batch that is not real, ``index`` 0 to B - 1.
        """
        count, limit = len(category), self.system.task.codec.nmax
        step_once, state = self._stepper(codes, category)
        pen = max(temperature, self.pen_temperature)
        sampler = Sampler(count, temperature=temperature, pen_temperature=pen, seed=seed)
        rows: NDArray[np.float32] = np.tile(np.array(START, dtype=np.float32), (count, 1))
        drawn = [rows]
        for step in range(limit):
            params, state = step_once(rows, state)
            rows = sampler.next(params)
            if begun is not None and begun_lengths is not None:
                given = (step < begun_lengths).numpy()
                if given.any():
                    rows[given] = begun.rows[:, min(step + 1, begun.rows.shape[1] - 1)][given]
                    # Noise before the model's turn must not end a drawing.
                    sampler.ended[given] = False
            drawn.append(rows)
            if sampler.ended.all():
                break
        return _as_batch(np.stack(drawn, axis=1), category)

    def draw_near(
        self, codes: Tensor, category: Tensor, *, temperature: float, candidates: int, seed: int = 1
    ) -> tuple[Batch, Tensor]:
        """Draw each code several times, and keep what comes nearest to the code.

        Returns:
            The drawings, and their own codes ``(B, latent)``.
        """
        best = self.draw(codes, category, temperature=temperature, seed=seed)
        found = self.codes(best)
        for again in range(1, candidates):
            other = self.draw(codes, category, temperature=temperature, seed=seed + again)
            theirs = self.codes(other)
            nearer = (theirs - codes).norm(dim=1) < (found - codes).norm(dim=1)
            found = torch.where(nearer[:, None], theirs, found)
            both = joined([best, other])
            place = torch.arange(len(codes))
            best = chosen(both, torch.where(nearer, place + len(codes), place))
        return best, found

    def _stepper(self, codes: Tensor | None, category: Tensor) -> tuple[Step[Any], Any]:
        """The decoder, one step at a time, and its state before the first row."""
        s: Any = self.system
        if self.exported is not None:
            inputs = {"category": category.numpy()}
            if codes is not None:
                inputs["z"] = codes[:, : s.exported_latent].numpy()
            network = StepNetwork(self.exported, inputs)
            return network, network.start
        condition = s.condition(codes, category)

        def step(rows: Rows, state: Any) -> tuple[NDArray[np.float32], Any]:  # noqa: ANN401
            params, after = s.decoder(torch.from_numpy(rows)[:, None], condition, state)
            return params[:, 0].float().numpy(), after

        return step, None

    def polylines(self, batch: Batch) -> list[list[FloatArray]]:
        """Each drawing as polylines, box units."""
        codec = self.system.task.codec
        rows = batch.rows.numpy()
        return [codec.decode(drawing[1:], Frame()) for drawing in rows]


def _as_batch(rows: NDArray[np.float32], category: Tensor) -> Batch:
    """Sampled rows ``(B, n, 5)``, start first, with an end row after each drawing."""
    ended = np.zeros((len(rows), 1, 5), dtype=np.float32)
    ended[..., 4] = 1.0
    full = torch.from_numpy(np.concatenate([rows, ended], axis=1))
    ends = full[:, 1:, 4] > 0.5
    lengths = ends.float().argmax(dim=1)
    count = len(full)
    # What follows the first end row is padding.
    full[:, 1:][ends.cumsum(dim=1) > 0] = torch.tensor([0.0, 0.0, 0.0, 0.0, 1.0])
    return Batch(full, lengths, category, torch.arange(count), torch.zeros(count).bool())


@dataclasses.dataclass(frozen=True)
class Judge:
    """A recogniser that tells what other systems drew.

    Attributes:
        system: the recogniser.
        places: ``(categories,)``, where each category of the judged system is among its own.
    """

    system: Recogniser
    places: Tensor

    @classmethod
    def of(cls, run: Run, categories: tuple[str, ...]) -> Judge:
        """The judge from a recogniser's run.

        Raises:
            InputError: if the run is no recogniser, or does not know a category.
        """
        if not isinstance(run.system, Recogniser):
            raise InputError(f"{run.folder} is not a run of a recogniser, which a judge has to be.")
        known = {name: i for i, name in enumerate(run.categories)}
        missing = [name for name in categories if name not in known]
        if missing:
            raise InputError(f"The judge {run.folder} does not know the category {missing[0]!r}.")
        return cls(run.system, torch.tensor([known[name] for name in categories]))

    @torch.no_grad()
    def logits(self, batch: Batch, scale: float) -> Tensor:
        """``(B, its own categories)`` of drawings whose rows have this scale."""
        parts = []
        for start in range(0, len(batch), CHUNK):
            images = images_of(batch.rows[start : start + CHUNK], scale, self.system.canvas)
            parts.append(self.system(images).float())
        return torch.cat(parts)
