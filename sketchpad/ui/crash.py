"""When a bug strikes: first the drawing to disk, then a word to the user."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtWidgets import QMessageBox

from sketchpad.core.errors import SketchpadError
from sketchpad.ui.settings import data_folder
from sketchpad.ui.window import MainWindow

translate = QCoreApplication.translate
logger = logging.getLogger(__name__)


class CrashHandler:
    """An ``excepthook`` that saves before it speaks; a second error while it does is only logged.

    A ``SketchpadError`` that nobody caught is shown as what it is: a sentence for the user.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._busy = False

    def __call__(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Handle an exception that nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        if isinstance(error, SketchpadError) and _on_main_thread():
            self._window.fail(error)
            return
        logger.critical("uncaught", exc_info=(kind, error, trace))
        if self._busy:
            return
        self._busy = True
        try:
            self._window.save_journals()
            report = "".join(traceback.format_exception(kind, error, trace))
            (data_folder() / "crash.log").write_text(report, encoding="utf-8")
            if _on_main_thread():
                self._tell(report)
        finally:
            self._busy = False

    def _tell(self, report: str) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(translate("Crash", "Something Went Wrong"))
        box.setText(
            translate("Crash", "Sketchpad ran into an error of its own. Your drawing is kept.")
        )
        box.setInformativeText(
            translate(
                "Crash",
                "You can go on; saving the drawing under a new name is wise. The details below "
                "help to mend the error.",
            )
        )
        box.setDetailedText(report)
        box.exec()


def install(window: MainWindow) -> None:
    """Handle uncaught exceptions of this process."""
    sys.excepthook = CrashHandler(window)


def uninstall() -> None:
    """Leave uncaught exceptions to Python again."""
    sys.excepthook = sys.__excepthook__


def _on_main_thread() -> bool:
    app = QCoreApplication.instance()
    return app is not None and QThread.currentThread() is app.thread()
