"""A window with a tiny model of Clean, or with answers in its place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sketchpad.ui.clean import cleaning as life
from sketchpad.ui.window import MainWindow
from tests.tiny_clean import write_tiny_clean
from tests.ui.clean.steps import Answers
from tests.ui.suggestions.steps import look


@pytest.fixture(autouse=True)
def no_jobs_left() -> Iterator[None]:
    yield
    assert not [t for t in threading.enumerate() if t.name == "jobs"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_tiny_clean(folder)
    return folder


@pytest.fixture
def window(qtbot: QtBot, make_window: Callable[[], MainWindow], folder: Path) -> MainWindow:
    window = make_window()
    look(qtbot, window, folder)
    return window


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    made = Answers()
    monkeypatch.setattr(life, "cleaning", made)
    return made
