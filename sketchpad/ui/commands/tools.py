"""Which tool is in hand, and what it and the brush are set to."""

from __future__ import annotations

import dataclasses
from typing import Final

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog

from sketchpad.ui.commands.base import Controller

MIN_WIDTH: Final = 0.5
MAX_WIDTH: Final = 100.0


class ToolCommands(Controller):
    """Handlers of ``tool.*`` and ``brush.*``."""

    def take(self, name: str) -> None:
        """Take a tool in hand, in every tab."""
        self.window.take_tool(name)

    def erase_whole(self, on: bool) -> None:
        """The eraser takes whole strokes."""
        self.window.change_tools(eraser_whole=on)

    def leave_holes(self, on: bool) -> None:
        """The eraser leaves holes."""
        self.window.change_tools(leave_hole=on)

    def select_box(self, on: bool) -> None:
        """Select with a box."""
        self.window.change_tools(select_box=on)

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
        brush = self.editor.brush
        width = brush.width * factor
        if abs(width - brush.width) < abs(least):
            width = brush.width + least
        width = min(max(round(width * 2) / 2, MIN_WIDTH), MAX_WIDTH)
        self.editor.brush = dataclasses.replace(brush, width=width)
        self.window.say(self.tr("Brush width {width:g}").format(width=width))

    def choose_colour(self) -> None:
        """Any colour at all."""
        before = QColor(self.editor.brush.colour)
        chosen = QColorDialog.getColor(before, self.window, self.tr("Brush Colour"))
        if chosen.isValid():
            self.set_colour(chosen.name())

    def set_colour(self, colour: str) -> None:
        """Draw in this colour from now on."""
        before = self.editor.brush.colour
        if colour != before:
            self.window.settings.remember_colour(before)
            self.window.settings.remember_colour(colour)
            self.editor.brush = dataclasses.replace(self.editor.brush, colour=colour)

    def previous_colour(self) -> None:
        """The colour before this one."""
        recent = self.window.settings.recent_colours
        others = [c for c in recent if c != self.editor.brush.colour]
        if others:
            self.set_colour(others[0])
