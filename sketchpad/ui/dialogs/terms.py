"""Sketches to choose from: the selection and the rest, pages that are drawn on, and files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from sketchpad.core.errors import SketchpadError
from sketchpad.core.stroke import Sketch
from sketchpad.files.formats import DRAWINGS
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

    def __init__(self, letters: str, editor: Editor, folder: str, parent: QWidget) -> None:
        """Offer what the editor holds; the letters begin with different sketches.

        Args:
            letters: one for each box.
            editor: the drawing in front.
            folder: where files are looked for first.
            parent: owns the boxes.
        """
        super().__init__(parent)
        self._owner, self._folder = parent, folder
        self._sketches: list[Sketch] = []
        self._paper = editor.page.paper
        self.boxes = [self._box(letter) for letter in letters]
        chosen = editor.selected_strokes
        if chosen:
            text = self.tr("Selection ({count})").format(count=len(chosen))
            self._add(text, Sketch(chosen))
            rest = tuple(s for s in editor.page.sketch.strokes if s.id not in editor.selection)
            if rest:
                text = self.tr("Rest of the page ({count})").format(count=len(rest))
                self._add(text, Sketch(rest))
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
        box.setCurrentIndex(0 if self._sketches else -1)
        path = self._ask_file()
        if path is None:
            return
        from sketchpad import files

        try:
            pages = files.load(path).pages
        except SketchpadError as error:
            self.failed.emit(said(str(error)))
            return
        text = self.tr("{name}, page {number}") if len(pages) > 1 else "{name}"
        added = [
            self._add(text.format(name=path.name, number=number), page.sketch)
            for number, page in enumerate(pages, 1)
            if len(page.sketch)
        ]
        if not added:
            self.failed.emit(self.tr("{name} has no strokes.").format(name=path.name))
            return
        box.setCurrentIndex(added[0])
        self.changed.emit()

    def _ask_file(self) -> Path | None:
        patterns = " ".join(f"*{ending}" for ending in DRAWINGS)
        drawings = self.tr("Drawings ({patterns})").format(patterns=patterns)
        text, _ = QFileDialog.getOpenFileName(
            self._owner, self.tr("Open a Sketch"), self._folder, drawings
        )
        return Path(text) if text else None
