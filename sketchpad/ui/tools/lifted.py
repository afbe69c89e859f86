"""Strokes taken off the page while they are dragged."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from sketchpad.core.stroke import Stroke
from sketchpad.ui import render

#: More strokes than this are painted once, and their picture is dragged.
_MOST_PAINTED: Final = 120


class Lifted:
    """Paints strokes where a map puts them, at the pace of the pointer.

    Attributes:
        strokes: bottom to top; where they were.
    """

    def __init__(self, strokes: tuple[Stroke, ...] = ()) -> None:
        self.strokes = strokes
        self._sheet: QImage | None = None
        self._sheet_transform = QTransform()

    def __bool__(self) -> bool:
        return bool(self.strokes)

    def paint(self, painter: QPainter, matrix: QTransform) -> None:
        """Paint them; the painter maps canvas units, and ``matrix`` moves within them."""
        painter.save()
        if len(self.strokes) > _MOST_PAINTED:
            self._paint_sheet(painter, matrix)
        else:
            painter.setTransform(matrix, True)
            _draw(painter, self.strokes)
        painter.restore()

    def _paint_sheet(self, painter: QPainter, matrix: QTransform) -> None:
        device = painter.deviceTransform()
        if self._sheet is None:
            viewport = painter.viewport().size() * painter.device().devicePixelRatioF()
            self._sheet = QImage(viewport, QImage.Format.Format_ARGB32_Premultiplied)
            self._sheet.fill(Qt.GlobalColor.transparent)
            self._sheet_transform = device
            inner = QPainter(self._sheet)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.setTransform(device)
            _draw(inner, self.strokes)
            inner.end()
        back, _ = self._sheet_transform.inverted()
        painter.setTransform(back * matrix * painter.worldTransform())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self._sheet.rect()), self._sheet)


def _draw(painter: QPainter, strokes: tuple[Stroke, ...]) -> None:
    tolerance = render.PIXEL_TOLERANCE / render.scale_of(painter.deviceTransform())
    for stroke in strokes:
        render.draw_stroke(painter, stroke, tolerance)
