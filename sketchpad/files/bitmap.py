"""PNG and JPEG out, by Pillow: strokes as filled shapes at four times the size, averaged.

The picture is made in bands, so that the memory does not grow with its height.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.document import Document, Layer, Page, Underlay
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import FloatArray, Stroke
from sketchpad.files import images
from sketchpad.files.atomic import writing
from sketchpad.files.limits import EXPORT_PIXELS, check_finite

if TYPE_CHECKING:
    from PIL.Image import Image

#: Samples per pixel, in each direction.
_FINE: Final = 4
_BAND: Final = 256

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
    """A layer's shapes in fine pixels, made once for all bands."""

    def __init__(self, layer: Layer, scale: float, underlay: bool) -> None:
        self._opacity = layer.opacity
        self._image = None
        if underlay and layer.underlay is not None:
            self._image = _Image(layer.underlay, scale)
        # Neighbours of one opaque colour are one shape, which is much faster.
        runs = itertools.groupby(layer.strokes, key=_paint)
        self._runs = [
            (paint, [_Shape(stroke, scale * _FINE) for stroke in strokes])
            for (paint, _), strokes in runs
        ]

    def draw(self, band: Pixels, top: int) -> None:
        """Put the layer over a band of premultiplied pixels that begins in row ``top``."""
        target = band if self._opacity == 1.0 else np.zeros_like(band)
        if self._image is not None:
            self._image.draw(target, top)
        for (colour, opacity), shapes in self._runs:
            _draw_run(shapes, (*_rgb(colour), 1.0), opacity, target, top)
        if target is not band:
            _over(band, target * np.float32(self._opacity))


class _Shape:
    """A stroke in fine pixels: quads along its segments, discs at its points."""

    def __init__(self, stroke: Stroke, scale: float) -> None:
        check_finite(stroke.points, "A stroke of the drawing")
        points = stroke.points * scale
        radii = np.maximum(stroke.widths * scale / 2.0, 0.5)
        # Pillow fills the pixels whose corner is inside: half a pixel to the middle.
        points = points - 0.5
        reach = float(radii.max()) + 1.0
        self.box = (*(points.min(axis=0) - reach), *(points.max(axis=0) + reach))
        self.discs = np.concatenate([points - radii[:, None], points + radii[:, None]], axis=1)
        self.quads = _quads(points, radii)


def _quads(points: FloatArray, radii: FloatArray) -> FloatArray:
    """The outer tangents of the discs at each segment's ends, ``(k, 4, 2)``."""
    step = np.diff(points, axis=0)
    size = np.hypot(step[:, 0], step[:, 1])
    apart = size > np.abs(np.diff(radii)) + 1e-9
    step, size = step[apart], size[apart]
    begin, end = points[:-1][apart], points[1:][apart]
    r0, r1 = radii[:-1][apart], radii[1:][apart]
    along = step / size[:, None]
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1)
    sine = ((r0 - r1) / size)[:, None]
    cosine = np.sqrt(1.0 - sine * sine)
    left, right = sine * along + cosine * aside, sine * along - cosine * aside
    return np.stack(
        [
            begin + r0[:, None] * left,
            end + r1[:, None] * left,
            end + r1[:, None] * right,
            begin + r0[:, None] * right,
        ],
        axis=1,
    )


def _paint(stroke: Stroke) -> tuple[tuple[str, float], str]:
    brush = stroke.brush
    # A transparent stroke shows through itself nowhere, but through its neighbours.
    return (brush.colour, brush.opacity), "" if brush.opacity == 1.0 else stroke.id


def _draw_run(
    shapes: Sequence[_Shape],
    colour: tuple[float, ...],
    opacity: float,
    target: Pixels,
    top: int,
) -> None:
    from PIL import Image, ImageDraw

    rows, columns = target.shape[:2]
    window = _window(shapes, rows, columns, top)
    if window is None:
        return
    left, upper, right, lower = window
    size = ((right - left) * _FINE, (lower - upper) * _FINE)
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    shift = np.array([left, upper + top]) * _FINE
    for shape in _inside(shapes, shift, size):
        for quad in (shape.quads - shift).reshape(-1, 8).tolist():
            draw.polygon(quad, fill=255)
        for disc in (shape.discs - [*shift, *shift]).tolist():
            draw.ellipse(disc, fill=255)
    cover = np.asarray(mask.reduce(_FINE), dtype=np.float32) * np.float32(opacity / 255.0)
    ink = cover[..., None] * np.array(colour, dtype=np.float32)
    _over(target[upper:lower, left:right], ink)


def _window(
    shapes: Sequence[_Shape], rows: int, columns: int, top: int
) -> tuple[int, int, int, int] | None:
    """The pixels of a band that shapes may touch: left, upper, right, lower."""
    boxes = np.array([shape.box for shape in shapes]) / _FINE
    left, upper = np.floor(boxes[:, :2].min(axis=0))
    right, lower = np.ceil(boxes[:, 2:].max(axis=0)) + 1
    window = (
        int(max(left, 0)),
        int(max(upper - top, 0)),
        int(min(right, columns)),
        int(min(lower - top, rows)),
    )
    return window if window[0] < window[2] and window[1] < window[3] else None


def _inside(
    shapes: Sequence[_Shape], shift: NDArray[np.int64], size: tuple[int, int]
) -> Iterator[_Shape]:
    x, y = shift.tolist()
    for shape in shapes:
        left, top, right, bottom = shape.box
        if right >= x and bottom >= y and left <= x + size[0] and top <= y + size[1]:
            yield shape


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
