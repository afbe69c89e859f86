"""The pen: samples become a stroke."""

from __future__ import annotations

import dataclasses
import math
from typing import ClassVar, Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sketchpad.core import edits
from sketchpad.core.smoothing import OneEuroFilter, PulledString
from sketchpad.core.spline import Curve
from sketchpad.core.stroke import DEFAULT_PRESSURE, PRESSURE, Brush, Stroke
from sketchpad.ui.tools.base import Pointer, Stage, Tool, translate
from sketchpad.ui.view import View
from sketchpad.ui.wet import Node

#: Hz at full and at hardly any smoothing; see ``OneEuroFilter``.
_CUTOFFS: Final = (0.8, 14.0)
_BETA: Final = 0.03
#: The stabiliser's longest string, logical pixels.
_STRING: Final = 90.0
#: Logical pixels per ms at which a stroke without pressure is drawn thinnest.
_FAST: Final = 3.0
#: Logical pixels that a stroke may stay off the curve through its samples: seen closer, too.
_TOLERANCE: Final = 0.05
_Row = tuple[float, ...]


class Pen(Tool):
    """Draws strokes. Shift draws on from the end of the last stroke in a straight line."""

    name: ClassVar[str] = "pen"
    cursor: ClassVar[Qt.CursorShape | None] = None

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._rows: list[_Row] = []  # what is drawn: through the samples, as they were smoothed
        self._raw: list[_Row] = []
        self._curve = Curve(_TOLERANCE)
        self._tip: _Row | None = None  # the latest of what is drawn
        self._smooths = False
        self._brush = Brush()
        self._start = 0.0
        self._pressure = DEFAULT_PRESSURE
        self._filter: OneEuroFilter | None = None
        self._string: PulledString | None = None
        self._pen: Pointer | None = None
        self._straight: tuple[float, float] | None = None
        self._last_end: tuple[str, float, float] | None = None

    @property
    def reach(self) -> float:
        """The brush's width."""
        return self.stage.editor.brush.width

    @property
    def is_busy(self) -> bool:
        """Whether a stroke is being drawn."""
        return bool(self._raw)

    def press(self, at: Pointer) -> None:
        """Put the pen down."""
        if self.refused():
            return
        settings = self.stage.settings
        self._brush = self._brush_for(at)
        self._start, self._pressure = at.time, DEFAULT_PRESSURE
        strength = min(max(settings.smoothing, 0.0), 1.0)
        low, high = _CUTOFFS
        self._filter = OneEuroFilter(high * (low / high) ** strength, _BETA) if strength else None
        length = _STRING * settings.stabiliser_strength
        self._string = PulledString(length) if settings.stabiliser and length > 0 else None
        self._straight = self._origin_of_line(at)
        self._rows, self._raw, self._smooths = [], [], False
        self._begin_curve()
        self.stage.begin_ink(self._brush)
        if self._straight is None:
            self._add(at)
        else:
            self._raw.append(self._row(at, at.x, at.y))
            self._draw_line(at)

    def move(self, at: Pointer) -> None:
        """Draw on."""
        if not self._raw:
            return
        if self._straight is not None:
            if at.holds(Qt.KeyboardModifier.ShiftModifier):
                self._draw_line(at)
                return
            self._straight = None  # Shift is up: draw on freely from the line's end
            self._reset_filters(at)
        self._add(at)

    def release(self, at: Pointer | None) -> None:
        """Lift the pen: one undo step."""
        if not self._raw:
            return
        if at is not None and (at.x, at.y) != self._raw[-1][:2]:
            self.move(at)
        self._reach_the_pen()
        self._rows += self._curve.finish()
        stroke = self._stroke()
        self._forget()
        editor = self.stage.editor
        document = edits.add_strokes(editor.document, editor.page.id, editor.layer.id, [stroke])
        self._last_end = (editor.layer.id, *stroke.points[-1].tolist())
        editor.apply(translate("Tools", "Draw stroke"), document)
        self.stage.end_ink()
        self.stage.committed()

    def cancel(self) -> None:
        """Throw the stroke away."""
        self._forget()
        self.stage.end_ink()

    def paint(self, painter: QPainter, view: View) -> None:
        """Show the stabiliser's string."""
        if self._string is None or self._pen is None or self._tip is None:
            return
        end = QPointF(*self._tip[:2])
        pen = QPen(QColor(128, 128, 128, 160), 1.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawLine(end, QPointF(self._pen.x, self._pen.y))
        del view

    def _forget(self) -> None:
        self._rows, self._raw = [], []
        self._pen = self._tip = None

    def _brush_for(self, at: Pointer) -> Brush:
        """The brush; without pressure it draws its nominal width."""
        brush = self.stage.editor.brush
        if at.pressure is None and not self.stage.settings.pressure_from_speed:
            brush = dataclasses.replace(brush, sensitivity=0.0)
        return brush

    def _origin_of_line(self, at: Pointer) -> tuple[float, float] | None:
        """Where a straight line begins, if one is wanted: the last stroke's end, or here."""
        if not at.holds(Qt.KeyboardModifier.ShiftModifier):
            return None
        if self._last_end is not None and self._last_end[0] == self.stage.editor.layer.id:
            return self._last_end[1:]
        return at.x, at.y

    def _draw_line(self, at: Pointer) -> None:
        assert self._straight is not None
        x, y = self._straight
        first = self._row(at, x, y)
        self._rows = [(*first[:3], 0.0, *first[4:]), self._row(at, at.x, at.y)]
        self.stage.begin_ink(self._brush)
        self._tip = self._rows[-1]
        self.stage.add_ink([self._node(row) for row in self._rows])

    def _reset_filters(self, at: Pointer) -> None:
        if self._filter is not None:
            self._filter.reset()
        if self._string is not None:
            self._string.reset()
        self._begin_curve()
        self._curve.add(self._rows[-1])
        self._pen = at

    def _begin_curve(self) -> None:
        self._curve = Curve(_TOLERANCE / self.stage.view.zoom)
        self._tip = None

    def _add(self, at: Pointer) -> None:
        """Take a reading: smoothed for the stroke, as it is for ``raw``."""
        before = self._pen
        self._pen = at
        if at.pressure is not None:
            self._pressure = at.pressure
        elif self.stage.settings.pressure_from_speed and before is not None:
            self._pressure += 0.2 * (_pressure_of_speed(before, at) - self._pressure)
        self._raw.append(self._row(at, at.x, at.y))
        x, y = at.view_x, at.view_y
        if self._string is not None:
            x, y = self._string.add(x, y, at.time)
        if self._filter is not None:
            x, y = self._filter.add(x, y, at.time)
        if x == at.view_x and y == at.view_y:
            x, y = at.x, at.y
        else:
            self._smooths = True
            place = self.stage.view.to_canvas(x, y)
            x, y = place.x(), place.y()
        self._lead_to(self._row(at, x, y))
        if self._string is not None:
            self.stage.redraw(QRectF(QPointF(x, y), QPointF(at.x, at.y)).normalized())

    def _reach_the_pen(self) -> None:
        """Let a smoothed line end where the pen left; on a string it ends where it is."""
        if self._string is None and self._straight is None and self._smooths:
            last = self._raw[-1]
            assert self._tip is not None
            if math.dist(last[:2], self._tip[:2]) * self.stage.view.zoom > 0.5:
                self._lead_to(last)

    def _lead_to(self, row: _Row) -> None:
        """Lead the line on: straight for now, and as a curve once it is known where it goes."""
        settled = self._curve.add(row)
        self._rows += settled
        self._tip = row
        self.stage.add_ink([self._node(r) for r in settled], self._node(row))

    def _row(self, at: Pointer, x: float, y: float) -> _Row:
        tilt_x = math.nan if at.tilt_x is None else at.tilt_x
        tilt_y = math.nan if at.tilt_y is None else at.tilt_y
        return x, y, self._pressure, at.time - self._start, tilt_x, tilt_y

    def _node(self, row: _Row) -> Node:
        """Its width as ``Brush.widths``, for one sample and without an array."""
        brush = self._brush
        share = min(max(row[PRESSURE], 0.0), 1.0) ** brush.gamma
        return row[0], row[1], float(brush.width * (1.0 - brush.sensitivity * (1.0 - share)))

    def _stroke(self) -> Stroke:
        changed = self._smooths or len(self._rows) > len(self._raw)
        raw = np.array(self._raw) if changed and self._straight is None else None
        return Stroke.make(np.array(self._rows), self._brush, raw=raw)


def _pressure_of_speed(before: Pointer, at: Pointer) -> float:
    """A pressure that stands in for one: firm when slow, light when fast."""
    dt = at.time - before.time
    if dt <= 0.0:
        return DEFAULT_PRESSURE
    speed = math.hypot(at.view_x - before.view_x, at.view_y - before.view_y) / dt
    return 0.9 - 0.75 * min(1.0, speed / _FAST)
