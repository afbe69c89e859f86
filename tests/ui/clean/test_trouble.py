"""When there is nothing to clean, or something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from sketchpad.core import edits
from sketchpad.core.document import Underlay
from sketchpad.core.errors import InputError
from sketchpad.ui.window import MainWindow
from tests.ui.clean.steps import (
    KEY,
    Answers,
    bar_text,
    begin,
    layers,
    put,
    put_picture,
    rough,
)
from tests.ui.suggestions.steps import look


def test_a_failure_is_one_sentence_and_harms_nothing(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    answers.error = InputError("There are no lines to clean in this picture.")
    cleaning = begin(qtbot, window)
    bar = window.clean.bar
    assert bar is not None
    assert bar_text(window) == "There are no lines to clean in this picture."
    assert not bar.accept.isEnabled()
    assert window.status.currentMessage() == bar_text(window)
    qtbot.keyClick(window.tab.canvas, KEY.Key_Return)
    qtbot.waitUntil(lambda: not cleaning.is_running and not cleaning.taking)
    assert len(layers(window)) == 1
    answers.error = None
    cleaning.set_detail(0.7)
    qtbot.waitUntil(lambda: cleaning.is_final)
    assert bar.accept.isEnabled()


def test_blank_paper_is_one_sentence(qtbot: QtBot, window: MainWindow) -> None:
    put_picture(window, np.full((300, 400), 250, np.uint8))
    begin(qtbot, window)
    assert bar_text(window) == "The picture is blank: there are no lines to clean."


def test_a_damaged_picture_is_one_sentence(qtbot: QtBot, window: MainWindow) -> None:
    editor = window.tab.editor
    underlay = Underlay(b"no picture", "image/png", (0, 0, 100, 100))
    page, layer = editor.page.id, editor.layer.id
    editor.apply("import", edits.set_underlay(editor.document, page, layer, underlay))
    begin(qtbot, window)
    assert "is not a PNG" in bar_text(window)


@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_without_a_model_it_says_why(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    folder: Path,
    tmp_path: Path,
    how: str,
) -> None:
    if how == "damaged":
        target = tmp_path / "models" / "clean"
        target.mkdir(parents=True)
        for file in (folder / "clean").iterdir():
            (target / file.name).write_bytes(file.read_bytes())
        (target / "clean.onnx").write_bytes(b"broken")
    window = make_window()
    look(qtbot, window, tmp_path / "models")
    put(window, rough())
    action = window.actions_["suggest.clean"]
    assert not action.isEnabled()
    reason = action.toolTip().splitlines()[-1]
    assert ("no model for the task “clean”" if how == "missing" else "damaged") in reason
    with pytest.raises(InputError):
        window.clean.start()
    assert window.clean.mode is None
