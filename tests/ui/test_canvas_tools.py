"""Eraser, select and eyedropper on the canvas, with real events."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sketchpad.core import arrange, edits
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.stroke import Brush, Stroke
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.tools.frame import ARM, PADDING
from tests import traces
from tests.ui.hand import Hand

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
WIDTH = 4.0


def line(*points: tuple[float, float], colour: str = "#000000") -> Stroke:
    return Stroke.make(traces.polyline(points, 5.0)[:, :3], Brush(colour, WIDTH))


@pytest.fixture
def canvas(make_canvas: Callable[[Document | None], CanvasView]) -> CanvasView:
    lines = [
        line((100, 100), (300, 100)),
        line((100, 200), (300, 200), colour="#e03131"),
        line((400, 100), (400, 300)),
    ]
    return make_canvas(Document((Page((Layer(strokes=tuple(lines)),), 640, 480),)))


def strokes(canvas: CanvasView) -> tuple[Stroke, ...]:
    return canvas.editor.layer.strokes


class TestEraser:
    @pytest.fixture(autouse=True)
    def take(self, canvas: CanvasView) -> None:
        canvas.set_tool("eraser")
        canvas.settings.eraser_width = 40.0

    def test_it_cuts_at_its_edge_and_leaves_a_hole(self, canvas: CanvasView, hand: Hand):
        hand.drag([(200, 60), (200, 100), (200, 140)])
        left, right = strokes(canvas)[:2]
        assert left.points[-1].tolist() == pytest.approx([180, 100])
        assert right.points[0].tolist() == pytest.approx([220, 100])
        (hole,) = canvas.editor.layer.holes
        assert hole.radius == 20
        assert hole.path.tolist() == [[200, 60], [200, 140]]
        stack = canvas.editor.undo_stack
        assert (stack.count(), stack.undoText()) == (1, "Erase")

    @pytest.mark.parametrize("key", [ALT, SHIFT])
    def test_alt_and_shift_erase_plainly(
        self, canvas: CanvasView, hand: Hand, key: Qt.KeyboardModifier
    ):
        hand.drag([(200, 60), (200, 140)], keys=key)
        assert len(strokes(canvas)) == 4
        assert canvas.editor.layer.holes == ()

    def test_ink_of_another_layer_is_told_and_stays(
        self, canvas: CanvasView, hand: Hand, qtbot: QtBot
    ):
        editor, said = canvas.editor, []
        canvas.message.connect(said.append)
        top = Layer("Colours")
        below = editor.page.layers[0].id
        editor.apply("add", arrange.insert_layer(editor.document, editor.page.id, top, below))
        editor.set_layer(top.id)
        before = editor.document
        hand.drag([(200, 60), (200, 140)])
        assert said == ["The ink here is on the layer “Layer 1”; the eraser works on “Colours”."]
        hand.drag([(500, 400), (520, 440)])
        assert len(said) == 1, "nothing lies there at all"
        hidden = arrange.change_layer(before, editor.page.id, below, visible=False)
        editor.apply("hide", hidden)
        hand.drag([(200, 60), (200, 140)])
        assert len(said) == 1, "what is hidden is not meant"
        assert editor.document is hidden

    def test_whole_strokes_go_on_touch(self, canvas: CanvasView, hand: Hand):
        canvas.settings.eraser_whole = True
        keep = strokes(canvas)[1:]
        hand.drag([(200, 60), (200, 85)])
        assert strokes(canvas) == keep
        assert canvas.editor.layer.holes == ()

    def test_erasing_nothing_is_no_step(self, canvas: CanvasView, hand: Hand):
        hand.drag([(500, 400), (550, 420)])
        assert canvas.editor.undo_stack.count() == 0

    def test_what_goes_is_seen_while_it_goes(self, canvas: CanvasView, hand: Hand, qtbot: QtBot):
        hand.drag([(200, 60), (200, 100)], release=False)
        QTest.qWait(40)
        canvas.finish_rendering()
        image = canvas.grab().toImage()
        assert image.pixelColor(195, 100).lightness() > 220
        assert image.pixelColor(190, 60).saturation() > 5  # where the hole will be
        assert len(strokes(canvas)) == 3
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        canvas.finish_rendering()
        assert canvas.grab().toImage().pixelColor(195, 100).lightness() == 0
        hand.mouse(QEvent.Type.MouseButtonRelease, 200, 100)
        assert canvas.editor.undo_stack.count() == 0

    def test_only_the_current_layer_loses_ink(self, canvas: CanvasView, hand: Hand):
        editor = canvas.editor
        below = editor.layer
        layer = Layer("top", strokes=(line((100, 110), (300, 110)),))
        editor.apply("add", arrange.insert_layer(editor.document, editor.page.id, layer, below.id))
        editor.set_layer(layer.id)
        hand.drag([(200, 60), (200, 140)])
        assert editor.page.layer(below.id) is below
        assert len(editor.layer.strokes) == 2

    def test_a_change_from_elsewhere_ends_the_gesture(self, canvas: CanvasView, hand: Hand):
        hand.drag([(200, 60), (200, 140)], release=False)
        editor = canvas.editor
        editor.apply("other", arrange.change_page(editor.document, editor.page.id, name="new"))
        assert not canvas.is_busy
        hand.mouse(QEvent.Type.MouseButtonRelease, 200, 140)
        assert editor.page.name == "new"
        assert len(strokes(canvas)) == 3


class TestSelect:
    @pytest.fixture(autouse=True)
    def take(self, canvas: CanvasView) -> None:
        canvas.set_tool("select")

    def selected(self, canvas: CanvasView) -> list[int]:
        return [i for i, s in enumerate(strokes(canvas)) if s.id in canvas.editor.selection]

    def test_a_click_chooses_the_stroke_and_nothing_unchooses(self, canvas: CanvasView, hand: Hand):
        hand.click(150, 104)
        assert self.selected(canvas) == [0]
        hand.click(150, 200, SHIFT)
        assert self.selected(canvas) == [0, 1]
        hand.click(150, 200, ALT)
        assert self.selected(canvas) == [0]
        hand.click(560, 400)
        assert self.selected(canvas) == []

    @pytest.mark.parametrize("box", [True, False])
    def test_a_drag_over_nothing_encloses(self, canvas: CanvasView, hand: Hand, box: bool):
        canvas.settings.select_box = box
        lasso = [(60, 60), (340, 60), (340, 240), (60, 240)]
        hand.drag(lasso[::2] if box else lasso)
        assert self.selected(canvas) == [0, 1]
        assert canvas.editor.undo_stack.count() == 0

    def test_locked_and_hidden_layers_are_left_alone(self, canvas: CanvasView, hand: Hand):
        editor = canvas.editor
        place = editor.page.id, editor.layer.id
        editor.apply("lock", arrange.change_layer(editor.document, *place, locked=True))
        canvas.settings.select_box = True
        hand.drag([(60, 60), (600, 400)])
        assert self.selected(canvas) == []

    def test_a_drag_on_a_stroke_moves_it(self, canvas: CanvasView, hand: Hand):
        other = strokes(canvas)[1]
        hand.drag([(150, 100), (160, 110), (180, 130)])
        assert strokes(canvas)[0].points[0].tolist() == [130, 130]
        assert strokes(canvas)[1] is other
        assert canvas.editor.undo_stack.undoText() == "Move strokes"
        assert self.selected(canvas) == [0]

    def test_moving_is_seen_at_once_and_escape_undoes_it(self, canvas: CanvasView, hand: Hand):
        hand.drag([(150, 100), (160, 110), (150, 150)], release=False)
        canvas.finish_rendering()
        image = canvas.grab().toImage()
        assert image.pixelColor(200, 150).lightness() == 0
        assert image.pixelColor(200, 100).lightness() == 255
        assert canvas.cancel_gesture()
        canvas.editor.select(())
        canvas.finish_rendering()
        assert canvas.grab().toImage().pixelColor(200, 100).lightness() == 0
        assert canvas.editor.undo_stack.count() == 0

    def test_many_strokes_are_dragged_as_one_picture(self, canvas: CanvasView, hand: Hand):
        lines = tuple(line((40 + 2 * i, 300), (40 + 2 * i, 340)) for i in range(150))
        editor = canvas.editor
        place = editor.page.id, editor.layer.id
        editor.apply("add", edits.add_strokes(editor.document, *place, lines))
        editor.select(stroke.id for stroke in lines)
        hand.drag([(100, 320), (110, 330), (120, 420)], release=False)
        canvas.finish_rendering()
        image = canvas.grab().toImage()
        assert image.pixelColor(200, 420).lightness() == 0
        assert image.pixelColor(200, 320).lightness() == 255
        hand.mouse(QEvent.Type.MouseButtonRelease, 120, 420)
        canvas.finish_rendering()
        moved = [stroke for stroke in strokes(canvas) if stroke.id in editor.selection]
        assert moved[0].points[0].tolist() == [60, 400]

    def test_corners_scale_in_proportion_about_the_opposite_one(
        self, canvas: CanvasView, hand: Hand
    ):
        canvas.editor.select([strokes(canvas)[0].id, strokes(canvas)[1].id])
        pad = PADDING + WIDTH / 2
        left, top, right, bottom = 100 - pad, 100 - pad, 300 + pad, 200 + pad
        hand.drag([(right, bottom), (right + 50, bottom), (2 * right - left, 2 * bottom - top)])
        first = strokes(canvas)[0]
        np.testing.assert_allclose(first.points[0], (left + 2 * pad, top + 2 * pad))
        np.testing.assert_allclose(first.points[-1] - first.points[0], (400, 0), atol=1e-9)
        assert first.brush.width == pytest.approx(2 * WIDTH)
        assert canvas.editor.undo_stack.undoText() == "Scale strokes"

    def test_sides_scale_one_way_and_control_about_the_middle(self, canvas: CanvasView, hand: Hand):
        canvas.editor.select([strokes(canvas)[0].id, strokes(canvas)[1].id])
        right = 300 + PADDING + WIDTH / 2
        half = right - 200
        hand.drag([(right, 150), (right + 20, 150), (right + half, 150)], keys=CONTROL)
        points = strokes(canvas)[0].points
        np.testing.assert_allclose(points[[0, -1]], [(0, 100), (400, 100)], atol=1e-9)

    def test_the_arm_turns_about_the_middle(self, canvas: CanvasView, hand: Hand):
        canvas.editor.select([strokes(canvas)[0].id, strokes(canvas)[1].id])
        top = 100 - PADDING - WIDTH / 2 - ARM
        hand.drag([(200, top), (230, top), (360, 151)], keys=SHIFT)
        np.testing.assert_allclose(strokes(canvas)[0].points[0], (250, 50), atol=1e-9)
        assert canvas.editor.undo_stack.undoText() == "Rotate strokes"

    def test_arrows_nudge_as_one_step(self, canvas: CanvasView, hand: Hand):
        canvas.editor.select([strokes(canvas)[0].id])
        for _ in range(3):
            QTest.keyClick(canvas, Qt.Key.Key_Right)
        QTest.keyClick(canvas, Qt.Key.Key_Down, SHIFT)
        assert strokes(canvas)[0].points[0].tolist() == [103, 110]
        assert canvas.editor.undo_stack.count() == 1
        canvas.editor.undo_stack.undo()
        assert strokes(canvas)[0].points[0].tolist() == [100, 100]

    def test_the_cursor_says_what_a_press_would_do(self, canvas: CanvasView, hand: Hand):
        canvas.editor.select([strokes(canvas)[0].id, strokes(canvas)[1].id])
        hand.hover(200, 150)
        assert canvas.cursor().shape() == Qt.CursorShape.SizeAllCursor
        hand.hover(309, 209)
        assert canvas.cursor().shape() == Qt.CursorShape.SizeFDiagCursor
        hand.hover(500, 400)
        assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor

    def test_escape_unchooses(self, canvas: CanvasView, hand: Hand):
        hand.click(150, 100)
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        assert self.selected(canvas) == []


def test_the_eyedropper_takes_ink_or_paper(canvas: CanvasView, hand: Hand):
    canvas.set_tool("eyedropper")
    hand.click(200, 200)
    assert canvas.editor.brush.colour == "#e03131"
    hand.click(500, 400)
    assert canvas.editor.brush.colour == "#ffffff"
    hand.drag([(500, 400), (200, 100)], release=False)
    assert canvas.editor.brush.colour == "#000000"
    canvas.cancel_gesture()
    assert canvas.editor.brush.colour == "#ffffff"


def test_an_unknown_tool_is_refused(canvas: CanvasView, qtbot: QtBot):
    with pytest.raises(KeyError):
        canvas.set_tool("chainsaw")
    with qtbot.waitSignal(canvas.tool_changed) as changed:
        canvas.set_tool("hand")
    assert changed.args == ["hand"]
