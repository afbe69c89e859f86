"""Ghost strokes: a suggestion on the canvas, as it will look, in the accent's colour."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from sketchpad.core.stroke import FloatArray, Stroke, bounds_of
from sketchpad.ui import render, theme
from sketchpad.ui.view import View

#: Body and dashes together cover what is under them by 45 %.
_BODY: Final = 0.27
_DASH: Final = 0.25
#: Strokes thinner than this, logical pixels, are painted stronger, up to so many times.
_BROAD: Final = 4.0
_STRONGEST: Final = 1.9
#: Lengths of dash and gap, logical pixels.
_DASHES: Final = (7.0, 5.0)
#: From the last point to the badge, logical pixels.
_NEAR: Final = 14.0
_PADDING: Final = (9.0, 5.0)

_lines: weakref.WeakKeyDictionary[Stroke, QPolygonF] = weakref.WeakKeyDictionary()


def ghost_colour(paper: str) -> QColor:
    """The accent's hue, in the variant that can be seen on this paper."""
    current = theme.current()
    names = [n for n, pair in theme.ACCENTS.items() if current.accent in pair]
    pair = theme.ACCENTS[names[0] if names else "indigo"]
    return QColor(max(pair, key=lambda colour: theme.contrast(colour, paper)))


def paint_ghost(painter: QPainter, stroke: Stroke, colour: QColor, scale: float) -> None:
    """Paint one stroke as a ghost; ``scale`` is logical pixels per canvas unit.

    The body has the very outline of the stroke to be; the dashes lie inside of it.
    """
    width = max(float(np.median(stroke.widths)), 1e-3)
    # Thin lines cover pixels only in part, and would fade away.
    strength = float(np.clip(_BROAD / max(scale * width, 1e-6), 1.0, _STRONGEST))
    body = QColor(colour)
    body.setAlphaF(_BODY * strength)
    painter.fillPath(render.path_of(stroke, 0.15 / max(scale, 1e-6)), body)
    dash = QColor(colour)
    dash.setAlphaF(_DASH * strength)
    pen = QPen(dash, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    unit = max(scale * width, 1e-6)
    pen.setDashPattern([length / unit for length in _DASHES])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(_line_of(stroke))


class GhostOverlay:
    """Paints what ``ghosts`` holds, and a badge with ``text`` near its last point.

    Attributes:
        ghosts: the strokes on offer.
        text: what can be done with them; nothing if empty.
        paper: the colour under them.
        ink: points of what is drawn, ``(n, 2)``, canvas units; the badge keeps off it.
    """

    def __init__(self) -> None:
        self.ghosts: Sequence[Stroke] = ()
        self.text = ""
        self.paper = "#ffffff"
        self.ink: FloatArray = np.empty((0, 2))
        self._placed: tuple[object, QRectF] | None = None

    def paint(self, painter: QPainter, view: View) -> None:
        """Paint in canvas units; see ``canvas.Overlay``."""
        if not self.ghosts:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = ghost_colour(self.paper)
        for stroke in self.ghosts:
            paint_ghost(painter, stroke, colour, view.zoom)
        painter.restore()
        if self.text:
            self._paint_badge(painter, view)

    def _paint_badge(self, painter: QPainter, view: View) -> None:
        """The badge keeps its size at every zoom, stands upright and stays in sight."""
        painter.save()
        back, _ = view.transform.inverted()
        painter.setTransform(back * painter.transform())
        font = QFont(painter.font())
        font.setPointSizeF(9.0)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        room = painter.window()
        # The pen may have the canvas painted again a hundred times a second.
        key = (view, self.text, id(self.ghosts), room.width(), room.height())
        if self._placed is None or self._placed[0] != key:
            self._placed = key, self.badge_box(view, metrics, room.width(), room.height())
        box = self._placed[1]
        colours = theme.current()
        ground = QColor(colours.surface)
        ground.setAlphaF(0.94)
        painter.setPen(QPen(QColor(colours.edge), 1.0))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 7, 7)
        painter.setPen(QColor(colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text)
        painter.restore()

    def badge_box(self, view: View, metrics: QFontMetricsF, width: float, height: float) -> QRectF:
        """Where the badge lies, logical pixels of a widget of this size.

        Of the places around the last point and around all ghosts, it is the one that covers the
        least ink.
        """
        size = metrics.size(Qt.TextFlag.TextSingleLine, self.text)
        wide, high = size.width() + 2 * _PADDING[0], size.height() + 2 * _PADDING[1]
        x, y = self.ghosts[-1].points[-1].tolist()
        at = view.to_view(x, y)
        ink = self._ink_on(view)
        ghosts = QRectF(*_around(self.ghosts, view))
        places = (
            *((at.x() + _NEAR, at.y() + _NEAR), (at.x() - _NEAR - wide, at.y() + _NEAR)),
            *(
                (at.x() + _NEAR, at.y() - _NEAR - high),
                (at.x() - _NEAR - wide, at.y() - _NEAR - high),
            ),
            *(
                (at.x() - wide / 2, ghosts.bottom() + _NEAR),
                (ghosts.right() + _NEAR, at.y() - high / 2),
            ),
            *(
                (at.x() - wide / 2, ghosts.top() - _NEAR - high),
                (ghosts.left() - _NEAR - wide, at.y()),
            ),
        )
        boxes = [
            QRectF(
                round(min(max(left, 6.0), max(width - wide - 6.0, 6.0))) + 0.5,
                round(min(max(top, 6.0), max(height - high - 6.0, 6.0))) + 0.5,
                wide,
                high,
            )
            for left, top in places
        ]
        return min(boxes, key=lambda box: _points_in(ink, box))

    def _ink_on(self, view: View) -> FloatArray:
        """Points of the ghosts and of what they lie on, logical pixels ``(n, 2)``."""
        points = np.concatenate([self.ink, *(ghost.points for ghost in self.ghosts)])
        transform = view.transform
        matrix = np.array([[transform.m11(), transform.m12()], [transform.m21(), transform.m22()]])
        return np.asarray(points @ matrix + (transform.dx(), transform.dy()))


def _around(strokes: Sequence[Stroke], view: View) -> tuple[float, float, float, float]:
    """The box of strokes on the widget: left, top, width, height."""
    left, top, right, bottom = bounds_of(strokes) or (0.0, 0.0, 0.0, 0.0)
    box = view.transform.mapRect(QRectF(left, top, right - left, bottom - top))
    return box.left(), box.top(), box.width(), box.height()


def _points_in(points: FloatArray, box: QRectF) -> int:
    low, high = (box.left() - 3, box.top() - 3), (box.right() + 3, box.bottom() + 3)
    return int(((points > low) & (points < high)).all(axis=1).sum())


def _line_of(stroke: Stroke) -> QPolygonF:
    line = _lines.get(stroke)
    if line is None:
        points = stroke.points.tolist()
        line = _lines[stroke] = QPolygonF([QPointF(x, y) for x, y in points])
    return line
