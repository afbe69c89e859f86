"""What the worker is asked for a film: frames between sketches, arithmetic, variations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sketchpad.core.stroke import Sketch
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.ui.suggestions.requests import Work

if TYPE_CHECKING:
    from sketchpad.inference.interpolate import Path as Way
    from sketchpad.inference.registry import Models
    from sketchpad.inference.waypoints import Doubt

#: Variations of one sketch.
_COUNT: Final = 8


class Morph(NamedTuple):
    """Frames or sketches, and what the latent space was no help with."""

    frames: list[Suggestion]
    doubts: list[Doubt]


def between(
    sketches: list[Sketch], count: int, path: Way, told: tuple[str | None, str | None]
) -> Work:
    """So many frames from the first sketch to the second.

    Args:
        sketches: the two.
        count: of the frames.
        path: see ``InterpolateRequest``.
        told: what the sketches show; None to go by the recogniser.
    """

    def work(models: Models, run: Run) -> Morph:
        from sketchpad.inference.interpolate import InterpolateRequest, doubts, interpolate

        request = InterpolateRequest(sketches[0], sketches[1], count, path, categories=told)
        frames = interpolate(request, models=models, run=run)
        return Morph(frames, doubts(request, models) if path != "strokes" else [])

    return work


def of_arithmetic(sketches: list[Sketch]) -> Work:
    """The first sketch less the second and with the third."""

    def work(models: Models, run: Run) -> Morph:
        from sketchpad.inference.interpolate import ArithmeticRequest, arithmetic, doubts_about

        first, second, third = sketches
        request = ArithmeticRequest(first, second, third)
        return Morph(arithmetic(request, models=models, run=run), doubts_about(sketches, models))

    return work


def of_variations(sketch: Sketch) -> Work:
    """Sketches like this one."""

    def work(models: Models, run: Run) -> list[Suggestion]:
        from sketchpad.inference.interpolate import VariationsRequest, variations

        return variations(VariationsRequest(sketch, _COUNT), models=models, run=run)

    return work
