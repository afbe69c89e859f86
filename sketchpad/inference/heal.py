"""Heal in place: draw what an eraser took, and leave every kept stroke alone.

Only the strokes that the model adds are returned; what was kept is not even copied.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.document import Hole
from sketchpad.core.erase import cut_by_hole
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Provenance, Sketch, Stroke, new_id
from sketchpad.inference.complete import check_alternatives
from sketchpad.inference.heal_choose import agreement, choose
from sketchpad.inference.heal_draw import Decoder, Sample, Script, Taste, draw_samples
from sketchpad.inference.heal_ink import strokes_of
from sketchpad.inference.heal_view import Canvas, View, view_of
from sketchpad.inference.recognise import TASK as RECOGNISE
from sketchpad.inference.recognise import Recogniser
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.suggestions import Run, Suggestion

TASK: Final = "heal"
#: Drawn for each request; ranking chooses among them.
SAMPLES: Final = 24
#: So many of the recogniser's guesses are followed.
_GUESSES: Final = 4


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class HealRequest:
    """What to heal, and how.

    Attributes:
        sketch: the strokes that were kept, cut at the holes' edges.
        holes: what was erased.
        category: what the drawing shows; None to go by the recogniser's guess.
        alternatives: how many suggestions.
        temperature: 0 to 1; None for the model's own.
        seed: of the sampler; the same seed draws the same strokes on the same device.
    """

    sketch: Sketch
    holes: tuple[Hole, ...]
    category: str | None = None
    alternatives: int = 5
    temperature: float | None = None
    seed: int = 0


def heal(
    request: HealRequest,
    *,
    models: Models | None = None,
    run: Run | None = None,
    healer: Healer | None = None,
) -> list[Suggestion]:
    """Suggestions of what was in the holes, the best first.

    Each new stroke that continues a kept one begins exactly at its last (or first) sample; one
    that connects two also ends exactly at the other's.

    Raises:
        InputError: if there is no hole, or nothing was kept.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    check_alternatives(request.alternatives)
    run = run or Run()
    healer = healer or Healer(models or Models())
    samples, view, scores, order = healer.best(request, run)
    provenance = Provenance(
        healer.model.name,
        healer.model.version,
        TASK,
        request.seed,
        healer.temperature(request),
        new_id(),
    )
    kept = request.sketch.strokes
    return [
        Suggestion(strokes_of(samples[i].lines, view, kept, provenance), f"{n}", float(scores[i]))
        for n, i in enumerate(order, start=1)
    ]


def erased(sketch: Sketch, holes: tuple[Hole, ...]) -> Sketch:
    """A sketch without what lies in some holes, its strokes cut at their edges.

    Strokes that no hole touches are the same objects.
    """
    strokes: list[Stroke] = list(sketch.strokes)
    for hole in holes:
        cut = ((stroke, cut_by_hole(stroke, hole)) for stroke in strokes)
        strokes = [s for stroke, pieces in cut for s in ([stroke] if pieces is None else pieces)]
    return Sketch(tuple(strokes))


class Healer:
    """The model, for whoever needs its samples."""

    def __init__(self, models: Models, *, use_recogniser: bool = True) -> None:
        """Load it.

        Args:
            models: where it is.
            use_recogniser: ask the recogniser what is drawn, if there is one; otherwise the
                category stays open.

        Raises:
            ModelError: if there is no usable model.
        """
        self.model: Model = models.get(TASK)
        self.canvas = Canvas.of(self.model.card)
        self._encoder = models.network(self.model, "encoder.onnx")
        self._step = models.network(self.model, "decoder_step.onnx")
        known = use_recogniser and models.has(RECOGNISE)
        self._recogniser = Recogniser(models) if known else None

    def temperature(self, request: HealRequest) -> float:
        """The request's, or the model's own."""
        return self.model.temperature if request.temperature is None else request.temperature

    def best(
        self, request: HealRequest, run: Run
    ) -> tuple[list[Sample], View, NDArray[np.float64], list[int]]:
        """All samples, what the model saw, their scores, and the chosen ones, the best first."""
        view = view_of(request.sketch.strokes, request.holes, self.canvas)
        run.cancellation.check()
        count = max(SAMPLES, request.alternatives)
        kinds, copies = np.unique(self._categories(request, count), return_inverse=True)
        seen = self._encoder.run(
            {"ink": view.ink[None], "hole": view.hole[None], "category": kinds}, run.cancellation
        )
        run.watcher.progress(0.1)
        codec = self.model.codec
        script = Script(view, codec.box / codec.scale / 2.0, self.canvas.features)
        own = self.temperature(request)
        pens = float(self.model.card.get("pen_temperature", own))
        taste = Taste(count, own, pens, request.seed)
        samples = draw_samples(Decoder(self._step, seen, kinds, run), script, copies, taste)
        run.watcher.progress(0.9)
        grown = np.kron(view.hole, np.ones((self.canvas.ink // self.canvas.hole,) * 2))
        painted = (seen["painted"][0] * grown).astype(np.float32)
        scores, alike = agreement(samples, painted)
        return samples, view, scores, choose(scores, alike, request.alternatives)

    def _categories(self, request: HealRequest, count: int) -> NDArray[np.int64]:
        """Of each sample: the user's category, or the recogniser's guesses in proportion."""
        if request.category is not None or self._recogniser is None:
            return np.full(count, self.model.category(request.category), dtype=np.int64)
        shares = self._recogniser.probabilities([request.sketch.polylines])[0]
        names = self._recogniser.model.categories
        order = np.argsort(-shares, kind="stable")[:_GUESSES]
        heap = np.cumsum(shares[order])
        places = (np.arange(count) + 0.5) / count * heap[-1]
        chosen = order[np.searchsorted(heap, places).clip(0, len(order) - 1)]
        return np.array([self._number(names[i]) for i in chosen], dtype=np.int64)

    def _number(self, name: str) -> int:
        try:
            return self.model.category(name)
        except InputError:
            return self.model.category(None)
