from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMessageBox,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core.document import Document
from sketchpad.core.stroke import Stroke
from sketchpad.files import journal
from sketchpad.ui.actions import ACTIONS, action
from sketchpad.ui.commands import files as file_commands
from sketchpad.ui.crash import CrashHandler
from sketchpad.ui.dialogs.recovery import RecoveryDialog
from sketchpad.ui.editor import Editor
from sketchpad.ui.settings import autosave_folder
from sketchpad.ui.tab import DocumentTab
from sketchpad.ui.window import MainWindow
from sketchpad.ui.worker import Worker


def drag(qtbot: QtBot, widget: QWidget, *points: tuple[int, int]) -> None:
    first, *others = (QPoint(*point) for point in points)
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=first)
    for point in others:
        qtbot.mouseMove(widget, point)
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=others[-1])


def draw(qtbot: QtBot, window: MainWindow, shift: int = 0) -> Stroke:
    canvas = window.tab.canvas
    middle = canvas.rect().center()
    x, y = middle.x(), middle.y() - 180 + shift
    drag(qtbot, canvas, (x - 60, y), (x - 20, y + 10), (x + 20, y - 10), (x + 60, y))
    return window.tab.editor.layer.strokes[-1]


def wait_idle(qtbot: QtBot, window: MainWindow) -> None:
    wait_for(qtbot, window.busy)


def wait_for(qtbot: QtBot, worker: Worker) -> None:
    done: list[bool] = []
    worker.do(lambda: None, lambda _none: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=5000)


def count(window: MainWindow) -> int:
    return sum(len(layer.strokes) for layer in window.tab.editor.page)


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))


def test_draw_undo_redo_through_the_window(qtbot: QtBot, window: MainWindow):
    draw(qtbot, window)
    assert count(window) == 1
    assert window.isWindowModified()
    window.actions_["edit.undo"].trigger()
    assert count(window) == 0
    assert not window.isWindowModified()
    window.actions_["edit.redo"].trigger()
    assert count(window) == 1


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
    monkeypatch.setattr(QMessageBox, "setText", lambda _box, text: told.append(text))
    draw(qtbot, window)
    window.files.open_paths([tmp_path / "bad.sketch"])
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert "bad.sketch" in told[0]
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


def test_copy_and_paste_keep_everything(qtbot: QtBot, window: MainWindow):
    stroke = draw(qtbot, window)
    window.actions_["edit.select_all"].trigger()
    window.actions_["edit.copy"].trigger()
    mime = QGuiApplication.clipboard().mimeData()
    assert "<svg" in mime.text()
    assert not QImage(mime.imageData()).isNull()
    window.actions_["edit.paste"].trigger()
    pasted = window.tab.editor.layer.strokes[-1]
    assert count(window) == 2
    assert pasted.id != stroke.id
    assert pasted.brush == stroke.brush
    assert np.allclose(pasted.points - stroke.points, 16.0)
    assert window.tab.editor.selection == {pasted.id}
    window.actions_["edit.cut"].trigger()
    assert count(window) == 1


def test_svg_text_and_pictures_can_be_pasted(qtbot: QtBot, window: MainWindow):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><path d="M5 5L80 80"'
    QGuiApplication.clipboard().setText(svg + ' stroke="#000" fill="none"/></svg>')
    window.actions_["edit.paste"].trigger()
    assert count(window) == 1
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    window.actions_["edit.paste"].trigger()
    underlay = window.tab.editor.layer.underlay
    assert underlay is not None
    assert underlay.media_type == "image/png"
    window.actions_["layer.remove_underlay"].trigger()
    assert window.tab.editor.layer.underlay is None


def test_pasting_nothing_is_told(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    QGuiApplication.clipboard().setText("no drawing")
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "setText", lambda _box, text: told.append(text))
    window.actions_["edit.paste"].trigger()
    assert "clipboard" in told[0]


def test_the_selection_can_be_duplicated_recoloured_deleted(qtbot: QtBot, window: MainWindow):
    draw(qtbot, window)
    window.actions_["edit.select_all"].trigger()
    window.actions_["edit.duplicate"].trigger()
    assert count(window) == 2
    window.tools.set_colour("#b3261e")
    window.actions_["edit.recolour"].trigger()
    assert [s.brush.colour for s in window.tab.editor.layer.strokes] == ["#1a1a1a", "#b3261e"]
    window.actions_["edit.delete"].trigger()
    assert count(window) == 1
    window.actions_["edit.select_all"].trigger()
    window.actions_["edit.deselect"].trigger()
    assert not window.tab.editor.selection


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


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(200, 200),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_the_welcome_goes_with_the_first_stroke(qtbot: QtBot, window: MainWindow):
    assert window.tab.welcome is not None
    assert window.tab.welcome.isVisible()
    draw(qtbot, window)
    assert window.tab.welcome is None


def test_a_sample_opens_in_place_of_the_empty_drawing(qtbot: QtBot, window: MainWindow):
    assert window.tab.welcome is not None
    cards = window.tab.welcome.findChildren(QAbstractButton)
    assert len(cards) == 6
    qtbot.mouseClick(cards[0], Qt.MouseButton.LeftButton)
    wait_idle(qtbot, window)
    assert window.tabs.count() == 1
    assert count(window) > 20
    assert window.tab.editor.path is None
    assert window.tab.welcome is None


def test_tools_follow_from_tab_to_tab(qtbot: QtBot, window: MainWindow):
    window.actions_["tool.eraser"].trigger()
    window.tools.set_colour("#2f9e44")
    window.actions_["file.new"].trigger()
    assert window.tab.canvas.tool == "eraser"
    assert window.tab.editor.brush.colour == "#2f9e44"
    assert window.actions_["tool.eraser"].isChecked()
    assert window.status.tool.text() == "Eraser"
    qtbot.keyClick(window.tab.canvas, Qt.Key.Key_B)
    assert window.tab.canvas.tool == "pen"


def test_the_status_bar_tells_how_a_tool_works(window: MainWindow):
    for tool, way in (("tool.eraser", "tool.erase_whole"), ("tool.select", "tool.select_box")):
        window.actions_[tool].trigger()
        plain = window.status.tool.text()
        window.actions_[way].trigger()
        assert window.status.tool.text() == action(way).label != plain
        window.actions_[way].trigger()
        assert window.status.tool.text() == plain


def test_no_shortcut_takes_the_key_of_a_menu(window: MainWindow):
    menus = {QKeySequence.mnemonic(entry.text()) for entry in window.menuBar().actions()}
    keys = {QKeySequence(key) for row in ACTIONS for key in row.keys}
    assert len(menus) == 8
    assert not menus & keys


def test_zoom_is_told_and_chosen(qtbot: QtBot, window: MainWindow):
    window.actions_["view.actual"].trigger()
    assert window.status.zoom.text() == "100 %"
    window.actions_["view.zoom_in"].trigger()
    assert window.tab.canvas.zoom > 1
    window.status.zoom_chosen.emit(200)
    assert window.tab.canvas.zoom == pytest.approx(2.0)
    window.status.zoom_chosen.emit(0)
    assert window.tab.canvas.zoom < 1
    window.actions_["view.rotate_right"].trigger()
    assert window.tab.canvas.rotation == pytest.approx(15.0)
    window.actions_["view.upright"].trigger()
    assert window.tab.canvas.rotation == pytest.approx(0.0)


def test_the_page_stays_fitted_until_the_view_is_changed(qtbot: QtBot, window: MainWindow):
    before = window.tab.canvas.zoom
    window.resize(900, 640)
    qtbot.waitUntil(lambda: window.tab.canvas.zoom < before, timeout=2000)


def test_panels_can_be_hidden(qtbot: QtBot, window: MainWindow):
    window.actions_["view.panels"].trigger()
    assert not any(dock.isVisible() for dock in window.docks.values())
    window.actions_["view.panels"].trigger()
    assert window.docks["brush"].isVisible()


def test_everything_that_takes_input_has_a_name(qtbot: QtBot, window: MainWindow):
    assert nameless(window) == []


def nameless(root: QWidget) -> list[str]:
    """Widgets that assistive technology could not name."""
    kinds = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
    result = []
    for widget in root.findChildren(QWidget):
        if part_of_another(widget) or not isinstance(widget, (*kinds, QAbstractItemView)):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text or close_button(widget)):
            result.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return result


def part_of_another(widget: QWidget) -> bool:
    """Scroll bars, headers, the field of a spin box, the list of a combo box, Qt's own buttons."""
    if widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar | QHeaderView):
        return True
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QAbstractSpinBox | QComboBox | QLineEdit):
        above = above.parentWidget()
    return above is not None


def close_button(widget: QWidget) -> bool:
    return type(widget).__name__ in ("CloseButton", "QAbstractButton") and bool(widget.toolTip())


def test_many_documents_leave_nothing_behind(qtbot: QtBot, window: MainWindow):
    for _ in range(5):
        window.add_tab(Editor())
    for tab in window.all_tabs()[1:]:
        window.remove_tab(tab)
    qtbot.wait(20)
    assert len(window.findChildren(DocumentTab)) == 1


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


@pytest.mark.parametrize(("size", "rows"), [((1280, 820), 1), ((900, 640), 2), ((640, 480), 0)])
def test_the_gallery_fits_the_window(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int], rows: int
):
    window.resize(*size)
    qtbot.wait(30)
    welcome = window.tab.welcome
    assert welcome is not None
    assert welcome.isVisible() == (rows > 0)
    if rows:
        tops = {card.y() for card in welcome.findChildren(QAbstractButton)}
        assert len(tops) == rows
        assert window.tab.canvas.geometry().contains(welcome.geometry())


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


def test_leaving_at_once_disturbs_nothing(qtbot: QtBot) -> None:
    """Work that was asked for before the window went away neither fails nor keeps it alive."""
    worker = Worker("test")
    answers: list[object] = []
    worker.do(lambda: 1, answers.append)
    worker.close()
    worker.do(lambda: 2, answers.append)
    qtbot.wait(50)
    assert answers == []
