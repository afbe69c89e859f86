"""Clean through the window: keys, pen and slider on one side, models on the other."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchpad.core import arrange, edits
from sketchpad.core.document import Layer, Underlay
from sketchpad.core.errors import InputError
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Brush, Provenance, Stroke
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.ui.clean import cleaning as life
from sketchpad.ui.clean.cleaning import Cleaning
from sketchpad.ui.clean.mode import CleanMode
from sketchpad.ui.clean.subject import Pixels, Subject, Work
from sketchpad.ui.window import MainWindow
from tests.tiny_clean import write_tiny_clean
from tests.ui.hand import MOVE, PRESS, RELEASE, Hand
from tests.ui.suggestions.steps import look

KEY = Qt.Key
MADE = Provenance("tiny", "1", "clean", 0, 0.5, "r")


@pytest.fixture(autouse=True)
def no_jobs_left() -> Iterator[None]:
    yield
    assert not [t for t in threading.enumerate() if t.name == "jobs"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_tiny_clean(folder)
    return folder


@pytest.fixture
def window(qtbot: QtBot, make_window: Callable[[], MainWindow], folder: Path) -> MainWindow:
    window = make_window()
    look(qtbot, window, folder)
    return window


class Answers:
    """In place of the model: one stroke at ``x``; every question is written down."""

    def __init__(self) -> None:
        self.asked: list[tuple[Subject, float | None, bool]] = []
        self.x = 600.0
        self.fits = 0.5
        self.gate = threading.Event()
        self.gate.set()
        self.error: Exception | None = None

    def __call__(
        self, subject: Subject, _pixels: Pixels | None, detail: float | None, *, quick: bool
    ) -> Work:
        self.asked.append((subject, detail, quick))

        def work(_models: object, run: Run) -> list[Suggestion]:
            while not self.gate.wait(0.002):
                run.cancellation.check()
            if detail is None:
                run.watcher.partial(self.fits)
            if self.error is not None:
                raise self.error
            points = [(self.x, 300.0), (self.x, 500.0)]
            return [Suggestion((Stroke.make(points, Brush(width=12.0), MADE),))]

        return work

    @property
    def details(self) -> list[tuple[float | None, bool]]:
        return [(detail, quick) for _, detail, quick in self.asked]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    made = Answers()
    monkeypatch.setattr(life, "cleaning", made)
    return made


def rough(x: float = 300.0, shift: float = 0.0) -> Stroke:
    return Stroke.make([(x + shift, 300.0), (x + shift + 2.0, 500.0)], Brush(width=12.0))


def put(window: MainWindow, *strokes: Stroke, layer: str = "") -> None:
    editor = window.tab.editor
    to = layer or editor.layer.id
    editor.apply("draw", edits.add_strokes(editor.document, editor.page.id, to, strokes))


def put_picture(window: MainWindow, grey: object) -> None:
    editor = window.tab.editor
    buffer = io.BytesIO()
    Image.fromarray(np.asarray(grey)).save(buffer, "PNG")
    box = (100.0, 100.0, 600.0, 450.0)
    underlay = Underlay(buffer.getvalue(), "image/png", box)
    page, layer = editor.page.id, editor.layer.id
    editor.apply("import", edits.set_underlay(editor.document, page, layer, underlay))


def picture() -> object:
    line = np.array([[20.0, 30.0], [180.0, 120.0]])
    return (255 * (1 - rasterise([line], (150, 200), 3.0))).astype(np.uint8)


def begin(qtbot: QtBot, window: MainWindow, *, wait: bool = True) -> Cleaning:
    window.actions_["suggest.clean"].trigger()
    assert window.clean.mode is not None
    cleaning = window.clean.mode.cleaning
    if wait:
        qtbot.waitUntil(lambda: cleaning.is_final, timeout=20000)
    return cleaning


def mode(window: MainWindow) -> CleanMode:
    assert window.clean.mode is not None
    return window.clean.mode


def layers(window: MainWindow) -> list[tuple[str, bool, int]]:
    return [(x.name, x.visible, len(x.strokes)) for x in window.tab.editor.page]


def bar_text(window: MainWindow) -> str:
    assert window.clean.bar is not None
    return window.clean.bar.status.text()


# From the key to the new layer.


def test_the_model_cleans_a_layer_in_one_undo_step(qtbot: QtBot, window: MainWindow) -> None:
    put(window, rough(), rough())
    editor = window.tab.editor
    before, steps = editor.document, editor.undo_stack.count()
    window.tab.canvas.setFocus()
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.tab.canvas, KEY.Key_C, control)
    cleaning = mode(window).cleaning
    qtbot.waitUntil(lambda: cleaning.is_final, timeout=20000)
    assert editor.document is before
    qtbot.keyClick(window.tab.canvas, KEY.Key_Return)
    assert window.clean.mode is None
    assert layers(window) == [("Layer 1", False, 2), ("Layer 1 clean", True, 1)]
    assert editor.layer.name == "Layer 1 clean"
    (stroke,) = editor.layer.strokes
    assert stroke.provenance is not None
    assert (stroke.provenance.model, stroke.provenance.version) == ("clean", "0.0.1")
    assert editor.undo_stack.count() == steps + 1
    assert editor.undo_stack.undoText() == "Clean"
    editor.undo_stack.undo()
    assert editor.document is before


def test_the_model_cleans_a_picture(qtbot: QtBot, window: MainWindow) -> None:
    put_picture(window, picture())
    cleaning = begin(qtbot, window)
    assert cleaning.subject.kind == "underlay"
    assert bar_text(window) == "Strokes: 1"
    cleaning.accept()
    assert layers(window) == [("Layer 1", False, 0), ("Layer 1 clean", True, 1)]
    (stroke,) = window.tab.editor.layer.strokes
    low, high = stroke.points.min(axis=0), stroke.points.max(axis=0)
    assert np.allclose(low, (160, 190), atol=8)
    assert np.allclose(high, (640, 460), atol=8)


def test_escape_leaves_everything_as_it_was(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    canvas, before = window.tab.canvas, window.tab.editor.document
    overlays, children = list(canvas.overlays), len(canvas.children())
    begin(qtbot, window)
    bar = window.clean.bar
    assert bar is not None
    assert bar.isVisible()
    assert not window.models.bar.isVisible()  # type: ignore[union-attr]
    qtbot.keyClick(bar.detail, KEY.Key_Escape)
    QApplication.sendPostedEvents(None, 52)  # deferred deletions
    assert window.tab.editor.document is before
    assert canvas.overlays == overlays
    assert len(canvas.children()) == children
    assert not bar.isVisible()
    assert window.models.bar.isVisible()  # type: ignore[union-attr]
    assert canvas.hasFocus()


# What is meant.


def test_the_selection_comes_first_and_the_rest_stays(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    chosen, other = rough(), rough(700.0)
    put(window, chosen, other)
    window.tab.editor.select([chosen.id])
    cleaning = begin(qtbot, window)
    assert [s.kind for s in cleaning.subjects] == ["selection", "layer"]
    assert answers.asked[0][0].strokes == (chosen,)
    cleaning.accept()
    assert layers(window) == [
        ("Layer 1 rough", False, 1),
        ("Layer 1", True, 1),
        ("Layer 1 clean", True, 1),
    ]
    assert window.tab.editor.page.layers[1].strokes == (other,)


def test_an_empty_layers_picture_comes_before_other_layers(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    window.actions_["layer.add"].trigger()
    put_picture(window, picture())
    cleaning = begin(qtbot, window)
    assert [(s.kind, s.name) for s in cleaning.subjects] == [
        ("underlay", "Layer 2"),
        ("layer", "Layer 1"),
    ]
    bar = window.clean.bar
    assert bar is not None
    names = [bar.what.itemText(i) for i in range(bar.what.count())]
    assert names == ["Picture under “Layer 2”", "Strokes of “Layer 1”"]
    bar.what.setCurrentIndex(1)
    bar.what.activated.emit(1)
    qtbot.waitUntil(lambda: cleaning.is_final)
    assert answers.asked[-1][0].kind == "layer"
    cleaning.accept()
    assert layers(window) == [
        ("Layer 1", False, 1),
        ("Layer 1 clean", True, 1),
        ("Layer 2", True, 0),
    ]


def test_what_was_traced_over_a_picture_leaves_it_in_sight(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put_picture(window, picture())
    put(window, rough())
    cleaning = begin(qtbot, window)
    assert cleaning.subject.kind == "layer"
    cleaning.accept()
    assert layers(window)[0] == ("Layer 1 rough", False, 1)
    assert layers(window)[1] == ("Layer 1", True, 0)
    assert window.tab.editor.page.layers[1].underlay is not None


def test_a_selection_on_two_layers_is_hidden_on_both(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    low, high = rough(), rough(700.0)
    put(window, low)
    window.actions_["layer.add"].trigger()
    put(window, high)
    window.tab.editor.select([low.id, high.id])
    begin(qtbot, window).accept()
    assert layers(window) == [
        ("Layer 1", False, 1),
        ("Layer 2", False, 1),
        ("Layer 2 clean", True, 1),
    ]


def test_hidden_layers_are_not_meant(window: MainWindow) -> None:
    put(window, rough())
    assert window.actions_["suggest.clean"].isEnabled()
    window.actions_["layer.visible"].trigger()
    assert not window.actions_["suggest.clean"].isEnabled()
    with pytest.raises(InputError, match="nothing to clean"):
        window.clean.start()


# Comparing.


def colour(window: MainWindow, x: float, y: float) -> QColor:
    canvas = window.tab.canvas
    canvas.finish_rendering()
    QTest.qWait(60)
    at = canvas.view.to_view(x, y).toPoint()
    return canvas.grab().toImage().pixelColor(at)


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


# Detail.


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


# Beside the drawing.


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


# When there is nothing, or something is wrong.


def test_a_failure_is_one_sentence_and_harms_nothing(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    answers.error = InputError("There are no lines to clean in this picture.")
    cleaning = begin(qtbot, window)
    bar = window.clean.bar
    assert bar is not None
    assert bar_text(window) == "There are no lines to clean in this picture."
    assert not bar.accept.isEnabled()
    assert window.status.currentMessage() == bar_text(window)
    qtbot.keyClick(window.tab.canvas, KEY.Key_Return)
    qtbot.waitUntil(lambda: not cleaning.is_running and not cleaning.taking)
    assert len(layers(window)) == 1
    answers.error = None
    cleaning.set_detail(0.7)
    qtbot.waitUntil(lambda: cleaning.is_final)
    assert bar.accept.isEnabled()


def test_blank_paper_is_one_sentence(qtbot: QtBot, window: MainWindow) -> None:
    put_picture(window, np.full((300, 400), 250, np.uint8))
    begin(qtbot, window)
    assert bar_text(window) == "The picture is blank: there are no lines to clean."


def test_a_damaged_picture_is_one_sentence(qtbot: QtBot, window: MainWindow) -> None:
    editor = window.tab.editor
    underlay = Underlay(b"no picture", "image/png", (0, 0, 100, 100))
    page, layer = editor.page.id, editor.layer.id
    editor.apply("import", edits.set_underlay(editor.document, page, layer, underlay))
    begin(qtbot, window)
    assert "is not a PNG" in bar_text(window)


@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_without_a_model_it_says_why(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    folder: Path,
    tmp_path: Path,
    how: str,
) -> None:
    if how == "damaged":
        target = tmp_path / "models" / "clean"
        target.mkdir(parents=True)
        for file in (folder / "clean").iterdir():
            (target / file.name).write_bytes(file.read_bytes())
        (target / "clean.onnx").write_bytes(b"broken")
    window = make_window()
    look(qtbot, window, tmp_path / "models")
    put(window, rough())
    action = window.actions_["suggest.clean"]
    assert not action.isEnabled()
    reason = action.toolTip().splitlines()[-1]
    assert ("no model for the task “clean”" if how == "missing" else "damaged") in reason
    with pytest.raises(InputError):
        window.clean.start()
    assert window.clean.mode is None


def test_the_bar_fits_a_narrow_window(qtbot: QtBot, window: MainWindow, answers: Answers) -> None:
    put(window, rough())
    begin(qtbot, window)
    bar = window.clean.bar
    assert bar is not None
    for width in (1200, 860):
        window.resize(width, 700)
        qtbot.wait(20)
        for button in (bar.cancel, bar.accept):
            assert button.width() >= button.sizeHint().width()
            assert button.geometry().right() <= bar.width()
