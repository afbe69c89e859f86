"""What models are asked, and what they answer: frozen values between the models and the canvas."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Literal, Protocol

from sketchpad.core.stroke import Stroke
from sketchpad.inference.cancel import Cancellation

Verb = Literal["complete", "heal", "interpolate", "clean", "generate", "recognise"]


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class Suggestion:
    """Strokes that a model proposes, in the coordinate space of the request's sketch.

    Attributes:
        strokes: with provenance; drawn after the strokes that the request was about.
        label: a few words that tell this suggestion from its siblings.
        score: the model's own opinion, higher is better; comparable within one request.
        replaces: ids of strokes that these ones stand in for; empty when strokes are added.
    """

    strokes: tuple[Stroke, ...]
    label: str = ""
    score: float = 0.0
    replaces: frozenset[str] = frozenset()


class Watcher(Protocol):
    """What a verb tells while it works; the calls come from the worker's thread."""

    def progress(self, fraction: float) -> None:
        """This share of the work, 0 to 1, is done."""

    def partial(self, value: object) -> None:
        """A first view of the answer: the suggestions as far as they are decoded."""


@dataclasses.dataclass(frozen=True, slots=True)
class Silent:
    """A watcher that does not look."""

    def progress(self, fraction: float) -> None:
        """Ignore it."""

    def partial(self, value: object) -> None:
        """Ignore it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """The circumstances of one request: who watches, who may stop it, who hears of mishaps.

    Attributes:
        watcher: told of progress and of partial answers.
        cancellation: checked at least every few milliseconds.
        notice: takes a sentence for the user that is no error, such as a move to the CPU.
    """

    watcher: Watcher = Silent()
    cancellation: Cancellation = dataclasses.field(default_factory=Cancellation)
    notice: Callable[[str], None] = lambda _sentence: None

    @property
    def is_watched(self) -> bool:
        """Whether partial answers are worth the making."""
        return not isinstance(self.watcher, Silent)
