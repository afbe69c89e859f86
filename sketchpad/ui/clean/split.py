"""The canvas in two halves: as it is on the left of the handle, as it would be on the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QRegion, QTransform

from sketchpad.core.document import Page
from sketchpad.ui import theme
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.picture import Picture
from sketchpad.ui.surface import SLICE
from sketchpad.ui.view import View

_MARGIN: Final = 10.0
_PADDING: Final = (9.0, 4.0)


class SplitOverlay(QObject):
    """Paints the clean half over a canvas, never longer than a moment at a time.

    It steps aside while the pen draws: wet ink lies on the page as it is.

    Attributes:
        place: where the halves meet, logical pixels from the left.
    """

    def __init__(self, canvas: CanvasView, place: Callable[[], int]) -> None:
        super().__init__(canvas)
        self.place = place
        self._canvas = canvas
        self._picture: Picture | None = None
        self._repairing = QTimer(self)
        self._repairing.setSingleShot(True)
        self._repairing.timeout.connect(self._repair)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to paint."""
        return self._picture is None or self._picture.is_complete

    def show(self, page: Page | None) -> None:
        """Show this value of the page on the right; None for the page as it is."""
        if page is None:
            self._picture = None
        elif self._picture is None:
            self._picture = Picture(page)
        else:
            self._picture.show(page)
        self._canvas.update()

    def close(self) -> None:
        """Wait for nothing more."""
        self._repairing.stop()
        self._picture = None
        self.deleteLater()

    def paint(self, painter: QPainter, view: View) -> None:
        """See ``surface.Overlay``."""
        picture, canvas = self._picture, self._canvas
        if picture is None or canvas.is_inking:
            return
        ratio = canvas.devicePixelRatioF()
        picture.desk = QColor(theme.current().desk)
        picture.resize((QRectF(canvas.rect()).size() * ratio).toSize())
        picture.look(view.transform * QTransform.fromScale(ratio, ratio))
        if not picture.is_complete:
            picture.repair(SLICE)
            if not picture.is_complete:
                self._repairing.start(0)
        self._paint_half(painter, picture, ratio)
        painter.setTransform(QTransform())
        x, size = self.place(), canvas.size()
        _paint_tag(painter, self.tr("Rough"), x - _MARGIN, size, left=True)
        _paint_tag(painter, self.tr("Clean"), x + _MARGIN, size, left=False)

    def _paint_half(self, painter: QPainter, picture: Picture, ratio: float) -> None:
        whole = picture.image.rect()
        left = round(self.place() * ratio)
        half = QRect(left, 0, max(whole.width() - left, 0), whole.height())
        painter.save()
        painter.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
        picture.paint(painter, QRegion(half))
        painter.restore()

    def _repair(self) -> None:
        picture = self._picture
        if picture is not None and not picture.is_complete:
            picture.repair(SLICE)
            self._canvas.update()
            if not picture.is_complete:
                self._repairing.start(0)


def _paint_tag(painter: QPainter, text: str, x: float, size: QSize, *, left: bool) -> None:
    """A word at the top, on one side of ``x``; nothing where it has no room."""
    font = QFont(painter.font())
    font.setPointSizeF(9.0)
    painter.setFont(font)
    words = QFontMetricsF(font).size(Qt.TextFlag.TextSingleLine, text)
    wide, high = words.width() + 2 * _PADDING[0], words.height() + 2 * _PADDING[1]
    corner = QPointF(round(x - wide if left else x) + 0.5, _MARGIN + 0.5)
    box = QRectF(corner.x(), corner.y(), wide, high)
    if box.left() < 0 or box.right() > size.width():
        return
    colours = theme.current()
    ground = QColor(colours.surface)
    ground.setAlphaF(0.94)
    painter.setPen(QPen(QColor(colours.edge), 1.0))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 6, 6)
    painter.setPen(QColor(colours.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
