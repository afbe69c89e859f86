"""Clean for strokes of our own canvas.

The strokes are drawn with one thin pen at the size that the models know best, so paper, light and
the brush's width cannot get in the way, and the picture goes the way of every other: its passes
are the strokes.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence
from typing import Final

import numpy as np

from sketchpad.core.errors import InputError
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Brush, FloatArray, Stroke, bounds_of
from sketchpad.inference.clean import SIDE, CleanRequest, clean
from sketchpad.inference.clean_brush import with_brushes_of
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
        brush: of the result; None for that of the strokes drawn along each line.
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
        InputError: if there are no strokes, or Detail is not from 0 to 1.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    bounds = bounds_of(request.strokes)
    if bounds is None:
        raise InputError("There are no strokes to clean.")
    if not 0.0 <= request.detail <= 1.0:
        raise InputError(f"Detail is a number from 0 to 1, not {request.detail:g}.")
    models, run = models or Models(), run or Run()
    strokes = _cleaned(request, bounds, models, run)
    return [Suggestion(strokes, replaces=frozenset(s.id for s in request.strokes))]


def _cleaned(
    request: CleanStrokesRequest,
    bounds: tuple[float, float, float, float],
    models: Models,
    run: Run,
) -> tuple[Stroke, ...]:
    """The result. Lines of two colours are never one: each goes its own way.

    But for a quick look, and if all are to have one brush anyway.
    """
    if request.proxy or request.brush is not None:
        return _of_one_colour(request, request.strokes, bounds, models, run)
    colours: dict[str, list[Stroke]] = {}
    for stroke in request.strokes:
        colours.setdefault(stroke.brush.colour, []).append(stroke)
    found: list[Stroke] = []
    for strokes in colours.values():
        with contextlib.suppress(InputError):  # specks of a colour are no lines
            found += _of_one_colour(request, strokes, bounds, models, run)
    if not found:
        raise InputError("There are no lines to clean in this picture.")
    return tuple(found)


def _of_one_colour(
    request: CleanStrokesRequest,
    strokes: Sequence[Stroke],
    bounds: tuple[float, float, float, float],
    models: Models,
    run: Run,
) -> tuple[Stroke, ...]:
    """Some of the strokes cleaned, at the scale of all of them, with their own brushes."""
    low, extent = np.array(bounds[:2]), np.array(bounds[2:]) - np.array(bounds[:2])
    unit = max(float(extent.max()), 1e-6) / EXTENT
    lines: list[FloatArray] = [(s.points - low) / unit + _MARGIN for s in strokes]
    brush = request.brush or strokes[0].brush
    corner = low - _MARGIN * unit
    width, height = (int(np.ceil(e / unit + 2 * _MARGIN)) for e in extent)
    picture = 1.0 - rasterise(lines, (height, width), PEN)
    box = (float(corner[0]), float(corner[1]), width * unit, height * unit)
    pixels = CleanRequest(picture, request.detail, box, brush, request.proxy)
    found = clean(pixels, models=models, run=run)[0].strokes
    return found if request.brush is not None else with_brushes_of(found, strokes)
