"""Redraw: the published way to heal, which draws the whole sketch anew (Lmser-pix2seq).

Every kept stroke is replaced, so it is the second choice; see ``sketchpad.inference.heal``.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np

from sketchpad.core.document import Hole
from sketchpad.core.geometry import bounds
from sketchpad.core.stroke import FloatArray, Provenance, Sketch, new_id
from sketchpad.inference.complete import check_alternatives
from sketchpad.inference.ink import brush_of, fitted, ink
from sketchpad.inference.latent import LatentSpace, demand_ink
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run, Suggestion

TASK: Final = "redraw"


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
    z, _ = space.encode([kept], around=around)
    points = np.repeat(z, request.alternatives, axis=0)
    drawings = space.decode(points, temperature=temperature, seed=request.seed, run=run)
    provenance = Provenance(model.name, model.version, TASK, request.seed, temperature, new_id())
    box = bounds(np.concatenate([*kept, *around]))
    size = max(box[2] - box[0], box[3] - box[1])
    brush = brush_of(request.sketch.strokes)
    replaced = frozenset(stroke.id for stroke in request.sketch.strokes)
    return [
        Suggestion(ink(fitted(lines, box), size, brush, provenance), f"{n}", replaces=replaced)
        for n, lines in enumerate(drawings, start=1)
        if lines
    ]


def _extent(hole: Hole) -> FloatArray:
    """Opposite corners of a hole's region, ``(2, 2)``, canvas units."""
    low = hole.path.min(axis=0) - hole.radius
    return np.stack([low, hole.path.max(axis=0) + hole.radius])
