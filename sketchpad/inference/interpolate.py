"""Interpolate: what lies between two sketches; and other walks through the latent space."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from sketchpad.core.errors import InputError
from sketchpad.core.geometry import Box
from sketchpad.core.stroke import (
    Brush,
    FloatArray,
    Provenance,
    Sketch,
    Stroke,
    bounds_of,
    new_id,
)
from sketchpad.inference.complete import check_alternatives
from sketchpad.inference.ink import brush_of, fitted, ink
from sketchpad.inference.joined import joined
from sketchpad.inference.latent import (
    Candidate,
    Latent,
    LatentSpace,
    demand_ink,
    path_between,
)
from sketchpad.inference.morph import blended, morph
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.sampler import check_seed
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.inference.waypoints import Doubt, Judge, way_points

#: Models with a latent space; one that was trained for it comes first.
TASKS: Final = ("latent", "redraw")
MAX_FRAMES: Final = 120
#: What drew frames that no model had a part in, for their provenance.
MATCHING: Final = "stroke matching"
#: Said when the latent space has nothing to tell about the way.
UNKNOWN: Final = (
    "The model draws nothing good between these sketches; their strokes are matched and moved."
)
UNLEARNED: Final = (
    "The model has not learned “{category}”, which {sketch} seems to show; "
    "strokes are matched and moved."
)
UNCLEAR: Final = "It is not clear what {sketch} shows; strokes are matched and moved."
#: Said of arithmetic with sketches that the model cannot place.
BEYOND: Final = (
    "The model cannot place all of these sketches; the result may show something else altogether."
)
_NAMES: Final = ("the first sketch", "the second sketch")
_TEMPERATURE: Final = 0.1
#: Where on the way the latent space is asked what lies there.
_STOPS: Final = (0.25, 0.5, 0.75)
#: Drawings for each one that is kept.
_TRIES: Final = 4
#: How far towards a variation that fails the sketch goes.
_NUDGE: Final = 0.4


Path = Literal["spherical", "linear", "strokes"]


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class InterpolateRequest:
    """Two sketches, and how to go from one to the other.

    Attributes:
        first: where the way begins; the first frame is this sketch itself.
        second: where it ends, likewise.
        frames: how many, both ends included.
        path: through the latent space; or only from stroke to stroke, which needs no model.
        categories: what the two show; None to go by the recogniser.
        temperature: 0 to 1; low, so that neighbouring frames resemble each other.
        seed: of the sampler.
    """

    first: Sketch
    second: Sketch
    frames: int = 11
    path: Path = "spherical"
    temperature: float = _TEMPERATURE
    seed: int = 0
    categories: tuple[str | None, str | None] = (None, None)


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class ArithmeticRequest:
    """Drawing arithmetic: plus − minus + other, as in Ha & Eck 2018, section 4.3.

    Attributes:
        plus: a sketch, which also gives the place and size of the result.
        minus: what is taken away from it.
        other: what is added to it.
        alternatives: how many drawings of the result.
        temperature: 0 to 1.
        seed: of the sampler.
    """

    plus: Sketch
    minus: Sketch
    other: Sketch
    alternatives: int = 4
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
    """The frames from the first sketch to the second, in steps of equal size.

    Strokes are matched and moved (see ``morph``) from the first sketch over what the latent space
    knows to be between them (see ``waypoints``) to the second. Strokes whose ends meet, as healed
    ones do, move as one; the first and the last frame are the sketches themselves.

    Raises:
        InputError: for an empty sketch or a senseless number of frames.
        ModelError: if there is no usable model and the path leads through its latent space.
        CancelledError: if it was cancelled.
    """
    demand_ink(request.first, "The first sketch")
    demand_ink(request.second, "The second sketch")
    if not 2 <= request.frames <= MAX_FRAMES:
        raise InputError(f"There can be 2 to {MAX_FRAMES} frames, not {request.frames}.")
    run = run or Run()
    ends = (joined(request.first.strokes), joined(request.second.strokes))
    stops: list[tuple[Stroke, ...]] = []
    provenance = Provenance(MATCHING, "1", "interpolate", request.seed, 0.0, new_id())
    if request.path != "strokes":
        models = models or Models()
        walk = _Walk(models, run, request.temperature, request.seed)
        stops = walk.between(ends, request.categories, spherical=request.path == "spherical")
        if stops:
            provenance = walk.provenance
        else:
            run.notice(_reason(doubts(request, models)))
    drawings = [ends[0], *stops, ends[1]]
    morphs = [morph(a, b, run.cancellation) for a, b in itertools.pairwise(drawings)]
    run.watcher.progress(0.9)
    # A morph over a longer way gets more of the frames.
    lengths = np.array([max(found.distance, 1e-9) for found in morphs])
    ways = np.concatenate([[0.0], np.cumsum(lengths) / lengths.sum()])
    shares = np.linspace(0.0, 1.0, request.frames)
    frames = []
    for share in shares:
        run.cancellation.check()
        leg = int(np.searchsorted(ways[1:-1], share, side="right"))
        inner = (share - ways[leg]) / (ways[leg + 1] - ways[leg])
        strokes = morphs[leg].at(float(np.clip(inner, 0.0, 1.0)), provenance)
        frames.append(Suggestion(strokes, f"{100 * share:.0f} %"))
    for place, sketch in ((0, request.first), (-1, request.second)):
        frames[place] = dataclasses.replace(frames[place], strokes=sketch.strokes)
    return frames


def doubts(request: InterpolateRequest, models: Models) -> list[Doubt]:
    """The sketches that the latent space is no help with, and why; see ``Doubt``.

    Raises:
        ModelError: if there is no usable model.
    """
    return doubts_about([request.first, request.second], models, request.categories)


def doubts_about(
    sketches: Sequence[Sketch], models: Models, told: Sequence[str | None] = ()
) -> list[Doubt]:
    """The same of any sketches; ``told`` is what the first of them show, as far as it is known.

    Raises:
        ModelError: if there is no usable model.
    """
    return Judge(models, [s.polylines for s in sketches], told).doubts(model_for(models))


def _reason(found: list[Doubt]) -> str:
    """Why the way has no way points, in one sentence."""
    if not found:
        return UNKNOWN
    clear = [doubt for doubt in found if doubt.clear]
    doubt, text = (clear[0], UNLEARNED) if clear else (found[0], UNCLEAR)
    return text.format(category=doubt.category, sketch=_NAMES[doubt.sketch])


def arithmetic(
    request: ArithmeticRequest, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """Plus − minus + other, the truest drawing of that place in the latent space first.

    Raises:
        InputError: for an empty sketch.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    terms = (request.plus, request.minus, request.other)
    names = ("The first sketch", "The second sketch", "The third sketch")
    for sketch, name in zip(terms, names, strict=True):
        demand_ink(sketch, name)
    check_alternatives(request.alternatives)
    models, run = models or Models(), run or Run()
    walk = _Walk(models, run, request.temperature, request.seed)
    if doubts_about(terms, models):
        run.notice(BEYOND)
    lines = [[s.points for s in joined(sketch.strokes)] for sketch in terms]
    plus, minus, other = walk.space.encode(lines)[0]
    box = bounds_of(request.plus.strokes)
    assert box is not None
    drawn = walk.candidates((plus - minus + other)[None], _TRIES * request.alternatives)[0]
    drawn = sorted((c for c in drawn if c.lines), key=lambda candidate: candidate.distance)
    brush = brush_of(request.plus.strokes)
    return [
        Suggestion(walk.strokes(found.lines, box, brush), f"{number}", -found.distance)
        for number, found in enumerate(drawn[: request.alternatives], 1)
    ]


def variations(
    request: VariationsRequest, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """Sketches like this one.

    Drawings from around its place in the latent space that show the same thing; where the model
    has none, the sketch goes some of the way to them, stroke by stroke.

    Raises:
        InputError: for an empty sketch.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    demand_ink(request.sketch, "The page")
    check_alternatives(request.alternatives)
    check_seed(request.seed)
    models, run = models or Models(), run or Run()
    walk = _Walk(models, run, request.temperature, request.seed)
    own = joined(request.sketch.strokes)
    mean, deviation = walk.space.encode([[s.points for s in own]])
    noise = np.random.default_rng(request.seed).standard_normal(
        (request.alternatives, mean.shape[1])
    )
    typical = max(float(np.sqrt((mean**2).mean())), float(deviation.mean()))
    box = bounds_of(request.sketch.strokes)
    assert box is not None
    points = mean + request.spread * typical * noise
    judge = Judge(models, [request.sketch.polylines])
    brush = brush_of(request.sketch.strokes)
    found: list[Suggestion] = []
    for candidates in walk.candidates(points, _TRIES):
        good = judge.good(candidates)
        some = good or [c for c in candidates if c.lines]
        if not some:
            continue
        nearest = min(some, key=lambda candidate: candidate.distance)
        strokes = walk.strokes(nearest.lines, box, brush)
        if not good:
            way = morph(own, strokes, run.cancellation)
            strokes = way.at(_NUDGE, walk.provenance)
        found.append(Suggestion(strokes, f"{len(found) + 1}"))
    return found


def model_for(models: Models) -> Model:
    """The model whose latent space is walked through.

    Raises:
        ModelError: if there is none.
    """
    return models.get(next((task for task in TASKS if models.has(task)), TASKS[0]))


class _Walk:
    """Draws points of the latent space."""

    def __init__(self, models: Models, run: Run, temperature: float, seed: int) -> None:
        self.space = LatentSpace(models, model_for(models))
        self._models, self._run, self._temperature, self._seed = models, run, temperature, seed
        model = self.space.model
        self.provenance = Provenance(
            model.name, model.version, "interpolate", seed, temperature, new_id()
        )

    def candidates(self, points: Latent, count: int) -> list[list[Candidate]]:
        """Some drawings for each point ``(b, Z)``."""
        return self.space.candidates(
            points, count, temperature=self._temperature, seed=self._seed, run=self._run
        )

    def strokes(self, lines: list[FloatArray], box: Box, brush: Brush) -> tuple[Stroke, ...]:
        """A drawing, fitted into a box."""
        size = max(box[2] - box[0], box[3] - box[1])
        return ink(fitted(lines, box), size, brush, self.provenance)

    def between(
        self,
        ends: tuple[tuple[Stroke, ...], tuple[Stroke, ...]],
        told: tuple[str | None, str | None],
        *,
        spherical: bool,
    ) -> list[tuple[Stroke, ...]]:
        """What the latent space knows between two drawings, in order."""
        lines = ([s.points for s in ends[0]], [s.points for s in ends[1]])
        a, b = self.space.encode(lines)[0]
        points = path_between(a, b, np.array(_STOPS), spherical=spherical)
        found = way_points(
            self.space,
            points,
            lines,
            Judge(self._models, lines, told),
            temperature=self._temperature,
            seed=self._seed,
            run=self._run,
        )
        boxes = np.array([bounds_of(strokes) for strokes in ends])
        brushes = [brush_of(strokes) for strokes in ends]
        drawings = []
        for number, drawing in found:
            share = _STOPS[number]
            left, top, right, bottom = boxes[0] + share * (boxes[1] - boxes[0])
            brush = blended(brushes[0], brushes[1], share)
            drawings.append(self.strokes(drawing, (left, top, right, bottom), brush))
        return drawings
