"""Export through its dialog: what is written, and what is said of it before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core.document import Document, Page
from sketchpad.ui.dialogs.export import ExportDialog
from sketchpad.ui.editor import Editor
from sketchpad.ui.window import MainWindow
from tests.ui.dialogs.steps import page
from tests.ui.windows import choose, draw, nameless


@pytest.fixture
def window(make_window: Callable[[], MainWindow], tmp_path: Path) -> MainWindow:
    """A window with three pages, the second of which is in front."""
    window = make_window()
    window.settings.put("files/folder", str(tmp_path))
    editor = Editor(Document((page(100), page(50), page(150))))
    editor.name = "Rings"
    editor.set_page(editor.document.pages[1].id)
    window.add_tab(editor)
    return window


def opened(window: MainWindow, suffix: str = "svg") -> ExportDialog:
    window.actions_["file.export"].trigger()
    dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
    dialog.choose(suffix)
    return dialog


def exported(qtbot: QtBot, window: MainWindow) -> str:
    qtbot.waitUntil(lambda: "Exported" in window.status.currentMessage(), timeout=10000)
    return window.status.currentMessage()


@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        ("svg", {"outlines": True}),
        ("png", {"scale": 2.0, "transparent": False}),
        ("jpg", {"scale": 2.0, "quality": 90}),
        ("pdf", {}),
    ],
)
def test_an_export_carries_its_options(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, suffix: str, options: dict[str, object]
):
    editor = Editor(Document((Page(),)))
    dialog = ExportDialog(editor, window.settings, window)
    assert not dialog.pages.isVisible()
    dialog.choose(suffix)
    dialog.set_path(tmp_path / f"a.{suffix}")
    document, path, given = dialog.order()
    assert document.pages == editor.document.pages
    assert path.name == f"a.{suffix}"
    assert given == options
    assert ExportDialog(editor, window.settings, window).format == suffix


def test_formats_of_one_page_take_the_page_in_front_and_say_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    dialog = opened(window)
    assert nameless(dialog) == []
    assert dialog.pages.this.text() == "This page (2 of 3)"
    assert dialog.pages.this.isChecked()
    assert dialog.pages.sentence.text() == "Writes one file; the other pages are left out."
    choose(monkeypatch, tmp_path / "ring.svg")
    dialog.go.click()
    assert exported(qtbot, window) == "Exported ring.svg"
    assert [path.name for path in tmp_path.glob("*.svg")] == ["ring.svg"]
    (left, *_), (given, *_) = (
        stroke.bounds
        for stroke in (
            files.load(tmp_path / "ring.svg").pages[0].sketch.strokes[0],
            window.tab.editor.document.pages[1].sketch.strokes[0],
        )
    )
    assert left == pytest.approx(given, abs=0.5)


@pytest.mark.parametrize("suffix", ["svg", "png", "jpg"])
def test_all_pages_become_numbered_files(
    qtbot: QtBot,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
):
    dialog = opened(window, suffix)
    dialog.pages.every.click()
    names = [f"Rings-{number}.{suffix}" for number in (1, 2, 3)]
    assert dialog.pages.sentence.text() == f"Writes {names[0]} to {names[2]}."
    label = dialog.pages.sentence
    assert label.height() >= label.heightForWidth(label.width())
    proposed: list[str] = []

    def answer(_parent: object, _title: str, propose: str, *_: str) -> tuple[str, str]:
        proposed.append(propose)
        return propose, ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    dialog.go.click()
    assert proposed == [str(tmp_path / f"Rings.{suffix}")]
    assert exported(qtbot, window) == f"Exported 3 files, from {names[0]} to {names[2]}"
    assert sorted(path.name for path in tmp_path.glob(f"*.{suffix}")) == names


def test_numbered_files_that_exist_are_asked_about(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "ring-2.svg").write_text("mine")
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "setText", lambda _box, text: asked.append(text))
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.No)
    dialog = opened(window)
    dialog.pages.every.click()
    choose(monkeypatch, tmp_path / "ring.svg")
    dialog.go.click()
    assert asked == ["“ring-2.svg” already exists. Do you want to replace it?"]
    assert dialog.isVisible()
    assert (tmp_path / "ring-2.svg").read_text() == "mine"
    assert not (tmp_path / "ring-1.svg").exists()
    dialog.reject()


def test_pdf_takes_all_pages_until_one_is_wanted(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    dialog = opened(window, "pdf")
    assert dialog.pages.every.isChecked()
    assert dialog.pages.sentence.text() == "Writes one file with all pages."
    dialog.choose("svg")
    assert dialog.pages.this.isChecked()
    dialog.pages.this.click()
    dialog.choose("pdf")
    assert dialog.pages.this.isChecked(), "what the user chose stays"
    choose(monkeypatch, tmp_path / "one.pdf")
    dialog.go.click()
    exported(qtbot, window)
    assert (tmp_path / "one.pdf").read_bytes().count(b"/Type /Page\n") == 1


@pytest.mark.parametrize(
    "names",
    [
        ("out.png", "out.png"),
        ("out.PDF", "out.PDF"),
        ("out.jpeg", "out.jpeg"),
        ("out", "out.svg"),
        ("take 1.2", "take 1.2.svg"),
        ("for.mum", "for.mum.svg"),
    ],
)
def test_the_ending_that_is_typed_decides_on_the_format(
    qtbot: QtBot,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    names: tuple[str, str],
):
    typed, written = names
    dialog = opened(window, "svg")
    choose(monkeypatch, tmp_path / typed)
    dialog.go.click()
    assert exported(qtbot, window) == f"Exported {written}"
    made = [path for path in tmp_path.iterdir() if path.is_file()]
    assert [path.name for path in made] == [written]
    if written == "out.png":
        with Image.open(made[0]) as image:
            assert (image.format, image.size) == ("PNG", (1200, 800))
        assert dialog.format == "png"
    if written == "out.PDF":
        assert made[0].read_bytes().startswith(b"%PDF")
        assert made[0].read_bytes().count(b"/Type /Page\n") == 1, "as the dialog said"


def test_an_ending_that_nobody_writes_is_told_and_the_dialog_stays(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    dialog = opened(window, "svg")
    choose(monkeypatch, tmp_path / "out.gif")
    dialog.go.click()
    assert dialog.isVisible()
    assert dialog.line.text().startswith("out.gif has no ending that Sketchpad writes; use one of")
    assert not [path for path in tmp_path.iterdir() if path.is_file()]
    choose(monkeypatch, tmp_path / "out.sketch")
    dialog.go.click()
    assert dialog.line.text().startswith("Save As writes .sketch files")
    assert not [path for path in tmp_path.iterdir() if path.is_file()]
    choose(monkeypatch, tmp_path / "out.svg")
    dialog.go.click()
    assert exported(qtbot, window) == "Exported out.svg"
    assert dialog.line.text() == ""


@pytest.mark.parametrize(
    "names",
    [("cat.svg", "cat.sketch"), ("cat.SKETCH", "cat.SKETCH"), ("cat 1.2", "cat 1.2.sketch")],
)
def test_saving_replaces_the_ending_of_another_format(
    qtbot: QtBot,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    names: tuple[str, str],
):
    typed, saved = names
    draw(qtbot, window)
    choose(monkeypatch, tmp_path / typed)
    with qtbot.waitSignal(window.tab.editor.path_changed, timeout=5000):
        window.actions_["file.save"].trigger()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [saved]
    assert window.status.currentMessage() == f"Saved {saved}"
