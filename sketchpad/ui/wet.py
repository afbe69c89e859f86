"""Wet ink: the stroke being drawn, painted piece by piece as the pen moves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRegion, QTransform

from sketchpad.core.stroke import Brush

_MARGIN: Final = 2
#: x, y and width, canvas units.
Node = tuple[float, float, float]


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
        self._nodes: list[Node] = []
        self._tip: Node | None = None
        self._under = QImage()  # what the piece to the tip covers
        self._under_place = QPoint()
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

    def add(self, nodes: Sequence[Node], tip: Node | None = None) -> QRect:
        """Lead the line on through nodes, and from there to ``tip`` until the next call.

        Returns:
            what must reach the screen.
        """
        painter = QPainter(self._image)
        changed = self._take_back(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for node in nodes:
            before = self._nodes[-1] if self._nodes else node
            self._nodes.append(node)
            changed = changed.united(self._piece(painter, before, node))
        if tip is not None and self._nodes:
            before = self._nodes[-1]
            reach = self._box(before, tip)
            painter.end()
            self._tip, self._under_place = tip, reach.topLeft()
            self._under = self._image.copy(reach) if not reach.isEmpty() else QImage()
            painter.begin(self._image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            changed = changed.united(self._piece(painter, before, tip))
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
        self._nodes, self._tip = [], None
        return cleared

    def look(self, transform: QTransform, size: QSize) -> None:
        """Paint all of it anew for another view."""
        if not self._nodes:
            return
        nodes, tip = self._nodes, self._tip
        self.end()
        if self._image.size() != size:
            self._image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            self._image.fill(Qt.GlobalColor.transparent)
        self._take(transform)
        self.add(nodes, tip)

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

    def _take_back(self, painter: QPainter) -> QRect:
        """Undo the piece to the tip; what must reach the screen."""
        if self._tip is None:
            return QRect()
        self._tip = None
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(self._under_place, self._under)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        return QRect(self._under_place, self._under.size())

    def _piece(self, painter: QPainter, before: Node, node: Node) -> QRect:
        """Paint from one node to another; what it may have touched."""
        begin, end = (self._transform.map(QPointF(x, y)) for x, y, _ in (before, node))
        self._pen.setWidthF(self._width(before, node))
        painter.setPen(self._pen)
        if begin == end:
            painter.drawPoint(end)
        else:
            painter.drawLine(begin, end)
        return self._box(before, node)

    def _width(self, before: Node, node: Node) -> float:
        return max((before[2] + node[2]) / 2 * self._scale, 0.25)

    def _box(self, before: Node, node: Node) -> QRect:
        begin, end = (self._transform.map(QPointF(x, y)) for x, y, _ in (before, node))
        reach = self._width(before, node) / 2 + _MARGIN
        box = QRectF(begin, end).normalized().adjusted(-reach, -reach, reach, reach)
        return box.toAlignedRect() & self._image.rect()
