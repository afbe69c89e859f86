"""Which of many samples to offer: the ones that the others, and the painted ink, agree with.

A single sample may be an odd one. The sample whose ink is on average nearest to that of all others
has the highest expected agreement with the unknown truth (minimum Bayes risk, Kumar & Byrne 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.raster import rasterise_batch, segments_of
from sketchpad.core.stroke import FloatArray
from sketchpad.inference.heal_draw import Sample

Floats = NDArray[np.float32]

#: Pixels along a side of the images that are compared.
SIZE: Final = 64
#: Ink this far apart still agrees: 4 % of the frame, in pixels, as the width of a pen.
_WIDE: Final = 2.0 * 0.04 * SIZE
_THIN: Final = 1.8
#: Weight of the agreement with the painted ink, against that with the other samples.
_PAINTED: Final = 0.5
#: What a sample that did not end itself loses.
_ENDLESS: Final = 0.3


def images(samples: Sequence[Sample], width: float) -> Floats:
    """The samples' strokes, ``(b, SIZE, SIZE)``, in the frame."""
    starts, ends, owner = [], [], []
    for number, sample in enumerate(samples):
        a, b = segments_of([line.points for line in sample.lines])
        starts.append(a)
        ends.append(b)
        owner.append(np.full(len(a), number, dtype=np.int64))
    half = SIZE / 2
    drawn: Floats = rasterise_batch(
        (np.concatenate(starts) + 1.0) * half,
        (np.concatenate(ends) + 1.0) * half,
        np.concatenate(owner),
        len(samples),
        (SIZE, SIZE),
        width,
    )
    return drawn


def agreement(samples: Sequence[Sample], painted: Floats) -> tuple[FloatArray, FloatArray]:
    """How good each sample is, and how alike each pair.

    Args:
        samples: of one request, b of them.
        painted: ``(SIZE, SIZE)``, the probability of missing ink.

    Returns:
        ``(b,)`` scores, higher is better, and ``(b, b)`` likeness, 0 to 1.
    """
    thin = images(samples, _THIN).reshape(len(samples), -1).astype(np.float64)
    wide = images(samples, _WIDE).reshape(len(samples), -1).astype(np.float64)
    mass = thin.sum(axis=1)
    shares = _products(thin, wide) / np.maximum(mass, 1e-9)[:, None]
    alike = _harmonic(shares, shares.T)
    empty = mass <= 0.0
    alike[empty] = alike[:, empty] = 0.0
    alike[np.ix_(empty, empty)] = 1.0
    guess = painted.ravel().astype(np.float64)
    spread = _dilated(painted).ravel().astype(np.float64)
    precision = _products(thin, spread[None])[:, 0] / np.maximum(mass, 1e-9)
    recall = _products(wide, guess[None])[:, 0] / max(float(guess.sum()), 1e-9)
    fits = _harmonic(precision, recall)
    endless = np.array([not sample.ended for sample in samples], dtype=np.float64)
    scores = alike.mean(axis=1) + _PAINTED * fits - _ENDLESS * endless
    return scores, alike


def consensus(recognised: FloatArray) -> FloatArray:
    """How far each sample is taken for what the samples together are taken for, ``(b,)``.

    It is 1 for samples that are surely what all others surely are. A recogniser that is sure of
    one odd sample is often wrong.

    Args:
        recognised: ``(b, categories)``, the recogniser's probabilities.
    """
    usual = recognised.mean(axis=0)
    found = _products(recognised, usual[None])[:, 0]
    return np.asarray(found / max(float(np.linalg.norm(usual)), 1e-9))


def choose(scores: FloatArray, alike: FloatArray, count: int) -> list[int]:
    """The best, then ones that are good and unlike those already chosen."""
    chosen = [int(scores.argmax())]
    while len(chosen) < min(count, len(scores)):
        worth = scores - 0.6 * alike[:, chosen].max(axis=1)
        worth[chosen] = -np.inf
        chosen.append(int(worth.argmax()))
    return chosen


def _products(a: FloatArray, b: FloatArray) -> FloatArray:
    """The products ``(n, m)`` of rows ``(n, k)`` and ``(m, k)``.

    Not with ``@``: its library would use every core, and go on spinning on it afterwards.
    """
    return np.asarray(np.einsum("nk,mk->nm", a, b))


def _harmonic(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(2.0 * a * b / np.maximum(a + b, 1e-9))


def _dilated(image: Floats) -> Floats:
    """The largest value within 4 % of the frame (a square neighbourhood is near enough)."""
    reach = round(0.035 * SIZE)
    result = image
    for axis in (0, 1):
        padded = np.pad(result, [(reach, reach) if a == axis else (0, 0) for a in (0, 1)])
        slices = [np.take(padded, np.arange(k, k + SIZE), axis=axis) for k in range(2 * reach + 1)]
        result = np.max(slices, axis=0)
    return result
