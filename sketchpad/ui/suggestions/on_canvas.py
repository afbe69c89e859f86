"""Suggestions in one tab: ghosts, keys, chip and notice on its canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from sketchpad.core import edits
from sketchpad.core.errors import SketchpadError
from sketchpad.core.stroke import bounds_of
from sketchpad.ui.categories import category_label
from sketchpad.ui.ghosts import GhostOverlay
from sketchpad.ui.model_service import ModelService
from sketchpad.ui.sentences import said
from sketchpad.ui.suggestions.chip import RecogniseChip
from sketchpad.ui.suggestions.controller import Suggesting
from sketchpad.ui.suggestions.keys import SuggestionKeys
from sketchpad.ui.suggestions.notice import Notice
from sketchpad.ui.suggestions.offer import Offer
from sketchpad.ui.suggestions.settings import SuggestionSettings
from sketchpad.ui.tab import DocumentTab

#: Opacity of strokes while others that shall replace them are in view.
_FAINT: Final = 0.16
#: Of the drawing's samples, every one of so many is enough to keep the badge off them.
_SPARSE: Final = 3


class CanvasSuggestions(QObject):
    """What a tab has for suggestions.

    Attributes:
        tab: the tab.
        suggesting: their life.
        overlay: the ghosts.
        chip: the recogniser's guess.
        notice: what did not work.

    Signals:
        announced: a sentence for the status bar.
    """

    announced = Signal(str)

    def __init__(
        self,
        tab: DocumentTab,
        service: ModelService,
        settings: SuggestionSettings,
        choose_category: Callable[[], object],
    ) -> None:
        super().__init__(tab)
        self.tab = tab
        self._service = service
        canvas = tab.canvas
        self.suggesting = Suggesting(tab.editor, service, settings, self)
        self.overlay = GhostOverlay()
        canvas.overlays.append(self.overlay)
        self._keys = SuggestionKeys(canvas, self.suggesting)
        self.chip = RecogniseChip(self.suggesting, canvas, tab, choose_category)
        self.notice = Notice(canvas, tab)
        self._shown: object = None
        self._remark = ""
        self._faded = False
        self._described = canvas.accessibleDescription()
        canvas.stroke_committed.connect(self.suggesting.pen_up)
        self.suggesting.changed.connect(self._on_changed)
        self.suggesting.grown.connect(self._on_grown)
        self.suggesting.failed.connect(self._on_failed)
        service.notice.connect(self._on_notice)

    def pause(self, on: bool) -> None:
        """Suggest nothing by itself for now, while something else has the canvas; or go on."""
        committed = self.tab.canvas.stroke_committed
        if on:
            self.suggesting.reject()
            committed.disconnect(self.suggesting.pen_up)
        else:
            committed.connect(self.suggesting.pen_up)

    def _on_changed(self) -> None:
        offer = self.suggesting.offer
        shown = None if offer is None else offer.current
        overlay, canvas = self.overlay, self.tab.canvas
        if shown is None:
            if self._remark and not self.suggesting.is_running:
                self._remark = ""
                self.notice.hide()
            was, overlay.ghosts, overlay.text = overlay.ghosts, (), ""
            if was:
                canvas.setAccessibleDescription(self._described)
                self._step_back(None)
                self.announced.emit("")
                canvas.update()
            self._shown = None
            return
        assert offer is not None
        if not self._remark:
            self.notice.hide()
        overlay.ghosts = shown.strokes
        page = self.tab.editor.page
        overlay.paper = page.paper
        lines = [line[::_SPARSE] for line in page.sketch.polylines]
        overlay.ink = np.concatenate(lines) if lines else np.empty((0, 2))
        overlay.text = self._badge(offer) if offer.finished else ""
        self._step_back(offer)
        canvas.update()
        if offer.finished and self._shown is not shown:
            self._shown = shown
            self._announce(overlay.text)
            if self._remark:
                self.notice.tell(self._remark)

    def _step_back(self, offer: Offer | None) -> None:
        """Have what the suggestion replaces fade while it is in view."""
        ids = offer.current.replaces if offer is not None else frozenset()
        if offer is None or not ids:
            if self._faded:
                self._faded = False
                self.tab.canvas.preview(None)
            return
        try:
            faint = edits.restyle_strokes(offer.document, offer.page, ids, opacity=_FAINT)
        except SketchpadError:
            return  # a locked layer shows as it is
        self._faded = True
        self.tab.canvas.preview(faint.page(offer.page))

    def _on_grown(self) -> None:
        """More strokes: only where they are is painted anew."""
        offer = self.suggesting.offer
        if offer is not None:
            self._repaint()
            self.overlay.ghosts = offer.current.strokes
            self._repaint()

    def _repaint(self) -> None:
        box = bounds_of(self.overlay.ghosts)
        if box is not None:
            reach = max(stroke.brush.width for stroke in self.overlay.ghosts)
            left, top, right, bottom = box
            area = QRectF(left, top, right - left, bottom - top)
            self.tab.canvas.redraw(area.adjusted(-reach, -reach, reach, reach))

    def _badge(self, offer: Offer) -> str:
        """The keys that count now; and what it is a guess at, while nobody knows what is drawn."""
        text = self.tr("Tab accept · Esc dismiss")
        count = len(offer.suggestions)
        if count > 1:
            further = self.tr("] next ({number}/{count})")
            text += " · " + further.format(number=offer.index + 1, count=count)
        suggesting, label = self.suggesting, offer.current.label
        guessed = suggesting.category is None and suggesting.guessing.is_unsure
        if guessed and offer.verb == "complete" and label in self._service.categories("complete"):
            what = self.tr("Perhaps {category}").format(category=category_label(label))
            text = f"{what} · {text}"
        return text

    def _announce(self, text: str) -> None:
        """Tell it to eyes and ears; the focus stays where it is."""
        canvas = self.tab.canvas
        sentence = self.tr("Suggestion: {keys}").format(keys=text)
        canvas.setAccessibleDescription(sentence)
        self.announced.emit(sentence)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(canvas, sentence))

    def _on_notice(self, sentence: str) -> None:
        """What is to be known about the suggestions that come is said beside them."""
        if self.suggesting.is_running:
            self._remark = said(sentence)

    def _on_failed(self, sentence: str) -> None:
        self._remark = ""
        self.notice.tell(said(sentence))
        self.announced.emit(said(sentence))
