"""The pen's handler at 1 kHz, alone and beside a worker that steps an LSTM."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from sketchpad.ui.application import SWITCH_INTERVAL
from sketchpad.ui.canvas import CanvasView
from sketchpad.ui.editor import Editor
from tests import traces
from tests.benchmarks.qt import application, settle
from tests.benchmarks.table import Row, percentile
from tests.ui.hand import MOVE, PRESS, RELEASE, Hand

SECONDS = 4.0
RATE = 1000


def pen() -> list[Row]:
    """The pen's handler at 1 kHz, alone."""
    return rows_of(draw(), "pen handler, 1 kHz, 1,000 strokes × 60", 1.0)


def pen_with_model() -> list[Row]:
    """The same beside a thread that steps an LSTM of 512 units, as Complete does."""
    stop = threading.Event()
    steps: list[int] = []
    worker = threading.Thread(target=_step_model, args=(stop, steps))
    worker.start()
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        while not steps:
            time.sleep(0.01)
        found = draw()
    finally:
        stop.set()
        worker.join()
        sys.setswitchinterval(before)
    note = f", {len(steps)} steps meanwhile"
    return rows_of(found, "the same beside an LSTM at work", 3.0, note)


@dataclasses.dataclass(frozen=True)
class Handled:
    """What came of some seconds of drawing.

    Attributes:
        times: ms of each event's handling.
        waits: ms of these in which the handler could have run, and other processes did; zeros
            where the system does not tell.
        lost: samples that did not arrive.
    """

    times: list[float]
    waits: list[float]
    lost: int


def rows_of(found: Handled, what: str, bar: float, note: str = "") -> list[Row]:
    """The 99th percentile and the losses."""
    own = np.array(found.times) - np.array(found.waits)
    told = f"  {np.percentile(own, 99):.2f} ms without waits for a core{note}"
    return [
        Row(f"{what}: p99", percentile(found.times, 99), bar, "ms", note=told),
        Row(f"{what}: samples lost", found.lost, 1, ""),
    ]


@contextlib.contextmanager
def _waiting() -> Iterator[Callable[[], float]]:
    """A function that tells how long this thread has waited for a core so far, ms."""
    path = f"/proc/self/task/{threading.get_native_id()}/schedstat"
    if not Path(path).exists():
        yield lambda: 0.0
        return
    file = os.open(path, os.O_RDONLY)
    try:
        yield lambda: int(os.pread(file, 100, 0).split()[1]) / 1e6
    finally:
        os.close(file)


def draw() -> Handled:
    """Draw for some seconds in real time."""
    with _waiting() as waited:
        return _draw(waited)


def _draw(waited: Callable[[], float]) -> Handled:
    app = application()
    editor = Editor(traces.drawing(1000))
    view = CanvasView(editor)
    view.resize(1280, 960)
    view.show()
    settle(view)
    hand = Hand(view)
    style = traces.Style(rate=RATE, pulses=int(SECONDS / 0.12), reach=80.0)
    rows = traces.trace(7, (600, 450), style)
    rows[:, :2] = np.clip(rows[:, :2], 20, 900)
    begin = time.perf_counter()
    handler, waits = [], []
    for number, (x, y, pressure, at) in enumerate(rows.tolist()):
        while (time.perf_counter() - begin) * 1000 < at:
            app.processEvents()
        hand.clock = 1_000 + round(at)
        event = hand.pen_event(MOVE if number else PRESS, x, y, pressure)
        before = waited()
        start = time.perf_counter()
        app.sendEvent(view, event)
        handler.append((time.perf_counter() - start) * 1000)
        waits.append(waited() - before)
    hand.pen(RELEASE, *rows[-1, :2].tolist(), 0.0)
    stroke = editor.layer.strokes[-1]
    kept = stroke.samples if stroke.raw is None else stroke.raw
    view.close()
    return Handled(handler, waits, len(rows) - len(kept))


def _step_model(stop: threading.Event, steps: list[int]) -> None:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = ort.InferenceSession(_lstm(), options, providers=["CPUExecutionProvider"])
    row = np.zeros((1, 8, 5), np.float32)
    h = c = np.zeros((1, 8, 512), np.float32)
    while not stop.is_set():
        _, h, c = session.run(None, {"row": row, "h": h, "c": c})
        steps.append(1)


def _lstm(hidden: int = 512, width: int = 5) -> bytes:
    """One step of an LSTM with random weights, as an ONNX file."""
    from onnx import TensorProto, helper, numpy_helper

    rng = np.random.default_rng(0)
    shapes = {"W": (1, 4 * hidden, width), "R": (1, 4 * hidden, hidden)}
    weights = [
        numpy_helper.from_array(rng.normal(0, 0.05, shape).astype(np.float32), name)
        for name, shape in shapes.items()
    ]
    state = [1, "b", hidden]
    value = helper.make_tensor_value_info
    node = helper.make_node(
        "LSTM", ["row", "W", "R", "", "", "h", "c"], ["y", "h_out", "c_out"], hidden_size=hidden
    )
    graph = helper.make_graph(
        [node],
        "step",
        [
            value("row", TensorProto.FLOAT, [1, "b", width]),
            value("h", TensorProto.FLOAT, state),
            value("c", TensorProto.FLOAT, state),
        ],
        [value(name, TensorProto.FLOAT, None) for name in ("y", "h_out", "c_out")],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    return bytes(model.SerializeToString())
