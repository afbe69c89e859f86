"""Asks before files are replaced that the file dialog did not ask about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

translate = QCoreApplication.translate


def may_replace(parent: QWidget, typed: Path, written: Sequence[Path]) -> bool:
    """Whether all of these may be written.

    Args:
        parent: of the question.
        typed: what the file dialog was told, and has asked about if it is there already.
        written: what that becomes with its ending, or one for each page.
    """
    there = [path for path in written if path != typed and path.exists()]
    if not there:
        return True
    button = QMessageBox.StandardButton
    box = QMessageBox(parent)
    box.setWindowTitle(translate("Replacing", "Replace Files"))
    if len(there) == 1:
        text = translate("Replacing", "“{name}” already exists. Do you want to replace it?")
        box.setText(text.format(name=there[0].name))
    else:
        text = translate(
            "Replacing", "“{name}” and {count} more already exist. Do you want to replace them?"
        )
        box.setText(text.format(name=there[0].name, count=len(there) - 1))
    box.setStandardButtons(button.Yes | button.No)
    box.setDefaultButton(button.No)
    return button(box.exec()) == button.Yes
