"""From Qt's events of pens, mice and fingers to clean gestures.

Drivers and window systems deliver strokes with all kinds of dirt: mouse events between those of
the pen, releases that never come or come late, pressure that is stale or zero. Whatever leaves
here is a press, moves and a release, of one device, on a steady clock.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication

from sketchpad.core.courtesy import pen_draws
from sketchpad.ui.tools.base import Pointer

#: ms after a pen's stroke in which mouse events are taken for its echo.
ECHO: Final = 50.0
#: ms within which a pen's press after a mouse's is the same one.
TWIN: Final = 30.0
#: Logical pixels within which two presses are at the same place.
NEAR: Final = 12.0
#: ms that an event may be older than the one before it and still be of the same clock.
BACK: Final = 20.0
#: A pen that touches has at least this pressure, whatever its driver says.
LEAST_PRESSURE: Final = 0.02
#: A release farther off than this many of the last steps does not belong to the stroke.
TAIL: Final = 3.0
_NO_BUTTON: Final = Qt.MouseButton.NoButton


class Source(enum.Enum):
    """Whose gesture is under way."""

    NONE = enum.auto()
    MOUSE = enum.auto()
    PEN = enum.auto()
    FINGER = enum.auto()


class Sink(Protocol):
    """What gestures are given to."""

    def pressed(self, at: Pointer, button: Qt.MouseButton, *, eraser: bool) -> None:
        """A gesture begins."""

    def moved(self, at: Pointer) -> None:
        """It goes on."""

    def released(self, at: Pointer | None) -> None:
        """It ends; None where that was missed."""

    def cancelled(self) -> None:
        """It never happened."""

    def hovered(self, at: Pointer) -> None:
        """The pointer moves without touching."""


class PointerInput(QObject):
    """Cleans events of one widget; ``to_canvas`` maps its logical pixels to canvas units.

    Attributes:
        source: whose gesture is under way.
        pen_was_seen: whether a pen was ever used here; then a finger does not draw.
    """

    def __init__(
        self, sink: Sink, to_canvas: Callable[[float, float], QPointF], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._sink = sink
        self._to_canvas = to_canvas
        self.source = Source.NONE
        self.pen_was_seen = False
        self._button = _NO_BUTTON
        self._clock = QElapsedTimer()
        self._clock.start()
        self._time = 0.0
        self._event_lead: float | None = None
        self._pen_ended = -math.inf
        self._mouse_pressed = (-math.inf, 0.0, 0.0)
        self._last: Pointer | None = None
        self._step = 0.0

    # Mouse.

    def mouse_press(self, event: QMouseEvent) -> None:
        """A mouse button goes down."""
        if self._is_echo() or self.source is not Source.NONE:
            return
        at = self._of_mouse(event)
        self._mouse_pressed = (self._now_here(), at.view_x, at.view_y)
        self._begin(Source.MOUSE, at, event.button(), eraser=False)

    def mouse_move(self, event: QMouseEvent) -> None:
        """The mouse moves."""
        if self.source is Source.PEN or self._is_echo():
            return
        at = self._of_mouse(event)
        if self.source is Source.MOUSE:
            if event.buttons() == _NO_BUTTON:
                self.lose()
            else:
                self._go_on(at)
                return
        if self.source is Source.NONE:
            self._sink.hovered(at)

    def mouse_release(self, event: QMouseEvent) -> None:
        """A mouse button goes up."""
        if self.source is Source.MOUSE and event.button() == self._button:
            self._end(self._of_mouse(event))

    # Pen.

    def tablet(self, event: QTabletEvent) -> None:
        """Any event of a pen; it is accepted, so that Qt makes no mouse event of it."""
        event.accept()
        self.pen_was_seen = True
        kind = event.type()
        if kind == QEvent.Type.TabletMove:
            self._pen_move(event)
        elif kind == QEvent.Type.TabletPress:
            self._pen_press(event)
        elif kind == QEvent.Type.TabletRelease:
            self._pen_release(event)

    def _pen_press(self, event: QTabletEvent) -> None:
        at = self._of_pen(event)
        if self.source is Source.MOUSE and self._is_twin(at):
            self._sink.cancelled()
            self.source = Source.NONE
        if self.source is not Source.NONE:
            self.lose()
        eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
        self._begin(Source.PEN, at, event.button(), eraser=eraser)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def _pen_move(self, event: QTabletEvent) -> None:
        at = self._of_pen(event)
        if self.source is Source.PEN:
            if event.buttons() == _NO_BUTTON:
                self.lose()
            else:
                self._go_on(at)
                return
        if self.source is Source.NONE:
            self._sink.hovered(at)

    def _pen_release(self, event: QTabletEvent) -> None:
        if self.source is not Source.PEN:
            return
        at, last = self._of_pen(event), self._last
        if last is not None:
            at.pressure = last.pressure  # that of a release is stale
            gap = math.hypot(at.view_x - last.view_x, at.view_y - last.view_y)
            if gap == 0.0 or gap > max(TAIL * self._step, NEAR):
                self._end(None)
                return
        self._end(at)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """While a pen draws, hear of it leaving: only the application is told."""
        if event.type() == QEvent.Type.TabletLeaveProximity:
            self.lose()
        return False

    # Fingers.

    def finger(self, kind: QEvent.Type, place: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """A single finger that draws: begins, moves or ends."""
        at = self._pointer(place, self._now(0), modifiers)
        if kind == QEvent.Type.TouchBegin and self.source is Source.NONE:
            self._begin(Source.FINGER, at, Qt.MouseButton.LeftButton, eraser=False)
        elif self.source is Source.FINGER:
            if kind == QEvent.Type.TouchUpdate:
                self._go_on(at)
            elif kind == QEvent.Type.TouchEnd:
                self._end(at)

    # Endings.

    @property
    def pen_was_just_here(self) -> bool:
        """Whether what the mouse does now may be an echo of the pen."""
        return self._is_echo()

    def lose(self) -> None:
        """Finish the gesture with what there is: its release was missed."""
        if self.source is not Source.NONE:
            self._end(None)

    def revoke(self) -> None:
        """Take the gesture back, and ignore the rest of it."""
        self._forget()
        self._sink.cancelled()

    def _begin(self, source: Source, at: Pointer, button: Qt.MouseButton, *, eraser: bool) -> None:
        pen_draws(True)
        self.source, self._button = source, button
        self._last, self._step = at, 0.0
        self._sink.pressed(at, button, eraser=eraser)

    def _go_on(self, at: Pointer) -> None:
        last = self._last
        if last is not None:
            step = math.hypot(at.view_x - last.view_x, at.view_y - last.view_y)
            if step > 0.0:
                self._step = step
        self._last = at
        self._sink.moved(at)

    def _end(self, at: Pointer | None) -> None:
        self._forget()
        self._sink.released(at)

    def _forget(self) -> None:
        pen_draws(False)
        if self.source is Source.PEN:
            self._pen_ended = self._now_here()
            application = QApplication.instance()
            if application is not None:
                application.removeEventFilter(self)
        self.source, self._button, self._last = Source.NONE, _NO_BUTTON, None

    # Reading.

    def _now_here(self) -> float:
        return self._clock.nsecsElapsed() * 1e-6

    def _is_echo(self) -> bool:
        return self.source is Source.PEN or self._now_here() - self._pen_ended < ECHO

    def _is_twin(self, at: Pointer) -> bool:
        time, x, y = self._mouse_pressed
        return self._now_here() - time < TWIN and math.hypot(at.view_x - x, at.view_y - y) < NEAR

    def _now(self, stamp: int) -> float:
        """The event's own clock, or ours where it has none; it never goes back."""
        own = self._now_here()
        if stamp > 0:
            if self._event_lead is None:
                self._event_lead = own - stamp
            now = stamp + self._event_lead
            if now < self._time - BACK:
                # The clock was set back. Held at the latest time, all that comes would happen in
                # one moment; it goes on from there instead.
                self._event_lead = self._time - stamp
                now = self._time
            if abs(now - own) > 5_000:  # another device, another clock
                self._event_lead = own - stamp
                now = own
        else:
            now = own
        self._time = max(self._time, now)
        return self._time

    def _of_mouse(self, event: QMouseEvent) -> Pointer:
        return self._pointer(event.position(), self._now(event.timestamp()), event.modifiers())

    def _of_pen(self, event: QTabletEvent) -> Pointer:
        at = self._pointer(event.position(), self._now(event.timestamp()), event.modifiers())
        capabilities = event.pointingDevice().capabilities()
        if capabilities & QInputDevice.Capability.Pressure:
            at.pressure = min(max(event.pressure(), LEAST_PRESSURE), 1.0)
        if capabilities & QInputDevice.Capability.XTilt:
            at.tilt_x, at.tilt_y = event.xTilt(), event.yTilt()
        return at

    def _pointer(self, place: QPointF, time: float, modifiers: Qt.KeyboardModifier) -> Pointer:
        x, y = place.x(), place.y()
        canvas = self._to_canvas(x, y)
        return Pointer(canvas.x(), canvas.y(), x, y, time, modifiers=modifiers)
