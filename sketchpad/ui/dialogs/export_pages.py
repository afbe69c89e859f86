"""Which pages an export writes, and into how many files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from sketchpad.files.formats import OUTPUTS, numbered
from sketchpad.ui.widgets import muted


class PagesChoice(QWidget):
    """This page or all of them, and a sentence on what that makes; hidden if there is one page.

    Until the user chooses, formats that hold one page take the one in front, and others take all.

    Attributes:
        this: the choice of the page in front.
        every: the choice of all pages.
        sentence: what will be written.

    Signals:
        changed: the other choice holds now.
    """

    changed = Signal()

    def __init__(self, number: int, count: int, parent: QWidget | None = None) -> None:
        """Offer the page of this number, and all ``count`` of them."""
        super().__init__(parent)
        self._count = count
        self._touched = False
        self._example = Path("x.svg")
        this = self.tr("This page ({number} of {count})").format(number=number, count=count)
        self.this = QRadioButton(this)
        self.every = QRadioButton(self.tr("All {count} pages").format(count=count))
        self.sentence = muted("")
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for button in (self.this, self.every):
            group.addButton(button)
            column.addWidget(button)
        column.addWidget(self.sentence)
        group.buttonClicked.connect(self.settle)
        self.every.toggled.connect(self._on_toggled)
        self.setVisible(count > 1)

    @property
    def all_pages(self) -> bool:
        """Whether every page is written; so it is where there is only one."""
        return self._count == 1 or self.every.isChecked()

    def settle(self) -> None:
        """Keep what is chosen now, whatever format follows."""
        self._touched = True

    def follow(self, example: Path) -> None:
        """Tell what a file of this name and ending would become."""
        self._example = example
        if not self._touched:
            every = not OUTPUTS[example.suffix].single
            (self.every if every else self.this).setChecked(True)
        self._tell()

    def _on_toggled(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        if not self.all_pages:
            text = self.tr("Writes one file; the other pages are left out.")
        elif OUTPUTS[self._example.suffix].single:
            first, *_others, last = numbered(self._example, max(self._count, 2))
            text = self.tr("Writes {first} to {last}.").format(first=first.name, last=last.name)
        else:
            text = self.tr("Writes one file with all pages.")
        self.sentence.setText(text)
