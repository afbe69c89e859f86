"""The drawing surface: shows the current page and turns pen, mouse and touch into gestures."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from sketchpad.core.stroke import Stroke
from sketchpad.ui.editor import Editor
from sketchpad.ui.tools.settings import ToolSettings
from sketchpad.ui.view import View, fit

#: The tools by name, in the order of the tool bar.
TOOL_NAMES: Final = ("pen", "eraser", "select", "hand", "zoom", "rotate", "eyedropper")
ZOOM_STEP: Final = 1.25


class Overlay(Protocol):
    """Something drawn above the page, such as ghost strokes."""

    def paint(self, painter: QPainter, view: View) -> None:
        """Paint in canvas units; the painter maps them to the widget. ``view`` tells how."""


def prepare_application_attributes() -> None:
    """Have Qt deliver every sample of pens and mice; call this before ``QApplication`` exists."""
    attribute = Qt.ApplicationAttribute
    QCoreApplication.setAttribute(attribute.AA_CompressHighFrequencyEvents, False)
    QCoreApplication.setAttribute(attribute.AA_CompressTabletEvents, False)


class CanvasView(QWidget):
    """The drawing surface of one editor.

    Attributes:
        editor: the open document.
        settings: what the tools are set to.
        overlays: painted above the page, in order.
    """

    zoom_changed = Signal(float)
    rotation_changed = Signal(float)
    tool_changed = Signal(str)
    hover_moved = Signal(float, float)
    stroke_committed = Signal()
    message = Signal(str)

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.settings = ToolSettings()
        self.overlays: list[Overlay] = []
        self._view = View()
        self._fitted = False
        self._tool = "pen"
        self._desk = QColor("#8c9096")
        self._points: list[tuple[float, float]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        editor.document_changed.connect(self.update)
        editor.current_changed.connect(self.update)

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
    def tool(self) -> str:
        """The name of the tool in hand."""
        return self._tool

    def set_tool(self, name: str) -> None:
        """Take a tool of ``TOOL_NAMES`` in hand.

        Raises:
            KeyError: for another name.
        """
        if name not in TOOL_NAMES:
            raise KeyError(name)
        if name != self._tool:
            self._tool = name
            self.tool_changed.emit(name)

    def set_desk_colour(self, colour: QColor) -> None:
        """Colour what lies around the paper."""
        self._desk = QColor(colour)
        self.update()

    def set_view(self, view: View) -> None:
        """Look at the page in another way."""
        before, self._view = self._view, view.snapped(self.devicePixelRatioF())
        if before.zoom != self._view.zoom:
            self.zoom_changed.emit(self._view.zoom)
        if before.angle != self._view.angle:
            self.rotation_changed.emit(self._view.angle)
        self.update()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, holding a point of the widget (default: its middle) fast."""
        self.set_view(self._view.zoomed(zoom, at or QPointF(self.rect().center())))

    def zoom_in(self) -> None:
        """One step closer."""
        self.zoom_to(self.zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step away."""
        self.zoom_to(self.zoom / ZOOM_STEP)

    def fit_page(self) -> None:
        """Show the whole page."""
        page = self.editor.page
        self.fit_rect(QRectF(0, 0, page.width, page.height))

    def fit_rect(self, rect: QRectF) -> None:
        """Show a rectangle of the canvas as large as it goes."""
        self.set_view(fit(rect, self.width(), self.height(), self.rotation))

    def rotate_by(self, degrees: float) -> None:
        """Turn the view clockwise about the widget's middle."""
        self.set_view(self._view.rotated(degrees, QPointF(self.rect().center())))

    def reset_rotation(self) -> None:
        """Turn the view upright."""
        self.rotate_by(-self.rotation)

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the view by logical pixels."""
        self.set_view(self._view.panned(dx, dy))

    def cancel_gesture(self) -> bool:
        """Give up the gesture under way; whether there was one."""
        was, self._points = bool(self._points), []
        self.update()
        return was

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page when first shown."""
        super().resizeEvent(event)
        if not self._fitted:
            self._fitted = True
            self.fit_page()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the desk, the page and the overlays."""
        page = self.editor.page
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self._desk)
        painter.setTransform(self._view.transform)
        painter.fillRect(QRectF(0, 0, page.width, page.height), QColor(page.paper))
        for stroke in page.sketch.strokes:
            self._line(painter, [(float(x), float(y)) for x, y in stroke.points], stroke)
        self._line(painter, self._points, None)
        for overlay in self.overlays:
            overlay.paint(painter, self._view)

    def _line(
        self, painter: QPainter, points: list[tuple[float, float]], stroke: Stroke | None
    ) -> None:
        brush = stroke.brush if stroke is not None else self.editor.brush
        painter.setOpacity(brush.opacity)
        pen = QPen(QColor(brush.colour), brush.width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
        painter.setOpacity(1.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        if event.button() == Qt.MouseButton.LeftButton and self._tool == "pen":
            self._points = []
            self._extend(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture."""
        at = self._view.to_canvas(event.position().x(), event.position().y())
        self.hover_moved.emit(at.x(), at.y())
        if self._points:
            self._extend(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Finish a gesture."""
        if not self._points:
            return
        editor, points = self.editor, self._points
        self._points = []
        stroke = Stroke.make(points, editor.brush)
        document = editor.document.with_page(
            editor.page.id,
            lambda page: page.with_layer(
                editor.layer.id, lambda layer: layer.replace(strokes=(*layer.strokes, stroke))
            ),
        )
        editor.apply(self.tr("Draw stroke"), document)
        self.stroke_committed.emit()

    def _extend(self, event: QMouseEvent) -> None:
        at = self._view.to_canvas(event.position().x(), event.position().y())
        self._points.append((at.x(), at.y()))
        self.update()
