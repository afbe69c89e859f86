"""What tests of the window share: a hand, patience, and eyes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sketchpad.core.stroke import Stroke
from sketchpad.ui.window import MainWindow
from sketchpad.ui.worker import Worker


def drag(qtbot: QtBot, widget: QWidget, *points: tuple[int, int]) -> None:
    first, *others = (QPoint(*point) for point in points)
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=first)
    for point in others:
        qtbot.mouseMove(widget, point)
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=others[-1])


def draw(qtbot: QtBot, window: MainWindow, shift: int = 0) -> Stroke:
    canvas = window.tab.canvas
    middle = canvas.rect().center()
    x, y = middle.x(), middle.y() - 180 + shift
    drag(qtbot, canvas, (x - 60, y), (x - 20, y + 10), (x + 20, y - 10), (x + 60, y))
    return window.tab.editor.layer.strokes[-1]


def wait_idle(qtbot: QtBot, window: MainWindow) -> None:
    wait_for(qtbot, window.busy)


def wait_for(qtbot: QtBot, worker: Worker) -> None:
    done: list[bool] = []
    worker.do(lambda: None, lambda _none: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=5000)


def count(window: MainWindow) -> int:
    return sum(len(layer.strokes) for layer in window.tab.editor.page)


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(200, 200),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def nameless(root: QWidget) -> list[str]:
    """Widgets that assistive technology could not name."""
    kinds = (
        *(QAbstractButton, QAbstractSlider, QAbstractSpinBox),
        *(QComboBox, QLineEdit, QTabBar),
    )
    result = []
    for widget in root.findChildren(QWidget):
        if part_of_another(widget) or not isinstance(widget, (*kinds, QAbstractItemView)):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text or close_button(widget)):
            result.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return result


def part_of_another(widget: QWidget) -> bool:
    """Scroll bars, headers, the field of a spin box, the list of a combo box, Qt's own buttons."""
    if widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar | QHeaderView):
        return True
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QAbstractSpinBox | QComboBox | QLineEdit):
        above = above.parentWidget()
    return above is not None


def close_button(widget: QWidget) -> bool:
    return type(widget).__name__ in ("CloseButton", "QAbstractButton") and bool(widget.toolTip())
