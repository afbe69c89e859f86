"""Clean in one tab: handle, halves and keys on its canvas as long as it lasts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent

from sketchpad.core.stroke import bounds_of
from sketchpad.ui.clean.bar import is_enter
from sketchpad.ui.clean.cleaning import Cleaning
from sketchpad.ui.clean.handle import STEPS, SplitHandle
from sketchpad.ui.clean.split import SplitOverlay
from sketchpad.ui.tab import DocumentTab

_KEYS: Final = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class CleanMode(QObject):
    """Shows a ``Cleaning`` on its tab's canvas.

    Attributes:
        tab: the tab.
        cleaning: its life.
        handle: between rough and clean.
        overlay: the clean half.

    Signals:
        announced: a sentence for the status bar.
    """

    announced = Signal(str)

    def __init__(self, tab: DocumentTab, cleaning: Cleaning) -> None:
        super().__init__(tab)
        canvas = tab.canvas
        self.tab = tab
        self.cleaning = cleaning
        cleaning.setParent(self)
        self.handle = SplitHandle(canvas)
        self.overlay = SplitOverlay(canvas, lambda: self.handle.x_on_canvas)
        self._told = ""
        canvas.overlays.append(self.overlay)
        canvas.installEventFilter(self)
        self.handle.valueChanged.connect(lambda _value: canvas.update())
        cleaning.changed.connect(self._on_changed)
        cleaning.progressed.connect(self.handle.show_progress)
        self._begin_in_the_middle()
        self.handle.show()
        self._on_changed()

    def close(self) -> None:
        """Give the canvas back."""
        canvas = self.tab.canvas
        canvas.removeEventFilter(self)
        if self.overlay in canvas.overlays:
            canvas.overlays.remove(self.overlay)
        self.overlay.close()
        self.handle.hide()
        self.handle.deleteLater()
        self.deleteLater()
        canvas.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter takes the result and Esc leaves it; every other key and gesture goes its way."""
        if event.type() not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or self.tab.canvas.is_busy:
            return False
        take, leave = is_enter(event.key()), event.key() == Qt.Key.Key_Escape
        if not take and not leave:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.cleaning.accept() if take else self.cleaning.cancel()
        return True

    def _begin_in_the_middle(self) -> None:
        """The handle starts in the middle of what is cleaned, as far as that is in sight."""
        subject, canvas = self.cleaning.subject, self.tab.canvas
        if subject.underlay is not None:
            x, y, width, height = subject.underlay.box
            box = (x, y, x + width, y + height)
        else:
            box = bounds_of(subject.strokes) or (0.0, 0.0, 0.0, 0.0)
        at = canvas.view.to_view((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        share = at.x() / max(canvas.width(), 1)
        if 0.05 < share < 0.95:
            self.handle.setValue(round(share * STEPS))

    def _on_changed(self) -> None:
        cleaning = self.cleaning
        after = cleaning.preview()
        self.overlay.show(None if after is None else after.page(cleaning.subject.page))
        self.handle.show_progress(0.0 if cleaning.is_running else None)
        if cleaning.is_final and cleaning.look is not None:
            self._tell(cleaning.look.problem, len(cleaning.look.strokes))

    def _tell(self, problem: str, count: int) -> None:
        """Say the result to eyes and ears; the focus stays where it is."""
        found = self.tr("Strokes after Clean: {count}. Enter accepts, Esc cancels.")
        found = found.format(count=count)
        sentence = problem or found
        if sentence == self._told:
            return
        self._told = sentence
        self.announced.emit(sentence)
        if QAccessible.isActive():
            canvas = self.tab.canvas
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(canvas, sentence))
