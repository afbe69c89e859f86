"""What tools get and give: pointers in, changes of the stage out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import ClassVar, Protocol

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from sketchpad.core import edits
from sketchpad.core.document import Page
from sketchpad.core.stroke import Brush
from sketchpad.ui.editor import Editor
from sketchpad.ui.tools.settings import ToolSettings
from sketchpad.ui.view import View
from sketchpad.ui.wet import Node

#: A text of a tool in the user's language: ``translate("Tools", text)``.
translate = QCoreApplication.translate


@dataclasses.dataclass(slots=True)
class Pointer:
    """One reading of pen, mouse or finger.

    Attributes:
        x: canvas units.
        y: canvas units.
        view_x: logical pixels of the widget.
        view_y: logical pixels of the widget.
        time: ms, of a steady clock.
        pressure: 0 to 1; None for devices that have none.
        tilt_x: degrees from the vertical; None where the device does not tell.
        tilt_y: the same.
        modifiers: the keys held.
    """

    x: float
    y: float
    view_x: float
    view_y: float
    time: float
    pressure: float | None = None
    tilt_x: float | None = None
    tilt_y: float | None = None
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    def holds(self, modifier: Qt.KeyboardModifier) -> bool:
        """Whether a modifier key is down."""
        return bool(self.modifiers & modifier)


class Stage(Protocol):
    """What a tool works on; the canvas is one."""

    editor: Editor
    settings: ToolSettings

    @property
    def view(self) -> View:
        """How the page is looked at."""

    def set_view(self, view: View) -> None:
        """Look at it in another way."""

    def middle(self) -> QPointF:
        """The middle of the widget, logical pixels."""

    def preview(self, page: Page | None) -> None:
        """Show another value of the current page for now; None ends that."""

    def begin_ink(self, brush: Brush) -> None:
        """Take wet ink: what is drawn with it shows at once, as one stroke."""

    def add_ink(self, nodes: Sequence[Node], tip: Node | None = None) -> None:
        """Lead the wet ink on through nodes, and from there to ``tip`` for now."""

    def end_ink(self) -> None:
        """Let the wet ink vanish."""

    def redraw(self, area: QRectF | None = None) -> None:
        """Have the overlay painted again, in an area in canvas units or everywhere."""

    def colour_at(self, x: float, y: float) -> QColor:
        """What is painted at a point of the canvas."""

    def say(self, text: str) -> None:
        """Tell the user a sentence."""

    def committed(self) -> None:
        """A stroke was drawn."""


class Tool:
    """A tool: what a gesture from press to release does. This one does nothing.

    Attributes:
        name: as in ``TOOL_NAMES``.
        cursor: the shape of the mouse's cursor; None leaves it to ``reach``.
        holds_document: whether its gesture works on the document it began with; then a change
            from elsewhere cancels it.
    """

    name: ClassVar[str] = ""
    cursor: ClassVar[Qt.CursorShape | None] = Qt.CursorShape.ArrowCursor
    holds_document: ClassVar[bool] = False

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @property
    def reach(self) -> float:
        """Diameter of what the tool touches, canvas units; 0 draws no circle."""
        return 0.0

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return False

    def press(self, at: Pointer) -> None:
        """Begin a gesture."""

    def move(self, at: Pointer) -> None:
        """Go on with it; called for every reading, so it must be quick."""

    def release(self, at: Pointer | None) -> None:
        """Finish it, as one undo step; None where the pointer was lost."""

    def cancel(self) -> None:
        """Give it up: nothing has happened."""

    def hover(self, at: Pointer) -> None:
        """The pointer moves without touching."""

    def tick(self) -> None:
        """Do what need not be done for every reading; called once a frame while busy."""

    def cursor_at(self, at: Pointer) -> Qt.CursorShape | None:  # noqa: ARG002
        """The cursor's shape over a place."""
        return self.cursor

    def paint(self, painter: QPainter, view: View) -> None:
        """Paint above the page; the painter maps canvas units."""

    def refused(self) -> bool:
        """Whether the current layer cannot be drawn on; then the user was told why."""
        reason = edits.refusal(self.stage.editor.layer)
        if reason is not None:
            layer = self.stage.editor.layer
            text = (
                translate("Tools", "The layer “{name}” is locked; unlock it to draw on it.")
                if layer.locked
                else translate("Tools", "The layer “{name}” is hidden; show it to draw on it.")
            )
            self.stage.say(text.format(name=layer.name))
        return reason is not None
