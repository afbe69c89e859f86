"""What the worker is asked: a document's strokes and settings, turned into calls of the verbs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from sketchpad.core.document import Hole, Layer, Page, Underlay
from sketchpad.core.stroke import Brush, Sketch
from sketchpad.inference.suggestions import Run, Silent

if TYPE_CHECKING:
    from sketchpad.inference.recognise import Guess
    from sketchpad.inference.registry import Models
    from sketchpad.inference.suggestions import Suggestion

Work = Callable[["Models", Run], object]


@dataclasses.dataclass(frozen=True)
class Guesses:
    """What a drawing is taken for, the most probable first."""

    guesses: tuple[Guess, ...]


@dataclasses.dataclass(frozen=True)
class Wish:
    """What all requests share.

    Attributes:
        sketch: what is drawn.
        category: chosen by the user; None to go by the recogniser.
        temperature: 0 to 1; None for the model's own.
        alternatives: how many suggestions.
        seed: of the sampler.
        recognise: say first what the drawing is taken for.
        picture: what is drawn, where there are no strokes.
        brush: for what such a picture becomes.
        insist: draw on even if the drawing looks finished.
    """

    sketch: Sketch
    category: str | None = None
    temperature: float | None = None
    alternatives: int = 5
    seed: int = 0
    recognise: bool = False
    picture: Underlay | None = None
    brush: Brush = dataclasses.field(default_factory=Brush)
    insist: bool = False


def recognising(wish: Wish) -> Work:
    """What the drawing is taken for."""

    def work(models: Models, run: Run) -> object:
        return _guess(wish, models, run)

    return work


def completing(wish: Wish) -> Work:
    """How the drawing goes on."""

    def work(models: Models, run: Run) -> list[Suggestion]:
        from sketchpad.inference.complete import CompleteRequest, complete

        if wish.recognise and len(wish.sketch):
            run.watcher.partial(_guess(wish, models, run))
        request = CompleteRequest(
            wish.sketch,
            wish.category,
            wish.alternatives,
            wish.temperature,
            wish.seed,
            wish.insist,
        )
        return complete(request, models=models, run=run)

    return work


def healing(wish: Wish, holes: tuple[Hole, ...]) -> Work:
    """What was in the holes."""

    def work(models: Models, run: Run) -> list[Suggestion]:
        from sketchpad.inference.heal import HealRequest, heal

        request = HealRequest(
            wish.sketch, holes, wish.category, wish.alternatives, wish.temperature, wish.seed
        )
        return heal(request, models=models, run=run)

    return work


def redrawing(wish: Wish, holes: tuple[Hole, ...]) -> Work:
    """The whole drawing anew."""

    def work(models: Models, run: Run) -> list[Suggestion]:
        from sketchpad.inference.redraw import RedrawRequest, redraw

        sketch, picture = wish.sketch, wish.picture
        if picture is not None:
            sketch = _traced(picture, wish.brush, models, run)
        request = RedrawRequest(sketch, holes, wish.alternatives, wish.temperature, wish.seed)
        found = redraw(request, models=models, run=run)
        if picture is None:
            return found
        return [dataclasses.replace(suggestion, replaces=frozenset()) for suggestion in found]

    return work


def filling(verb: str, wish: Wish, holes: tuple[Hole, ...]) -> Work:
    """The verb's way with holes: Heal fills them, Redraw draws all anew."""
    return redrawing(wish, holes) if verb == "redraw" else healing(wish, holes)


def layer_to_heal(page: Page, current: Layer) -> Layer | None:
    """The layer whose holes are filled: the current one, or else the top one that has any."""
    for layer in (current, *reversed(page.layers)):
        if layer.holes and layer.visible and not layer.locked:
            return layer
    return None


def _traced(picture: Underlay, brush: Brush, models: Models, run: Run) -> Sketch:
    """The strokes of a picture, where it lies on the page."""
    from sketchpad.files import images
    from sketchpad.inference.clean import CleanRequest, clean

    quiet = dataclasses.replace(run, watcher=Silent())
    request = CleanRequest(images.pixels(picture), box=picture.box, brush=brush)
    return Sketch(clean(request, models=models, run=quiet)[0].strokes)


def _guess(wish: Wish, models: Models, run: Run) -> Guesses:
    from sketchpad.inference.recognise import recognise

    return Guesses(tuple(recognise(wish.sketch, models=models, run=run)))
