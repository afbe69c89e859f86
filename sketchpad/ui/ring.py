"""The ring at the pointer: what the brush or eraser touches.

It is painted rather than a cursor, since a pen's place may be known to nobody else.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

#: A ring smaller than this, in logical pixels, is a cross with a gap.
_SMALLEST: Final = 6.0
_ARM: Final = 7.0


def ring_box(place: QPointF, diameter: float) -> QRect:
    """What ``draw_ring`` paints on."""
    reach = max(diameter / 2, _ARM) + 3
    return QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach).toAlignedRect()


def draw_ring(painter: QPainter, place: QPointF, diameter: float) -> None:
    """Paint it in logical pixels, to be seen on dark and on light."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor(255, 255, 255, 190), 2.6), (QColor(20, 20, 20, 220), 1.1)):
        painter.setPen(QPen(colour, width))
        if diameter >= _SMALLEST:
            painter.drawEllipse(place, diameter / 2, diameter / 2)
        else:
            _cross(painter, place)
    painter.setPen(QPen(QColor(255, 255, 255, 200), 3.0, c=Qt.PenCapStyle.RoundCap))
    painter.drawPoint(place)
    painter.setPen(QPen(QColor(20, 20, 20), 1.6, c=Qt.PenCapStyle.RoundCap))
    painter.drawPoint(place)


def _cross(painter: QPainter, place: QPointF) -> None:
    x, y = place.x(), place.y()
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        begin = QPointF(x + 3.5 * dx, y + 3.5 * dy)
        painter.drawLine(begin, QPointF(x + _ARM * dx, y + _ARM * dy))
