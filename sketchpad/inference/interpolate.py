"""Interpolate: what lies between two sketches; and other walks through the latent space."""

from __future__ import annotations

import dataclasses
from typing import Final, Literal

import numpy as np

from sketchpad.core.errors import InputError
from sketchpad.core.geometry import Box
from sketchpad.core.stroke import Brush, Provenance, Sketch, bounds_of, new_id
from sketchpad.inference.ink import brush_of, fitted, ink
from sketchpad.inference.latent import Latent, LatentSpace, demand_ink, path_between
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.suggestions import Run, Suggestion

#: Models with a latent space; one that was trained for it comes first.
TASKS: Final = ("latent", "redraw")
MAX_FRAMES: Final = 120
_TEMPERATURE: Final = 0.1


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class InterpolateRequest:
    """Two sketches, and how to go from one to the other.

    Attributes:
        first: where the way begins; the first frame is this sketch itself.
        second: where it ends, likewise.
        frames: how many, both ends included.
        path: through the latent space.
        temperature: 0 to 1; low, so that neighbouring frames resemble each other.
        seed: of the sampler.
    """

    first: Sketch
    second: Sketch
    frames: int = 11
    path: Literal["spherical", "linear"] = "spherical"
    temperature: float = _TEMPERATURE
    seed: int = 0


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class ArithmeticRequest:
    """Drawing arithmetic: plus − minus + other, as in Ha & Eck 2018, section 4.3.

    Attributes:
        plus: a sketch, which also gives the place and size of the result.
        minus: what is taken away from it.
        other: what is added to it.
        temperature: 0 to 1.
        seed: of the sampler.
    """

    plus: Sketch
    minus: Sketch
    other: Sketch
    temperature: float = _TEMPERATURE
    seed: int = 0


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class VariationsRequest:
    """Sketches that lie around one.

    Attributes:
        sketch: the middle.
        alternatives: how many.
        spread: how far from it, in typical distances between drawings; about 0 to 1.
        temperature: 0 to 1.
        seed: of the sampler.
    """

    sketch: Sketch
    alternatives: int = 8
    spread: float = 0.3
    temperature: float = _TEMPERATURE
    seed: int = 0


def interpolate(
    request: InterpolateRequest, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """The frames from the first sketch to the second.

    Raises:
        InputError: for an empty sketch or a senseless number of frames.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    demand_ink(request.first, "The first sketch")
    demand_ink(request.second, "The second sketch")
    if not 2 <= request.frames <= MAX_FRAMES:
        raise InputError(f"There can be 2 to {MAX_FRAMES} frames, not {request.frames}.")
    walk = _Walk(models or Models(), run or Run(), request.temperature, request.seed)
    a, b = walk.space.encode([request.first.polylines, request.second.polylines])[0]
    shares = np.linspace(0.0, 1.0, request.frames)
    points = path_between(a, b, shares[1:-1], spherical=request.path == "spherical")
    boxes = np.array([bounds_of(s.strokes) for s in (request.first, request.second)])
    middle = [
        (float(x), float(y), float(x2), float(y2))
        for x, y, x2, y2 in boxes[0] + shares[1:-1, None] * (boxes[1] - boxes[0])
    ]
    frames = walk.draw(points, middle, brush_of(request.first.strokes)) if len(points) else []
    sketches = [request.first.strokes, *(f.strokes for f in frames), request.second.strokes]
    return [
        Suggestion(strokes, f"{100 * share:.0f} %")
        for strokes, share in zip(sketches, shares, strict=True)
    ]


def arithmetic(
    request: ArithmeticRequest, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """One sketch: plus − minus + other.

    Raises:
        InputError: for an empty sketch.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    terms = (request.plus, request.minus, request.other)
    for sketch, what in zip(terms, ("first", "second", "third"), strict=True):
        demand_ink(sketch, f"The {what} sketch")
    walk = _Walk(models or Models(), run or Run(), request.temperature, request.seed)
    plus, minus, other = walk.space.encode([s.polylines for s in terms])[0]
    box = bounds_of(request.plus.strokes)
    assert box is not None
    return walk.draw((plus - minus + other)[None], [box], brush_of(request.plus.strokes))


def variations(
    request: VariationsRequest, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """Sketches like this one.

    Raises:
        InputError: for an empty sketch.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    demand_ink(request.sketch, "The page")
    walk = _Walk(models or Models(), run or Run(), request.temperature, request.seed)
    mean, deviation = walk.space.encode([request.sketch.polylines])
    noise = np.random.default_rng(request.seed).standard_normal(
        (request.alternatives, mean.shape[1])
    )
    typical = max(float(np.sqrt((mean**2).mean())), float(deviation.mean()))
    box = bounds_of(request.sketch.strokes)
    assert box is not None
    points = mean + request.spread * typical * noise
    return walk.draw(points, [box] * len(points), brush_of(request.sketch.strokes))


def model_for(models: Models) -> Model:
    """The model whose latent space is walked through.

    Raises:
        ModelError: if there is none.
    """
    return models.get(next((task for task in TASKS if models.has(task)), TASKS[0]))


class _Walk:
    """Draws points of the latent space as suggestions."""

    def __init__(self, models: Models, run: Run, temperature: float, seed: int) -> None:
        self.space = LatentSpace(models, model_for(models))
        self._run, self._temperature, self._seed = run, temperature, seed
        model = self.space.model
        self._provenance = Provenance(
            model.name, model.version, "interpolate", seed, temperature, new_id()
        )

    def draw(self, points: Latent, boxes: list[Box], brush: Brush) -> list[Suggestion]:
        drawings = self.space.decode(
            points, temperature=self._temperature, seed=self._seed, run=self._run
        )
        found = []
        for lines, box in zip(drawings, boxes, strict=True):
            size = max(box[2] - box[0], box[3] - box[1])
            strokes = ink(fitted(lines, box), size, brush, self._provenance)
            found.append(Suggestion(strokes))
        return found
