"""Fingers: two pan, pinch and turn the view; one draws, or pans once a pen was seen."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QTouchEvent

from sketchpad.ui.input import PointerInput, Source
from sketchpad.ui.tools.base import Stage
from sketchpad.ui.view import View

#: Degrees that two fingers turn before the view does: nobody pinches quite straight.
_DETENT: Final = 8.0


class TouchInput(QObject):
    """Turns touch events into views and gestures."""

    def __init__(self, stage: Stage, pointer: PointerInput, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._pointer = pointer
        self._fingers: tuple[QPointF, ...] = ()
        self._view = View()
        self._turns = False

    def touch(self, event: QTouchEvent) -> None:
        """Any event of fingers."""
        event.accept()
        places = tuple(
            point.position() for point in event.points() if point.state() != point.State.Released
        )
        if event.type() == QEvent.Type.TouchCancel:
            self._drop()
            return
        if len(places) >= 2:
            self._pinch(places[:2])
        elif self._fingers or self._pointer.pen_was_seen:
            self._pan(places)
        elif event.points():
            place = places[0] if places else event.points()[0].position()
            self._pointer.finger(event.type(), place, event.modifiers())
        if event.type() == QEvent.Type.TouchEnd:
            self._fingers = ()

    def _drop(self) -> None:
        self._fingers = ()
        if self._pointer.source is Source.FINGER:
            self._pointer.revoke()

    def _pan(self, places: tuple[QPointF, ...]) -> None:
        if len(places) == 1 and len(self._fingers) == 1:
            by = places[0] - self._fingers[0]
            self._stage.set_view(self._view.panned(by.x(), by.y()))
        elif len(places) == 1:
            self._fingers, self._view = places, self._stage.view

    def _pinch(self, places: tuple[QPointF, ...]) -> None:
        if self._pointer.source is Source.FINGER:
            self._pointer.revoke()  # the first finger did not mean to draw
        if len(self._fingers) != 2:
            self._fingers, self._view, self._turns = places, self._stage.view, False
            return
        old, new = self._fingers[1] - self._fingers[0], places[1] - places[0]
        spread = math.hypot(new.x(), new.y()) / max(math.hypot(old.x(), old.y()), 1.0)
        turn = math.degrees(math.atan2(new.y(), new.x()) - math.atan2(old.y(), old.x()))
        turn = (turn + 180.0) % 360.0 - 180.0
        self._turns = self._turns or abs(turn) > _DETENT
        before = (self._fingers[0] + self._fingers[1]) / 2
        now = (places[0] + places[1]) / 2
        by = now - before
        view = self._view.zoomed(self._view.zoom * spread, before)
        if self._turns:
            view = view.rotated(turn, before)
        self._stage.set_view(view.panned(by.x(), by.y()))
