from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from sketchpad.core.document import Page
from sketchpad.files.journal import Recoverable
from sketchpad.ui.actions import ACTIONS
from sketchpad.ui.command_palette import CommandPalette, score
from sketchpad.ui.dialogs.about import AboutDialog
from sketchpad.ui.dialogs.page_setup import PageSetupDialog
from sketchpad.ui.dialogs.pages import AppearancePage, DevicePage, GeneralPage
from sketchpad.ui.dialogs.recovery import RecoveryDialog
from sketchpad.ui.dialogs.settings import PAGES, SettingsDialog
from sketchpad.ui.dialogs.shortcuts import ShortcutsPage
from sketchpad.ui.dialogs.tablet import TabletPage
from sketchpad.ui.shortcut_sheet import ShortcutSheet
from sketchpad.ui.window import MainWindow
from tests.ui.windows import nameless


def opened(window: MainWindow, kind: type[QDialog]) -> QDialog:
    return next(d for d in window.findChildren(kind) if d.isVisible())


def test_the_palette_ranks_beginnings_first():
    assert score("", "Undo Edit") == 0
    assert score("und", "Undo Edit") == 0
    assert score("edit", "Undo Edit") == 1
    assert score("ndo", "Undo Edit") == 10
    assert score("zoom in", "Zoom In View") is not None
    assert score("uno", "Undo Edit") == 100
    assert score("xyz", "Undo Edit") is None
    assert score("rueckgangig", "Rückgängig") is None
    assert score("ruckgangig", "Rückgängig Bearbeiten") == 0


def test_the_palette_finds_and_runs(qtbot: QtBot, window: MainWindow):
    window.actions_["help.palette"].trigger()
    palette = opened(window, CommandPalette)
    assert isinstance(palette, CommandPalette)
    assert palette.results.count() == len(ACTIONS)
    qtbot.keyClicks(palette.field, "new page")
    assert palette.results.item(0).text() == "New Page"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert len(window.tab.editor.document.pages) == 2


def test_the_palette_says_when_there_is_nothing(qtbot: QtBot, window: MainWindow):
    palette = CommandPalette(window.actions_, window)
    qtbot.addWidget(palette)
    palette.field.setText("zzzz")
    assert not palette.nothing.isHidden()
    assert palette.results.isHidden()
    palette.field.setText("undo")
    assert palette.nothing.isHidden()


def test_the_palette_shows_the_window_around_it(qtbot: QtBot, window: MainWindow):
    window.show()
    palette = CommandPalette(window.actions_, window)
    qtbot.addWidget(palette)
    palette.open_above()
    corner = palette.grab().toImage().pixelColor(1, 1)
    at = window.mapFromGlobal(palette.mapToGlobal(QPoint(1, 1)))
    assert corner == window.grab().toImage().pixelColor(at)


def test_the_palette_moves_by_arrow_and_refuses_what_cannot_be_done(
    qtbot: QtBot, window: MainWindow
):
    palette = CommandPalette(window.actions_, window)
    qtbot.addWidget(palette)
    palette.field.setText("redo")
    assert not palette.results.item(0).flags() & Qt.ItemFlag.ItemIsEnabled
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    palette.field.setText("")
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.results.currentRow() == 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.results.currentRow() == palette.results.count() - 1


def test_the_sheet_shows_every_shortcut(qtbot: QtBot, window: MainWindow):
    sheet = ShortcutSheet(window.actions_, window)
    qtbot.addWidget(sheet)
    shown = [label.text() for label in sheet.findChildren(QLabel)]
    for row in ACTIONS:
        if row.keys:
            assert row.label in shown
            assert QKeySequence(row.keys[0]).toString() in shown


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_sheet_fits_a_small_screen_without_scrolling(
    request: pytest.FixtureRequest, make_window: Callable[[], MainWindow], language: str
):
    if language == "de":
        request.getfixturevalue("german")
    window = make_window()
    window.resize(1280, 776)  # 1280 × 800 less the window's frame
    sheet = ShortcutSheet(window.actions_, window)
    sheet.open_above()
    assert sheet.area.verticalScrollBar().maximum() == 0
    assert sheet.area.horizontalScrollBar().maximum() == 0
    assert sheet.width() <= window.width()
    assert sheet.height() <= window.height()
    sheet.close()


@pytest.mark.parametrize("size", [(1000, 700), (800, 600), (640, 480)])
def test_the_sheet_is_scrolled_only_up_and_down(
    german: None, make_window: Callable[[], MainWindow], size: tuple[int, int]
):
    window = make_window()
    window.resize(*size)
    sheet = ShortcutSheet(window.actions_, window)
    sheet.open_above()
    body = sheet.area.widget()
    keys = [label for label in body.findChildren(QLabel) if label.objectName() == "key"]
    viewport = sheet.area.viewport()
    assert keys
    for key in keys:
        assert key.width() >= key.sizeHint().width()
        assert key.mapTo(viewport, key.rect().topRight()).x() < viewport.width()
    sheet.close()


def test_the_question_mark_opens_the_sheet(qtbot: QtBot, window: MainWindow):
    qtbot.keyClick(window.tab.canvas, Qt.Key.Key_Question)
    assert opened(window, ShortcutSheet).isVisible()


@pytest.mark.parametrize("name", [entry[0] for entry in PAGES])
def test_every_page_of_the_settings_opens_and_names_its_parts(
    qtbot: QtBot, window: MainWindow, name: str
):
    window.help.open_settings(name)
    dialog = opened(window, SettingsDialog)
    assert isinstance(dialog, SettingsDialog)
    assert dialog.nav.currentRow() == dialog.pages.currentIndex()
    assert nameless(dialog) == []
    dialog.reject()


def test_language_and_habits_are_remembered(qtbot: QtBot, window: MainWindow):
    page = GeneralPage(window)
    qtbot.addWidget(page)
    page.language.setCurrentIndex(page.language.findData("de"))
    assert window.settings.language == "de"
    assert not page.note.isHidden()


def test_the_theme_is_chosen_in_the_settings(qtbot: QtBot, window: MainWindow):
    page = AppearancePage(window)
    qtbot.addWidget(page)
    page.mode.setCurrentIndex(page.mode.findData("dark"))
    assert window.settings.theme_mode == "dark"
    assert window.actions_["view.dark"].isChecked()
    page._swatches["rose"].click()
    assert window.settings.accent == "rose"
    page.mode.setCurrentIndex(page.mode.findData("light"))
    assert not window.actions_["view.dark"].isChecked()


def test_the_device_is_probed_and_told(qtbot: QtBot, window: MainWindow):
    page = DevicePage(window)
    qtbot.addWidget(page)
    with qtbot.waitSignal(window.device_known, timeout=20000):
        page.device.setCurrentIndex(page.device.findData("cpu"))
    assert window.settings.device == "cpu"
    assert window.status.device.text() == "CPU"
    assert page.found.text() == "CPU"
    assert page.why.text()


@pytest.fixture
def shortcuts(qtbot: QtBot, window: MainWindow) -> ShortcutsPage:
    page = ShortcutsPage(window)
    qtbot.addWidget(page)
    return page


def test_a_shortcut_is_assigned_kept_and_reset(shortcuts: ShortcutsPage, window: MainWindow):
    shortcuts.choose("file.export")
    shortcuts.edit.setKeySequence(QKeySequence("F6"))
    shortcuts.assign.click()
    assert window.actions_["file.export"].shortcuts()[0] == QKeySequence("F6")
    assert window.settings.keys["file.export"] == ("F6", "Ctrl+Shift+E")
    shortcuts.remove.click()
    assert window.actions_["file.export"].shortcuts() == []
    shortcuts.reset.click()
    assert window.settings.keys["file.export"] == ("Ctrl+Shift+E",)


def test_a_taken_shortcut_is_refused_with_its_owner(shortcuts: ShortcutsPage, window: MainWindow):
    shortcuts.choose("file.export")
    shortcuts.edit.setKeySequence(QKeySequence("Ctrl+Z"))
    assert not shortcuts.assign.isEnabled()
    assert "Undo" in shortcuts.note.text()


def test_defaults_that_clash_with_a_change_are_refused(
    shortcuts: ShortcutsPage, window: MainWindow
):
    shortcuts.choose("edit.undo")
    shortcuts.remove.click()
    shortcuts.choose("file.export")
    shortcuts.edit.setKeySequence(QKeySequence("Ctrl+Z"))
    shortcuts.assign.click()
    shortcuts.choose("edit.undo")
    shortcuts.reset.click()
    assert window.actions_["edit.undo"].shortcuts() == []
    assert "Export" in shortcuts.note.text()
    shortcuts.reset_all.click()
    assert window.actions_["edit.undo"].shortcuts() == [QKeySequence("Ctrl+Z")]


def test_actions_are_found_by_name_and_by_key(shortcuts: ShortcutsPage):
    shortcuts.search.setText("ctrl+shift+e")
    shown = [i.text(0) for i in shortcuts._items.values() if not i.isHidden()]
    assert shown == ["Export…"]
    shortcuts.search.setText("")
    assert not any(item.isHidden() for item in shortcuts._items.values())


def test_the_meter_shows_what_the_pen_reports(qtbot: QtBot, window: MainWindow):
    page = TabletPage(window)
    qtbot.addWidget(page)
    page.show()
    send(page.area, QEvent.Type.TabletPress, 0.25)
    assert page.meter.value() == 250
    assert "25 %" in page.reading.text()
    send(page.area, QEvent.Type.TabletRelease, 0.0)
    assert page.meter.value() == 0
    assert len(page.area.marks) == 1
    qtbot.mousePress(page.area, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert "Mouse" in page.reading.text()
    page.area.clear()
    assert page.area.marks == []


def send(widget: QWidget, kind: QEvent.Type, pressure: float) -> None:
    at = QPointF(20, 20)
    event = QTabletEvent(
        kind,
        QPointingDevice.primaryPointingDevice(),
        at,
        widget.mapToGlobal(at),
        pressure,
        10.0,
        -5.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
    )
    QApplication.sendEvent(widget, event)


def test_page_setup_changes_size_and_paper_in_one_step(qtbot: QtBot, window: MainWindow):
    window.actions_["page.setup"].trigger()
    dialog = opened(window, PageSetupDialog)
    assert isinstance(dialog, PageSetupDialog)
    dialog.size_box.setCurrentIndex(2)
    dialog._papers[2].click()
    dialog.accept()
    page = window.tab.editor.page
    assert (page.width, page.height, page.paper) == (1000.0, 1000.0, "#f3ead7")
    window.actions_["edit.undo"].trigger()
    assert window.tab.editor.page.width == 1200.0


def test_a_size_that_is_typed_is_custom_or_named(qtbot: QtBot):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PageSetupDialog(Page(width=1200, height=900), parent)
    assert dialog.size_box.currentText() == "Sketchpad"
    dialog.width_box.setValue(1234)
    assert dialog.size_box.currentText() == "Custom"


def test_recovery_takes_what_is_checked(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    entries = [
        Recoverable(tmp_path / "1", tmp_path / "cat.sketch", 1.7e9),
        Recoverable(tmp_path / "2", None, 1.7e9),
    ]
    dialog = RecoveryDialog(entries, window)
    heard: list[list[Recoverable]] = []
    dialog.recover_chosen.connect(lambda chosen: heard.append(list(chosen)))
    assert dialog.list.item(0).text().startswith("cat.sketch")
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog._on_recover()
    assert heard == [[entries[1]]]


def test_about_tells_the_version(qtbot: QtBot, window: MainWindow):
    from sketchpad import __version__

    dialog = AboutDialog(window)
    assert any(__version__ in label.text() for label in dialog.findChildren(QLabel))


def test_settings_survive_nonsense(make_window: Callable[[], MainWindow], qtbot: QtBot):
    from sketchpad.ui.settings import Settings

    settings = Settings()
    settings.put("appearance/theme", "plaid")
    settings.put("appearance/accent", "beige")
    settings.put("shortcuts/changed", "{broken")
    settings.put("brush/last", '{"width": "wide", "colour": 3}')
    settings.put("tools/settings", "[1, 2]")
    settings.put("brush/palette", "999")
    settings.put("files/recent", "nonsense")
    window = make_window()
    assert window.settings.theme_mode == "system"
    assert window.settings.accent == "indigo"
    assert window.settings.recent_files == []
    assert window.actions_["edit.undo"].shortcut() == QKeySequence("Ctrl+Z")
