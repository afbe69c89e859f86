"""Slow work beside the drawing: one worker thread, a queue of explicit jobs and one live job."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import logging
import threading
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from sketchpad.core.errors import CancelledError, SketchpadError
from sketchpad.inference.cancel import Cancellation

_logger = logging.getLogger(__name__)
_numbers: Final = itertools.count(1)


@dataclasses.dataclass(eq=False)
class Job:
    """A piece of work.

    Attributes:
        title: what the user asked for, as shown beside the progress bar.
        work: does it, in the worker thread; its value is the job's result. It tells how far it
            is through ``progress`` and hands out parts of its result through ``partial``.
        live: asked for by a pause in drawing and not by the user: a newer live job replaces it.
        revision: of the document that it was asked for; see ``Editor.revision``.
    """

    title: str
    work: Callable[[Job], object]
    live: bool = False
    revision: int = 0
    number: int = dataclasses.field(default_factory=lambda: next(_numbers))
    cancellation: Cancellation = dataclasses.field(default_factory=Cancellation)
    _queue: JobQueue | None = None

    def progress(self, fraction: float) -> None:
        """Say that this share of the work, 0 to 1, is done."""
        self._tell("progressed", fraction)

    def partial(self, value: object) -> None:
        """Hand out a part of the result."""
        self._tell("partial", value)

    def _tell(self, signal: str, value: object) -> None:
        if self._queue is not None and not self.cancellation:
            getattr(self._queue, signal).emit(self, value)


class JobQueue(QObject):
    """Runs jobs one after the other in a thread of its own; tells about them in the GUI's.

    Signals:
        started: (Job).
        progressed: (Job, float) the share that is done.
        partial: (Job, object) a part of its result.
        finished: (Job, object) its result. A cancelled job never finishes.
        failed: (Job, str) one sentence for the user.
        cancelled: (Job), at once when it is cancelled.
        changed: the running job or the number of waiting ones.
    """

    started = Signal(object)
    progressed = Signal(object, float)
    partial = Signal(object, object)
    finished = Signal(object, object)
    failed = Signal(object, str)
    cancelled = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._condition = threading.Condition()
        self._waiting: collections.deque[Job] = collections.deque()
        self._running: Job | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    @property
    def closed(self) -> bool:
        """Whether it takes no more jobs."""
        return self._closed

    @property
    def running(self) -> Job | None:
        """The job that is worked on now, unless it was cancelled."""
        job = self._running
        return None if job is None or job.cancellation else job

    @property
    def waiting(self) -> tuple[Job, ...]:
        """The jobs that come next, in order."""
        with self._condition:
            return tuple(self._waiting)

    def submit(self, job: Job) -> Job:
        """Run a job when its turn comes.

        Explicit jobs come in order. A live job replaces every other live job, running or not,
        and comes after the explicit ones.
        """
        job._queue = self
        dropped: list[Job] = []
        with self._condition:
            if self._closed:
                raise RuntimeError("the job queue is closed")
            if job.live:
                dropped = [j for j in self._waiting if j.live]
                if self._running is not None and self._running.live:
                    dropped.append(self._running)
                self._waiting = collections.deque(j for j in self._waiting if not j.live)
                self._waiting.append(job)
            else:
                position = sum(1 for j in self._waiting if not j.live)
                self._waiting.insert(position, job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()
            self._condition.notify()
        for other in dropped:
            self._cancel(other)
        self.changed.emit()
        return job

    def cancel(self, job: Job | None = None) -> None:
        """Cancel a job, or all of them; the GUI is told at once, the worker stops soon."""
        with self._condition:
            mine = list(self._waiting) + ([self._running] if self._running else [])
            chosen = [j for j in mine if job is None or j is job]
            self._waiting = collections.deque(j for j in self._waiting if j not in chosen)
        for other in chosen:
            self._cancel(other)
        self.changed.emit()

    def close(self, seconds: float = 2.0) -> None:
        """Cancel everything and wait for the worker to end."""
        self.cancel()
        with self._condition:
            self._closed = True
            self._condition.notify()
            thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _cancel(self, job: Job) -> None:
        if not job.cancellation:
            job.cancellation.cancel()
            self.cancelled.emit(job)

    def _work(self) -> None:
        while True:
            with self._condition:
                self._running = None
                while not self._waiting and not self._closed:
                    self._condition.wait()
                if self._closed:
                    return
                job = self._running = self._waiting.popleft()
            self._run(job)

    def _run(self, job: Job) -> None:
        self.started.emit(job)
        self.changed.emit()
        outcome: tuple[Any, Any]
        try:
            outcome = (self.finished, job.work(job))
        except CancelledError:
            outcome = (None, None)
        except SketchpadError as error:
            outcome = (self.failed, str(error))
        except Exception:
            # A bug in a model's code must not take the drawing with it.
            _logger.exception("%s failed", job.title)
            sentence = self.tr("{title} failed unexpectedly; the log tells more.")
            outcome = (self.failed, sentence.format(title=job.title))
        signal, value = outcome
        with self._condition:
            self._running = None
        if signal is not None and not job.cancellation:
            signal.emit(job, value)
        self.changed.emit()
