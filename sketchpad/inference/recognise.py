"""Recognise: which category a sketch shows."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.geometry import as_points
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Sketch
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
        canvas = self.model.card["canvas"]
        self._size = int(canvas["size"])
        self._width = float(canvas["width"]) * self._size
        self._margin = float(canvas["margin"])

    def probabilities(self, drawings: Sequence[Sequence[ArrayLike]]) -> NDArray[np.float64]:
        """Of each category for each drawing (polylines ``(n, 2)``), ``(b, categories)``."""
        images = np.stack([self._image(lines) for lines in drawings])
        logits = self._network.run({"image": images})["logits"].astype(np.float64)
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))

    def _image(self, polylines: Sequence[ArrayLike]) -> NDArray[np.float32]:
        # As the images that it was trained on: simplified, fitted, and centred.
        codec = self.model.codec
        lines = codec.simplify(polylines, codec.frame_of(polylines))
        points = np.concatenate([as_points(line) for line in lines])
        low, high = points.min(axis=0), points.max(axis=0)
        scale = self._size * (1.0 - 2.0 * self._margin) / max(float((high - low).max()), 1.0)
        shift = self._size / 2 - scale * (low + high) / 2
        matrix = np.array([[scale, 0.0, shift[0]], [0.0, scale, shift[1]]])
        return rasterise(lines, (self._size, self._size), width=self._width, matrix=matrix)
