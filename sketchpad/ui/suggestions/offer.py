"""What is on offer: the suggestions for one document, and what taking them does to it."""

from __future__ import annotations

import dataclasses
from typing import Self

from sketchpad.core import edits
from sketchpad.core.document import Document
from sketchpad.inference.suggestions import Suggestion


@dataclasses.dataclass(frozen=True, eq=False)
class Offer:
    """Suggestions for a document, one of them in view.

    Attributes:
        verb: ``complete``, ``heal`` or ``redraw``.
        document: the value that they were made for; they fit no other.
        page: id of the page.
        layer: id of the layer that takes the strokes.
        holes: ids of the holes that these strokes fill.
        suggestions: the best first.
        index: which one is in view.
        finished: no more is decoded.
        taken: strokes were taken from it one by one.
    """

    verb: str
    document: Document
    page: str
    layer: str
    holes: frozenset[str] = frozenset()
    suggestions: tuple[Suggestion, ...] = ()
    index: int = 0
    finished: bool = False
    taken: bool = False

    @property
    def current(self) -> Suggestion:
        """The suggestion in view."""
        return self.suggestions[self.index]

    @property
    def is_last_stroke(self) -> bool:
        """Whether taking the next stroke takes all that is left."""
        return len(self.current.strokes) <= 1

    def choose(self, index: int) -> Self:
        """Another suggestion in view; the first follows the last."""
        return dataclasses.replace(self, index=index % len(self.suggestions))

    def accept(self) -> Document:
        """The document with the suggestion in view.

        Raises:
            InputError: if the layer is locked or hidden.
        """
        return self._with(len(self.current.strokes))

    def accept_next(self) -> tuple[Document, Self]:
        """The document with the next stroke of the suggestion in view, and the offer for that.

        What remains is the rest of this suggestion alone: its siblings do not go on from there.

        Raises:
            InputError: if the layer is locked or hidden.
        """
        document = self._with(1)
        rest = dataclasses.replace(self.current, strokes=self.current.strokes[1:])
        remaining = dataclasses.replace(
            self, document=document, suggestions=(rest,), index=0, taken=True, finished=True
        )
        return document, remaining

    def _with(self, count: int) -> Document:
        document = self.document
        if self.current.replaces:
            document = edits.remove_strokes(document, self.page, self.current.replaces)
        strokes = self.current.strokes[:count]
        document = edits.add_strokes(document, self.page, self.layer, strokes)
        if self.holes and count == len(self.current.strokes):
            document = edits.clear_holes(document, self.page, self.holes)
        return document
