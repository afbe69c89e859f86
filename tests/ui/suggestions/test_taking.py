"""Taking and leaving, with real keys on the canvas."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchpad.inference.suggestions import Suggestion
from sketchpad.ui.suggestions import controller
from sketchpad.ui.suggestions.offer import State
from sketchpad.ui.window import MainWindow
from tests.ui.suggestions.steps import (
    KEY,
    draw,
    ghosts,
    offered,
    strokes,
    suggesting,
)


def test_accepting_is_one_step_and_undo_shows_the_ghost_again(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    draw(window)
    offered(qtbot, window)
    qtbot.keyClick(window.tab.canvas, KEY.Key_Tab)
    assert strokes(window)[1:] == answers[0].strokes
    assert window.tab.editor.undo_stack.undoText() == "Accept completion"
    assert suggesting(window).state is not State.SHOWING
    window.actions_["edit.undo"].trigger()
    assert len(strokes(window)) == 1
    assert ghosts(window) == answers[0].strokes
    qtbot.keyClick(window.tab.canvas, KEY.Key_BracketRight)
    qtbot.keyClick(window.tab.canvas, KEY.Key_Tab)
    assert strokes(window)[1:] == answers[1].strokes


def test_another_can_be_had_in_the_same_step_after_accepting(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    draw(window)
    offered(qtbot, window)
    canvas, alt = window.tab.canvas, Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(canvas, KEY.Key_Tab)
    steps = window.tab.editor.undo_stack.count()
    for number, key in ((2, KEY.Key_3), (1, KEY.Key_2)):
        qtbot.keyClick(canvas, key, alt)
        assert strokes(window)[1:] == answers[number].strokes
        assert window.tab.editor.undo_stack.count() == steps
    draw(window, 100)
    qtbot.keyClick(canvas, KEY.Key_1, alt)
    assert len(strokes(window)) == 4


def test_one_stroke_at_a_time(qtbot: QtBot, window: MainWindow, answers: list[Suggestion]) -> None:
    draw(window)
    offered(qtbot, window)
    first, second = answers[0].strokes
    canvas, ctrl = window.tab.canvas, Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(canvas, KEY.Key_Right, ctrl)
    assert strokes(window)[1:] == (first,)
    assert ghosts(window) == (second,)
    qtbot.keyClick(canvas, KEY.Key_Right, ctrl)
    assert strokes(window)[1:] == (first, second)
    assert ghosts(window) == ()
    window.actions_["edit.undo"].trigger()
    assert ghosts(window) == (second,)
    window.actions_["edit.undo"].trigger()
    assert ghosts(window) == (first, second)


def test_escape_leaves_it_and_asks_no_more(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    draw(window)
    offered(qtbot, window)
    qtbot.keyClick(window.tab.canvas, KEY.Key_Escape)
    assert suggesting(window).state is State.IDLE
    assert ghosts(window) == ()
    assert len(strokes(window)) == 1
    qtbot.wait(controller.DEBOUNCE_MS + 100)
    assert suggesting(window).state is State.IDLE


def test_drawing_on_leaves_it(qtbot: QtBot, window: MainWindow, answers: list[Suggestion]) -> None:
    draw(window)
    offered(qtbot, window)
    draw(window, 100)
    assert ghosts(window) == ()
    assert len(strokes(window)) == 2


def test_brackets_choose_or_change_the_brush(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    canvas, width = window.tab.canvas, window.tab.editor.brush.width
    draw(window)
    offered(qtbot, window)
    for key, index in ((KEY.Key_BracketRight, 1), (KEY.Key_BracketLeft, 0)):
        qtbot.keyClick(canvas, key)
        assert suggesting(window).offer.index == index  # type: ignore[union-attr]
    qtbot.keyClick(canvas, KEY.Key_BracketLeft)
    assert suggesting(window).offer.index == 4  # type: ignore[union-attr]
    qtbot.keyClick(canvas, KEY.Key_3, Qt.KeyboardModifier.AltModifier)
    assert ghosts(window) == answers[2].strokes
    assert window.tab.editor.brush.width == width
    qtbot.keyClick(canvas, KEY.Key_Escape)
    qtbot.keyClick(canvas, KEY.Key_BracketRight)
    assert window.tab.editor.brush.width > width


def test_tab_moves_the_focus_unless_a_ghost_is_shown(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    canvas = window.tab.canvas
    qtbot.keyClick(canvas, KEY.Key_Tab)
    assert not canvas.hasFocus()
    assert QApplication.focusWidget() is not None
    draw(window)
    offered(qtbot, window)
    other = window.models.bar.accept  # type: ignore[union-attr]
    other.setFocus()
    qtbot.keyClick(other, KEY.Key_Tab)
    assert len(strokes(window)) == 1
    assert ghosts(window) == answers[0].strokes


def test_a_ghost_never_takes_the_focus(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    draw(window)
    elsewhere = window.models.bar.wildness  # type: ignore[union-attr]
    elsewhere.setFocus()
    offered(qtbot, window)
    assert elsewhere.hasFocus()


def test_a_locked_layer_is_told_and_the_ghost_stays(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    draw(window)
    offered(qtbot, window)
    window.actions_["layer.locked"].trigger()
    window.actions_["suggest.complete"].trigger()
    offered(qtbot, window)
    qtbot.keyClick(window.tab.canvas, KEY.Key_Tab)
    notice = window.models.of(window.tab).notice
    assert notice.isVisible()
    assert "locked" in notice.text.text()
    assert len(strokes(window)) == 1
    qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    assert not notice.isVisible()


def test_other_suggestions_and_wilder_ones(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    window.actions_["suggest.complete"].trigger()
    offered(qtbot, window)
    first = suggesting(window).offer
    window.actions_["suggest.complete"].trigger()
    offered(qtbot, window)
    second = suggesting(window).offer
    assert first is not None
    assert second is not None
    seeds = [o.current.strokes[0].provenance.seed for o in (first, second)]  # type: ignore[union-attr]
    assert seeds == [0, 1]
    bar = window.models.bar
    assert bar is not None
    bar.wildness.setValue(90)
    assert "0.90" in bar.wildness.toolTip()
    qtbot.waitUntil(lambda: suggesting(window).offer is not second, timeout=20000)
    offered(qtbot, window)
    third = suggesting(window).offer
    assert third is not None
    assert third.current.strokes[0].provenance.temperature == 0.9  # type: ignore[union-attr]
