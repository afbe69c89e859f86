"""Clean for strokes of our own canvas: their picture goes the way of every other picture.

The strokes are drawn with one thin pen at the size that the network knows best, so paper, light
and the brush's width cannot get in its way, and the result has the brush of the original.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np

from sketchpad.core.errors import InputError
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Brush, FloatArray, Stroke, bounds_of
from sketchpad.inference.clean import SIDE, CleanRequest, clean
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run, Suggestion

#: The long side of the drawing in its picture, the border, and the pen, pixels.
EXTENT: Final = 896.0
_MARGIN: Final = 32.0
PEN: Final = 1.6

assert EXTENT + 2 * _MARGIN <= SIDE


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class CleanStrokesRequest:
    """Strokes to clean.

    Attributes:
        strokes: drawn roughly; the result replaces them.
        detail: 0 to 1, how much of the small stuff survives.
        brush: of the result; None for that of most of the strokes.
        proxy: a quick look.
    """

    strokes: tuple[Stroke, ...]
    detail: float = 0.5
    brush: Brush | None = None
    proxy: bool = False


def clean_strokes(
    request: CleanStrokesRequest, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """One suggestion, which replaces the strokes.

    Raises:
        InputError: if there are no strokes.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    bounds = bounds_of(request.strokes)
    if bounds is None:
        raise InputError("There are no strokes to clean.")
    low, extent = np.array(bounds[:2]), np.array(bounds[2:]) - np.array(bounds[:2])
    unit = max(float(extent.max()), 1e-6) / EXTENT
    width, height = (int(np.ceil(e / unit + 2 * _MARGIN)) for e in extent)
    lines: list[FloatArray] = [(s.points - low) / unit + _MARGIN for s in request.strokes]
    picture = 1.0 - rasterise(lines, (height, width), PEN)
    corner = low - _MARGIN * unit
    box = (float(corner[0]), float(corner[1]), width * unit, height * unit)
    brush = request.brush or _usual(request.strokes)
    replaced = frozenset(s.id for s in request.strokes)
    pixels = CleanRequest(picture, request.detail, box, brush, request.proxy, replaced)
    return clean(pixels, models=models, run=run)


def _usual(strokes: tuple[Stroke, ...]) -> Brush:
    """The brush that most of the strokes have."""
    counts: dict[Brush, int] = {}
    for stroke in strokes:
        counts[stroke.brush] = counts.get(stroke.brush, 0) + 1
    return max(counts, key=lambda brush: counts[brush])
