"""Undo, clipboard, selection."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Final

from PySide6.QtGui import QGuiApplication

from sketchpad.core import edits, geometry
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import Stroke, new_id
from sketchpad.ui import clipboard
from sketchpad.ui.commands.base import Controller
from sketchpad.ui.commands.files import files_in

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
        several = self.tr("Copied {count} strokes").format(count=len(strokes))
        self.window.say(self.tr("Copied one stroke") if len(strokes) == 1 else several)

    def paste(self) -> None:
        """Strokes, SVG, a picture, or files from the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        paths = files_in(mime)
        if paths:
            self.window.files.open_paths(paths)
            return
        strokes = clipboard.strokes_in(mime)
        if strokes:
            self.insert(strokes, self.tr("Paste"))
        elif mime.hasImage():
            self.window.pictures.set_underlay(clipboard.png_in(mime), "image/png")
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
        document = edits.add_strokes(self.editor.document, page.id, layer.id, copies)
        self.editor.apply(text, document)
        self.window.take_tool("select")
        self.editor.select(stroke.id for stroke in copies)

    def duplicate(self) -> None:
        """Once more, a little beside, each on its own layer."""
        editor = self.editor
        shift = geometry.translation(OFFSET, OFFSET)
        document, copies = edits.duplicate_strokes(
            editor.document, editor.page.id, editor.selection, shift
        )
        editor.apply(self.tr("Duplicate strokes"), document)
        self.window.take_tool("select")
        editor.select(copies)

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
        editor, brush = self.editor, self.editor.brush
        document = edits.restyle_strokes(
            editor.document,
            editor.page.id,
            editor.selection,
            colour=brush.colour,
            width=brush.width,
            opacity=brush.opacity,
        )
        editor.apply(self.tr("Apply brush"), document)

    def forget_holes(self) -> None:
        """The holes of this page need no healing."""
        editor = self.editor
        document = edits.clear_holes(editor.document, editor.page.id)
        editor.apply(self.tr("Forget holes"), document)

    def _remove(self, text: str) -> None:
        editor = self.editor
        document = edits.remove_strokes(editor.document, editor.page.id, editor.selection)
        editor.apply(text, document)
