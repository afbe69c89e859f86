"""Clean: from a rough drawing, in pixels or in strokes, to one stroke for every line meant.

A picture's tone is straightened. If it shows thin lines, the passes of the pen are followed and
grouped (``sketchpad.inference.clean_passes``); else the network draws the centre lines, and they
are traced to strokes. Detail is the scale at which the picture is seen (Simo-Serra et al. 2016):
seen from afar, small things and neighbouring lines run together.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.courtesy import pen_is_down
from sketchpad.core.errors import InputError
from sketchpad.core.fit import fit_many, sample_beziers
from sketchpad.core.stroke import DEFAULT_PRESSURE, Brush, FloatArray, Provenance, Stroke, new_id
from sketchpad.core.trace import Traced, TraceOptions, trace
from sketchpad.inference.clean_brush import ink_colours, width_brushes
from sketchpad.inference.clean_passes import traced_passes
from sketchpad.inference.photo import BOARD, is_photograph, outlines
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.inference.tone import straighten

TASK: Final = "clean"
_FILE: Final = "clean.onnx"
#: The long side, in pixels, at which the network sees a large picture at Detail 0.5; half and
#: twice of it at 0 and 1.
SIDE: Final = 1024
#: The same for a quick look while the slider moves.
PROXY_SIDE: Final = 448
#: And the most, however much Detail is wanted: a quick look must stay quick.
_PROXY_MOST: Final = 640
#: The largest side that is looked at, whatever the Detail.
_MOST: Final = 4096
#: The part of a tile that is kept, pixels: what is seen at Detail 0.5 is one tile.
_TILE: Final = SIDE
#: A picture with less ink than this anywhere shows nothing.
_FAINT: Final = 0.12
#: How far fitted curves may lie from the traced points, pixels as the network sees them.
TOLERANCE: Final = 0.6
_SPACING: Final = 4.0
#: How far, as a share of the long side, the curves of a file may lie from a clean picture's
#: strokes: finer ones would only be longer.
PRECISION: Final = 1.0 / 2500.0
#: By how much (a share, for each unit of Detail that is missing to a half, down to a quarter)
#: lines are blurred more before they are traced.
_WIDER: Final = 1.7

Image = NDArray[np.float32]


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class CleanRequest:
    """A picture to clean, and where its strokes shall lie.

    Attributes:
        image: uint8 or float (0 to 1) ``(h, w)`` grey, ``(h, w, 3)`` colour or ``(h, w, 4)``
            with transparency, which counts as white paper.
        detail: 0 to 1, how much of the small stuff survives.
        box: x, y, width, height of the picture, canvas units; None for its pixels.
        brush: of the strokes; None for one as wide and as coloured as each of the lines is.
        proxy: a quick look at a smaller picture.
        replaces: ids of strokes that the picture shows.
    """

    image: NDArray[Any]
    detail: float = 0.5
    box: tuple[float, float, float, float] | None = None
    brush: Brush | None = None
    proxy: bool = False
    replaces: frozenset[str] = frozenset()


def clean(
    request: CleanRequest, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """One suggestion: the strokes of the picture.

    Raises:
        InputError: if the picture is empty, or nothing is drawn on it.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    models, run = models or Models(), run or Run()
    model = models.get(TASK)
    seen = prepare(request)
    run.cancellation.check()
    run.watcher.progress(0.05)
    traced = _traced(models, model, seen, request, run)
    if not traced:
        raise InputError("There are no lines to clean in this picture.")
    run.watcher.progress(0.9)
    provenance = Provenance(model.name, model.version, "clean", 0, request.detail, new_id())
    strokes = _strokes(request, traced, seen, provenance)
    run.watcher.progress(1.0)
    return [Suggestion(strokes, replaces=request.replaces)]


def options_for(request: CleanRequest) -> TraceOptions:
    """How the network's lines are traced.

    A quick look forgives less at its coarser pixels. Below a Detail of a half, what the network
    is in two minds about runs together over wider places; a thin line counts as it does above.
    """
    if request.proxy:
        return TraceOptions(spur=4.0, gap=6.0, blur=1.0)
    usual = TraceOptions()
    wider = 1.0 + _WIDER * min(max(0.5 - request.detail, 0.0), 0.25)
    return dataclasses.replace(
        usual, blur=usual.blur * wider, high=usual.high / wider, low=usual.low / wider
    )


def prepare(request: CleanRequest) -> Image:
    """The ink ``(h, w)`` as the network shall see it.

    Raises:
        InputError: for pictures or values that make no sense, and for blank ones.
    """
    if not 0.0 <= request.detail <= 1.0:
        raise InputError(f"Detail is a number from 0 to 1, not {request.detail:g}.")
    grey = _grey(request.image)
    side = max(grey.shape)
    wanted = PROXY_SIDE if request.proxy else SIDE
    scale = min(1.0, wanted / side) * 2.0 ** (2.0 * (request.detail - 0.5))
    scale = min(scale, (_PROXY_MOST if request.proxy else _MOST) / side)
    if is_photograph(request.image):
        parts = [request.image[..., k] for k in range(3)] if request.image.ndim == 3 else [grey]
        return outlines(np.stack([_scaled(_grey(part), scale) for part in parts], axis=-1))
    grey = _scaled(grey, scale)
    if float(np.median(grey)) < BOARD:
        # Light lines on a dark board.
        grey = 1.0 - grey
    ink = straighten(grey)
    if not float(ink.max()) > _FAINT:
        raise InputError("The picture is blank: there are no lines to clean.")
    return ink


def draw_lines(models: Models, model: Model, ink: Image, run: Run, tile: int = _TILE) -> Image:
    """The network's lines ``(h, w)`` for ink ``(h, w)``, tile by tile without a seam."""
    # With every core at work the pen would wait for one.
    threads = 1 if pen_is_down() else max(1, min(8, os.cpu_count() or 1))
    network = models.network(model, _FILE, threads=threads)
    stride, margin = int(model.card["stride"]), int(model.card["margin"])
    height, width = ink.shape
    lines = np.zeros_like(ink)
    corners = [(y, x) for y in range(0, height, tile) for x in range(0, width, tile)]
    for number, (y, x) in enumerate(corners):
        top, left = max(0, y - margin), max(0, x - margin)
        bottom, right = min(height, y + tile + margin), min(width, x + tile + margin)
        part = ink[top:bottom, left:right]
        pad = [(0, -n % stride) for n in part.shape]
        run.cancellation.check()
        answer = network.run({"ink": np.pad(part, pad)[None, None]}, run.cancellation)
        rows, columns = min(height, y + tile) - y, min(width, x + tile) - x
        found = answer["lines"][0, 0, y - top :, x - left :]
        lines[y : y + rows, x : x + columns] = found[:rows, :columns]
        run.watcher.progress(0.05 + 0.7 * (number + 1) / len(corners))
    return lines


def _traced(
    models: Models, model: Model, ink: Image, request: CleanRequest, run: Run
) -> list[Traced]:
    """The lines of the ink: by its passes if it has any to follow, else by the network."""
    if not request.proxy and not is_photograph(request.image):
        found = traced_passes(models, model, ink, run)
        if found is not None:
            return found
    lines = draw_lines(models, model, ink, run)
    run.watcher.progress(0.75)
    return trace(lines, options_for(request), run.cancellation.check, ink)


def _strokes(
    request: CleanRequest, traced: list[Traced], ink: Image, provenance: Provenance
) -> tuple[Stroke, ...]:
    """Traced lines as strokes on the canvas."""
    height, width = request.image.shape[:2]
    x, y, across, down = request.box or (0.0, 0.0, float(width), float(height))
    # The scaled picture's sides are whole pixels: each axis has its own exact scale.
    unit = (across / ink.shape[1], down / ink.shape[0])
    lines = [s.points for s in traced]
    brushes: Brush | list[Brush] = request.brush or _brushes(request, traced, ink.shape)
    return along_curves(lines, unit, np.array([x, y]), brushes, provenance)


def _brushes(request: CleanRequest, traced: list[Traced], size: tuple[int, int]) -> list[Brush]:
    """A brush for each stroke, as wide and as coloured as it was drawn."""
    unit = (request.box[2] if request.box else request.image.shape[1]) / size[1]
    wide = width_brushes([s.width for s in traced], unit)
    if is_photograph(request.image):
        return wide
    colours = ink_colours(request.image, [s.points for s in traced], size)
    return [dataclasses.replace(b, colour=c) for b, c in zip(wide, colours, strict=True)]


def along_curves(
    lines: Sequence[FloatArray],
    unit: tuple[float, float],
    corner: FloatArray,
    brush: Brush | Sequence[Brush],
    provenance: Provenance,
) -> tuple[Stroke, ...]:
    """Strokes along Béziers that are fitted to lines.

    Args:
        lines: ``(n, 2)`` each, pixels.
        unit: canvas units per pixel, by axis.
        corner: the pixels' origin on the canvas, ``(2,)``.
        brush: of all, or of each.
        provenance: of all.
    """
    strokes = []
    brushes = [brush] * len(lines) if isinstance(brush, Brush) else brush
    for curve, own in zip(fit_many(lines, TOLERANCE), brushes, strict=True):
        points = _spread(sample_beziers(curve, 0.1), _SPACING) * unit + corner
        samples = np.full((len(points), 3), DEFAULT_PRESSURE)
        samples[:, :2] = points
        strokes.append(Stroke.make(samples, own, provenance))
    return tuple(strokes)


def _spread(points: FloatArray, spacing: float) -> FloatArray:
    """The same polyline with further points, so that none are farther apart than this."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    counts = np.maximum(1, np.ceil(steps / spacing)).astype(np.int64)
    which = np.repeat(np.arange(len(steps)), counts)
    at = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = (at / counts[which])[:, None]
    between = points[which] * (1 - share) + points[which + 1] * share
    return np.concatenate([between, points[-1:]])


def _grey(image: NDArray[Any]) -> Image:
    """Any picture as grey on white, 0 to 1."""
    if image.ndim not in (2, 3) or image.size == 0 or min(image.shape[:2]) < 1:
        raise InputError("There is no picture to clean.")
    values = image.astype(np.float32)
    if np.issubdtype(image.dtype, np.integer):
        values /= float(np.iinfo(image.dtype).max)
    if values.ndim == 2:
        return values
    if values.shape[2] not in (3, 4):
        raise InputError(f"A picture has 1, 3 or 4 channels, not {values.shape[2]}.")
    grey: Image = values[..., :3] @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    if values.shape[2] == 4:
        grey = 1.0 - (1.0 - grey) * values[..., 3]
    return grey


def _scaled(grey: Image, scale: float) -> Image:
    """The picture at another size, without aliasing."""
    if abs(scale - 1.0) < 1e-6:
        return grey
    from PIL import Image as Pillow

    height, width = (max(1, round(n * scale)) for n in grey.shape)
    picture = Pillow.fromarray(grey)
    resized = picture.resize((width, height), Pillow.Resampling.BICUBIC)
    return np.clip(np.asarray(resized, dtype=np.float32), 0.0, 1.0)
