"""Wet ink: the stroke being drawn, painted piece by piece as the pen moves."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRegion, QTransform

from sketchpad.core.stroke import Brush

_MARGIN: Final = 2


class WetInk:
    """One stroke on an image of its own, so that its opacity counts once where it crosses itself.

    All is in pixels of the device. The image stays between strokes; only what was painted on it is
    cleared.
    """

    def __init__(self) -> None:
        self._image = QImage()
        self._pen = QPen(QColor(), 1.0, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
        self._opacity = 1.0
        self._transform = QTransform()
        self._scale = 1.0
        self._nodes: list[tuple[float, float, float]] = []
        self._dirty = QRect()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is being drawn."""
        return self._dirty.isNull()

    def begin(self, brush: Brush, transform: QTransform, size: QSize) -> QRect:
        """Take ink; what was there is cleared, and must reach the screen."""
        cleared = self.end()
        if self._image.size() != size:
            self._image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            self._image.fill(Qt.GlobalColor.transparent)
        self._pen.setColor(QColor(brush.colour))
        self._opacity = brush.opacity
        self._take(transform)
        return cleared

    def add(self, x: float, y: float, width: float) -> QRect:
        """Lead the line on, canvas units; what must reach the screen."""
        self._nodes.append((x, y, width))
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        changed = self._piece(painter, len(self._nodes) - 1)
        painter.end()
        self._dirty = self._dirty.united(changed)
        return changed

    def end(self) -> QRect:
        """Let the ink vanish; what must reach the screen."""
        cleared = self._dirty
        if not cleared.isNull():
            painter = QPainter(self._image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(cleared, Qt.GlobalColor.transparent)
            painter.end()
        self._dirty = QRect()
        self._nodes = []
        return cleared

    def look(self, transform: QTransform, size: QSize) -> None:
        """Paint all of it anew for another view."""
        if not self._nodes:
            return
        nodes = self._nodes
        self.end()
        if self._image.size() != size:
            self._image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            self._image.fill(Qt.GlobalColor.transparent)
        self._take(transform)
        for node in nodes:
            self.add(*node)

    def paint(self, painter: QPainter, region: QRegion) -> None:
        """Paint it; painter and region in device pixels."""
        rect = region.boundingRect() & self._dirty
        if not rect.isEmpty():
            painter.setOpacity(self._opacity)
            painter.drawImage(rect, self._image, rect)
            painter.setOpacity(1.0)

    def _take(self, transform: QTransform) -> None:
        self._transform = transform
        self._scale = math.sqrt(abs(transform.determinant()))

    def _piece(self, painter: QPainter, index: int) -> QRect:
        """Paint from the node before to this one."""
        x, y, width = self._nodes[index]
        end = self._transform.map(QPointF(x, y))
        if index:
            before_x, before_y, before_width = self._nodes[index - 1]
            begin = self._transform.map(QPointF(before_x, before_y))
            width = (width + before_width) / 2
        else:
            begin = end
        width = max(width * self._scale, 0.25)
        self._pen.setWidthF(width)
        painter.setPen(self._pen)
        if begin == end:
            painter.drawPoint(end)
        else:
            painter.drawLine(begin, end)
        reach = width / 2 + _MARGIN
        box = QRectF(begin, end).normalized().adjusted(-reach, -reach, reach, reach)
        return box.toAlignedRect() & self._image.rect()
