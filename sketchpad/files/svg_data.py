"""What our own SVG files say about strokes in ``data-*`` attributes."""

from __future__ import annotations

import contextlib
import math
import re
from typing import Final

import numpy as np

from sketchpad.core.stroke import PRESSURE, Brush, FloatArray, Provenance
from sketchpad.files import limits
from sketchpad.files.svg_style import length, opacity
from sketchpad.files.svg_tree import Node

_NAMES: Final = ("model", "version", "verb", "seed", "temperature", "request")


#: An element's id that only this program gives. What others add to a layer of ours, and may copy
#: attributes to, has other ones.
OURS: Final = re.compile(r"s[0-9a-f]{32}(-[0-9]+)?")


def provenance_of(node: Node) -> Provenance | None:
    """Which model drew a stroke."""
    values = [node.get(f"data-{name}") for name in _NAMES]
    if not values[0]:
        return None
    with contextlib.suppress(ValueError, OverflowError):
        temperature = float(values[4])
        if math.isfinite(temperature):
            model, version, verb, seed, _, request = values
            return Provenance(model, version, verb, int(seed[:100]), temperature, request)
    return None


def pressed(node: Node, points: FloatArray, chain: FloatArray, samples: FloatArray) -> FloatArray:
    """Samples with the pressures that stand at the ends of the curves."""
    try:
        percent = np.array([float(v) for v in node.get("data-pressure").split()])
    except ValueError:
        return samples
    if len(percent) != len(chain) + 1 or not np.isfinite(percent).all():
        return samples
    joints = np.concatenate([chain[:1, 0], chain[:, 3]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(joints, axis=0).T))])
    mine = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    pressed_samples = samples.copy()
    share = along / along[-1] if along[-1] > 0.0 else np.linspace(0.0, 1.0, len(along))
    place = mine / mine[-1] if mine[-1] > 0.0 else np.zeros(len(mine))
    pressed_samples[:, PRESSURE] = np.interp(place, share, np.clip(percent / 100.0, 0.0, 1.0))
    pressed_samples.flags.writeable = False
    return pressed_samples


def pressure_brush(node: Node, brush: Brush) -> Brush:
    """The brush of a stroke whose width pressure governs."""
    width = length(node.get("data-width"), 1.0, brush.width)
    gamma = length(node.get("data-gamma"), 1.0, 1.0)
    return Brush(
        brush.colour,
        width if 0.0 < width <= limits.COORDINATE else brush.width,
        brush.opacity,
        opacity(node.get("data-sensitivity")),
        gamma if 0.0 < gamma <= 100.0 else brush.gamma,
    )
