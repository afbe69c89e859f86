"""The place of the panels, lent to something that shall stand beside the page and not over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QDockWidget, QWidget

if TYPE_CHECKING:
    from sketchpad.ui.window import MainWindow


class Side(QObject):
    """Shows one guest at a time on the right of the window; the panels come back after it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dock: QDockWidget | None = None
        self._away: list[QDockWidget] = []
        self._front: list[QDockWidget] = []
        self._heights: list[int] = []

    @property
    def guest(self) -> QDialog | None:
        """What stands there now."""
        widget = None if self._dock is None else self._dock.widget()
        return widget if isinstance(widget, QDialog) else None

    def lend(self, guest: QDialog) -> None:
        """Show a dialog in the panels' place until it is closed."""
        if self.guest is not None:
            self.guest.close()
        window = self._window
        docks = window.docks.values()
        self._away = [dock for dock in docks if not dock.isHidden()]
        self._front = [dock for dock in self._away if not dock.visibleRegion().isEmpty()]
        self._heights = [dock.height() for dock in self._front]
        wide = max((dock.width() for dock in self._front), default=0)
        guest.setWindowFlags(Qt.WindowType.Widget)
        dock = QDockWidget(guest.windowTitle())
        dock.setObjectName("dock-guest")
        dock.setAccessibleName(guest.windowTitle())
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setTitleBarWidget(QWidget())
        dock.setWidget(guest)
        for other in self._away:
            other.hide()
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self._dock = dock
        dock.show()
        guest.show()
        if wide:
            window.resizeDocks([dock], [wide], Qt.Orientation.Horizontal)
        guest.finished.connect(self._give_back)
        window.refresh()

    def _give_back(self) -> None:
        dock, self._dock = self._dock, None
        if dock is None:
            return
        self._window.removeDockWidget(dock)
        dock.deleteLater()
        for other in self._away:
            other.show()
        for other in self._front:
            other.raise_()
        if self._front:
            self._window.resizeDocks(self._front, self._heights, Qt.Orientation.Vertical)
        self._window.tab.canvas.setFocus()
        self._window.refresh()
