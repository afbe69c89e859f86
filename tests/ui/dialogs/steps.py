"""Steps that tests of the models' windows share."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from sketchpad.core.document import Layer, Page
from sketchpad.core.stroke import Stroke
from sketchpad.ui.dialogs.generate import GenerateDialog
from sketchpad.ui.dialogs.interpolate import InterpolateDialog
from sketchpad.ui.window import MainWindow


def page(radius: float) -> Page:
    t = np.linspace(0.0, 6.0, 30)
    circle = np.c_[300 + radius * np.cos(t), 200 + radius * np.sin(t)]
    return Page((Layer(strokes=(Stroke.make(circle), Stroke.make(circle / 2))),), 600.0, 400.0)


def opened(window: MainWindow, action: str, kind: type) -> GenerateDialog | InterpolateDialog:
    window.actions_[action].trigger()
    return window.findChildren(kind)[-1]


def answered(qtbot: QtBot, dialog: GenerateDialog | InterpolateDialog) -> None:
    if isinstance(dialog, InterpolateDialog) and dialog.path.currentData() != "strokes":
        dialog.path.setCurrentIndex(2)  # nothing was learnt, and that would be told
    dialog.go.click()
    assert dialog.is_running
    assert dialog.stop.isVisible()
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=20000)
    assert dialog.line.text() == ""
