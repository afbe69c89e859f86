"""Journals, crashes, and the end of one session and the beginning of the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QMessageBox,
)
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core.document import Document
from sketchpad.core.stroke import Stroke
from sketchpad.files import journal
from sketchpad.ui.commands import files as file_commands
from sketchpad.ui.crash import CrashHandler
from sketchpad.ui.dialogs.recovery import RecoveryDialog
from sketchpad.ui.settings import autosave_folder
from sketchpad.ui.tab import DocumentTab
from sketchpad.ui.window import MainWindow
from sketchpad.ui.worker import Worker
from tests.ui.windows import choose, draw, wait_for, wait_idle


def test_every_stroke_is_in_the_journal_within_a_second(qtbot: QtBot, window: MainWindow):
    stroke = draw(qtbot, window)
    with qtbot.waitSignal(window.tab.autosave.recorded, timeout=1000):
        pass
    assert "autosave" in window.status.state.text()
    other = draw(qtbot, window, 40)
    with qtbot.waitSignal(window.tab.autosave.recorded, timeout=1000):
        pass
    window.tab.autosave.close()
    wait_for(qtbot, window._journals)
    found = journal.recoverable(autosave_folder())
    strokes = journal.recover(found[0]).pages[0].sketch.strokes
    assert [s.id for s in strokes] == [stroke.id, other.id]


def test_what_was_left_behind_is_offered_and_comes_back(
    qtbot: QtBot, make_window: Callable[[], MainWindow]
):
    stroke = Stroke.make([(10, 10), (50, 60)])
    left = journal.Journal.open(autosave_folder())
    left.record(Document.of([stroke], 300, 200))
    left.close(discard=False)
    window = make_window()
    window.when_shown([])
    qtbot.waitUntil(lambda: bool(window.findChildren(RecoveryDialog)), timeout=5000)
    dialog = window.findChildren(RecoveryDialog)[0]
    dialog.recover_chosen.emit(dialog._found)
    dialog.close()
    wait_idle(qtbot, window)
    assert [s.id for s in window.tab.editor.page.sketch.strokes] == [stroke.id]
    assert window.isWindowModified()
    assert journal.recoverable(autosave_folder()) == []  # the new journal is held by this window


def test_a_bug_saves_the_journal_before_anything_else(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    stroke = draw(qtbot, window)
    shown: list[bool] = []

    def told(*_args: object) -> None:
        shown.append(any(autosave_folder().glob("*")))

    monkeypatch.setattr(QMessageBox, "exec", told)
    try:
        raise RuntimeError("a bug")
    except RuntimeError as error:
        CrashHandler(window)(type(error), error, error.__traceback__)
    assert shown == [True]
    window.tab.autosave.close()
    wait_for(qtbot, window._journals)
    found = journal.recoverable(autosave_folder())
    assert [s.id for s in journal.recover(found[0]).pages[0].sketch.strokes] == [stroke.id]


def test_closing_the_window_asks_once_and_can_save(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    draw(qtbot, window)
    asked: list[int] = []

    def ask(_parent: object, tabs: list[DocumentTab]) -> QMessageBox.StandardButton:
        asked.append(len(tabs))
        button = QMessageBox.StandardButton
        return button.Cancel if len(asked) == 1 else button.Save

    monkeypatch.setattr(file_commands, "ask_unsaved", ask)
    choose(monkeypatch, tmp_path / "last.sketch")
    assert not window.close()
    assert window.isVisible()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=5000)
    assert asked == [1, 1]
    assert (tmp_path / "last.sketch").is_file()
    assert list(autosave_folder().glob("*")) == []


def test_the_next_session_remembers(
    qtbot: QtBot, make_window: Callable[[], MainWindow], tmp_path: Path
):
    files.save(Document.of([Stroke.make([(0, 0), (9, 9)])], 300, 200), tmp_path / "one.sketch")
    first = make_window()
    first.settings.put("general/restore", value=True)
    first.files.open_paths([tmp_path / "one.sketch"])
    wait_idle(qtbot, first)
    first.tools.set_colour("#2f9e44")
    first.change_tools(smoothing=0.8, eraser_whole=True)
    first.leave()
    second = make_window()
    second.when_shown([])
    wait_idle(qtbot, second)
    assert [tab.title for tab in second.all_tabs()] == ["one.sketch"]
    assert second.tab.editor.brush.colour == "#2f9e44"
    assert second.tool_settings.smoothing == pytest.approx(0.8)
    assert second.actions_["tool.erase_whole"].isChecked()


def test_leaving_at_once_disturbs_nothing(qtbot: QtBot) -> None:
    """Work that was asked for before the window went away neither fails nor keeps it alive."""
    worker = Worker("test")
    answers: list[object] = []
    worker.do(lambda: 1, answers.append)
    worker.close()
    worker.do(lambda: 2, answers.append)
    qtbot.wait(50)
    assert answers == []
