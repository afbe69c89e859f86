"""Undo, clipboard and selection through the window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from sketchpad.ui.window import MainWindow
from tests.ui.windows import count, draw


def test_draw_undo_redo_through_the_window(qtbot: QtBot, window: MainWindow):
    draw(qtbot, window)
    assert count(window) == 1
    assert window.isWindowModified()
    window.actions_["edit.undo"].trigger()
    assert count(window) == 0
    assert not window.isWindowModified()
    window.actions_["edit.redo"].trigger()
    assert count(window) == 1


def test_copy_and_paste_keep_everything(qtbot: QtBot, window: MainWindow):
    stroke = draw(qtbot, window)
    window.actions_["edit.select_all"].trigger()
    window.actions_["edit.copy"].trigger()
    mime = QGuiApplication.clipboard().mimeData()
    assert "<svg" in mime.text()
    assert not QImage(mime.imageData()).isNull()
    window.actions_["edit.paste"].trigger()
    pasted = window.tab.editor.layer.strokes[-1]
    assert count(window) == 2
    assert pasted.id != stroke.id
    assert pasted.brush == stroke.brush
    assert np.allclose(pasted.points - stroke.points, 16.0)
    assert window.tab.editor.selection == {pasted.id}
    window.actions_["edit.cut"].trigger()
    assert count(window) == 1


def test_svg_text_and_pictures_can_be_pasted(qtbot: QtBot, window: MainWindow):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><path d="M5 5L80 80"'
    QGuiApplication.clipboard().setText(svg + ' stroke="#000" fill="none"/></svg>')
    window.actions_["edit.paste"].trigger()
    assert count(window) == 1
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    window.actions_["edit.paste"].trigger()
    underlay = window.tab.editor.layer.underlay
    assert underlay is not None
    assert underlay.media_type == "image/png"
    window.actions_["layer.remove_underlay"].trigger()
    assert window.tab.editor.layer.underlay is None


def test_pasting_nothing_is_told(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    QGuiApplication.clipboard().setText("no drawing")
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "setText", lambda _box, text: told.append(text))
    window.actions_["edit.paste"].trigger()
    assert "clipboard" in told[0]


def test_the_selection_can_be_duplicated_recoloured_deleted(qtbot: QtBot, window: MainWindow):
    draw(qtbot, window)
    window.actions_["edit.select_all"].trigger()
    window.actions_["edit.duplicate"].trigger()
    assert count(window) == 2
    window.tools.set_colour("#b3261e")
    window.actions_["edit.recolour"].trigger()
    assert [s.brush.colour for s in window.tab.editor.layer.strokes] == ["#1a1a1a", "#b3261e"]
    window.actions_["edit.delete"].trigger()
    assert count(window) == 1
    window.actions_["edit.select_all"].trigger()
    window.actions_["edit.deselect"].trigger()
    assert not window.tab.editor.selection


def offered(qtbot: QtBot, window: MainWindow) -> list[str]:
    """What the right button offers in the middle of the canvas."""
    canvas = window.tab.canvas
    place = canvas.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, canvas.mapToGlobal(place))
    QApplication.sendEvent(canvas, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [entry.objectName() for entry in menu.actions() if not entry.isSeparator()]
    menu.close()
    return names


def test_the_right_button_offers_what_can_be_done(qtbot: QtBot, window: MainWindow):
    assert "edit.copy" not in offered(qtbot, window)
    draw(qtbot, window)
    window.actions_["edit.select_all"].trigger()
    entries = offered(qtbot, window)
    assert {"edit.cut", "edit.copy", "edit.duplicate", "edit.delete", "edit.paste"} <= set(entries)
    assert "tool.underlay" not in entries
    qtbot.mousePress(window.tab.canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(300, 300), QPoint(300, 300))
    QApplication.sendEvent(window.tab.canvas, event)
    assert QApplication.activePopupWidget() is None, "not in the middle of a gesture"
