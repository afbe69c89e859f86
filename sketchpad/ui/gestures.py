"""Which tool a gesture belongs to, and its life from press to release."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from sketchpad.ui.tools.base import Pointer, Stage, Tool
from sketchpad.ui.tools.eraser import Eraser
from sketchpad.ui.tools.look import Eyedropper, Hand, Rotate, Zoom
from sketchpad.ui.tools.pen import Pen
from sketchpad.ui.tools.select import Select
from sketchpad.ui.tools.underlay import MoveUnderlay

_TOOLS: Final[tuple[type[Tool], ...]] = (
    *(Pen, Eraser, Select, Hand, Zoom, Rotate, Eyedropper, MoveUnderlay),
)
#: The tools by name, the pen first.
TOOL_NAMES: Final = tuple(tool.name for tool in _TOOLS)
#: ms between two ticks of a tool at work.
_TICK: Final = 8


class Gestures(QObject):
    """Gives what the pointer does to the tool in hand, or to one that a key or button borrows.

    Attributes:
        chosen: the tool in hand.
        space: whether the space bar is down: then a press pans.
        on_hover: called with every place of the pointer, pressed or not.
    """

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._tools = {tool.name: tool(stage) for tool in _TOOLS}
        self.chosen = self._tools[TOOL_NAMES[0]]
        self.space = False
        self.on_hover: Callable[[Pointer], None] = lambda _at: None
        self._active: Tool | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    @property
    def active(self) -> Tool:
        """The tool that a gesture is under way with, or would be."""
        if self._active is not None:
            return self._active
        return self._tools["hand"] if self.space else self.chosen

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._active is not None

    def choose(self, name: str) -> None:
        """Take a tool in hand.

        Raises:
            KeyError: if there is none of this name.
        """
        self.chosen = self._tools[name]

    def pressed(self, at: Pointer, button: Qt.MouseButton, *, eraser: bool) -> None:
        """A gesture begins."""
        tool = self._tool_for(at, button, eraser=eraser)
        if tool is None:
            return
        self._active = tool
        tool.press(at)
        self._timer.start()
        self.on_hover(at)

    def moved(self, at: Pointer) -> None:
        """It goes on."""
        if self._active is not None:
            self._active.move(at)
        self.on_hover(at)

    def released(self, at: Pointer | None) -> None:
        """It ends; None where that was missed."""
        tool, self._active = self._active, None
        self._timer.stop()
        if tool is not None:
            tool.release(at)
        if at is not None:
            self.on_hover(at)

    def cancelled(self) -> None:
        """It never happened."""
        tool, self._active = self._active, None
        self._timer.stop()
        if tool is not None:
            tool.cancel()

    def hovered(self, at: Pointer) -> None:
        """The pointer moves without touching."""
        self.active.hover(at)
        self.on_hover(at)

    def _tool_for(self, at: Pointer, button: Qt.MouseButton, *, eraser: bool) -> Tool | None:
        if button == Qt.MouseButton.MiddleButton or self.space:
            return self._tools["hand"]
        if button == Qt.MouseButton.RightButton:
            return self._tools["hand"] if at.pressure is not None else None
        if eraser:
            return self._tools["eraser"]
        if self.chosen.name == "pen" and at.holds(Qt.KeyboardModifier.ControlModifier):
            return self._tools["eyedropper"]
        return self.chosen

    def _on_tick(self) -> None:
        if self._active is not None:
            self._active.tick()
