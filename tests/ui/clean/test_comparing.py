"""Rough on the left, clean on the right, and the bar under them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from sketchpad.ui.window import MainWindow
from tests.ui.clean.steps import KEY, Answers, begin, colour, layers, mode, put, rough
from tests.ui.hand import MOVE, PRESS, RELEASE, Hand


def test_rough_shows_on_the_left_and_clean_on_the_right(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough(300.0), rough(900.0))
    begin(qtbot, window)
    handle = mode(window).handle
    dark, light = (lambda c: c.lightness() < 80), (lambda c: c.lightness() > 200)
    handle.setValue(500)  # the page's middle lies at 600, where the answer is
    answers_side = colour(window, 900, 400), colour(window, 300, 400)
    assert light(answers_side[0])
    assert dark(answers_side[1])
    handle.setValue(0)
    assert dark(colour(window, 600, 450))
    assert light(colour(window, 300, 400))
    handle.setValue(1000)
    assert light(colour(window, 600, 450))
    assert dark(colour(window, 900, 400))


def test_the_handle_follows_keys_mouse_and_pen_and_never_draws(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    begin(qtbot, window)
    canvas, handle = window.tab.canvas, mode(window).handle
    document = window.tab.editor.document
    handle.setValue(500)
    handle.setFocus()
    qtbot.keyClick(handle, KEY.Key_Right)
    assert handle.value() == 520
    qtbot.keyClick(handle, KEY.Key_Home)
    assert handle.value() == 0
    handle.setValue(500)
    knob = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=knob)
    qtbot.mouseMove(handle, knob + QPoint(100, 30))
    place = handle.x_on_canvas
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=handle.rect().center())
    assert abs(place - canvas.width() / 2 - 100) < 3
    hand, x = Hand(handle), handle.rect().center().x()
    hand.pen(PRESS, x, 10)
    hand.pen(MOVE, x - 150, 10)
    hand.pen(RELEASE, handle.rect().center().x(), 10)
    assert abs(handle.x_on_canvas - (place - 150)) < 3
    assert window.tab.editor.document is document
    assert handle.accessibleName()


def test_the_bar_can_be_used_by_keyboard_and_by_ear(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    begin(qtbot, window)
    bar = window.clean.bar
    assert bar is not None
    assert bar.detail.hasFocus()
    for widget in (bar, bar.what, bar.detail, bar.progress):
        assert widget.accessibleName()
    assert bar.accessibleDescription() == "1 → 1 strokes"
    assert window.status.currentMessage().startswith("Strokes after Clean: 1")
    bar.cancel.setFocus()
    qtbot.keyClick(bar.cancel, KEY.Key_Return)
    assert window.clean.mode is None
    begin(qtbot, window)
    bar.detail.setFocus()
    qtbot.keyClick(bar.detail, KEY.Key_Enter)
    assert layers(window)[-1] == ("Layer 1 clean", True, 1)


def test_the_bar_fits_a_narrow_window(qtbot: QtBot, window: MainWindow, answers: Answers) -> None:
    put(window, rough())
    begin(qtbot, window)
    bar = window.clean.bar
    assert bar is not None
    for width in (1200, 860, 640):
        window.resize(width, 700)
        qtbot.wait(20)
        assert bar.what.isHidden() or bar.what.width() >= 130
        for button in (bar.cancel, bar.accept):
            assert button.width() >= button.sizeHint().width()
            assert button.geometry().right() <= bar.width()
