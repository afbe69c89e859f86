"""What the brush panel and its keys change: the brush, the selection, the eraser."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sketchpad.core import arrange
from sketchpad.core.stroke import Stroke
from sketchpad.ui.panels.brush import BrushPanel
from sketchpad.ui.window import MainWindow
from tests.ui.windows import draw


@pytest.fixture
def panel(window: MainWindow) -> BrushPanel:
    panel = window.panels["brush"]
    assert isinstance(panel, BrushPanel)
    return panel


def strokes(window: MainWindow) -> tuple[Stroke, ...]:
    return window.tab.editor.layer.strokes


def steps(window: MainWindow) -> list[str]:
    stack = window.tab.editor.undo_stack
    return [stack.text(number) for number in range(stack.index())]


def swatch(panel: BrushPanel, colour: str) -> None:
    next(s for s in panel.swatches._swatches if s.colour == colour).click()


def test_a_swatch_recolours_the_selection_in_one_step(
    qtbot: QtBot, window: MainWindow, panel: BrushPanel
):
    for shift in (0, 40, 80):
        draw(qtbot, window, shift)
    first, second, third = strokes(window)
    window.actions_["tool.select"].trigger()
    window.tab.editor.select([first.id, third.id])
    swatch(panel, "#b3261e")
    assert [s.brush.colour for s in strokes(window)] == ["#b3261e", "#1a1a1a", "#b3261e"]
    assert strokes(window)[1] is second
    assert window.tab.editor.brush.colour == "#b3261e"
    assert steps(window)[3:] == ["Recolour strokes"]
    window.actions_["edit.undo"].trigger()
    assert [s.brush.colour for s in strokes(window)] == ["#1a1a1a"] * 3
    # The brush's colour is that of the swatch by now; the selection takes it all the same.
    swatch(panel, "#b3261e")
    assert strokes(window)[0].brush.colour == "#b3261e"


def test_width_and_opacity_of_the_selection_are_shown_and_changed(
    qtbot: QtBot, window: MainWindow, panel: BrushPanel
):
    draw(qtbot, window)
    window.tools.change_brush(width=20.0, opacity=0.5)
    draw(qtbot, window, 40)
    window.actions_["tool.select"].trigger()
    assert panel.width_box.value() == 20.0
    window.tab.editor.select([strokes(window)[0].id])
    assert panel.width_box.value() == strokes(window)[0].brush.width == 3.0
    assert panel.opacity.value == 100
    for width in (8.0, 9.0, 10.0):
        panel.width_box.setValue(width)
    for percent in (90, 80, 70):
        panel.opacity.slider.setValue(percent)
    assert [(s.brush.width, s.brush.opacity) for s in strokes(window)] == [(10.0, 0.7), (20.0, 0.5)]
    assert steps(window)[2:] == ["Change width", "Change opacity"]
    qtbot.keyClick(window.tab.canvas, Qt.Key.Key_BracketRight)
    assert strokes(window)[0].brush.width == 12.0


def test_a_selection_that_is_out_of_sight_is_left_alone(
    qtbot: QtBot, window: MainWindow, panel: BrushPanel
):
    """With the pen in hand its frame is not shown; then a colour is for what will be drawn."""
    draw(qtbot, window)
    window.actions_["tool.select"].trigger()
    window.tab.editor.select([strokes(window)[0].id])
    window.actions_["tool.pen"].trigger()
    swatch(panel, "#b3261e")
    assert strokes(window)[0].brush.colour == "#1a1a1a"
    assert steps(window) == ["Draw stroke"]


def test_a_locked_selection_stays_and_says_why(qtbot: QtBot, window: MainWindow, panel: BrushPanel):
    draw(qtbot, window)
    editor = window.tab.editor
    window.actions_["tool.select"].trigger()
    editor.select([strokes(window)[0].id])
    locked = arrange.change_layer(editor.document, editor.page.id, editor.layer.id, locked=True)
    editor.apply("lock", locked)
    swatch(panel, "#b3261e")
    assert editor.document is locked
    assert "locked" in window.status.currentMessage()


def test_the_eraser_has_its_own_options(qtbot: QtBot, window: MainWindow, panel: BrushPanel):
    assert not panel.eraser.isVisible()
    window.actions_["tool.eraser"].trigger()
    assert panel.eraser.isVisible()
    assert not panel.swatches.isVisible()
    panel.eraser.width_.slider.setValue(60)
    assert window.tool_settings.eraser_width == 60.0
    qtbot.keyClick(window.tab.canvas, Qt.Key.Key_BracketRight)
    assert window.tool_settings.eraser_width == panel.eraser.width_.value == 72
    assert window.tab.editor.brush.width == 3.0
    panel.eraser.holes.click()
    assert not window.tool_settings.leave_hole
    assert not window.actions_["tool.leave_holes"].isChecked()
    qtbot.keyClick(window.tab.canvas, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert panel.eraser.holes.isChecked()
    panel.eraser.whole.click()
    assert window.status.tool.text() == "Erase Whole Strokes"
    assert not panel.eraser.holes.isEnabled()
    window.actions_["tool.pen"].trigger()
    assert panel.swatches.isVisible()
