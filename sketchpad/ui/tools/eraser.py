"""The eraser: cuts strokes, or takes whole ones, and leaves a hole."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from sketchpad.core import edits
from sketchpad.core.document import Document
from sketchpad.core.erase import touching
from sketchpad.ui import render
from sketchpad.ui.tools.base import Pointer, Stage, Tool, translate
from sketchpad.ui.view import View

_ROUND_CAP: Final = Qt.PenCapStyle.RoundCap
_PLAIN: Final = (Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier)


class Eraser(Tool):
    """Erases on the current layer. Shift or Alt leaves no hole.

    Window managers that move windows with Alt and the mouse take it away; Shift always arrives.
    """

    name: ClassVar[str] = "eraser"
    holds_document: ClassVar[bool] = True
    cursor: ClassVar[Qt.CursorShape | None] = None

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._path: list[tuple[float, float]] = []
        self._done = 0
        self._plain = False
        self._document: Document | None = None
        self._place = ("", "")

    @property
    def reach(self) -> float:
        """The eraser's diameter."""
        return self.stage.settings.eraser_width

    @property
    def is_busy(self) -> bool:
        """Whether something is being erased."""
        return self._document is not None

    def press(self, at: Pointer) -> None:
        """Put the eraser down."""
        if self.refused():
            return
        editor, settings = self.stage.editor, self.stage.settings
        self._document = editor.document
        self._place = editor.page.id, editor.layer.id
        self._plain = (
            any(at.holds(key) for key in _PLAIN) or settings.eraser_whole or not settings.leave_hole
        )
        self._path, self._done = [(at.x, at.y)], 0
        self.tick()

    def move(self, at: Pointer) -> None:
        """Rub on; the work is done once a frame."""
        if self._document is not None:
            self._path.append((at.x, at.y))

    def tick(self) -> None:
        """Erase along the path that is new, and show the result."""
        if self._document is None or self._done == len(self._path):
            return
        piece = self._path[max(0, self._done - 1) :]
        self._done = len(self._path)
        before = self._document
        self._document = edits.erase(
            before,
            *self._place,
            piece,
            self.stage.settings.eraser_width / 2,
            whole=self.stage.settings.eraser_whole,
        )
        if self._document is not before:
            self.stage.preview(self._document.page(self._place[0]))
        if not self._plain:
            reach = self.stage.settings.eraser_width / 2
            places = QPolygonF([QPointF(x, y) for x, y in piece]).boundingRect()
            self.stage.redraw(places.adjusted(-reach, -reach, reach, reach))

    def release(self, at: Pointer | None) -> None:
        """Lift the eraser: one undo step, if ink is gone."""
        if self._document is None:
            return
        if at is not None and (at.x, at.y) != self._path[-1]:
            self.move(at)
        self.tick()
        editor, document = self.stage.editor, self._document
        self._document = None
        if document is not editor.document:
            if not self._plain:
                hole = edits.swept_hole(self._path, self.stage.settings.eraser_width / 2)
                document = edits.add_hole(document, *self._place, hole)
            editor.apply(translate("Tools", "Erase"), document)
        else:
            self._say_where_ink_is()
        self.stage.preview(None)
        self.stage.redraw()

    def _say_where_ink_is(self) -> None:
        """Nothing was erased: if there is ink on another layer, the user means that one."""
        editor = self.stage.editor
        reach = self.stage.settings.eraser_width / 2
        others = (x for x in reversed(editor.page.layers) if x is not editor.layer and x.visible)
        for layer in others:
            if touching(layer.strokes, self._path, reach):
                text = translate(
                    "Tools", "The ink here is on the layer “{other}”; the eraser works on “{name}”."
                )
                self.stage.say(text.format(other=layer.name, name=editor.layer.name))
                return

    def cancel(self) -> None:
        """Bring everything back."""
        self._document = None
        self.stage.preview(None)
        self.stage.redraw()

    def paint(self, painter: QPainter, view: View) -> None:  # noqa: ARG002
        """Tint what will be a hole."""
        if self._document is None or self._plain:
            return
        tint = QColor(render.HOLE_COLOUR)
        tint.setAlphaF(0.10)
        width = self.stage.settings.eraser_width
        painter.setPen(QPen(tint, width, c=_ROUND_CAP, j=Qt.PenJoinStyle.RoundJoin))
        corners = [QPointF(x, y) for x, y in self._path]
        painter.drawPolyline(QPolygonF(corners if len(corners) > 1 else corners * 2))
