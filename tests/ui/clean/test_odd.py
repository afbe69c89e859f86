"""What nobody draws for Clean, with the bundled model, in the window."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sketchpad.core.resources import resource_path
from sketchpad.ui.window import MainWindow
from tests import odd_pictures
from tests.proof import draw_rough
from tests.ui.clean.steps import bar_text, begin, layers, put_picture
from tests.ui.hand import Hand
from tests.ui.suggestions.steps import look


@pytest.fixture
def window(qtbot: QtBot, make_window: Callable[[], MainWindow], tmp_path: Path) -> MainWindow:
    shutil.copytree(resource_path("models/clean"), tmp_path / "models" / "clean")
    window = make_window()
    look(qtbot, window, tmp_path / "models")
    return window


@pytest.mark.parametrize("name", odd_pictures.PICTURES)
def test_odd_pictures(qtbot: QtBot, window: MainWindow, name: str) -> None:
    make, expected = odd_pictures.PICTURES[name]
    put_picture(window, make())
    cleaning = begin(qtbot, window)
    if isinstance(expected, str):
        assert bar_text(window) == expected
        cleaning.cancel()
        assert len(layers(window)) == 1
    else:
        cleaning.accept()
        (_, hidden, _), (_, shown, count) = layers(window)
        assert (hidden, shown) == (False, True)
        assert expected[0] <= count <= expected[1]


def test_a_rough_hand_becomes_a_few_strokes(qtbot: QtBot, window: MainWindow) -> None:
    window.change_tools(smoothing=0.0)
    window.models.settings.live = False
    draw_rough.draw(Hand(window.tab.canvas), "cup")
    rough = len(window.tab.editor.layer.strokes)
    cleaning = begin(qtbot, window, wait=False)
    cleaning.set_detail(0.15)
    qtbot.waitUntil(lambda: cleaning.is_final, timeout=20000)
    cleaning.accept()
    strokes = window.tab.editor.layer.strokes
    assert rough > 35
    assert len(strokes) <= 16
    assert all(s.provenance is not None and s.provenance.model == "clean" for s in strokes)
