"""Drawing on the canvas, with real events."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core import arrange
from sketchpad.core.document import Document, Page
from sketchpad.core.stroke import Brush
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.view import View
from tests import traces
from tests.ui.canvases import pixel, strokes
from tests.ui.hand import MOVE, PRESS, RELEASE, Hand

SHIFT = Qt.KeyboardModifier.ShiftModifier


class TestPen:
    def test_every_sample_is_kept_as_it_came(self, canvas: CanvasView, hand: Hand):
        trace = traces.trace(1, (300, 200))
        hand.pen_stroke(trace)
        (stroke,) = strokes(canvas)
        samples = stroke.samples
        np.testing.assert_allclose(samples[:, :2], trace[:, :2], atol=1e-9)
        np.testing.assert_allclose(samples[:, 2], trace[:, 2], atol=1e-6)
        np.testing.assert_allclose(samples[:, 3], trace[:, 3].astype(int), atol=1e-6)
        assert (samples[:, 4] == 12).all()
        assert (samples[:, 5] == -7).all()

    def test_a_stroke_is_one_step_that_says_what_it_was(self, canvas: CanvasView, hand: Hand):
        hand.pen_stroke(traces.trace(1, (300, 200)))
        stack = canvas.editor.undo_stack
        assert (stack.count(), stack.undoText()) == (1, "Draw stroke")
        stack.undo()
        assert strokes(canvas) == ()

    def test_smoothing_changes_what_is_drawn_and_keeps_the_readings(
        self, canvas: CanvasView, hand: Hand
    ):
        canvas.settings.smoothing = 0.6
        trace = traces.trace(2, (300, 200), traces.Style(tremor=3.0))
        hand.pen_stroke(trace)
        (stroke,) = strokes(canvas)
        assert stroke.raw is not None
        np.testing.assert_allclose(stroke.raw[:, :2], trace[:, :2], atol=1e-9)
        rough, smooth = (
            np.abs(np.diff(s[:, :2], n=2, axis=0)).sum() for s in (trace, stroke.samples)
        )
        assert smooth < 0.7 * rough
        np.testing.assert_allclose(stroke.points[-1], trace[-1, :2], atol=0.6)

    def test_the_stabiliser_stays_a_string_behind(self, canvas: CanvasView, hand: Hand):
        canvas.settings.stabiliser, canvas.settings.stabiliser_strength = True, 0.5
        hand.pen_stroke(traces.polyline([(100, 100), (400, 100)]))
        (stroke,) = strokes(canvas)
        assert stroke.points[-1][0] == pytest.approx(400 - 45.0)
        assert stroke.raw is not None
        assert stroke.raw[-1, 0] == 400

    def test_view_and_canvas_units_differ(self, canvas: CanvasView, hand: Hand):
        canvas.set_view(View(2.0, 90.0, 300.0, 20.0))
        hand.pen_stroke([(300, 20, 0.5), (260, 60, 0.5), (240, 100, 0.5)])
        (stroke,) = strokes(canvas)
        assert stroke.raw is not None
        np.testing.assert_allclose(stroke.raw[:, :2], [(0, 0), (20, 20), (40, 30)], atol=1e-9)

    def test_a_tap_is_a_dot(self, canvas: CanvasView, hand: Hand):
        canvas.editor.brush = Brush("#000000", width=20.0)
        hand.pen_stroke([(100, 100, 0.5)])
        assert len(strokes(canvas)[0]) == 1
        assert pixel(canvas, 105, 105).lightness() < 20

    def test_a_mouse_draws_the_nominal_width(self, canvas: CanvasView, hand: Hand):
        hand.drag([(100, 100), (150, 100), (200, 120)])
        (stroke,) = strokes(canvas)
        assert set(stroke.widths.tolist()) == {canvas.editor.brush.width}

    def test_few_samples_become_a_curve_and_are_kept(
        self, canvas: CanvasView, hand: Hand, tmp_path: Path
    ):
        """A fast mouse reports a circle as ten corners; screen, file and picture show a circle."""
        centre, radius = (300.0, 200.0), 120.0
        turns = np.linspace(0.0, 2 * np.pi, 11)
        corners = centre + radius * np.stack([np.cos(turns), np.sin(turns)], axis=1)
        hand.drag([(x, y) for x, y in corners.tolist()])
        (stroke,) = strokes(canvas)
        assert stroke.raw is not None
        np.testing.assert_allclose(stroke.raw[:, :2], corners, atol=1e-9)
        files.save(canvas.editor.document, tmp_path / "circle.svg")
        (exported,) = files.load(tmp_path / "circle.svg").pages[0].sketch.strokes
        for points in (stroke.points, exported.points):
            distances = np.linalg.norm(points - centre, axis=1)
            assert np.abs(distances - radius).max() < 0.01 * radius
        canvas.leaveEvent(QEvent(QEvent.Type.Leave))
        for turn in np.linspace(0.1, 6.2, 40):  # a polygon of ten misses most of these
            x, y = centre + radius * np.array([np.cos(turn), np.sin(turn)])
            assert pixel(canvas, round(x), round(y)).lightness() < 160

    def test_sharp_turns_of_few_samples_stay_corners(self, canvas: CanvasView, hand: Hand):
        hand.drag([(100, 100), (200, 100), (200, 200), (100, 200)])
        (stroke,) = strokes(canvas)
        assert stroke.points.tolist() == [[100, 100], [200, 100], [200, 200], [100, 200]]
        assert stroke.raw is None

    def test_speed_can_stand_in_for_pressure(self, canvas: CanvasView, hand: Hand):
        canvas.settings.pressure_from_speed = True
        hand.clock = 1000
        slow = [(100.0 + i, 100.0) for i in range(40)]
        fast = [(140.0 + 40 * i, 100.0) for i in range(1, 10)]
        hand.drag([*slow, *fast])
        pressure = strokes(canvas)[0].pressure
        assert pressure[35] > 0.8
        assert pressure[-1] < 0.5

    def test_shift_draws_straight_from_the_last_end(self, canvas: CanvasView, hand: Hand):
        hand.pen_stroke([(100, 100, 0.5), (150, 130, 0.5)])
        hand.pen_stroke([(300, 200, 0.5), (310, 250, 0.5), (320, 220, 0.5)], keys=SHIFT)
        line = strokes(canvas)[1]
        np.testing.assert_allclose(line.points, [(150, 130), (320, 220)])

    def test_control_borrows_the_eyedropper(self, canvas: CanvasView, hand: Hand):
        canvas.editor.brush = Brush("#ff0000", width=20.0)
        hand.drag([(100, 100), (200, 100)])
        canvas.editor.brush = Brush("#00ff00")
        hand.click(150, 100, Qt.KeyboardModifier.ControlModifier)
        assert canvas.editor.brush.colour == "#ff0000"
        assert len(strokes(canvas)) == 1

    @pytest.mark.parametrize(
        ("change", "word"), [({"locked": True}, "locked"), ({"visible": False}, "hidden")]
    )
    def test_a_layer_can_refuse(
        self, canvas: CanvasView, hand: Hand, qtbot: QtBot, change: dict[str, bool], word: str
    ):
        editor = canvas.editor
        document = arrange.change_layer(editor.document, editor.page.id, editor.layer.id, **change)
        editor.apply("change", document)
        for tool in ("pen", "eraser"):
            canvas.set_tool(tool)
            with qtbot.waitSignal(canvas.message) as told:
                hand.drag([(100, 100), (200, 100)])
            assert word in told.args[0]
        assert editor.document is document

    def test_escape_takes_the_stroke_back(self, canvas: CanvasView, hand: Hand):
        hand.pen_stroke(traces.trace(1, (300, 200)), lift=False)
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        hand.pen(RELEASE, 300, 200)
        assert strokes(canvas) == ()
        assert canvas.editor.undo_stack.count() == 0
        assert not canvas.is_busy


class TestView:
    def test_the_wheel_scrolls_and_zooms_at_the_pointer(self, canvas: CanvasView, qtbot: QtBot):
        from PySide6.QtCore import QPoint, QPointF
        from PySide6.QtGui import QWheelEvent
        from PySide6.QtWidgets import QApplication

        def wheel(keys: Qt.KeyboardModifier) -> None:
            at = QPointF(200, 150)
            event = QWheelEvent(
                at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, keys,
                Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(canvas, event)

        before = canvas.view
        wheel(Qt.KeyboardModifier.NoModifier)
        assert (canvas.view.dx, canvas.view.dy) == (before.dx, before.dy + 80)
        wheel(SHIFT)
        assert canvas.view.dx == before.dx + 80
        under = canvas.view.to_canvas(200, 150)
        with qtbot.waitSignal(canvas.zoom_changed):
            wheel(Qt.KeyboardModifier.ControlModifier)
        assert canvas.zoom == pytest.approx(1.25)
        after = canvas.view.to_canvas(200, 150)
        assert (after - under).manhattanLength() < 1.5

    def test_space_and_the_middle_button_pan(self, canvas: CanvasView, hand: Hand):
        QTest.keyPress(canvas, Qt.Key.Key_Space)
        hand.drag([(100, 100), (130, 90)])
        QTest.keyRelease(canvas, Qt.Key.Key_Space)
        assert (canvas.view.dx, canvas.view.dy) == (30, -10)
        hand.drag([(100, 100), (90, 120)], button=Qt.MouseButton.MiddleButton)
        assert (canvas.view.dx, canvas.view.dy) == (20, 10)
        assert strokes(canvas) == ()
        assert canvas.tool == "pen"

    def test_tools_of_the_view(self, canvas: CanvasView, hand: Hand):
        canvas.set_tool("zoom")
        hand.click(100, 100)
        assert canvas.zoom == pytest.approx(1.5)
        hand.click(100, 100, Qt.KeyboardModifier.AltModifier)
        assert canvas.zoom == pytest.approx(1.0)
        hand.drag([(100, 100), (220, 100)])
        assert canvas.zoom == pytest.approx(2.0)
        canvas.set_tool("rotate")
        hand.drag([(320, 100), (460, 240)], keys=SHIFT)
        assert canvas.rotation == pytest.approx(90.0)
        canvas.reset_rotation()
        assert canvas.rotation == pytest.approx(0.0)

    def test_fitting_shows_the_page_and_zoom_has_bounds(self, canvas: CanvasView):
        canvas.fit_page()
        low, high = canvas.view.to_view(0, 0), canvas.view.to_view(1200, 900)
        assert 0 < low.x() < high.x() < 640
        assert 0 < low.y() < high.y() < 480
        canvas.zoom_to(1e9)
        assert canvas.zoom == 64
        canvas.zoom_to(0)
        assert canvas.zoom == pytest.approx(0.02)

    def test_moving_shows_the_old_picture_until_it_is_repaired(
        self, make_canvas: Callable[[Document], CanvasView]
    ):
        canvas = make_canvas(traces.drawing(400))
        canvas.fit_page()
        canvas.finish_rendering()
        before = canvas._picture.image.copy()
        canvas.set_view(canvas.view.zoomed(canvas.zoom * 1.1, canvas.middle()))
        assert not canvas._picture.is_complete
        image = canvas.grab().toImage()
        dark = sum(
            image.pixelColor(x, y).lightness() < 200
            for x in range(0, 640, 3)
            for y in range(0, 480, 3)
        )
        assert dark > 300  # desk and old ink, not a blank sheet
        assert before.size() == image.size()

    def test_the_ring_shows_the_true_size(self, canvas: CanvasView, hand: Hand):
        canvas.set_tool("eraser")
        canvas.settings.eraser_width = 50.0
        hand.hover(200, 200)
        image = canvas.grab().toImage()
        assert min(image.pixelColor(x, 200).lightness() for x in (174, 175, 176)) < 170
        assert min(image.pixelColor(x, 200).lightness() for x in (224, 225, 226)) < 170
        assert image.pixelColor(190, 200).lightness() == 255
        assert canvas.cursor().shape() == Qt.CursorShape.BlankCursor


def test_the_binding_keeps_its_hands_off_none(canvas: CanvasView):
    """A PySide6 built for a newer Python loses a reference of None with every call."""
    canvas.update()
    before = sys.getrefcount(None)
    for _ in range(1000):
        canvas.update()
    assert sys.getrefcount(None) > before - 500


def test_a_brush_change_shows_at_once(canvas: CanvasView, hand: Hand):
    hand.hover(200, 200)
    canvas.editor.brush = dataclasses.replace(canvas.editor.brush, width=80.0)
    image = canvas.grab().toImage()
    assert min(image.pixelColor(x, 200).lightness() for x in (159, 160, 161)) < 170


def test_two_quick_presses_are_two_dots(canvas: CanvasView, hand: Hand):
    hand.click(100, 100)
    hand.mouse(QEvent.Type.MouseButtonDblClick, 120, 100)
    hand.mouse(QEvent.Type.MouseButtonRelease, 120, 100)
    assert len(strokes(canvas)) == 2


def test_the_current_page_is_shown(canvas: CanvasView, hand: Hand):
    canvas.editor.brush = Brush("#000000", width=12.0)
    hand.drag([(100, 100), (200, 100)])
    editor = canvas.editor
    editor.apply("add", arrange.insert_page(editor.document, Page(), editor.page.id))
    assert pixel(canvas, 150, 100).lightness() == 255
    editor.set_page(editor.document.pages[0].id)
    assert pixel(canvas, 150, 100).lightness() == 0


def test_pens_hover_moves_are_told(canvas: CanvasView, hand: Hand, qtbot: QtBot):
    with qtbot.waitSignal(canvas.hover_moved) as moved:
        hand.pen(MOVE, 120, 90, 0.0, buttons=Qt.MouseButton.NoButton)
    assert moved.args == [120.0, 90.0]
    assert strokes(canvas) == ()
    assert hand.pen(PRESS, 120, 90).isAccepted()
    hand.pen(RELEASE, 120, 90)
