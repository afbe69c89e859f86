"""A grid of sketches, to be clicked or dragged onto a canvas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from sketchpad.inference.suggestions import Suggestion
from sketchpad.ui import clipboard, theme
from sketchpad.ui.categories import category_label
from sketchpad.ui.ghosts import ghost_colour
from sketchpad.ui.suggestions.picture import suggestion_icon, suggestion_image

SHEET: Final = QSize(104, 96)
_GAP: Final = QSize(16, 16)
_ROW: Final = Qt.ItemDataRole.UserRole


class Sheets(QListWidget):
    """Sketches side by side.

    Attributes:
        hint: said while there are none.

    Signals:
        chosen: (Suggestion) it was clicked, or Enter was pressed on it.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint = ""
        self._found: Sequence[Suggestion] = ()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setIconSize(SHEET)
        self.setGridSize(SHEET + _GAP)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(self._on_chosen)
        self.itemActivated.connect(self._on_chosen)
        self._finished = True

    @property
    def is_finished(self) -> bool:
        """Whether what is shown is all there will be."""
        return self._finished

    def show_sketches(self, found: Sequence[Suggestion], paper: str, *, finished: bool) -> None:
        """Show sketches; while more of them is drawn they look like ghosts, and stay here."""
        self._found, self._finished = found, finished
        self.setDragEnabled(finished)
        while self.count() > len(found):
            self.takeItem(self.count() - 1)
        ratio = self.devicePixelRatioF()
        colour = None if finished else ghost_colour(paper)
        for row, suggestion in enumerate(found):
            image = suggestion_image(
                (), suggestion.strokes, SHEET, ratio, paper=paper, colour=colour
            )
            if row == self.count():
                self.addItem(QListWidgetItem())
            item = self.item(row)
            item.setData(_ROW, row)
            item.setIcon(suggestion_icon(image))
            name = self.tr("{category}, sketch {number}")
            name = name.format(category=category_label(suggestion.label), number=row + 1)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
            item.setToolTip(self.tr("Click to place this sketch, or drag it onto the page"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sketches, or else what will be here."""
        super().paintEvent(event)
        if not self.count() and self.hint:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(theme.current().muted))
            area = self.viewport().rect().adjusted(24, 24, -24, -24)
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, wrapped, self.hint)

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """The strokes of what is dragged, for this application and for others."""
        rows = [item.data(_ROW) for item in items]
        strokes = [stroke for row in rows for stroke in self._found[row].strokes]
        return clipboard.of_strokes(strokes) if strokes else super().mimeData(items)

    def supportedDropActions(self) -> Qt.DropAction:
        """What is dragged is copied."""
        return Qt.DropAction.CopyAction

    def _on_chosen(self, item: QListWidgetItem) -> None:
        if self._finished:
            self.chosen.emit(self._found[item.data(_ROW)])
