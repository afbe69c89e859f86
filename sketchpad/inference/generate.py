"""Generate: new sketches of a category, out of nothing."""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.names import listed, nearest
from sketchpad.core.stroke import Brush, FloatArray, Provenance, new_id
from sketchpad.core.stroke5 import Frame
from sketchpad.inference.complete import check_alternatives
from sketchpad.inference.decoder import Drawn, StrokeDecoder
from sketchpad.inference.ink import fitted, ink
from sketchpad.inference.recognise import TASK as RECOGNISE
from sketchpad.inference.recognise import Recogniser
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.sampler import Sampler, check_seed
from sketchpad.inference.suggestions import Run, Suggestion

#: The decoder that completes also begins from nothing.
TASKS: Final = ("generate", "complete")
_CANDIDATES: Final = 5
_NUCLEUS: Final = 0.95


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class GenerateRequest:
    """What to draw, and where.

    Attributes:
        category: a name that the model knows.
        alternatives: how many sketches.
        temperature: 0 to 1; None for the model's own.
        seed: of the sampler.
        box: x, y, width, height that each sketch is fitted into, canvas units.
        brush: of the strokes.
    """

    category: str
    alternatives: int = 1
    temperature: float | None = None
    seed: int = 0
    box: tuple[float, float, float, float] = (0.0, 0.0, 255.0, 255.0)
    brush: Brush = dataclasses.field(default_factory=Brush)


def generate(
    request: GenerateRequest, *, models: Models | None = None, run: Run | None = None
) -> list[Suggestion]:
    """New sketches, the best first.

    Raises:
        InputError: for an unknown category.
        ModelError: if there is no usable model.
        CancelledError: if it was cancelled.
    """
    check_alternatives(request.alternatives)
    check_seed(request.seed)
    models, run = models or Models(), run or Run()
    model = model_for(models, request.category)
    temperature = model.temperature if request.temperature is None else request.temperature
    recogniser = Recogniser(models) if models.has(RECOGNISE) else None
    count = request.alternatives * (_CANDIDATES if recogniser else 1)
    category = model.category(request.category)
    provenance = Provenance(
        model.name, model.version, "generate", request.seed, temperature, new_id()
    )

    x, y, width, height = request.box

    def lines_of(drawn: Drawn) -> list[FloatArray]:
        return fitted(model.codec.decode(drawn.rows, Frame()), (x, y, x + width, y + height))

    def suggestion(lines: list[FloatArray], score: float = 0.0) -> Suggestion:
        size = max(request.box[2:])
        return Suggestion(
            ink(lines, size, request.brush, provenance), model.categories[category], score
        )

    drawn = StrokeDecoder(models, model).draw(
        _conditions(model, count, category, request.seed),
        Sampler(
            count,
            temperature=temperature,
            pen_temperature=model.pen_temperature(temperature),
            top_p=_NUCLEUS,
            seed=request.seed,
        ),
        run=run,
        on_rows=lambda part: run.watcher.partial(
            [suggestion(lines_of(d)) for d in part[: request.alternatives]]
        ),
    )
    run.watcher.progress(0.9)
    candidates = [lines_of(d) for d in drawn]
    scores = np.array(
        [0.5 * d.ended + bool(lines) for d, lines in zip(drawn, candidates, strict=True)]
    )
    if recogniser is not None and model.categories[category] in recogniser.model.categories:
        place = recogniser.model.categories.index(model.categories[category])
        filled = [i for i, lines in enumerate(candidates) if lines]
        if filled:
            found = recogniser.probabilities([candidates[i] for i in filled])
            scores[filled] += found[:, place]
    order = np.argsort(-scores, kind="stable")[: request.alternatives]
    return [suggestion(candidates[i], float(scores[i])) for i in order]


def model_for(models: Models, category: str) -> Model:
    """The model that draws a category: the first that knows it.

    Raises:
        InputError: if none knows it.
        ModelError: if there is none at all.
    """
    candidates = [models.get(task) for task in TASKS if models.has(task)] or [models.get(TASKS[0])]
    for model in candidates:
        if any(known.lower() == category.strip().lower() for known in model.categories):
            return model
    near = nearest(category, [name for model in candidates for name in model.categories])
    if near:
        raise InputError(f"No model knows the category {category!r}; did you mean {listed(near)}?")
    raise InputError(f"No model knows the category {category!r}.")


def drawable(models: Models) -> tuple[str, ...]:
    """The categories that are worth offering, sorted: those with many drawings in training."""
    found: set[str] = set()
    for task in TASKS:
        if models.has(task):
            model = models.get(task)
            found.update(model.card.get("well_populated") or model.categories)
    return tuple(sorted(found))


def rough(models: Models) -> tuple[str, ...]:
    """The other categories, sorted: models know them from few drawings, and it shows."""
    every = {name for task in TASKS if models.has(task) for name in models.get(task).categories}
    return tuple(sorted(every.difference(drawable(models))))


def _conditions(
    model: Model, count: int, category: int, seed: int
) -> dict[str, NDArray[np.generic]]:
    """The category and, for models that have one, a latent drawn from their prior."""
    latent = int(model.card.get("latent", 0))
    z = np.random.default_rng([seed, 1]).standard_normal((count, latent))
    return {"category": np.full(count, category, dtype=np.int64), "z": z.astype(np.float32)}
