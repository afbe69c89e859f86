"""The handle between rough and clean: a slider as wide as the canvas; only a line shows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QRegion,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QWidget

from sketchpad.ui import theme

#: Steps from the left end to the right.
STEPS: Final = 1000
#: Radius of the knob, and half the width of the line that can be grabbed, logical pixels.
KNOB: Final = 19
_GRIP: Final = 5
_DOWN: Final = (QEvent.Type.TabletPress, QEvent.Type.TouchBegin)
_ON: Final = (QEvent.Type.TabletMove, QEvent.Type.TouchUpdate)
_UP: Final = (QEvent.Type.TabletRelease, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)


class SplitHandle(QSlider):
    """Lies over a canvas; arrows, Home and End move it, and so do mouse, pen and finger."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, over)
        self._over = over
        self._grab: float | None = None
        self._done: float | None = None
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 50)
        self.setPageStep(STEPS // 10)
        self.setValue(STEPS // 2)
        self.setAccessibleName(self.tr("Rough on the left, clean on the right"))
        self.setToolTip(self.tr("Drag to compare rough and clean"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMinimumSize(1, 1)
        self.valueChanged.connect(self._place)
        over.installEventFilter(self)
        self._place()

    @property
    def x_on_canvas(self) -> int:
        """Where the line is, logical pixels of the canvas."""
        return round(self.value() / STEPS * self._over.width())

    def show_progress(self, share: float | None) -> None:
        """Show how far the work is, 0 to 1, around the knob; None if nothing is under way."""
        if share != self._done:
            self._done = share
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as high as the canvas."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Take fingers; what the handle leaves, the canvas would draw with."""
        if isinstance(event, QTouchEvent):
            if event.points():
                self._drag(event.type(), event.points()[0].globalPosition())
            event.accept()
            return True
        return super().event(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """As the mouse."""
        self._drag(event.type(), event.globalPosition())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._drag(QEvent.Type.TabletPress, event.globalPosition())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        self._drag(QEvent.Type.TabletMove, event.globalPosition())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._drag(QEvent.Type.TabletRelease, event.globalPosition())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the canvas."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Line, knob and progress."""
        colours, middle = theme.current(), QPointF(self.width() / 2, self.height() / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRectF(middle.x() - 1, -2, 2, self.height() + 4)
        painter.fillRect(line.adjusted(-1, 0, 1, 0), QColor(colours.surface))
        painter.fillRect(line, QColor(colours.accent))
        focus = self.hasFocus() or self._grab is not None
        edge = QColor(colours.accent if focus else colours.edge)
        painter.setPen(QPen(edge, 2.0 if focus else 1.0))
        painter.setBrush(QColor(colours.surface))
        painter.drawEllipse(middle, KNOB - 3.0, KNOB - 3.0)
        if self._done is not None:
            painter.setPen(QPen(QColor(colours.accent), 3.0, c=Qt.PenCapStyle.RoundCap))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(middle.x() - KNOB + 3, middle.y() - KNOB + 3, 2 * KNOB - 6, 2 * KNOB - 6)
            painter.drawArc(ring, 90 * 16, -round(360 * 16 * max(self._done, 0.04)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.text))
        for side in (-1, 1):
            tip = middle + QPointF(9.5 * side, 0)
            foot = QPointF(4.5 * side, 5.0)
            wing = QPointF(foot.x(), -foot.y())
            painter.drawPolygon(QPolygonF([tip, middle + foot, middle + wing]))

    def _drag(self, kind: QEvent.Type, place: QPointF) -> None:
        x = self._over.mapFromGlobal(place).x()
        if kind in _DOWN:
            self._grab = x - self.x_on_canvas
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        elif kind in _ON and self._grab is not None:
            self.setValue(round((x - self._grab) / max(self._over.width(), 1) * STEPS))
        elif kind in _UP:
            self._grab = None
        self.update()

    def _place(self) -> None:
        height = self._over.height()
        self.setGeometry(self.x_on_canvas - KNOB, 0, 2 * KNOB, height)
        knob = QRect(0, height // 2 - KNOB, 2 * KNOB, 2 * KNOB)
        grip = QRect(KNOB - _GRIP, 0, 2 * _GRIP, height)
        self.setMask(QRegion(knob, QRegion.RegionType.Ellipse) + QRegion(grip))
