"""What tests of Clean in the window do: a drawing, a picture, the key, and a look."""

from __future__ import annotations

import io
import threading

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sketchpad.core import edits
from sketchpad.core.document import Underlay
from sketchpad.core.raster import rasterise
from sketchpad.core.stroke import Brush, Provenance, Stroke
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.ui.clean.cleaning import Cleaning
from sketchpad.ui.clean.mode import CleanMode
from sketchpad.ui.clean.subject import Pixels, Subject, Work
from sketchpad.ui.window import MainWindow

KEY = Qt.Key
MADE = Provenance("tiny", "1", "clean", 0, 0.5, "r")


class Answers:
    """In place of the model: one stroke at ``x``; every question is written down."""

    def __init__(self) -> None:
        self.asked: list[tuple[Subject, float | None, bool]] = []
        self.x = 600.0
        self.fits = 0.5
        self.gate = threading.Event()
        self.gate.set()
        self.error: Exception | None = None

    def __call__(
        self, subject: Subject, _pixels: Pixels | None, detail: float | None, *, quick: bool
    ) -> Work:
        self.asked.append((subject, detail, quick))

        def work(_models: object, run: Run) -> list[Suggestion]:
            while not self.gate.wait(0.002):
                run.cancellation.check()
            if detail is None:
                run.watcher.partial(self.fits)
            if self.error is not None:
                raise self.error
            points = [(self.x, 300.0), (self.x, 500.0)]
            return [Suggestion((Stroke.make(points, Brush(width=12.0), MADE),))]

        return work

    @property
    def details(self) -> list[tuple[float | None, bool]]:
        return [(detail, quick) for _, detail, quick in self.asked]


def rough(x: float = 300.0, shift: float = 0.0) -> Stroke:
    return Stroke.make([(x + shift, 300.0), (x + shift + 2.0, 500.0)], Brush(width=12.0))


def put(window: MainWindow, *strokes: Stroke, layer: str = "") -> None:
    editor = window.tab.editor
    to = layer or editor.layer.id
    editor.apply("draw", edits.add_strokes(editor.document, editor.page.id, to, strokes))


def put_picture(window: MainWindow, grey: object) -> None:
    editor = window.tab.editor
    buffer = io.BytesIO()
    Image.fromarray(np.asarray(grey)).save(buffer, "PNG")
    box = (100.0, 100.0, 600.0, 450.0)
    underlay = Underlay(buffer.getvalue(), "image/png", box)
    page, layer = editor.page.id, editor.layer.id
    editor.apply("import", edits.set_underlay(editor.document, page, layer, underlay))


def picture() -> object:
    line = np.array([[20.0, 30.0], [180.0, 120.0]])
    return (255 * (1 - rasterise([line], (150, 200), 3.0))).astype(np.uint8)


def begin(qtbot: QtBot, window: MainWindow, *, wait: bool = True) -> Cleaning:
    window.actions_["suggest.clean"].trigger()
    assert window.clean.mode is not None
    cleaning = window.clean.mode.cleaning
    if wait:
        qtbot.waitUntil(lambda: cleaning.is_final, timeout=20000)
    return cleaning


def mode(window: MainWindow) -> CleanMode:
    assert window.clean.mode is not None
    return window.clean.mode


def layers(window: MainWindow) -> list[tuple[str, bool, int]]:
    return [(x.name, x.visible, len(x.strokes)) for x in window.tab.editor.page]


def bar_text(window: MainWindow) -> str:
    assert window.clean.bar is not None
    return window.clean.bar.status.text()


def colour(window: MainWindow, x: float, y: float) -> QColor:
    canvas = window.tab.canvas
    canvas.finish_rendering()
    QTest.qWait(60)
    at = canvas.view.to_view(x, y).toPoint()
    return canvas.grab().toImage().pixelColor(at)
