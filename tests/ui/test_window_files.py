"""Opening, saving, dropping, printing and closing through the window."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QMessageBox,
)
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core.document import Document
from sketchpad.core.stroke import Stroke
from sketchpad.ui.commands import files as file_commands
from sketchpad.ui.settings import autosave_folder
from sketchpad.ui.window import MainWindow
from tests.ui.windows import choose, count, draw, drop, wait_idle


def test_save_writes_the_file_and_ends_the_journal(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    stroke = draw(qtbot, window)
    qtbot.waitUntil(lambda: any(autosave_folder().glob("*")), timeout=2000)
    choose(monkeypatch, tmp_path / "cat")
    with qtbot.waitSignal(window.tab.editor.path_changed, timeout=5000):
        window.actions_["file.save"].trigger()
    saved = files.load(tmp_path / "cat.sketch")
    assert [s.id for s in saved.pages[0].sketch.strokes] == [stroke.id]
    assert not window.isWindowModified()
    assert "cat.sketch" in window.windowTitle()
    assert window.settings.recent_files == [tmp_path / "cat.sketch"]
    qtbot.waitUntil(lambda: not any(autosave_folder().glob("*")), timeout=2000)


def test_a_failed_save_says_why_and_keeps_the_changes(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    draw(qtbot, window)
    choose(monkeypatch, tmp_path / "no" / "such" / "folder" / "cat.sketch")
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "setText", lambda _box, text: told.append(text))
    window.actions_["file.save"].trigger()
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert "cat.sketch" in told[0]
    assert window.isWindowModified()


def test_a_file_that_changed_elsewhere_is_not_replaced_unasked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "shared.sketch"
    files.save(Document.of([Stroke.make([(0, 0), (9, 9)])], 300, 200), path)
    window.files.open_paths([path])
    wait_idle(qtbot, window)
    draw(qtbot, window)
    theirs = [Stroke.make([(0, 0), (9, 9)]), Stroke.make([(5, 5), (50, 9)])]
    files.save(Document.of(theirs, 300, 200), path)
    os.utime(path, ns=(1, 1))  # whatever the clock's resolution
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Save]
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: answers.pop(0))
    window.actions_["file.save"].trigger()
    wait_idle(qtbot, window)
    assert len(files.load(path).pages[0].sketch) == len(theirs)
    assert window.isWindowModified()
    window.actions_["file.save"].trigger()
    wait_idle(qtbot, window)
    assert not answers
    saved = files.load(path).pages[0].sketch.strokes
    assert not {s.id for s in saved} & {s.id for s in theirs}
    assert not window.isWindowModified()
    draw(qtbot, window)
    window.actions_["file.save"].trigger()  # our own writing is no change elsewhere
    wait_idle(qtbot, window)
    assert not window.isWindowModified()


def test_what_changed_elsewhere_can_be_kept_beside_ours(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path, beside = tmp_path / "shared.sketch", tmp_path / "mine.sketch"
    files.save(Document.of([Stroke.make([(0, 0), (9, 9)])], 300, 200), path)
    window.files.open_paths([path])
    wait_idle(qtbot, window)
    draw(qtbot, window)
    os.utime(path, ns=(1, 1))
    before = path.read_bytes()

    def save_as(box: QMessageBox) -> int:
        button = next(b for b in box.buttons() if b.text() == "Save As…")
        monkeypatch.setattr(box, "clickedButton", lambda: button)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", save_as)
    choose(monkeypatch, beside)
    window.actions_["file.save"].trigger()
    wait_idle(qtbot, window)
    assert path.read_bytes() == before
    assert len(files.load(beside).pages[0].sketch) == 2
    assert window.tab.editor.path == beside


def test_opening_takes_the_place_of_the_empty_drawing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
):
    for name in ("one.sketch", "two.sketch"):
        files.save(Document.of([Stroke.make([(0, 0), (9, 9)])], 300, 200), tmp_path / name)
    window.files.open_paths([tmp_path / "one.sketch", tmp_path / "two.sketch"])
    wait_idle(qtbot, window)
    assert [tab.title for tab in window.all_tabs()] == ["one.sketch", "two.sketch"]
    window.files.open_paths([tmp_path / "one.sketch"])
    wait_idle(qtbot, window)
    assert window.tabs.count() == 2
    assert window.tab.title == "one.sketch"
    window.actions_["view.next_tab"].trigger()
    assert window.tab.title == "two.sketch"


def test_a_broken_file_is_told_and_changes_nothing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "bad.sketch").write_bytes(b"SQLite format 3\0 but not really")
    told: list[str] = []
    details: list[str] = []
    monkeypatch.setattr(QMessageBox, "setText", lambda _box, text: told.append(text))
    monkeypatch.setattr(QMessageBox, "setDetailedText", lambda _box, text: details.append(text))
    draw(qtbot, window)
    window.files.open_paths([tmp_path / "bad.sketch"])
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert "bad.sketch is damaged and cannot be opened; a backup" in told[0]
    assert details == ["DatabaseError: file is not a database"]
    assert window.tabs.count() == 1
    assert count(window) == 1


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (QMessageBox.StandardButton.Cancel, (2, 1)),
        (QMessageBox.StandardButton.Discard, (1, 0)),
    ],
)
def test_closing_a_changed_drawing_asks(
    qtbot: QtBot,
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    answer: QMessageBox.StandardButton,
    left: tuple[int, int],
):
    window.actions_["file.new"].trigger()
    draw(qtbot, window)
    monkeypatch.setattr(file_commands, "ask_unsaved", lambda *_args: answer)
    window.actions_["file.close"].trigger()
    assert (window.tabs.count(), count(window)) == left


def test_closing_can_save_first(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    draw(qtbot, window)
    choose(monkeypatch, tmp_path / "kept.sketch")
    save = QMessageBox.StandardButton.Save
    monkeypatch.setattr(file_commands, "ask_unsaved", lambda *_args: save)
    window.actions_["file.close"].trigger()
    wait_idle(qtbot, window)
    assert (tmp_path / "kept.sketch").is_file()
    assert window.tab.is_pristine


def test_files_can_be_dropped(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    files.save(Document.of([Stroke.make([(0, 0), (9, 9)])], 300, 200), tmp_path / "one.sketch")
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.blue)
    picture.save(str(tmp_path / "photo.png"))
    drop(window, tmp_path / "one.sketch")
    wait_idle(qtbot, window)
    assert window.tab.title == "one.sketch"
    drop(window, tmp_path / "photo.png")
    wait_idle(qtbot, window)
    assert window.tab.title == "one.sketch"
    assert window.tab.editor.layer.underlay is not None


def test_printing_puts_every_page_on_a_sheet(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    from PySide6.QtPrintSupport import QPrinter

    from sketchpad.ui.printing import paint_document

    stroke = Stroke.make([(10, 10), (200, 100)])
    wide = Document.of([stroke], 300, 200).pages[0]
    tall = Document.of([stroke], 200, 300).pages[0]
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    paint_document(Document((wide, tall)), printer)
    data = (tmp_path / "out.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == 2


def test_drawing_on_while_it_is_saved_stays_unsaved(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    draw(qtbot, window)
    choose(monkeypatch, tmp_path / "a.sketch")
    window.actions_["file.save"].trigger()
    window.edit.insert([Stroke.make([(5, 5), (90, 90)])], "more")
    wait_idle(qtbot, window)
    assert window.tab.editor.path == tmp_path / "a.sketch"
    assert window.isWindowModified()
    assert sum(len(page.sketch) for page in files.load(tmp_path / "a.sketch").pages) == 1
    window.actions_["file.save"].trigger()
    wait_idle(qtbot, window)
    assert not window.isWindowModified()
    assert sum(len(page.sketch) for page in files.load(tmp_path / "a.sketch").pages) == 2


def test_what_an_import_left_out_is_told_until_it_is_read(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
):
    (tmp_path / "rich.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><text>Hello</text>'
        '<rect width="20" height="20" fill="red"/></svg>'
    )
    window.files.open_paths([tmp_path / "rich.svg"])
    wait_idle(qtbot, window)
    notice = window.models.of(window.tab).notice
    assert notice.isVisible()
    lines = notice.text.text().splitlines()
    assert [line.split("(")[0] for line in lines] == [
        "Text was left out ",
        "Filled shapes came in as their outlines ",
    ]
    notice.button.click()
    assert not notice.isVisible()
