"""Small pictures of suggestions: what is there in grey, what is proposed in the accent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPainterPath, QPen, QPixmap

from sketchpad.core.stroke import Stroke, bounds_of
from sketchpad.ui import render
from sketchpad.ui.theme import mix

_MARGIN: Final = 0.1
#: Thinner lines than this, in pixels, fade away in a small picture.
_THINNEST: Final = 1.3


def suggestion_image(
    kept: Sequence[Stroke],
    proposed: Sequence[Stroke],
    size: QSize,
    ratio: float,
    *,
    paper: str,
    colour: QColor | None,
    box: tuple[float, float, float, float] | None = None,
) -> QImage:
    """A picture of ``size`` logical pixels at this device pixel ratio.

    Args:
        kept: the user's strokes.
        proposed: the model's.
        size: of the picture, logical pixels.
        ratio: device pixels per logical pixel.
        paper: its ground.
        colour: of what is proposed; None for the strokes' own.
        box: left, top, right, bottom of what is shown, canvas units; None to fit all.
    """
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(paper))
    image.setDevicePixelRatio(ratio)
    box = box or bounds_of((*kept, *proposed))
    if box is None:
        return image
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Boxes are of centre lines; a broad pen draws beyond them.
    wide = max((stroke.brush.width for stroke in (*kept, *proposed)), default=0.0)
    extent = max(box[2] - box[0], box[3] - box[1], 1.0) + wide
    scale = min(size.width(), size.height()) * (1.0 - 2.0 * _MARGIN) / extent
    painter.translate(size.width() / 2, size.height() / 2)
    painter.scale(scale, scale)
    painter.translate(-(box[0] + box[2]) / 2, -(box[1] + box[3]) / 2)
    quiet = QColor(mix("#000000" if QColor(paper).lightness() > 128 else "#ffffff", paper, 0.4))
    for strokes, tint in ((kept, quiet), (proposed, colour)):
        for stroke in strokes:
            _paint(painter, stroke, tint or QColor(stroke.brush.colour), scale)
    painter.end()
    return image


def suggestion_icon(image: QImage) -> QIcon:
    """An icon that keeps its colours when it is selected."""
    pixmap = QPixmap.fromImage(image)
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def _paint(painter: QPainter, stroke: Stroke, colour: QColor, scale: float) -> None:
    if stroke.brush.width * scale >= _THINNEST:
        painter.fillPath(render.path_of(stroke, 0.3 / scale), colour)
        return
    path = QPainterPath()
    points = stroke.points[:: max(1, len(stroke.points) // 60)].tolist()
    path.moveTo(*points[0])
    for x, y in (*points[1:], stroke.points[-1].tolist()):
        path.lineTo(x, y)
    painter.setPen(_pen(colour, scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _pen(colour: QColor, scale: float) -> QPen:
    pen = QPen(colour, _THINNEST / scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
