"""Keeps a journal of one open document: what was drawn is on disk within a second.

The document is an immutable value, so the journal's thread gets a snapshot for free and the pen
never waits for the disk.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from sketchpad.core.errors import SketchpadError
from sketchpad.ui.editor import Editor
from sketchpad.ui.worker import Worker

if TYPE_CHECKING:
    from sketchpad.files.journal import Journal

logger = logging.getLogger(__name__)

#: From a change to the start of writing it; changes in between are written together.
DELAY_MS: Final = 300


class Autosave(QObject):
    """The journal of one editor.

    Signals:
        recorded: the document as it was a moment ago is on disk.
        failed: it is not; with the reason.
    """

    recorded = Signal()
    failed = Signal(str)

    def __init__(
        self, editor: Editor, folder: Path, worker: Worker, journal: Journal | None = None
    ) -> None:
        """Follow ``editor``; a recovered document goes on with the ``journal`` it came from."""
        super().__init__(editor)
        self._editor = editor
        self._folder = folder
        self._worker = worker
        self._journal = journal
        self._mutex = threading.Lock()
        self._failing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._record)
        editor.document_changed.connect(self._on_changed)
        editor.current_changed.connect(self._on_moved)

    @property
    def is_pending(self) -> bool:
        """Whether a change is not in the journal yet."""
        return self._timer.isActive()

    def flush(self) -> None:
        """Write now, on the calling thread: for crashes, when no event loop may run any more.

        Raises:
            SketchpadError: if it cannot be written.
        """
        self._timer.stop()
        if self._editor.is_dirty:
            self._work()()

    def finish(self) -> None:
        """The document is safe elsewhere, or not wanted: drop the journal."""
        self._timer.stop()
        self._worker.do(self._discard, lambda _none: None, self._on_failed)

    def close(self) -> None:
        """Stop, and leave the journal for the next start if something is unsaved."""
        if not self._editor.is_dirty:
            self.finish()
            return
        if self._timer.isActive():
            self._timer.stop()
            self._record()
        self._worker.do(self._keep, lambda _none: None, self._on_failed)

    def _on_changed(self) -> None:
        # Not restarted by further changes: a hand that never rests is saved all the same.
        if not self._timer.isActive():
            self._timer.start()

    def _on_moved(self) -> None:
        """Another page or layer is no change, but what is recovered shall open there."""
        if self._editor.is_dirty:
            self._on_changed()

    def _record(self) -> None:
        self._worker.do(self._work(), self._on_recorded, self._on_failed)

    def _work(self) -> Callable[[], None]:
        """Writes the document as it is now, whenever it is called."""
        editor = self._editor
        document, layer = editor.document, editor.layer.id
        path, name, stamp = editor.path, editor.name, editor.stamp

        def write() -> None:
            from sketchpad.files.journal import Journal

            with self._mutex:  # the crash handler writes from another thread
                if self._journal is None:
                    self._journal = Journal.open(self._folder, path, name)
                self._journal.record(document, layer, stamp)

        return write

    def _discard(self) -> None:
        self._let_go(discard=True)

    def _keep(self) -> None:
        self._let_go(discard=False)

    def _let_go(self, *, discard: bool) -> None:
        with self._mutex:
            if self._journal is not None:
                self._journal.close(discard=discard)
                self._journal = None

    def _on_recorded(self, _none: None) -> None:
        self._failing = False
        self.recorded.emit()

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, (SketchpadError, OSError)):
            raise error
        logger.warning("autosave failed: %s", error)
        if not self._failing:  # one message, not one per stroke
            self._failing = True
            self.failed.emit(str(error))
