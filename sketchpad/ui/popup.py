"""Frameless cards over the window: the command palette and the shortcut sheet."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget

MARGIN = 24


class Popup(QDialog):
    """A card with a shadow that closes on Escape or a click outside.

    Attributes:
        card: the layout to fill.
    """

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._over = parent
        self._behind = QPixmap()
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        frame = QFrame()
        frame.setObjectName("popup")
        shadow = QGraphicsDropShadowEffect(frame)
        shadow.setBlurRadius(MARGIN)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 90))
        frame.setGraphicsEffect(shadow)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        outer.addWidget(frame)
        self.card = QVBoxLayout(frame)
        self.card.setContentsMargins(10, 10, 10, 10)

    def open_above(self) -> None:
        """Show it in the upper middle of the window."""
        window = self._over.window()
        self.adjustSize()
        x = (window.width() - self.width()) // 2
        y = max(0, min(72 - MARGIN, window.height() - self.height()))
        # Without a compositor what is translucent comes out black: bring along what lies behind.
        self._behind = window.grab(QRect(QPoint(x, y), self.size()))
        self.move(window.mapToGlobal(QPoint(x, y)))
        self.open()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show the window through the margin, where the shadow falls."""
        QPainter(self).drawPixmap(QPoint(), self._behind)
