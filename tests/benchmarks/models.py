"""The bundled models without a window: speed of decoding, of whole verbs, and memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from sketchpad.core import Hole, Sketch
from sketchpad.inference.complete import NUCLEUS, CompleteRequest, complete
from sketchpad.inference.decoder import StrokeDecoder
from sketchpad.inference.heal import HealRequest, erased, heal
from sketchpad.inference.recognise import recognise
from sketchpad.inference.registry import Models
from sketchpad.inference.sampler import Sampler
from sketchpad.inference.suggestions import Run
from tests.benchmarks.table import Row

_LOAD_ALL = """
import psutil
from sketchpad.inference.registry import Models
models = Models(device="cpu")
loaded = [models.network(m, f) for m in models.models for f in m.files if f.endswith(".onnx")]
print(psutil.Process().memory_info().rss / 1e6)
"""


def _face() -> Sketch:
    t = np.linspace(0.0, 2.0 * np.pi, 60)
    circle = np.c_[np.cos(t), np.sin(t)]
    return Sketch.of([300 + 150 * circle, (240, 250) + 15 * circle, (360, 250) + 15 * circle])


def _median(work: Callable[[], object], times: int = 9) -> float:
    work()
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return float(np.median(took))


def decoding() -> list[Row]:
    """Points per second on one core, drawn as Complete draws; the best of some rounds.

    One stream is drawn to its end, again and again. Of eight at once the first points are
    counted: drawings end at different times, and what is left is no batch of eight any more.
    """
    models = Models(device="cpu")
    model = models.get("complete")
    decoder = StrokeDecoder(models, model)
    rows = []
    for count, bar, limit, times in ((1, 10_000.0, None, 8), (8, 50_000.0, 48, 4)):
        category = np.full(count, model.category("face"), dtype=np.int64)
        best = 0.0
        for _ in range(25):
            points, start = 0, time.perf_counter()
            for seed in range(times):
                sampler = Sampler(
                    count,
                    temperature=model.temperature,
                    pen_temperature=model.pen_temperature(model.temperature),
                    top_p=NUCLEUS,
                    seed=seed,
                )
                drawn = decoder.draw({"category": category}, sampler, limit=limit, run=Run())
                points += sum(len(d.rows) for d in drawn)
            best = max(best, points / (time.perf_counter() - start))
        rows.append(Row(f"decoding, {count} at once", best, bar, "pt/s", more=True))
    return rows


def verbs() -> list[Row]:
    """Recognise, Complete and Heal from the call to the answer."""
    models, face = Models(device="cpu"), _face()
    rows = [
        Row("recognise", _median(lambda: recognise(face, models=models)), 50.0, "ms"),
        Row(
            "complete, 5 alternatives",
            _median(lambda: complete(CompleteRequest(face), models=models), 5),
            1000.0,
            "ms",
        ),
    ]
    if models.has("heal"):
        holes = (Hole.box(380, 200, 90, 160),)
        request = HealRequest(erased(face, holes), holes)
        rows.append(Row("heal", _median(lambda: heal(request, models=models), 5), 500.0, "ms"))
    return rows


def memory() -> list[Row]:
    """A process with every bundled network loaded."""
    done = subprocess.run(
        [sys.executable, "-c", _LOAD_ALL], capture_output=True, text=True, check=True
    )
    return [Row("memory with every model loaded", float(done.stdout), 900.0, "MB")]
