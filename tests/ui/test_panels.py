from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.stroke import Brush, Stroke
from sketchpad.ui import theme
from sketchpad.ui.editor import Editor
from sketchpad.ui.panels.brush import BrushPanel, _step, _width
from sketchpad.ui.panels.colours import PALETTES, Swatch
from sketchpad.ui.panels.history import HistoryPanel
from sketchpad.ui.panels.layers import LayersPanel
from sketchpad.ui.panels.pages import PagesPanel
from sketchpad.ui.settings import RECENT_COLOURS
from sketchpad.ui.window import MainWindow

P = TypeVar("P")


def panel(window: MainWindow, kind: type[P]) -> P:
    return next(p for p in window.panels.values() if isinstance(p, kind))


@pytest.fixture
def two_layers(window: MainWindow) -> MainWindow:
    lower = Layer("lower", (Stroke.make([(0, 0), (9, 9)]),))
    upper = Layer("upper", (Stroke.make([(5, 0), (9, 5)]),), opacity=0.5)
    window.add_tab(Editor(Document((Page((lower, upper)),))))
    return window


def names(window: MainWindow) -> list[str]:
    return [layer.name for layer in window.tab.editor.page]


def listed(layers: LayersPanel) -> list[str]:
    return [layers.list.item(row).text() for row in range(layers.list.count())]


def test_layers_are_listed_from_the_top(two_layers: MainWindow):
    layers = panel(two_layers, LayersPanel)
    assert listed(layers) == ["upper", "lower"]
    assert layers.list.currentRow() == 0
    assert layers.opacity.value == 50
    layers.list.setCurrentRow(1)
    assert two_layers.tab.editor.layer.name == "lower"
    assert layers.opacity.value == 100


def test_copies_of_copies_are_counted(window: MainWindow):
    for _ in range(3):
        window.actions_["layer.duplicate"].trigger()
    assert names(window) == ["Layer 1", "Layer 1 copy", "Layer 1 copy 2", "Layer 1 copy 3"]


def test_layers_move_merge_and_go(two_layers: MainWindow):
    two_layers.actions_["layer.down"].trigger()
    assert names(two_layers) == ["upper", "lower"]
    two_layers.actions_["layer.up"].trigger()
    two_layers.actions_["layer.merge"].trigger()
    assert names(two_layers) == ["lower"]
    strokes = two_layers.tab.editor.layer.strokes
    assert [s.brush.opacity for s in strokes] == [1.0, 0.5]
    assert not two_layers.actions_["layer.delete"].isEnabled()
    two_layers.actions_["edit.undo"].trigger()
    two_layers.actions_["layer.delete"].trigger()
    assert len(names(two_layers)) == 1


def test_dragging_a_row_moves_the_layer(two_layers: MainWindow):
    layers = panel(two_layers, LayersPanel)
    model = layers.list.model()
    assert model.moveRow(layers.list.rootIndex(), 0, layers.list.rootIndex(), 2)
    assert names(two_layers) == ["upper", "lower"]
    assert listed(layers) == ["lower", "upper"]


def test_a_row_is_renamed_in_place(two_layers: MainWindow):
    layers = panel(two_layers, LayersPanel)
    layers.list.item(0).setText("  ink ")
    assert names(two_layers) == ["lower", "ink"]
    layers.list.item(0).setText("")
    assert listed(layers) == ["ink", "lower"]


def click(qtbot: QtBot, layers: LayersPanel, row: int, x: int) -> None:
    rect = layers.list.visualItemRect(layers.list.item(row))
    at = QPoint(x if x > 0 else rect.right() + x, rect.center().y())
    qtbot.mouseClick(layers.list.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_eye_and_the_lock_can_be_clicked(qtbot: QtBot, two_layers: MainWindow):
    layers = panel(two_layers, LayersPanel)
    click(qtbot, layers, 1, 14)
    assert [layer.visible for layer in two_layers.tab.editor.page] == [False, True]
    click(qtbot, layers, 0, -16)
    assert [layer.locked for layer in two_layers.tab.editor.page] == [False, True]
    assert not two_layers.actions_["edit.paste"].isEnabled()


def test_a_drag_of_the_opacity_is_one_step(two_layers: MainWindow):
    layers = panel(two_layers, LayersPanel)
    for value in (80, 60, 40):
        layers.opacity.slider.setValue(value)
    assert two_layers.tab.editor.layer.opacity == pytest.approx(0.4)
    two_layers.actions_["edit.undo"].trigger()
    assert two_layers.tab.editor.layer.opacity == pytest.approx(0.5)


def test_new_layers_get_names_of_their_own(window: MainWindow):
    window.actions_["layer.add"].trigger()
    window.actions_["layer.add"].trigger()
    window.actions_["layer.duplicate"].trigger()
    assert len(set(names(window))) == 4


def test_the_page_in_front_is_in_view_in_its_panel(qtbot: QtBot, window: MainWindow):
    pages = panel(window, PagesPanel)
    for _ in range(6):
        window.actions_["page.add"].trigger()
    window.docks["pages"].raise_()

    def in_view() -> bool:
        box = pages.list.visualItemRect(pages.list.currentItem())
        return pages.list.viewport().rect().contains(box.center())

    qtbot.waitUntil(lambda: pages.list.count() == 7 and in_view(), timeout=2000)
    for _ in range(6):
        window.actions_["page.previous"].trigger()
        assert in_view()
    assert pages.list.currentRow() == 0


def test_pages_are_shown_added_and_left(qtbot: QtBot, window: MainWindow):
    window.docks["pages"].raise_()
    pages = panel(window, PagesPanel)
    qtbot.waitUntil(lambda: pages.list.count() == 1, timeout=2000)
    window.actions_["page.add"].trigger()
    window.actions_["page.duplicate"].trigger()
    assert pages.list.count() == 3
    assert pages.list.currentRow() == 2
    window.actions_["page.previous"].trigger()
    assert pages.list.currentRow() == 1
    pages.list.setCurrentRow(0)
    assert window.tab.editor.page is window.tab.editor.document.pages[0]
    assert not window.actions_["page.previous"].isEnabled()
    window.actions_["page.delete"].trigger()
    assert pages.list.count() == 2


def test_a_page_is_drawn_again_only_when_it_changed(qtbot: QtBot, window: MainWindow):
    window.docks["pages"].raise_()
    pages = panel(window, PagesPanel)
    window.actions_["page.add"].trigger()
    qtbot.waitUntil(lambda: pages.list.count() == 2, timeout=2000)
    before = [pages.list.item(row).icon().cacheKey() for row in range(2)]
    window.edit.insert([Stroke.make([(100, 100), (900, 700)])], "x")
    qtbot.waitUntil(lambda: pages.list.item(1).icon().cacheKey() != before[1], timeout=3000)
    assert pages.list.item(0).icon().cacheKey() == before[0]


def test_history_goes_back_and_forth(window: MainWindow):
    history = panel(window, HistoryPanel)
    window.actions_["layer.add"].trigger()
    window.actions_["page.add"].trigger()
    assert history.list.model().rowCount() == 3
    history.list.setCurrentIndex(history.list.model().index(0, 0))
    assert len(window.tab.editor.document.pages) == 1
    assert len(window.tab.editor.page.layers) == 1


def test_the_brush_panel_changes_the_brush(window: MainWindow):
    brush = panel(window, BrushPanel)
    brush.width_box.setValue(12.5)
    brush.opacity.slider.setValue(40)
    brush.sensitivity.slider.setValue(0)
    now = window.tab.editor.brush
    assert (now.width, now.opacity, now.sensitivity) == (12.5, 0.4, 0.0)
    assert not brush.curve.isVisible()
    window.tab.editor.brush = Brush("#112233", 7.0, 1.0, 0.8, 1.5)
    assert brush.width_box.value() == 7.0
    assert brush.curve.gamma == 1.5
    assert brush.colour.colour == "#112233"


def test_colours_are_chosen_and_remembered(qtbot: QtBot, window: MainWindow):
    brush = panel(window, BrushPanel)
    brush.palette_box.setCurrentIndex(3)
    swatches = [s for s in brush.swatches.findChildren(Swatch) if not s.isHidden()]
    assert [s.colour for s in swatches] == list(PALETTES[3][1])
    qtbot.mouseClick(swatches[4], Qt.MouseButton.LeftButton)
    assert window.tab.editor.brush.colour == PALETTES[3][1][4]
    assert window.settings.recent_colours[:2] == [PALETTES[3][1][4], "#1a1a1a"]
    window.actions_["brush.swap"].trigger()
    assert window.tab.editor.brush.colour == "#1a1a1a"


def test_colours_that_come_move_nothing(window: MainWindow):
    brush = panel(window, BrushPanel)
    before = [w.mapTo(brush, QPoint(0, 0)) for w in (brush.recent, brush.opacity, brush.curve)]
    for colour in [colour for _name, colours in PALETTES[:3] for colour in colours]:
        window.tools.set_colour(colour)
        QApplication.processEvents()
        after = [w.mapTo(brush, QPoint(0, 0)) for w in (brush.recent, brush.opacity, brush.curve)]
        assert after == before
    assert len(brush.recent.findChildren(Swatch)) == RECENT_COLOURS


def test_the_curve_can_be_bent_by_hand_and_by_key(qtbot: QtBot, window: MainWindow):
    brush = panel(window, BrushPanel)
    curve = brush.curve
    press(curve, QPointF(curve.width() / 2, curve.height() * 0.8))
    heavy = window.tab.editor.brush.gamma
    assert heavy > 1.3
    qtbot.keyClick(curve, Qt.Key.Key_Up)
    assert window.tab.editor.brush.gamma < heavy
    qtbot.mouseDClick(curve, Qt.MouseButton.LeftButton)
    assert window.tab.editor.brush.gamma == 1.0


def press(widget: QWidget, at: QPointF) -> None:
    button = Qt.MouseButton.LeftButton
    kind = QMouseEvent.Type.MouseButtonPress
    event = QMouseEvent(kind, at, widget.mapToGlobal(at), button, button, Qt.KeyboardModifier(0))
    widget.mousePressEvent(event)


@pytest.mark.parametrize("width", [0.5, 1.0, 3.0, 12.5, 100.0])
def test_the_width_slider_fits_the_width(width: float):
    assert _width(_step(width)) == pytest.approx(width, rel=0.03, abs=0.3)


def test_stabiliser_and_smoothing_reach_the_tools(window: MainWindow):
    brush = panel(window, BrushPanel)
    assert not brush.string.isVisible()
    window.actions_["brush.stabiliser"].trigger()
    assert window.tool_settings.stabiliser
    assert brush.stabiliser.isChecked()
    brush.string.slider.setValue(70)
    brush.smoothing.slider.setValue(10)
    assert window.tab.canvas.settings.stabiliser_strength == pytest.approx(0.7)
    assert window.tab.canvas.settings.smoothing == pytest.approx(0.1)


def test_brush_width_keys(window: MainWindow):
    before = window.tab.editor.brush.width
    window.actions_["brush.wider"].trigger()
    assert window.tab.editor.brush.width > before
    window.actions_["brush.narrower"].trigger()
    window.actions_["brush.narrower"].trigger()
    assert window.tab.editor.brush.width < before
    for _ in range(60):
        window.actions_["brush.narrower"].trigger()
    assert window.tab.editor.brush.width == 0.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_swatch_can_be_seen(qtbot: QtBot, mode: theme.Mode):
    look = theme.apply(mode)
    for colour in ("#ffffff", look.window, *(c for _name, colours in PALETTES for c in colours)):
        swatch = Swatch(colour, 24)
        qtbot.addWidget(swatch)
        swatch.resize(swatch.sizeHint())
        picture = swatch.grab().toImage()
        row = [picture.pixelColor(x, 12).name() for x in range(picture.width())]
        assert max(theme.contrast(pixel, look.window) for pixel in row) > 1.6, colour
