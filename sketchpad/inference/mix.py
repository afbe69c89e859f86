"""Mix: new sketches that lie between two categories."""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np

from sketchpad.core.stroke import Provenance, new_id
from sketchpad.inference.generate import GenerateRequest, generate, model_for
from sketchpad.inference.morph import morph
from sketchpad.inference.recognise import TASK as RECOGNISE
from sketchpad.inference.recognise import Recogniser
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run, Silent, Suggestion

#: Each sketch of one category meets so many of the other.
_MATES: Final = 3


def mix(
    request: GenerateRequest, other: str, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """Sketches half-way between new ones of two categories, the best first.

    Strokes of both are matched and meet in the middle; of many pairs those are kept that the
    recogniser takes for either, and that had the shortest way to go.

    Args:
        request: the first category, and what holds for both.
        other: the second category.
        models: as in ``generate``.
        run: as in ``generate``.

    Raises:
        InputError: for an unknown category.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    models, run = models or Models(), run or Run()
    quiet = dataclasses.replace(run, watcher=Silent())
    parents = []
    for number, name in enumerate((request.category, other)):
        asked = dataclasses.replace(request, category=name, seed=request.seed + number)
        found = generate(asked, models=models, run=quiet)
        parents.append([suggestion.strokes for suggestion in found if suggestion.strokes])
        run.watcher.progress(0.3 * (number + 1))
    model = model_for(models, request.category)
    temperature = model.temperature if request.temperature is None else request.temperature
    made = Provenance(model.name, model.version, "generate", request.seed, temperature, new_id())
    children, ways = [], []
    for number, first in enumerate(parents[0]):
        for step in range(min(_MATES, len(parents[1]))):
            way = morph(first, parents[1][(number + step) % len(parents[1])], run.cancellation)
            children.append(way.at(0.5, made))
            ways.append(way.distance / max(way.size, 1e-9))
    if not children:
        return []
    run.watcher.progress(0.9)
    scores = -np.array(ways)
    if models.has(RECOGNISE):
        recogniser = Recogniser(models)
        names = recogniser.model.categories
        wanted = [names.index(n) for n in (request.category, other) if n in names]
        shares = recogniser.probabilities([[s.points for s in child] for child in children])
        scores = scores + shares[:, wanted].sum(axis=1)
    label = f"{request.category} + {other}"
    order = np.argsort(-scores, kind="stable")[: request.alternatives]
    return [Suggestion(children[k], label, float(scores[k])) for k in order]
