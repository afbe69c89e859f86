"""What the user set about suggestions."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(slots=True)
class SuggestionSettings:
    """Change an attribute, and the next request follows it.

    Attributes:
        live: suggest how the drawing goes on whenever the pen pauses.
        heal: heal holes as soon as the eraser leaves them.
        chip: say what the drawing is taken for.
        bar: show the bar under the canvas.
        temperature: 0 to 1 for every verb; 0 for each model's own.
        alternatives: how many suggestions to choose from.
    """

    live: bool = True
    heal: bool = True
    chip: bool = True
    bar: bool = True
    temperature: float = 0.0
    alternatives: int = 5
