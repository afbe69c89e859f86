"""One open document: its value, undo stack, file, and what is current and selected in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.stroke import Brush, Stroke
from sketchpad.files.atomic import stamp_of

#: Undo steps kept. Documents share what they have in common, so a step costs what it changed.
UNDO_LIMIT: Final = 500
#: What a new document draws with: the pen's pressure governs 60 % of the width.
DEFAULT_BRUSH: Final = Brush(sensitivity=0.6)


class _Change(QUndoCommand):
    """The document before and after one step. It cannot fail: both values exist already."""

    def __init__(self, editor: Editor, text: str, after: Document, merge: str) -> None:
        super().__init__(text)
        self._editor = editor
        self.before = editor.document
        self.after = after
        self.merge = merge

    def id(self) -> int:
        """Qt only tries to merge commands of one id; -1 is never merged."""
        return 1 if self.merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Join a further step of the same slider or drag."""
        if not isinstance(other, _Change) or other.merge != self.merge:
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        self._editor._show(self.after)

    def undo(self) -> None:
        self._editor._show(self.before)


class Editor(QObject):
    """One open document.

    Attributes:
        document: the present value; change it with ``apply`` only.
        revision: grows with every change, undo and redo included.
        path: the file it was opened from or saved to.
        name: what it is called as long as it has no file; may be empty.
        stamp: what the file was when it was read or written here; empty if it never was.
        undo_stack: one command per step.
    """

    document_changed = Signal()
    current_changed = Signal()
    selection_changed = Signal()
    brush_changed = Signal()
    path_changed = Signal()
    dirty_changed = Signal(bool)

    def __init__(
        self,
        document: Document | None = None,
        path: Path | None = None,
        parent: QObject | None = None,
        *,
        modified: bool = False,
    ) -> None:
        """Open a document; ``modified`` says that it is not what the file holds (recovered)."""
        super().__init__(parent)
        self.document = Document() if document is None else document
        self.revision = 0
        self.path = path
        self.name = ""
        self.stamp = stamp_of(path)
        self._brush = DEFAULT_BRUSH
        self._page_id = self.document.pages[0].id
        self._layer_id = self.document.pages[0].layers[-1].id
        self._selection: frozenset[str] = frozenset()
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        if modified:
            self.undo_stack.resetClean()
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)

    @property
    def brush(self) -> Brush:
        """What the pen draws with."""
        return self._brush

    @brush.setter
    def brush(self, brush: Brush) -> None:
        if brush != self._brush:
            self._brush = brush
            self.brush_changed.emit()

    @property
    def page(self) -> Page:
        """The current page."""
        return self.document.page(self._page_id)

    @property
    def layer(self) -> Layer:
        """The current layer of the current page: where strokes go."""
        return self.page.layer(self._layer_id)

    @property
    def selection(self) -> frozenset[str]:
        """Ids of the selected strokes, all on the current page."""
        return self._selection

    @property
    def selected_strokes(self) -> tuple[Stroke, ...]:
        """The selected strokes, bottom to top."""
        chosen = self._selection
        if not chosen:
            return ()
        return tuple(s for layer in self.page for s in layer.strokes if s.id in chosen)

    @property
    def is_dirty(self) -> bool:
        """Whether the document differs from what was last opened or saved."""
        return not self.undo_stack.isClean()

    def apply(self, text: str, document: Document, *, merge: str = "") -> None:
        """Make ``document`` the present value, as one undo step named ``text``.

        Nothing happens if it is the present value. Successive steps with the same ``merge`` key
        (a slider being dragged) become one.
        """
        if document is not self.document:
            self.undo_stack.push(_Change(self, text, document, merge))

    def set_page(self, page_id: str) -> None:
        """Go to a page, and to its top layer.

        Raises:
            KeyError: if the document has no such page.
        """
        page = self.document.page(page_id)
        if page_id != self._page_id:
            self._page_id = page_id
            self._layer_id = page.layers[-1].id
            self.select(())
            self.current_changed.emit()

    def set_layer(self, layer_id: str) -> None:
        """Go to a layer of the current page.

        Raises:
            KeyError: if the page has no such layer.
        """
        self.page.layer(layer_id)
        if layer_id != self._layer_id:
            self._layer_id = layer_id
            self.current_changed.emit()

    def go_to_layer(self, layer_id: str) -> None:
        """Go to a layer on whichever page it is; nothing happens if there is none such."""
        for page in self.document.pages:
            if any(layer.id == layer_id for layer in page):
                self.set_page(page.id)
                self.set_layer(layer_id)

    def select(self, ids: Iterable[str]) -> None:
        """Select these strokes of the current page, and no others; unknown ids are dropped."""
        chosen = frozenset(ids)
        if chosen:
            chosen &= {stroke.id for layer in self.page for stroke in layer.strokes}
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit()

    def mark_saved(self, path: Path) -> None:
        """Remember that the present value is what this file holds."""
        self.undo_stack.setClean()
        if path != self.path:
            self.path = path
            self.path_changed.emit()

    def _show(self, document: Document) -> None:
        before, self.document = self.document, document
        self.revision += 1
        moved = self._follow(before)
        self.document_changed.emit()
        if moved:
            self.current_changed.emit()
        if self._selection:
            self.select(self._selection)

    def _follow(self, before: Document) -> bool:
        """Keep the current page and layer existing; go where the change happened."""
        was = self._page_id, self._layer_id
        page = _page_to_show(before, self.document, self._page_id)
        layers = [layer.id for layer in page.layers]
        if self._layer_id not in layers:
            self._layer_id = _layer_to_show(before, page, self._layer_id)
        self._page_id = page.id
        return was != (self._page_id, self._layer_id)

    def _on_clean_changed(self, clean: bool) -> None:
        self.dirty_changed.emit(not clean)


def _page_to_show(before: Document, after: Document, current: str) -> Page:
    """The current page, unless it is gone or the only change is on another one."""
    old = {page.id: page for page in before.pages}
    new = {page.id: page for page in after.pages}
    changed = [page for page in after.pages if old.get(page.id) is not page]
    if current in new and (len(changed) != 1 or old.get(current) is not new[current]):
        return new[current]
    if len(changed) == 1:
        return changed[0]
    index = next((i for i, page in enumerate(before.pages) if page.id == current), 0)
    return after.pages[min(index, len(after.pages) - 1)]


def _layer_to_show(before: Document, page: Page, current: str) -> str:
    """The layer that now lies where the current one lay."""
    for old in before.pages:
        for index, layer in enumerate(old.layers):
            if layer.id == current and old.id == page.id:
                return page.layers[max(0, min(index - 1, len(page.layers) - 1))].id
    return page.layers[-1].id
