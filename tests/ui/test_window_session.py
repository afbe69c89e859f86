"""Journals, crashes, and the end of one session and the beginning of the next."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QMessageBox,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core import edits
from sketchpad.core.document import Document
from sketchpad.core.stroke import Stroke
from sketchpad.files import journal
from sketchpad.ui.commands import files as file_commands
from sketchpad.ui.crash import CrashHandler
from sketchpad.ui.dialogs.pages import GeneralPage
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
    assert window.tab.is_recorded
    assert window.status.state.text() == "Unsaved, kept by autosave"
    assert window.status.currentMessage() == "Your drawing is back"
    assert journal.recoverable(autosave_folder()) == []  # the new journal is held by this window


def test_what_comes_back_is_open_where_it_was_left(
    qtbot: QtBot, make_window: Callable[[], MainWindow]
):
    first = make_window()
    for action in ("page.add", "page.add", "layer.add", "page.previous", "layer.add"):
        first.actions_[action].trigger()
    first.actions_["layer.down"].trigger()
    draw(qtbot, first)
    wait_for(qtbot, first._journals)
    first.actions_["page.next"].trigger()
    editor = first.tab.editor
    editor.set_layer(editor.page.layers[0].id)
    place = editor.page.id, editor.layer.id
    first.leave()
    second = make_window()
    second.when_shown([])
    qtbot.waitUntil(lambda: bool(second.findChildren(RecoveryDialog)), timeout=5000)
    dialog = second.findChildren(RecoveryDialog)[0]
    dialog.findChildren(QPushButton)[-1].click()
    wait_idle(qtbot, second)
    editor = second.tab.editor
    assert (editor.page.id, editor.layer.id) == place
    assert editor.document.pages.index(editor.page) == 2


def test_what_comes_back_takes_the_place_of_its_file(
    qtbot: QtBot, make_window: Callable[[], MainWindow], tmp_path: Path
):
    path = tmp_path / "mine.sketch"
    stroke = Stroke.make([(10, 10), (50, 60)])
    saved = Document.of([stroke], 300, 200)
    files.save(saved, path)
    left = journal.Journal.open(autosave_folder(), path)
    other = Stroke.make([(20, 10), (60, 60)])
    page = saved.pages[0]
    left.record(edits.add_strokes(saved, page.id, page.layers[0].id, [other]))
    left.close(discard=False)
    window = make_window()
    window.when_shown([path])
    qtbot.waitUntil(lambda: bool(window.findChildren(RecoveryDialog)), timeout=5000)
    wait_idle(qtbot, window)
    dialog = window.findChildren(RecoveryDialog)[0]
    dialog.recover_chosen.emit(dialog._found)
    dialog.close()
    wait_idle(qtbot, window)
    assert [tab.editor.path for tab in window.all_tabs()] == [path]
    assert [s.id for s in window.tab.editor.page.sketch.strokes] == [stroke.id, other.id]


def test_what_comes_back_does_not_replace_what_was_saved_elsewhere_meanwhile(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    path, theirs = tmp_path / "mine.sketch", Document.of([Stroke.make([(1, 1), (8, 8)])], 300, 200)
    files.save(Document.of([Stroke.make([(0, 0), (9, 9)])], 300, 200), path)
    first = make_window()
    first.files.open_paths([path])
    wait_idle(qtbot, first)
    draw(qtbot, first)
    wait_for(qtbot, first._journals)
    first.leave()
    files.save(theirs, path)
    os.utime(path, ns=(1, 1))  # whatever the clock's resolution
    second = make_window()
    second.when_shown([])
    qtbot.waitUntil(lambda: bool(second.findChildren(RecoveryDialog)), timeout=5000)
    dialog = second.findChildren(RecoveryDialog)[0]
    dialog.findChildren(QPushButton)[-1].click()
    wait_idle(qtbot, second)
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "setText", lambda _box, text: told.append(text))
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.Cancel)
    second.actions_["file.save"].trigger()
    wait_idle(qtbot, second)
    assert len(told) == 1
    assert [s.id for s in files.load(path).pages[0].sketch.strokes] == [
        s.id for s in theirs.pages[0].sketch.strokes
    ]


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


def test_closing_the_window_names_what_is_unsaved(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.Cancel)
    monkeypatch.setattr(QMessageBox, "setInformativeText", lambda _box, text: told.append(text))
    draw(qtbot, window)
    assert not window.close()
    for _ in range(9):
        window.actions_["file.new"].trigger()
        draw(qtbot, window)
    assert not window.close()
    assert told[0] == "They are lost otherwise."
    lines = told[1].splitlines()
    assert lines[:2] == ["•  Untitled", "•  Untitled 2"]
    assert lines[7:] == ["•  Untitled 8", "and 2 more", "", "They are lost otherwise."]


def test_the_next_session_remembers(
    qtbot: QtBot, make_window: Callable[[], MainWindow], tmp_path: Path
):
    files.save(Document.of([Stroke.make([(0, 0), (9, 9)])], 300, 200), tmp_path / "one.sketch")
    first = make_window()
    first.settings.put("interface/restore", value=True)
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


#: Draws in the real application, then ends it as the system does.
ENDED = """
import os, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from sketchpad.ui import application
from sketchpad.ui.window import MainWindow
from tests.ui.hand import Hand

def act():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    if "draw" in sys.argv:
        hand = Hand(window.tab.canvas)
        hand.drag([(200, 200), (300, 220), (400, 200)])
        hand.drag([(200, 300), (300, 320)], release=False)
    if "dialog" in sys.argv:
        QTimer.singleShot(0, lambda: QMessageBox(window).exec())
    QTimer.singleShot(300, lambda: os.kill(os.getpid(), signal.SIGTERM))

real = application.start
def start(app):
    QTimer.singleShot(500, act)
    return real(app)
application.start = start
sys.exit(application.run([]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal")
@pytest.mark.parametrize("what", [["draw"], ["draw", "dialog"], []])
def test_the_systems_request_to_end_keeps_what_is_unsaved(
    tmp_path: Path, own_folders: Path, what: list[str]
):
    environment = {
        **os.environ,
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    ended = subprocess.run(
        [sys.executable, "-c", ENDED, *what], env=environment, timeout=60, check=False
    )
    assert ended.returncode == 0
    left = journal.recoverable(autosave_folder())
    assert len(left) == (1 if what else 0)
    for entry in left:
        assert entry.closed
        strokes = journal.recover(entry).pages[0].sketch.strokes
        assert len(strokes) == 2, "the stroke under the pen is finished, not lost"


def test_recovery_says_how_it_came_about(qtbot: QtBot, make_window: Callable[[], MainWindow]):
    left = journal.Journal.open(autosave_folder(), None, "A cat")
    left.record(Document.of([Stroke.make([(10, 10), (50, 60)])], 300, 200))
    left.close(discard=False)
    window = make_window()
    window.when_shown([])
    qtbot.waitUntil(lambda: bool(window.findChildren(RecoveryDialog)), timeout=5000)
    dialog = window.findChildren(RecoveryDialog)[0]
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("told to close by the system" in text for text in texts)
    assert dialog.list.item(0).text().startswith("A cat (never saved)")
    wait_idle(qtbot, window)
    picture = dialog.list.item(0).icon().pixmap(96, 72).toImage()
    assert {picture.pixelColor(x, 20).alpha() for x in range(picture.width())} == {255}
    dialog._on_recover()
    wait_idle(qtbot, window)
    assert window.tab.title == "A cat"
    assert "Unsaved" in window.status.state.text()


def test_what_was_imported_is_not_called_new(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    assert window.status.state.text() == "New drawing"
    files.save(Document.of([Stroke.make([(0, 0), (90, 90)])], 300, 200), tmp_path / "one.svg")
    window.files.open_paths([tmp_path / "one.svg"])
    wait_idle(qtbot, window)
    assert window.tab.title == "one"
    assert window.status.state.text() == "Not saved as a drawing yet"
    draw(qtbot, window)
    assert window.status.state.text().startswith("Unsaved")


#: Says what a new process finds in the settings of another.
READ = """
from sketchpad.ui.settings import Settings
settings = Settings()
print(settings.language, settings.flag("interface/welcome", default=True), settings.theme_mode)
print(settings.flag("interface/restore", default=False), settings.text("brush/last"))
"""


def test_another_process_finds_every_setting(
    qtbot: QtBot, make_window: Callable[[], MainWindow], tmp_path: Path
):
    """Within one process Qt answers from memory, whatever it wrote to the file."""
    window = make_window()
    page = GeneralPage(window)
    qtbot.addWidget(page)
    page.language.setCurrentIndex(page.language.findData("de"))
    for box in page.findChildren(QCheckBox):
        box.click()
    window.settings.put("appearance/theme", "dark")
    window.tools.set_colour("#2f9e44")
    window.leave()
    found = subprocess.run(
        [sys.executable, "-c", READ],
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config")},
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = found.stdout.splitlines()
    assert first == "de False dark"
    assert second.startswith("True")
    assert "#2f9e44" in second
