"""Pictures to trace: under the current layer, pale enough to draw on."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog

from sketchpad.core import edits
from sketchpad.core.document import Document, Layer, Page, Underlay
from sketchpad.files.formats import IMAGES
from sketchpad.ui.commands.base import Controller

#: Opacity of a picture that has just come in: ink stands out on it, and its lines are seen.
TRACING: Final = 0.5


class PictureCommands(Controller):
    """Handlers of what brings pictures in."""

    def import_image(self) -> None:
        """Ask for a picture, and put it under the current layer."""
        patterns = " ".join(f"*{suffix}" for suffix in IMAGES)
        name, _filter = QFileDialog.getOpenFileName(
            self.window,
            self.tr("Import Image"),
            self.window.settings.text("files/folder", str(Path.home())),
            self.tr("Pictures ({patterns})").format(patterns=patterns),
        )
        if name:
            self.import_path(Path(name))

    def import_path(self, path: Path) -> None:
        """Put a picture under the current layer."""
        from sketchpad.files import images

        page = self.editor.page
        self.window.busy.do(
            lambda: images.load_underlay(path, (page.width, page.height)),
            self._underlay,
            self.window.fail,
        )

    def set_underlay(self, data: bytes, media_type: str) -> None:
        """Put a picture's bytes under the current layer."""
        from sketchpad.files import images

        page = self.editor.page
        self._underlay(images.underlay_of(data, media_type, (page.width, page.height)))

    def _underlay(self, underlay: Underlay) -> None:
        editor, underlay = self.editor, dataclasses.replace(underlay, opacity=TRACING)
        document = edits.set_underlay(editor.document, editor.page.id, editor.layer.id, underlay)
        editor.apply(self.tr("Import image"), document)
        self.tell_placed()

    def tell_placed(self) -> None:
        """Show where the picture is made stronger or paler, and say how it is placed."""
        dock = self.window.docks["layers"]
        if not dock.isHidden():
            dock.raise_()
        move = self.window.actions_["tool.underlay"].text()
        self.window.say(
            self.tr("The picture lies under the layer; “{action}” places it").format(action=move)
        )


def to_trace(document: Document) -> Document:
    """A document whose pictures are pale enough to draw on."""

    def pale(layer: Layer) -> Layer:
        if layer.underlay is None:
            return layer
        return layer.replace(underlay=dataclasses.replace(layer.underlay, opacity=TRACING))

    def on(page: Page) -> Page:
        return page.replace(layers=tuple(map(pale, page.layers)))

    return document.replace(pages=tuple(map(on, document.pages)))
