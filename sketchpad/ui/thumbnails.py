"""Small pictures of pages."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from sketchpad.core.document import Page
from sketchpad.ui import render


def page_image(page: Page, width: float, height: float, ratio: float = 1.0) -> QImage:
    """The page on its paper, as large as fits into ``width`` × ``height`` logical pixels."""
    scale = min(width / page.width, height / page.height) * ratio
    size = QSize(max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    render.draw_page(painter, page)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
