"""The pressure curve, to be dragged, and a stroke that shows what it does."""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from sketchpad.core.stroke import Brush
from sketchpad.ui.theme import current

LOWEST: Final = 0.3
HIGHEST: Final = 3.0


class CurveEditor(QWidget):
    """Pressure in, width out. Drag, or use the arrow keys; a double click resets.

    Signals:
        gamma_changed: the curve's exponent.
    """

    gamma_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gamma = 1.0
        self.setFixedHeight(66)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setAccessibleName(self.tr("Pressure curve"))
        self.setToolTip(
            self.tr("Drag up for a light hand, down for a heavy one; a double click resets")
        )

    def show_gamma(self, gamma: float) -> None:
        """Show a curve without telling that it changed."""
        self.gamma = gamma
        self.setAccessibleDescription(f"{gamma:.2f}")
        self.update()

    def _choose(self, gamma: float) -> None:
        gamma = round(min(max(gamma, LOWEST), HIGHEST), 2)
        if gamma != self.gamma:
            self.show_gamma(gamma)
            self.gamma_changed.emit(gamma)

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(8, 8, -8, -8)

    def _drag(self, event: QMouseEvent) -> None:
        area = self._area()
        x = min(max((event.position().x() - area.left()) / area.width(), 0.1), 0.9)
        y = min(max((area.bottom() - event.position().y()) / area.height(), 0.01), 0.99)
        self._choose(float(np.log(y) / np.log(x)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the curve."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Bend it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Straighten it."""
        self._choose(1.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bend it by keyboard."""
        factor = {
            Qt.Key.Key_Up: 1 / 1.1,
            Qt.Key.Key_Down: 1.1,
            Qt.Key.Key_Home: 1.0 / self.gamma,
        }.get(Qt.Key(event.key()))
        if factor is None:
            super().keyPressEvent(event)
        else:
            self._choose(self.gamma * factor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A frame, the diagonal, the curve."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, area = current(), self._area()
        painter.setPen(QPen(QColor(look.accent if self.hasFocus() else look.border), 1))
        painter.setBrush(QColor(look.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(QPen(QColor(look.edge), 1, Qt.PenStyle.DotLine))
        painter.drawLine(area.bottomLeft(), area.topRight())
        x = np.linspace(0, 1, 49)
        line = QPolygonF(
            [
                QPointF(area.left() + a * area.width(), area.bottom() - b * area.height())
                for a, b in zip(x, x**self.gamma, strict=True)
            ]
        )
        painter.setPen(QPen(QColor(look.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)
        painter.setPen(QColor(look.muted))
        painter.drawText(area.adjusted(4, 0, -4, 0), Qt.AlignmentFlag.AlignTop, self.tr("wide"))
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight
        painter.drawText(area.adjusted(4, 0, -4, 0), bottom, self.tr("firm press"))


class BrushPreview(QWidget):
    """A stroke drawn from light to firm and back with the present brush, on the paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brush = Brush()
        self._paper = "#ffffff"
        self.setFixedHeight(52)
        self.setAccessibleName(self.tr("Preview of the brush"))

    def show_brush(self, brush: Brush, paper: str) -> None:
        """Draw with another brush."""
        self._brush = dataclasses.replace(brush, width=min(brush.width, 36.0))
        self._paper = paper
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the panel."""
        return QSize(200, 52)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A wave whose pressure rises and falls."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current().border), 1))
        painter.setBrush(QColor(self._paper))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        t = np.linspace(0.0, 1.0, 64)
        x = 20 + t * (self.width() - 40)
        y = self.height() / 2 - 11 * np.sin(t * 2 * np.pi)
        widths = self._brush.widths(np.sin(np.pi * np.clip(t, 0.02, 0.98)))
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        slope = np.gradient(y, x)
        normal = np.stack([-slope, np.ones_like(slope)]) / np.hypot(slope, 1.0)
        upper = np.stack([x, y]) + normal * widths / 2
        lower = np.stack([x, y]) - normal * widths / 2
        ring = np.concatenate([upper, lower[:, ::-1]], axis=1).T
        path.addPolygon(QPolygonF([QPointF(float(a), float(b)) for a, b in ring]))
        for end in (0, -1):
            radius = float(widths[end]) / 2
            path.addEllipse(QPointF(float(x[end]), float(y[end])), radius, radius)
        painter.setClipRect(self.rect().adjusted(2, 2, -2, -2))
        painter.setOpacity(self._brush.opacity)
        painter.fillPath(path, QColor(self._brush.colour))
