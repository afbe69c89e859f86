"""Heal and Redraw on the canvas."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from sketchpad.core.document import Hole, Page, Underlay
from sketchpad.core.stroke import Brush, Sketch, Stroke
from sketchpad.inference.clean import CleanRequest
from sketchpad.inference.redraw import RedrawRequest
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.ui.suggestions import controller, requests
from sketchpad.ui.suggestions.offer import State
from sketchpad.ui.suggestions.requests import Wish, Work
from sketchpad.ui.window import MainWindow
from tests.ui.hand import Hand
from tests.ui.suggestions.steps import (
    KEY,
    draw,
    erase,
    ghosts,
    let_heal,
    line,
    look,
    offered,
    strokes,
    suggesting,
)


def test_erasing_brings_what_was_there_and_enter_closes_the_hole(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    let_heal(window)
    window.models.settings.live = False
    draw(window)
    erase(window)
    editor = window.tab.editor
    assert len(editor.layer.holes) == 1
    kept = strokes(window)
    offered(qtbot, window)
    assert suggesting(window).offer.verb == "heal"  # type: ignore[union-attr]
    qtbot.keyClick(window.tab.canvas, KEY.Key_Return)
    assert editor.layer.holes == ()
    assert strokes(window) == (*kept, *answers[0].strokes)
    assert editor.undo_stack.undoText() == "Accept healing"
    window.actions_["edit.undo"].trigger()
    assert len(editor.layer.holes) == 1
    assert strokes(window) == kept
    assert ghosts(window) == answers[0].strokes


def test_a_real_healer_changes_nothing_outside_the_hole(
    qtbot: QtBot, window: MainWindow, models_folder: Path, healer_folder: Path
) -> None:
    look(qtbot, window, models_folder, healer_folder)
    window.models.settings.live = False
    draw(window)
    erase(window)
    kept = strokes(window)
    offered(qtbot, window)
    qtbot.keyClick(window.tab.canvas, KEY.Key_Tab)
    assert strokes(window)[: len(kept)] == kept
    made = strokes(window)[len(kept) :]
    assert made
    assert {s.provenance.verb for s in made if s.provenance is not None} == {"heal"}
    assert window.tab.editor.layer.holes == ()


def test_escape_leaves_the_hole_and_the_menu_heals_it_later(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    let_heal(window)
    draw(window)
    erase(window)
    offered(qtbot, window)
    qtbot.keyClick(window.tab.canvas, KEY.Key_Escape)
    editor = window.tab.editor
    assert len(editor.layer.holes) == 1
    assert suggesting(window).state is State.IDLE
    window.actions_["suggest.heal"].trigger()
    offered(qtbot, window)
    window.actions_["suggest.accept"].trigger()
    assert editor.layer.holes == ()


def test_nothing_heals_by_itself_if_that_is_off(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    let_heal(window)
    window.actions_["suggest.auto_heal"].trigger()
    window.models.settings.live = False
    draw(window)
    erase(window)
    qtbot.wait(controller.HEAL_MS + 150)
    assert suggesting(window).offer is None


def test_a_second_swipe_is_healed_together_with_the_first(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_heal(window)
    asked: list[int] = []

    def healing(_wish: Wish, holes: tuple[Hole, ...]) -> Work:
        asked.append(len(holes))
        return lambda _models, _run: [Suggestion((line(0, 0),))]

    monkeypatch.setattr(requests, "healing", healing)
    window.models.settings.live = False
    draw(window)
    draw(window, 30)
    erase(window)
    offered(qtbot, window)
    window.take_tool("eraser")
    middle = window.tab.canvas.rect().center()
    x = np.linspace(middle.x() - 80, middle.x() - 20, 12)
    trace = np.c_[x, np.full(12, float(middle.y())), np.full(12, 0.5)]
    Hand(window.tab.canvas).pen_stroke(trace)
    offered(qtbot, window)
    assert asked == [1, 2]


def test_what_is_redrawn_steps_back_and_goes_when_accepted(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    let_heal(window, "redraw")
    window.models.settings.live = False
    draw(window)
    old = strokes(window)
    answers[:] = [
        Suggestion(found.strokes, replaces=frozenset(s.id for s in old)) for found in answers
    ]
    window.actions_["suggest.redraw"].trigger()
    offered(qtbot, window)
    assert window.tab.canvas._preview is not None
    assert strokes(window) == old
    qtbot.keyClick(window.tab.canvas, KEY.Key_Escape)
    assert window.tab.canvas._preview is None
    window.actions_["suggest.redraw"].trigger()
    offered(qtbot, window)
    qtbot.keyClick(window.tab.canvas, KEY.Key_Tab)
    assert window.tab.canvas._preview is None
    assert strokes(window) == answers[0].strokes
    assert window.tab.editor.undo_stack.undoText() == "Accept redrawing"


def test_a_picture_on_a_page_without_strokes_can_be_redrawn(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_heal(window, "redraw")
    seen: list[Sketch] = []

    def redraw(request: RedrawRequest, **_: object) -> list[Suggestion]:
        seen.append(request.sketch)
        return [Suggestion((line(300, 300),), replaces=frozenset({request.sketch.strokes[0].id}))]

    def clean(request: CleanRequest, **_: object) -> list[Suggestion]:
        x, y, width, _height = request.box or (0.0, 0.0, 0.0, 0.0)
        assert request.image.shape[:2] == (20, 30)
        return [Suggestion((Stroke.make([(x, y), (x + width, y)], request.brush or Brush()),))]

    monkeypatch.setattr("sketchpad.inference.redraw.redraw", redraw)
    monkeypatch.setattr("sketchpad.inference.clean.clean", clean)
    assert not window.actions_["suggest.redraw"].isEnabled()
    data = io.BytesIO()
    Image.new("L", (30, 20), 255).save(data, "PNG")
    editor = window.tab.editor
    picture = Underlay(data.getvalue(), "image/png", (100.0, 50.0, 300.0, 200.0))
    layer = editor.layer.replace(underlay=picture)
    editor.apply("Picture", editor.document.replace(pages=(Page((layer,)),)))
    window.refresh()
    assert window.actions_["suggest.redraw"].isEnabled()
    window.actions_["suggest.redraw"].trigger()
    offered(qtbot, window)
    assert seen[0].strokes[0].points.tolist() == [[100.0, 50.0], [400.0, 50.0]]
    assert seen[0].strokes[0].brush == editor.brush
    qtbot.keyClick(window.tab.canvas, KEY.Key_Tab)
    assert len(strokes(window)) == 1
    assert editor.layer.underlay is picture


def test_what_is_to_be_known_of_a_suggestion_is_said_beside_it(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_heal(window, "redraw")

    def redrawing(_wish: Wish, _holes: tuple[Hole, ...]) -> Work:
        def work(_models: object, run: Run) -> list[Suggestion]:
            run.notice("Mind the step.")
            return [Suggestion((line(0, 0),)), Suggestion((line(9, 9),))]

        return work

    monkeypatch.setattr(requests, "redrawing", redrawing)
    window.models.settings.live = False
    draw(window)
    window.actions_["suggest.redraw"].trigger()
    offered(qtbot, window)
    notice = window.models.of(window.tab).notice
    assert notice.isVisible()
    assert notice.text.text() == "Mind the step."
    qtbot.keyClick(window.tab.canvas, KEY.Key_Escape)
    draw(window, 50)
    assert not notice.isVisible()
