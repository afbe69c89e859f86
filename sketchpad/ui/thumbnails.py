"""Small pictures of pages."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from sketchpad.core.document import Page


def page_image(page: Page, width: float, height: float, ratio: float = 1.0) -> QImage:
    """The page on its paper, as large as fits into ``width`` × ``height`` logical pixels."""
    scale = min(width / page.width, height / page.height)
    size = QSize(
        max(1, round(page.width * scale * ratio)), max(1, round(page.height * scale * ratio))
    )
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(page.paper))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale * ratio, scale * ratio)
    paint_page(painter, page, QRectF(0, 0, page.width, page.height))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def paint_page(painter: QPainter, page: Page, rect: QRectF) -> None:
    for stroke in page.sketch.strokes:
        pen = QPen(QColor(stroke.brush.colour), stroke.brush.width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in stroke.points]))
