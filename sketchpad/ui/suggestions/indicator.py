"""What models work on, in the status bar, with a button that stops it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from sketchpad.ui.jobs import Job
from sketchpad.ui.model_service import ModelService
from sketchpad.ui.widgets import tool_button

#: What is done sooner needs no sign; it would only flicker.
_PATIENCE_MS: Final = 250


class JobIndicator(QWidget):
    """Shown while a job of the queue runs that somebody waits for."""

    def __init__(self, service: ModelService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._job: Job | None = None
        self.title = QLabel()
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(70)
        self.progress.setAccessibleName(self.tr("Progress of the model"))
        self.stop = tool_button("stop", self.tr("Stop the model"), self._on_stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.title, self.progress, self.stop):
            row.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self.show)
        queue, queued = service.queue, Qt.ConnectionType.QueuedConnection
        queue.changed.connect(self._on_changed, queued)
        queue.progressed.connect(self._on_progressed, queued)
        self.hide()

    def put_away(self) -> None:
        """Wait for nothing more."""
        self._timer.stop()
        self._service.queue.changed.disconnect(self._on_changed)

    def _on_changed(self) -> None:
        """The queue is asked, not counted: a signal that is lost does no harm."""
        job = self._service.queue.running
        if job is not None and self._service.is_background(job):
            job = None
        if job is not None:
            waiting = [j for j in self._service.queue.waiting if not j.live]
            more = self.tr("{title} (+{count})").format(title=job.title, count=len(waiting))
            self.title.setText(more if waiting else job.title)
        if job is self._job:
            return
        self._job = job
        self.progress.setValue(0)
        if job is None:
            self._timer.stop()
            self.hide()
        else:
            self._timer.start()

    def _on_progressed(self, job: Job, share: float) -> None:
        if job is self._job:
            self.progress.setValue(round(100 * share))

    def _on_stop(self) -> None:
        if self._job is not None:
            self._service.queue.cancel(self._job)
