"""The drawing itself, in numpy: strokes, documents, geometry. No Qt, no models, no files."""

from sketchpad.core.document import Document, Hole, Layer, Page, Underlay
from sketchpad.core.errors import SketchpadError
from sketchpad.core.stroke import Brush, Provenance, Sketch, Stroke

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
]
