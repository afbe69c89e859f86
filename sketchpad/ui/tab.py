"""One tab of the window: an open document with its canvas, welcome and journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sketchpad.core.document import Document, Layer, Page
from sketchpad.ui.autosave import Autosave
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.editor import Editor
from sketchpad.ui.settings import autosave_folder
from sketchpad.ui.tools.settings import ToolSettings
from sketchpad.ui.welcome import Welcome
from sketchpad.ui.worker import Worker

if TYPE_CHECKING:
    from sketchpad.files.journal import Journal

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.TabletPress, QEvent.Type.TouchBegin)


def new_page(like: Page | None = None) -> Page:
    """An empty page with one layer, named in the language of the interface."""
    name = QCoreApplication.translate("LayerCommands", "Layer {number}").format(number=1)
    page = Page(layers=(Layer(name=name),))
    if like is None:
        return page
    return page.replace(width=like.width, height=like.height, paper=like.paper)


def new_editor() -> Editor:
    """An empty drawing."""
    return Editor(Document((new_page(),)))


class DocumentTab(QWidget):
    """An open document.

    Attributes:
        editor: the document.
        canvas: where it is drawn on.
        autosave: its journal.

        is_recorded: whether the present document is in the journal.

    Signals:
        sample_chosen: the path of a sample from the welcome's gallery.
        recorded: the present document is in the journal.
    """

    sample_chosen = Signal(str)
    recorded = Signal()

    def __init__(
        self,
        editor: Editor,
        tools: ToolSettings,
        worker: Worker,
        journal: Journal | None = None,
        parent: QWidget | None = None,
        *,
        greet: bool = True,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        editor.setParent(self)
        self.canvas = CanvasView(editor, self)
        self.canvas.settings = tools
        self.canvas.setAccessibleName(self.tr("Canvas"))
        self.canvas.setAccessibleDescription(self.tr("The page; draw here with mouse or pen"))
        self.autosave = Autosave(editor, autosave_folder(), worker, journal)
        self.is_recorded = False
        self.autosave.recorded.connect(self._on_recorded)
        editor.document_changed.connect(self._on_changed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.canvas)
        self.setFocusProxy(self.canvas)
        self.canvas.installEventFilter(self)
        self.welcome: Welcome | None = None
        if greet and self.is_pristine:
            self._greet()

    @property
    def is_pristine(self) -> bool:
        """Whether nothing was ever done here: a new drawing that another may replace."""
        editor = self.editor
        empty = not any(layer.strokes or layer.underlay for layer in editor.page)
        return editor.path is None and editor.undo_stack.count() == 0 and empty

    @property
    def title(self) -> str:
        """The file's name, or what stands for one."""
        editor = self.editor
        return editor.path.name if editor.path else editor.name or self.tr("Untitled")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the welcome in the middle."""
        super().resizeEvent(event)
        self._column.activate()
        if self.welcome is not None:
            self.welcome.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Clear the welcome as soon as somebody begins to draw."""
        if event.type() in _PRESSES and self.canvas.tool == "pen":
            self.say_goodbye()
        return super().eventFilter(watched, event)

    def say_goodbye(self) -> None:
        """Remove the welcome for good."""
        if self.welcome is not None:
            self.welcome.close()
            self.welcome.deleteLater()
            self.welcome = None

    def _on_changed(self) -> None:
        self.is_recorded = False

    def _on_recorded(self) -> None:
        if not self.autosave.is_pending:
            self.is_recorded = True
            self.recorded.emit()

    def _greet(self) -> None:
        self.welcome = Welcome(self.canvas, self)
        self.welcome.chosen.connect(self.sample_chosen)
        self.editor.document_changed.connect(self.say_goodbye)
