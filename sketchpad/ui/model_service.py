"""The models behind the window: which verbs work, on which device, and the queue of their jobs."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from sketchpad.core.errors import SketchpadError
from sketchpad.core.stroke import Sketch
from sketchpad.inference.suggestions import Run
from sketchpad.ui.jobs import Job, JobQueue

if TYPE_CHECKING:
    from sketchpad.inference.registry import Model, Models

_logger = logging.getLogger(__name__)

#: What each verb runs with: one model of any of these tasks will do.
TASKS: Final[dict[str, tuple[str, ...]]] = {
    "complete": ("complete",),
    "heal": ("heal",),
    "redraw": ("redraw",),
    "interpolate": ("latent", "redraw"),
    "generate": ("generate", "complete"),
    "recognise": ("recognise",),
    "clean": ("clean",),
}


@dataclasses.dataclass(frozen=True)
class _Found:
    models: Models | None
    reasons: dict[str, str]
    device: str
    detail: str


class ModelService(QObject):
    """The window's models.

    Attributes:
        queue: one worker for everything that models do.
        models: once they are known and can run.
        device: as shown on screen; empty until it is known.
        device_detail: one sentence on why it is this one.

    Signals:
        known: which verbs work is known now.
        notice: a sentence for the user that is no error, such as a move to the CPU.
    """

    known = Signal()
    notice = Signal(str)

    def __init__(
        self,
        device: str = "auto",
        folders: Sequence[Path] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Nothing is looked for yet; see ``start``.

        Args:
            device: ``auto``, ``cpu`` or ``cuda``.
            folders: where models are; None for the bundled ones and the user's own.
            parent: owns this.
        """
        super().__init__(parent)
        self.queue = JobQueue(self)
        self.models: Models | None = None
        self.device = ""
        self.device_detail = ""
        self._wanted = device
        self._folders = folders
        self._reasons: dict[str, str] = {}
        self._background: set[Job] = set()
        connection = Qt.ConnectionType.QueuedConnection
        self.queue.finished.connect(self._on_finished, connection)

    @property
    def is_known(self) -> bool:
        """Whether it is known which verbs work."""
        return bool(self.device)

    def start(self, device: str | None = None) -> None:
        """Look for the models and the device, in the worker; ``known`` tells when it is done."""
        if device is not None:
            self._wanted = device
        if not self.queue.closed:  # the window may be left before it ever gets here
            self._in_background(self.tr("Look for models"), self._look)

    def close(self) -> None:
        """Stop all jobs and the worker."""
        self.queue.close()

    def reason(self, verb: str) -> str | None:
        """Why a verb cannot be used, in one sentence; None if it can."""
        if not self.is_known:
            return self.tr("Sketchpad is still looking for its models.")
        return self._reasons.get(verb)

    def can(self, verb: str) -> bool:
        """Whether a verb can be used."""
        return self.reason(verb) is None

    def model(self, verb: str) -> Model | None:
        """The model that a verb runs with."""
        if self.models is None or not self.can(verb):
            return None
        task = next(task for task in TASKS[verb] if self.models.has(task))
        return self.models.get(task)

    def categories(self, verb: str) -> tuple[str, ...]:
        """What a verb can be asked for, sorted; nothing if it cannot be used."""
        if verb == "generate" and self.models is not None and self.can(verb):
            from sketchpad.inference.generate import drawable

            return drawable(self.models)
        model = self.model(verb)
        return tuple(sorted(model.categories)) if model is not None else ()

    def rough_categories(self) -> tuple[str, ...]:
        """What can be generated too, but not well, sorted."""
        if self.models is None or not self.can("generate"):
            return ()
        from sketchpad.inference.generate import rough

        return rough(self.models)

    def job(
        self,
        title: str,
        work: Callable[[Models, Run], object],
        *,
        live: bool = False,
        revision: int = 0,
    ) -> Job:
        """Put work with the models into the queue; see ``Job``."""
        models = self.models
        assert models is not None

        def run(job: Job) -> object:
            return work(models, Run(job, job.cancellation, self.notice.emit))

        return self.queue.submit(Job(title, run, live, revision))

    def is_background(self, job: Job) -> bool:
        """Whether nobody asked for this job and nobody waits for it."""
        return job in self._background

    def _in_background(self, title: str, work: Callable[[Job], object], live: bool = False) -> None:
        job = Job(title, work, live)
        self._background.add(job)
        self.queue.submit(job)

    def _look(self, _job: Job) -> _Found:
        from sketchpad.inference.devices import runtime_problem
        from sketchpad.inference.registry import Broken, Models

        models = Models(self._folders, self._wanted, self.notice.emit)
        for model in tuple(models.models):
            try:
                model.verify()
            except SketchpadError as error:
                models.models.remove(model)
                models.broken.append(Broken(model.folder, str(error)))
        try:
            device = models.device
        except SketchpadError as error:
            return _Found(None, dict.fromkeys(TASKS, str(error)), self.tr("No models"), str(error))
        reasons = {verb: _lack(models, tasks) for verb, tasks in TASKS.items()}
        known = {verb: reason for verb, reason in reasons.items() if reason is not None}
        for verb, reason in known.items():
            _logger.warning("%s cannot be used: %s", verb, reason)
        detail = runtime_problem() or device.reason
        return _Found(models, known, device.label, detail)

    def _on_finished(self, job: Job, value: object) -> None:
        if job not in self._background:
            return
        self._background.discard(job)
        if isinstance(value, _Found):
            self.models, self._reasons = value.models, value.reasons
            self.device, self.device_detail = value.device, value.detail
            self.known.emit()
            self._in_background(self.tr("Warm up"), self._warm_up, live=True)

    def _warm_up(self, job: Job) -> None:
        """Load what the first pause of the pen will need, and run it once."""
        from sketchpad.inference.complete import CompleteRequest, complete
        from sketchpad.inference.recognise import recognise

        run = Run(cancellation=job.cancellation)
        models = self.models
        corner = Sketch.of([[(0.0, 0.0), (50.0, 0.0), (50.0, 50.0)]])
        if models is not None and models.has("recognise"):
            recognise(corner, models=models, run=run)
        if models is not None and models.has("complete"):
            complete(CompleteRequest(corner, alternatives=1), models=models, run=run)


def _lack(models: Models, tasks: Sequence[str]) -> str | None:
    """What is missing or broken for any of these tasks, as a sentence."""
    if any(models.has(task) for task in tasks):
        return None
    try:
        models.get(tasks[0])
    except SketchpadError as error:
        return str(error)
    return None
