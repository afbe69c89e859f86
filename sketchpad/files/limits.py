"""How much a file from outside may hold: enough for any drawing, too little to hurt."""

from __future__ import annotations

from typing import Final

import numpy as np

from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray

#: No coordinate, width or page is larger, in canvas units.
COORDINATE: Final = 1e7
#: Samples and strokes of one imported drawing.
POINTS: Final = 5_000_000
STROKES: Final = 200_000
#: Bytes of files by kind.
NATIVE_BYTES: Final = 4 << 30
SVG_BYTES: Final = 32 << 20
#: One drawing of an ndjson file is one line; the file itself is read as a stream.
LINE_BYTES: Final = 32 << 20
JSON_BYTES: Final = 128 << 20
NPZ_BYTES: Final = 1 << 30
IMAGE_BYTES: Final = 128 << 20
IMAGE_PIXELS: Final = 64_000_000
#: Pixels of an exported picture.
EXPORT_PIXELS: Final = 100_000_000


def check_finite(points: FloatArray, what: str) -> None:
    """Refuse coordinates that are not numbers, or not on any canvas.

    Args:
        points: any shape.
        what: the subject of the sentence, as ``the drawing``.

    Raises:
        InputError: if one is NaN, infinite or beyond ``COORDINATE``.
    """
    if points.size and not bool((np.abs(points) <= COORDINATE).all()):
        raise InputError(f"{what} has coordinates that are not numbers or far too large.")


class Budget:
    """Counts what an import has made so far, and stops it in time."""

    def __init__(self, what: str, *, points: int = POINTS, strokes: int = STROKES) -> None:
        """``what`` is the subject of the sentence when there is too much."""
        self._what = what
        self._points = points
        self._strokes = strokes

    def spend(self, points: int) -> None:
        """Count one stroke of so many points.

        Raises:
            InputError: if that is too much.
        """
        self._points -= points
        self._strokes -= 1
        if self._points < 0 or self._strokes < 0:
            raise InputError(
                f"{self._what} holds more than {STROKES:,} strokes or {POINTS:,} points, "
                "more than Sketchpad can open."
            )
