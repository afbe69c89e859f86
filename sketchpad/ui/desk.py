"""The desk and the sheet of paper on it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from sketchpad.core.document import Page

#: Lines of the shadow along an edge: half their width in device pixels, and how dark each is.
_SHADOW: Final = ((7, 7), (5, 9), (3, 12), (1, 16))
_DROP: Final = QPointF(0, 2)


def draw_desk(
    painter: QPainter,
    page: Page,
    transform: QTransform,
    colour: QColor,
    rect: QRectF,
    *,
    shadow: bool = True,
) -> None:
    """Fill a rectangle with desk and paper, shadow and edge; all of it in device pixels.

    Only edges are antialiased: to do so for the whole sheet costs as much as hundreds of strokes.
    ``transform`` maps canvas units to the painter's; the painter has none of its own.
    """
    painter.fillRect(rect, colour)
    paper = transform.map(QPolygonF(QRectF(0, 0, page.width, page.height)))
    upright = transform.m12() == transform.m21() == 0 or transform.m11() == transform.m22() == 0
    if upright:
        sheet = QRectF(paper.boundingRect().toRect())
        paper = QPolygonF(sheet)
    corners = [paper.at(i) for i in range(4)]
    edges = [QLineF(corners[i], corners[(i + 1) % 4]) for i in range(4)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if shadow and not (upright and sheet.contains(rect)):
        for reach, alpha in _SHADOW:
            painter.setPen(QPen(QColor(0, 0, 0, alpha), 2 * reach, c=Qt.PenCapStyle.RoundCap))
            painter.drawLines([edge.translated(_DROP) for edge in edges])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(page.paper))
    painter.drawPolygon(paper)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if not upright:
        painter.setPen(QPen(QColor(page.paper), 1.5))
        painter.drawLines(edges)
