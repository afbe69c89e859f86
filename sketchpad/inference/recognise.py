"""Recognise: which category a sketch shows."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Sketch
from sketchpad.inference.images import ModelCanvas
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.suggestions import Run

TASK: Final = "recognise"
_FILE: Final = "recognise.onnx"


@dataclasses.dataclass(frozen=True, slots=True)
class Guess:
    """A category that a sketch may show.

    Attributes:
        name: of the category.
        probability: 0 to 1.
    """

    name: str
    probability: float


def recognise(
    sketch: Sketch, *, models: Models | None = None, top: int = 5, run: Run | None = None
) -> list[Guess]:
    """The most probable categories of a sketch, the most probable first.

    Raises:
        InputError: if the sketch is empty.
        ModelError: if there is no usable model.
    """
    if not len(sketch):
        raise InputError("There is nothing to recognise yet; draw something first.")
    (run or Run()).cancellation.check()
    models = models or Models()
    recogniser = Recogniser(models)
    probabilities = recogniser.probabilities([sketch.polylines])[0]
    order = np.argsort(-probabilities, kind="stable")[:top]
    names = recogniser.model.categories
    return [Guess(names[i], float(probabilities[i])) for i in order]


class Recogniser:
    """The classifier, for whoever needs the probabilities of many drawings."""

    def __init__(self, models: Models) -> None:
        """Load it.

        Raises:
            ModelError: if there is no usable model.
        """
        self.model: Model = models.get(TASK)
        self._network = models.network(self.model, _FILE)
        self._canvas = ModelCanvas.from_card(self.model.card)

    def probabilities(self, drawings: Sequence[Sequence[ArrayLike]]) -> NDArray[np.float64]:
        """Of each category for each drawing (polylines ``(n, 2)``), ``(b, categories)``."""
        codec = self.model.codec
        images = np.stack([self._canvas.image(lines, codec) for lines in drawings])
        logits = self._network.run({"image": images})["logits"].astype(np.float64)
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))
