"""A Qt that shows nothing, for measurements."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from sketchpad.ui.canvas import CanvasView, prepare_application_attributes


def application() -> QApplication:
    """The one application."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    prepare_application_attributes()
    return QApplication(["benchmarks"])


def settle(view: CanvasView) -> None:
    """Wait until all is painted."""
    app = application()
    app.processEvents()
    view.finish_rendering()
    app.processEvents()
