"""Every verb without a window: how long it takes, whether it can be stopped and repeated."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from sketchpad.core import Hole, Sketch, Stroke
from sketchpad.core.errors import CancelledError
from sketchpad.inference.clean_strokes import CleanStrokesRequest, clean_strokes
from sketchpad.inference.complete import CompleteRequest, complete
from sketchpad.inference.generate import GenerateRequest, generate
from sketchpad.inference.heal import HealRequest, erased, heal
from sketchpad.inference.interpolate import (
    ArithmeticRequest,
    InterpolateRequest,
    VariationsRequest,
    arithmetic,
    interpolate,
    variations,
)
from sketchpad.inference.mix import mix
from sketchpad.inference.recognise import recognise
from sketchpad.inference.redraw import RedrawRequest, redraw
from sketchpad.inference.registry import Models
from sketchpad.inference.suggestions import Run, Suggestion
from tests.benchmarks.table import Row
from tests.proof import draw_rough

Verb = Callable[[Run], Sequence[object]]

#: Shares of a verb's time after which it is stopped.
_STOPS: Final = (0.1, 0.3, 0.5, 0.7, 0.9)


def verbs_of(models: Models) -> dict[str, Verb]:
    """Every verb that models serve, asked about a face or two; Clean about a rough cat."""
    face, square = _face(), Sketch.of([[(0, 0), (90, 0), (90, 90), (0, 90), (0, 0)]])
    holes = (Hole.box(380, 200, 90, 160),)
    kept = erased(face, holes)
    rough = tuple(Stroke.make(trace[:, :3]) for trace in draw_rough.traces("cat"))
    every: dict[str, tuple[str, Verb]] = {
        "Complete": ("complete", lambda r: complete(CompleteRequest(face), models=models, run=r)),
        "Heal": ("heal", lambda r: heal(HealRequest(kept, holes), models=models, run=r)),
        "Redraw": ("redraw", lambda r: redraw(RedrawRequest(kept, holes, 5), models=models, run=r)),
        "Generate": (
            "complete",
            lambda r: generate(GenerateRequest("cat", 9), models=models, run=r),
        ),
        "Mix": ("complete", lambda r: mix(GenerateRequest("cat", 9), "face", models=models, run=r)),
        "Interpolate": (
            "latent",
            lambda r: interpolate(InterpolateRequest(face, square), models=models, run=r),
        ),
        "Arithmetic": (
            "latent",
            lambda r: arithmetic(ArithmeticRequest(face, kept, square), models=models, run=r),
        ),
        "Variations": (
            "latent",
            lambda r: variations(VariationsRequest(face), models=models, run=r),
        ),
        "Recognise": ("recognise", lambda _: recognise(face, models=models)),
        "Clean": (
            "clean",
            lambda r: clean_strokes(CleanStrokesRequest(rough), models=models, run=r),
        ),
    }
    return {name: verb for name, (task, verb) in every.items() if models.has(task)}


def _face() -> Sketch:
    t = np.linspace(0.0, 2.0 * np.pi, 60)
    circle = np.c_[np.cos(t), np.sin(t)]
    return Sketch.of([300 + 150 * circle, (240, 250) + 15 * circle, (360, 250) + 15 * circle])


def verbs() -> list[Row]:
    """Recognise, Complete and Heal (five suggestions each) from the call to the answer."""
    found = verbs_of(Models(device="cpu"))
    bars = {"Recognise": 50.0, "Complete": 1000.0, "Heal": 500.0}
    rows = []
    for name in (name for name in bars if name in found):
        wall, own = _median(found[name], 7)
        rows.append(Row(name, wall, bars[name], "ms", note=f"  {own:.0f} ms of processor"))
    return rows


def _median(verb: Verb, times: int) -> tuple[float, float]:
    """ms until the answer, and ms of processor for it."""
    verb(Run())
    took = []
    for _ in range(times):
        start, busy = time.perf_counter(), time.process_time()
        verb(Run())
        took.append((time.perf_counter() - start, time.process_time() - busy))
    wall, own = 1000.0 * np.median(took, axis=0)
    return float(wall), float(own)


def stopping() -> list[Row]:
    """From the wish to stop a verb, at any time, until its worker does nothing any more."""
    rows = []
    for name, verb in verbs_of(Models(device="cpu")).items():
        if name == "Recognise":
            continue  # it is over before anybody could wish so
        verb(Run())
        start = time.perf_counter()
        verb(Run())
        whole = time.perf_counter() - start
        worst = max(_stop(verb, share * whole) for share in _STOPS)
        rows.append(Row(f"{name} stopped: worker idle, worst", worst, 300.0, "ms"))
    return rows


def _stop(verb: Verb, after: float) -> float:
    """ms until a verb that is stopped after so many seconds has ended."""
    run, ended = Run(), []

    def work() -> None:
        with contextlib.suppress(CancelledError):
            verb(run)
        ended.append(time.perf_counter())

    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(after)
    wished = time.perf_counter()
    run.cancellation.cancel()
    worker.join()
    return 1000.0 * max(0.0, ended[0] - wished)


def same_seed() -> list[Row]:
    """Verbs whose strokes differ from run to run, of the same seed on the same device."""
    differ = 0
    for verb in verbs_of(Models(device="cpu")).values():
        first, second = _bytes(verb(Run())), _bytes(verb(Run()))
        differ += first != second
    return [Row("verbs that draw otherwise for the same seed", differ, 1, "")]


def _bytes(found: Sequence[object]) -> list[object]:
    drawn = [s for f in found if isinstance(f, Suggestion) for s in f.strokes]
    return [s.samples.tobytes() for s in drawn] or list(found)
