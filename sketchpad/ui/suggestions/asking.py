"""What is asked for a document: the strokes, the holes and the settings, ready for the worker."""

from __future__ import annotations

from typing import NamedTuple

from sketchpad.core.document import Page, Underlay
from sketchpad.core.stroke import Sketch
from sketchpad.ui.editor import Editor
from sketchpad.ui.model_service import ModelService
from sketchpad.ui.suggestions import requests
from sketchpad.ui.suggestions.guessing import Guessing
from sketchpad.ui.suggestions.offer import Offer
from sketchpad.ui.suggestions.requests import Wish, Work
from sketchpad.ui.suggestions.settings import SuggestionSettings


class Question(NamedTuple):
    """Something to ask a model.

    Attributes:
        asked: the offer that the answer goes into, empty so far.
        work: brings the answer.
    """

    asked: Offer
    work: Work


class Asking:
    """Puts questions about the page in view, or about what is selected on it."""

    def __init__(
        self,
        editor: Editor,
        service: ModelService,
        settings: SuggestionSettings,
        guessing: Guessing,
    ) -> None:
        self._editor = editor
        self._service = service
        self._settings = settings
        self._guessing = guessing

    def complete(self, category: str | None, seed: int, *, live: bool = False) -> Question:
        """How the drawing goes on.

        Args:
            category: as the user says; None to go by the recogniser.
            seed: of the sampler.
            live: nobody asked; a drawing that looks finished is left alone.
        """
        unknown = not self._guessing.is_known and self._service.can("recognise")
        wish = self._wish(category, seed, recognise=unknown, insist=not live)
        return Question(self._offer("complete"), requests.completing(wish))

    def fill(
        self, verb: str, category: str | None, seed: int, only: frozenset[str] | None = None
    ) -> Question:
        """What was in the holes, or, for ``redraw``, the whole drawing anew.

        Args:
            verb: ``heal`` or ``redraw``.
            category: as the user says; None to go by the recogniser.
            seed: of the sampler.
            only: ids of the holes; None for all of the layer.
        """
        layer = requests.layer_to_heal(self._editor.page, self._editor.layer)
        every = () if layer is None else layer.holes
        holes = tuple(hole for hole in every if only is None or hole.id in only)
        place = "" if layer is None else layer.id
        asked = self._offer(verb, place, frozenset(hole.id for hole in holes))
        wish = self._wish(category, seed, with_picture=verb == "redraw")
        return Question(asked, requests.filling(verb, wish, holes))

    def _wish(
        self,
        category: str | None,
        seed: int,
        *,
        recognise: bool = False,
        with_picture: bool = False,
        insist: bool = False,
    ) -> Wish:
        chosen = self._editor.selected_strokes
        sketch = Sketch(chosen) if chosen else self._editor.page.sketch
        settings = self._settings
        return Wish(
            sketch,
            category,
            settings.temperature or None,
            settings.alternatives,
            seed,
            recognise,
            picture_of(self._editor.page) if with_picture and not len(sketch) else None,
            self._editor.brush,
            insist,
        )

    def _offer(self, verb: str, layer: str = "", holes: frozenset[str] = frozenset()) -> Offer:
        editor = self._editor
        return Offer(verb, editor.document, editor.page.id, layer or editor.layer.id, holes)


def picture_of(page: Page) -> Underlay | None:
    """The picture that a page without strokes is about: the top one that can be seen."""
    found = [layer.underlay for layer in page.layers if layer.visible and layer.underlay]
    return found[-1] if found else None
