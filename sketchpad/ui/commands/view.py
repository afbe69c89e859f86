"""Zoom, rotation, panels, theme and tabs."""

from __future__ import annotations

from typing import Final

from sketchpad.ui.commands.base import Controller

TURN: Final = 15.0


class ViewCommands(Controller):
    """Handlers of ``view.*``."""

    def zoom_in(self) -> None:
        """Look closer."""
        self.canvas.zoom_in()

    def zoom_out(self) -> None:
        """Step back."""
        self.canvas.zoom_out()

    def fit(self) -> None:
        """Show the whole page."""
        self.canvas.fit_page()

    def actual(self) -> None:
        """One canvas unit per pixel."""
        self.canvas.zoom_to(1.0)

    def zoom_percent(self, percent: int) -> None:
        """Zoom to a percentage; 0 fits the page."""
        if percent:
            self.canvas.zoom_to(percent / 100)
        else:
            self.canvas.fit_page()

    def rotate_left(self) -> None:
        """Turn by a step."""
        self.canvas.rotate_by(-TURN)

    def rotate_right(self) -> None:
        """Turn by a step the other way."""
        self.canvas.rotate_by(TURN)

    def upright(self) -> None:
        """Turn back."""
        self.canvas.reset_rotation()

    def panels(self, shown: bool) -> None:
        """Show or hide all panels."""
        self.window.show_panels(shown)

    def fullscreen(self, on: bool) -> None:
        """Fill the screen, or return."""
        if on:
            self.window.showFullScreen()
        else:
            self.window.showNormal()

    def dark(self, on: bool) -> None:
        """Choose the dark or the light theme."""
        self.window.settings.put("appearance/theme", "dark" if on else "light")
        self.window.apply_theme()

    def next_tab(self) -> None:
        """Go round to the right."""
        self._step(1)

    def previous_tab(self) -> None:
        """Go round to the left."""
        self._step(-1)

    def _step(self, by: int) -> None:
        tabs = self.window.tabs
        tabs.setCurrentIndex((tabs.currentIndex() + by) % tabs.count())
