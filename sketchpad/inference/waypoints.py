"""Way points: drawings that a latent space knows between two others, as far as they are good.

Whether one is good is for the recogniser to say: it shall show what the sketches themselves show.
Far from the drawings that the model has learned nothing qualifies, and the way has no way points.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.stroke import FloatArray
from sketchpad.core.stroke5 import Codec
from sketchpad.inference.images import ModelCanvas
from sketchpad.inference.latent import Candidate, Latent, LatentSpace
from sketchpad.inference.recognise import TASK as RECOGNISE
from sketchpad.inference.recognise import Guess, Recogniser
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.suggestions import Run

#: Drawn for each way point.
_CANDIDATES: Final = 12
#: A drawing that shows what it shall with less probability than this is worse than none.
_LIKENESS: Final = 0.7
#: What a sketch shows is known from this probability on.
_SURE: Final = 0.4
#: Drawings are compared as images of so many pixels a side.
_SIDE: Final = 24
_LOOK: Final = ModelCanvas(_SIDE, 0.08, 0.05)

Lines = list[FloatArray]


@dataclasses.dataclass(frozen=True, slots=True)
class Doubt:
    """Why a latent space may have nothing to tell about a sketch.

    Attributes:
        sketch: its number.
        category: what it shows, most probably.
        probability: 0 to 1.
        clear: whether that is sure enough; then the model has not learned this category.
    """

    sketch: int
    category: str
    probability: float
    clear: bool


class Judge:
    """Tells which drawings show what some sketches show."""

    def __init__(
        self,
        models: Models,
        sketches: Sequence[Sequence[FloatArray]],
        told: Sequence[str | None] = (),
    ) -> None:
        """Look at the sketches; without a recogniser every drawing is as good as any other.

        Args:
            models: with the recogniser.
            sketches: polylines ``(n, 2)`` of each.
            told: what the first of them show; None to go by the recogniser.
        """
        self._recogniser = Recogniser(models) if models.has(RECOGNISE) else None
        self._wanted: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._guesses: list[Guess] = []
        if self._recogniser is not None:
            shares = self._recogniser.probabilities(sketches)
            names = self._recogniser.model.categories
            best = shares.argmax(axis=1)
            for number, name in enumerate(told):
                if name is not None and name in names:
                    best[number] = names.index(name)
                    shares[number] = np.arange(len(names)) == best[number]
            self._wanted = np.unique(best)
            self._guesses = [
                Guess(names[k], float(share[k])) for k, share in zip(best, shares, strict=True)
            ]

    def doubts(self, model: Model) -> list[Doubt]:
        """The sketches that show what a model has not learned, or nothing that can be told."""
        return [
            Doubt(number, guess.name, guess.probability, guess.probability >= _SURE)
            for number, guess in enumerate(self._guesses)
            if guess.probability < _SURE or guess.name not in model.categories
        ]

    def knows(self, model: Model) -> bool:
        """Whether a model has learned what the sketches show, for all that can be told."""
        return not self.doubts(model)

    def likeness(self, drawings: Sequence[Lines]) -> NDArray[np.float64]:
        """How probably each drawing (of at least one line) shows it, ``(b,)``."""
        if self._recogniser is None or not drawings:
            return np.ones(len(drawings))
        shares = self._recogniser.probabilities(drawings)
        return np.asarray(shares[:, self._wanted].sum(axis=1))

    def good(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Those that are good enough to be seen."""
        drawn = [c for c in candidates if c.lines and c.distance < np.inf]
        likeness = self.likeness([c.lines for c in drawn])
        return [c for c, like in zip(drawn, likeness, strict=True) if like >= _LIKENESS]


def way_points(
    space: LatentSpace,
    points: Latent,
    ends: tuple[Sequence[FloatArray], Sequence[FloatArray]],
    judge: Judge,
    *,
    temperature: float,
    seed: int,
    run: Run,
) -> list[tuple[int, Lines]]:
    """Good drawings for points of a latent space, neighbours as alike as can be.

    Args:
        space: their latent space.
        points: ``(n, Z)``, in the order of the way.
        ends: polylines of the drawings before the first and after the last.
        judge: says which are good.
        temperature: of the sampler.
        seed: of the sampler.
        run: may cancel the work.

    Returns:
        The numbers of the points that have one, and the drawings, polylines in box units.
    """
    if not judge.knows(space.model):
        return []
    few = space.candidates(points, _CANDIDATES, temperature=temperature, seed=seed, run=run)
    choices = [(number, judge.good(candidates)) for number, candidates in enumerate(few)]
    stops = [(number, [c.lines for c in good]) for number, good in choices if good]
    codec = space.model.codec
    looks = [_looks([ends[0]], codec)]
    looks += [_looks(drawings, codec) for _, drawings in stops]
    looks.append(_looks([ends[1]], codec))
    chosen = _smoothest(looks)[1:-1]
    return [(number, lines[k]) for (number, lines), k in zip(stops, chosen, strict=True)]


def _smoothest(stages: Sequence[NDArray[np.float64]]) -> list[int]:
    """One of each stage's ``(k, …)`` images so that the sum of squared steps is least."""
    costs, origins = np.zeros(len(stages[0])), []
    for before, after in itertools.pairwise(stages):
        steps = ((before[:, None] - after[None]) ** 2).sum(axis=(2, 3))
        total = costs[:, None] + steps
        origins.append(total.argmin(axis=0))
        costs = total.min(axis=0)
    place = int(costs.argmin())
    path = [place]
    for origin in reversed(origins):
        place = int(origin[place])
        path.append(place)
    return path[::-1]


def _looks(drawings: Sequence[Sequence[FloatArray]], codec: Codec) -> NDArray[np.float64]:
    """Blurred images ``(k, side, side)``: near misses count less than ink elsewhere."""
    images = np.stack([_LOOK.image(lines, codec) for lines in drawings]).astype(np.float64)
    for axis in (1, 2):
        images = (np.roll(images, 1, axis) + 2.0 * images + np.roll(images, -1, axis)) / 4.0
    return images
