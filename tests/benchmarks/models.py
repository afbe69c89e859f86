"""The bundled models without a window: speed of decoding, of whole verbs, and memory."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence

import numpy as np

from sketchpad.core import Hole, Sketch
from sketchpad.inference.complete import NUCLEUS, CompleteRequest, complete
from sketchpad.inference.decoder import StrokeDecoder
from sketchpad.inference.generate import GenerateRequest, generate
from sketchpad.inference.heal import HealRequest, erased, heal
from sketchpad.inference.interpolate import InterpolateRequest, interpolate
from sketchpad.inference.recognise import recognise
from sketchpad.inference.redraw import RedrawRequest, redraw
from sketchpad.inference.registry import Models
from sketchpad.inference.sampler import Sampler
from sketchpad.inference.suggestions import Run, Suggestion
from tests.benchmarks.disk import python
from tests.benchmarks.table import Row

_USE_ALL = """
import os, resource
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtWidgets import QApplication
from sketchpad.inference.registry import Models
from sketchpad.ui import application
from tests.benchmarks.models import verbs_of
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
    verb()
try:  # on Linux, getrusage would remember how large the process was that started this one
    with open("/proc/self/status") as status:
        peak = next(float(line.split()[1]) for line in status if line.startswith("VmHWM"))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak / 1024, flush=True)
os._exit(0)
"""


def _face() -> Sketch:
    t = np.linspace(0.0, 2.0 * np.pi, 60)
    circle = np.c_[np.cos(t), np.sin(t)]
    return Sketch.of([300 + 150 * circle, (240, 250) + 15 * circle, (360, 250) + 15 * circle])


def _median(work: Callable[[], object], times: int = 9) -> tuple[float, float]:
    """ms until the answer, and ms of processor for it."""
    work()
    took = []
    for _ in range(times):
        start, busy = time.perf_counter(), time.process_time()
        work()
        took.append((time.perf_counter() - start, time.process_time() - busy))
    wall, own = 1000.0 * np.median(took, axis=0)
    return float(wall), float(own)


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


def verbs_of(models: Models) -> dict[str, Callable[[], Sequence[object]]]:
    """Every verb that models serve, asked about a face or two."""
    face, square = _face(), Sketch.of([[(0, 0), (90, 0), (90, 90), (0, 90), (0, 0)]])
    holes = (Hole.box(380, 200, 90, 160),)
    kept = erased(face, holes)
    every: dict[str, tuple[str, Callable[[], Sequence[object]]]] = {
        "Complete": ("complete", lambda: complete(CompleteRequest(face), models=models)),
        "Heal": ("heal", lambda: heal(HealRequest(kept, holes), models=models)),
        "Redraw": ("redraw", lambda: redraw(RedrawRequest(kept, holes, 5), models=models)),
        "Generate": ("complete", lambda: generate(GenerateRequest("cat", 9), models=models)),
        "Interpolate": (
            "redraw",
            lambda: interpolate(InterpolateRequest(face, square), models=models),
        ),
        "Recognise": ("recognise", lambda: recognise(face, models=models)),
    }
    return {name: verb for name, (task, verb) in every.items() if models.has(task)}


def verbs() -> list[Row]:
    """Recognise, Complete and Heal (five suggestions each) from the call to the answer."""
    found = verbs_of(Models(device="cpu"))
    bars = {"Recognise": 50.0, "Complete": 1000.0, "Heal": 500.0}
    rows = []
    for name in (name for name in bars if name in found):
        wall, own = _median(found[name], 7)
        rows.append(Row(name, wall, bars[name], "ms", note=f"  {own:.0f} ms of processor"))
    return rows


def same_seed() -> list[Row]:
    """Verbs whose strokes differ from run to run, of the same seed on the same device."""
    differ = 0
    for verb in verbs_of(Models(device="cpu")).values():
        first, second = _bytes(verb()), _bytes(verb())
        differ += first != second
    return [Row("verbs that draw otherwise for the same seed", differ, 1, "")]


def _bytes(found: Sequence[object]) -> list[object]:
    drawn = [s for f in found if isinstance(f, Suggestion) for s in f.strokes]
    return [s.samples.tobytes() for s in drawn] or list(found)


def memory() -> list[Row]:
    """The application with every bundled network loaded and every verb run: the most it took."""
    if sys.platform == "win32":
        return []  # it has no getrusage
    with tempfile.TemporaryDirectory() as home:
        size = float(python(_USE_ALL, home=home))
    return [Row("memory with every model loaded and used, peak", size, 900.0, "MB")]
