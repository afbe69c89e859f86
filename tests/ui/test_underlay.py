"""Placing the picture to trace, through the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sketchpad.core import arrange
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.editor import Editor
from sketchpad.ui.panels.layers import LayersPanel
from sketchpad.ui.window import MainWindow
from tests.ui.hand import NO_KEY, Hand

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
#: An image of 400 × 300 pixels on a page of 1200 × 900 units.
WHOLE = (0.0, 0.0, 1200.0, 900.0)


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    window.pictures.set_underlay(bytes(buffer.data().data()), "image/png")
    return window


def drag(
    window: MainWindow,
    begin: tuple[float, float],
    end: tuple[float, float],
    keys: Qt.KeyboardModifier = NO_KEY,
    *,
    release: bool = True,
) -> None:
    """From one place of the page to another, canvas units."""
    canvas = window.tab.canvas
    ends = [canvas.view.transform.map(QPointF(*place)) for place in (begin, end)]
    middle = (ends[0] + ends[1]) / 2
    places = [(p.x(), p.y()) for p in (ends[0], middle, ends[1])]
    Hand(canvas).drag(places, keys=keys, release=release)


def box(window: MainWindow) -> tuple[float, ...]:
    underlay = window.tab.editor.layer.underlay
    assert underlay is not None
    return underlay.box


def test_the_picture_is_dragged_and_scaled_in_one_step_each(qtbot: QtBot, window: MainWindow):
    panel = window.panels["layers"]
    assert isinstance(panel, LayersPanel)
    assert box(window) == WHOLE
    assert "Move Underlay" in window.status.currentMessage()
    panel.move_underlay.click()
    assert window.tab.canvas.tool == "underlay"
    assert window.status.tool.text() == "Move Underlay"
    drag(window, (1200, 900), (600, 500))
    assert box(window) == pytest.approx((0, 0, 624, 468), abs=2), "as wide as it is high"
    drag(window, (300, 200), (400, 250))
    assert box(window) == pytest.approx((100, 50, 624, 468), abs=2)
    stack = window.tab.editor.undo_stack
    texts = [stack.text(i) for i in range(stack.count())]
    assert texts == ["Import image", "Scale picture", "Move picture"]
    window.actions_["edit.undo"].trigger()
    window.actions_["edit.undo"].trigger()
    assert box(window) == WHOLE


@pytest.mark.parametrize(
    ("end", "keys", "expected"),
    [
        ((600, 900), SHIFT, (0, 0, 600, 900)),
        ((900, 675), CONTROL, (300, 225, 600, 450)),
    ],
)
def test_keys_free_the_proportions_or_hold_the_middle(
    window: MainWindow,
    end: tuple[float, float],
    keys: Qt.KeyboardModifier,
    expected: tuple[float, ...],
):
    window.actions_["tool.underlay"].trigger()
    drag(window, (1200, 900), end, keys)
    assert box(window) == pytest.approx(expected, abs=2)


def test_it_shows_while_it_is_dragged_and_escape_puts_it_back(qtbot: QtBot, window: MainWindow):
    canvas = window.tab.canvas
    window.actions_["tool.underlay"].trigger()
    drag(window, (1200, 900), (400, 300), release=False)
    qtbot.waitUntil(lambda: canvas._preview is not None, timeout=2000)
    canvas.finish_rendering()
    there = canvas.view.transform.map(QPointF(800, 600)).toPoint()
    assert canvas.grab().toImage().pixelColor(there).lightness() > 240
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    canvas.finish_rendering()
    assert canvas.grab().toImage().pixelColor(there).red() == 255
    assert canvas.grab().toImage().pixelColor(there).green() == pytest.approx(128, abs=2)
    assert box(window) == WHOLE
    assert window.tab.editor.undo_stack.count() == 1


def test_a_new_picture_is_pale_enough_to_draw_on(window: MainWindow):
    panel = window.panels["layers"]
    assert isinstance(panel, LayersPanel)
    underlay = window.tab.editor.layer.underlay
    assert underlay is not None
    assert underlay.opacity == 0.5
    assert panel.underlay.isVisible()
    assert panel.underlay.value == 50
    panel.underlay.slider.setValue(100)
    strong = window.tab.editor.layer.underlay
    assert strong is not None
    assert strong.opacity == 1.0


def test_an_opened_picture_is_pale_and_its_slider_in_view(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    image.save(str(tmp_path / "photo.png"))
    window.docks["history"].raise_()
    window.files.open_paths([tmp_path / "photo.png"])
    qtbot.waitUntil(lambda: window.tab.title == "photo", timeout=5000)
    underlay = window.tab.editor.layer.underlay
    assert underlay is not None
    assert underlay.opacity == 0.5
    assert not window.tab.editor.is_dirty
    panel = window.panels["layers"]
    assert isinstance(panel, LayersPanel)
    qtbot.waitUntil(lambda: not panel.underlay.visibleRegion().isEmpty(), timeout=2000)
    assert panel.underlay.value == 50


def test_only_what_changed_is_painted_and_it_is_right(qtbot: QtBot, window: MainWindow):
    canvas = window.tab.canvas
    canvas.finish_rendering()
    window.actions_["tool.underlay"].trigger()
    drag(window, (1200, 900), (400, 300))
    drag(window, (100, 100), (700, 500))
    window.actions_["tool.pen"].trigger()
    canvas.leaveEvent(QEvent(QEvent.Type.Leave))
    canvas.finish_rendering()
    other = CanvasView(Editor(canvas.editor.document))
    other.set_desk_colour(canvas._picture.desk)
    other.resize(canvas.size())
    other.show()
    other.set_view(canvas.view)
    other.finish_rendering()
    # Bits are the image's own: it has to live as long as they are read.
    images = [view.grab().toImage() for view in (canvas, other)]
    one, two = (np.array(image.constBits()).astype(int) for image in images)
    other.close()
    assert np.abs(one - two).max() <= 12


def test_a_locked_layer_keeps_its_picture_and_an_empty_one_says_so(window: MainWindow):
    editor = window.tab.editor
    window.actions_["tool.underlay"].trigger()
    locked = arrange.change_layer(editor.document, editor.page.id, editor.layer.id, locked=True)
    editor.apply("lock", locked)
    drag(window, (300, 200), (400, 250))
    assert box(window) == WHOLE
    assert "locked" in window.status.currentMessage()
    window.layers.add()
    assert not window.actions_["tool.underlay"].isEnabled()
    drag(window, (300, 200), (400, 250))
    assert "no picture" in window.status.currentMessage()
