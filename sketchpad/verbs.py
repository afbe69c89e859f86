"""The verbs as plain functions: the public Python interface of what models do.

Models are looked for and loaded once per process and device. Every function takes ``device``
(``auto``, ``cpu`` or ``cuda``) and, where it draws, ``seed``: the same seed draws the same
strokes on the same device. All raise ``SketchpadError`` with one sentence for the user.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Literal

from numpy.typing import NDArray

from sketchpad.core.document import Hole
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Sketch
from sketchpad.inference.clean import CleanRequest
from sketchpad.inference.clean import clean as _clean
from sketchpad.inference.clean_detail import fitting_detail, fitting_detail_of_picture
from sketchpad.inference.clean_strokes import CleanStrokesRequest, clean_strokes
from sketchpad.inference.complete import CompleteRequest
from sketchpad.inference.complete import complete as _complete
from sketchpad.inference.generate import GenerateRequest
from sketchpad.inference.generate import generate as _generate
from sketchpad.inference.heal import HealRequest, erased
from sketchpad.inference.heal import heal as _heal
from sketchpad.inference.interpolate import InterpolateRequest
from sketchpad.inference.interpolate import interpolate as _interpolate
from sketchpad.inference.mix import mix as _mix
from sketchpad.inference.recognise import Guess
from sketchpad.inference.recognise import recognise as _recognise
from sketchpad.inference.redraw import RedrawRequest
from sketchpad.inference.redraw import redraw as _redraw
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Suggestion


@functools.lru_cache(maxsize=3)
def models_on(device: str | None = None) -> Models:
    """The models that are installed, on a device."""
    return Models(device=device)


def complete(
    sketch: Sketch,
    *,
    category: str | None = None,
    alternatives: int = 1,
    temperature: float | None = None,
    seed: int = 0,
    device: str | None = None,
) -> list[Suggestion]:
    """How a sketch may go on, the best first.

    Args:
        sketch: what is drawn so far.
        category: what it shall become; None to go by what it looks like.
        alternatives: how many suggestions.
        temperature: 0 to 1, tame to wild; None for the model's own.
        seed: of the sampler.
        device: see the module.
    """
    _demand_sketch(sketch, "complete")
    request = CompleteRequest(sketch, category, alternatives, temperature, seed, insist=True)
    return _complete(request, models=models_on(device))


def clean(
    drawing: Sketch | NDArray[Any],
    *,
    detail: float | None = None,
    box: tuple[float, float, float, float] | None = None,
    device: str | None = None,
) -> list[Suggestion]:
    """One stroke for every line that a rough drawing means, as the only suggestion.

    Args:
        drawing: a sketch, whose strokes the suggestion replaces, or a picture: uint8 or float
            (0 to 1), ``(h, w)`` grey, ``(h, w, 3)`` colour or ``(h, w, 4)`` with transparency.
        detail: 0 to 1, how much of the small stuff survives; None for what fits the strokes or
            the picture.
        box: x, y, width, height of a picture in canvas units; None for its pixels.
        device: see the module.
    """
    if isinstance(drawing, Sketch):
        wanted = fitting_detail(drawing.strokes) if detail is None else detail
        request = CleanStrokesRequest(drawing.strokes, wanted)
        return clean_strokes(request, models=models_on(device))
    wanted = fitting_detail_of_picture(drawing) if detail is None else detail
    return _clean(CleanRequest(drawing, wanted, box), models=models_on(device))


def heal(
    drawing: Sketch | NDArray[Any],
    holes: Sequence[Hole],
    *,
    redraw: bool = False,
    category: str | None = None,
    alternatives: int = 1,
    temperature: float | None = None,
    seed: int = 0,
    device: str | None = None,
) -> list[Suggestion]:
    """What was in the holes; whatever of the sketch lies in them is erased first.

    Args:
        drawing: a sketch, whose strokes outside the holes stay as they are, or a picture as for
            ``clean``, which can only be redrawn.
        holes: regions in the sketch's coordinates, or in the picture's pixels.
        redraw: draw the whole sketch anew instead; the suggestions then replace every stroke.
        category: what it shows; None to go by what it looks like.
        alternatives: how many suggestions.
        temperature: 0 to 1, tame to wild; None for the model's own.
        seed: of the sampler.
        device: see the module.
    """
    models, region = models_on(device), tuple(holes)
    if redraw and not isinstance(drawing, Sketch):
        [cleaned] = clean(drawing, detail=0.5, device=device)
        drawing = Sketch(cleaned.strokes)
    kept = erased(_demand_sketch(drawing, "heal"), region)
    if redraw:
        return _redraw(RedrawRequest(kept, region, alternatives, temperature, seed), models=models)
    request = HealRequest(kept, region, category, alternatives, temperature, seed)
    return _heal(request, models=models)


def interpolate(
    first: Sketch,
    second: Sketch,
    *,
    frames: int = 11,
    path: Literal["spherical", "linear", "strokes"] = "spherical",
    seed: int = 0,
    device: str | None = None,
) -> list[Suggestion]:
    """The frames on the way from one sketch to another, both ends included."""
    request = InterpolateRequest(first, second, frames, path, seed=seed)
    return _interpolate(request, models=models_on(device))


def generate(
    category: str,
    *,
    mix: str | None = None,
    alternatives: int = 1,
    temperature: float | None = None,
    seed: int = 0,
    box: tuple[float, float, float, float] = (0.0, 0.0, 255.0, 255.0),
    device: str | None = None,
) -> list[Suggestion]:
    """New sketches of a category, the best first.

    Args:
        category: what to draw.
        mix: another category; draw what lies half-way between the two.
        alternatives: how many sketches.
        temperature: 0 to 1, tame to wild; None for the model's own.
        seed: of the sampler.
        box: x, y, width, height that each sketch is fitted into.
        device: see the module.
    """
    request = GenerateRequest(category, alternatives, temperature, seed, box)
    if mix is None:
        return _generate(request, models=models_on(device))
    return _mix(request, mix, models=models_on(device))


def recognise(sketch: Sketch, *, top: int = 5, device: str | None = None) -> list[Guess]:
    """The most probable categories of a sketch, the most probable first."""
    return _recognise(_demand_sketch(sketch, "recognise"), models=models_on(device), top=top)


def _demand_sketch(drawing: Sketch | NDArray[Any], verb: str) -> Sketch:
    if not isinstance(drawing, Sketch):
        raise InputError(f"{verb} takes a sketch; clean makes the strokes of one from a picture.")
    return drawing
