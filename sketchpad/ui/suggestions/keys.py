"""The keys of suggestions: they count only on the canvas, and only while there is something."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.suggestions.controller import Suggesting
from sketchpad.ui.suggestions.offer import State

_PRESSES: Final = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TabletPress,
    QEvent.Type.TouchBegin,
)
_KEY: Final = Qt.Key
_TAKE: Final = (_KEY.Key_Tab, _KEY.Key_Return, _KEY.Key_Enter)
_NONE: Final = Qt.KeyboardModifier.NoModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier


class SuggestionKeys(QObject):
    """Watches a canvas: gestures stop what competes with the pen, keys take or leave ghosts.

    Tab moves the focus, and the brackets change the brush, whenever no ghost is shown.
    """

    def __init__(self, canvas: CanvasView, suggesting: Suggesting) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._suggesting = suggesting
        canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the keys that are ours now; never a gesture."""
        kind = event.type()
        if kind in _PRESSES:
            self._suggesting.pen_down()
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_ours(event):
                event.accept()
                return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._is_ours(event) and self._take(event)
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        key, held = event.key(), _held(event)
        state = self._suggesting.state
        if key == _KEY.Key_Escape and held == _NONE:
            return state in (State.RUNNING, State.SHOWING) and not self._canvas.is_busy
        if state is not State.SHOWING:
            number = held == _ALT and _KEY.Key_1 <= key <= _KEY.Key_8
            return number and self._suggesting.can_swap
        if held == _NONE:
            return key in (*_TAKE, _KEY.Key_BracketLeft, _KEY.Key_BracketRight)
        if held == _CTRL:
            return key == _KEY.Key_Right
        return held == _ALT and _KEY.Key_1 <= key <= _KEY.Key_8

    def _take(self, event: QKeyEvent) -> bool:
        key, suggesting = event.key(), self._suggesting
        if key == _KEY.Key_Escape:
            return suggesting.reject()
        if key in _TAKE:
            return suggesting.accept()
        if key == _KEY.Key_Right:
            return suggesting.accept_next()
        if key in (_KEY.Key_BracketLeft, _KEY.Key_BracketRight):
            return suggesting.step(1 if key == _KEY.Key_BracketRight else -1)
        number = int(key) - int(_KEY.Key_1)
        return suggesting.swap(number) or suggesting.choose(number) or True


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    """The modifiers, apart from that a key lies on the number pad or behind AltGr."""
    extra = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
    return event.modifiers() & ~extra
