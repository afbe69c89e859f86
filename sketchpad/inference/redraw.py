"""Redraw: the published way to heal, which draws the whole sketch anew (Lmser-pix2seq).

Every kept stroke is replaced, so it is the second choice; see ``sketchpad.inference.heal``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

import numpy as np

from sketchpad.core.document import Hole
from sketchpad.core.geometry import bounds, resample
from sketchpad.core.stroke import FloatArray, Provenance, Sketch, new_id
from sketchpad.inference.complete import check_alternatives
from sketchpad.inference.ink import brush_of, fitted, ink
from sketchpad.inference.latent import LatentSpace, demand_ink
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.inference.waypoints import Judge

TASK: Final = "redraw"
#: Said when the model is out of its depth.
UNKNOWN: Final = "The model has not learned what this drawing shows; it redraws what it knows."
#: Drawn for each suggestion that is kept, and at least.
_TRIES: Final = 4
_LEAST: Final = 16
#: Distances from here on mean that a drawing never ended.
_UNENDED: Final = 1e3
#: Steps along the ink that drawings are compared by, and how near is near, in long sides.
_SPACING: Final = 0.02
_NEAR: Final = 0.05


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class RedrawRequest:
    """What to draw anew.

    Attributes:
        sketch: what was kept.
        holes: what was erased; they only tell how large the whole drawing was.
        alternatives: how many suggestions.
        temperature: 0 to 1; None for the model's own.
        seed: of the sampler.
    """

    sketch: Sketch
    holes: tuple[Hole, ...] = ()
    alternatives: int = 1
    temperature: float | None = None
    seed: int = 0


def redraw(
    request: RedrawRequest, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """Whole sketches in the place of the given one, at its size and place.

    Raises:
        InputError: for an empty sketch.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    check_alternatives(request.alternatives)
    demand_ink(request.sketch, "The sketch")
    models, run = models or Models(), run or Run()
    model = models.get(TASK)
    space = LatentSpace(models, model)
    temperature = model.temperature if request.temperature is None else request.temperature
    around = [_extent(hole) for hole in request.holes]
    kept = request.sketch.polylines
    judge = Judge(models, [kept])
    if not judge.knows(model):
        run.notice(UNKNOWN)
    z, _ = space.encode([kept], around=around)
    count = max(_TRIES * request.alternatives, _LEAST)
    candidates = space.candidates(z, count, temperature=temperature, seed=request.seed, run=run)
    box = bounds(np.concatenate([*kept, *around]))
    drawn = [fitted(c.lines, box) for c in candidates[0] if c.lines and c.distance < _UNENDED]
    if not drawn:
        return []
    run.watcher.progress(0.8)
    scores = judge.likeness(drawn) + _covered(kept, drawn)
    order = np.argsort(-scores, kind="stable")[: request.alternatives]
    provenance = Provenance(model.name, model.version, TASK, request.seed, temperature, new_id())
    size = max(box[2] - box[0], box[3] - box[1])
    brush = brush_of(request.sketch.strokes)
    replaced = frozenset(stroke.id for stroke in request.sketch.strokes)
    return [
        Suggestion(ink(drawn[i], size, brush, provenance), f"{number}", float(scores[i]), replaced)
        for number, i in enumerate(order, start=1)
    ]


def _covered(kept: Sequence[FloatArray], drawn: Sequence[Sequence[FloatArray]]) -> FloatArray:
    """How well each drawing has ink where ink was kept, 0 to 1, ``(b,)``."""
    left, top, right, bottom = bounds(np.concatenate(kept))
    if left == right and top == bottom:  # a dot: there is nothing to cover
        return np.zeros(len(drawn))
    size = max(right - left, bottom - top)
    # A hole far away makes drawings large beside what was kept.
    low, high = (f([f(x, axis=0) for d in drawn for x in d], axis=0) for f in (np.min, np.max))
    spacing = max(size, float((high - low).max()) / 4) * _SPACING
    points = np.concatenate([resample(line, spacing) for line in kept])
    shares = []
    for lines in drawn:
        ink_there = np.concatenate([resample(line, spacing) for line in lines])
        gaps = np.linalg.norm(points[:, None] - ink_there[None], axis=2).min(axis=1)
        shares.append(np.exp(-gaps / (_NEAR * size)).mean())
    return np.array(shares)


def _extent(hole: Hole) -> FloatArray:
    """Opposite corners of a hole's region, ``(2, 2)``, canvas units."""
    low = hole.path.min(axis=0) - hole.radius
    return np.stack([low, hole.path.max(axis=0) + hole.radius])
