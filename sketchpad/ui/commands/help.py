"""Palette, shortcut sheet, settings, samples, about."""

from __future__ import annotations

from sketchpad.ui.commands.base import Controller


class HelpCommands(Controller):
    """Handlers of ``help.*``; what they open is loaded when it is opened, not at the start."""

    def palette(self) -> None:
        """Find a command by name."""
        from sketchpad.ui.command_palette import CommandPalette

        CommandPalette(self.window.actions_, self.window).open_above()

    def shortcuts(self) -> None:
        """Every shortcut on one sheet."""
        from sketchpad.ui.shortcut_sheet import ShortcutSheet

        ShortcutSheet(self.window.actions_, self.window).open_above()

    def settings(self) -> None:
        """The settings dialog."""
        self.open_settings("general")

    def open_settings(self, page: str) -> None:
        """The settings dialog at one of its pages."""
        from sketchpad.ui.dialogs.settings import SettingsDialog

        dialog = SettingsDialog(self.window, page)
        dialog.open()

    def samples(self) -> None:
        """A new drawing with the gallery."""
        self.window.files.new()

    def about(self) -> None:
        """Who and what."""
        from sketchpad.ui.dialogs.about import AboutDialog

        AboutDialog(self.window).open()
