"""Clean end to end in the window: from the slider to the canvas."""

from __future__ import annotations

import io
import time

import numpy as np
from PIL import Image

from sketchpad.core import edits
from sketchpad.core.document import Underlay
from sketchpad.ui.clean.cleaning import Cleaning
from sketchpad.ui.window import MainWindow
from tests.benchmarks.suggestions import _until, _window
from tests.benchmarks.table import Row, percentile
from tests.proof import draw_rough
from tests.ui.hand import Hand

ROUNDS = 5


def clean() -> list[Row]:
    """A scan of 1024² pixels, and strokes on the canvas: quick look and full answer."""
    with _window() as window:
        _lay_scan(window)
        scan = _measure(window, "scan of 1024²")
        window.tab.editor.undo_stack.undo()
        window.change_tools(smoothing=0.0)
        draw_rough.draw(Hand(window.tab.canvas), "cat")
        return scan + _measure(window, "67 rough strokes")


def _measure(window: MainWindow, what: str) -> list[Row]:
    """From a step of the slider until the strokes are there, at Detail around a half."""
    window.clean.start()
    mode = window.clean.mode
    assert mode is not None
    cleaning = mode.cleaning
    _until(lambda: cleaning.is_final)
    quick, full = [], []
    for number in range(ROUNDS):
        detail = 0.45 + 0.02 * number
        begin = time.perf_counter()
        cleaning.set_detail(detail, dragging=True)
        _until(lambda: _is_there(cleaning))
        quick.append(1e3 * (time.perf_counter() - begin))
        begin = time.perf_counter()
        cleaning.set_detail(detail)
        _until(lambda: cleaning.is_final)
        full.append(time.perf_counter() - begin)
    finest = []
    for detail in (0.98, 0.99, 1.0):
        begin = time.perf_counter()
        cleaning.set_detail(detail, dragging=True)
        _until(lambda: _is_there(cleaning))
        finest.append(1e3 * (time.perf_counter() - begin))
    cleaning.cancel()
    return [
        Row(f"clean, {what}: quick look, median", percentile(quick, 50), 300, "ms"),
        Row(f"clean, {what}: quick look at full Detail", percentile(finest, 50), 300, "ms"),
        Row(f"clean, {what}: full answer, median", percentile(full, 50), 2.0, "s"),
    ]


def _is_there(cleaning: Cleaning) -> bool:
    look = cleaning.look
    return look is not None and look.detail == cleaning.detail and not look.problem


def _lay_scan(window: MainWindow) -> None:
    """A rough cat in grey pencil on yellowish, unevenly lit paper under the layer."""
    from sketchpad.core.raster import rasterise

    lines = [2.45 * trace[:, :2] + 20.0 for trace in draw_rough.traces("cat")]
    ink = 0.7 * rasterise(lines, (1024, 1024), 2.5)[..., None]
    light = np.linspace(0.8, 1.0, 1024)[:, None, None]
    paper = light * np.array((0.97, 0.95, 0.88))
    noise = np.random.default_rng(0).normal(0, 0.015, (1024, 1024, 1))
    picture = (255 * (paper * (1 - ink) + noise).clip(0, 1)).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=90)
    underlay = Underlay(buffer.getvalue(), "image/jpeg", (150.0, 0.0, 900.0, 900.0))
    editor = window.tab.editor
    page, layer = editor.page.id, editor.layer.id
    editor.apply("scan", edits.set_underlay(editor.document, page, layer, underlay))
