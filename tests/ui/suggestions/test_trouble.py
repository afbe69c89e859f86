"""Missing, damaged, failing and endless models."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sketchpad.core.errors import ModelError
from sketchpad.inference.suggestions import Run
from sketchpad.ui.suggestions import controller, requests
from sketchpad.ui.suggestions.offer import State
from sketchpad.ui.window import MainWindow
from tests.ui.suggestions.steps import (
    KEY,
    draw,
    look,
    strokes,
    suggesting,
)


def test_without_models_the_verbs_say_why(
    qtbot: QtBot, make_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    window = make_window()
    look(qtbot, window, tmp_path / "nothing")
    draw(window)
    assert len(strokes(window)) == 1
    action = window.actions_["suggest.complete"]
    assert not action.isEnabled()
    assert "There is no model for the task “complete”." in action.toolTip()
    qtbot.keyClick(window.tab.canvas, KEY.Key_Space, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(controller.DEBOUNCE_MS + 100)
    assert suggesting(window).state is State.IDLE
    assert window.status.device.text() == "CPU"


@pytest.mark.parametrize("how", ["longer", "other", "gone", "card"])
def test_a_damaged_model_says_why_and_harms_nothing(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    models_folder: Path,
    tmp_path: Path,
    how: str,
) -> None:
    for source in models_folder.iterdir():
        target = tmp_path / "models" / source.name
        target.mkdir(parents=True)
        for file in source.iterdir():
            (target / file.name).write_bytes(file.read_bytes())
    file = tmp_path / "models" / "complete" / "init.onnx"
    data = bytearray(file.read_bytes())
    if how == "longer":
        file.write_bytes(data + b"x")
    elif how == "other":
        data[len(data) // 2] ^= 0xFF
        file.write_bytes(data)
    elif how == "gone":
        file.unlink()
    else:
        (file.parent / "card.json").write_text("{")
    window = make_window()
    look(qtbot, window, tmp_path / "models")
    draw(window)
    action = window.actions_["suggest.complete"]
    assert not action.isEnabled()
    reason = action.toolTip().splitlines()[-1]
    expected = {"gone": "incomplete", "card": "not the card"}.get(how, "damaged")
    assert expected in reason
    assert window.models.service.can("recognise")
    assert len(strokes(window)) == 1


@pytest.mark.parametrize("installed", [{}, {"onnxruntime": "1.23", "onnxruntime-gpu": "1.23"}])
def test_a_missing_or_doubled_runtime_is_no_crash(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    models_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    installed: dict[str, str],
) -> None:
    from sketchpad.inference import devices

    monkeypatch.setattr(devices, "installed_runtimes", lambda: installed)
    if not installed:
        monkeypatch.setattr(devices, "_importable", lambda: False)
    window = make_window()
    service = look(qtbot, window, models_folder)
    draw(window)
    assert len(strokes(window)) == 1
    if installed:
        assert "Both onnxruntime" in service.device_detail
        assert service.can("complete")
    else:
        assert service.reason("complete") == (
            "ONNX Runtime is not installed; reinstall Sketchpad to use its models."
        )
        assert service.device_detail == service.reason("complete")


def test_cuda_that_does_not_work_is_told(
    qtbot: QtBot,
    make_window: Callable[[], MainWindow],
    models_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from sketchpad.inference import devices

    monkeypatch.setattr(devices, "cuda_obstacle", lambda: "no NVIDIA driver was found.")
    window = make_window()
    window.settings.put("models/device", "cuda")
    service = look(qtbot, window, models_folder)
    assert service.reason("heal") == "CUDA does not work here: no NVIDIA driver was found."
    window.settings.put("models/device", "auto")
    window.models.start()
    qtbot.waitUntil(lambda: service.can("complete"), timeout=20000)
    assert "CPU" in service.device_detail


def test_a_failing_model_is_one_line(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_models: object, _run: Run) -> object:
        raise ModelError("The model complete is damaged; install it again.")

    monkeypatch.setattr(requests, "completing", lambda _wish: failing)
    draw(window)
    window.actions_["suggest.complete"].trigger()
    notice = window.models.of(window.tab).notice
    qtbot.waitUntil(notice.isVisible, timeout=20000)
    assert notice.text.text() == "The model complete is damaged; install it again."
    assert suggesting(window).state is State.IDLE


def test_stop_frees_the_bar_at_once(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_models: object, run: Run) -> object:
        while True:
            run.cancellation.check()

    monkeypatch.setattr(requests, "completing", lambda _wish: endless)
    draw(window)
    window.actions_["suggest.complete"].trigger()
    bar = window.models.bar
    assert bar is not None
    assert bar.stop.isVisible()
    qtbot.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
    assert suggesting(window).state is State.IDLE
    assert not bar.stop.isVisible()


def test_closing_a_tab_while_a_model_runs(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = threading.Event()

    def endless(_models: object, run: Run) -> object:
        started.set()
        while True:
            run.cancellation.check()

    monkeypatch.setattr(requests, "completing", lambda _wish: endless)
    draw(window)
    window.actions_["suggest.complete"].trigger()
    qtbot.waitUntil(started.is_set)
    window.remove_tab(window.tab)
    qtbot.waitUntil(lambda: window.models.service.queue.running is None)
    assert suggesting(window).state is State.IDLE


def test_the_status_bar_tells_what_runs_and_how_many_wait(qtbot: QtBot, window: MainWindow) -> None:
    service, indicator = window.models.service, window.models.indicator
    gate = threading.Event()
    jobs = [service.job(title, lambda _m, _r: gate.wait(5)) for title in ("One", "Two", "Three")]
    qtbot.waitUntil(indicator.isVisible, timeout=3000)
    assert indicator.title.text() == "One (+2)"
    service.queue.cancel(jobs[2])
    qtbot.waitUntil(lambda: indicator.title.text() == "One (+1)")
    gate.set()
    qtbot.waitUntil(lambda: not indicator.isVisible(), timeout=3000)
