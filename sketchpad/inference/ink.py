"""From a model's polylines to strokes that look drawn: smooth, with time and pressure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sketchpad.core.courtesy import make_way
from sketchpad.core.geometry import Box, polyline_length
from sketchpad.core.spline import smooth_through
from sketchpad.core.stroke import PRESSURE, TIME, Brush, FloatArray, Provenance, Stroke

#: Canvas units between the samples of a suggested stroke, as a share of its drawing's size.
_SPACING: Final = 1 / 150
#: How fast a suggested stroke was "drawn", in drawing sizes per second.
_SPEED: Final = 1.5


def ink(
    polylines: Sequence[FloatArray], size: float, brush: Brush, provenance: Provenance
) -> tuple[Stroke, ...]:
    """Strokes of polylines, smoothed through their points.

    Args:
        polylines: ``(n, 2)`` each, canvas units; empty ones are left out.
        size: the long side of the whole drawing, canvas units; sets the sampling and the speed.
        brush: of the strokes.
        provenance: of the strokes.
    """
    return tuple(_stroke(p, size, brush, provenance) for p in polylines if len(p))


def _stroke(points: FloatArray, size: float, brush: Brush, provenance: Provenance) -> Stroke:
    make_way()
    curve = smooth_through(points, max(size * _SPACING, 1e-6))
    samples = np.full((len(curve), 6), np.nan)
    samples[:, :2] = curve
    steps = np.linalg.norm(np.diff(curve, axis=0, prepend=curve[:1]), axis=1)
    along = np.cumsum(steps)
    samples[:, TIME] = 1000.0 * along / max(size * _SPEED, 1e-6)
    # The pen lands and lifts: less pressure towards both ends, over a few per cent of the size.
    length = max(polyline_length(curve), 1e-9)
    reach = min(0.06 * size, 0.3 * length) + 1e-9
    ends = np.minimum(along, length - along) / reach
    samples[:, PRESSURE] = 0.35 + 0.25 * np.clip(ends, 0.0, 1.0)
    return Stroke.make(samples, brush, provenance)


def brush_of(strokes: Sequence[Stroke], default: Brush | None = None) -> Brush:
    """The brush that suggested strokes take over: that of the last stroke drawn."""
    return strokes[-1].brush if strokes else default or Brush()


def fitted(lines: Sequence[FloatArray], box: Box) -> list[FloatArray]:
    """Lines scaled in proportion so that they fill a box as far as they can, centred in it.

    Args:
        lines: ``(n, 2)`` each, any unit.
        box: left, top, right, bottom, canvas units.
    """
    if not lines:
        return []
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    corner, far = np.array(box[:2]), np.array(box[2:])
    extent = np.maximum(high - low, 1e-3 * max(float((high - low).max()), 1e-9))
    scale = float(((far - corner) / extent).min())
    shift = (corner + far) / 2 - scale * (low + high) / 2
    return [line * scale + shift for line in lines]
