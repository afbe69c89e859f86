"""Suggestions through the window: real keys and strokes on the canvas, models behind it."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core import edits
from sketchpad.core.document import Hole
from sketchpad.core.errors import ModelError
from sketchpad.core.stroke import Provenance, Stroke
from sketchpad.inference.recognise import Guess
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.ui import categories
from sketchpad.ui.dialogs.generate import GenerateDialog
from sketchpad.ui.model_service import ModelService
from sketchpad.ui.suggestions import controller, requests
from sketchpad.ui.suggestions.controller import Suggesting
from sketchpad.ui.suggestions.offer import State
from sketchpad.ui.suggestions.requests import Guesses, Wish, Work
from sketchpad.ui.window import MainWindow
from tests.ui.hand import Hand

MADE = Provenance("tiny", "1", "complete", 7, 0.4, "r")
KEY = Qt.Key


@pytest.fixture(autouse=True)
def no_jobs_left() -> Iterator[None]:
    yield
    assert not [t for t in threading.enumerate() if t.name == "jobs"]


@pytest.fixture
def window(qtbot: QtBot, make_window: Callable[[], MainWindow], models_folder: Path) -> MainWindow:
    window = make_window()
    look(qtbot, window, models_folder)
    return window


def look(qtbot: QtBot, window: MainWindow, *folders: Path) -> ModelService:
    service = window.models.service
    service._folders = folders
    with qtbot.waitSignal(service.known, timeout=10000):
        window.models.start()
    qtbot.waitUntil(lambda: service.queue.running is None, timeout=10000)
    return service


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Suggestion]:
    """What the verbs answer at once, in place of a model's strokes."""
    found = [
        Suggestion((line(100 + 40 * n, 100), line(100 + 40 * n, 200)), f"number {n}")
        for n in range(1, 6)
    ]

    def answering(_wish: Wish, _holes: tuple[Hole, ...] = ()) -> Work:
        return lambda _models, _run: list(found)

    monkeypatch.setattr(requests, "completing", answering)
    monkeypatch.setattr(requests, "healing", answering)
    monkeypatch.setattr(requests, "redrawing", answering)
    return found


def line(x: float, y: float) -> Stroke:
    return Stroke.make([(x, y), (x + 20, y + 30), (x + 60, y + 10)], provenance=MADE)


def draw(window: MainWindow, shift: float = 0.0) -> None:
    t = np.linspace(0.0, 6.0, 24)
    middle = window.tab.canvas.rect().center()
    x, y = middle.x() + shift + 60 * np.cos(t), middle.y() + 60 * np.sin(t)
    Hand(window.tab.canvas).pen_stroke(np.c_[x, y, np.full(24, 0.5)])


def strokes(window: MainWindow) -> tuple[Stroke, ...]:
    return window.tab.editor.page.sketch.strokes


def suggesting(window: MainWindow) -> Suggesting:
    return window.models.suggesting


def offered(qtbot: QtBot, window: MainWindow) -> None:
    def done() -> bool:
        offer = suggesting(window).offer
        return offer is not None and offer.finished

    qtbot.waitUntil(done, timeout=10000)


def ghosts(window: MainWindow) -> tuple[Stroke, ...]:
    return tuple(window.models.of(window.tab).overlay.ghosts)


# From the pen to the ghost.


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
    qtbot.waitUntil(notice.isVisible, timeout=5000)
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


# Taking and leaving.


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
    qtbot.waitUntil(lambda: suggesting(window).offer is not second, timeout=5000)
    offered(qtbot, window)
    third = suggesting(window).offer
    assert third is not None
    assert third.current.strokes[0].provenance.temperature == 0.9  # type: ignore[union-attr]


# What is seen.


def test_ghosts_are_painted_and_never_exported(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion], tmp_path: Path
) -> None:
    draw(window)
    canvas = window.tab.canvas
    canvas.finish_rendering()
    qtbot.wait(50)
    before = canvas.grab().toImage()
    offered(qtbot, window)
    qtbot.wait(50)
    assert differing(before, canvas.grab().toImage()) > 100
    files.save(window.tab.editor.document, tmp_path / "out.svg")
    assert len(files.load(tmp_path / "out.svg").pages[0].sketch) == 1


def differing(first: QImage, second: QImage) -> int:
    a, b = (
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)
        for image in (first, second)
    )
    return int((a != b).sum())


def test_the_badge_is_told_to_eyes_and_ears(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    draw(window)
    offered(qtbot, window)
    text = "Tab accept · Esc dismiss · ] next (1/5)"
    assert window.models.of(window.tab).overlay.text == text
    assert text in window.tab.canvas.accessibleDescription()
    assert text in window.status.currentMessage()
    qtbot.keyClick(window.tab.canvas, KEY.Key_Escape)
    assert text not in window.tab.canvas.accessibleDescription()


def test_thumbnails_choose(qtbot: QtBot, window: MainWindow, answers: list[Suggestion]) -> None:
    draw(window)
    offered(qtbot, window)
    bar = window.models.bar
    assert bar is not None
    shown = [button for button in bar.strip.buttons if button.isVisible()]
    assert len(shown) == 5
    assert all(not button.icon().isNull() for button in shown)
    qtbot.mouseClick(shown[3], Qt.MouseButton.LeftButton)
    assert ghosts(window) == answers[3].strokes
    assert bar.count.text() == "4/5"
    assert window.tab.canvas.hasFocus()
    qtbot.mouseClick(bar.accept, Qt.MouseButton.LeftButton)
    assert strokes(window)[1:] == answers[3].strokes


# Heal and Redraw.


def erase(window: MainWindow) -> None:
    """Rub through what ``draw`` has drawn."""
    window.take_tool("eraser")
    middle = window.tab.canvas.rect().center()
    y = np.linspace(middle.y() - 20, middle.y() + 20, 12)
    x = np.full(12, middle.x() + 60.0)
    Hand(window.tab.canvas).pen_stroke(np.c_[x, y, np.full(12, 0.5)])
    window.take_tool("pen")


def let_heal(window: MainWindow, verb: str = "heal") -> None:
    window.models.service._reasons.pop(verb)
    window.refresh()


def test_erasing_brings_what_was_there_and_tab_closes_the_hole(
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
    qtbot.keyClick(window.tab.canvas, KEY.Key_Tab)
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


# Recognise.


def test_the_chip_says_what_it_is_and_can_be_corrected(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    guesses = (Guess("wave", 0.7), Guess("box", 0.2))
    monkeypatch.setattr(
        requests, "recognising", lambda _wish: lambda _models, _run: Guesses(guesses)
    )
    chip = window.models.of(window.tab).chip
    assert not chip.isVisible()
    draw(window)
    qtbot.waitUntil(chip.isVisible, timeout=5000)
    assert chip.text() == "wave  70 %"
    menu = chip.menu()
    menu.aboutToShow.emit()
    assert [a.text() for a in menu.actions()][:2] == ["wave\t70 %", "box\t20 %"]
    menu.actions()[1].trigger()
    assert suggesting(window).category == "box"
    assert chip.text() == "box"
    assert window.models.bar.category.currentText() == "box"  # type: ignore[union-attr]


def test_the_category_can_be_typed(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    bar = window.models.bar
    assert bar is not None
    names = [bar.category.itemText(i) for i in range(bar.category.count())]
    assert names == ["As recognised", "box", "cross", "wave"]
    line_edit = bar.category.lineEdit()
    assert line_edit is not None
    line_edit.setText("WAVE")
    line_edit.editingFinished.emit()
    assert suggesting(window).category == "wave"
    line_edit.setText("unicorn")
    line_edit.editingFinished.emit()
    assert suggesting(window).category == "wave"
    assert bar.category.currentText() == "wave"


def test_categories_are_called_as_the_language_has_it(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion], monkeypatch: pytest.MonkeyPatch
) -> None:
    german = {"box": "Schachtel", "wave": "Welle", "cross": "Kreuz"}
    monkeypatch.setattr(categories, "_labels", lambda _language: german)
    bar, dialog = window.models.bar, GenerateDialog(window)
    assert bar is not None
    bar._on_known()
    names = [bar.category.itemText(i) for i in range(bar.category.count())]
    assert names == ["As recognised", "Kreuz", "Schachtel", "Welle"]
    line_edit = bar.category.lineEdit()
    assert line_edit is not None
    line_edit.setText("schachtel")
    line_edit.editingFinished.emit()
    assert suggesting(window).category == "box"
    assert window.models.of(window.tab).chip.text() == "Schachtel"
    dialog.search.setText("wel")
    assert dialog.categories.currentItem().text() == "Welle"
    assert not dialog.categories.currentItem().isHidden()
    dialog.close()


def test_the_real_recogniser_never_blocks_the_pen(qtbot: QtBot, window: MainWindow) -> None:
    chip = window.models.of(window.tab).chip
    draw(window)
    qtbot.waitUntil(chip.isVisible, timeout=5000)
    assert chip.text().split("  ")[0] in ("box", "wave", "cross")


# When things go wrong.


def test_without_models_the_verbs_say_why(
    qtbot: QtBot, make_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    window = make_window()
    look(qtbot, window, tmp_path / "nothing")
    draw(window)
    assert len(strokes(window)) == 1
    action = window.actions_["suggest.complete"]
    assert not action.isEnabled()
    assert "There is no model for the task “complete”." in action.toolTip()
    qtbot.keyClick(window.tab.canvas, KEY.Key_Space, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(controller.DEBOUNCE_MS + 100)
    assert suggesting(window).state is State.IDLE
    assert window.status.device.text() == "CPU"


@pytest.mark.parametrize("how", ["longer", "other", "gone", "card"])
def test_a_damaged_model_says_why_and_harms_nothing(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    models_folder: Path,
    tmp_path: Path,
    how: str,
) -> None:
    for source in models_folder.iterdir():
        target = tmp_path / "models" / source.name
        target.mkdir(parents=True)
        for file in source.iterdir():
            (target / file.name).write_bytes(file.read_bytes())
    file = tmp_path / "models" / "complete" / "init.onnx"
    data = bytearray(file.read_bytes())
    if how == "longer":
        file.write_bytes(data + b"x")
    elif how == "other":
        data[len(data) // 2] ^= 0xFF
        file.write_bytes(data)
    elif how == "gone":
        file.unlink()
    else:
        (file.parent / "card.json").write_text("{")
    window = make_window()
    look(qtbot, window, tmp_path / "models")
    draw(window)
    action = window.actions_["suggest.complete"]
    assert not action.isEnabled()
    reason = action.toolTip().splitlines()[-1]
    expected = {"gone": "incomplete", "card": "not the card"}.get(how, "damaged")
    assert expected in reason
    assert window.models.service.can("recognise")
    assert len(strokes(window)) == 1


@pytest.mark.parametrize("installed", [{}, {"onnxruntime": "1.23", "onnxruntime-gpu": "1.23"}])
def test_a_missing_or_doubled_runtime_is_no_crash(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    models_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    installed: dict[str, str],
) -> None:
    from sketchpad.inference import devices

    monkeypatch.setattr(devices, "installed_runtimes", lambda: installed)
    if not installed:
        monkeypatch.setattr(devices, "_importable", lambda: False)
    window = make_window()
    service = look(qtbot, window, models_folder)
    draw(window)
    assert len(strokes(window)) == 1
    if installed:
        assert "Both onnxruntime" in service.device_detail
        assert service.can("complete")
    else:
        assert service.reason("complete") == (
            "ONNX Runtime is not installed; reinstall Sketchpad to use its models."
        )
        assert service.device_detail == service.reason("complete")


def test_cuda_that_does_not_work_is_told(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    models_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from sketchpad.inference import devices

    monkeypatch.setattr(devices, "cuda_obstacle", lambda: "no NVIDIA driver was found.")
    window = make_window()
    window.settings.put("models/device", "cuda")
    service = look(qtbot, window, models_folder)
    assert service.reason("heal") == "CUDA does not work here: no NVIDIA driver was found."
    window.settings.put("models/device", "auto")
    window.models.start()
    qtbot.waitUntil(lambda: service.can("complete"), timeout=5000)
    assert "CPU" in service.device_detail


def test_a_failing_model_is_one_line(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_models: object, _run: Run) -> object:
        raise ModelError("The model complete is damaged; install it again.")

    monkeypatch.setattr(requests, "completing", lambda _wish: failing)
    draw(window)
    window.actions_["suggest.complete"].trigger()
    notice = window.models.of(window.tab).notice
    qtbot.waitUntil(notice.isVisible, timeout=5000)
    assert notice.text.text() == "The model complete is damaged; install it again."
    assert suggesting(window).state is State.IDLE


def test_stop_frees_the_bar_at_once(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_models: object, run: Run) -> object:
        while True:
            run.cancellation.check()

    monkeypatch.setattr(requests, "completing", lambda _wish: endless)
    draw(window)
    window.actions_["suggest.complete"].trigger()
    bar = window.models.bar
    assert bar is not None
    assert bar.stop.isVisible()
    qtbot.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
    assert suggesting(window).state is State.IDLE
    assert not bar.stop.isVisible()


def test_closing_a_tab_while_a_model_runs(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = threading.Event()

    def endless(_models: object, run: Run) -> object:
        started.set()
        while True:
            run.cancellation.check()

    monkeypatch.setattr(requests, "completing", lambda _wish: endless)
    draw(window)
    window.actions_["suggest.complete"].trigger()
    qtbot.waitUntil(started.is_set)
    window.remove_tab(window.tab)
    qtbot.waitUntil(lambda: window.models.service.queue.running is None)
    assert suggesting(window).state is State.IDLE


def test_the_bar_fits_a_narrow_window(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    bar = window.models.bar
    assert bar is not None
    draw(window)
    offered(qtbot, window)
    for width in (1200, 1000, 860):
        window.resize(width, 700)
        qtbot.wait(20)
        assert window.width() == width
        shown = [w for w in bar.findChildren(QWidget) if w.isVisible() and w.parent() is bar]
        places = sorted((w.x(), w.x() + w.width()) for w in shown if w.width() > 1)
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(places))
        assert places[-1][1] <= bar.width()
        assert bar.accept.isVisible()
        assert bar.strip.isVisible() or bar.count.isVisible()
