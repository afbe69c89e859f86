"""Generate and Interpolate through their windows, with real (tiny) models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.stroke import Stroke
from sketchpad.inference.interpolate import InterpolateRequest
from sketchpad.inference.suggestions import Suggestion
from sketchpad.ui.dialogs.generate import GenerateDialog
from sketchpad.ui.dialogs.interpolate import InterpolateDialog
from sketchpad.ui.editor import Editor
from sketchpad.ui.window import MainWindow
from tests.ui.test_suggestions import look
from tests.ui.test_window import nameless


def page(radius: float) -> Page:
    t = np.linspace(0.0, 6.0, 30)
    circle = np.c_[300 + radius * np.cos(t), 200 + radius * np.sin(t)]
    return Page((Layer(strokes=(Stroke.make(circle), Stroke.make(circle / 2))),), 600.0, 400.0)


@pytest.fixture
def window(qtbot: QtBot, make_window: Callable[[], MainWindow], models_folder: Path) -> MainWindow:
    window = make_window()
    window.add_tab(Editor(Document((page(100), page(50), page(150)))))
    look(qtbot, window, models_folder)
    return window


def opened(window: MainWindow, action: str, kind: type) -> GenerateDialog | InterpolateDialog:
    window.actions_[action].trigger()
    return window.findChildren(kind)[-1]


def answered(qtbot: QtBot, dialog: GenerateDialog | InterpolateDialog) -> None:
    dialog.go.click()
    assert dialog.is_running
    assert dialog.stop.isVisible()
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=20000)
    assert dialog.line.text() == ""


def test_a_generated_sketch_is_placed_with_a_click(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window, "suggest.generate", GenerateDialog)
    assert isinstance(dialog, GenerateDialog)
    qtbot.keyClicks(dialog.search, "wav")
    answered(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.grid.count() > 0)
    editor = window.tab.editor
    before = len(editor.page.sketch)
    item = dialog.grid.item(0)
    at = dialog.grid.visualItemRect(item).center()
    qtbot.mouseClick(dialog.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    placed = editor.page.sketch.strokes[before:]
    assert placed
    assert editor.selection == {stroke.id for stroke in placed}
    assert placed[0].provenance is not None
    assert placed[0].provenance.verb == "generate"
    assert editor.undo_stack.undoText() == "Place generated sketch"
    left, top, right, bottom = placed[0].bounds
    assert left >= 0
    assert top >= 0
    assert right <= 600
    assert bottom <= 400
    dialog.close()


def test_two_categories_can_be_mixed(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What lies between two sketches is empty as long as nothing was learnt.
    def half_way(request: InterpolateRequest, **_: object) -> list[Suggestion]:
        both = request.first.strokes, request.second.strokes
        return [Suggestion(s) for s in (both[0], both[0] + both[1], both[1])]

    monkeypatch.setattr("sketchpad.inference.interpolate.interpolate", half_way)
    dialog = opened(window, "suggest.generate", GenerateDialog)
    assert isinstance(dialog, GenerateDialog)
    assert dialog.mixed.isEnabled()
    dialog.mixed.setCurrentIndex(2)
    answered(qtbot, dialog)
    assert dialog.grid.count() > 0
    assert "box + cross" in dialog.grid.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    dialog.close()


@pytest.mark.parametrize(
    ("action", "kind"),
    [("suggest.generate", GenerateDialog), ("suggest.interpolate", InterpolateDialog)],
)
def test_everything_that_takes_input_has_a_name(
    qtbot: QtBot, window: MainWindow, action: str, kind: type
) -> None:
    dialog = opened(window, action, kind)
    assert nameless(dialog) == []
    dialog.close()


def test_frames_lie_between_two_pages(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    assert [dialog.terms[0].itemText(i) for i in range(4)] == [
        *("Page 1", "Page 2", "Page 3"),
        "From a File…",
    ]
    dialog.frames.setValue(5)
    assert not dialog.export.isEnabled()
    answered(qtbot, dialog)
    editor = window.tab.editor
    assert dialog.strip.count() == 5
    assert dialog._frames[0] == editor.document.pages[0].sketch.strokes
    assert dialog._frames[-1] == editor.document.pages[1].sketch.strokes
    dialog.strip.setCurrentRow(2)
    assert dialog.slider.value() == 2
    dialog.slider.setValue(1)
    assert dialog.strip.currentRow() == 1
    for name, kind in (("a.gif", "GIF (*.gif)"), ("b.svg", "Frames as SVG (*.svg)")):
        answer = str(tmp_path / name), kind
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, answer=answer: answer)
        dialog.export.click()
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.*"))) == 6, timeout=10000)
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames > 1
        assert gif.width == 480
    assert len(files.load(tmp_path / "b-1.svg").pages[0].sketch) == 2
    dialog.open_page.click()
    assert len(editor.document.pages) == 4
    assert editor.page.sketch.strokes == dialog._frames[1]
    dialog.close()


def test_arithmetic_variations_and_files(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    files.save(Document((page(80),)), tmp_path / "ring.svg")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "ring.svg"), ""))
    dialog.way.setCurrentIndex(1)
    assert dialog.terms[2].isVisible()
    box = dialog.terms[2]
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.count() - 1)
    assert box.currentText() == "ring.svg"
    answered(qtbot, dialog)
    assert len(dialog._frames) == 1
    dialog.way.setCurrentIndex(2)
    assert not dialog.terms[1].isVisible()
    answered(qtbot, dialog)
    assert len(dialog._frames) == 8
    dialog.play.setChecked(True)
    qtbot.waitUntil(lambda: dialog.slider.value() > 0, timeout=2000)
    dialog.close()


def test_a_file_that_is_none_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    (tmp_path / "no.svg").write_text("nothing")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "no.svg"), ""))
    box = dialog.terms[0]
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.count() - 1)
    assert "no.svg" in dialog.line.text()
    assert box.currentText() == "Page 1"
    dialog.close()


def test_stop_and_close_end_the_work(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(window, "suggest.generate", GenerateDialog)
    assert isinstance(dialog, GenerateDialog)
    dialog.go.click()
    dialog.stop.click()
    assert not dialog.is_running
    dialog.go.click()
    dialog.close()
    qtbot.waitUntil(lambda: window.models.service.queue.running is None, timeout=5000)


def test_without_the_model_the_actions_say_why(
    qtbot: QtBot, make_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    window = make_window()
    look(qtbot, window, tmp_path)
    for name, task in (("interpolate", "latent"), ("generate", "generate")):
        action = window.actions_[f"suggest.{name}"]
        assert not action.isEnabled()
        assert f"There is no model for the task “{task}”." in action.toolTip()
