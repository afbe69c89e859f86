"""Suggestions end to end in the window, with the models that come with it."""

from __future__ import annotations

import functools
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run
from sketchpad.ui.application import SWITCH_INTERVAL
from sketchpad.ui.settings import Settings
from sketchpad.ui.window import MainWindow
from tests.benchmarks import pen
from tests.benchmarks.qt import application, settle
from tests.benchmarks.table import Row, percentile
from tests.benchmarks.verbs import verbs_of
from tests.ui.hand import Hand

ROUNDS = 7
_PATIENCE = 20.0


def suggest() -> list[Row]:
    """From the end of the pause to the first ghost and to all; recognising, healing, stopping."""
    with _window() as window:
        rows = [*_complete(window), *_recognise(window), *_cancel(window)]
        if window.models.service.can("heal"):
            rows += _heal(window)
        return rows


def pen_with_verbs() -> list[Row]:
    """The pen's handler while a model draws on and on in the worker, verb by verb."""
    models = Models(device="cpu")
    rows = []
    for name, verb in verbs_of(models).items():
        rows += pen_beside(name, functools.partial(verb, Run()))
    return rows


def pen_beside(verb: str, run: Callable[[], object]) -> list[Row]:
    """The pen's handler while a verb runs on and on in another thread."""
    stop, done = threading.Event(), []

    def work() -> None:
        while not stop.is_set():
            run()
            done.append(1)

    worker = threading.Thread(target=work)
    before = sys.getswitchinterval()
    worker.start()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        while not done:
            time.sleep(0.01)
        found = pen.draw()
    finally:
        stop.set()
        worker.join()
        sys.setswitchinterval(before)
    return pen.rows_of(found, f"pen handler beside {verb}", 3.0)


@contextmanager
def _window() -> Iterator[MainWindow]:
    application()
    with tempfile.TemporaryDirectory() as home:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, home)
        before = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_INTERVAL)
        window = MainWindow(Settings())
        window.resize(1280, 820)
        window.show()
        service = window.models.service
        window.models.start()
        _until(lambda: service.is_known)
        time.sleep(0.1)
        _until(lambda: service.queue.running is None)
        window.models.settings.live = False
        window.models.settings.heal = False
        settle(window.tab.canvas)
        try:
            yield window
        finally:
            window.leave()
            sys.setswitchinterval(before)


def _complete(window: MainWindow) -> list[Row]:
    suggesting = window.models.suggesting
    overlay = window.models.of(window.tab).overlay
    first, every = [], []
    for number in range(ROUNDS):
        _draw_face(window, number)
        _pause(window)
        start = time.perf_counter()
        suggesting._on_pause()
        _until(lambda: bool(overlay.ghosts))
        first.append(1e3 * (time.perf_counter() - start))
        _until(lambda: suggesting.offer is not None and suggesting.offer.finished)
        every.append(1e3 * (time.perf_counter() - start))
        suggesting.reject()
        _clear(window)
    return [
        Row("after the pen's pause: first ghost, median", percentile(first, 50), 150, "ms"),
        Row("after the pen's pause: all five, median", percentile(every, 50), 1000, "ms"),
    ]


def _recognise(window: MainWindow) -> list[Row]:
    guessing = window.models.suggesting.guessing
    taken = []
    for number in range(ROUNDS):
        _draw_face(window, number)
        guessing.stop()
        guessing._known = None
        start = time.perf_counter()
        guessing._ask()
        _until(lambda: guessing.is_known)
        taken.append(1e3 * (time.perf_counter() - start))
        _clear(window)
    return [Row("recognise, end to end, median", percentile(taken, 50), 50, "ms")]


def _cancel(window: MainWindow) -> list[Row]:
    """From Esc to a free interface, and to an idle worker."""
    suggesting, queue = window.models.suggesting, window.models.service.queue
    free, idle = [], []
    for number in range(ROUNDS):
        _draw_face(window, number)
        _pause(window)
        suggesting.complete()
        _until(lambda: queue.running is not None)
        time.sleep(0.01)
        canvas = window.tab.canvas
        key, none = Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier
        start = time.perf_counter()
        application().sendEvent(canvas, QKeyEvent(QKeyEvent.Type.KeyPress, key, none))
        assert not suggesting.is_running
        application().processEvents()
        free.append(1e3 * (time.perf_counter() - start))
        _until(lambda: queue._running is None)
        idle.append(1e3 * (time.perf_counter() - start))
        _clear(window)
    return [
        Row("Esc: interface free, worst", max(free), 100, "ms"),
        Row("Esc: worker idle, worst", max(idle), 300, "ms"),
    ]


def _heal(window: MainWindow) -> list[Row]:
    suggesting = window.models.suggesting
    taken = []
    for number in range(ROUNDS):
        _draw_face(window, number)
        window.take_tool("eraser")
        middle = window.tab.canvas.rect().center()
        y = np.linspace(middle.y() - 30, middle.y() + 30, 12)
        x = np.full(12, middle.x() + 160.0 - 5.0 * number)
        Hand(window.tab.canvas).pen_stroke(np.c_[x, y, np.full(12, 0.5)])
        window.take_tool("pen")
        _pause(window)
        start = time.perf_counter()
        suggesting.heal()
        _until(lambda: suggesting.offer is not None and suggesting.offer.finished)
        taken.append(1e3 * (time.perf_counter() - start))
        suggesting.reject()
        _clear(window)
    return [Row("heal, end to end, median", percentile(taken, 50), 500, "ms")]


def _draw_face(window: MainWindow, number: int) -> None:
    """An outline and an eye."""
    canvas = window.tab.canvas
    middle = canvas.rect().center()
    hand = Hand(canvas)
    for ring in (_ring(0, 0, 160 - 5 * number), _ring(-50, -40, 16 + number)):
        trace = np.c_[ring + np.array([middle.x(), middle.y()]), np.full(len(ring), 0.5)]
        hand.pen_stroke(trace)


def _pause(window: MainWindow) -> None:
    """The drawing is recognised in the pause that comes before every suggestion."""
    guessing = window.models.suggesting.guessing
    _until(lambda: guessing.is_known)


def _clear(window: MainWindow) -> None:
    stack = window.tab.editor.undo_stack
    while stack.canUndo():
        stack.undo()
    window.models.suggesting.stop()
    window.models.suggesting.guessing.stop()


def _ring(x: float, y: float, radius: float) -> np.ndarray:
    t = np.linspace(0.0, 2.0 * np.pi, 60)
    return np.c_[x + radius * np.cos(t), y + radius * np.sin(t)]


def _until(holds: Callable[[], bool]) -> None:
    """Let the event loop run, as it does while nobody does anything."""
    loop, timer, begin = QEventLoop(), QTimer(), time.perf_counter()
    timer.setInterval(1)
    timer.timeout.connect(lambda: holds() and loop.quit())
    timer.start()
    if not holds():
        QTimer.singleShot(round(1e3 * _PATIENCE), loop, loop.quit)
        loop.exec()
    if time.perf_counter() - begin >= _PATIENCE:
        raise TimeoutError
