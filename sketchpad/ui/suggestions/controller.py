"""The life of suggestions in one document: asked for, decoded, shown, and taken or left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from sketchpad.core.document import Document
from sketchpad.core.errors import SketchpadError
from sketchpad.inference.suggestions import Suggestion
from sketchpad.ui.editor import Editor
from sketchpad.ui.jobs import Job
from sketchpad.ui.model_service import ModelService
from sketchpad.ui.suggestions.asking import Asking, Question
from sketchpad.ui.suggestions.guessing import Guessing
from sketchpad.ui.suggestions.offer import HoleWatch, Memory, Offer, State
from sketchpad.ui.suggestions.requests import Guesses
from sketchpad.ui.suggestions.settings import SuggestionSettings

#: The pen rests this long before anything is suggested.
DEBOUNCE_MS: Final = 400
#: The eraser is lifted: a second swipe often follows at once.
HEAL_MS: Final = 250


class Suggesting(QObject):
    """The suggestions for one open document.

    An offer fits the one document value it was made for. Documents are immutable, so that is
    compared by identity: whatever changes the document makes the offer stale, and undoing its
    acceptance brings it back.

    Attributes:
        settings: shared by all documents of the window.
        category: what the user says the drawing is; None to go by the recogniser.
        guessing: what the recogniser takes it for.
        offer: what is shown, also while more of it is decoded.

    Signals:
        changed: state, offer or the suggestion in view.
        grown: more of the offer is decoded, and nothing else changed.
        categorised: ``category``.
        progressed: share of the running job that is done, 0 to 1.
        failed: one sentence on what did not work.
    """

    changed = Signal()
    grown = Signal()
    categorised = Signal()
    progressed = Signal(float)
    failed = Signal(str)

    def __init__(
        self,
        editor: Editor,
        service: ModelService,
        settings: SuggestionSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.category: str | None = None
        self.guessing = Guessing(editor, service, settings, self)
        self.offer: Offer | None = None
        self._asking = Asking(editor, service, settings, self.guessing)
        self._editor = editor
        self._service = service
        self._job: Job | None = None
        self._asked: Offer | None = None
        self._seed = 0
        self._memory = Memory()
        self._taken: Document | None = None
        self._holes = HoleWatch(editor.document)
        self._live_timer = self._timer(DEBOUNCE_MS, self._on_pause)
        self._heal_timer = self._timer(HEAL_MS, self._heal_fresh)
        editor.document_changed.connect(self._on_document)
        editor.current_changed.connect(self._on_current)
        queued = Qt.ConnectionType.QueuedConnection
        service.queue.partial.connect(self._on_partial, queued)
        service.queue.finished.connect(self._on_finished, queued)
        service.queue.failed.connect(self._on_failed, queued)
        service.queue.cancelled.connect(self._on_cancelled, queued)
        service.queue.progressed.connect(self._on_progressed, queued)

    def _timer(self, milliseconds: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    @property
    def state(self) -> State:
        """Where in its life the suggestion is."""
        if self.offer is not None:
            return State.SHOWING
        if self._job is not None:
            return State.RUNNING
        waiting = self._live_timer.isActive() or self._heal_timer.isActive()
        return State.PENDING if waiting else State.IDLE

    @property
    def is_running(self) -> bool:
        """Whether a model works on suggestions, shown in part or not."""
        return self._job is not None

    # What the user does.

    def pen_down(self) -> None:
        """A gesture begins: nothing may compete with the pen."""
        self._stop_waiting()
        if self._job is not None and self._job.live:
            self._drop_job()
            self.changed.emit()

    def pen_up(self) -> None:
        """A stroke was drawn: suggest how it goes on, unless the pen goes on itself."""
        if self.settings.live and self._service.can("complete"):
            self._live_timer.start()
            self.changed.emit()

    def complete(self) -> None:
        """Suggest now; once more for other suggestions."""
        self._begin_explicitly()
        self._ask(self._asking.complete(self.category, self._seed), live=False)

    def heal(self) -> None:
        """Suggest what was in the holes of the page."""
        self._begin_explicitly()
        question = self._asking.fill("heal", self.category, self._seed)
        if question.asked.holes:
            self._ask(question, live=False)
        else:
            self.failed.emit(self.tr("There is no hole to heal; erase something first."))

    def redraw(self) -> None:
        """Suggest the whole drawing anew; on a page without strokes, what its picture shows."""
        self._begin_explicitly()
        self._ask(self._asking.fill("redraw", self.category, self._seed), live=False)

    def stop(self) -> None:
        """Stop waiting and working; what is shown stays."""
        self._stop_waiting()
        self._drop_job()
        if self.offer is not None and not self.offer.finished:
            self.offer = None
        self.changed.emit()

    def close(self) -> None:
        """Stop for good: the document goes away."""
        self.stop()
        self.guessing.stop()

    def accept(self) -> bool:
        """Take the suggestion in view, as one undo step; whether there was one."""
        offer = self.offer
        if offer is None:
            return False
        self._drop_job()
        titles = {
            "complete": self.tr("Accept completion"),
            "heal": self.tr("Accept healing"),
            "redraw": self.tr("Accept redrawing"),
        }
        try:
            document = offer.accept()
        except SketchpadError as error:
            self.failed.emit(str(error))
            return True
        self._holes.settle()
        self._memory.keep(offer)
        self._editor.apply(titles[offer.verb], document)
        self._taken = self._editor.document if len(offer.suggestions) > 1 else None
        return True

    @property
    def can_swap(self) -> bool:
        """Whether the last step was to accept one of several suggestions."""
        return self._taken is self._editor.document

    def swap(self, index: int) -> bool:
        """Take another suggestion in the place of the one just accepted, in the same step."""
        if not self.can_swap:
            return False
        self._editor.undo_stack.undo()
        self.choose(index)
        return self.accept()

    def accept_next(self) -> bool:
        """Take only the next stroke of the suggestion in view; whether there was one."""
        offer = self.offer
        if offer is None:
            return False
        if offer.is_last_stroke:
            return self.accept()
        self._drop_job()
        try:
            document, remaining = offer.accept_next()
        except SketchpadError as error:
            self.failed.emit(str(error))
            return True
        self._memory.keep(offer)
        self._memory.keep(remaining)
        self._editor.apply(self.tr("Accept one stroke"), document)
        return True

    def reject(self) -> bool:
        """Leave the suggestions, or give up waiting for them; whether there was something."""
        something = self.state is not State.IDLE
        self._holes.settle()
        self._memory.forget(self._editor.document)
        self.offer = None
        self.stop()
        return something

    def choose(self, index: int) -> bool:
        """Bring another suggestion in view; whether there is such a one."""
        if self.offer is None or not 0 <= index < len(self.offer.suggestions):
            return False
        self.offer = self.offer.choose(index)
        self.changed.emit()
        return True

    def step(self, by: int) -> bool:
        """Bring the next (or the previous) suggestion in view; whether any are shown."""
        if self.offer is None:
            return False
        return self.choose((self.offer.index + by) % len(self.offer.suggestions))

    def set_category(self, category: str | None) -> None:
        """Say what the drawing is; suggestions in view are made anew."""
        if category == self.category:
            return
        self.category = category
        self.categorised.emit()
        self.again(fresh=False)

    def again(self, *, fresh: bool = False) -> None:
        """Make the suggestions in view anew, after a setting changed or with another seed."""
        offer = self.offer or (self._asked if self._job is not None else None)
        if offer is None or offer.taken:
            return
        self._seed += int(fresh)
        self._drop_job()
        if offer.verb == "complete":
            question = self._asking.complete(self.category, self._seed)
        else:
            question = self._asking.fill(offer.verb, self.category, self._seed, offer.holes)
        self._ask(question, live=False)

    # Asking.

    def _begin_explicitly(self) -> None:
        self._stop_waiting()
        again = self.offer is not None and not self.offer.taken
        self._seed = self._seed + 1 if again else 0
        self.offer = None
        self._drop_job()

    def _ask(self, question: Question, *, live: bool) -> None:
        asked = question.asked
        reason = self._service.reason(asked.verb)
        if reason is not None:
            self.failed.emit(reason)
            return
        titles = {
            "complete": self.tr("Complete"),
            "heal": self.tr("Heal"),
            "redraw": self.tr("Redraw"),
        }
        self._asked = asked
        revision = self._editor.revision
        title = titles[asked.verb]
        self._job = self._service.job(title, question.work, live=live, revision=revision)
        self.changed.emit()

    def _on_pause(self) -> None:
        if len(self._editor.page.sketch):
            self._seed = 0
            question = self._asking.complete(self.category, self._seed, live=True)
            self._ask(question, live=True)

    def _heal_fresh(self) -> None:
        if self._holes.fresh and self._service.can("heal"):
            self._seed = 0
            fresh = self._holes.fresh
            self._ask(self._asking.fill("heal", self.category, self._seed, fresh), live=True)

    # What the worker says.

    def _on_partial(self, job: Job, value: object) -> None:
        if job is not self._job or job.revision != self._editor.revision:
            return
        if isinstance(value, Guesses):
            self.guessing.take(value)
        elif isinstance(value, list):
            self._show(value, finished=False)

    def _on_finished(self, job: Job, value: object) -> None:
        if job is not self._job:
            return
        self._job = None
        if job.revision == self._editor.revision and isinstance(value, list):
            self._show(value, finished=True)
            if self.offer is None and not job.live:
                self.failed.emit(self.tr("The model has nothing to add here."))
        if self.offer is None:
            self.changed.emit()

    def _on_failed(self, job: Job, reason: str) -> None:
        if job is not self._job:
            return
        self._job = None
        if self.offer is not None and not self.offer.finished:
            self.offer = None
        self.failed.emit(reason)
        self.changed.emit()

    def _on_cancelled(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.changed.emit()

    def _on_progressed(self, job: Job, share: float) -> None:
        if job is self._job:
            self.progressed.emit(share)

    def _show(self, found: list[Suggestion], *, finished: bool) -> None:
        asked, before = self._asked, self.offer
        index = before.index if before is not None else 0
        drawn = tuple(suggestion for suggestion in found if suggestion.strokes)
        if asked is None or not drawn:
            if finished:
                self.offer = None
            return
        self.offer = Offer(
            asked.verb,
            asked.document,
            asked.page,
            asked.layer,
            asked.holes,
            drawn,
            min(index, len(drawn) - 1),
            finished,
        )
        alike = before is not None and not finished and len(before.suggestions) == len(drawn)
        (self.grown if alike else self.changed).emit()

    # What happens to the document.

    def _on_document(self) -> None:
        document = self._editor.document
        self._stop_waiting()
        self._drop_job()
        self.offer = self._memory.of(document)
        if self._holes.look(document) and self.settings.heal and self._service.can("heal"):
            self._heal_timer.start()
        self.guessing.soon()
        self.changed.emit()

    def _on_current(self) -> None:
        if self.offer is not None and self.offer.page != self._editor.page.id:
            self.offer = None
        self._stop_waiting()
        self._drop_job()
        self.guessing.soon()
        self.changed.emit()

    def _stop_waiting(self) -> None:
        self._live_timer.stop()
        self._heal_timer.stop()

    def _drop_job(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            self._service.queue.cancel(job)
