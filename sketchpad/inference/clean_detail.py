"""How much Detail suits a drawing: the farther a hand strays, the farther away it must be seen.

The network takes lines for one that lie within a few pixels of each other. How far apart the
passes over one line are, the strokes themselves tell. Of a picture only this is known: where most
of the ink lies in small separate things, such as letters, they must be seen from near.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import InputError
from sketchpad.core.geometry import polyline_length, resample
from sketchpad.core.stroke import FloatArray, Stroke, bounds_of
from sketchpad.core.thin import components
from sketchpad.inference.clean import CleanRequest, prepare
from sketchpad.inference.clean_strokes import EXTENT
from sketchpad.inference.photo import is_photograph

#: Of pictures, and of strokes that are not drawn over each other.
USUAL: Final = 0.5
#: Passes this far apart are one line for the network, pixels as it sees them.
_MERGED: Final = 3.2
#: Lines farther apart, or at another angle, are no passes over one line, pixels.
_NEAR: Final = 30.0
_ALONG: Final = 0.9
#: Strays beyond this mean that what lies beside a stroke is mostly another line, pixels.
_FARTHEST: Final = 10.0
#: Less would help the roughest hands, and cost those that are neater than they look.
_LEAST: Final = 0.25
#: What counts as ink, and how many pixels of it are more than a speck.
_INK: Final = 0.3
_SPECK: Final = 6
#: Letters are kept apart from this height, pixels as the network sees them; what is drawn in
#: pieces larger than the other needs no such care.
_LEGIBLE: Final = 30.0
_LETTERS: Final = 22.0
#: At most so many places are looked at, and compared with so many.
_PLACES: Final = 600
_OTHERS: Final = 2400


def fitting_detail(strokes: Sequence[Stroke]) -> float:
    """Detail at which three of four places of a drawing merge with the next pass over them.

    It is where a slider may well begin; neatly overdrawn and plain drawings are best at ``USUAL``.

    Args:
        strokes: as the hand drew them, canvas units.

    Returns:
        0.25 to 0.5, in steps of 0.01; 0.5 where hardly anything is drawn over.
    """
    apart = strays(strokes)
    stray = max(float(np.quantile(apart, 0.75)), 1e-3) if len(apart) >= 8 else math.inf
    if stray > _FARTHEST:
        return USUAL
    return round(min(max(USUAL + math.log2(_MERGED / stray) / 2.0, _LEAST), USUAL), 2)


def fitting_detail_of_picture(image: NDArray[Any]) -> float:
    """Detail at which small writing stays legible; ``USUAL`` for all that is drawn larger.

    Args:
        image: as in ``CleanRequest``.

    Returns:
        0.5 to 1, in steps of 0.01.

    Raises:
        InputError: if it is no picture.
    """
    if is_photograph(image):
        return USUAL
    try:
        ink = prepare(CleanRequest(image, USUAL))
    except InputError:
        if image.size == 0:
            raise
        return USUAL
    extent = _usual_extent(ink)
    if extent > _LETTERS:
        return USUAL
    return round(min(USUAL + math.log2(_LEGIBLE / extent) / 2.0, 1.0), 2)


def _usual_extent(ink: NDArray[np.float32]) -> float:
    """The long side of the thing to which the middle pixel of the ink belongs, pixels."""
    grid = np.pad(ink > _INK, 1)
    flat = grid.reshape(-1)
    places = np.flatnonzero(flat)
    if not len(places):
        return math.inf
    _, label = np.unique(components(places, grid.shape[1], flat), return_inverse=True)
    count = np.bincount(label)
    sides = []
    for at in np.divmod(places, grid.shape[1]):
        low, high = np.full(len(count), grid.size), np.zeros(len(count), dtype=np.int64)
        np.minimum.at(low, label, at)
        np.maximum.at(high, label, at)
        sides.append(high - low + 1)
    extent = np.maximum(*sides)[label]
    extent = extent[(count > _SPECK)[label]]
    return float(np.median(extent)) if len(extent) else math.inf


def strays(strokes: Sequence[Stroke]) -> FloatArray:
    """How far places of a drawing lie from the next stroke that runs along there.

    Returns:
        ``(n,)``, pixels of a drawing whose long side is ``EXTENT``; places where none does are
        left out.
    """
    bounds = bounds_of(strokes)
    if bounds is None:
        return np.empty(0)
    unit = max(bounds[2] - bounds[0], bounds[3] - bounds[1], 1e-6) / EXTENT
    lines = [stroke.points / unit for stroke in strokes]
    length = sum(polyline_length(line) for line in lines)
    spacing = max(4.0, length / _OTHERS)
    spaced = [resample(line, spacing) for line in lines if polyline_length(line) > spacing]
    if len(spaced) < 2:
        return np.empty(0)
    place, way = np.concatenate(spaced), np.concatenate([_ways(line) for line in spaced])
    owner = np.repeat(np.arange(len(spaced)), [len(line) for line in spaced])
    some = np.arange(0, len(place), max(1, -(-len(place) // _PLACES)))
    gap = place[None, :, :] - place[some, None, :]
    along = np.abs(np.einsum("ijk,ik->ij", gap, way[some]))
    aside = np.abs(gap[..., 0] * way[some, 1:] - gap[..., 1] * way[some, :1])
    passes = (owner[None, :] != owner[some, None]) & (along <= spacing) & (aside <= _NEAR)
    passes &= np.abs(way[some] @ way.T) > _ALONG
    nearest = np.where(passes, aside, np.inf).min(axis=1)
    return np.asarray(nearest[np.isfinite(nearest)])


def _ways(line: FloatArray) -> FloatArray:
    """The direction at every point, unit vectors."""
    steps = np.gradient(line, axis=0)
    return np.asarray(steps / np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)[:, None])
