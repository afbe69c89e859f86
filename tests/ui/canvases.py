"""What tests of the canvas look at."""

from __future__ import annotations

from PySide6.QtGui import QColor

from sketchpad.core.stroke import Stroke
from sketchpad.ui.canvas import CanvasView


def strokes(canvas: CanvasView) -> tuple[Stroke, ...]:
    return canvas.editor.layer.strokes


def pixel(canvas: CanvasView, x: int, y: int) -> QColor:
    canvas.finish_rendering()
    return canvas.grab().toImage().pixelColor(x, y)
