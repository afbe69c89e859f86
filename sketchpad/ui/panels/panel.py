"""What panels share: they follow whichever drawing is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from sketchpad.ui.editor import Editor
    from sketchpad.ui.tab import DocumentTab
    from sketchpad.ui.window import MainWindow


class Panel(QWidget):
    """A panel of the window; subclasses build themselves in ``__init__`` and follow ``watch``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("panel")
        self.shell = window
        self.tab: DocumentTab | None = None
        self._links: list[QMetaObject.Connection] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 10, 12, 12)
        self.column.setSpacing(8)

    @property
    def editor(self) -> Editor:
        """The document in front."""
        assert self.tab is not None
        return self.tab.editor

    def attach(self, tab: DocumentTab) -> None:
        """Follow another tab from now on."""
        self.detach()
        self.tab = tab
        self._links = self.watch(tab)
        self.refresh()

    def detach(self) -> None:
        """Follow nothing."""
        for link in self._links:
            QObject.disconnect(link)
        self._links = []

    def watch(self, tab: DocumentTab) -> list[QMetaObject.Connection]:
        """Connect to the tab's signals, and return the connections."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what is so now."""
        raise NotImplementedError
