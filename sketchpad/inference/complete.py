"""Complete: draw on where the user stopped, at the size and place of the drawing."""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray, Provenance, Sketch, Stroke, new_id
from sketchpad.core.stroke5 import END_ROW, Codec, Frame
from sketchpad.inference.decoder import Drawn, StrokeDecoder
from sketchpad.inference.finished import (
    FINISHED,
    IS_FINISHED,
    LOOKS_FINISHED,
    smallness,
    tame,
)
from sketchpad.inference.framing import Framed, framed
from sketchpad.inference.ink import brush_of, ink
from sketchpad.inference.meaning import GUESSES, belief, choose
from sketchpad.inference.recognise import TASK as RECOGNISE
from sketchpad.inference.recognise import Recogniser
from sketchpad.inference.registry import Models
from sketchpad.inference.sampler import Sampler
from sketchpad.inference.suggestions import Run, Suggestion

TASK: Final = "complete"
#: Drawn for each suggestion that is kept; the recogniser chooses.
_CANDIDATES: Final = 3
#: A guess below this is not worth conditioning on.
_DOUBT: Final = 0.05
#: What a candidate is worth more if the model ended it itself.
_ENDED: Final = 0.2
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
        insist: add at least small things even if the model takes the drawing for finished, for
            who asks for more; else it is left alone then.
    """

    sketch: Sketch
    category: str | None = None
    alternatives: int = 5
    temperature: float | None = None
    seed: int = 0
    insist: bool = False


def complete(
    request: CompleteRequest, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """Suggestions of how the sketch goes on, the best first.

    Those without strokes, for which the sketch is finished, are left out unless all are such. Who
    insists on more for a sketch that looks finished gets small additions at most, and a notice.

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
        sampler = Sampler(
            count,
            temperature=self.temperature,
            pen_temperature=self.model.pen_temperature(self.temperature),
            top_p=NUCLEUS,
            seed=request.seed,
            least=request.alternatives if request.insist else 0,
        )
        decoder = StrokeDecoder(self.models, self.model)
        shares = self._guessed(recogniser)
        options, likelihood, end = self._framed(decoder, int(shares.argmax()))
        finished = end >= LOOKS_FINISHED and request.insist
        if end >= IS_FINISHED and not request.insist:
            return [Suggestion(())]
        if finished:
            self.run.notice(FINISHED)
        meant = self._meant(shares, decoder, options.rows[options.comparable(likelihood).argmax()])
        categories = _in_proportion(meant, count)
        chosen = options.choose(likelihood, count, request.seed)
        self.frames = [options.frames[i] for i in chosen]
        self.fed = options.rows[chosen]
        drawn = decoder.draw(
            {"category": categories},
            sampler,
            fed=self.fed,
            limit=self.model.codec.nmax,
            run=self.run,
            on_rows=None if finished else lambda part: self._show(part, categories),
        )
        self.run.watcher.progress(0.9)
        candidates = [self._lines(d, i) for i, d in enumerate(drawn)]
        kept = request.sketch.polylines
        if finished:
            candidates = [tame(lines, kept) for lines in candidates]
        found = self._recognised(candidates, meant, recogniser)
        # The end of what was urged on is none that the model would have chosen.
        ended = np.array([d.ended for d in drawn]) & ~sampler.urged
        adds = np.array([bool(lines) for lines in candidates])
        merit = _ENDED * ended + adds
        if finished:
            merit = adds + np.array([smallness(lines, kept) for lines in candidates])
        scores = found @ meant + merit
        able = np.flatnonzero(adds) if adds.any() else np.arange(count)
        order = able[choose(meant, found[able], merit[able], request.alternatives)]
        return [
            self._suggestion(candidates[i], int(categories[i]), float(scores[i])) for i in order
        ]

    def _guessed(self, recogniser: Recogniser | None) -> FloatArray:
        """The probability of each category of the model and, last, of none, ``(c + 1,)``."""
        found = np.zeros(len(self.model.categories) + 1)
        if self.request.category is not None or recogniser is None:
            found[self.model.category(self.request.category)] = 1.0
        else:
            shares = recogniser.probabilities([self.request.sketch.polylines])[0]
            np.add.at(found, self._numbers(recogniser), shares)
        return found

    def _numbers(self, recogniser: Recogniser) -> list[int]:
        """The model's number for each category of the recogniser's."""
        known = {name: i for i, name in enumerate(self.model.categories)}
        return [known.get(name, len(known)) for name in recogniser.model.categories]

    def _framed(self, decoder: StrokeDecoder, category: int) -> tuple[Framed, FloatArray, float]:
        """The beginning in several frames, told the category.

        Returns:
            The frames, how likely their rows are, ``(m,)``, and how probable the end is in the
            likeliest of them.
        """
        options = framed(self.rows, self.frame, self.model.codec)
        condition = {"category": np.full(len(options.frames), category, dtype=np.int64)}
        end = np.tile(np.array(END_ROW, dtype=np.float32), (len(options.frames), 1, 1))
        rows = np.concatenate([options.rows, end], axis=1)
        found = decoder.score(condition, rows, run=self.run)
        likelihood = found[:, :-1].sum(axis=1)
        best = int(options.comparable(likelihood).argmax())
        return options, likelihood, float(np.exp(found[best, -1]))

    def _meant(
        self, guessed: FloatArray, decoder: StrokeDecoder, rows: NDArray[np.float32]
    ) -> FloatArray:
        """What is meant, by the recogniser's guesses and the decoder, ``(c + 1,)``.

        Args:
            guessed: by the recogniser.
            decoder: finds each of these categories more or less likely.
            rows: ``(n, 5)``, what is drawn.
        """
        if guessed.max() == 1.0:
            return guessed
        none = len(guessed) - 1
        likely = [int(i) for i in np.argsort(-guessed, kind="stable")[:GUESSES] if i != none]
        numbers = np.array([*likely, none], dtype=np.int64)
        fed = np.repeat(rows[None], len(numbers), axis=0)
        likelihood = decoder.score({"category": numbers}, fed, run=self.run).sum(axis=1)
        found = np.zeros(len(guessed))
        rest = max(1.0 - float(guessed[likely].sum()), 0.0)
        found[numbers] = belief(np.array([*guessed[likely], rest]), likelihood)
        return found

    def _lines(self, drawn: Drawn, number: int) -> list[FloatArray]:
        """A candidate's new polylines, canvas units; the first may go on from the last point."""
        codec = self.model.codec
        x, y = self.fed[number, :, :2].astype(np.float64).sum(axis=0) * codec.scale
        lines = codec.decode(drawn.rows, self.frames[number], start=(float(x), float(y)))
        if not drawn.ended and len(drawn.rows) and drawn.rows[-1, 3] < 0.5:
            lines = lines[:-1]
        return lines

    def _recognised(
        self,
        candidates: list[list[FloatArray]],
        meant: FloatArray,
        recogniser: Recogniser | None,
    ) -> FloatArray:
        """The probability that each finished drawing is taken for each category, ``(b, c + 1)``.

        Where nothing in particular is meant, it is good to be taken for anything.
        """
        found = np.zeros((len(candidates), len(meant)))
        if recogniser is not None:
            kept = self.request.sketch.polylines
            shares = recogniser.probabilities([[*kept, *lines] for lines in candidates])
            np.add.at(found.T, self._numbers(recogniser), shares.T)
            found[:, -1] = shares.max(axis=1)
        return found

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
                for i, d in enumerate(drawn[: self.request.alternatives])
            ]
        )


def _in_proportion(meant: FloatArray, count: int) -> NDArray[np.int64]:
    """A category for each candidate ``(count,)``: the likely ones, and none for all others."""
    none = len(meant) - 1
    order = np.argsort(-meant[:none], kind="stable")
    likely = [int(i) for i in order if meant[i] >= _DOUBT]
    shares = np.array([*meant[likely], max(1.0 - float(meant[likely].sum()), 0.0)])
    places = (np.arange(count) + 0.5) / count
    chosen = np.searchsorted(np.cumsum(shares / shares.sum()), places)
    numbers: NDArray[np.int64] = np.array([*likely, none], dtype=np.int64)
    return np.asarray(numbers[chosen.clip(0, len(likely))])


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
