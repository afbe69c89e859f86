"""The brushes of clean strokes: as wide and as coloured as what they were drawn with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.geometry import polyline_length, resample
from sketchpad.core.ridge import normals, sample
from sketchpad.core.stroke import Brush, FloatArray, Stroke
from sketchpad.inference.tone import paper_of

Image = NDArray[np.float32]

#: Strokes are at most so many steps wider or thinner than the usual stroke; the factor of one.
_MOST_STEPS: Final = 3
_STEP: Final = 1.25
#: Ink is coloured where its channels differ by this share of the strongest, and by this much.
_VIVID: Final = 0.3
_STRONG: Final = 0.15
#: Colours are looked at in a picture at least so large along its long side, pixels.
_SIDE: Final = 768
#: The paper's colour is measured on every so many pixels.
_COARSE: Final = 4
#: How much of the ink's paleness is made up for, at most.
_GAIN: Final = 2.5
#: How far from a line its ink is looked for, pixels, and at how many places along it.
_ASIDE: Final = 2.5
_PLACES: Final = 48
#: Colours that differ by less in every channel are of one pen.
_SAME: Final = 0.2
#: Of ink: black is drawn as by the usual brush.
_BLACK: Final = Brush().colour
#: At most so many points of rough strokes are compared with.
_POINTS: Final = 3000


def width_brushes(widths: Sequence[float], unit: float) -> list[Brush]:
    """A brush about as wide as each stroke, but none that stands out: a smudge is no wide stroke.

    Widths differ by whole steps, because a hand has a few widths and a measure has many.

    Args:
        widths: of each stroke, pixels.
        unit: canvas units per pixel.
    """
    usual = float(np.median(widths))
    steps = np.rint(np.log(np.divide(widths, usual)) / math.log(_STEP))
    wide = usual * unit * _STEP ** steps.clip(-_MOST_STEPS, _MOST_STEPS)
    return [Brush(width=max(round(w, 2), 0.01)) for w in wide.tolist()]


def with_brushes_of(clean: Sequence[Stroke], rough: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """Clean strokes, each with the brush that most of what was drawn along it has.

    Args:
        clean: is returned with other brushes.
        rough: one stroke at least.
    """
    brushes = list(dict.fromkeys(stroke.brush for stroke in rough))
    if len(brushes) == 1:
        return tuple(stroke.replace(brush=brushes[0]) for stroke in clean)
    spacing = sum(polyline_length(s.points) for s in rough) / _POINTS
    parts = [resample(s.points, max(spacing, 1e-6)) for s in rough]
    places = np.concatenate(parts)
    kind = np.repeat([brushes.index(s.brush) for s in rough], [len(p) for p in parts])
    found = []
    for stroke in clean:
        some = stroke.points[:: max(1, len(stroke.points) // _PLACES)]
        gap = some[:, None] - places[None]
        nearest = kind[(gap * gap).sum(axis=2).argmin(axis=1)]
        found.append(stroke.replace(brush=brushes[int(np.bincount(nearest).argmax())]))
    return tuple(found)


def ink_colours(
    image: NDArray[Any], lines: Sequence[FloatArray], size: tuple[int, int]
) -> list[str]:
    """The colour ``#rrggbb`` of the ink along each line; black unless it is clearly coloured.

    Args:
        image: uint8 or float (0 to 1), ``(h, w)``, ``(h, w, 3)`` or ``(h, w, 4)``.
        lines: ``(n, 2)`` each, pixels of the picture at ``size``.
        size: h and w at which the lines lie; at most as large as the image's.
    """
    if image.ndim != 3 or not lines:
        return [_BLACK] * len(lines)
    # A small copy's lines are thin and pale: colours are looked at in a larger one.
    larger = max(1.0, min(_SIDE, max(image.shape[:2])) / max(size))
    height, width = (max(1, round(n * larger)) for n in size)
    light = _light(image, (height, width))
    mixed = _absorbed_along(light, [line * larger for line in lines])
    strongest = mixed.max(axis=1)
    spread = strongest - mixed.min(axis=1)
    vivid = (spread > _VIVID * strongest) & (spread > _STRONG)
    colours = [_BLACK] * len(lines)
    pens: list[FloatArray] = []
    # The longest lines tell their colour best.
    for k in sorted(np.flatnonzero(vivid).tolist(), key=lambda k: -polyline_length(lines[k])):
        pen = next((p for p in pens if np.abs(p - mixed[k]).max() < _SAME), None)
        if pen is None:
            pen = mixed[k]
            pens.append(pen)
        red, green, blue = (round(255.0 * (1.0 - min(v, 1.0))) for v in pen.tolist())
        colours[k] = f"#{red:02x}{green:02x}{blue:02x}"
    return colours


def _light(image: NDArray[Any], size: tuple[int, int]) -> Image:
    """The picture in colour, ``(h, w, 3)``, 0 to 1; on white where it is transparent."""
    from PIL import Image as Pillow

    levels = image
    if not np.issubdtype(image.dtype, np.integer):
        levels = np.round(np.clip(image, 0.0, 1.0) * 255.0).astype(np.uint8)
    elif image.dtype != np.uint8:
        levels = (image // (np.iinfo(image.dtype).max // 255)).astype(np.uint8)
    picture = Pillow.fromarray(np.ascontiguousarray(levels))
    if levels.shape[2] == 4:
        picture = Pillow.alpha_composite(Pillow.new("RGBA", picture.size, "white"), picture)
    # Each pixel is the mean of those it stands for: lines keep their hue, and get paler.
    picture = picture.convert("RGB").resize(size[::-1], Pillow.Resampling.BOX)
    return np.asarray(picture, dtype=np.float32) / np.float32(255.0)


def _absorbed_along(light: Image, lines: Sequence[FloatArray]) -> FloatArray:
    """How much of red, green and blue light the ink along each line swallows, ``(lines, 3)``.

    It is the median over places along a line of the darkest beside it; the paper swallows nothing.
    """
    some = [line[:: max(1, len(line) // _PLACES)] for line in lines]
    ways = [np.gradient(p, axis=0) if len(p) > 1 else np.array([[1.0, 0.0]]) for p in some]
    points, aside = np.concatenate(some), normals(np.concatenate(ways))
    steps = np.arange(-_ASIDE, _ASIDE + 0.25, 0.5)
    places = points[:, None] + aside[:, None] * steps[:, None]
    there = np.stack([sample(light[..., k], places) for k in range(3)], axis=-1)
    darkest = there.sum(axis=-1).argmin(axis=1)
    there = there[np.arange(len(points)), darkest]
    # Paper changes slowly: every fourth pixel tells enough of it.
    few = np.ascontiguousarray(np.moveaxis(light[::_COARSE, ::_COARSE], -1, 0))
    paper = np.stack([sample(p, points / _COARSE) for p in paper_of(few)], axis=-1)
    ink = np.clip(1.0 - there / paper, 0.0, 1.0)
    cuts = np.cumsum([len(p) for p in some])[:-1]
    found = np.stack([np.median(part, axis=0) for part in np.split(ink, cuts)])
    # Thin lines are pale, but the darkest of them was drawn dark.
    return np.asarray(found * float(np.clip(0.9 / max(float(found.max()), 1e-3), 1.0, _GAIN)))
