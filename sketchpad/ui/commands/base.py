"""What controllers share: the way to the window and to the drawing in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from sketchpad.ui.canvas import CanvasView
    from sketchpad.ui.editor import Editor
    from sketchpad.ui.tab import DocumentTab
    from sketchpad.ui.window import MainWindow


class Controller(QObject):
    """Handlers of actions, for whichever tab is in front."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window

    @property
    def tab(self) -> DocumentTab:
        """The tab in front."""
        return self.window.tab

    @property
    def editor(self) -> Editor:
        """Its document."""
        return self.window.tab.editor

    @property
    def canvas(self) -> CanvasView:
        """Its canvas."""
        return self.window.tab.canvas
