"""Undo, clipboard, selection."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from PySide6.QtGui import QGuiApplication

from sketchpad.core import geometry
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Stroke, new_id
from sketchpad.ui import clipboard
from sketchpad.ui.commands.base import Controller

#: How far copies are put from what they copy, canvas units.
OFFSET: Final = 16.0


class EditCommands(Controller):
    """Handlers of ``edit.*``."""

    def undo(self) -> None:
        """Take back the last step."""
        self.canvas.cancel_gesture()
        self.editor.undo_stack.undo()

    def redo(self) -> None:
        """Do it again."""
        self.canvas.cancel_gesture()
        self.editor.undo_stack.redo()

    def cut(self) -> None:
        """Copy, then delete."""
        self.copy()
        self._remove(self.tr("Cut strokes"))

    def copy(self) -> None:
        """Put the selected strokes on the clipboard as strokes, SVG and PNG."""
        strokes = self.editor.selected_strokes
        QGuiApplication.clipboard().setMimeData(clipboard.of_strokes(strokes))
        self.window.say(self.tr("Copied %n stroke(s)", "", len(strokes)))

    def paste(self) -> None:
        """Strokes, SVG, a picture, or files from the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime.hasUrls() and any(url.isLocalFile() for url in mime.urls()):
            self.window.files.open_paths([Path(u.toLocalFile()) for u in mime.urls()])
            return
        strokes = clipboard.strokes_in(mime)
        if strokes:
            self.insert(strokes, self.tr("Paste"))
        elif mime.hasImage():
            self.window.files.set_underlay(clipboard.png_in(mime), "image/png")
        else:
            raise InputError(
                self.tr("The clipboard holds no strokes, SVG or picture that could be pasted.")
            )

    def insert(self, strokes: Iterable[Stroke], text: str) -> None:
        """Add copies to the current layer, beside originals that are there, and select them."""
        page, layer = self.editor.page, self.editor.layer
        present = {stroke.id for other in page for stroke in other.strokes}
        strokes = tuple(strokes)
        shift = OFFSET if any(stroke.id in present for stroke in strokes) else 0.0
        matrix = geometry.translation(shift, shift)
        copies = tuple(
            dataclasses.replace(geometry.transform(s, matrix) if shift else s, id=new_id())
            for s in strokes
        )
        document = self.editor.document.with_page(
            page.id,
            lambda p: p.with_layer(
                layer.id, lambda target: target.replace(strokes=(*target.strokes, *copies))
            ),
        )
        self.editor.apply(text, document)
        self.window.take_tool("select")
        self.editor.select(stroke.id for stroke in copies)

    def duplicate(self) -> None:
        """Once more, a little beside."""
        self.insert(self.editor.selected_strokes, self.tr("Duplicate strokes"))

    def delete(self) -> None:
        """Remove the selected strokes."""
        self._remove(self.tr("Delete strokes"))

    def select_all(self) -> None:
        """Everything on the page that can be changed."""
        layers = (x for x in self.editor.page if x.visible and not x.locked)
        self.window.take_tool("select")
        self.editor.select(stroke.id for layer in layers for stroke in layer.strokes)

    def deselect(self) -> None:
        """Nothing."""
        self.editor.select(())

    def recolour(self) -> None:
        """Give the selected strokes the brush."""
        brush = self.editor.brush

        def change(stroke: Stroke) -> Stroke | None:
            return stroke.replace(brush=brush)

        self.editor.apply(self.tr("Apply brush"), self._mapped(change))

    def _remove(self, text: str) -> None:
        self.editor.apply(text, self._mapped(lambda _stroke: None))

    def _mapped(self, change: Callable[[Stroke], Stroke | None]) -> Document:
        """The document with every selected stroke changed, or removed by None."""
        chosen = self.editor.selection

        def on_layer(layer: Layer) -> Layer:
            if not any(stroke.id in chosen for stroke in layer.strokes):
                return layer
            changed = (change(s) if s.id in chosen else s for s in layer.strokes)
            return layer.replace(strokes=tuple(s for s in changed if s is not None))

        def on_page(page: Page) -> Page:
            return page.replace(layers=tuple(on_layer(layer) for layer in page.layers))

        return self.editor.document.with_page(self.editor.page.id, on_page)
