"""How evenly frames follow each other on the way from one sketch to another, as the window asks."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np

from sketchpad import files
from sketchpad.core import Sketch, geometry
from sketchpad.core.resources import resource_path
from sketchpad.core.stroke import FloatArray, Stroke, bounds_of
from sketchpad.inference.generate import GenerateRequest, generate
from sketchpad.inference.interpolate import InterpolateRequest, interpolate
from sketchpad.inference.registry import Models
from tests.benchmarks.table import Row

_FRAMES = 11
_SAMPLES = (("cat", "cup"), ("house", "sailboat"), ("bicycle", "tree"))
_GENERATED = (("face", "apple"), ("cactus", "ice cream"), ("butterfly", "crab"))


def interpolation() -> list[Row]:
    """The largest step between frames over the mean, and how long the way is."""
    models = Models(device="cpu")
    rows = []
    for names in (*_SAMPLES, *_GENERATED):
        ends = [_sketch(name, models) for name in names]
        began = time.process_time()
        request = InterpolateRequest(ends[0], ends[1], _FRAMES)
        frames = [found.strokes for found in interpolate(request, models=models)]
        seconds = time.process_time() - began
        steps = _steps(frames)
        note = f" steps {steps.mean():.1f} % of the box, {seconds:.1f} s of one core"
        what = f"interpolate {names[0]} to {names[1]}: largest step over mean"
        rows.append(Row(what, float(steps.max() / steps.mean()), 1.5, "", note=note))
    return rows


def _sketch(name: str, models: Models) -> Sketch:
    path = resource_path(f"samples/{name}.sketch")
    if path.is_file():
        return files.load(path).pages[0].sketch
    request = GenerateRequest(name, 1, 0.2, 1, (0.0, 0.0, 400.0, 400.0))
    return Sketch(generate(request, models=models)[0].strokes)


def _steps(frames: list[tuple[Stroke, ...]]) -> FloatArray:
    """Symmetric Chamfer distances of neighbours, in % of the box of all of them."""
    left, top, right, bottom = bounds_of([s for frame in frames for s in frame]) or (0, 0, 1, 1)
    side = max(right - left, bottom - top)
    clouds = [
        np.concatenate([geometry.resample(s.points / side, 0.02) for s in frame])
        for frame in frames
    ]
    return np.array([100.0 * _chamfer(a, b) for a, b in pairwise(clouds)])


def _chamfer(a: FloatArray, b: FloatArray) -> float:
    gaps = np.linalg.norm(a[:, None] - b[None], axis=2)
    return float(gaps.min(axis=0).mean() + gaps.min(axis=1).mean()) / 2.0
