"""What the canvas shows, pixel by pixel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, Qt

from sketchpad.core import arrange
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.stroke import Brush, Stroke
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.editor import Editor
from sketchpad.ui.view import View
from tests import traces
from tests.ui.canvases import pixel
from tests.ui.hand import RELEASE, Hand

SHIFT = Qt.KeyboardModifier.ShiftModifier


class TestPixels:
    def test_wet_ink_leaves_nothing_of_the_straight_way_to_the_pen(
        self, canvas: CanvasView, hand: Hand
    ):
        """Each piece is straight until the next sample bends it; the bent ones are what stays."""
        canvas.editor.brush = Brush("#000000", width=6.0, opacity=0.6)
        arc = [(80, 300), (120, 180), (230, 90), (380, 90), (500, 180), (540, 300)]
        hand.drag(arc, release=False)
        canvas.leaveEvent(QEvent(QEvent.Type.Leave))
        canvas.finish_rendering()
        wet = canvas.grab().toImage()
        hand.mouse(QEvent.Type.MouseButtonRelease, 540, 300)
        canvas.leaveEvent(QEvent(QEvent.Type.Leave))
        canvas.finish_rendering()
        dry = canvas.grab().toImage()
        one, two = (np.array(image.constBits()).astype(int) for image in (wet, dry))
        one, two = (image.reshape(wet.height(), -1, 4) for image in (one, two))
        settled = np.arange(one.shape[1]) < 490  # what comes after may still be straight
        assert np.abs(one - two)[:, settled].max() < 60
        assert (two[..., 0] < 200).sum() > 2500

    def test_wet_ink_looks_as_the_stroke_will(self, canvas: CanvasView, hand: Hand):
        canvas.editor.brush = Brush("#000000", width=12.0, opacity=0.5)
        cross = traces.polyline([(100, 100), (300, 100), (200, 50), (200, 200)])
        hand.pen_stroke(cross, lift=False)
        wet = canvas.grab().toImage()
        hand.pen(RELEASE, 200, 200)
        canvas.finish_rendering()
        dry = canvas.grab().toImage()
        for x, y in ((150, 100), (200, 100), (200, 150)):  # a line, a crossing, a line
            assert abs(wet.pixelColor(x, y).lightness() - 128) <= 3, (x, y)
            assert abs(dry.pixelColor(x, y).lightness() - 128) <= 3, (x, y)
        assert dry.pixelColor(150, 110).lightness() == 255

    def test_a_layers_opacity_counts_for_the_whole_layer(
        self, make_canvas: Callable[[Document], CanvasView]
    ):
        lines = [
            Stroke.make([(50, 100), (350, 100)], Brush("#000000", 20.0)),
            Stroke.make([(200, 50), (200, 250)], Brush("#000000", 20.0)),
        ]
        page = Page((Layer(strokes=tuple(lines), opacity=0.5),), 400, 300)
        canvas = make_canvas(Document((page,)))
        canvas.set_view(View())
        assert abs(pixel(canvas, 100, 100).lightness() - 128) <= 2
        assert abs(pixel(canvas, 200, 100).lightness() - 128) <= 2

    def test_undo_redo_and_hidden_layers_reach_the_screen(self, canvas: CanvasView, hand: Hand):
        canvas.editor.brush = Brush("#000000", width=12.0)
        hand.drag([(100, 100), (200, 100)])
        assert pixel(canvas, 150, 100).lightness() == 0
        canvas.editor.undo_stack.undo()
        assert pixel(canvas, 150, 100).lightness() == 255
        canvas.editor.undo_stack.redo()
        assert pixel(canvas, 150, 100).lightness() == 0
        editor = canvas.editor
        hidden = arrange.change_layer(
            editor.document, editor.page.id, editor.layer.id, visible=False
        )
        editor.apply("hide", hidden)
        assert pixel(canvas, 150, 100).lightness() == 255

    def test_strokes_below_stay_below(self, canvas: CanvasView, hand: Hand):
        editor = canvas.editor
        bottom = editor.layer.id
        editor.brush = Brush("#ff0000", width=20.0)
        editor.apply(
            "add", arrange.insert_layer(editor.document, editor.page.id, Layer("top"), bottom)
        )
        editor.set_layer(editor.page.layers[1].id)
        hand.drag([(100, 100), (200, 100)])
        editor.set_layer(bottom)
        editor.brush = Brush("#0000ff", width=40.0)
        hand.drag([(150, 50), (150, 150)])
        assert pixel(canvas, 150, 100).red() == 255
        assert pixel(canvas, 150, 70).blue() == 255

    def test_the_picture_is_the_same_however_it_came_about(self, canvas: CanvasView, hand: Hand):
        """Appended, panned, zoomed and repaired piece by piece: as if painted at once."""
        canvas.editor.brush = Brush("#000000", width=5.0)
        for seed in range(8):
            hand.pen_stroke(traces.trace(seed, (150 + 40 * seed, 200)))
        canvas.editor.undo_stack.undo()
        for step in ((7, 3), (-40, 25), (33, -28)):
            canvas.pan_by(*step)
        canvas.zoom_to(1.5)
        canvas.zoom_to(1.0)
        canvas.set_view(View())
        canvas.leaveEvent(QEvent(QEvent.Type.Leave))
        canvas.finish_rendering()
        grown = canvas.grab().toImage()
        other = CanvasView(Editor(canvas.editor.document))
        other.resize(canvas.size())
        other.show()
        other.set_view(View())
        other.finish_rendering()
        fresh = other.grab().toImage()
        other.close()
        one, two = (np.array(image.constBits()).astype(int) for image in (grown, fresh))
        assert np.abs(one - two).max() <= 12  # antialiasing of tolerances, nothing else
        assert (one != two).mean() < 0.01

    def test_holes_are_hatched(self, canvas: CanvasView, hand: Hand):
        canvas.editor.brush = Brush("#000000", width=6.0)
        hand.drag([(100, 100), (300, 100)])
        canvas.set_tool("eraser")
        canvas.settings.eraser_width = 60
        hand.drag([(200, 60), (200, 140)])
        hand.hover(500, 400)
        canvas.finish_rendering()
        image = canvas.grab().toImage()
        tints = {image.pixelColor(x, 120).name() for x in range(180, 220)}
        assert len(tints) >= 2
        assert image.pixelColor(200, 100).lightness() > 200
