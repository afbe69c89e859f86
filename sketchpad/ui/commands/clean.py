"""Start Clean on the drawing in front, and end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sketchpad.core.errors import InputError
from sketchpad.ui.clean.bar import CleanBar
from sketchpad.ui.clean.cleaning import Cleaning
from sketchpad.ui.clean.mode import CleanMode
from sketchpad.ui.clean.subject import subjects_of
from sketchpad.ui.commands.base import Controller

if TYPE_CHECKING:
    from sketchpad.ui.window import MainWindow


class CleanCommands(Controller):
    """Handlers of ``suggest.clean``; one Clean at a time, on the tab in front.

    Attributes:
        mode: what is under way; None if nothing is.
        bar: under the canvas, once the window has built it.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.mode: CleanMode | None = None
        self.bar: CleanBar | None = None

    def build_bar(self) -> CleanBar:
        """The bar, for the window to place."""
        self.bar = CleanBar()
        self.window.tabs.currentChanged.connect(self.leave)
        return self.bar

    def start(self) -> None:
        """Clean the selection, or what the layer holds.

        Raises:
            InputError: if there is nothing to clean.
            ModelError: if there is no usable model.
        """
        assert self.bar is not None
        if self.mode is not None:
            self.bar.detail.setFocus()
            return
        reason = self.window.models.service.reason("clean")
        if reason is not None:
            raise InputError(reason)
        editor = self.editor
        subjects = subjects_of(editor.page, editor.layer, editor.selection)
        if not subjects:
            raise InputError(
                self.tr("There is nothing to clean on this page; draw something first.")
            )
        self.window.models.of(self.tab).pause(True)
        self.tab.say_goodbye()
        cleaning = Cleaning(editor, self.window.models.service, subjects)
        cleaning.ended.connect(self._on_ended)
        mode = self.mode = CleanMode(self.tab, cleaning)
        mode.announced.connect(self.window.say)
        self.window.models.show_in_place(self.bar)
        self.bar.attach(cleaning)
        self.bar.detail.setFocus()

    def leave(self) -> None:
        """End it without taking anything."""
        if self.mode is not None:
            self.mode.cleaning.cancel()

    def _on_ended(self) -> None:
        mode, self.mode = self.mode, None
        if mode is None or self.bar is None:
            return
        mode.close()
        self.bar.detach()
        self.window.models.show_in_place(None)
        self.window.models.of(mode.tab).pause(False)
        self.window.say("")
        if mode.tab is self.tab:
            mode.tab.canvas.setFocus()
