"""From the key to the new layer: what is cleaned, and where it lands."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sketchpad.core.errors import InputError
from sketchpad.ui.window import MainWindow
from tests.ui.clean.steps import (
    KEY,
    Answers,
    bar_text,
    begin,
    layers,
    mode,
    picture,
    put,
    put_picture,
    rough,
)


def test_the_model_cleans_a_layer_in_one_undo_step(qtbot: QtBot, window: MainWindow) -> None:
    put(window, rough(), rough())
    editor = window.tab.editor
    before, steps = editor.document, editor.undo_stack.count()
    window.tab.canvas.setFocus()
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.tab.canvas, KEY.Key_C, control)
    cleaning = mode(window).cleaning
    qtbot.waitUntil(lambda: cleaning.is_final, timeout=20000)
    assert editor.document is before
    qtbot.keyClick(window.tab.canvas, KEY.Key_Return)
    assert window.clean.mode is None
    assert layers(window) == [("Layer 1", False, 2), ("Layer 1 clean", True, 1)]
    assert editor.layer.name == "Layer 1 clean"
    (stroke,) = editor.layer.strokes
    assert stroke.provenance is not None
    assert (stroke.provenance.model, stroke.provenance.version) == ("clean", "0.0.1")
    assert editor.undo_stack.count() == steps + 1
    assert editor.undo_stack.undoText() == "Clean"
    editor.undo_stack.undo()
    assert editor.document is before


def test_the_model_cleans_a_picture(qtbot: QtBot, window: MainWindow) -> None:
    put_picture(window, picture())
    cleaning = begin(qtbot, window)
    assert cleaning.subject.kind == "underlay"
    assert bar_text(window) == "Strokes: 1"
    cleaning.accept()
    assert layers(window) == [("Layer 1", False, 0), ("Layer 1 clean", True, 1)]
    (stroke,) = window.tab.editor.layer.strokes
    low, high = stroke.points.min(axis=0), stroke.points.max(axis=0)
    assert np.allclose(low, (160, 190), atol=8)
    assert np.allclose(high, (640, 460), atol=8)


def test_what_was_cleaned_can_be_cleaned_again_and_says_so_once(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    begin(qtbot, window).accept()
    begin(qtbot, window).accept()
    assert layers(window) == [
        ("Layer 1", False, 1),
        ("Layer 1 clean", False, 1),
        ("Layer 1 clean 2", True, 1),
    ]


def test_escape_leaves_everything_as_it_was(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    canvas, before = window.tab.canvas, window.tab.editor.document
    overlays, children = list(canvas.overlays), len(canvas.children())
    begin(qtbot, window)
    bar = window.clean.bar
    assert bar is not None
    assert bar.isVisible()
    assert not window.models.bar.isVisible()  # type: ignore[union-attr]
    qtbot.keyClick(bar.detail, KEY.Key_Escape)
    QApplication.sendPostedEvents(None, 52)  # deferred deletions
    assert window.tab.editor.document is before
    assert canvas.overlays == overlays
    assert len(canvas.children()) == children
    assert not bar.isVisible()
    assert window.models.bar.isVisible()  # type: ignore[union-attr]
    assert canvas.hasFocus()


def test_the_selection_comes_first_and_the_rest_stays(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    chosen, other = rough(), rough(700.0)
    put(window, chosen, other)
    window.tab.editor.select([chosen.id])
    cleaning = begin(qtbot, window)
    assert [s.kind for s in cleaning.subjects] == ["selection", "layer"]
    assert answers.asked[0][0].strokes == (chosen,)
    cleaning.accept()
    assert layers(window) == [
        ("Layer 1 rough", False, 1),
        ("Layer 1", True, 1),
        ("Layer 1 clean", True, 1),
    ]
    assert window.tab.editor.page.layers[1].strokes == (other,)


def test_an_empty_layers_picture_comes_before_other_layers(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put(window, rough())
    window.actions_["layer.add"].trigger()
    put_picture(window, picture())
    cleaning = begin(qtbot, window)
    assert [(s.kind, s.name) for s in cleaning.subjects] == [
        ("underlay", "Layer 2"),
        ("layer", "Layer 1"),
    ]
    bar = window.clean.bar
    assert bar is not None
    names = [bar.what.itemText(i) for i in range(bar.what.count())]
    assert names == ["Picture under “Layer 2”", "Strokes of “Layer 1”"]
    bar.what.setCurrentIndex(1)
    bar.what.activated.emit(1)
    qtbot.waitUntil(lambda: cleaning.is_final)
    assert answers.asked[-1][0].kind == "layer"
    cleaning.accept()
    assert layers(window) == [
        ("Layer 1", False, 1),
        ("Layer 1 clean", True, 1),
        ("Layer 2", True, 0),
    ]


def test_what_was_traced_over_a_picture_leaves_it_in_sight(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    put_picture(window, picture())
    put(window, rough())
    cleaning = begin(qtbot, window)
    assert cleaning.subject.kind == "layer"
    cleaning.accept()
    assert layers(window)[0] == ("Layer 1 rough", False, 1)
    assert layers(window)[1] == ("Layer 1", True, 0)
    assert window.tab.editor.page.layers[1].underlay is not None


def test_a_selection_on_two_layers_is_hidden_on_both(
    qtbot: QtBot, window: MainWindow, answers: Answers
) -> None:
    low, high = rough(), rough(700.0)
    put(window, low)
    window.actions_["layer.add"].trigger()
    put(window, high)
    window.tab.editor.select([low.id, high.id])
    begin(qtbot, window).accept()
    assert layers(window) == [
        ("Layer 1", False, 1),
        ("Layer 2", False, 1),
        ("Layer 2 clean", True, 1),
    ]


def test_hidden_layers_are_not_meant(window: MainWindow) -> None:
    put(window, rough())
    assert window.actions_["suggest.clean"].isEnabled()
    window.actions_["layer.visible"].trigger()
    assert not window.actions_["suggest.clean"].isEnabled()
    with pytest.raises(InputError, match="nothing to clean"):
        window.clean.start()
