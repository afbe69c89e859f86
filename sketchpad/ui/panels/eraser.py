"""What the eraser is set to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from sketchpad.ui.commands.tools import ERASER_WIDTHS
from sketchpad.ui.tools.settings import ToolSettings
from sketchpad.ui.widgets import SliderRow, muted, section

if TYPE_CHECKING:
    from sketchpad.ui.window import MainWindow


class EraserOptions(QWidget):
    """The eraser's size, and whether it takes whole strokes and leaves holes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        low, high = ERASER_WIDTHS
        self.width_ = SliderRow(
            self.tr("Width"), int(low), int(high), tip=self.tr("Diameter, in canvas units")
        )
        self.whole = QCheckBox(self.tr("Whole strokes"))
        self.whole.setToolTip(self.tr("Take every stroke that is touched, not only a part"))
        self.holes = QCheckBox(self.tr("Leave a hole to heal"))
        self.holes.setToolTip(self.tr("Remember where something was erased"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(section(self.tr("Eraser")))
        column.addWidget(self.width_)
        column.addWidget(self.whole)
        column.addWidget(self.holes)
        column.addWidget(muted(self.tr("Hold Shift or Alt while erasing to leave no hole.")))
        change = window.change_tools
        self.width_.value_changed.connect(lambda value: change(eraser_width=float(value)))
        self.whole.toggled.connect(lambda on: change(eraser_whole=on))
        self.holes.toggled.connect(lambda on: change(leave_hole=on))

    def show_settings(self, settings: ToolSettings) -> None:
        """Show what is set, without telling that it changed."""
        self.width_.show_value(settings.eraser_width)
        for box, on in ((self.whole, settings.eraser_whole), (self.holes, settings.leave_hole)):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        # Whole strokes leave no hole.
        self.holes.setEnabled(not settings.eraser_whole)
