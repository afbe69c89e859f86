"""Pictures that nobody draws for Clean, but that somebody will give it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def blank() -> Picture:
    """Paper in slightly uneven light."""
    light = np.linspace(235, 252, 400)
    return np.tile(light, (300, 1)).astype(np.uint8)


def black() -> Picture:
    """A page full of ink."""
    return np.zeros((300, 400), np.uint8)


def tiny() -> Picture:
    """Ten by ten pixels, with a diagonal."""
    return (255 - 255 * np.eye(10)).astype(np.uint8)


def text() -> Picture:
    """A printed page."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (420, 300), 250)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(16)
    for row in range(10):
        pen.text((30, 20 + 26 * row), "A lazy dog sleeps in the sun all day.", 20, font)
    return np.asarray(page)


def cat() -> Picture:
    """As a colour photograph: a striped cat before a blurred garden, with noise."""
    from PIL import Image, ImageFilter

    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:480, 0:640].astype(np.float64)
    scene = np.array([0.45, 0.55, 0.35]) + 0.25 * (y / 480)[..., None] * np.array([1, 0.8, 0.6])
    scene += (0.08 * np.sin(x / 37) + 0.05 * np.sin((x + y) / 23))[..., None]
    fur = _disc(x, y, (320, 360), (150, 130)) | _disc(x, y, (320, 200), (95, 85))
    for side in (-1, 1):
        fur |= (y > 80) & (y < 170) & (np.abs(x - 320 - 65 * side) < 0.45 * (y - 80))
    stripes = 0.12 * np.sin(y / 9 + 2 * np.sin(x / 40))
    scene[fur] = (np.array([0.75, 0.5, 0.25]) + stripes[..., None])[fur]
    for side in (-1, 1):
        scene[_disc(x, y, (320 + 38 * side, 190), (17, 13))] = (0.55, 0.75, 0.2)
        scene[_disc(x, y, (320 + 38 * side, 190), (5, 11))] = (0.05, 0.05, 0.05)
    scene[(y > 222) & (y < 236) & (np.abs(x - 320) < 236 - y)] = (0.8, 0.4, 0.4)
    scene += rng.normal(0, 0.03, scene.shape)
    photograph = Image.fromarray((255 * scene.clip(0, 1)).astype(np.uint8))
    return np.asarray(photograph.filter(ImageFilter.GaussianBlur(1.2)))


def _disc(x: Any, y: Any, at: tuple[float, float], radii: tuple[float, float]) -> Any:  # noqa: ANN401
    return ((x - at[0]) / radii[0]) ** 2 + ((y - at[1]) / radii[1]) ** 2 < 1


BLANK: Final = "The picture is blank: there are no lines to clean."
#: By name: the picture, and the sentence that it deserves, or the fewest and most strokes.
PICTURES: Final[dict[str, tuple[Callable[[], Picture], str | tuple[int, int]]]] = {
    "blank paper": (blank, BLANK),
    "black page": (black, BLANK),
    "ten by ten": (tiny, (1, 2)),
    "page of text": (text, (10, 400)),
    "photograph of a cat": (cat, (3, 30)),
}
