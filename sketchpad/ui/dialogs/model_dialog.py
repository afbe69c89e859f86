"""What dialogs that ask a model share: one job at a time, its progress, a stop, a line of error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton

from sketchpad.ui.jobs import Job
from sketchpad.ui.sentences import said
from sketchpad.ui.suggestions.requests import Work
from sketchpad.ui.widgets import Remark

if TYPE_CHECKING:
    from sketchpad.ui.window import MainWindow


class ModelDialog(QDialog):
    """A window beside the drawing, which goes on underneath.

    Attributes:
        go: asks the model.
        stop: gives up waiting for it.
        progress: how far it is.
        line: what did not work.
    """

    def __init__(self, window: MainWindow, verb: str) -> None:
        super().__init__(window)
        self.shell = window
        self.verb = verb
        self._service = window.models.service
        self._job: Job | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.go = QPushButton()
        self.go.setDefault(True)
        self.go.clicked.connect(self.ask)
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.give_up)
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.line = Remark()
        queued = Qt.ConnectionType.QueuedConnection
        queue = self._service.queue
        queue.partial.connect(self._on_partial, queued)
        queue.finished.connect(self._on_finished, queued)
        queue.failed.connect(self._on_failed, queued)
        queue.progressed.connect(self._on_progressed, queued)
        self._service.notice.connect(self._on_notice)
        self._service.known.connect(self._on_known)

    def job_row(self) -> QHBoxLayout:
        """Progress and stop in one line, for the subclass to place."""
        row = QHBoxLayout()
        row.addWidget(self.progress, 1)
        row.addWidget(self.stop)
        self._show_job()
        return row

    @property
    def is_running(self) -> bool:
        """Whether the model is at work for this dialog."""
        return self._job is not None

    def ask(self) -> None:
        """Ask the model for what the dialog says; the subclass calls ``submit``."""
        raise NotImplementedError

    def submit(self, title: str, work: Work) -> None:
        """Give work to the worker in place of what was asked before."""
        self.give_up()
        reason = self._service.reason(self.verb)
        if reason is not None:
            self.line.setText(reason)
            return
        self.line.setText("")
        self._job = self._service.job(title, work)
        self._show_job()

    def give_up(self) -> None:
        """Stop the model, if it is at work for this dialog."""
        job, self._job = self._job, None
        if job is not None:
            self._service.queue.cancel(job)
            self.line.setText("")  # it was about what is not done now
            self.forget_part()
        self._show_job()

    def take(self, value: object, *, finished: bool) -> None:
        """The model's answer, or a part of it."""
        raise NotImplementedError

    def forget_part(self) -> None:
        """The rest of an answer will not come; a subclass that shows parts takes them away."""

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the model."""
        self.give_up()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc first stops the model, then closes."""
        if event.key() == Qt.Key.Key_Escape and self.is_running:
            self.give_up()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Stop the model."""
        self.give_up()
        super().done(result)

    def _show_job(self) -> None:
        self.progress.setVisible(self.is_running)
        self.stop.setVisible(self.is_running)
        if not self.is_running:
            self.progress.setValue(0)
        self._on_known()

    def _on_known(self) -> None:
        reason = self._service.reason(self.verb)
        self.go.setEnabled(reason is None)
        self.go.setToolTip(reason or "")
        if reason is not None:
            self.line.setText(reason)

    def _on_partial(self, job: Job, value: object) -> None:
        if job is self._job:
            self.take(value, finished=False)

    def _on_finished(self, job: Job, value: object) -> None:
        if job is self._job:
            self._job = None
            self._show_job()
            self.take(value, finished=True)

    def _on_failed(self, job: Job, reason: str) -> None:
        if job is self._job:
            self._job = None
            self._show_job()
            self.forget_part()
            self.line.setText(said(reason))

    def _on_notice(self, sentence: str) -> None:
        if self._job is not None:
            self.line.setText(said(sentence))

    def _on_progressed(self, job: Job, share: float) -> None:
        if job is self._job:
            self.progress.setValue(round(100 * share))
