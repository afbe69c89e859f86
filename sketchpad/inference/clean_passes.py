"""Clean for pictures of thin lines: which passes of the pen mean one line, and its middle.

Where the ink can be followed pass by pass, every pass is traced, a small network that has learned
from people's groups says of two of them whether they mean one line, groups are made that agree
with most of what it says, and each group is filled and thinned by itself. Two lines that nearly
touch so stay two, and wide passes of one become one, which a picture of all of them cannot tell.
Wash, smudge, noise and broad pencil have no passes to follow: they are left to the other network.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sketchpad.core.bands import middles_of
from sketchpad.core.geometry import polyline_length
from sketchpad.core.grouping import groups_of
from sketchpad.core.pass_pairs import PassPairs, pairs_of
from sketchpad.core.passes import passes_of
from sketchpad.core.raster import rasterise
from sketchpad.core.ridge import Picture, widths_along
from sketchpad.core.stroke import FloatArray
from sketchpad.core.trace import Traced, in_order
from sketchpad.inference.registry import Model, Models
from sketchpad.inference.suggestions import Run

FILE: Final = "groups.onnx"
#: More passes than this are no drawing.
_MOST: Final = 6000
#: The widest lines that are followed, pixels, and how much of the ink may lie beside what was
#: followed: 0.05 to 0.22 in pictures of lines, from 0.5 on in photographs of pencil.
_WIDEST: Final = 5.0
_MISSED: Final = 0.35
#: How much of the lines' length may be in crumbs, and what is one, pixels.
_CRUMBS: Final = 0.08
_CRUMB: Final = 8.0
#: No pair is surer than this.
_SUREST: Final = 0.99
#: Lines of this length or less, pixels, are dirt.
_SPECK: Final = 4.0


def traced_passes(models: Models, model: Model, ink: Picture, run: Run) -> list[Traced] | None:
    """The lines that the passes in a picture mean, or None if it has no passes to follow.

    Args:
        models: where the model is from.
        model: for clean; older ones know nothing of passes.
        ink: ``(h, w)``, 0 paper to 1 ink.
        run: for progress and cancelling.
    """
    if FILE not in model.card["files"]:
        return None
    check = run.cancellation.check
    passes = passes_of(ink)
    check()
    if not passes.pieces or not _is_followed(ink, passes.pieces):
        return None
    run.watcher.progress(0.2)
    pairs = pairs_of(passes)
    check()
    run.watcher.progress(0.5)
    label = groups_of(len(passes.pieces), pairs.one, pairs.other, _said(models, model, pairs, run))
    groups: dict[int, list[FloatArray]] = {}
    for piece, name in zip(passes.pieces, label.tolist(), strict=True):
        groups.setdefault(name, []).append(piece)
    run.watcher.progress(0.6)
    some = [g for g in groups.values() if sum(map(polyline_length, g)) > _SPECK]
    lines = middles_of(some, check=check)
    widths = widths_along(ink, [points for points, _ in lines]).tolist()
    return in_order([Traced(p, c, w) for (p, c), w in zip(lines, widths, strict=True)])


def _is_followed(ink: Picture, pieces: list[FloatArray]) -> bool:
    """Whether lines of one width along the passes are nearly all that is in the picture."""
    length = np.array([polyline_length(piece) for piece in pieces])
    total = float(length.sum())
    crumbs = float(length[length < _CRUMB].sum())
    if len(pieces) > _MOST or not total or crumbs > _CRUMBS * total:
        return False
    widths = widths_along(ink, pieces)
    order = np.argsort(widths)
    middle = np.searchsorted(np.cumsum(length[order]), total / 2.0)
    width = float(widths[order[middle]])
    if width > _WIDEST:
        return False
    missed = np.maximum(ink - rasterise(pieces, ink.shape, width), 0.0)
    return bool(missed.sum() <= _MISSED * ink.sum())


def _said(models: Models, model: Model, pairs: PassPairs, run: Run) -> FloatArray:
    """How much speaks for each pair's being one line, ``(p,)``; below 0 against it."""
    if not len(pairs.one):
        return np.zeros(0)
    network = models.network(model, FILE)
    answer = network.run({"features": pairs.features}, run.cancellation)["same"]
    odds = np.clip(answer.astype(np.float64), 1.0 - _SUREST, _SUREST)
    return np.asarray(np.log(odds / (1.0 - odds)) * pairs.weight)
