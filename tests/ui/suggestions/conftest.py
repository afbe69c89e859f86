"""A window with tiny models behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sketchpad.core.document import Hole
from sketchpad.inference.suggestions import Suggestion
from sketchpad.ui.suggestions import requests
from sketchpad.ui.suggestions.requests import Wish, Work
from sketchpad.ui.window import MainWindow
from tests.ui.suggestions.steps import (
    line,
    look,
)


@pytest.fixture(autouse=True)
def no_jobs_left() -> Iterator[None]:
    yield
    assert not [t for t in threading.enumerate() if t.name == "jobs"]


@pytest.fixture
def window(qtbot: QtBot, make_window: Callable[[], MainWindow], models_folder: Path) -> MainWindow:
    window = make_window()
    look(qtbot, window, models_folder)
    return window


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Suggestion]:
    """What the verbs answer at once, in place of a model's strokes."""
    found = [
        Suggestion((line(100 + 40 * n, 100), line(100 + 40 * n, 200)), f"number {n}")
        for n in range(1, 6)
    ]

    def answering(_wish: Wish, _holes: tuple[Hole, ...] = ()) -> Work:
        return lambda _models, _run: list(found)

    monkeypatch.setattr(requests, "completing", answering)
    monkeypatch.setattr(requests, "healing", answering)
    monkeypatch.setattr(requests, "redrawing", answering)
    return found
