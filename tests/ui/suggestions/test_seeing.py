"""What is seen of suggestions: ghosts, badge, pictures, the bar."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from sketchpad import files
from sketchpad.core import edits
from sketchpad.core.stroke import Stroke
from sketchpad.inference.suggestions import Run, Suggestion
from sketchpad.ui.suggestions import requests
from sketchpad.ui.suggestions.hint import Hint
from sketchpad.ui.window import MainWindow
from tests.ui.suggestions.steps import (
    KEY,
    draw,
    ghosts,
    line,
    offered,
    strokes,
)


def test_ghosts_are_painted_and_never_exported(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion], tmp_path: Path
) -> None:
    draw(window)
    canvas = window.tab.canvas
    canvas.finish_rendering()
    qtbot.wait(50)
    before = canvas.grab().toImage()
    offered(qtbot, window)
    qtbot.wait(50)
    assert differing(before, canvas.grab().toImage()) > 100
    files.save(window.tab.editor.document, tmp_path / "out.svg")
    assert len(files.load(tmp_path / "out.svg").pages[0].sketch) == 1


def differing(first: QImage, second: QImage) -> int:
    a, b = (
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)
        for image in (first, second)
    )
    return int((a != b).sum())


def test_the_badge_is_told_to_eyes_and_ears(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    draw(window)
    offered(qtbot, window)
    text = "Tab accept · Esc dismiss · ] next (1/5)"
    assert window.models.of(window.tab).overlay.text == text
    assert text in window.tab.canvas.accessibleDescription()
    assert text in window.status.currentMessage()
    qtbot.keyClick(window.tab.canvas, KEY.Key_Escape)
    assert text not in window.tab.canvas.accessibleDescription()


def test_thumbnails_choose(qtbot: QtBot, window: MainWindow, answers: list[Suggestion]) -> None:
    draw(window)
    offered(qtbot, window)
    bar = window.models.bar
    assert bar is not None
    shown = [button for button in bar.strip.buttons if button.isVisible()]
    assert len(shown) == 5
    assert all(not button.icon().isNull() for button in shown)
    qtbot.mouseClick(shown[3], Qt.MouseButton.LeftButton)
    assert ghosts(window) == answers[3].strokes
    assert bar.count.text() == "4/5"
    assert window.tab.canvas.hasFocus()
    qtbot.mouseClick(bar.accept, Qt.MouseButton.LeftButton)
    assert strokes(window)[1:] == answers[3].strokes


def test_thumbnails_show_the_whole_drawing_and_not_its_neighbours(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    """However small what is proposed may be beside it."""
    editor = window.tab.editor
    new = np.concatenate([stroke.points for a in answers for stroke in a.strokes])
    low, high = new.min(axis=0), new.max(axis=0)
    size = float((high - low).max())
    corners = np.array([(-3, -3), (3, -3), (3, 3), (-3, 3), (-3, -3)]) * size + (low + high) / 2
    far = np.array([(40.0, 40.0), (60.0, 40.0)]) * size
    ink = [Stroke.make(corners), Stroke.make(far)]
    editor.apply("ink", edits.add_strokes(editor.document, editor.page.id, editor.layer.id, ink))
    window.actions_["suggest.complete"].trigger()
    offered(qtbot, window)
    bar = window.models.bar
    assert bar is not None
    image = bar.strip.buttons[0].icon().pixmap(46, 40).toImage()
    inked = np.array(
        [
            (x, y)
            for x, y in itertools.product(range(image.width()), range(image.height()))
            if image.pixelColor(x, y).lightness() < 200
        ]
    )
    # The square fills the picture's height but for a margin on each side: nothing is cut off.
    assert 1 <= inked[:, 1].min() < 0.25 * image.height()
    assert 0.75 * image.height() < inked[:, 1].max() < image.height() - 1


def test_the_bar_fits_a_narrow_window(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    bar = window.models.bar
    assert bar is not None
    draw(window)
    offered(qtbot, window)
    for width in (1200, 1000, 860):
        window.resize(width, 700)
        qtbot.wait(20)
        assert window.width() == width
        shown = [w for w in bar.findChildren(QWidget) if w.isVisible() and w.parent() is bar]
        places = sorted((w.x(), w.x() + w.width()) for w in shown if w.width() > 1)
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(places))
        assert places[-1][1] <= bar.width()
        assert bar.accept.isVisible()
        assert bar.strip.isVisible() or bar.count.isVisible()


def test_the_words_beside_the_slider_stay_when_pictures_come(
    qtbot: QtBot, window: MainWindow, answers: list[Suggestion]
) -> None:
    bar = window.models.bar
    assert bar is not None
    window.resize(1280, 820)
    words = [label for label in bar.findChildren(QLabel) if label.text() in ("Tame", "Wild")]
    assert len(words) == 2
    places = [word.mapTo(bar, QPoint()) for word in words]
    draw(window)
    offered(qtbot, window)
    assert bar.strip.isVisible()
    assert all(word.isVisible() for word in words)
    assert [word.mapTo(bar, QPoint()) for word in words] == places


@pytest.mark.parametrize("width", [1200, 1000, 860])
def test_the_bar_fits_while_pictures_are_added(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    gate = threading.Event()
    found = [Suggestion((line(40 * n, 0),)) for n in range(5)]

    def work(_models: object, run: Run) -> list[Suggestion]:
        run.watcher.partial(found[:1])
        run.watcher.partial(found)
        gate.wait(5)
        return found

    monkeypatch.setattr(requests, "completing", lambda _wish: work)
    window.resize(width, 700)
    draw(window)
    window.actions_["suggest.complete"].trigger()
    bar = window.models.bar
    assert bar is not None
    qtbot.waitUntil(lambda: not bar.strip.buttons[4].isHidden(), timeout=20000)
    qtbot.wait(20)
    assert bar.stop.isVisible()
    shown = [w for w in bar.findChildren(QWidget) if w.isVisible() and w.parent() is bar]
    places = sorted((w.x(), w.x() + w.width()) for w in shown if w.width() > 1)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(places))
    gate.set()
    offered(qtbot, window)


@pytest.mark.parametrize("live", [True, False])
def test_the_hint_is_whole_or_not_there(qtbot: QtBot, window: MainWindow, *, live: bool) -> None:
    bar = window.models.bar
    assert bar is not None
    bar._settings.live = live
    said: set[str] = set()
    for width in range(760, 1700, 40):
        window.resize(width, 700)
        bar.refresh()
        qtbot.wait(1)
        if not bar.hint.isVisible():
            continue
        said.add(bar.hint.text())
        metrics = bar.hint.fontMetrics()
        flags = Qt.TextFlag.TextWordWrap
        box = metrics.boundingRect(0, 0, bar.hint.width(), 1000, flags, bar.hint.text())
        assert box.width() <= bar.hint.width(), width
        assert box.height() <= bar.hint.height(), width
    assert set(bar._hints()) & said


def test_the_hint_takes_what_fits(qtbot: QtBot) -> None:
    hint = Hint()
    qtbot.addWidget(hint)
    hint.say("A rather long sentence that wants some room", "Short one")
    assert hint.toolTip() == "A rather long sentence that wants some room"
    assert hint.choose(1000, 60)
    assert hint.text().startswith("A rather")
    assert hint.choose(80, 60)
    assert hint.text() == "Short one"
    assert not hint.choose(20, 60)
    assert hint.text() == ""
