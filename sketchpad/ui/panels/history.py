"""Every step of the drawing; a click goes back or forth to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject
from PySide6.QtWidgets import QUndoView

from sketchpad.ui.panels.panel import Panel

if TYPE_CHECKING:
    from sketchpad.ui.tab import DocumentTab
    from sketchpad.ui.window import MainWindow


class HistoryPanel(Panel):
    """The undo stack of the document in front."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.list = QUndoView()
        self.list.setAccessibleName(self.tr("History"))
        self.list.setEmptyLabel(self.tr("As opened"))
        self.column.addWidget(self.list)

    def watch(self, tab: DocumentTab) -> list[QMetaObject.Connection]:
        """Show another stack."""
        self.list.setStack(tab.editor.undo_stack)
        return []

    def detach(self) -> None:
        """Let go of the stack before it is deleted."""
        super().detach()
        self.list.setStack(None)  # type: ignore[arg-type]

    def refresh(self) -> None:
        """The view follows its stack by itself."""
