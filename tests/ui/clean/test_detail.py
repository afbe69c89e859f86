"""Detail: quick looks while it moves, the full answer at rest."""

from __future__ import annotations

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sketchpad.ui.window import MainWindow
from tests.ui.clean.steps import KEY, Answers, bar_text, begin, layers, put, rough


def test_detail_looks_quickly_while_dragged_and_fully_at_rest(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    cleaning = begin(qtbot, window)
    assert answers.details == [(None, True), (0.5, False)]
    bar = window.clean.bar
    assert bar is not None
    bar.detail.setSliderDown(True)
    bar.detail.setValue(30)
    qtbot.waitUntil(lambda: cleaning.look is not None and cleaning.look.detail == 0.3)
    QTest.qWait(30)
    assert answers.details[2:] == [(0.3, True)]
    bar.detail.setSliderDown(False)
    qtbot.waitUntil(lambda: cleaning.is_final)
    assert answers.details[2:] == [(0.3, True), (0.3, False)]
    assert bar.percent.text() == "30 %"


def test_quick_looks_are_not_queued_and_the_latest_detail_wins(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    cleaning = begin(qtbot, window)
    answers.gate.clear()
    for step in range(20):
        cleaning.set_detail(step / 20, dragging=True)
    answers.gate.set()
    qtbot.waitUntil(lambda: cleaning.look is not None and cleaning.look.detail == 0.95)
    assert answers.details[2:] == [(0.0, True), (0.95, True)]


def test_the_full_answer_is_given_up_when_detail_moves(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    cleaning = begin(qtbot, window, wait=False)
    qtbot.waitUntil(lambda: answers.details[-1:] == [(0.5, False)])
    answers.gate.clear()
    cleaning.set_detail(0.8)
    qtbot.waitUntil(lambda: answers.details[-1] == (0.8, True))
    answers.gate.set()
    qtbot.waitUntil(lambda: cleaning.is_final)
    assert cleaning.look is not None
    assert cleaning.look.detail == 0.8


def test_detail_begins_where_it_fits_until_the_user_chooses(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    answers.fits = 0.31
    cleaning = begin(qtbot, window)
    bar = window.clean.bar
    assert bar is not None
    assert answers.details == [(None, True), (0.31, False)]
    assert (bar.detail.value(), cleaning.detail) == (31, 0.31)
    cleaning.set_detail(0.7)
    qtbot.waitUntil(lambda: cleaning.is_final)
    put(window, rough(400.0))
    qtbot.waitUntil(lambda: cleaning.is_final)
    assert answers.details[2:] == [(0.7, True), (0.7, False)] * 2


def test_detail_moved_at_once_is_not_overruled(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    answers.fits = 0.31
    answers.gate.clear()
    cleaning = begin(qtbot, window, wait=False)
    cleaning.set_detail(0.8)
    answers.gate.set()
    qtbot.waitUntil(lambda: cleaning.is_final)
    assert cleaning.look is not None
    assert cleaning.look.detail == cleaning.detail == 0.8


def test_enter_waits_for_the_full_answer(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    answers.gate.clear()
    cleaning = begin(qtbot, window, wait=False)
    qtbot.keyClick(window.tab.canvas, KEY.Key_Return)
    assert cleaning.taking
    assert bar_text(window) == "Finishing…"
    assert len(layers(window)) == 1
    answers.gate.set()
    qtbot.waitUntil(lambda: window.clean.mode is None)
    assert answers.details[-1] == (0.5, False)
    assert layers(window)[-1] == ("Layer 1 clean", True, 1)
