"""Which tool is in hand, and what it and the brush are set to."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog

from sketchpad.core import edits
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Brush
from sketchpad.ui.commands.base import Controller
from sketchpad.ui.sentences import said

MIN_WIDTH: Final = 0.5
MAX_WIDTH: Final = 100.0
#: Of the eraser, canvas units.
ERASER_WIDTHS: Final = (2.0, 200.0)
#: What of the brush selected strokes take, and what that step is called.
_LOOKS: Final = {
    "colour": str(QT_TRANSLATE_NOOP("Restyle", "Recolour strokes")),
    "width": str(QT_TRANSLATE_NOOP("Restyle", "Change width")),
    "opacity": str(QT_TRANSLATE_NOOP("Restyle", "Change opacity")),
}
# With these a selection would be there unseen, and the verbs would act on it.
_MARKING: Final = ("pen", "eraser")
translate = QCoreApplication.translate


class ToolCommands(Controller):
    """Handlers of ``tool.*`` and ``brush.*``."""

    def take(self, name: str) -> None:
        """Take a tool in hand, in every tab; what draws or erases lets go of the selection."""
        if name in _MARKING:
            self.editor.select(())
        self.window.take_tool(name)

    def erase_whole(self, on: bool) -> None:
        """Take the eraser, of whole strokes; the one in hand changes between these and parts."""
        whole = on or self.window.tab.canvas.tool != "eraser"
        self.window.change_tools(eraser_whole=whole)
        self.take("eraser")

    def leave_holes(self, on: bool) -> None:
        """The eraser leaves holes."""
        self.window.change_tools(leave_hole=on)

    def select_box(self, on: bool) -> None:
        """Select with a box; with the tool in hand, change between box and lasso."""
        box = on or self.window.tab.canvas.tool != "select"
        self.window.change_tools(select_box=box)
        self.take("select")

    def stabiliser(self, on: bool) -> None:
        """Draw on a string."""
        self.window.change_tools(stabiliser=on)

    def wider(self) -> None:
        """A step wider, of about a fifth."""
        self._widen(1.2, 0.5)

    def narrower(self) -> None:
        """A step narrower."""
        self._widen(1 / 1.2, -0.5)

    def _widen(self, factor: float, least: float) -> None:
        """Of the eraser if that is in hand."""
        if self.canvas.tool == "eraser":
            width = _wider(self.window.tool_settings.eraser_width, factor, least, *ERASER_WIDTHS)
            self.window.change_tools(eraser_width=width)
            self.window.say(self.tr("Eraser width {width:g}").format(width=width))
            return
        width = _wider(self.style.width, factor, least, MIN_WIDTH, MAX_WIDTH)
        self.change_brush(width=width)
        self.window.say(self.tr("Brush width {width:g}").format(width=width))

    @property
    def _restyles(self) -> bool:
        """Whether there is a selection that can be seen: the brush's settings are then its own."""
        return self.canvas.tool == "select" and bool(self.editor.selection)

    @property
    def style(self) -> Brush:
        """The brush; with the select tool, looking as the first selected stroke does."""
        brush = self.editor.brush
        chosen = self.editor.selected_strokes if self._restyles else ()
        if not chosen:
            return brush
        look = chosen[0].brush
        return dataclasses.replace(
            brush, colour=look.colour, width=look.width, opacity=look.opacity
        )

    def change_brush(self, **values: float | str) -> None:
        """Draw with other values from now on; selected strokes take them too, in one step."""
        editor = self.editor
        editor.brush = dataclasses.replace(editor.brush, **values)  # type: ignore[arg-type]
        if not self._restyles:
            return
        looks: dict[str, Any] = {k: v for k, v in values.items() if k in _LOOKS}
        document = editor.document
        try:
            document = edits.restyle_strokes(document, editor.page.id, editor.selection, **looks)
        except InputError as error:
            self.window.say(said(str(error)))
            return
        for name in looks:
            # A slider on its way is one step; a colour is chosen at once.
            ids = "" if name == "colour" else f"{name} {' '.join(sorted(editor.selection))}"
            editor.apply(translate("Restyle", _LOOKS[name]), document, merge=ids)

    def choose_colour(self) -> None:
        """Any colour at all."""
        before = QColor(self.style.colour)
        chosen = QColorDialog.getColor(before, self.window, self.tr("Brush Colour"))
        if chosen.isValid():
            self.set_colour(chosen.name())

    def set_colour(self, colour: str) -> None:
        """Draw in this colour from now on, and recolour what is selected."""
        before = self.editor.brush.colour
        if colour != before:
            self.window.settings.remember_colour(before)
            self.window.settings.remember_colour(colour)
        self.change_brush(colour=colour)

    def previous_colour(self) -> None:
        """The colour before this one."""
        recent = self.window.settings.recent_colours
        others = [c for c in recent if c != self.editor.brush.colour]
        if others:
            self.set_colour(others[0])


def _wider(width: float, factor: float, least: float, low: float, high: float) -> float:
    """A step up or down, at least ``least``, in halves and within bounds."""
    stepped = width * factor
    if abs(stepped - width) < abs(least):
        stepped = width + least
    return min(max(round(stepped * 2) / 2, low), high)
