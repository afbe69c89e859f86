"""Painting: full redraw, undo, and moving the view."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF

from sketchpad.core import edits
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.editor import Editor
from tests import traces
from tests.benchmarks.qt import application, settle
from tests.benchmarks.table import Row, percentile


def redraw() -> list[Row]:
    """All of a page of 1,000 strokes."""
    view = _view(1000)
    times, own = [], []
    for _ in range(15):
        view.set_desk_colour(view.palette().window().color())
        start, busy = time.perf_counter(), time.thread_time()
        view.finish_rendering()
        times.append((time.perf_counter() - start) * 1000)
        own.append((time.thread_time() - busy) * 1000)
    view.close()
    note = f"  {np.median(own):.0f} ms of processor"
    return [Row("full redraw, 1,000 strokes", float(np.median(times)), 60.0, "ms", note=note)]


def undo() -> list[Row]:
    """One step back or forward, of strokes drawn, moved and erased."""
    view = _view(1000)
    editor = view.editor
    page, layer = editor.page.id, editor.layer.id
    for seed in range(10):
        stroke = traces.drawing(1, seed=100 + seed).pages[0].layers[0].strokes[0]
        editor.apply("draw", edits.add_strokes(editor.document, page, layer, [stroke]))
    ids = {stroke.id for stroke in editor.layer.strokes[:20]}
    matrix = np.array([[1.0, 0.0, 30.0], [0.0, 1.0, 10.0]])
    editor.apply("move", edits.transform_strokes(editor.document, page, ids, matrix))
    path = [(100.0, 100.0), (700.0, 500.0)]
    editor.apply("erase", edits.erase(editor.document, page, layer, path, 12.0))
    settle(view)
    times, shown = [], []
    stack = editor.undo_stack
    for step in [*[stack.undo] * 12, *[stack.redo] * 12] * 3:
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1000)
        view.finish_rendering()
        shown.append((time.perf_counter() - start) * 1000)
        application().processEvents()
    view.close()
    return [
        Row("undo or redo of one step, p95", percentile(times, 95), 5.0, "ms"),
        Row("undo or redo, and all repainted, median", float(np.median(shown)), 60.0, "ms"),
    ]


def motion() -> list[Row]:
    """Pan, zoom and turn a page of 10,000 strokes."""
    view = _view(10_000)

    def pan(n: int) -> None:
        view.pan_by(9 * math.cos(n / 20), 7 * math.sin(n / 15))

    def zoom(n: int) -> None:
        view.zoom_to(view.zoom * (1.04 if n % 60 < 30 else 1 / 1.04), QPointF(300, 300))

    def turn(_n: int) -> None:
        view.rotate_by(1.5)

    rows = []
    for name, step in (("pan", pan), ("zoom", zoom), ("rotate", turn)):
        settle(view)
        frames = _frames(view, step)
        mean = 1000 / float(np.mean(frames))
        note = f"  slowest frame {max(frames):.0f} ms"
        rows.append(Row(f"{name}, 10,000 strokes", mean, 30.0, "fps", more=True, note=note))
    view.close()
    return rows


def _frames(view: CanvasView, step: Callable[[int], None], count: int = 120) -> list[float]:
    """ms of each frame: the step, its repaint, and one slice of repairing."""
    app = application()
    frames = []
    for number in range(count):
        start = time.perf_counter()
        step(number)
        view.repaint()
        app.processEvents()
        frames.append((time.perf_counter() - start) * 1000)
    return frames


def _view(strokes: int) -> CanvasView:
    application()
    view = CanvasView(Editor(traces.drawing(strokes)))
    view.resize(1280, 960)
    view.show()
    settle(view)
    return view
