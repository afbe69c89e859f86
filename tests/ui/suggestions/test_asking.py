"""From the pen to the ghost: when it is asked for, and what becomes of late answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sketchpad.core import edits
from sketchpad.core.stroke import Stroke
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.ui.suggestions import controller, requests
from sketchpad.ui.suggestions.offer import State
from sketchpad.ui.suggestions.requests import Wish, Work
from sketchpad.ui.window import MainWindow
from tests.tiny_models import write_finisher
from tests.ui.suggestions.steps import (
    KEY,
    draw,
    ghosts,
    line,
    look,
    offered,
    strokes,
    suggesting,
)


def test_a_pause_of_the_pen_brings_ghosts_from_the_model(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    assert suggesting(window).state is State.PENDING
    offered(qtbot, window)
    assert suggesting(window).state is State.SHOWING
    assert ghosts(window)
    assert len(strokes(window)) == 1
    kept = window.tab.editor.revision
    qtbot.keyClick(window.tab.canvas, KEY.Key_Tab)
    assert window.tab.editor.revision == kept + 1
    assert len(strokes(window)) > 1
    made = strokes(window)[-1].provenance
    assert made is not None
    assert made.model == "complete"
    assert made.verb == "complete"
    assert window.tab.canvas.hasFocus()


def test_what_looks_finished_is_left_alone_until_somebody_asks(
    qtbot: QtBot, make_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    window = make_window()
    service = look(qtbot, window, write_finisher(tmp_path, 30.0))
    draw(window)
    qtbot.waitUntil(lambda: suggesting(window).state is State.IDLE, timeout=10000)
    qtbot.waitUntil(lambda: service.queue.running is None, timeout=10000)
    assert suggesting(window).offer is None
    suggesting(window).complete()
    notice = window.models.of(window.tab).notice
    qtbot.waitUntil(notice.isVisible, timeout=10000)
    # Whether there are small things to add is this model's luck.
    found = bool(ghosts(window))
    finished = "The drawing looks finished; at most small things are added to it."
    assert notice.text.text() == (finished if found else "The model has nothing to add here.")


@pytest.mark.parametrize("where", [(300.0, 300.0), (-4000.0, -4000.0), (1e5, 1e5)])
def test_a_dot_wherever_it_is_is_no_trouble(
    qtbot: QtBot, window: MainWindow, where: tuple[float, float]
) -> None:
    editor = window.tab.editor
    document = edits.add_strokes(
        editor.document, editor.page.id, editor.layer.id, [Stroke.make([where])]
    )
    editor.apply("Dot", document)
    window.actions_["suggest.complete"].trigger()
    qtbot.waitUntil(lambda: suggesting(window).state is not State.RUNNING, timeout=10000)
    qtbot.waitUntil(lambda: not suggesting(window).is_running, timeout=10000)
    assert suggesting(window).accept() or window.models.of(window.tab).notice.isVisible()
    for stroke in strokes(window):
        assert np.isfinite(stroke.points).all()


def test_an_empty_page_has_nothing_to_complete(qtbot: QtBot, window: MainWindow) -> None:
    assert not window.actions_["suggest.complete"].isEnabled()
    suggesting(window).complete()
    notice = window.models.of(window.tab).notice
    qtbot.waitUntil(notice.isVisible, timeout=20000)
    assert notice.text.text() == "There is nothing to complete yet; draw something first."


def test_nothing_is_suggested_while_live_is_off(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    window.actions_["suggest.live"].trigger()
    assert not window.models.settings.live
    draw(window)
    qtbot.wait(controller.DEBOUNCE_MS + 200)
    assert suggesting(window).offer is None
    qtbot.keyClick(window.tab.canvas, KEY.Key_Space, Qt.KeyboardModifier.ControlModifier)
    offered(qtbot, window)


def test_a_pen_that_goes_on_is_not_interrupted(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    draw(window)
    qtbot.wait(controller.DEBOUNCE_MS // 2)
    draw(window, 100)
    qtbot.wait(controller.DEBOUNCE_MS // 2 + 50)
    assert suggesting(window).offer is None
    offered(qtbot, window)
    assert suggesting(window).offer.document is window.tab.editor.document  # type: ignore[union-attr]


def test_a_result_for_an_older_drawing_is_dropped(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def slow(_wish: Wish) -> Work:
        def work(_models: object, run: Run) -> list[Suggestion]:
            gate.wait(5)
            return [Suggestion((line(0, 0),))]

        return work

    monkeypatch.setattr(requests, "completing", slow)
    draw(window)
    window.actions_["suggest.complete"].trigger()
    qtbot.waitUntil(lambda: window.models.service.queue.running is not None)
    draw(window, 100)
    gate.set()
    qtbot.wait(100)
    assert suggesting(window).offer is None
    assert ghosts(window) == ()


def test_strokes_appear_as_they_are_decoded(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def work(_models: object, run: Run) -> list[Suggestion]:
        run.watcher.progress(0.5)
        run.watcher.partial([Suggestion((line(0, 0),))])
        gate.wait(5)
        return [Suggestion((line(0, 0), line(9, 9)))]

    monkeypatch.setattr(requests, "completing", lambda _wish: work)
    draw(window)
    window.actions_["suggest.complete"].trigger()
    qtbot.waitUntil(lambda: len(ghosts(window)) == 1)
    bar = window.models.bar
    assert bar is not None
    assert bar.stop.isVisible()
    assert not bar.accept.isVisible()
    assert window.models.of(window.tab).overlay.text == ""
    gate.set()
    qtbot.waitUntil(lambda: len(ghosts(window)) == 2)
    assert bar.accept.isVisible()
    assert not bar.stop.isVisible()
