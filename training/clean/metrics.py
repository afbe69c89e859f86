"""How near two line drawings are: the measures of the Benchmark for Rough Sketch Cleanup.

After Yan, Vanderhaeghe and Gingold (2020): distances between the ink of both, F1 within a few
thousandths of the long edge, Chamfer and Hausdorff distance, and the drawn length.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from training.clean.scenes import skeleton

BoolImage = NDArray[np.bool_]


@dataclasses.dataclass(frozen=True)
class Score:
    """One drawing against the truth; distances in thousandths of the long edge.

    Attributes:
        f1_2: harmonic mean of precision and recall within 2 ‰.
        f1_6: the same within 6 ‰.
        chamfer: mean of both mean distances.
        hausdorff: the larger of both largest distances.
        length: drawn length over true length, both counted in pixels of ink.
        strokes: strokes over clusters, NaN where unknown.
    """

    f1_2: float
    f1_6: float
    chamfer: float
    hausdorff: float
    length: float
    strokes: float = float("nan")


def compare(drawn: BoolImage, truth: BoolImage, strokes: float = float("nan")) -> Score:
    """Lines one pixel wide against the truth's, ``(h, w)`` each, True is ink."""
    if not drawn.any() or not truth.any():
        same = float(drawn.any() == truth.any())
        far = 0.0 if same else 1000.0
        return Score(same, same, far, far, 1.0 if same else 0.0, strokes)
    edge = max(truth.shape) / 1000.0
    there = _distance(truth)[drawn] / edge
    back = _distance(drawn)[truth] / edge
    return Score(
        _f1(there, back, 2.0),
        _f1(there, back, 6.0),
        float(there.mean() + back.mean()) / 2.0,
        float(max(there.max(), back.max())),
        float(drawn.sum() / truth.sum()),
        strokes,
    )


def truth_of(clean: NDArray[np.float32]) -> BoolImage:
    """The centre lines of a clean picture ``(h, w)``, 1 is paper."""
    return skeleton(clean < 0.75)


def threshold(rough: NDArray[np.float32]) -> BoolImage:
    """The simplest thing that could work: ink is ink, thinned."""
    return skeleton(rough < 0.75)


def baseline(rough: NDArray[np.float32], sigma: float = 3.0, level: float = 0.95) -> BoolImage:
    """The plain baseline: blur, threshold, thin."""
    from scipy.ndimage import gaussian_filter

    return skeleton(gaussian_filter(rough, sigma) < level)


def mean(scores: list[Score]) -> Score:
    """The mean of every value over drawings."""
    rows = np.array([dataclasses.astuple(s) for s in scores])
    return Score(*(float(v) for v in rows.mean(axis=0)))


def _distance(ink: BoolImage) -> NDArray[np.float64]:
    from scipy.ndimage import distance_transform_edt

    return np.asarray(distance_transform_edt(~ink), dtype=np.float64)


def _f1(there: NDArray[np.float64], back: NDArray[np.float64], within: float) -> float:
    precision, recall = float((there <= within).mean()), float((back <= within).mean())
    return 2.0 * precision * recall / max(precision + recall, 1e-12)
