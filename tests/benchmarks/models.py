"""The bundled models without a window: speed of decoding, and memory."""

from __future__ import annotations

import sys
import tempfile
import time

import numpy as np

from sketchpad.inference.complete import NUCLEUS
from sketchpad.inference.decoder import StrokeDecoder
from sketchpad.inference.registry import Models
from sketchpad.inference.sampler import Sampler
from sketchpad.inference.suggestions import Run
from tests.benchmarks.disk import python
from tests.benchmarks.table import Row

_USE_ALL = """
import os, resource
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtWidgets import QApplication
from sketchpad.inference.registry import Models
from sketchpad.ui import application
from sketchpad.inference.suggestions import Run
from tests.benchmarks.verbs import verbs_of
app = QApplication(["sketchpad"])
window = application.start(app)
window.show()
app.processEvents()
models = Models(device="cpu")
for model in models.models:
    for file in model.files:
        if file.endswith(".onnx"):
            models.network(model, file)
for verb in verbs_of(models).values():
    verb(Run())
try:  # on Linux, getrusage would remember how large the process was that started this one
    with open("/proc/self/status") as status:
        peak = next(float(line.split()[1]) for line in status if line.startswith("VmHWM"))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak / 1024, flush=True)
os._exit(0)
"""


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
        best = own = 0.0
        for _ in range(25):
            points, start, busy = 0, time.perf_counter(), time.process_time()
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
            own = max(own, points / (time.process_time() - busy))
        note = f"  {own:,.0f} per second of processor"
        rows.append(Row(f"decoding, {count} at once", best, bar, "pt/s", more=True, note=note))
    return rows


def memory() -> list[Row]:
    """The application with every bundled network loaded and every verb run: the most it took."""
    if sys.platform == "win32":
        return []  # it has no getrusage
    with tempfile.TemporaryDirectory() as home:
        size = float(python(_USE_ALL, home=home))
    return [Row("memory with every model loaded and used, peak", size, 900.0, "MB")]
