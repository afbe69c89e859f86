"""Every test of the interface gets its own settings and folders, and must leave nothing running."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QLocale, QSettings, QStandardPaths, QTimer, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchpad.core.document import Document
from sketchpad.ui import i18n, theme
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.editor import Editor
from sketchpad.ui.settings import Settings
from sketchpad.ui.view import View
from sketchpad.ui.window import MainWindow
from tests.ui.hand import Hand


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # What the offscreen platform cannot do is no fault of ours.
    ours = Path(__file__).parent
    for item in items:
        if ours in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "config")
    )
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    QStandardPaths.setTestModeEnabled(False)
    yield tmp_path
    left = [t.name for t in threading.enumerate() if t.name.startswith(("files", "autosave"))]
    assert not left, f"threads left running: {left}"


@pytest.fixture
def settings(own_folders: Path) -> Settings:
    return Settings()


@pytest.fixture
def german(qtbot: QtBot) -> Iterator[None]:
    """The interface speaks German."""
    app, before = QApplication.instance(), QLocale()
    assert app is not None
    assert i18n.install("de") == "de"
    yield
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)
    i18n.install("en")


@pytest.fixture
def make_window(qtbot: QtBot, settings: Settings) -> Iterator[Callable[[], MainWindow]]:
    made: list[MainWindow] = []

    def make() -> MainWindow:
        theme.apply(settings.theme_mode, settings.accent)
        window = MainWindow(settings)
        window.resize(1200, 800)
        window.show()
        qtbot.waitExposed(window)
        made.append(window)
        return window

    yield make
    timers = [timer for window in made for timer in window.findChildren(QTimer)]
    for window in made:
        window.leave()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
    assert not [timer for timer in timers if shiboken6.isValid(timer) and timer.isActive()]


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    return make_window()


@pytest.fixture
def make_canvas(qtbot: QtBot) -> Callable[[Document | None], CanvasView]:
    def make(document: Document | None = None) -> CanvasView:
        canvas = CanvasView(Editor(document))
        canvas.settings.smoothing = 0.0
        qtbot.addWidget(canvas)
        canvas.resize(640, 480)
        canvas.show()
        qtbot.waitExposed(canvas)
        canvas.set_view(View())
        canvas.finish_rendering()
        return canvas

    return make


@pytest.fixture
def canvas(make_canvas: Callable[[Document | None], CanvasView]) -> CanvasView:
    return make_canvas(None)


@pytest.fixture
def hand(canvas: CanvasView) -> Hand:
    return Hand(canvas)
