"""The names of what models know to draw, in the language of the interface.

Models, files and the command line call them by their English names; only what is shown differs.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from typing import Final

from sketchpad.core.resources import resource_path
from sketchpad.ui import i18n

_PLUS: Final = " + "


def category_label(name: str) -> str:
    """How a category is called on screen, or a mixture ``one + other``; others stay as they are."""
    labels = _labels(i18n.current())
    return _PLUS.join(labels.get(part, part) for part in name.split(_PLUS))


def sorted_by_label(names: Iterable[str]) -> list[str]:
    """Categories in the order of what they are called on screen."""
    return sorted(names, key=lambda name: category_label(name).casefold())


@functools.cache
def _labels(language: str) -> dict[str, str]:
    path = resource_path(f"translations/categories_{language}.json")
    if language == "en" or not path.exists():
        return {}
    labels: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return labels
