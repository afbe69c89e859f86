"""The drawing goes on beside Clean, in this tab and others."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from sketchpad.core import arrange
from sketchpad.core.document import Layer
from sketchpad.ui.window import MainWindow
from tests.ui.clean.steps import Answers, bar_text, begin, colour, layers, mode, put, rough
from tests.ui.hand import MOVE, PRESS, RELEASE, Hand


def test_the_pen_goes_on_and_what_it_draws_is_cleaned_too(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    cleaning = begin(qtbot, window)
    answers.gate.clear()
    canvas = window.tab.canvas
    hand = Hand(canvas)
    hand.pen_stroke([(300 + 3 * n, 300, 0.5) for n in range(20)])
    assert len(window.tab.editor.layer.strokes) == 2
    assert not cleaning.is_final
    answers.gate.set()
    qtbot.waitUntil(lambda: cleaning.is_final)
    assert len(answers.asked[-1][0].strokes) == 2
    assert window.models.suggesting.offer is None
    cleaning.accept()
    assert layers(window) == [("Layer 1", False, 2), ("Layer 1 clean", True, 1)]


def test_the_clean_half_steps_aside_while_the_pen_is_down(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    begin(qtbot, window)
    mode(window).handle.setValue(0)
    canvas = window.tab.canvas
    assert colour(window, 300, 400).lightness() > 200
    hand = Hand(canvas)
    hand.pen(PRESS, 200, 200)
    hand.pen(MOVE, 260, 220)
    assert colour(window, 300, 400).lightness() < 80
    hand.pen(RELEASE, 260, 220)


def test_changes_elsewhere_keep_the_answer(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    cleaning = begin(qtbot, window)
    asked = len(answers.asked)
    editor = window.tab.editor
    other = Layer("Other", (rough(800.0),))
    editor.apply(
        "elsewhere",
        arrange.insert_layer(editor.document, editor.page.id, other, editor.layer.id),
    )
    assert cleaning.is_final
    assert len(answers.asked) == asked
    assert [s.name for s in cleaning.subjects] == ["Layer 1", "Other"]
    cleaning.accept()
    assert layers(window) == [
        ("Layer 1", False, 1),
        ("Layer 1 clean", True, 1),
        ("Other", True, 1),
    ]


def test_it_ends_when_what_is_cleaned_goes_away(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    begin(qtbot, window)
    window.tab.editor.undo_stack.undo()
    assert window.clean.mode is None
    window.tab.editor.undo_stack.redo()
    begin(qtbot, window)
    window.actions_["page.add"].trigger()
    assert window.clean.mode is None


def test_another_tab_ends_it(qtbot: QtBot, window: MainWindow, answers: Answers) -> None:
    put(window, rough())
    answers.gate.clear()
    begin(qtbot, window, wait=False)
    window.files.new()
    assert window.clean.mode is None
    qtbot.waitUntil(lambda: window.models.service.queue.running is None)


def test_leaving_the_window_while_it_runs(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    answers.gate.clear()
    begin(qtbot, window, wait=False)
    window.leave()
    assert window.clean.mode is None


def test_stop_in_the_status_bar_stops_it_and_detail_goes_on(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    answers.gate.clear()
    cleaning = begin(qtbot, window, wait=False)
    window.models.service.queue.cancel()
    qtbot.waitUntil(lambda: not cleaning.is_running)
    assert "Stopped" in bar_text(window)
    answers.gate.set()
    cleaning.set_detail(0.6)
    qtbot.waitUntil(lambda: cleaning.is_final)
    assert cleaning.preview() is not None
