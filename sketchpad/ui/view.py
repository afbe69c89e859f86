"""How the canvas looks at the page: zoom, rotation and position, as an immutable value."""

from __future__ import annotations

import dataclasses
import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF, QTransform

MIN_ZOOM: Final = 0.02
MAX_ZOOM: Final = 64.0
#: Free room around a page that is fitted into the view, logical pixels.
FIT_MARGIN: Final = 24.0


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """Maps canvas units to logical pixels of the widget: rotate, scale, then move.

    Attributes:
        zoom: logical pixels per canvas unit.
        angle: degrees, clockwise on the screen, in [0, 360).
        dx: where the canvas origin lies, logical pixels.
        dy: the same, downwards.
    """

    zoom: float = 1.0
    angle: float = 0.0
    dx: float = 0.0
    dy: float = 0.0

    @property
    def transform(self) -> QTransform:
        """Canvas to widget."""
        turn = math.radians(self.angle)
        c, s = math.cos(turn) * self.zoom, math.sin(turn) * self.zoom
        if self.angle % 90 == 0:  # exact zeros keep Qt's fast paths for upright images
            c, s = round(c / self.zoom) * self.zoom, round(s / self.zoom) * self.zoom
        return QTransform(c, s, -s, c, self.dx, self.dy)

    def to_view(self, x: float, y: float) -> QPointF:
        """Where a canvas point lies on the widget."""
        return self.transform.map(QPointF(x, y))

    def to_canvas(self, x: float, y: float) -> QPointF:
        """Which canvas point lies under a point of the widget."""
        turn = math.radians(self.angle)
        c, s = math.cos(turn) / self.zoom, math.sin(turn) / self.zoom
        x, y = x - self.dx, y - self.dy
        return QPointF(c * x + s * y, c * y - s * x)

    def canvas_rect(self, rect: QRectF) -> QRectF:
        """The upright canvas rectangle that covers a rectangle of the widget."""
        inverse, _ = self.transform.inverted()
        return inverse.mapRect(rect)

    def view_polygon(self, rect: QRectF) -> QPolygonF:
        """A canvas rectangle as it lies on the widget."""
        return self.transform.map(QPolygonF(rect))

    def panned(self, dx: float, dy: float) -> View:
        """Moved by logical pixels."""
        return dataclasses.replace(self, dx=self.dx + dx, dy=self.dy + dy)

    def zoomed(self, zoom: float, at: QPointF) -> View:
        """At another zoom, with the canvas point under ``at`` (logical pixels) held fast."""
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        ratio = zoom / self.zoom
        return View(
            zoom,
            self.angle,
            at.x() + (self.dx - at.x()) * ratio,
            at.y() + (self.dy - at.y()) * ratio,
        )

    def rotated(self, degrees: float, at: QPointF) -> View:
        """Turned clockwise, with the canvas point under ``at`` (logical pixels) held fast."""
        turn = math.radians(degrees)
        c, s = math.cos(turn), math.sin(turn)
        x, y = self.dx - at.x(), self.dy - at.y()
        angle = (self.angle + degrees) % 360.0
        return View(self.zoom, angle, at.x() + c * x - s * y, at.y() + s * x + c * y)

    def snapped(self, ratio: float) -> View:
        """The nearest view whose origin lies on a whole device pixel, ``ratio`` per logical one.

        Panning between such views moves an image without resampling it.
        """
        return dataclasses.replace(
            self, dx=round(self.dx * ratio) / ratio, dy=round(self.dy * ratio) / ratio
        )


def fit(rect: QRectF, width: float, height: float, angle: float = 0.0) -> View:
    """A view that shows a canvas rectangle in the middle of a widget of this size."""
    turned = View(1.0, angle).transform.mapRect(rect)
    room_x = max(width - 2 * FIT_MARGIN, 1.0)
    room_y = max(height - 2 * FIT_MARGIN, 1.0)
    zoom = min(room_x / max(turned.width(), 1e-6), room_y / max(turned.height(), 1e-6))
    zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
    centre = View(zoom, angle).transform.map(rect.center())
    return View(zoom, angle, width / 2 - centre.x(), height / 2 - centre.y())
