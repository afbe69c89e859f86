"""A box with all categories, searched by typing in it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from sketchpad.ui.categories import category_label


class CategoryBox(QComboBox):
    """Chooses a category, or none.

    Signals:
        chosen: (str | None) the user picked or typed another one.
        picked: it was picked from the list, and the box needs the keyboard no more.
    """

    chosen = Signal(object)
    picked = Signal()

    def __init__(
        self, name: str, nothing: str, text: str = "{category}", parent: QWidget | None = None
    ) -> None:
        """Make it, empty.

        Args:
            name: for assistive technology.
            nothing: shown for no category.
            text: shown for one.
            parent: owns it.
        """
        super().__init__(parent)
        self._nothing, self._text = nothing, text
        self._shown: str | None = None
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        completer, line = self.completer(), self.lineEdit()
        assert completer is not None
        assert line is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        line.setAccessibleName(name)
        line.editingFinished.connect(self._on_typed)
        self.activated.connect(self._on_activated)
        self.offer(())

    @property
    def category(self) -> str | None:
        """The category that is chosen."""
        return self._shown

    def offer(self, names: Iterable[str]) -> None:
        """Offer these categories, in this order; the one that is chosen stays if it is there."""
        self.blockSignals(True)
        self.clear()
        self.addItem(self._nothing)
        for name in names:
            self.addItem(self._text.format(category=category_label(name)), name)
        self.blockSignals(False)
        self.show_category(self._shown)

    def show_category(self, name: str | None) -> None:
        """Show a category without telling that it was chosen."""
        index = self.findData(name) if name else 0
        self._shown = name if index > 0 else None
        self.setCurrentIndex(max(index, 0))
        self.setEditText(self.itemText(max(index, 0)))

    def _choose(self, name: str | None) -> None:
        before = self._shown
        self.show_category(name)
        if self._shown != before:
            self.chosen.emit(self._shown)

    def _on_activated(self, index: int) -> None:
        self._choose(self.itemData(index))
        self.picked.emit()

    def _on_typed(self) -> None:
        """What was typed is a category, or none, or else forgotten."""
        text = self.currentText().strip().lower()
        if text in ("", self._nothing.lower()):
            self._choose(None)
            return
        for index in range(1, self.count()):
            name = self.itemData(index)
            if text in (name, category_label(name).lower(), self.itemText(index).lower()):
                self._choose(name)
                return
        self.show_category(self._shown)
