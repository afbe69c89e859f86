"""What is on offer for a document, what taking it does, and what to remember of both."""

from __future__ import annotations

import dataclasses
import enum
from typing import Final, Self

from sketchpad.core import edits
from sketchpad.core.document import Document
from sketchpad.inference.suggestions import Suggestion

#: Offers that undo can bring back.
_REMEMBERED: Final = 32


class State(enum.Enum):
    """Where in its life the suggestion is."""

    IDLE = enum.auto()
    PENDING = enum.auto()
    RUNNING = enum.auto()
    SHOWING = enum.auto()


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


class Memory:
    """The offers that were taken, so that undo can bring them back."""

    def __init__(self) -> None:
        self._offers: list[Offer] = []

    def keep(self, offer: Offer) -> None:
        """Remember an offer for its document, in place of an older one."""
        self.forget(offer.document)
        self._offers = [*self._offers, offer][-_REMEMBERED:]

    def forget(self, document: Document) -> None:
        """The user does not want what was on offer for this document."""
        self._offers = [o for o in self._offers if o.document is not document]

    def of(self, document: Document) -> Offer | None:
        """What was on offer for this document."""
        return next((o for o in self._offers if o.document is document), None)


class HoleWatch:
    """Which holes came into being since the user last took or left their healing.

    Attributes:
        fresh: their ids.
    """

    def __init__(self, document: Document) -> None:
        self.fresh: frozenset[str] = frozenset()
        self._known = _holes(document)

    def look(self, document: Document) -> bool:
        """Look at another value of the document; whether it has a hole that was never seen."""
        holes = _holes(document)
        new = holes - self._known
        self._known |= holes
        self.fresh = (self.fresh | new) & holes
        return bool(new)

    def settle(self) -> None:
        """The user has decided about all that there are."""
        self.fresh = frozenset()


def _holes(document: Document) -> frozenset[str]:
    return frozenset(hole.id for page in document.pages for layer in page for hole in layer.holes)
