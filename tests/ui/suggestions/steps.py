"""What a person does with suggestions, and what is to be seen of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sketchpad.core.stroke import Provenance, Stroke
from sketchpad.ui.model_service import ModelService
from sketchpad.ui.suggestions.controller import Suggesting
from sketchpad.ui.window import MainWindow
from tests.ui.hand import Hand

MADE = Provenance("tiny", "1", "complete", 7, 0.4, "r")
KEY = Qt.Key


def look(qtbot: QtBot, window: MainWindow, *folders: Path) -> ModelService:
    service = window.models.service
    service._folders = folders
    with qtbot.waitSignal(service.known, timeout=10000):
        window.models.start()
    qtbot.waitUntil(lambda: service.queue.running is None, timeout=10000)
    return service


def line(x: float, y: float) -> Stroke:
    return Stroke.make([(x, y), (x + 20, y + 30), (x + 60, y + 10)], provenance=MADE)


def draw(window: MainWindow, shift: float = 0.0) -> None:
    t = np.linspace(0.0, 6.0, 24)
    middle = window.tab.canvas.rect().center()
    x, y = middle.x() + shift + 60 * np.cos(t), middle.y() + 60 * np.sin(t)
    Hand(window.tab.canvas).pen_stroke(np.c_[x, y, np.full(24, 0.5)])


def strokes(window: MainWindow) -> tuple[Stroke, ...]:
    return window.tab.editor.page.sketch.strokes


def suggesting(window: MainWindow) -> Suggesting:
    return window.models.suggesting


def offered(qtbot: QtBot, window: MainWindow) -> None:
    def done() -> bool:
        offer = suggesting(window).offer
        return offer is not None and offer.finished

    qtbot.waitUntil(done, timeout=10000)


def ghosts(window: MainWindow) -> tuple[Stroke, ...]:
    return tuple(window.models.of(window.tab).overlay.ghosts)


def erase(window: MainWindow) -> None:
    """Rub through what ``draw`` has drawn."""
    window.take_tool("eraser")
    middle = window.tab.canvas.rect().center()
    y = np.linspace(middle.y() - 20, middle.y() + 20, 12)
    x = np.full(12, middle.x() + 60.0)
    Hand(window.tab.canvas).pen_stroke(np.c_[x, y, np.full(12, 0.5)])
    window.take_tool("pen")


def let_heal(window: MainWindow, verb: str = "heal") -> None:
    window.models.service._reasons.pop(verb)
    window.refresh()
