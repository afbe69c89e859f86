"""The life of one Clean: a quick look while Detail moves, the full answer at rest, then taken."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, Qt, Signal

from sketchpad.core.document import Document, Layer
from sketchpad.core.names import derived
from sketchpad.core.stroke import Stroke
from sketchpad.inference.clean_detail import USUAL
from sketchpad.inference.suggestions import Suggestion
from sketchpad.ui.clean.subject import Pixels, Subject, cleaning, outcome, subjects_of
from sketchpad.ui.editor import Editor
from sketchpad.ui.jobs import Job
from sketchpad.ui.model_service import ModelService
from sketchpad.ui.sentences import said


@dataclasses.dataclass(frozen=True, eq=False)
class Look:
    """What was found, or why nothing was.

    Attributes:
        subject: that was looked at.
        detail: at which it was.
        quick: on a smaller picture.
        strokes: clean ones.
        problem: a sentence for the user, if there are none.
    """

    subject: Subject
    detail: float
    quick: bool
    strokes: tuple[Stroke, ...] = ()
    problem: str = ""


class Cleaning(QObject):
    """Cleans one subject of one document until the user takes or leaves the result.

    A quick look is never cut short while Detail moves, or none would ever be seen; the full
    answer is, as soon as it is no longer wanted. Subjects are immutable, so an answer is stale
    when the document holds another one, whatever else changed in it.

    Attributes:
        subjects: what could be cleaned.
        subject: what is.
        detail: what is wanted; of strokes it is found out first, unless the user chose one.
        look: the latest answer that fits the subject; None while there is none.
        taking: the user took the result before the full answer was there.

    Signals:
        changed: any of these.
        progressed: share of the running job that is done, 0 to 1.
        ended: the result is taken or left.
    """

    changed = Signal()
    progressed = Signal(float)
    ended = Signal()

    def __init__(
        self,
        editor: Editor,
        service: ModelService,
        subjects: tuple[Subject, ...],
        parent: QObject | None = None,
    ) -> None:
        """Begin with the first subject."""
        super().__init__(parent)
        self.subjects = subjects
        self.subject = subjects[0]
        self.detail = USUAL
        self.look: Look | None = None
        self.taking = False
        self._editor = editor
        self._service = service
        self._fitted = False
        self._dragging = False
        self._over = False
        self._job: tuple[Job, Look] | None = None
        self._pixels: Pixels | None = None
        self._layers = Layer(), Layer()
        editor.document_changed.connect(self._on_document)
        editor.current_changed.connect(self._on_document)
        queued = Qt.ConnectionType.QueuedConnection
        service.queue.partial.connect(self._on_partial, queued)
        service.queue.finished.connect(self._on_finished, queued)
        service.queue.failed.connect(self._on_failed, queued)
        service.queue.cancelled.connect(self._on_cancelled, queued)
        service.queue.progressed.connect(self._on_progressed, queued)
        self._go_on()

    @property
    def is_running(self) -> bool:
        """Whether a model is at work on it."""
        return self._job is not None

    @property
    def is_final(self) -> bool:
        """Whether the full answer to what is wanted is there."""
        look = self.look
        return look is not None and not look.quick and self._fits(look)

    # What the user does.

    def choose(self, index: int) -> None:
        """Clean something else."""
        if 0 <= index < len(self.subjects) and self.subjects[index] is not self.subject:
            self._take_subject(self.subjects[index])

    def set_detail(self, detail: float, *, dragging: bool = False) -> None:
        """Want another Detail; the full answer comes when it is not ``dragging`` any more."""
        self.detail, self._dragging, self._fitted = detail, dragging, True
        self._go_on()

    def accept(self) -> None:
        """Take the result, as soon as the full answer is there."""
        if self.is_final and self.look is not None and not self.look.problem:
            self._land()
        elif not self._over:
            self.taking, self._dragging = True, False
            if self.is_final:  # it failed; perhaps the queue was stopped
                self.look = None
            self._go_on()

    def cancel(self) -> None:
        """Leave the result; the document stays as it is."""
        if not self._over:
            self._over = True
            self._drop_job()
            self.ended.emit()

    def preview(self) -> Document | None:
        """The document as it would be with the answer so far."""
        return self._outcome()[0] if self.look is not None and self.look.strokes else None

    # Asking and hearing.

    def _go_on(self) -> None:
        """Ask for what is missing, unless enough is under way."""
        if self._over:
            return
        if self._job is not None:
            asked = self._job[1]
            if asked.subject is self.subject and (asked.quick or self._fits(asked)):
                self.changed.emit()
                return
            self._drop_job()
        if self.look is None or not self._fits(self.look):
            self._ask(quick=not self.taking)
        elif self.look.quick and not self._dragging:
            self._ask(quick=False)
        elif self.taking and not self.look.quick:
            self.taking = False
            if not self.look.problem:
                self._land()
                return
        self.changed.emit()

    def _ask(self, *, quick: bool) -> None:
        subject = self.subject
        if subject.underlay is not None and (
            self._pixels is None or self._pixels.underlay is not subject.underlay
        ):
            self._pixels = Pixels(subject.underlay)
        pixels = self._pixels if subject.underlay is not None else None
        detail = self.detail if self._fitted else None
        work = cleaning(subject, pixels, detail, quick=quick)
        job = self._service.job(self.tr("Clean"), work, revision=self._editor.revision)
        self._job = job, Look(subject, self.detail, quick)

    def _fits(self, look: Look) -> bool:
        return look.subject is self.subject and look.detail == self.detail

    def _on_partial(self, job: Job, value: object) -> None:
        """The Detail that fits; the user may have chosen another meanwhile."""
        if self._job is None or job is not self._job[0] or not isinstance(value, float):
            return
        self._job = job, dataclasses.replace(self._job[1], detail=value)
        if not self._fitted:
            self.detail, self._fitted = value, True
        self.changed.emit()

    def _on_finished(self, job: Job, value: object) -> None:
        if self._job is None or job is not self._job[0]:
            return
        asked, self._job = self._job[1], None
        strokes: tuple[Stroke, ...] = ()
        if isinstance(value, list) and value and isinstance(value[0], Suggestion):
            strokes = value[0].strokes
        self.look = dataclasses.replace(asked, strokes=strokes)
        self._go_on()

    def _on_failed(self, job: Job, reason: str) -> None:
        if self._job is None or job is not self._job[0]:
            return
        asked, self._job = self._job[1], None
        self.look = dataclasses.replace(asked, problem=said(reason))
        self._go_on()

    def _on_cancelled(self, job: Job) -> None:
        """Somebody else stopped it."""
        if self._job is not None and job is self._job[0]:
            asked, self._job = self._job[1], None
            self.taking = False
            stopped = self.tr("Stopped. Move Detail to clean again.")
            self.look = dataclasses.replace(asked, quick=False, problem=stopped)
            self.changed.emit()

    def _on_progressed(self, job: Job, share: float) -> None:
        if self._job is not None and job is self._job[0]:
            self.progressed.emit(share)

    def _drop_job(self) -> None:
        asked, self._job = self._job, None
        if asked is not None:
            self._service.queue.cancel(asked[0])

    # The document.

    def _on_document(self) -> None:
        if self._over:
            return
        page = self._editor.page
        now = self.subject.now(page) if page.id == self.subject.page else None
        if now is None:
            self.cancel()
            return
        self.subjects = subjects_of(page, self._editor.layer, self._editor.selection)
        if now.is_same(self.subject):
            self.subjects = self._among(self.subject)
            self.changed.emit()
        else:
            self._take_subject(now)

    def _take_subject(self, subject: Subject) -> None:
        self.subjects = self._among(subject)
        if subject.key != self.subject.key:
            self.look = None
        self.subject = subject
        self._go_on()

    def _among(self, subject: Subject) -> tuple[Subject, ...]:
        """The subjects with this one in the place of its like, or before them."""
        if any(other.key == subject.key for other in self.subjects):
            return tuple(subject if o.key == subject.key else o for o in self.subjects)
        return subject, *self.subjects

    def _outcome(self) -> tuple[Document, Layer]:
        assert self.look is not None
        texts = self.tr("{name} clean"), self.tr("{name} rough")
        taken = {layer.name for layer in self._editor.document.page(self.subject.page)}
        clean, rough = (
            layer.replace(name=derived(self.subject.name, text, taken, *texts))
            for layer, text in zip(self._layers, texts, strict=True)
        )
        document = outcome(self._editor.document, self.subject, self.look.strokes, clean, rough)
        return document, clean

    def _land(self) -> None:
        document, layer = self._outcome()
        self._over, self.taking = True, False
        self._drop_job()
        self._editor.apply(self.tr("Clean"), document)
        self._editor.set_layer(layer.id)
        self.ended.emit()
