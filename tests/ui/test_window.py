"""The window as a whole: tools, zoom, panels, welcome, names."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
)
from pytestqt.qtbot import QtBot

from sketchpad.ui.actions import ACTIONS, action
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.editor import Editor
from sketchpad.ui.tab import DocumentTab
from sketchpad.ui.window import MainWindow
from tests.ui.windows import count, draw, nameless, wait_idle


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


def test_a_way_of_a_tool_takes_the_tool_in_hand(qtbot: QtBot, window: MainWindow):
    for key, tool in ((Qt.Key.Key_E, "eraser"), (Qt.Key.Key_S, "select")):
        for _ in range(2):  # the second time it is set already, but not in hand
            qtbot.keyClick(window.tab.canvas, Qt.Key.Key_B)
            qtbot.keyClick(window.tab.canvas, key, Qt.KeyboardModifier.ShiftModifier)
            assert window.tab.canvas.tool == tool
        settings = window.tool_settings
        assert settings.eraser_whole if tool == "eraser" else settings.select_box
    assert window.actions_["tool.erase_whole"].isChecked()


def test_no_selection_stays_behind_unseen(qtbot: QtBot, window: MainWindow):
    draw(qtbot, window)
    for tool, kept in (("tool.hand", 1), ("tool.pen", 0)):
        window.actions_["edit.select_all"].trigger()
        window.actions_[tool].trigger()
        assert len(window.tab.editor.selection) == kept


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


def shows_whole_page(canvas: CanvasView) -> bool:
    """Whether the page lies fully in view, and touches the room around it."""
    page = canvas.editor.page
    shown = canvas.view.transform.mapRect(QRectF(0, 0, page.width, page.height))
    room = QRectF(canvas.rect()).adjusted(20, 20, -20, -20)
    tight = min(canvas.width() - shown.width(), canvas.height() - shown.height()) < 60
    return room.contains(shown) and tight


def test_the_page_stays_fitted_until_the_view_is_changed(qtbot: QtBot, window: MainWindow):
    canvas = window.tab.canvas
    before = canvas.zoom
    window.resize(900, 640)
    qtbot.waitUntil(lambda: canvas.zoom < before, timeout=2000)
    draw(qtbot, window)
    window.resize(1200, 800)
    qtbot.waitUntil(lambda: shows_whole_page(canvas), timeout=2000)
    canvas.zoom_in()
    closer = canvas.zoom
    window.resize(1000, 700)
    qtbot.wait(30)
    assert canvas.zoom == closer
    window.actions_["view.fit"].trigger()
    window.resize(1200, 800)
    qtbot.waitUntil(lambda: shows_whole_page(canvas), timeout=2000)


def test_a_second_drawing_leaves_the_first_one_in_view(qtbot: QtBot, window: MainWindow):
    first = window.tab.canvas
    draw(qtbot, window)
    high = first.height()
    window.actions_["file.new"].trigger()
    window.actions_["view.previous_tab"].trigger()
    qtbot.waitUntil(lambda: first.height() < high, timeout=2000)
    assert window.tab.canvas is first
    assert shows_whole_page(first)


def test_the_view_holds_still_while_the_hand_draws(qtbot: QtBot, window: MainWindow):
    canvas = window.tab.canvas
    middle = canvas.rect().center()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(canvas, middle + QPoint(20, 10))
    before = canvas.view
    window.resize(900, 640)
    qtbot.wait(30)
    assert canvas.view == before
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(20, 10))


def test_panels_can_be_hidden(qtbot: QtBot, window: MainWindow):
    window.actions_["view.panels"].trigger()
    assert not any(dock.isVisible() for dock in window.docks.values())
    window.actions_["view.panels"].trigger()
    assert window.docks["brush"].isVisible()


def test_everything_that_takes_input_has_a_name(qtbot: QtBot, window: MainWindow):
    assert nameless(window) == []


def test_many_documents_leave_nothing_behind(qtbot: QtBot, window: MainWindow):
    for _ in range(5):
        window.add_tab(Editor())
    for tab in window.all_tabs()[1:]:
        window.remove_tab(tab)
    qtbot.wait(20)
    assert len(window.findChildren(DocumentTab)) == 1


@pytest.mark.parametrize("size", [(1280, 820), (1280, 740), (900, 560), (640, 480)])
@pytest.mark.parametrize("language", ["english", "german"])
def test_the_welcome_lies_on_the_paper(
    qtbot: QtBot, request: pytest.FixtureRequest, size: tuple[int, int], language: str
):
    if language == "german":
        request.getfixturevalue("german")
    window = request.getfixturevalue("make_window")()
    window.resize(*size)
    qtbot.wait(30)
    tab = window.tab
    welcome, canvas, page = tab.welcome, tab.canvas, tab.editor.page
    assert welcome is not None
    assert welcome.isVisible() == (size != (640, 480))
    lies = canvas.view.view_polygon(QRectF(0, 0, page.width, page.height)).boundingRect()
    paper = lies.translated(QPointF(canvas.pos())).toAlignedRect()
    pieces = [*welcome.findChildren(QAbstractButton), welcome, welcome.hint]
    for piece in (x for x in pieces if x.isVisible()):
        corner = piece.mapTo(tab, QPoint(0, 0))
        assert paper.contains(QRect(corner, piece.size()))
    tops = {card.y() for card in welcome.findChildren(QAbstractButton)}
    assert len(tops) == (2 if size == (900, 560) else 1) or not welcome.isVisible()
    canvas.pan_by(4000, 0)
    assert not any(piece.isVisible() for piece in pieces)


@pytest.mark.parametrize("tabs", [1, 2])
def test_the_tab_key_reaches_everything_and_comes_back(qtbot: QtBot, window: MainWindow, tabs: int):
    for _ in range(tabs - 1):
        draw(qtbot, window)
        window.actions_["file.new"].trigger()
    window.activateWindow()
    canvas = window.tab.canvas
    canvas.setFocus()
    reached: list[str] = []
    while len(reached) < 120:
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget is canvas and reached:
            break
        reached.append(widget.accessibleName())
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is canvas, f"caught at {reached[-1]}"
    assert {"Pen", "Save", "Palette", "Opacity", "Layers", "Zoom", "Cat"} <= set(reached)
    assert ("Open drawings" in reached) == (tabs > 1)
    # In the order in which they are seen: the colours of a palette after its name.
    assert reached[reached.index("Palette") + 1] == "#1a1a1a"
