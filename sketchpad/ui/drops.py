"""Strokes that are dragged onto a canvas, from this application or from others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from sketchpad.core import geometry
from sketchpad.core.errors import SketchpadError
from sketchpad.core.stroke import Stroke, bounds_of
from sketchpad.ui import clipboard
from sketchpad.ui.canvas import CanvasView

Take = Callable[[tuple[Stroke, ...]], object]
Fail = Callable[[SketchpadError], object]


class StrokeDrops(QObject):
    """Watches a canvas; everything else that is dropped goes on to the window."""

    def __init__(self, canvas: CanvasView, take: Take, fail: Fail) -> None:
        """``take`` gets the strokes, with their middle where they were dropped."""
        super().__init__(canvas)
        self._canvas = canvas
        self._take = take
        self._fail = fail
        canvas.setAcceptDrops(True)
        canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Welcome strokes."""
        kinds = (QEvent.Type.DragEnter, QEvent.Type.DragMove)
        if event.type() in kinds and isinstance(event, QDragMoveEvent):
            if not _has_strokes(event.mimeData()):
                return False
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            if not _has_strokes(event.mimeData()):
                return False
            event.acceptProposedAction()
            self._drop(event.mimeData(), event.position())
            return True
        return False

    def _drop(self, mime: QMimeData, at: QPointF) -> None:
        try:
            strokes = clipboard.strokes_in(mime)
        except SketchpadError as error:
            self._fail(error)
            return
        box = bounds_of(strokes)
        if box is None:
            return
        here = self._canvas.view.to_canvas(at.x(), at.y())
        x, y = here.x() - (box[0] + box[2]) / 2, here.y() - (box[1] + box[3]) / 2
        matrix = geometry.translation(x, y)
        self._take(tuple(geometry.transform(stroke, matrix) for stroke in strokes))
        self._canvas.window().activateWindow()


def _has_strokes(mime: QMimeData) -> bool:
    """Whether it is about strokes; files are opened, not put on the page."""
    known = mime.hasFormat(clipboard.NATIVE) or mime.hasFormat(clipboard.SVG)
    return known and not mime.hasUrls()
