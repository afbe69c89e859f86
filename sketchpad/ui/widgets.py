"""Small building blocks that panels and dialogs share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from sketchpad.ui.icons import icon

NAME_WIDTH: Final = 74
BOX_WIDTH: Final = 68
#: Characters below which what is left of a line says nothing.
_FEWEST: Final = 8


class SliderRow(QWidget):
    """A named slider with its value beside it; both can be dragged, typed and reached by key.

    Signals:
        value_changed: the user chose another value.
        released: the slider was let go, or a value was typed.
    """

    value_changed = Signal(int)
    released = Signal()

    def __init__(
        self,
        name: str,
        low: int,
        high: int,
        suffix: str = "",
        parent: QWidget | None = None,
        *,
        tip: str = "",
    ) -> None:
        super().__init__(parent)
        self.label = QLabel(name)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(low, high)
        self.slider.setAccessibleName(name)
        self.slider.setToolTip(tip or name)
        self.box = QSpinBox()
        self.box.setRange(low, high)
        self.box.setSuffix(suffix)
        self.box.setAccessibleName(name)
        self.box.setFixedWidth(BOX_WIDTH)
        align_right(self.box)
        self.label.setBuddy(self.slider)
        layout = row_of(self.label, self.slider, self.box)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.slider.valueChanged.connect(self._on_slider)
        self.box.valueChanged.connect(self._on_box)
        self.slider.sliderReleased.connect(self.released)
        self.box.editingFinished.connect(self.released)

    @property
    def value(self) -> int:
        """The value shown."""
        return self.box.value()

    def show_value(self, value: float) -> None:
        """Show a value without telling that it changed."""
        for part in (self.slider, self.box):
            part.blockSignals(True)
            part.setValue(round(value))
            part.blockSignals(False)

    def _on_slider(self, value: int) -> None:
        self.show_value(value)
        self.value_changed.emit(value)

    def _on_box(self, value: int) -> None:
        self.show_value(value)
        self.value_changed.emit(value)


def row_of(label: QLabel, slider: QSlider, box: QWidget) -> QHBoxLayout:
    """Name, slider and value in one line; names of one width, so that sliders align."""
    label.setMinimumWidth(NAME_WIDTH)
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(label)
    row.addWidget(slider, 1)
    row.addWidget(box)
    return row


def align_right(box: QAbstractSpinBox) -> None:
    """Put a number at the right end, with a little room after it."""
    box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    box.lineEdit().setTextMargins(0, 0, 5, 0)


def section(text: str) -> QLabel:
    """A small heading."""
    label = QLabel(text)
    label.setObjectName("title")
    return label


def muted(text: str) -> QLabel:
    """Quiet text that may wrap."""
    label = QLabel(text)
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label


class Remark(QLabel):
    """Quiet text that takes no room while there is nothing to say."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setObjectName("muted")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Say something; nothing hides it."""
        super().setText(text)
        self.setVisible(bool(text))

    def clear(self) -> None:
        """Say nothing."""
        self.setText("")


class Elided(QLabel):
    """One quiet line that ends in … where there is no room for all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As much of the text as there is room for, or none if that is next to nothing."""
        metrics, room = self.fontMetrics(), self.contentsRect()
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        if text != self.text() and len(text) < _FEWEST:
            return
        self.style().drawItemText(
            QPainter(self),
            room,
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            text,
            self.foregroundRole(),
        )


def line() -> QFrame:
    """A thin line between two parts."""
    frame = QFrame()
    frame.setObjectName("line")
    return frame


def tool_button(
    name: str, label: str, clicked: Callable[[], object] | None = None, tip: str = ""
) -> QToolButton:
    """A button with an icon, a tooltip and an accessible name."""
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(tip or label)
    button.setAccessibleName(label)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if clicked is not None:
        button.clicked.connect(lambda _=False: clicked())
    return button
