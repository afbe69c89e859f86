"""The bar at the bottom: messages, tool, document state, device, zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QMenu, QStatusBar, QToolButton, QWidget

from sketchpad.ui.actions import action
from sketchpad.ui.icons import icon

ZOOMS = (25, 50, 75, 100, 150, 200, 400, 800)
MESSAGE_MS = 6000


class StatusBar(QStatusBar):
    """What one needs to know at a glance.

    Signals:
        zoom_chosen: a percentage from the zoom menu; 0 means the whole page.
        device_clicked: the user wants to know about the device.
    """

    zoom_chosen = Signal(int)
    device_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.tool = QLabel()
        self.tool.setAccessibleName(self.tr("Tool"))
        self.state = QLabel()
        self.state.setAccessibleName(self.tr("State of the drawing"))
        self.device = QToolButton()
        self.device.setAccessibleName(self.tr("Device"))
        self.device.setToolTip(self.tr("Where models run"))
        self.device.setIcon(icon("device"))
        self.device.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.device.setText("…")
        self.device.clicked.connect(lambda _=False: self.device_clicked.emit())
        self.zoom = QToolButton()
        self.zoom.setAccessibleName(self.tr("Zoom"))
        self.zoom.setToolTip(self.tr("Zoom; click to choose"))
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.zoom.setMenu(self._zoom_menu())
        self.zoom.setMinimumWidth(64)
        for widget in (self.tool, self.state, self.device, self.zoom):
            self.addPermanentWidget(widget)
        for button in (self.device, self.zoom):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _zoom_menu(self) -> QMenu:
        menu = QMenu(self)
        fit = menu.addAction(icon("fit"), self.tr("Whole page"))
        fit.triggered.connect(lambda _=False: self.zoom_chosen.emit(0))
        menu.addSeparator()
        for percent in ZOOMS:
            entry = menu.addAction(f"{percent} %")
            entry.triggered.connect(lambda _=False, value=percent: self.zoom_chosen.emit(value))
        return menu

    def say(self, text: str) -> None:
        """Show a message for a while."""
        self.showMessage(text, MESSAGE_MS)

    def show_tool(self, action_id: str) -> None:
        """Name the tool in hand as its action does, or its way of working if that is another."""
        self.tool.setText(action(action_id).label)

    def show_zoom(self, zoom: float) -> None:
        """Tell the zoom, 1.0 being one canvas unit per pixel."""
        self.zoom.setText(f"{100 * zoom:.0f} %")

    def show_state(self, *, dirty: bool, recorded: bool, new: bool, filed: bool) -> None:
        """Tell whether the drawing is safe.

        Args:
            dirty: it differs from its file, or from what was opened or imported.
            recorded: its changes are in the journal.
            new: nothing was done to it yet.
            filed: it has a file of its own.
        """
        if new:
            text = self.tr("New drawing")
        elif not dirty and not filed:
            text = self.tr("Not saved as a drawing yet")
        elif not dirty:
            text = self.tr("Saved")
        else:
            text = self.tr("Unsaved, kept by autosave") if recorded else self.tr("Unsaved")
        self.state.setText(text)

    def show_device(self, name: str, detail: str) -> None:
        """Name the device that models run on, and why it is this one."""
        self.device.setText(name)
        self.device.setToolTip(detail)
