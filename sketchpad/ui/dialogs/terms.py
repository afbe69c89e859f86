"""Sketches to choose from: pages that are drawn on, the selection, and files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from sketchpad.core.errors import SketchpadError
from sketchpad.core.stroke import Sketch
from sketchpad.ui.editor import Editor
from sketchpad.ui.sentences import said
from sketchpad.ui.suggestions.picture import suggestion_icon, suggestion_image

_PICTURE: Final = QSize(40, 32)


class SketchChoices(QObject):
    """Boxes that each choose one of the same sketches.

    Attributes:
        boxes: one for each letter.

    Signals:
        failed: one sentence on a file that holds no sketch.
        changed: another sketch was chosen.
    """

    failed = Signal(str)
    changed = Signal()

    def __init__(self, letters: str, editor: Editor, parent: QWidget) -> None:
        """Offer what the editor holds; the letters begin with different sketches."""
        super().__init__(parent)
        self._owner = parent
        self._sketches: list[Sketch] = []
        self._paper = editor.page.paper
        self.boxes = [self._box(letter) for letter in letters]
        chosen = editor.selected_strokes
        if chosen:
            text = self.tr("Selection ({count})").format(count=len(chosen))
            self._add(text, Sketch(chosen))
        for number, page in enumerate(editor.document.pages, 1):
            if len(page.sketch):
                name = page.name or self.tr("Page {number}").format(number=number)
                self._add(name, page.sketch)
        last = len(self._sketches) - 1
        for place, box in enumerate(self.boxes):
            box.addItem(self.tr("From a File…"))
            box.setCurrentIndex(place if place <= last else -1)

    def __len__(self) -> int:
        return len(self._sketches)

    def chosen(self, count: int) -> list[Sketch] | None:
        """The sketches of the first letters; None if one is missing."""
        indices = [box.currentIndex() for box in self.boxes[:count]]
        if any(not 0 <= index < len(self._sketches) for index in indices):
            return None
        return [self._sketches[index] for index in indices]

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.setIconSize(_PICTURE)
        box.setPlaceholderText(self.tr("Choose…"))
        box.activated.connect(lambda index: self._on_chosen(box, index))
        return box

    def _add(self, name: str, sketch: Sketch) -> int:
        """A further choice for every letter; its index."""
        index = len(self._sketches)
        self._sketches.append(sketch)
        ratio = self._owner.devicePixelRatioF()
        image = suggestion_image(
            (), sketch.strokes, _PICTURE, ratio, paper=self._paper, colour=None
        )
        for box in self.boxes:
            box.insertItem(index, suggestion_icon(image), name)
        return index

    def _on_chosen(self, box: QComboBox, index: int) -> None:
        if index < len(self._sketches):
            self.changed.emit()
            return
        text, _ = QFileDialog.getOpenFileName(self._owner, self.tr("Open a Sketch"))
        box.setCurrentIndex(0 if self._sketches else -1)
        if not text:
            return
        from sketchpad import files

        try:
            sketch = files.load(text).pages[0].sketch
        except SketchpadError as error:
            self.failed.emit(said(str(error)))
            return
        box.setCurrentIndex(self._add(Path(text).name, sketch))
        self.changed.emit()
