"""The panels of the window and the docks they are in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDockWidget, QTabBar, QWidget

from sketchpad.ui.panels.brush import BrushPanel
from sketchpad.ui.panels.history import HistoryPanel
from sketchpad.ui.panels.layers import LayersPanel
from sketchpad.ui.panels.pages import PagesPanel
from sketchpad.ui.panels.panel import Panel

if TYPE_CHECKING:
    from sketchpad.ui.window import MainWindow

WIDTH: Final = 290
#: Of the brush and of what is tabbed below it, logical pixels.
HEIGHTS: Final = (480, 240)


def make_panels(window: MainWindow) -> dict[str, Panel]:
    """The panels by name, in their order."""
    return {
        "brush": BrushPanel(window),
        "layers": LayersPanel(window),
        "pages": PagesPanel(window),
        "history": HistoryPanel(window),
    }


def make_docks(window: MainWindow, panels: Mapping[str, Panel]) -> dict[str, QDockWidget]:
    """Put each panel in a dock on the right: the brush above, the others in tabs below."""
    translate = QCoreApplication.translate
    titles = {
        "brush": translate("MainWindow", "Brush"),
        "layers": translate("MainWindow", "Layers"),
        "pages": translate("MainWindow", "Pages"),
        "history": translate("MainWindow", "History"),
    }
    docks: dict[str, QDockWidget] = {}
    for name, panel in panels.items():
        dock = QDockWidget(titles[name])
        dock.setObjectName(f"dock-{name}")
        dock.setAccessibleName(titles[name])
        dock.setWidget(panel)
        dock.setMinimumWidth(WIDTH)
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        dock.setTitleBarWidget(QWidget())  # none: the tabs and the panels say what they are
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        docks[name] = dock
    window.tabifyDockWidget(docks["layers"], docks["pages"])
    window.tabifyDockWidget(docks["layers"], docks["history"])
    docks["layers"].raise_()
    window.resizeDocks([docks["brush"], docks["layers"]], list(HEIGHTS), Qt.Orientation.Vertical)
    return docks


def name_bars(window: MainWindow) -> None:
    """Name the bars of tabs that Qt makes for docks once they are laid out."""
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        bar.setAccessibleName(QCoreApplication.translate("MainWindow", "Panels"))
