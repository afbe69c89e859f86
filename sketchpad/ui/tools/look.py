"""The tools that change how the page is looked at, and the eyedropper."""

from __future__ import annotations

import dataclasses
import math
from typing import ClassVar, Final

from PySide6.QtCore import QPointF, Qt

from sketchpad.core.select import stroke_at
from sketchpad.ui.tools.base import Pointer, Stage, Tool
from sketchpad.ui.view import View

#: Logical pixels that a drag with the zoom tool takes to double the zoom.
_DOUBLING: Final = 120.0
#: A press that moves less than this, in logical pixels, is a click.
CLICK: Final = 4.0
_CLICK_ZOOM: Final = 1.5
_SNAP: Final = 15.0


class _Drag(Tool):
    """A gesture that changes the view it began with."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._from: Pointer | None = None
        self._view = View()
        self._moved = False

    @property
    def is_busy(self) -> bool:
        """Whether it is being dragged."""
        return self._from is not None

    def press(self, at: Pointer) -> None:
        """Begin."""
        self._from, self._view, self._moved = at, self.stage.view, False

    def move(self, at: Pointer) -> None:
        """Drag on."""
        start = self._from
        if start is None:
            return
        distance = math.hypot(at.view_x - start.view_x, at.view_y - start.view_y)
        self._moved = self._moved or distance >= CLICK
        if self._moved:
            self.stage.set_view(self._dragged(start, at))

    def release(self, at: Pointer | None) -> None:
        """Finish; a click may mean something else."""
        start, self._from = self._from, None
        if start is not None and at is not None and not self._moved:
            self._clicked(at)

    def cancel(self) -> None:
        """Look at the page as before."""
        if self._from is not None:
            self._from = None
            self.stage.set_view(self._view)

    def _dragged(self, start: Pointer, at: Pointer) -> View:
        raise NotImplementedError

    def _clicked(self, at: Pointer) -> None:
        """Nothing, for most."""


class Hand(_Drag):
    """Moves the page."""

    name: ClassVar[str] = "hand"
    cursor: ClassVar[Qt.CursorShape | None] = Qt.CursorShape.OpenHandCursor

    def cursor_at(self, at: Pointer) -> Qt.CursorShape | None:  # noqa: ARG002
        """The hand closes."""
        closed, opened = Qt.CursorShape.ClosedHandCursor, Qt.CursorShape.OpenHandCursor
        return closed if self.is_busy else opened

    def _dragged(self, start: Pointer, at: Pointer) -> View:
        return self._view.panned(at.view_x - start.view_x, at.view_y - start.view_y)


class Zoom(_Drag):
    """A click comes closer (Alt: goes away); a drag to the right comes closer, to the left away."""

    name: ClassVar[str] = "zoom"
    cursor: ClassVar[Qt.CursorShape | None] = Qt.CursorShape.CrossCursor

    def _dragged(self, start: Pointer, at: Pointer) -> View:
        zoom = self._view.zoom * 2 ** ((at.view_x - start.view_x) / _DOUBLING)
        return self._view.zoomed(zoom, QPointF(start.view_x, start.view_y))

    def _clicked(self, at: Pointer) -> None:
        away = at.holds(Qt.KeyboardModifier.AltModifier)
        zoom = self._view.zoom * (1 / _CLICK_ZOOM if away else _CLICK_ZOOM)
        self.stage.set_view(self._view.zoomed(zoom, QPointF(at.view_x, at.view_y)))


class Rotate(_Drag):
    """Turns the view about the widget's middle; Shift snaps to steps of 15°."""

    name: ClassVar[str] = "rotate"
    cursor: ClassVar[Qt.CursorShape | None] = Qt.CursorShape.SizeAllCursor

    def _dragged(self, start: Pointer, at: Pointer) -> View:
        middle = self.stage.middle()
        turn = math.degrees(_angle(middle, at) - _angle(middle, start))
        if at.holds(Qt.KeyboardModifier.ShiftModifier):
            turn = round((self._view.angle + turn) / _SNAP) * _SNAP - self._view.angle
        return self._view.rotated(turn, middle)


class Eyedropper(Tool):
    """Takes the colour of the stroke under the pointer, or of what else is painted there."""

    name: ClassVar[str] = "eyedropper"
    cursor: ClassVar[Qt.CursorShape | None] = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._before: str | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the pointer is down."""
        return self._before is not None

    def press(self, at: Pointer) -> None:
        """Take the colour here."""
        self._before = self.stage.editor.brush.colour
        self._take(at)

    def move(self, at: Pointer) -> None:
        """Take the colour there."""
        if self._before is not None:
            self._take(at)

    def release(self, at: Pointer | None) -> None:  # noqa: ARG002
        """Keep it."""
        self._before = None

    def cancel(self) -> None:
        """Take the old one again."""
        if self._before is not None:
            self._set(self._before)
            self._before = None

    def _take(self, at: Pointer) -> None:
        strokes = self.stage.editor.page.sketch.strokes
        stroke = stroke_at(strokes, at.x, at.y, 2.0 / self.stage.view.zoom)
        if stroke is not None:
            self._set(stroke.brush.colour)
        else:
            self._set(self.stage.colour_at(at.x, at.y).name())

    def _set(self, colour: str) -> None:
        editor = self.stage.editor
        editor.brush = dataclasses.replace(editor.brush, colour=colour)


def _angle(middle: QPointF, at: Pointer) -> float:
    return math.atan2(at.view_y - middle.y(), at.view_x - middle.x())
