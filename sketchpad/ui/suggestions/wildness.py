"""Tame ↔ Wild: the temperature of every verb, on one slider."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

_TAMEST: Final = 5
_WILDEST: Final = 100
_WIDTH: Final = 84


class TameToWild(QWidget):
    """The slider with the words for its ends below, where they never want for room.

    Attributes:
        slider: chooses the temperature.
        ends: the words.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = Wildness()
        self.ends = (QLabel(self.tr("Tame")), QLabel(self.tr("Wild")))
        self.ends[0].setBuddy(self.slider)
        words = QHBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.ends[0])
        words.addStretch(1)
        words.addWidget(self.ends[1])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.slider)
        column.addLayout(words)
        column.addStretch(1)
        for label in self.ends:
            label.setObjectName("small")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)


class Wildness(QSlider):
    """The slider.

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
