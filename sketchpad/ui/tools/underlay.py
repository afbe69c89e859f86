"""Moves and scales the picture under the current layer."""

from __future__ import annotations

import dataclasses
from typing import ClassVar, Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QTransform

from sketchpad.core import edits, geometry
from sketchpad.core.document import Document, Underlay
from sketchpad.ui.tools.base import Pointer, Stage, Tool, translate
from sketchpad.ui.tools.frame import CURSORS, Frame, Part, paint_frame
from sketchpad.ui.view import View

#: A picture stays at least this wide and high, canvas units.
_LEAST: Final = 4.0


class MoveUnderlay(Tool):
    """Drags the underlay inside its frame, and scales it by its handles.

    Corners keep the proportions unless Shift is held; Ctrl scales about the middle. Shift moves
    straight across or down.
    """

    name: ClassVar[str] = "underlay"
    holds_document: ClassVar[bool] = True
    cursor: ClassVar[Qt.CursorShape | None] = Qt.CursorShape.ArrowCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._start: Pointer | None = None
        self._part = Part.INSIDE
        self._from: Underlay | None = None
        self._now: Underlay | None = None
        self._shown: Underlay | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the picture is being dragged."""
        return self._from is not None

    def press(self, at: Pointer) -> None:
        """Take the picture or one of its handles."""
        underlay = self.stage.editor.layer.underlay
        if underlay is None:
            self.stage.say(translate("Tools", "There is no picture under this layer."))
            return
        part = _frame(underlay).part_at(at.x, at.y, self.stage.view)
        if part is None or self.refused():
            return
        self._start, self._part, self._from, self._now = at, part, underlay, underlay

    def move(self, at: Pointer) -> None:
        """Drag it; it is shown once a frame."""
        if self._start is not None and self._from is not None:
            self._now = dataclasses.replace(self._from, box=self._box(self._from, self._start, at))

    def tick(self) -> None:
        """Show it where it is now."""
        if self._now is not None and self._now is not self._shown:
            editor = self.stage.editor
            self._shown = self._now
            self.stage.preview(self._moved().page(editor.page.id))
            self.stage.redraw()

    def release(self, at: Pointer | None) -> None:
        """Let go: one undo step."""
        if self._from is None:
            return
        if at is not None:
            self.move(at)
        document, moved = self._moved(), self._now is not self._from
        text = (
            translate("Tools", "Move picture")
            if self._part is Part.INSIDE
            else translate("Tools", "Scale picture")
        )
        self._forget()
        if moved:
            self.stage.editor.apply(text, document)
        self.stage.preview(None)
        self.stage.redraw()

    def cancel(self) -> None:
        """Put it back."""
        self._forget()
        self.stage.preview(None)
        self.stage.redraw()

    def cursor_at(self, at: Pointer) -> Qt.CursorShape | None:
        """What a press here would do."""
        if self.is_busy:
            return CURSORS[self._part]
        underlay = self.stage.editor.layer.underlay
        part = None
        if underlay is not None:
            part = _frame(underlay).part_at(at.x, at.y, self.stage.view)
        return self.cursor if part is None else CURSORS[part]

    def paint(self, painter: QPainter, view: View) -> None:
        """The picture's frame."""
        underlay = self._now or self.stage.editor.layer.underlay
        if underlay is not None:
            paint_frame(painter, _frame(underlay), view, QTransform())

    def _forget(self) -> None:
        self._start = self._from = self._now = self._shown = None

    def _moved(self) -> Document:
        editor = self.stage.editor
        return edits.set_underlay(editor.document, editor.page.id, editor.layer.id, self._now)

    def _box(
        self, underlay: Underlay, start: Pointer, at: Pointer
    ) -> tuple[float, float, float, float]:
        """Where dragging from ``start`` to ``at`` puts it."""
        frame, dx, dy = _frame(underlay), at.x - start.x, at.y - start.y
        shift = at.holds(Qt.KeyboardModifier.ShiftModifier)
        if self._part is Part.INSIDE:
            if shift:
                dx, dy = (dx, 0.0) if abs(dx) > abs(dy) else (0.0, dy)
            matrix = geometry.translation(dx, dy)
        else:
            grip = frame.place(self._part, self.stage.view)
            central = at.holds(Qt.KeyboardModifier.ControlModifier)
            place = grip.x() + dx, grip.y() + dy
            matrix = frame.scaling(self._part, *place, free=shift, central=central)
        corners = np.array(frame.box).reshape(2, 2) @ matrix[:, :2].T + matrix[:, 2]
        left, top = corners.min(axis=0).tolist()
        width, height = np.maximum(np.ptp(corners, axis=0), _LEAST).tolist()
        return left, top, width, height


def _frame(underlay: Underlay) -> Frame:
    left, top, width, height = underlay.box
    return Frame((left, top, left + width, top + height), turns=False)
