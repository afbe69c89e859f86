"""Passes of a pen in pictures of scenes, and which of them mean one line."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.geometry import IntArray
from sketchpad.core.pass_pairs import PassPairs, pairs_of
from sketchpad.core.passes import passes_of
from sketchpad.core.raster import rasterise
from sketchpad.core.sampled import sampled
from sketchpad.core.stroke import FloatArray
from sketchpad.inference.tone import straighten
from training.clean.scenes import Scene

Rng = np.random.Generator
#: Of a scene drawn again: its scale, its pen in pixels, and how many strokes may be missing.
_SCALES = (0.75, 1.3)
_PENS = (1.2, 2.6)
_MISSING = 0.1
_MARGIN = 32.0
#: So near a piece of ink the stroke lies that it shows, pixels, and at most so many are looked at.
_REACH = 6.0
_NEAREST = 8


@dataclasses.dataclass(frozen=True, eq=False)
class Examples:
    """Pairs of pieces of a picture.

    Attributes:
        features: float32 ``(p, f)``.
        same: whether both mean one line, ``(p,)``.
        weight: how much it matters, and how sure it is, ``(p,)``.
    """

    features: NDArray[np.float32]
    same: NDArray[np.bool_]
    weight: FloatArray


def examples_of(scene: Scene) -> Examples:
    """All pairs of pieces that come near each other in the scene's rough picture."""
    passes = passes_of(straighten(scene.rough))
    pairs = pairs_of(passes)
    label, share = meant(passes.pieces, scene)
    sure = np.sqrt(np.maximum(share[pairs.one] * share[pairs.other], 0.05))
    same = label[pairs.one] == label[pairs.other]
    return Examples(pairs.features, same, _evened(pairs, sure))


def _evened(pairs: PassPairs, sure: FloatArray) -> FloatArray:
    """Weights that make a scene of many pairs count more than one of few, but not as much more."""
    weight = pairs.weight * sure
    return np.asarray(weight / np.sqrt(weight.sum() + 1.0))


def meant(pieces: list[FloatArray], scene: Scene) -> tuple[IntArray, FloatArray]:
    """Which cluster each piece of ink belongs to, and what share of the piece does.

    The strokes along a piece tell: near ones more, and those that run its way.
    """
    from scipy.spatial import cKDTree

    strokes, ink = sampled(scene.lines), sampled(pieces)
    clusters, number = np.unique(scene.clusters, return_inverse=True)
    kind = number[strokes.owner]
    some = min(_NEAREST, len(kind))
    gap, at = cKDTree(strokes.place).query(ink.place, some, distance_upper_bound=_REACH)
    gap, at = gap.reshape(-1, some), np.minimum(at.reshape(-1, some), len(kind) - 1)
    cosine = np.abs((ink.way[:, None] * strokes.way[at]).sum(axis=2))
    votes = np.exp(-(gap**2) / 2.0) * np.maximum(cosine, 0.05) ** 4 + 1e-6 / (1.0 + gap)
    label, share = np.full(len(pieces), -1), np.zeros(len(pieces))
    for k, (first, size) in enumerate(zip(ink.first, ink.size, strict=True)):
        here = slice(first, first + size)
        best = np.zeros((size, len(clusters)))
        np.maximum.at(best, (np.arange(size)[:, None], kind[at[here]]), votes[here])
        if best.any():
            label[k] = best.sum(axis=0).argmax()
            share[k] = (best.argmax(axis=1) == label[k]).mean()
    return label, share


def varied(scene: Scene, rng: Rng) -> Scene:
    """The scene turned, mirrored, at another scale, without some strokes, with another pen."""
    angle = rng.uniform(-np.pi, np.pi)
    scale = np.exp(rng.uniform(*np.log(_SCALES)))
    matrix = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix[:, 0] *= rng.choice([-1.0, 1.0])
    kept = rng.random(len(scene.lines)) >= rng.choice([0.0, _MISSING])
    kept[rng.integers(len(kept))] = True
    lines = [line @ matrix.T for line, keep in zip(scene.lines, kept, strict=True) if keep]
    points = np.concatenate(lines)
    low = points.min(axis=0) - _MARGIN
    width, height = np.ceil(points.max(axis=0) + _MARGIN - low).astype(int).tolist()
    lines = [line - low for line in lines]
    pen = float(np.exp(rng.uniform(*np.log(_PENS))))
    rough = 1.0 - rasterise(lines, (height, width), pen)
    return Scene(scene.name, lines, scene.clusters[kept], rough, np.ones_like(rough))
