"""The drawing surface: shows the current page and turns pen, mouse and touch into gestures."""

from __future__ import annotations

import os
import time
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QPoint,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from sketchpad.core import edits, geometry
from sketchpad.ui.editor import Editor
from sketchpad.ui.gestures import TOOL_NAMES, Gestures
from sketchpad.ui.input import PointerInput
from sketchpad.ui.ring import draw_ring, ring_box
from sketchpad.ui.surface import ZOOM_STEP, Overlay, Surface
from sketchpad.ui.tools.base import Pointer
from sketchpad.ui.tools.settings import ToolSettings
from sketchpad.ui.touch import TouchInput

__all__ = ["TOOL_NAMES", "CanvasView", "Overlay", "prepare_application_attributes"]

_NOTCH: Final = 120.0
#: Logical pixels that one notch of the wheel scrolls.
_SCROLL: Final = 80.0
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def prepare_application_attributes() -> None:
    """Have Qt deliver every sample of pens and mice; call this before ``QApplication`` exists.

    Strokes are painted by the thread that asks for them: Qt would hand the few pixels of each to a
    pool of threads and wait for it, which takes 1.5 times as long (1,000 strokes on two cores).
    """
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    attribute = Qt.ApplicationAttribute
    QCoreApplication.setAttribute(attribute.AA_CompressHighFrequencyEvents, False)
    QCoreApplication.setAttribute(attribute.AA_CompressTabletEvents, False)


class CanvasView(Surface):
    """The drawing surface of one editor.

    Attributes:
        editor: the open document.
        settings: what the tools are set to.
        overlays: painted above the page, in order; call ``update`` when one changes.
    """

    tool_changed = Signal(str)
    menu_wanted = Signal(QPoint)
    hover_moved = Signal(float, float)

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, parent)
        self.settings = ToolSettings()
        self._hover: Pointer | None = None
        self._ring = QRect()
        self._gestures = Gestures(self, self)
        self._gestures.on_hover = self._on_hover
        self._input = PointerInput(self._gestures, self._map_to_canvas, self)
        self._touch = TouchInput(self, self._input, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        editor.document_changed.connect(self._on_document_changed)
        editor.current_changed.connect(self._on_current_changed)
        editor.selection_changed.connect(self.update)
        editor.brush_changed.connect(self._move_ring)
        self._show_cursor()

    # Tools.

    @property
    def tool(self) -> str:
        """The name of the tool in hand."""
        return self._gestures.chosen.name

    def set_tool(self, name: str) -> None:
        """Take a tool of ``TOOL_NAMES`` in hand.

        Raises:
            KeyError: for another name.
        """
        if name != self.tool:
            self._input.lose()
            self._gestures.choose(name)
            self._show_cursor()
            self.update()
            self.tool_changed.emit(name)

    def settings_changed(self) -> None:
        """Show the tool in hand as it is set now."""
        self._move_ring()

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._gestures.is_busy

    def finish_gesture(self) -> None:
        """End the gesture under way as if the pen had been lifted."""
        self._input.lose()

    def cancel_gesture(self) -> bool:
        """Give up the gesture under way; whether there was one."""
        was = self._gestures.is_busy
        self._input.revoke()
        return was

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selected strokes by canvas units; steps in a row are one undo step."""
        editor = self.editor
        matrix = geometry.translation(dx, dy)
        ids = editor.selection
        document = edits.transform_strokes(editor.document, editor.page.id, ids, matrix)
        editor.apply(self.tr("Move strokes"), document, merge="nudge " + " ".join(sorted(ids)))

    # Events.

    def event(self, event: QEvent) -> bool:
        """Take touch, pinches of a touch pad, and keys that would be shortcuts elsewhere."""
        kind = event.type()
        if isinstance(event, QTouchEvent):
            self._touch.touch(event)
            return True
        if isinstance(event, QNativeGestureEvent):
            return self._native_gesture(event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._wants(event):
                event.accept()
                return True
        elif kind == QEvent.Type.DevicePixelRatioChange:
            self._take_size()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture, unless a pen does."""
        self._input.mouse_press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on, or hover."""
        self._input.mouse_move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish."""
        self._input.mouse_release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second press is a press: dots are drawn quickly."""
        self._input.mouse_press(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The mouse's right button, or the menu key; a pen's button pans instead."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        if self.is_busy or (by_mouse and self._input.pen_was_just_here):
            return
        self._input.lose()  # the menu takes the button's release
        self.menu_wanted.emit(event.globalPos())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Take every event of a pen."""
        self._input.tablet(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, with Shift sideways; zoom at the pointer with Ctrl."""
        event.accept()
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.zoom * ZOOM_STEP ** (turned.y() / _NOTCH), event.position())
            return
        pixels = event.pixelDelta()
        step = QPointF(turned) * (_SCROLL / _NOTCH) if pixels.isNull() else QPointF(pixels)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and step.x() == 0.0:
            step = QPointF(step.y(), 0.0)
        self.pan_by(step.x(), step.y())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space borrows the hand, Esc gives up, arrows move the selection."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self._hold_space(down=True)
        elif key == Qt.Key.Key_Escape and (self.is_busy or self.editor.selection):
            if not self.cancel_gesture():
                self.editor.select(())
        elif key in _ARROWS and self._can_nudge():
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            dx, dy = _ARROWS[key]
            self.nudge(dx * far, dy * far)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space gives the tool back."""
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._hold_space(down=False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish the gesture: its release may never come."""
        self._input.lose()
        self._hold_space(down=False)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Finish the gesture: its release may never come."""
        self._input.lose()
        super().hideEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the ring away."""
        self._hover = None
        self._move_ring()
        super().leaveEvent(event)

    # Inside.

    def _on_document_changed(self) -> None:
        self._preview = None
        if self._gestures.active.holds_document:
            self.cancel_gesture()
        self._show_page()

    def _on_current_changed(self) -> None:
        self.cancel_gesture()
        self._show_page()

    def _paint_above(self, painter: QPainter) -> None:
        """Paint what the tool shows, and the ring at the pointer."""
        self._gestures.active.paint(painter, self._view)
        if not self._ring.isNull() and self._hover is not None:
            painter.resetTransform()
            place = QPointF(self._hover.view_x, self._hover.view_y)
            draw_ring(painter, place, self._gestures.active.reach * self.zoom)

    def _on_hover(self, at: Pointer) -> None:
        self._hover = at
        self._move_ring()
        self._show_cursor()
        self.hover_moved.emit(at.x, at.y)

    def _move_ring(self) -> None:
        """Have the pointer's ring painted where it is now."""
        before, self._ring = self._ring, QRect()
        tool = self._gestures.active
        if self._hover is not None and tool.reach > 0.0:
            place = QPointF(self._hover.view_x, self._hover.view_y)
            self._ring = ring_box(place, tool.reach * self.zoom)
        if not before.isNull():
            self.update(before)
        if not self._ring.isNull():
            self.update(self._ring)

    def _show_cursor(self) -> None:
        at = self._hover or Pointer(0.0, 0.0, 0.0, 0.0, time.monotonic())
        shape = self._gestures.active.cursor_at(at)
        shape = Qt.CursorShape.BlankCursor if shape is None else shape
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def _hold_space(self, *, down: bool) -> None:
        if self._gestures.space != down:
            self._gestures.space = down
            self._show_cursor()
            self._move_ring()

    def _can_nudge(self) -> bool:
        return self.tool == "select" and bool(self.editor.selection)

    def _wants(self, event: QKeyEvent) -> bool:
        """Whether a key is the canvas's own, whatever shortcut it may be."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self.is_busy
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        return key == Qt.Key.Key_Space or (key in _ARROWS and self._can_nudge())

    def _native_gesture(self, event: QNativeGestureEvent) -> bool:
        kind = event.gestureType()
        if kind == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_to(self.zoom * (1.0 + event.value()), event.position())
        elif kind == Qt.NativeGestureType.RotateNativeGesture:
            self.set_view(self._view.rotated(event.value(), event.position()))
        else:
            return False
        return True
