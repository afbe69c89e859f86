"""What Clean is compared with on scenes: its own routes, plain baselines, and outline tracers."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import FloatArray, Stroke, as_samples
from sketchpad.core.trace import trace
from sketchpad.inference.clean import CleanRequest, clean, draw_lines, options_for, prepare
from sketchpad.inference.clean_strokes import CleanStrokesRequest, clean_strokes
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run
from training.clean import metrics
from training.clean.scenes import Scene, skeleton

#: A scene and the picture of it to lines of one pixel and the number of strokes.
Method = Callable[[Scene, NDArray[np.float32]], tuple[metrics.BoolImage, int]]
#: Ends the names of methods that see the scene's strokes and no picture.
STROKES: Final = "(strokes)"
#: In pure Python: the thousands of specks of a noisy picture would take hours.
SLOW: Final = ("potrace (outlines)",)


def baselines() -> dict[str, Method]:
    """What needs no model."""
    return {
        "threshold": lambda _, rough: _counted(metrics.threshold(rough)),
        "baseline": lambda _, rough: _counted(metrics.baseline(rough)),
    }


def ours(models: Models, detail: float) -> dict[str, Method]:
    """Clean, of pictures and of strokes, and without following passes."""
    return {
        "clean": lambda _, rough: cleaned(models, rough, detail),
        "network": lambda _, rough: networked(models, rough, detail),
        f"clean {STROKES}": lambda scene, _: cleaned_strokes(models, scene, detail),
    }


def outlines() -> dict[str, Method]:
    """The outline tracers that are installed."""
    methods: dict[str, Method] = {}
    if importlib.util.find_spec("vtracer") is not None:
        methods["vtracer (outlines)"] = lambda _, rough: outlined(rough)
    if importlib.util.find_spec("potrace") is not None:
        methods["potrace (outlines)"] = lambda _, rough: potraced(rough)
    return methods


def cleaned(
    models: Models, rough: NDArray[np.float32], detail: float
) -> tuple[metrics.BoolImage, int]:
    """Clean's strokes as lines of one pixel, and their number; none if it finds nothing."""
    try:
        (found,) = clean(CleanRequest(rough, detail=detail), models=models)
    except InputError:
        return np.zeros(rough.shape, dtype=np.bool_), 0
    return one_pixel([s.points for s in found.strokes], rough.shape), len(found.strokes)


def networked(
    models: Models, rough: NDArray[np.float32], detail: float
) -> tuple[metrics.BoolImage, int]:
    """What the network for centre lines makes of a picture, whatever passes it has."""
    request = CleanRequest(rough, detail=detail)
    ink = prepare(request)
    lines = draw_lines(models, models.get("clean"), ink, Run())
    unit = np.divide(rough.shape[::-1], ink.shape[::-1])
    found = [s.points * unit for s in trace(lines, options_for(request))]
    return one_pixel(found, rough.shape), len(found)


def cleaned_strokes(models: Models, scene: Scene, detail: float) -> tuple[metrics.BoolImage, int]:
    """What comes of the scene's own strokes; the scene's picture is not looked at."""
    strokes = tuple(Stroke.make(as_samples(line)) for line in scene.lines)
    request = CleanStrokesRequest(strokes, detail=detail)
    try:
        (found,) = clean_strokes(request, models=models)
    except InputError:
        return np.zeros(scene.rough.shape, dtype=np.bool_), 0
    return one_pixel([s.points for s in found.strokes], scene.rough.shape), len(found.strokes)


def outlined(rough: NDArray[np.float32]) -> tuple[metrics.BoolImage, int]:
    """The outlines that vtracer draws around the ink: two lines where one is meant."""
    import vtracer  # type: ignore[import-untyped]

    height, width = rough.shape
    levels = np.where(rough < 0.75, 0, 255).astype(np.uint8)
    pixels = np.stack([levels] * 3 + [np.full_like(levels, 255)], axis=-1).reshape(-1, 4)
    text = vtracer.convert_pixels_to_svg(
        [tuple(p) for p in pixels.tolist()], (width, height), colormode="binary", mode="polygon"
    )
    lines: list[FloatArray] = []
    for tag in re.findall(r"<path [^>]*>", text):
        data, shift = (re.search(f'{key}="([^"]*)"', tag) for key in (" d", " transform"))
        moved = np.array(re.findall(r"-?[0-9.]+", shift[1]) if shift else (0, 0), dtype=float)
        for part in (data[1] if data else "").split("M")[1:]:
            points = np.array(re.findall(r"-?[0-9.]+", part), dtype=float).reshape(-1, 2)
            lines.append(np.concatenate([points, points[:1]]) + moved)
    return one_pixel(lines, rough.shape), len(lines)


def potraced(rough: NDArray[np.float32]) -> tuple[metrics.BoolImage, int]:
    """The outlines that potrace draws around the ink, with its usual settings."""
    import potrace  # type: ignore[import-not-found, import-untyped, unused-ignore]

    lines: list[FloatArray] = []
    t = np.linspace(0.0, 1.0, 9)[1:, None]
    for curve in potrace.Bitmap(rough < 0.75).trace():
        at = np.array([curve.start_point.x, curve.start_point.y])
        points = [at[None]]
        for segment in curve.segments:
            end = np.array([segment.end_point.x, segment.end_point.y])
            if segment.is_corner:
                points.append(np.array([[segment.c.x, segment.c.y], end]))
            else:
                one, other = ([c.x, c.y] for c in (segment.c1, segment.c2))
                weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3]
                points.append(np.hstack(weights) @ np.array([at, one, other, end]))
            at = end
        lines.append(np.concatenate(points))
    return one_pixel(lines, rough.shape), len(lines)


def one_pixel(lines: Sequence[FloatArray], size: tuple[int, int]) -> metrics.BoolImage:
    """Polylines drawn 1 px wide. A drawn step of a staircase counts once, as in a skeleton."""
    return skeleton(rasterise(lines, size, 1.0) >= 0.5)


def _counted(drawn: metrics.BoolImage) -> tuple[metrics.BoolImage, int]:
    """A skeleton, and how many strokes there are if every piece between junctions is one."""
    from sketchpad.core.centre_graph import graph_of

    return drawn, len(graph_of(drawn).edges)
