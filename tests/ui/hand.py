"""A hand at the canvas: real events of pens, mice and fingers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication, QWidget

_CAN = QInputDevice.Capability
NO_KEY = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.MouseButton.NoButton
PRESS, MOVE, RELEASE = (
    QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
    QEvent.Type.TabletRelease,
)


def device(
    kind: QPointingDevice.PointerType = QPointingDevice.PointerType.Pen,
) -> QPointingDevice:
    """A tablet's pen or its eraser end."""
    abilities = _CAN.Position | _CAN.Pressure | _CAN.XTilt | _CAN.YTilt | _CAN.Hover
    return QPointingDevice("test pen", 1, QInputDevice.DeviceType.Stylus, kind, abilities, 1, 3)


_PEN = device()
_ERASER = device(QPointingDevice.PointerType.Eraser)


class Hand:
    """Sends events to one widget; places are logical pixels of it.

    Attributes:
        clock: ms, the timestamp of the next event; 0 leaves it to the widget.
    """

    def __init__(self, widget: QWidget) -> None:
        self.widget = widget
        self.clock = 0

    def pen(
        self,
        kind: QEvent.Type,
        x: float,
        y: float,
        pressure: float = 0.5,
        *,
        buttons: Qt.MouseButton | None = None,
        eraser: bool = False,
        keys: Qt.KeyboardModifier = NO_KEY,
        button: Qt.MouseButton = LEFT,
    ) -> QTabletEvent:
        """One event of the pen."""
        event = self.pen_event(
            kind, x, y, pressure, buttons=buttons, eraser=eraser, keys=keys, button=button
        )
        QApplication.sendEvent(self.widget, event)
        return event

    def pen_event(
        self,
        kind: QEvent.Type,
        x: float,
        y: float,
        pressure: float = 0.5,
        *,
        buttons: Qt.MouseButton | None = None,
        eraser: bool = False,
        keys: Qt.KeyboardModifier = NO_KEY,
        button: Qt.MouseButton = LEFT,
    ) -> QTabletEvent:
        """One event of the pen, not sent yet."""
        held = (NONE if kind == RELEASE else LEFT) if buttons is None else buttons
        at = QPointF(x, y)
        own = NONE if kind == MOVE else button
        source = _ERASER if eraser else _PEN
        event = QTabletEvent(
            kind, source, at, self._everywhere(at), pressure, 12, -7, 0, 0, 0, keys, own, held
        )
        if self.clock:
            event.setTimestamp(self.clock)
        return event

    def pen_stroke(
        self,
        trace: Iterable[Iterable[float]],
        *,
        eraser: bool = False,
        keys: Qt.KeyboardModifier = NO_KEY,
        lift: bool = True,
    ) -> None:
        """A whole stroke of rows x, y, pressure[, time]; times become timestamps."""
        rows = np.array([list(row) for row in trace])
        begin = self.clock or 1_000
        for number, row in enumerate(rows):
            self.clock = begin + int(row[3] if len(row) > 3 else 5 * number)
            kind = MOVE if number else PRESS
            self.pen(kind, row[0], row[1], row[2], eraser=eraser, keys=keys)
        if lift:
            self.pen(RELEASE, rows[-1][0], rows[-1][1], 0.0, eraser=eraser, keys=keys)
        self.clock += 200

    def mouse(
        self,
        kind: QEvent.Type,
        x: float,
        y: float,
        *,
        button: Qt.MouseButton = LEFT,
        buttons: Qt.MouseButton | None = None,
        keys: Qt.KeyboardModifier = NO_KEY,
    ) -> None:
        """One event of the mouse."""
        at = QPointF(x, y)
        released = kind == QEvent.Type.MouseButtonRelease
        held = (NONE if released else button) if buttons is None else buttons
        own = NONE if kind == QEvent.Type.MouseMove else button
        event = QMouseEvent(kind, at, self._everywhere(at), own, held, keys)
        if self.clock:
            event.setTimestamp(self.clock)
        QApplication.sendEvent(self.widget, event)

    def drag(
        self,
        points: Iterable[tuple[float, float]],
        *,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NO_KEY,
        release: bool = True,
    ) -> None:
        """Press at the first place, go through all, release at the last."""
        places = list(points)
        self.mouse(QEvent.Type.MouseButtonPress, *places[0], button=button, keys=keys)
        for place in places[1:]:
            self.clock += 8 if self.clock else 0
            self.mouse(QEvent.Type.MouseMove, *place, button=button, buttons=button, keys=keys)
        if release:
            self.mouse(QEvent.Type.MouseButtonRelease, *places[-1], button=button, keys=keys)

    def hover(self, x: float, y: float) -> None:
        """The mouse moves with no button down."""
        self.mouse(QEvent.Type.MouseMove, x, y, buttons=NONE)

    def click(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press and release."""
        self.drag([(x, y)], keys=keys)

    def _everywhere(self, at: QPointF) -> QPointF:
        return QPointF(self.widget.mapToGlobal(at))
