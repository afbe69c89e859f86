"""What the windows that ask models have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sketchpad.ui.dialogs.generate import GenerateDialog
from sketchpad.ui.dialogs.interpolate import InterpolateDialog
from sketchpad.ui.window import MainWindow
from tests.ui.dialogs.steps import opened
from tests.ui.suggestions.steps import look
from tests.ui.windows import nameless


@pytest.mark.parametrize(
    ("action", "kind"),
    [("suggest.generate", GenerateDialog), ("suggest.interpolate", InterpolateDialog)],
)
def test_everything_that_takes_input_has_a_name(
    qtbot: QtBot, window: MainWindow, action: str, kind: type
) -> None:
    dialog = opened(window, action, kind)
    assert nameless(dialog) == []
    dialog.close()


def test_without_the_model_the_actions_say_why(
    qtbot: QtBot, make_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    window = make_window()
    look(qtbot, window, tmp_path)
    for name, task in (("interpolate", "latent"), ("generate", "generate")):
        action = window.actions_[f"suggest.{name}"]
        assert not action.isEnabled()
        assert f"There is no model for the task “{task}”." in action.toolTip()
