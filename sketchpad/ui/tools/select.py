"""The select tool: chooses strokes with a lasso or a box; moves, scales and turns them."""

from __future__ import annotations

import enum
import math
from typing import ClassVar, Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF, QTransform

from sketchpad.core import edits, geometry
from sketchpad.core.document import Layer, Page
from sketchpad.core.select import in_box, in_lasso, stroke_at
from sketchpad.core.stroke import FloatArray, Stroke
from sketchpad.ui.tools.base import Pointer, Stage, Tool, translate
from sketchpad.ui.tools.frame import ACCENT, CURSORS, Frame, Part, outline_pen, paint_frame
from sketchpad.ui.tools.lifted import Lifted
from sketchpad.ui.tools.look import CLICK
from sketchpad.ui.view import View

_SLACK: Final = 6.0
#: Marks on more strokes than this say nothing.
_MOST_MARKED: Final = 300
_IDENTITY: Final = geometry.identity()


class _State(enum.Enum):
    IDLE = enum.auto()
    CHOOSING = enum.auto()
    CHANGING = enum.auto()


class Select(Tool):
    """Shift adds to the selection, Alt takes away from it.

    While handles are dragged, Shift frees a corner's proportions or snaps a turn, and Ctrl scales
    about the middle.
    """

    name: ClassVar[str] = "select"
    holds_document: ClassVar[bool] = True
    cursor: ClassVar[Qt.CursorShape | None] = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._state = _State.IDLE
        self._part = Part.INSIDE
        self._start: Pointer | None = None
        self._path: list[tuple[float, float]] = []
        self._frame: Frame | None = None
        self._lifted = Lifted()
        self._matrix: FloatArray = _IDENTITY
        self._known: tuple[tuple[Page, frozenset[str], float], Frame | None] | None = None
        self._spines: tuple[tuple[Page, frozenset[str]], QPainterPath] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._state is not _State.IDLE

    def press(self, at: Pointer) -> None:
        """Begin to choose, or to change what is chosen."""
        self._start, self._path, self._matrix = at, [(at.x, at.y)], _IDENTITY
        picky = at.holds(Qt.KeyboardModifier.ShiftModifier) or at.holds(
            Qt.KeyboardModifier.AltModifier
        )
        self._frame = self.frame()
        part = None if self._frame is None else self._frame.part_at(at.x, at.y, self.stage.view)
        if part is None or (part is Part.INSIDE and picky):
            under = self._stroke_under(at)
            if under is None or picky:
                self._state = _State.CHOOSING
                return
            self.stage.editor.select([under.id])
            self._frame, part = self.frame(), Part.INSIDE
        self._part, self._state = part, _State.CHANGING

    def move(self, at: Pointer) -> None:
        """Go on."""
        if self._state is _State.CHOOSING:
            self._path.append((at.x, at.y))
            self.stage.redraw()
        elif self._state is _State.CHANGING and (self._lifted or self._is_drag(at)):
            if not self._lifted:
                self._lift()
            self._matrix = self._map_to(at)
            self.stage.redraw()

    def release(self, at: Pointer | None) -> None:
        """Choose, or make the change: one undo step."""
        state, self._state = self._state, _State.IDLE
        if state is _State.CHOOSING and self._start is not None:
            self._choose(at or self._start)
        elif state is _State.CHANGING and self._lifted:
            editor, lifted = self.stage.editor, self._lifted
            self._lifted = Lifted()
            ids = {stroke.id for stroke in lifted.strokes}
            document = edits.transform_strokes(editor.document, editor.page.id, ids, self._matrix)
            editor.apply(self._step_name(), document)
            self.stage.preview(None)
        elif state is _State.CHANGING and at is not None and self._part is Part.INSIDE:
            under = self._stroke_under(at)
            self.stage.editor.select([] if under is None else [under.id])
        self._path = []
        self.stage.redraw()

    def cancel(self) -> None:
        """Leave everything as it was."""
        self._state, self._path, self._lifted = _State.IDLE, [], Lifted()
        self.stage.preview(None)
        self.stage.redraw()

    def frame(self) -> Frame | None:
        """The frame around the selection."""
        editor, view = self.stage.editor, self.stage.view
        key = (editor.page, editor.selection, view.zoom)
        if self._known is None or self._known[0] != key:
            self._known = key, Frame.around(editor.selected_strokes, view)
        return self._known[1]

    def cursor_at(self, at: Pointer) -> Qt.CursorShape | None:
        """What a press here would do."""
        if self._state is _State.CHANGING:
            return CURSORS[self._part]
        frame = self.frame()
        part = None if frame is None else frame.part_at(at.x, at.y, self.stage.view)
        return self.cursor if part is None else CURSORS[part]

    def paint(self, painter: QPainter, view: View) -> None:
        """The strokes being changed, the frame, and the lasso or box."""
        if self._lifted:
            self._lifted.paint(painter, _qt(self._matrix))
        elif self._state is _State.CHOOSING:
            self._paint_choice(painter)
        else:
            self._paint_chosen(painter)
        frame = self._frame if self._lifted else self.frame()
        if frame is not None:
            paint_frame(painter, frame, view, _qt(self._matrix if self._lifted else _IDENTITY))

    def _is_drag(self, at: Pointer) -> bool:
        start = self._start
        assert start is not None
        return math.hypot(at.view_x - start.view_x, at.view_y - start.view_y) >= CLICK

    def _candidates(self) -> tuple[Stroke, ...]:
        layers = (x for x in self.stage.editor.page if x.visible and not x.locked)
        return tuple(stroke for layer in layers for stroke in layer.strokes)

    def _stroke_under(self, at: Pointer) -> Stroke | None:
        return stroke_at(self._candidates(), at.x, at.y, _SLACK / self.stage.view.zoom)

    def _choose(self, at: Pointer) -> None:
        editor = self.stage.editor
        if self._is_drag(at) or len(self._path) > 8:
            found = self._found(at)
        else:
            under = self._stroke_under(at)
            found = frozenset() if under is None else frozenset([under.id])
        if at.holds(Qt.KeyboardModifier.ShiftModifier):
            single = not self._is_drag(at)
            found = editor.selection ^ found if single else editor.selection | found
        elif at.holds(Qt.KeyboardModifier.AltModifier):
            found = editor.selection - found
        editor.select(found)

    def _found(self, at: Pointer) -> frozenset[str]:
        (x, y), *_ = self._path
        if self.stage.settings.select_box:
            return in_box(self._candidates(), (x, y, at.x, at.y))
        return in_lasso(self._candidates(), self._path)

    def _lift(self) -> None:
        """Take the strokes off the page; they are painted above it until they are put down."""
        editor = self.stage.editor
        strokes = tuple(
            stroke
            for layer in editor.page
            if layer.visible and not layer.locked
            for stroke in layer.strokes
            if stroke.id in editor.selection
        )
        self._lifted = Lifted(strokes)
        gone = {stroke.id for stroke in strokes}
        self.stage.preview(_without(editor.page, gone))

    def _map_to(self, at: Pointer) -> FloatArray:
        start, frame = self._start, self._frame
        assert start is not None
        assert frame is not None
        shift = at.holds(Qt.KeyboardModifier.ShiftModifier)
        if self._part is Part.TURN:
            return frame.turning((start.x, start.y), at.x, at.y, snap=shift)
        dx, dy = at.x - start.x, at.y - start.y
        if self._part is Part.INSIDE:
            if shift:
                dx, dy = (dx, 0.0) if abs(dx) > abs(dy) else (0.0, dy)
            return geometry.translation(dx, dy)
        grip = frame.place(self._part, self.stage.view)
        central = at.holds(Qt.KeyboardModifier.ControlModifier)
        x, y = grip.x() + dx, grip.y() + dy
        return frame.scaling(self._part, x, y, free=shift, central=central)

    def _step_name(self) -> str:
        if self._part is Part.TURN:
            return translate("Tools", "Rotate strokes")
        return (
            translate("Tools", "Move strokes")
            if self._part is Part.INSIDE
            else translate("Tools", "Scale strokes")
        )

    def _paint_chosen(self, painter: QPainter) -> None:
        """Mark what is selected along its centre line: the frame may hold other strokes too."""
        editor = self.stage.editor
        key = (editor.page, editor.selection)
        if self._spines is None or self._spines[0] != key:
            path = QPainterPath()
            for stroke in editor.selected_strokes[:_MOST_MARKED]:
                corners = [QPointF(x, y) for x, y in stroke.points.tolist()]
                path.addPolygon(QPolygonF(corners if len(corners) > 1 else corners * 2))
            self._spines = key, path
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Dotted: what colour the strokes have, or are being given, must be seen.
        pen = outline_pen(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([1.5, 4.0])
        painter.strokePath(self._spines[1], pen)

    def _paint_choice(self, painter: QPainter) -> None:
        tint = QColor(ACCENT)
        tint.setAlphaF(0.10)
        painter.setBrush(tint)
        painter.setPen(outline_pen(Qt.PenStyle.DashLine))
        points = [QPointF(x, y) for x, y in self._path]
        if self.stage.settings.select_box:
            painter.drawRect(QRectF(points[0], points[-1]).normalized())
        else:
            painter.drawPolygon(QPolygonF(points))
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _without(page: Page, gone: set[str]) -> Page:
    def on_layer(layer: Layer) -> Layer:
        kept = tuple(stroke for stroke in layer.strokes if stroke.id not in gone)
        return layer if len(kept) == len(layer.strokes) else layer.replace(strokes=kept)

    return page.replace(layers=tuple(on_layer(layer) for layer in page.layers))


def _qt(matrix: FloatArray) -> QTransform:
    (a, c, e), (b, d, f) = np.asarray(matrix).tolist()
    return QTransform(a, b, c, d, e, f)
