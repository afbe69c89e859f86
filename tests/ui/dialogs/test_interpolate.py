"""Interpolate through its window, with real (tiny) models."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core.document import Document, Layer, Page
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.ui.dialogs.interpolate import InterpolateDialog
from sketchpad.ui.editor import Editor
from sketchpad.ui.window import MainWindow
from tests.ui.dialogs.steps import answered, opened, page


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
    assert dialog.slider.value() == 2
    assert dialog.film.frames[0] == editor.document.pages[0].sketch.strokes
    assert dialog.film.frames[-1] == editor.document.pages[1].sketch.strokes
    dialog.strip.setCurrentRow(2)
    assert dialog.slider.value() == 2
    dialog.slider.setValue(1)
    assert dialog.strip.currentRow() == 1
    window.settings.put("files/folder", str(tmp_path))
    editor.name = "Rings"
    proposed: list[str] = []
    for name, kind in (
        ("a.mp4", "GIF (*.gif)"),
        ("a", "GIF (*.gif)"),
        ("b.gif", "Frames as SVG (*.svg)"),
    ):

        def answer(_parent: object, _title: str, propose: str, *_: str) -> tuple[str, str]:
            proposed.append(propose)
            return str(tmp_path / name), kind  # noqa: B023  # asked at once

        monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
        dialog.export.click()
        if name == "a.mp4":
            assert dialog.line.text().startswith("a.mp4 cannot hold these frames; use .gif")
    assert proposed == [str(tmp_path / "Rings.gif")] * 3
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.*"))) == 6, timeout=10000)
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames > 1
        assert gif.width == 480
    assert len(files.load(tmp_path / "b-1.svg").pages[0].sketch) == 2
    dialog.open_page.click()
    assert len(editor.document.pages) == 4
    shown = dialog.film.frames[1]
    opened_strokes = editor.page.sketch.strokes
    for stroke, frame in zip(opened_strokes, shown, strict=True):
        assert np.array_equal(stroke.points, frame.points)
    dialog.open_all.click()
    assert len(editor.document.pages) == 9
    ids = [s.id for page in editor.document.pages for s in page.sketch.strokes]
    assert len(ids) == len(set(ids))
    editor.undo_stack.undo()
    assert len(editor.document.pages) == 4
    dialog.close()


def test_one_page_alone_leaves_the_other_sketch_to_choose(qtbot: QtBot, window: MainWindow) -> None:
    window.add_tab(Editor(Document((page(100),))))
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    assert [box.currentText() for box in dialog.terms] == ["Page 1", "", ""]
    dialog.go.click()
    assert not dialog.is_running
    assert dialog.line.text() == "Choose a sketch for each letter first."
    dialog.way.setCurrentIndex(2)
    answered(qtbot, dialog)
    dialog.close()


def test_a_selection_goes_into_the_rest_of_its_page(qtbot: QtBot, window: MainWindow) -> None:
    first, second = window.tab.editor.page.sketch.strokes
    window.tab.editor.select([second.id])
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    names = [box.currentText() for box in dialog.terms]
    assert names == ["Selection (1)", "Rest of the page (1)", "Page 1"]
    answered(qtbot, dialog)
    assert dialog.film.frames[0] == (second,)
    assert dialog.film.frames[-1] == (first,)
    dialog.close()


def test_every_page_of_a_file_can_be_chosen(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    files.save(Document((page(80), Page((Layer(),)), page(20))), tmp_path / "two.sketch")
    files.save(Document((Page((Layer(),)),)), tmp_path / "none.sketch")
    box = dialog.terms[0]
    for name in ("two.sketch", "none.sketch"):
        answer = str(tmp_path / name), ""
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, answer=answer: answer)
        box.setCurrentIndex(box.count() - 1)
        box.activated.emit(box.count() - 1)
        if name == "two.sketch":
            assert box.currentText() == "two.sketch, page 1"
    assert dialog.line.text() == "none.sketch has no strokes."
    choices = [dialog.terms[1].itemText(k) for k in range(dialog.terms[1].count())]
    assert choices[3:] == ["two.sketch, page 1", "two.sketch, page 3", "From a File…"]
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
    dialog.go.click()
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=20000)
    assert 1 <= len(dialog.film.frames) <= 4
    unclear = "It is not clear what A (Page 1), B (Page 2) and C (ring.svg) show."
    cannot = "What the model cannot place may turn into something else altogether."
    assert dialog.line.text().splitlines() == [unclear, cannot]
    dialog.way.setCurrentIndex(2)
    assert not dialog.terms[1].isVisible()
    assert not dialog.film.frames
    assert not dialog.open_page.isEnabled()
    assert dialog.line.text() == ""
    answered(qtbot, dialog)
    assert 1 < len(dialog.film.frames) <= 8
    assert not dialog.play.isVisible()
    dialog.close()


def test_frames_play_there_and_back_and_a_model_that_knows_nothing_is_told(
    qtbot: QtBot, window: MainWindow
) -> None:
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    dialog.frames.setValue(3)
    dialog.go.click()
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=20000)
    lines = dialog.line.text().splitlines()
    assert lines[0] == "It is not clear what A (Page 1) and B (Page 2) show."
    assert lines[1].startswith("So strokes are matched and moved.")
    line = dialog.shows[0].lineEdit()
    assert line is not None
    line.setText("cross")
    line.editingFinished.emit()
    assert dialog.is_running
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=20000)
    assert dialog.line.text().startswith("It is not clear what B (Page 2) shows.")
    seen: list[int] = []
    dialog.slider.valueChanged.connect(seen.append)
    dialog.play.click()
    assert dialog.play.text() == "Pause"
    qtbot.waitUntil(lambda: len(seen) > 4, timeout=5000)
    dialog.play.click()
    assert seen[:5] == [2, 1, 0, 1, 2]
    assert dialog.shows[0].isVisible()
    dialog.path.setCurrentIndex(2)
    assert not dialog.shows[0].isVisible()
    answered(qtbot, dialog)
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


def test_what_is_said_about_work_goes_when_it_is_given_up(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def slow(*_: object, run: Run, **_more: object) -> list[Suggestion]:
        run.notice("It is not clear what the first sketch shows; strokes are matched and moved.")
        while not gate.wait(0.01):
            run.cancellation.check()
        return []

    monkeypatch.setattr("sketchpad.inference.interpolate.interpolate", slow)
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    dialog.go.click()
    qtbot.waitUntil(lambda: "not clear" in dialog.line.text(), timeout=5000)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.is_running
    assert dialog.isVisible()
    assert dialog.line.text() == ""
    assert not dialog.line.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: window.models.service.queue.running is None, timeout=5000)
    dialog.close()


def test_what_was_missing_is_not_said_any_more_once_it_is_chosen(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.add_tab(Editor(Document((page(100),))))
    dialog = opened(window, "suggest.interpolate", InterpolateDialog)
    assert isinstance(dialog, InterpolateDialog)
    dialog.go.click()
    assert dialog.line.text() == "Choose a sketch for each letter first."
    dialog.terms[1].setCurrentIndex(0)
    dialog.terms[1].activated.emit(0)
    assert dialog.line.text() == ""
    dialog.close()
