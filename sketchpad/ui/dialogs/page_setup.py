"""Size of a page and the colour of its paper."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from sketchpad.core.document import Page
from sketchpad.ui.panels.colours import Swatch

_T = QT_TRANSLATE_NOOP
#: Sizes in canvas units; paper sizes at 96 units per inch.
SIZES: Final = (
    (str(_T("PageSizes", "Sketchpad")), 1200.0, 900.0),
    (str(_T("PageSizes", "Square")), 1000.0, 1000.0),
    (str(_T("PageSizes", "Full HD")), 1920.0, 1080.0),
    (str(_T("PageSizes", "A4 upright")), 793.7, 1122.5),
    (str(_T("PageSizes", "A4 landscape")), 1122.5, 793.7),
    (str(_T("PageSizes", "A5 upright")), 559.4, 793.7),
    (str(_T("PageSizes", "Letter upright")), 816.0, 1056.0),
)
PAPERS: Final = ("#ffffff", "#fbf8f1", "#f3ead7", "#e9eef2", "#2b2d33", "#14161a")


class PageSetupDialog(QDialog):
    """Asks for width, height and paper."""

    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Page Setup"))
        self._paper = page.paper
        self.size_box = QComboBox()
        self.size_box.addItem(self.tr("Custom"))
        for name, _width, _height in SIZES:
            self.size_box.addItem(QCoreApplication.translate("PageSizes", name))
        self.width_box, self.height_box = _spin(page.width), _spin(page.height)
        self._papers: list[Swatch] = []
        papers = QHBoxLayout()
        papers.setSpacing(2)
        colours = PAPERS if page.paper in PAPERS else (*PAPERS, page.paper)
        for colour in colours:
            swatch = Swatch(colour, 30)
            swatch.clicked.connect(lambda _=False, chosen=colour: self._on_paper(chosen))
            self._papers.append(swatch)
            papers.addWidget(swatch)
        papers.addStretch(1)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Format"), self.size_box)
        form.addRow(self.tr("Width"), self.width_box)
        form.addRow(self.tr("Height"), self.height_box)
        form.addRow(self.tr("Paper"), papers)
        for part, name in (
            (self.size_box, self.tr("Format")),
            (self.width_box, self.tr("Width")),
            (self.height_box, self.tr("Height")),
        ):
            part.setAccessibleName(name)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(16)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.setMinimumWidth(360)
        self.size_box.currentIndexChanged.connect(self._on_size)
        for box in (self.width_box, self.height_box):
            box.valueChanged.connect(self._match)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._on_paper(page.paper)
        self._match()

    def values(self) -> tuple[float, float, str]:
        """Width, height, paper."""
        return self.width_box.value(), self.height_box.value(), self._paper

    def _on_paper(self, colour: str) -> None:
        self._paper = colour
        for swatch in self._papers:
            swatch.setChecked(swatch.colour == colour)

    def _on_size(self, index: int) -> None:
        if index > 0:
            _name, width, height = SIZES[index - 1]
            self.width_box.setValue(width)
            self.height_box.setValue(height)

    def _match(self) -> None:
        sizes = [(width, height) for _name, width, height in SIZES]
        size = self.width_box.value(), self.height_box.value()
        self.size_box.blockSignals(True)
        self.size_box.setCurrentIndex(sizes.index(size) + 1 if size in sizes else 0)
        self.size_box.blockSignals(False)


def _spin(value: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(16, 20000)
    box.setDecimals(1)
    box.setValue(value)
    return box
