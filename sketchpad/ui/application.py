"""Starts the application: attributes before Qt, window first, everything else after it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from sketchpad import __version__
from sketchpad.ui import crash, i18n, theme
from sketchpad.ui.canvas import prepare_application_attributes
from sketchpad.ui.icons import app_icon
from sketchpad.ui.settings import Settings
from sketchpad.ui.signals import EndSignals
from sketchpad.ui.window import MainWindow

logger = logging.getLogger(__name__)

#: After the window is on screen: loading ONNX Runtime must not delay the first stroke.
PROBE_DELAY_MS: Final = 1500
#: How long a thread may keep the interpreter from the pen, seconds; Python's own 5 ms can be felt.
SWITCH_INTERVAL: Final = 0.0001


def run(paths: Sequence[str], quit_after_ms: int | None = None) -> int:
    """Show the window, open ``paths``, and run until it is closed.

    Args:
        paths: files to open.
        quit_after_ms: close after this time, for measurements and tests.

    Returns:
        the exit status.
    """
    sys.setswitchinterval(SWITCH_INTERVAL)
    prepare_application_attributes()
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    window = start(app)
    window.show()
    window.when_shown([Path(path) for path in paths])
    QTimer.singleShot(PROBE_DELAY_MS, window, window.models.start)
    if quit_after_ms is not None:
        QTimer.singleShot(quit_after_ms, window, window.leave)
    endings = EndSignals(lambda: _end(app, window), app)
    status = app.exec()
    endings.close()
    crash.uninstall()
    return status


def _end(app: QApplication, window: MainWindow) -> None:
    window.leave()
    app.quit()  # dialogs may still be open


def start(app: QApplication) -> MainWindow:
    """Prepare the application, and make its window without showing it."""
    app.setApplicationName("Sketchpad")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("sketchpad")
    app.setWindowIcon(app_icon())
    settings = Settings()
    i18n.install(settings.language)
    theme.use_interface_font(app)
    theme.apply(settings.theme_mode, settings.accent)
    window = MainWindow(settings)
    crash.install(window)
    return window
