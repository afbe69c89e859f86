"""What is dropped on the canvas."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from sketchpad.core.errors import FileError
from sketchpad.ui import clipboard
from sketchpad.ui.drops import StrokeDrops
from sketchpad.ui.window import MainWindow


def test_files_that_are_dropped_on_the_canvas_are_opened(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_paths: list[Path] = []
    monkeypatch.setattr(window.files, "open_paths", opened_paths.extend)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp/some.svg")])
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, *keys),
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *keys),
    ):
        QApplication.sendEvent(window.tab.canvas, event)
        assert event.isAccepted()
    assert opened_paths == [Path("/tmp/some.svg")]


def test_broken_strokes_that_are_dropped_are_one_sentence(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BaseException] = []
    canvas = window.tab.canvas
    mime = QMimeData()
    mime.setData(clipboard.NATIVE, QByteArray(b"nothing"))
    drops = StrokeDrops(canvas, told.append, told.append)
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *keys)
    assert drops.eventFilter(canvas, event)
    assert [type(error) for error in told] == [FileError]
