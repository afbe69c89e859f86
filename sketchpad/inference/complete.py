"""Complete: draw on where the user stopped, at the size and place of the drawing."""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray, Provenance, Sketch, Stroke, new_id
from sketchpad.core.stroke5 import Codec, Frame
from sketchpad.inference.decoder import Drawn, StrokeDecoder
from sketchpad.inference.framing import framed
from sketchpad.inference.ink import brush_of, ink
from sketchpad.inference.recognise import TASK as RECOGNISE
from sketchpad.inference.recognise import Recogniser
from sketchpad.inference.registry import Models
from sketchpad.inference.sampler import Sampler
from sketchpad.inference.suggestions import Run, Suggestion

TASK: Final = "complete"
#: Drawn for each suggestion that is kept; the recogniser chooses.
_CANDIDATES: Final = 3
#: A guess of the recogniser below this is not worth conditioning on.
_DOUBT: Final = 0.05
#: Only the likeliest components are drawn from.
NUCLEUS: Final = 0.95
MAX_ALTERNATIVES: Final = 32


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class CompleteRequest:
    """What to complete, and how.

    Attributes:
        sketch: what is drawn so far.
        category: what it shall become; None to go by the recogniser's guesses.
        alternatives: how many suggestions.
        temperature: 0 to 1; None for the model's own.
        seed: of the sampler; the same seed draws the same strokes on the same device.
    """

    sketch: Sketch
    category: str | None = None
    alternatives: int = 5
    temperature: float | None = None
    seed: int = 0


def complete(
    request: CompleteRequest, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """Suggestions of how the sketch goes on, the best first.

    Raises:
        InputError: for an empty sketch or an unknown category.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    return _Completion(request, models or Models(), run or Run()).suggestions()


class _Completion:
    def __init__(self, request: CompleteRequest, models: Models, run: Run) -> None:
        if not len(request.sketch):
            raise InputError("There is nothing to complete yet; draw something first.")
        check_alternatives(request.alternatives)
        self.request, self.models, self.run = request, models, run
        self.model = models.get(TASK)
        self.temperature = (
            self.model.temperature if request.temperature is None else request.temperature
        )
        self.rows, self.frame = fed_rows(request.sketch, self.model.codec)
        self.frames: list[Frame] = []
        self.fed = self.rows[None]
        self.provenance = Provenance(
            self.model.name,
            self.model.version,
            TASK,
            request.seed,
            self.temperature,
            new_id(),
        )

    def suggestions(self) -> list[Suggestion]:
        request = self.request
        recogniser = Recogniser(self.models) if self.models.has(RECOGNISE) else None
        count = request.alternatives * (_CANDIDATES if recogniser else 1)
        categories = self._categories(count, recogniser)
        decoder = StrokeDecoder(self.models, self.model)
        sampler = Sampler(
            count,
            temperature=self.temperature,
            pen_temperature=self.model.pen_temperature(self.temperature),
            top_p=NUCLEUS,
            seed=request.seed,
        )
        drawn = decoder.draw(
            {"category": categories},
            sampler,
            fed=self._place(decoder, categories),
            limit=self.model.codec.nmax,
            run=self.run,
            on_rows=lambda part: self._show(part[: request.alternatives], categories),
        )
        self.run.watcher.progress(0.9)
        candidates = [self._lines(d, i) for i, d in enumerate(drawn)]
        scores = self._scores(candidates, drawn, categories, recogniser)
        order = np.argsort(-scores, kind="stable")[: request.alternatives]
        return [
            self._suggestion(candidates[i], int(categories[i]), float(scores[i])) for i in order
        ]

    def _categories(self, count: int, recogniser: Recogniser | None) -> NDArray[np.int64]:
        """A category for each candidate: the user's, or the recogniser's in their proportion."""
        if self.request.category is not None or recogniser is None:
            return np.full(count, self.model.category(self.request.category), dtype=np.int64)
        guesses = recogniser.probabilities([self.request.sketch.polylines])[0]
        names = recogniser.model.categories
        likely = [i for i in np.argsort(-guesses, kind="stable") if guesses[i] >= _DOUBT]
        shares = np.array([guesses[i] for i in likely] + [1.0 - sum(guesses[i] for i in likely)])
        numbers = [self._number(names[i]) for i in likely] + [self.model.category(None)]
        places = (np.arange(count) + 0.5) / count
        chosen = np.searchsorted(np.cumsum(shares / shares.sum()), places)
        return np.array([numbers[min(k, len(numbers) - 1)] for k in chosen], dtype=np.int64)

    def _number(self, name: str) -> int:
        try:
            return self.model.category(name)
        except InputError:
            return self.model.category(None)

    def _place(self, decoder: StrokeDecoder, categories: NDArray[np.int64]) -> NDArray[np.float32]:
        """The beginning in a likely frame for each candidate, ``(b, n, 5)``; see ``framing``."""
        options = framed(self.rows, self.frame, self.model.codec)
        usual = np.bincount(categories).argmax()
        condition = {"category": np.full(len(options.frames), usual, dtype=np.int64)}
        likelihood = decoder.score(condition, options.rows, run=self.run).sum(axis=1)
        chosen = options.choose(likelihood, len(categories), self.request.seed)
        self.frames = [options.frames[i] for i in chosen]
        self.fed = options.rows[chosen]
        return self.fed

    def _lines(self, drawn: Drawn, number: int) -> list[FloatArray]:
        """A candidate's new polylines, canvas units; the first may go on from the last point."""
        codec = self.model.codec
        x, y = self.fed[number, :, :2].astype(np.float64).sum(axis=0) * codec.scale
        lines = codec.decode(drawn.rows, self.frames[number], start=(float(x), float(y)))
        if not drawn.ended and len(drawn.rows) and drawn.rows[-1, 3] < 0.5:
            lines = lines[:-1]
        return lines

    def _scores(
        self,
        candidates: list[list[FloatArray]],
        drawn: list[Drawn],
        categories: NDArray[np.int64],
        recogniser: Recogniser | None,
    ) -> NDArray[np.float64]:
        """How well each finished drawing is recognised as what it was meant to be."""
        ended = np.array([d.ended for d in drawn], dtype=np.float64)
        some = np.array([bool(lines) for lines in candidates], dtype=np.float64)
        if recogniser is None:
            return ended + some
        kept = self.request.sketch.polylines
        found = recogniser.probabilities([[*kept, *lines] for lines in candidates])
        best = found.max(axis=1)
        names = self.model.categories
        place = {name: i for i, name in enumerate(recogniser.model.categories)}
        for i, number in enumerate(categories):
            if number < len(names) and names[number] in place:
                best[i] = found[i, place[names[number]]]
        return np.asarray(best + 0.2 * ended + some)

    def _suggestion(self, lines: list[FloatArray], category: int, score: float) -> Suggestion:
        names = self.model.categories
        label = names[category] if category < len(names) else ""
        return Suggestion(self._ink(lines), label, score)

    def _ink(self, lines: list[FloatArray]) -> tuple[Stroke, ...]:
        size = self.frame.unit * self.model.codec.box
        return ink(lines, size, brush_of(self.request.sketch.strokes), self.provenance)

    def _show(self, drawn: list[Drawn], categories: NDArray[np.int64]) -> None:
        self.run.watcher.partial(
            [
                self._suggestion(self._lines(d, i), int(categories[i]), 0.0)
                for i, d in enumerate(drawn)
            ]
        )


def fed_rows(sketch: Sketch, codec: Codec) -> tuple[NDArray[np.float32], Frame]:
    """A sketch as rows for a decoder, at most nmax of them, without the end; and its frame.

    A drawing with too many points is simplified more; if that does not help, its last strokes
    are what the decoder sees.
    """
    lines = sketch.polylines
    frame = codec.frame_of(lines)
    current = codec
    for _ in range(4):
        simple = current.simplify(lines, frame)
        if sum(map(len, simple)) <= codec.nmax:
            break
        current = dataclasses.replace(current, epsilon=current.epsilon * 2.0)
    rows, _ = codec.encode(simple, Frame())
    rows = rows[:-1]
    if len(rows) > codec.nmax:
        before = rows[: -codec.nmax, :2].astype(np.float64).sum(axis=0)
        rows = rows[-codec.nmax :].copy()
        rows[0, :2] += before.astype(np.float32)
    return rows, frame


def check_alternatives(count: int) -> None:
    """Refuse a senseless number of suggestions.

    Raises:
        InputError: if it is not within 1 and the most that are decoded side by side.
    """
    if not 1 <= count <= MAX_ALTERNATIVES:
        raise InputError(f"There can be 1 to {MAX_ALTERNATIVES} alternatives, not {count}.")
