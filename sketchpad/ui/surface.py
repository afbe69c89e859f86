"""The part of the canvas that shows: the page in a view, wet ink, and what lies above."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion, QResizeEvent, QTransform
from PySide6.QtWidgets import QWidget

from sketchpad.core.document import Page
from sketchpad.core.stroke import Brush
from sketchpad.ui.editor import Editor
from sketchpad.ui.picture import Picture, rects_of
from sketchpad.ui.view import View, fit
from sketchpad.ui.wet import Node, WetInk

ZOOM_STEP: Final = 1.25
#: ms of repairing the picture between two looks at the event queue, and while the hand is moving.
SLICE: Final = 8.0
SLICE_MOVING: Final = 3.0
#: Seconds after which a view that changed counts as at rest.
_REST: Final = 0.1


class Overlay(Protocol):
    """Something drawn above the page, such as ghost strokes."""

    def paint(self, painter: QPainter, view: View) -> None:
        """Paint in canvas units; the painter maps them to the widget. ``view`` tells how."""


class Surface(QWidget):
    """Shows one page; ``CanvasView`` adds what the hand does.

    Attributes:
        editor: the open document.
        overlays: painted above the page, in order; call ``update`` when one changes.
    """

    view_changed = Signal()
    zoom_changed = Signal(float)
    rotation_changed = Signal(float)
    stroke_committed = Signal()
    message = Signal(str)

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.overlays: list[Overlay] = []
        self._view = View()
        self._follows_size = True
        self._moved = 0.0
        self._preview: Page | None = None
        self._picture = Picture(editor.page)
        self._wet = WetInk()
        self._worker = QTimer(self)
        self._worker.setSingleShot(True)
        self._worker.timeout.connect(self._on_work)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)

    # The view.

    @property
    def view(self) -> View:
        """How the page is looked at."""
        return self._view

    @property
    def zoom(self) -> float:
        """Logical pixels per canvas unit."""
        return self._view.zoom

    @property
    def rotation(self) -> float:
        """Degrees clockwise, in [0, 360)."""
        return self._view.angle

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return False

    @property
    def is_inking(self) -> bool:
        """Whether wet ink lies on the page."""
        return not self._wet.is_empty

    def set_view(self, view: View) -> None:
        """Look at the page in another way: the old picture moves at once, and is repaired."""
        self._follows_size = False
        before, self._view = self._view, view.snapped(self.devicePixelRatioF())
        if before == self._view:
            return
        self._moved = time.perf_counter()
        self._picture.look(self._device_transform())
        self._wet.look(self._device_transform(), self._device_size())
        self._picture.repair(SLICE)
        self._keep_working()
        self.view_changed.emit()
        if before.zoom != self._view.zoom:
            self.zoom_changed.emit(self._view.zoom)
        if before.angle != self._view.angle:
            self.rotation_changed.emit(self._view.angle)
        self.update()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, holding a point of the widget (default: its middle) fast."""
        self.set_view(self._view.zoomed(zoom, at or self.middle()))

    def zoom_in(self) -> None:
        """One step closer."""
        self.zoom_to(self.zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step away."""
        self.zoom_to(self.zoom / ZOOM_STEP)

    def fit_page(self) -> None:
        """Show the whole page, also when the widget's size changes, until the view does."""
        page = self.editor.page
        self.fit_rect(QRectF(0, 0, page.width, page.height))
        self._follows_size = True

    def fit_rect(self, rect: QRectF) -> None:
        """Show a rectangle of the canvas as large as it goes."""
        self.set_view(fit(rect, self.width(), self.height(), self.rotation))

    def rotate_by(self, degrees: float) -> None:
        """Turn the view clockwise about the widget's middle."""
        self.set_view(self._view.rotated(degrees, self.middle()))

    def reset_rotation(self) -> None:
        """Turn the view upright."""
        self.rotate_by(-self.rotation)

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the view by logical pixels."""
        self.set_view(self._view.panned(dx, dy))

    # What is shown.

    def set_desk_colour(self, colour: QColor) -> None:
        """Colour what lies around the paper."""
        self._picture.desk = QColor(colour)
        self._picture.invalidate()
        self._keep_working()

    def finish_rendering(self) -> None:
        """Wait until the picture is complete, for screenshots and measurements."""
        while not self._picture.is_complete:
            self._picture.repair(100.0)
        self.update()

    # The stage of the tools.

    def middle(self) -> QPointF:
        """The middle of the widget, logical pixels."""
        return QRectF(self.rect()).center()

    def preview(self, page: Page | None) -> None:
        """Show another value of the current page for now; None ends that."""
        self._preview = page
        self._show_page()

    def begin_ink(self, brush: Brush) -> None:
        """Take wet ink: what is drawn with it shows at once, as one stroke."""
        self._update_device(self._wet.begin(brush, self._device_transform(), self._device_size()))

    def add_ink(self, nodes: Sequence[Node], tip: Node | None = None) -> None:
        """Lead the wet ink on through nodes, and from there to ``tip`` for now."""
        self._update_device(self._wet.add(nodes, tip))

    def end_ink(self) -> None:
        """Let the wet ink vanish."""
        self._update_device(self._wet.end())

    def redraw(self, area: QRectF | None = None) -> None:
        """Have the overlay painted again, in an area in canvas units or everywhere."""
        if area is None:
            self.update()
        else:
            rect = self._view.transform.mapRect(area)
            self.update(rect.toAlignedRect().adjusted(-4, -4, 4, 4))

    def colour_at(self, x: float, y: float) -> QColor:
        """What is painted at a point of the canvas; its paper, if that is out of sight."""
        place = self._device_transform().map(QPointF(x, y)).toPoint()
        image = self._picture.image
        if image.rect().contains(place):
            return image.pixelColor(place)
        return QColor(self.editor.page.paper)

    def say(self, text: str) -> None:
        """Tell the user a sentence."""
        self.message.emit(text)

    def committed(self) -> None:
        """A stroke was drawn."""
        self.stroke_committed.emit()

    # Qt.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted page fitted; under the hand nothing moves."""
        super().resizeEvent(event)
        self._take_size()
        if self._follows_size and not self.is_busy:
            self.fit_page()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what there is: picture, wet ink, overlays."""
        ratio = self.devicePixelRatioF()
        region = _scaled(event.region(), ratio)
        painter = QPainter(self)
        painter.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
        self._picture.paint(painter, region)
        self._wet.paint(painter, region)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._view.transform)
        for overlay in self.overlays:
            painter.save()
            overlay.paint(painter, self._view)
            painter.restore()
        self._paint_above(painter)

    # Inside.

    def _paint_above(self, painter: QPainter) -> None:
        """Paint what belongs to the tools, canvas units."""

    def _map_to_canvas(self, x: float, y: float) -> QPointF:
        return self._view.to_canvas(x, y)

    def _device_transform(self) -> QTransform:
        ratio = self.devicePixelRatioF()
        return self._view.transform * QTransform.fromScale(ratio, ratio)

    def _device_size(self) -> QSize:
        return (QRectF(self.rect()).size() * self.devicePixelRatioF()).toSize()

    def _take_size(self) -> None:
        self._picture.resize(self._device_size())
        self._picture.look(self._device_transform())
        self._wet.look(self._device_transform(), self._device_size())
        self._keep_working()
        self.update()

    def _show_page(self) -> None:
        page = self._preview or self.editor.page
        self._update_region(self._picture.show(page))
        self._keep_working()
        if self.editor.selection:
            self.update()

    def _keep_working(self) -> None:
        if not self._picture.is_complete and not self._worker.isActive():
            self._worker.start(0)

    def _on_work(self) -> None:
        moving = time.perf_counter() - self._moved < _REST or not self._wet.is_empty
        self._update_region(self._picture.repair(SLICE_MOVING if moving else SLICE))
        self._keep_working()

    def _update_region(self, region: QRegion) -> None:
        for rect in rects_of(region):
            self._update_device(rect)

    def _update_device(self, rect: QRect) -> None:
        if rect.isEmpty():
            return
        ratio = self.devicePixelRatioF()
        if ratio == 1.0:
            self.update(rect)
        else:
            logical = QTransform.fromScale(1 / ratio, 1 / ratio).mapRect(QRectF(rect))
            self.update(logical.toAlignedRect())


def _scaled(region: QRegion, ratio: float) -> QRegion:
    """A region of logical pixels, in device pixels, rounded outwards."""
    if ratio == 1.0:
        return region
    scaled = QRegion()
    for rect in rects_of(region):
        scaled += QTransform.fromScale(ratio, ratio).mapRect(QRectF(rect)).toAlignedRect()
    return scaled
