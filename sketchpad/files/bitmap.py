"""PNG and JPEG out, by Pillow: the ink is that of the one rasteriser, antialiased.

The picture is made in bands, so that the memory does not grow with its height.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.document import Document, Layer, Page, Underlay
from sketchpad.core.errors import InputError
from sketchpad.core.raster import rasterise_batch
from sketchpad.core.stroke import FloatArray, Stroke
from sketchpad.files import images
from sketchpad.files.atomic import writing
from sketchpad.files.limits import EXPORT_PIXELS, check_finite

if TYPE_CHECKING:
    from PIL.Image import Image

_BAND: Final = 256
#: Widths are drawn in steps of this, in pixels.
_STEP: Final = 0.25
_MOST_PARTS: Final = 200

Pixels = NDArray[np.float32]


def save(
    document: Document,
    path: Path,
    *,
    scale: float = 1.0,
    transparent: bool = False,
    quality: int = 90,
    underlay: bool = True,
) -> None:
    """Write the first page of a document as PNG, or as JPEG if the path ends so.

    Args:
        document: what to write.
        path: ``.png``, ``.jpg`` or ``.jpeg``.
        scale: pixels per canvas unit.
        transparent: without paper; PNG only.
        quality: of a JPEG, 1 to 95.
        underlay: with the images under the layers.

    Raises:
        FileError: if the system refuses.
        InputError: if the picture would be too large.
    """
    jpeg = path.suffix.lower() in (".jpg", ".jpeg")
    image = render(
        document.pages[0], scale=scale, transparent=transparent and not jpeg, underlay=underlay
    )
    with writing(path) as temporary, temporary.open("wb") as file:
        if jpeg:
            image.convert("RGB").save(file, "JPEG", quality=min(max(quality, 1), 95))
        else:
            image.save(file, "PNG")


def render(
    page: Page, *, scale: float = 1.0, transparent: bool = False, underlay: bool = True
) -> Image:
    """A page as an ``RGBA`` image of ``scale`` pixels per canvas unit.

    Raises:
        InputError: if it would be too large, or the scale makes no sense.
    """
    from PIL import Image

    if not 0.0 < scale < float("inf"):
        raise InputError(f"A picture cannot have a scale of {scale}.")
    width, height = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    if width * height > EXPORT_PIXELS:
        raise InputError(
            f"A picture of {width} × {height} pixels is too large; choose a smaller scale."
        )
    layers = [_Layer(layer, scale, underlay) for layer in page.layers if layer.visible]
    red, green, blue = _rgb(page.paper)
    paper = (0.0, 0.0, 0.0, 0.0) if transparent else (red, green, blue, 1.0)
    picture = np.empty((height, width, 4), dtype=np.uint8)
    for top in range(0, height, _BAND):
        rows = min(_BAND, height - top)
        band = np.empty((rows, width, 4), dtype=np.float32)
        band[:] = paper
        for layer in layers:
            layer.draw(band, top)
        alpha = band[..., 3:]
        np.divide(band[..., :3], alpha, out=band[..., :3], where=alpha > 0.0)
        picture[top : top + rows] = np.rint(band * 255.0)
    return Image.fromarray(picture)


class _Layer:
    """A layer in pixels, made once for all bands."""

    def __init__(self, layer: Layer, scale: float, underlay: bool) -> None:
        self._opacity = layer.opacity
        self._image = None
        if underlay and layer.underlay is not None:
            self._image = _Image(layer.underlay, scale)
        alone = itertools.count(1)

        def paint(stroke: Stroke) -> tuple[str, float, int]:
            # Neighbours of one opaque colour are one shape, which is much faster. A transparent
            # stroke hides nothing of itself, but shines through its neighbours.
            opacity = stroke.brush.opacity
            return stroke.brush.colour, opacity, 0 if opacity == 1.0 else next(alone)

        runs = itertools.groupby(layer.strokes, key=paint)
        self._runs = [
            (colour, opacity, _Shape(list(strokes), scale))
            for (colour, opacity, _), strokes in runs
        ]

    def draw(self, band: Pixels, top: int) -> None:
        """Put the layer over a band of premultiplied pixels that begins in row ``top``."""
        target = band if self._opacity == 1.0 else np.zeros_like(band)
        if self._image is not None:
            self._image.draw(target, top)
        for colour, opacity, shape in self._runs:
            window = shape.window(band.shape, top)
            if window is not None:
                left, upper, right, lower = window
                cover = shape.cover((left, upper + top), (lower - upper, right - left))
                ink = np.array((*_rgb(colour), 1.0), dtype=np.float32) * np.float32(opacity)
                _over(target[upper:lower, left:right], cover[..., None] * ink)
        if target is not band:
            _over(band, target * np.float32(self._opacity))


class _Shape:
    """Strokes of one colour, as segments sorted by their width in pixels."""

    def __init__(self, strokes: Sequence[Stroke], scale: float) -> None:
        for stroke in strokes:
            check_finite(stroke.points, "A stroke of the drawing")
        pieces = [_pieces(stroke.points * scale, stroke.widths * scale) for stroke in strokes]
        self._starts, self._ends, self._widths = map(np.concatenate, zip(*pieces, strict=True))
        reach = float(self._widths.max()) / 2.0 + 1.0
        self._low = np.minimum(self._starts, self._ends).min(axis=0) - reach
        self._high = np.maximum(self._starts, self._ends).max(axis=0) + reach

    def window(self, shape: tuple[int, ...], top: int) -> tuple[int, int, int, int] | None:
        """The pixels of a band that the strokes may touch: left, upper, right, lower."""
        left, upper = np.floor(self._low) - (0, top)
        right, lower = np.ceil(self._high) - (0, top)
        window = (
            *(int(max(left, 0)), int(max(upper, 0))),
            *(int(min(right, shape[1])), int(min(lower, shape[0]))),
        )
        return window if window[0] < window[2] and window[1] < window[3] else None

    def cover(self, origin: tuple[int, int], size: tuple[int, int]) -> Pixels:
        """The ink in a window of ``(height, width)`` pixels, 0 to 1."""
        cover = np.zeros(size, dtype=np.float32)
        for width in np.unique(self._widths).tolist():
            chosen = self._widths == width
            starts, ends = self._starts[chosen] - origin, self._ends[chosen] - origin
            owner = np.zeros(len(starts), dtype=np.int64)
            # A line finer than a pixel is as wide, and fainter.
            ink = rasterise_batch(starts, ends, owner, 1, size, max(width, 1.0))[0]
            np.maximum(cover, ink * np.float32(min(width, 1.0)), out=cover)
        return cover


def _pieces(points: FloatArray, widths: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Segments so short that each has one width: starts, ends ``(s, 2)``, widths ``(s,)``."""
    if len(points) == 1:
        return points, points, widths
    if np.ptp(widths) == 0.0:
        return points[:-1], points[1:], widths[1:]
    parts = np.ceil(np.abs(np.diff(widths)) / _STEP).astype(np.int64).clip(1, _MOST_PARTS)
    segment = np.repeat(np.arange(len(parts)), parts)
    place = np.arange(len(segment)) - np.repeat(np.cumsum(parts) - parts, parts)
    low, high = (place / parts[segment])[:, None], ((place + 1) / parts[segment])[:, None]
    begin, step = points[:-1][segment], np.diff(points, axis=0)[segment]
    middle = widths[:-1][segment] + np.diff(widths)[segment] * (low + high)[:, 0] / 2.0
    graded = np.maximum(np.rint(middle / _STEP), 1.0) * _STEP
    return begin + low * step, begin + high * step, graded


class _Image:
    """An underlay, resampled to its size in the picture."""

    def __init__(self, underlay: Underlay, scale: float) -> None:
        from PIL import Image

        image = images.decoded(underlay.data, "The image under the drawing")
        x, y, width, height = (value * scale for value in underlay.box)
        size = max(1, round(width)), max(1, round(height))
        if size[0] * size[1] > EXPORT_PIXELS:
            raise InputError("The image under the drawing is too large; choose a smaller scale.")
        pixels = np.asarray(image.resize(size, Image.Resampling.LANCZOS), dtype=np.float32) / 255.0
        pixels[..., :3] *= pixels[..., 3:]
        self._pixels = pixels * np.float32(underlay.opacity)
        self._left, self._top = round(x), round(y)

    def draw(self, target: Pixels, top: int) -> None:
        """Put the image over a band that begins in row ``top``."""
        rows, columns = target.shape[:2]
        height, width = self._pixels.shape[:2]
        left, upper = max(self._left, 0), max(self._top - top, 0)
        right, lower = min(self._left + width, columns), min(self._top + height - top, rows)
        if left < right and upper < lower:
            begin = upper + top - self._top
            part = self._pixels[begin : begin + lower - upper]
            part = part[:, left - self._left : right - self._left]
            _over(target[upper:lower, left:right], part)


def _over(below: Pixels, above: Pixels) -> None:
    """Premultiplied ``above`` over ``below``, in place."""
    below *= 1.0 - above[..., 3:]
    below += above


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255.0, green / 255.0, blue / 255.0
