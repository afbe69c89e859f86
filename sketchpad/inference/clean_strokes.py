"""Clean for strokes of our own canvas, by one of three routes.

``picture``: the strokes are drawn with one thin pen at the size that the network knows best, so
paper, light and the brush's width cannot get in its way, and the picture goes the way of every
other. ``groups``: strokes that run along each other are grouped, and one curve is put through each
group; it needs no model. ``referee``: the groups' curves are hints to the network, which decides
what stays. On scenes that the network has not seen, the last comes out nearest to the truth
(``python -m training evaluate-clean``), so it is taken where there is a model; a quick look goes
by the picture, which takes half the time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from sketchpad.core.errors import InputError
from sketchpad.core.overdrawn import GroupOptions, curves_of, groups_of
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Brush, FloatArray, Provenance, Stroke, bounds_of, new_id
from sketchpad.inference.clean import SIDE, TASK, CleanRequest, along_curves, clean
from sketchpad.inference.clean_brush import with_brushes_of
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run, Suggestion

#: The long side of the drawing in its picture, the border, and the pen, pixels.
EXTENT: Final = 896.0
_MARGIN: Final = 32.0
PEN: Final = 1.6
#: Lines this near mean the same at Detail 0.5, pixels.
_REACH: Final = 12.0

assert EXTENT + 2 * _MARGIN <= SIDE


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class CleanStrokesRequest:
    """Strokes to clean.

    Attributes:
        strokes: drawn roughly; the result replaces them.
        detail: 0 to 1, how much of the small stuff survives.
        brush: of the result; None for that of the strokes drawn along each line.
        proxy: a quick look.
        route: None for the referee if there is a model, or the picture for a quick look, else
            the groups.
    """

    strokes: tuple[Stroke, ...]
    detail: float = 0.5
    brush: Brush | None = None
    proxy: bool = False
    route: Literal["picture", "groups", "referee"] | None = None


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
    if request.brush is None:
        strokes = with_brushes_of(strokes, request.strokes)
    return [Suggestion(strokes, replaces=frozenset(s.id for s in request.strokes))]


def _cleaned(
    request: CleanStrokesRequest,
    bounds: tuple[float, float, float, float],
    models: Models,
    run: Run,
) -> tuple[Stroke, ...]:
    """The result by the wanted route, in one brush."""
    low, extent = np.array(bounds[:2]), np.array(bounds[2:]) - np.array(bounds[:2])
    unit = max(float(extent.max()), 1e-6) / EXTENT
    lines: list[FloatArray] = [(s.points - low) / unit + _MARGIN for s in request.strokes]
    brush = request.brush or request.strokes[0].brush
    corner = low - _MARGIN * unit
    best = "picture" if request.proxy else "referee"
    route = request.route or (best if models.has(TASK) else "groups")
    if route == "groups":
        found = grouped(lines, request.detail, run)
        provenance = Provenance("groups", "1", "clean", 0, request.detail, new_id())
        return along_curves(found, (unit, unit), corner, brush, provenance)
    width, height = (int(np.ceil(e / unit + 2 * _MARGIN)) for e in extent)
    picture = 1.0 - rasterise(lines, (height, width), PEN)
    box = (float(corner[0]), float(corner[1]), width * unit, height * unit)
    quiet = Run(cancellation=run.cancellation)
    # Grouping takes as long as the rest of a quick look, and tells little at its coarse pixels.
    with_hints = route == "referee" and not request.proxy
    hints = tuple(grouped(lines, request.detail, quiet)) if with_hints else ()
    pixels = CleanRequest(picture, request.detail, box, brush, request.proxy, hints=hints)
    return clean(pixels, models=models, run=run)[0].strokes


def grouped(lines: Sequence[FloatArray], detail: float, run: Run | None = None) -> list[FloatArray]:
    """The curves that lines mean, which share a box of ``EXTENT``, in drawing order.

    Args:
        lines: ``(n, 2)`` each.
        detail: as in the request; it moves how near lines must be to mean the same.
        run: for progress and cancelling.
    """
    run = run or Run()
    options = GroupOptions(reach=_REACH * 2.0 ** (1.0 - 2.0 * detail))
    groups = groups_of(lines, options)
    curves: list[FloatArray] = []
    for number, group in enumerate(groups):
        run.cancellation.check()
        curves.extend(curves_of([lines[k] for k in group], options))
        run.watcher.progress((number + 1) / len(groups))
    return curves
