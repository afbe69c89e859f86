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
from sketchpad.core.stroke import FloatArray, Provenance, Sketch, Stroke, new_id
from sketchpad.inference.complete import check_alternatives
from sketchpad.inference.heal_choose import agreement, choose, consensus
from sketchpad.inference.heal_draw import Decoder, Sample, Taste, draw_samples
from sketchpad.inference.heal_ink import strokes_of
from sketchpad.inference.heal_meet import met
from sketchpad.inference.heal_pen import Script
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
#: What it weighs in the choice that the recogniser takes the healed drawing for what it takes the
#: others for.
_RECOGNISED: Final = 0.25


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
    healed = healer.draw(request, run)
    order = choose(healed.scores, healed.alike, request.alternatives)
    return [
        Suggestion(healer.strokes(healed, i), f"{n}", float(healed.scores[i]))
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


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class Healed:
    """All samples of a request.

    Attributes:
        request: that they answer.
        samples: drawn with different noise.
        view: what the model saw.
        scores: ``(b,)``, how good each is, higher is better.
        blind: ``(b,)``, the same without the recogniser's opinion.
        alike: ``(b, b)``, how alike two samples are, 0 to 1.
        provenance: of all their strokes.
    """

    request: HealRequest
    samples: list[Sample]
    view: View
    scores: FloatArray
    blind: FloatArray
    alike: FloatArray
    provenance: Provenance


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
        names = self._recogniser.model.categories if self._recogniser is not None else ()
        self._numbers = np.array([self._number(name) for name in names], dtype=np.int64)

    def temperature(self, request: HealRequest) -> float:
        """The request's, or the model's own."""
        return self.model.temperature if request.temperature is None else request.temperature

    def draw(self, request: HealRequest, run: Run) -> Healed:
        """All samples of a request, and what is to be thought of them."""
        kept = request.sketch.strokes
        view = view_of(kept, request.holes, self.canvas)
        run.cancellation.check()
        belief = self._belief(request)
        samples, painted = self._samples(request, view, belief, run)
        samples = [met(sample, view) for sample in samples]
        run.watcher.progress(0.8)
        blind, alike = agreement(samples, painted)
        provenance = Provenance(
            self.model.name,
            self.model.version,
            TASK,
            request.seed,
            self.temperature(request),
            new_id(),
        )
        healed = Healed(request, samples, view, blind, blind, alike, provenance)
        if self._recogniser is None:
            return healed
        drawings = [
            [*request.sketch.polylines, *(s.points for s in self.strokes(healed, i))]
            for i in range(len(samples))
        ]
        run.cancellation.check()
        found = self._recogniser.probabilities(drawings)
        return dataclasses.replace(healed, scores=blind + _RECOGNISED * consensus(found))

    def strokes(self, healed: Healed, number: int) -> tuple[Stroke, ...]:
        """The new strokes of a sample."""
        kept = healed.request.sketch.strokes
        return strokes_of(healed.samples[number].lines, healed.view, kept, healed.provenance)

    def _samples(
        self, request: HealRequest, view: View, belief: FloatArray, run: Run
    ) -> tuple[list[Sample], NDArray[np.float32]]:
        """The samples, and the probability of missing ink ``(n, n)`` in the frame."""
        count = max(SAMPLES, request.alternatives)
        kinds, copies = np.unique(_categories(belief, count), return_inverse=True)
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
        grown = np.kron(view.hole, np.ones((self.canvas.ink // self.canvas.hole,) * 2))
        return samples, (seen["painted"][0] * grown).astype(np.float32)

    def _belief(self, request: HealRequest) -> FloatArray:
        """What the drawing may show: of each category and, last, of none, ``(categories + 1,)``."""
        belief = np.zeros(len(self.model.categories) + 1)
        if request.category is not None or self._recogniser is None:
            belief[self.model.category(request.category)] = 1.0
        else:
            shares = self._recogniser.probabilities([request.sketch.polylines])[0]
            np.add.at(belief, self._numbers, shares)
        return belief

    def _number(self, name: str) -> int:
        try:
            return self.model.category(name)
        except InputError:
            return self.model.category(None)


def _categories(belief: FloatArray, count: int) -> NDArray[np.int64]:
    """The category of each sample: the likeliest ones, in proportion."""
    order = np.argsort(-belief, kind="stable")[:_GUESSES]
    heap = np.cumsum(belief[order])
    places = (np.arange(count) + 0.5) / count * heap[-1]
    return np.asarray(order[np.searchsorted(heap, places).clip(0, len(order) - 1)])
