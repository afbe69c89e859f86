"""Tells the user what did not work."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from sketchpad.core.errors import SketchpadError
from sketchpad.ui.sentences import behind, said

logger = logging.getLogger(__name__)


def tell(error: BaseException, parent: QWidget) -> None:
    """Open a box with the sentence of an error; what is no ``SketchpadError`` is a bug, and raised.

    What a library said is in the box's details, and in the log.
    """
    if not isinstance(error, SketchpadError):
        raise error
    logger.info("shown to the user: %s", error, exc_info=error.__cause__)
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(QCoreApplication.translate("MainWindow", "That Did Not Work"))
    box.setText(said(str(error)))
    box.setDetailedText(behind(error))
    box.open()
