"""The chip and the box of categories."""

from __future__ import annotations

import dataclasses

import pytest
from pytestqt.qtbot import QtBot

from sketchpad.core.document import Document
from sketchpad.inference.recognise import Guess
from sketchpad.inference.suggestions import Suggestion
from sketchpad.ui import categories
from sketchpad.ui.dialogs.generate import GenerateDialog
from sketchpad.ui.editor import Editor
from sketchpad.ui.suggestions import requests
from sketchpad.ui.suggestions.requests import Guesses
from sketchpad.ui.window import MainWindow
from tests.ui.suggestions.steps import (
    draw,
    line,
    offered,
    suggesting,
)


def test_the_chip_says_what_it_is_and_can_be_corrected(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    guesses = (Guess("wave", 0.7), Guess("box", 0.2))
    monkeypatch.setattr(
        requests, "recognising", lambda _wish: lambda _models, _run: Guesses(guesses)
    )
    chip = window.models.of(window.tab).chip
    assert not chip.isVisible()
    draw(window)
    qtbot.waitUntil(chip.isVisible, timeout=20000)
    assert chip.text() == "wave  70 %"
    menu = chip.menu()
    menu.aboutToShow.emit()
    assert [a.text() for a in menu.actions()][:2] == ["wave\t70 %", "box\t20 %"]
    menu.actions()[1].trigger()
    assert suggesting(window).category == "box"
    assert chip.text() == "box"
    assert window.models.bar.category.currentText() == "box"  # type: ignore[union-attr]


def test_what_is_not_clear_is_called_a_guess(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, answers: list[Suggestion]
) -> None:
    guesses = Guesses((Guess("wave", 0.3), Guess("box", 0.2)))
    monkeypatch.setattr(requests, "recognising", lambda _wish: lambda _models, _run: guesses)
    answers[:] = [dataclasses.replace(answers[0], label=name) for name in ("wave", "box")]
    made = window.models.of(window.tab)
    draw(window)
    offered(qtbot, window)
    assert made.chip.text() == "Perhaps wave  30 %"
    assert "not clear" in made.chip.toolTip()
    assert made.overlay.text == "Perhaps wave · Tab accept · Esc dismiss · ] next (1/2)"
    suggesting(window).step(1)
    assert made.overlay.text.startswith("Perhaps box · ")
    suggesting(window).guessing.take(Guesses((Guess("wave", 0.1),)))
    assert made.chip.text() == "What is it?"
    suggesting(window).set_category("wave")
    offered(qtbot, window)
    assert made.chip.text() == "wave"
    assert made.overlay.text.startswith("Tab accept")


def test_the_category_can_be_typed(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    bar = window.models.bar
    assert bar is not None
    names = [bar.category.itemText(i) for i in range(bar.category.count())]
    assert names == ["As recognised", "box", "cross", "wave"]
    line_edit = bar.category.lineEdit()
    assert line_edit is not None
    line_edit.setText("WAVE")
    line_edit.editingFinished.emit()
    assert suggesting(window).category == "wave"
    line_edit.setText("unicorn")
    line_edit.editingFinished.emit()
    assert suggesting(window).category == "wave"
    assert bar.category.currentText() == "wave"


def test_categories_are_called_as_the_language_has_it(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion], monkeypatch: pytest.MonkeyPatch
) -> None:
    german = {"box": "Schachtel", "wave": "Welle", "cross": "Kreuz"}
    monkeypatch.setattr(categories, "_labels", lambda _language: german)
    bar, dialog = window.models.bar, GenerateDialog(window)
    assert bar is not None
    bar._on_known()
    names = [bar.category.itemText(i) for i in range(bar.category.count())]
    assert names == ["As recognised", "Kreuz", "Schachtel", "Welle"]
    line_edit = bar.category.lineEdit()
    assert line_edit is not None
    line_edit.setText("schachtel")
    line_edit.editingFinished.emit()
    assert suggesting(window).category == "box"
    assert window.models.of(window.tab).chip.text() == "Schachtel"
    dialog.search.setText("wel")
    assert dialog.categories.currentItem().text() == "Welle"
    assert not dialog.categories.currentItem().isHidden()
    dialog.close()


def test_a_drawing_that_is_opened_is_looked_at(qtbot: QtBot, window: MainWindow) -> None:
    window.add_tab(Editor(Document.of([line(30, 30)], 300, 200)))
    qtbot.waitUntil(window.models.of(window.tab).chip.isVisible, timeout=20000)


def test_the_real_recogniser_never_blocks_the_pen(qtbot: QtBot, window: MainWindow) -> None:
    chip = window.models.of(window.tab).chip
    draw(window)
    qtbot.waitUntil(chip.isVisible, timeout=20000)
    assert chip.text().removeprefix("Perhaps ").split("  ")[0] in ("box", "wave", "cross")
