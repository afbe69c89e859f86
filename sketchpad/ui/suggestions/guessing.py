"""What the drawing is taken for, found out whenever it changes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from sketchpad.core.document import Document
from sketchpad.inference.recognise import Guess
from sketchpad.ui.editor import Editor
from sketchpad.ui.jobs import Job
from sketchpad.ui.model_service import ModelService
from sketchpad.ui.suggestions import requests
from sketchpad.ui.suggestions.requests import Guesses, Wish
from sketchpad.ui.suggestions.settings import SuggestionSettings

#: A guess is cheap and takes no room: it may come soon.
GUESS_MS: Final = 120
#: What is less probable than this is no more than a guess.
_UNSURE: Final = 0.4


class Guessing(QObject):
    """The recogniser's opinion of the current page.

    Attributes:
        guesses: the most probable first; empty if there is no opinion.

    Signals:
        guessed: ``guesses`` changed.
    """

    guessed = Signal()

    def __init__(
        self,
        editor: Editor,
        service: ModelService,
        settings: SuggestionSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.guesses: tuple[Guess, ...] = ()
        self._editor = editor
        self._service = service
        self._settings = settings
        self._job: Job | None = None
        self._known: tuple[Document, str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GUESS_MS)
        self._timer.timeout.connect(self._ask)
        self.soon()
        queued = Qt.ConnectionType.QueuedConnection
        service.known.connect(self.soon)
        service.queue.finished.connect(self._on_finished, queued)
        service.queue.cancelled.connect(self._on_cancelled, queued)

    @property
    def is_known(self) -> bool:
        """Whether ``guesses`` are about the page as it is now."""
        known, editor = self._known, self._editor
        return known is not None and known[0] is editor.document and known[1] == editor.page.id

    @property
    def is_unsure(self) -> bool:
        """Whether it is not clear what the drawing shows, as far as it is looked at."""
        return bool(self.guesses) and self.guesses[0].probability < _UNSURE

    def soon(self) -> None:
        """The page changed: find out what it shows now."""
        if not len(self._editor.page.sketch):
            self._timer.stop()
            self.guesses = ()
            self.guessed.emit()
        elif self._settings.chip and self._service.can("recognise"):
            self._timer.start()

    def take(self, found: Guesses) -> None:
        """Somebody else found out."""
        self.guesses = found.guesses
        self._known = self._editor.document, self._editor.page.id
        self.guessed.emit()

    def stop(self) -> None:
        """Wait no more."""
        self._timer.stop()

    def _ask(self) -> None:
        if self.is_known or not len(self._editor.page.sketch):
            return
        work = requests.recognising(Wish(self._editor.page.sketch))
        self._job = self._service.job(
            self.tr("Recognise"), work, live=True, revision=self._editor.revision
        )

    def _on_finished(self, job: Job, value: object) -> None:
        if job is self._job:
            self._job = None
            if isinstance(value, Guesses) and job.revision == self._editor.revision:
                self.take(value)

    def _on_cancelled(self, job: Job) -> None:
        if job is self._job:
            self._job = None
