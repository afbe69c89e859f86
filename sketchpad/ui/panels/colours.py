"""Colours to draw with: palettes, the recent ones, and any other."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from sketchpad.ui.theme import contrast, current

COLUMNS: Final = 10
#: The side of a colour in a row, and what lies between two, logical pixels.
_SIDE: Final = 24
_GAP: Final = 1
#: What stands out less from the panel than this needs an outline of its own.
_SEEN: Final = 1.6
_T = QT_TRANSLATE_NOOP

#: Palettes by name: ten colours each, dark to light or around the circle.
PALETTES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        str(_T("Palettes", "Studio")),
        (
            *("#1a1a1a", "#6b7280", "#b3261e", "#e8590c", "#f2b705"),
            *("#2f9e44", "#0c8599", "#1c6dd0", "#6741d9", "#c2255c"),
        ),
    ),
    (
        str(_T("Palettes", "Pencil")),
        (
            *("#16181d", "#2b2f36", "#40454e", "#565c66", "#6d737e"),
            *("#858b95", "#9da2ab", "#b6bac1", "#cfd2d7", "#ffffff"),
        ),
    ),
    (
        str(_T("Palettes", "Ink")),
        (
            *("#0b1d3a", "#123c69", "#1f5a8a", "#0f4c3a", "#3f5e2d"),
            *("#4a2c2a", "#7b2d26", "#9c4a1a", "#4b2e63", "#1a1a1a"),
        ),
    ),
    (
        str(_T("Palettes", "Pastel")),
        (
            *("#e59aa5", "#f0b78a", "#ecd489", "#b9d69a", "#8fcfb8"),
            *("#8cc7dd", "#9db4e6", "#b9a5e0", "#d6a2cf", "#a9a39b"),
        ),
    ),
    (
        str(_T("Palettes", "Earth")),
        (
            *("#2e2218", "#4f3a28", "#7a5a3a", "#a47e52", "#cda776"),
            *("#8a3b22", "#b7612f", "#5d6b3a", "#3f4f4a", "#e6d5b8"),
        ),
    ),
)


def palette_names() -> list[str]:
    """The translated names of the palettes."""
    return [QCoreApplication.translate("Palettes", name) for name, _colours in PALETTES]


class Swatch(QAbstractButton):
    """A button that is a colour."""

    def __init__(self, colour: str, size: int = 22, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._side = size
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_colour(colour)

    @property
    def colour(self) -> str:
        """``#rrggbb``."""
        return self._colour

    def show_colour(self, colour: str) -> None:
        """Become another colour."""
        self._colour = colour
        self.setToolTip(colour)
        self.setAccessibleName(colour)
        self.update()

    def sizeHint(self) -> QSize:
        """A small square."""
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The colour, ringed if it is the brush's or has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = current()
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(QColor(look.accent if self.isChecked() else look.text), 2))
            painter.drawRoundedRect(rect, 6, 6)
        rect.adjust(2.5, 2.5, -2.5, -2.5)
        # On a panel of nearly its own colour a swatch would not be seen.
        lost = contrast(self._colour, look.window) < _SEEN
        painter.setPen(QPen(QColor(look.muted if lost else look.edge), 1))
        painter.setBrush(QColor(self._colour))
        painter.drawRoundedRect(rect, 4, 4)


class SwatchGrid(QWidget):
    """Colours in rows.

    Signals:
        chosen: a colour was clicked.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, places: int = 0) -> None:
        """Make room for so many colours, whether they are there or still to come."""
        super().__init__(parent)
        self._places = places
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._swatches: list[Swatch] = []
        self._grid.setColumnStretch(COLUMNS, 1)
        rows = -(-places // COLUMNS)
        self.setMinimumHeight(max(rows * (_SIDE + _GAP) - _GAP, 0))

    def show_colours(self, colours: list[str], mark: str) -> None:
        """Show these colours, and ring ``mark``."""
        while len(self._swatches) > len(colours):
            swatch = self._swatches.pop()
            self._grid.removeWidget(swatch)
            swatch.deleteLater()
        for index, colour in enumerate(colours):
            if index == len(self._swatches):
                self._add(colour)
            self._swatches[index].show_colour(colour)
        self.mark(mark)
        self.update()

    def follow(self, before: QWidget) -> QWidget:
        """Come after another widget when Tab is pressed; the last of its swatches."""
        for swatch in self._swatches:
            QWidget.setTabOrder(before, swatch)
            before = swatch
        return before

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Outline the places that are still free."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current().edge), 1, Qt.PenStyle.DotLine))
        for place in range(len(self._swatches), self._places):
            row, column = divmod(place, COLUMNS)
            step = _SIDE + _GAP
            rect = QRectF(column * step, row * step, _SIDE, _SIDE)
            painter.drawRoundedRect(rect.adjusted(3.5, 3.5, -3.5, -3.5), 4, 4)

    def mark(self, colour: str) -> None:
        """Ring the swatches of this colour."""
        for swatch in self._swatches:
            swatch.setChecked(swatch.colour == colour)

    def _add(self, colour: str) -> None:
        swatch = Swatch(colour, _SIDE, self)
        swatch.clicked.connect(lambda _=False: self.chosen.emit(swatch.colour))
        index = len(self._swatches)
        self._grid.addWidget(swatch, index // COLUMNS, index % COLUMNS)
        self._swatches.append(swatch)
