"""The open drawings, one tab each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from sketchpad.ui.tab import DocumentTab


class Tabs(QTabWidget):
    """Tabs that can be moved and closed; a single one shows no bar.

    Signals:
        fronted: the tab that came to the front.
        close_wanted: the tab whose cross was clicked.
    """

    fronted = Signal(object)
    close_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setMovable(True)
        self.setTabsClosable(True)
        self.setTabBarAutoHide(True)
        for part in (self, self.tabBar()):
            part.setAccessibleName(self.tr("Open drawings"))
        self.currentChanged.connect(self._on_current)
        self.tabCloseRequested.connect(lambda index: self.close_wanted.emit(self._at(index)))

    @property
    def front(self) -> DocumentTab:
        """The tab in front; there always is one."""
        return self._at(self.currentIndex())

    def drawings(self) -> list[DocumentTab]:
        """Every open drawing, left to right."""
        return [self._at(index) for index in range(self.count())]

    def show_titles(self) -> None:
        """Name the drawings, and mark unsaved ones."""
        for index, tab in enumerate(self.drawings()):
            mark = " •" if tab.editor.is_dirty else ""
            self.setTabText(index, f"{tab.title}{mark}")
            self.setTabToolTip(index, str(tab.editor.path or tab.title))

    def tabInserted(self, index: int) -> None:
        """Let the keyboard reach the bar once it shows."""
        super().tabInserted(index)
        self._set_focus_policy()

    def tabRemoved(self, index: int) -> None:
        """Keep the keyboard from a bar that is hidden: it would be caught there."""
        super().tabRemoved(index)
        self._set_focus_policy()

    def _set_focus_policy(self) -> None:
        policy = Qt.FocusPolicy.TabFocus if self.count() > 1 else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        self.tabBar().setFocusPolicy(policy)

    def _on_current(self, index: int) -> None:
        if index >= 0:
            self.fronted.emit(self._at(index))

    def _at(self, index: int) -> DocumentTab:
        tab = self.widget(index)
        assert isinstance(tab, DocumentTab)
        return tab
