"""Palette, shortcut sheet, settings, samples, about."""

from __future__ import annotations

from sketchpad.ui.command_palette import CommandPalette
from sketchpad.ui.commands.base import Controller
from sketchpad.ui.dialogs.about import AboutDialog
from sketchpad.ui.dialogs.settings import SettingsDialog
from sketchpad.ui.shortcut_sheet import ShortcutSheet


class HelpCommands(Controller):
    """Handlers of ``help.*``."""

    def palette(self) -> None:
        """Find a command by name."""
        CommandPalette(self.window.actions_, self.window).open_above()

    def shortcuts(self) -> None:
        """Every shortcut on one sheet."""
        ShortcutSheet(self.window.actions_, self.window).open_above()

    def settings(self) -> None:
        """The settings dialog."""
        self.open_settings("general")

    def open_settings(self, page: str) -> None:
        """The settings dialog at one of its pages."""
        dialog = SettingsDialog(self.window, page)
        dialog.open()

    def samples(self) -> None:
        """A new drawing with the gallery."""
        self.window.files.new()

    def about(self) -> None:
        """Who and what."""
        AboutDialog(self.window).open()
