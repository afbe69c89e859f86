"""Add, order, merge, show and lock layers."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QInputDialog, QLineEdit

from sketchpad.core import arrange
from sketchpad.core.document import Document, Layer
from sketchpad.core.names import derived
from sketchpad.ui.commands.base import Controller


class LayerCommands(Controller):
    """Handlers of ``layer.*``."""

    def add(self) -> None:
        """A layer above this one, and go there."""
        page, layer = self.editor.page, Layer(name=self._free_name())
        document = arrange.insert_layer(self.editor.document, page.id, layer, self.editor.layer.id)
        self.editor.apply(self.tr("Add layer"), document)
        self.editor.set_layer(layer.id)

    def duplicate(self) -> None:
        """A copy above this one, and go there."""
        editor = self.editor
        taken = {layer.name for layer in editor.page}
        name = derived(editor.layer.name, self.tr("{name} copy"), taken)
        document = arrange.duplicate_layer(editor.document, editor.page.id, editor.layer.id, name)
        at = [layer.id for layer in editor.page].index(editor.layer.id) + 1
        editor.apply(self.tr("Duplicate layer"), document)
        editor.set_layer(editor.page.layers[at].id)

    def rename(self) -> None:
        """Ask for another name."""
        name, agreed = QInputDialog.getText(
            self.window,
            self.tr("Rename Layer"),
            self.tr("Name of the layer:"),
            QLineEdit.EchoMode.Normal,
            self.editor.layer.name,
        )
        if agreed:
            self.set_name(self.editor.layer.id, name)

    def set_name(self, layer_id: str, name: str) -> None:
        """Give a layer a name, unless it is empty or the same."""
        name = name.strip()
        if name and name != self.editor.page.layer(layer_id).name:
            self._change(self.tr("Rename layer"), layer_id, name=name)

    def delete(self) -> None:
        """Take this layer away."""
        editor = self.editor
        document = arrange.remove_layer(editor.document, editor.page.id, editor.layer.id)
        editor.apply(self.tr("Delete layer"), document)

    def up(self) -> None:
        """One place up."""
        self._move(1)

    def down(self) -> None:
        """One place down."""
        self._move(-1)

    def move_to(self, layer_id: str, index: int) -> None:
        """To a place of the stack, 0 being the bottom."""
        editor = self.editor
        document = arrange.move_layer(editor.document, editor.page.id, layer_id, index)
        editor.apply(self.tr("Move layer"), document)

    def merge(self) -> None:
        """Onto the layer below."""
        editor = self.editor
        layers = editor.page.layers
        below = layers[[layer.id for layer in layers].index(editor.layer.id) - 1].id
        document: Document = arrange.merge_down(editor.document, editor.page.id, editor.layer.id)
        editor.apply(self.tr("Merge layers"), document)
        editor.set_layer(below)

    def visible(self, on: bool) -> None:
        """Show or hide this layer."""
        self.set_visible(self.editor.layer.id, on)

    def set_visible(self, layer_id: str, on: bool) -> None:
        """Show or hide a layer."""
        text = self.tr("Show layer") if on else self.tr("Hide layer")
        self._change(text, layer_id, visible=on)

    def locked(self, on: bool) -> None:
        """Protect this layer or free it."""
        self.set_locked(self.editor.layer.id, on)

    def set_locked(self, layer_id: str, on: bool) -> None:
        """Protect a layer or free it."""
        text = self.tr("Lock layer") if on else self.tr("Unlock layer")
        self._change(text, layer_id, locked=on)

    def set_opacity(self, opacity: float) -> None:
        """Of this layer, 0 to 1; a drag of the slider is one step."""
        layer_id = self.editor.layer.id
        merge = f"layer opacity {layer_id}"
        self._change(self.tr("Layer opacity"), layer_id, merge=merge, opacity=opacity)

    def set_underlay_opacity(self, opacity: float) -> None:
        """Of this layer's picture, 0 to 1."""
        layer = self.editor.layer
        if layer.underlay is not None:
            underlay = dataclasses.replace(layer.underlay, opacity=opacity)
            merge = f"underlay opacity {layer.id}"
            self._change(self.tr("Underlay opacity"), layer.id, merge=merge, underlay=underlay)

    def remove_underlay(self) -> None:
        """Take this layer's picture away."""
        self._change(self.tr("Remove underlay"), self.editor.layer.id, underlay=None)

    def _change(self, text: str, layer_id: str, merge: str = "", **changes: object) -> None:
        editor = self.editor
        document = arrange.change_layer(editor.document, editor.page.id, layer_id, **changes)
        editor.apply(text, document, merge=merge)

    def _move(self, by: int) -> None:
        ids = [layer.id for layer in self.editor.page]
        self.move_to(self.editor.layer.id, ids.index(self.editor.layer.id) + by)

    def _free_name(self) -> str:
        names = {layer.name for layer in self.editor.page}
        number = len(names) + 1
        while (name := self.tr("Layer {number}").format(number=number)) in names:
            number += 1
        return name
