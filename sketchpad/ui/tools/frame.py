"""The frame around strokes or a picture: its handles, and the maps that dragging them means."""

from __future__ import annotations

import dataclasses
import enum
import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from sketchpad.core import geometry
from sketchpad.core.boxes import ink_box
from sketchpad.core.geometry import Box
from sketchpad.core.stroke import FloatArray, Stroke
from sketchpad.ui.view import View

#: A handle is hit within this distance, logical pixels: enough for a pen.
HIT: Final = 12.0
#: Logical pixels from the frame to the handle that turns it.
ARM: Final = 28.0
#: Logical pixels between ink and frame.
PADDING: Final = 6.0
ACCENT: Final = QColor("#1c7ed6")
#: Half the side of a handle, logical pixels.
_HANDLE: Final = 4.5
_SNAP: Final = 15.0
_LEAST: Final = 1e-3


class Part(enum.Enum):
    """What of the frame is under the pointer; the values are places on the box, 0 to 1."""

    TOP_LEFT = (0.0, 0.0)
    TOP = (0.5, 0.0)
    TOP_RIGHT = (1.0, 0.0)
    RIGHT = (1.0, 0.5)
    BOTTOM_RIGHT = (1.0, 1.0)
    BOTTOM = (0.5, 1.0)
    BOTTOM_LEFT = (0.0, 1.0)
    LEFT = (0.0, 0.5)
    TURN = (0.5, -1.0)
    INSIDE = (0.5, 0.5)

    @property
    def scales(self) -> bool:
        """Whether dragging it changes the size."""
        return self not in (Part.TURN, Part.INSIDE)


#: What a press on each part would do.
CURSORS: Final = {
    Part.TOP_LEFT: Qt.CursorShape.SizeFDiagCursor,
    Part.BOTTOM_RIGHT: Qt.CursorShape.SizeFDiagCursor,
    Part.TOP_RIGHT: Qt.CursorShape.SizeBDiagCursor,
    Part.BOTTOM_LEFT: Qt.CursorShape.SizeBDiagCursor,
    Part.TOP: Qt.CursorShape.SizeVerCursor,
    Part.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Part.LEFT: Qt.CursorShape.SizeHorCursor,
    Part.RIGHT: Qt.CursorShape.SizeHorCursor,
    Part.TURN: Qt.CursorShape.PointingHandCursor,
    Part.INSIDE: Qt.CursorShape.SizeAllCursor,
}
SCALING: Final = tuple(part for part in Part if part.scales)


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """An upright box of the canvas around ink or a picture, with handles.

    Attributes:
        box: canvas units, the padding included.
        turns: whether it has a handle that turns it.
    """

    box: Box
    turns: bool = True

    @classmethod
    def around(cls, strokes: tuple[Stroke, ...], view: View) -> Frame | None:
        """The frame of strokes; None of no strokes."""
        if not strokes:
            return None
        lefts, tops, rights, bottoms = zip(*(ink_box(s) for s in strokes), strict=True)
        pad = PADDING / view.zoom
        box = min(lefts) - pad, min(tops) - pad, max(rights) + pad, max(bottoms) + pad
        return cls(box)

    @property
    def middle(self) -> tuple[float, float]:
        """Canvas units."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2

    def place(self, part: Part, view: View) -> QPointF:
        """Where a handle lies, canvas units."""
        left, top, right, bottom = self.box
        if part is Part.TURN:
            return QPointF((left + right) / 2, top - ARM / view.zoom)
        x, y = part.value
        return QPointF(left + (right - left) * x, top + (bottom - top) * y)

    def part_at(self, x: float, y: float, view: View) -> Part | None:
        """The handle within reach of a point (canvas units), the inside, or nothing."""
        reach = HIT / view.zoom
        best, found = reach, None
        for part in (*SCALING, Part.TURN) if self.turns else SCALING:
            if part in _SIDES and not self._has_room(part, view):
                continue
            place = self.place(part, view)
            distance = math.hypot(place.x() - x, place.y() - y)
            if distance < best:
                best, found = distance, part
        left, top, right, bottom = self.box
        if found is None and left <= x <= right and top <= y <= bottom:
            return Part.INSIDE
        return found

    def shown(self, view: View) -> tuple[Part, ...]:
        """The handles there is room for."""
        return tuple(p for p in SCALING if p not in _SIDES or self._has_room(p, view))

    def _has_room(self, part: Part, view: View) -> bool:
        left, top, right, bottom = self.box
        side = right - left if part in (Part.TOP, Part.BOTTOM) else bottom - top
        return side * view.zoom > 4 * HIT

    def scaling(self, part: Part, x: float, y: float, *, free: bool, central: bool) -> FloatArray:
        """The map that brings a handle to a point, canvas units.

        Corners keep the proportions, unless ``free``; the opposite handle holds fast, or the
        middle if ``central``.
        """
        left, top, right, bottom = self.box
        at_x, at_y = part.value
        handle_x, handle_y = left + (right - left) * at_x, top + (bottom - top) * at_y
        fix_x, fix_y = left + right - handle_x, top + bottom - handle_y
        if central:
            fix_x, fix_y = self.middle
        factor_x = _factor(handle_x - fix_x, x - fix_x)
        factor_y = _factor(handle_y - fix_y, y - fix_y)
        if part in _SIDES:
            factor_x, factor_y = (1.0, factor_y) if at_x == 0.5 else (factor_x, 1.0)
        elif not free:
            dx, dy = handle_x - fix_x, handle_y - fix_y
            along = ((x - fix_x) * dx + (y - fix_y) * dy) / (dx * dx + dy * dy)
            factor_x = factor_y = along if abs(along) > _LEAST else _LEAST
        return geometry.scaling(factor_x, factor_y, (fix_x, fix_y))

    def turning(self, start: tuple[float, float], x: float, y: float, *, snap: bool) -> FloatArray:
        """The map that turns a point to another about the middle; ``snap`` to steps of 15°."""
        middle_x, middle_y = self.middle
        begin = math.atan2(start[1] - middle_y, start[0] - middle_x)
        turn = math.degrees(math.atan2(y - middle_y, x - middle_x) - begin)
        if snap:
            turn = round(turn / _SNAP) * _SNAP
        return geometry.rotation(turn, (middle_x, middle_y))


_SIDES: Final = (Part.TOP, Part.RIGHT, Part.BOTTOM, Part.LEFT)


def _factor(before: float, after: float) -> float:
    if abs(before) < _LEAST:
        return 1.0
    factor = after / before
    return factor if abs(factor) > _LEAST else _LEAST


def outline_pen(style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """The pen of frames, lassos and marks: as thin at every zoom."""
    pen = QPen(ACCENT, 1.2, style)
    pen.setCosmetic(True)
    return pen


def paint_frame(painter: QPainter, frame: Frame, view: View, matrix: QTransform) -> None:
    """The box and its handles; the handles keep their size on the screen."""
    left, top, right, bottom = frame.box
    box = QPolygonF(QRectF(left, top, right - left, bottom - top))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(outline_pen())
    painter.drawPolygon(matrix.map(box))
    painter.setBrush(QColor("#ffffff"))
    size = _HANDLE / view.zoom
    for part in frame.shown(view):
        place = matrix.map(frame.place(part, view))
        painter.drawRect(QRectF(place.x() - size, place.y() - size, 2 * size, 2 * size))
    if frame.turns:
        arm = matrix.map(frame.place(Part.TURN, view))
        painter.drawLine(matrix.map(frame.place(Part.TOP, view)), arm)
        painter.drawEllipse(arm, size * 1.15, size * 1.15)
    painter.setBrush(Qt.BrushStyle.NoBrush)
