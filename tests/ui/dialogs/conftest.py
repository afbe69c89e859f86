"""A window with three pages, beside which models answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sketchpad.core.document import Document
from sketchpad.ui.editor import Editor
from sketchpad.ui.window import MainWindow
from tests.ui.dialogs.steps import page
from tests.ui.suggestions.steps import look


@pytest.fixture
def window(qtbot: QtBot, make_window: Callable[[], MainWindow], models_folder: Path) -> MainWindow:
    window = make_window()
    window.add_tab(Editor(Document((page(100), page(50), page(150)))))
    look(qtbot, window, models_folder)
    return window
