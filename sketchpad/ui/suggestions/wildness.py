"""Tame ↔ Wild: the temperature of every verb, on one slider."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSlider, QWidget

_TAMEST: Final = 5
_WILDEST: Final = 100
_WIDTH: Final = 84


class Wildness(QSlider):
    """The slider, with a word for each end to place beside it.

    Attributes:
        ends: the words.

    Signals:
        turned: (float) the user chose another temperature, 0 to 1.
        settled: the slider was let go, or moved otherwise than by dragging.
    """

    turned = Signal(float)
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(_TAMEST, _WILDEST)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(self.tr("Tame to wild"))
        self.setPageStep(10)
        self.ends = (QLabel(self.tr("Tame")), QLabel(self.tr("Wild")))
        for label in self.ends:
            label.setObjectName("muted")
        self.ends[0].setBuddy(self)
        self.valueChanged.connect(self._on_value)
        self.sliderReleased.connect(self.settled)

    def show_temperature(self, temperature: float) -> None:
        """Show a temperature without telling that it changed."""
        self.blockSignals(True)
        self.setValue(round(100 * temperature))
        self.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        text = self.tr("Temperature {value:.2f}: tame repeats what is usual, wild dares more")
        self.setToolTip(text.format(value=self.value() / 100))

    def _on_value(self, value: int) -> None:
        self._tell()
        self.turned.emit(value / 100)
        if not self.isSliderDown():
            self.settled.emit()
