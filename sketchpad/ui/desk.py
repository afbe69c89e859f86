"""The desk and the sheet of paper on it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from sketchpad.core.document import Page

#: Rings of the shadow, in device pixels, and how dark each one is.
_SHADOW: Final = ((7, 7), (5, 9), (3, 12), (1, 16))
_DROP: Final = 2


def draw_desk(
    painter: QPainter, page: Page, transform: QTransform, colour: QColor, rect: QRectF
) -> None:
    """Fill a rectangle with desk and paper, shadow and edge; all of it in device pixels.

    ``transform`` maps canvas units to the painter's; the painter has none of its own.
    """
    painter.fillRect(rect, colour)
    sheet = QRectF(0, 0, page.width, page.height)
    paper = transform.map(QPolygonF(sheet))
    upright = transform.m12() == transform.m21() == 0 or transform.m11() == transform.m22() == 0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if not upright or not paper.boundingRect().contains(rect):
        for reach, alpha in _SHADOW:
            painter.setPen(QPen(QColor(0, 0, 0, alpha), 2 * reach, j=Qt.PenJoinStyle.RoundJoin))
            painter.setBrush(QColor(0, 0, 0, alpha))
            painter.drawPolygon(paper.translated(QPointF(0, _DROP)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(page.paper))
    if upright:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawRect(paper.boundingRect().toRect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    else:
        painter.drawPolygon(paper)
    painter.setBrush(Qt.BrushStyle.NoBrush)
