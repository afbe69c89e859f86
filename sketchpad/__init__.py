"""Sketchpad: draw with a pen; models complete, heal, interpolate and clean what you draw.

The names below are the public Python interface. Each is loaded when it is first used, so that
``import sketchpad`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sketchpad.core.document import Document, Hole, Layer, Page, Underlay
    from sketchpad.core.errors import SketchpadError
    from sketchpad.core.stroke import Brush, Provenance, Sketch, Stroke
    from sketchpad.files import load, open_document, save
    from sketchpad.verbs import clean, complete, generate, heal, interpolate, recognise

__version__ = "0.1.0"

#: Name → the module that defines it.
_PUBLIC = {
    "Brush": "sketchpad.core.stroke",
    "Document": "sketchpad.core.document",
    "Hole": "sketchpad.core.document",
    "Layer": "sketchpad.core.document",
    "Page": "sketchpad.core.document",
    "Provenance": "sketchpad.core.stroke",
    "Sketch": "sketchpad.core.stroke",
    "SketchpadError": "sketchpad.core.errors",
    "Stroke": "sketchpad.core.stroke",
    "Underlay": "sketchpad.core.document",
    "clean": "sketchpad.verbs",
    "complete": "sketchpad.verbs",
    "generate": "sketchpad.verbs",
    "heal": "sketchpad.verbs",
    "interpolate": "sketchpad.verbs",
    "recognise": "sketchpad.verbs",
    "load": "sketchpad.files",
    "open_document": "sketchpad.files",
    "save": "sketchpad.files",
}

__all__ = [
    "Brush",
    "Document",
    "Hole",
    "Layer",
    "Page",
    "Provenance",
    "Sketch",
    "SketchpadError",
    "Stroke",
    "Underlay",
    "__version__",
    "clean",
    "complete",
    "generate",
    "heal",
    "interpolate",
    "load",
    "open_document",
    "recognise",
    "save",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever the name stands for
    module = _PUBLIC.get(name)
    if module is None:
        raise AttributeError(f"module 'sketchpad' has no attribute {name!r}")
    value = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})
