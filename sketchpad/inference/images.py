"""Drawings as the images that models see: simplified, fitted to a square, and centred."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sketchpad.core.courtesy import make_way
from sketchpad.core.errors import ModelError
from sketchpad.core.geometry import as_points
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke5 import Codec


@dataclasses.dataclass(frozen=True, slots=True)
class ModelCanvas:
    """The image that a model was trained on, as its card tells.

    Attributes:
        size: pixels along a side.
        width: of the pen, as a share of the size.
        margin: the empty border on each side, as a share of the size.
    """

    size: int
    width: float
    margin: float

    @classmethod
    def from_card(cls, card: Mapping[str, Any]) -> Self:
        """The canvas of a card.

        Raises:
            ModelError: if the card has none that makes sense.
        """
        try:
            values = card["canvas"]
            canvas = cls(int(values["size"]), float(values["width"]), float(values["margin"]))
        except (KeyError, TypeError, ValueError):
            raise ModelError("The model's card does not describe the image it needs.") from None
        if not 8 <= canvas.size <= 2048 or not 0.0 <= canvas.margin < 0.5:
            raise ModelError("The model's card describes an image that makes no sense.")
        return canvas

    def image(
        self, polylines: Sequence[ArrayLike], codec: Codec, around: Sequence[ArrayLike] = ()
    ) -> NDArray[np.float32]:
        """``(size, size)``, 0 paper to 1 ink.

        Args:
            polylines: ``(n, 2)`` each, any unit.
            codec: simplifies them.
            around: points that the image shall also show the place of, without ink, same unit.
        """
        make_way()
        frame = codec.frame_of([*polylines, *around])
        lines = codec.simplify(polylines, frame)
        if not lines:
            return np.zeros((self.size, self.size), dtype=np.float32)
        points = np.concatenate([*lines, *(frame.to_box(as_points(p)) for p in around)])
        low, high = points.min(axis=0), points.max(axis=0)
        scale = self.size * (1.0 - 2.0 * self.margin) / max(float((high - low).max()), 1.0)
        shift = self.size / 2 - scale * (low + high) / 2
        matrix = np.array([[scale, 0.0, shift[0]], [0.0, scale, shift[1]]])
        return rasterise(lines, (self.size, self.size), self.width * self.size, matrix)
