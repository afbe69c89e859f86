"""Before and after, side by side, to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sketchpad.files.atomic import writing

_CELL: Final = 480
_GREY: Final = 200


def before_and_after(
    rows: Sequence[tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_]]],
    path: Path,
    columns: int = 2,
) -> None:
    """A sheet of triples: the rough picture, what was drawn, and the truth.

    Args:
        rows: rough ``(h, w)`` with 1 for paper, and two pictures of lines, True is ink.
        path: of the PNG.
        columns: triples side by side.

    Raises:
        FileError: if it cannot be written.
    """
    lines = -(-len(rows) // columns)
    sheet = Image.new("L", (columns * 3 * _CELL, lines * _CELL), _GREY)
    for number, (rough, drawn, truth) in enumerate(rows):
        x, y = (number % columns) * 3 * _CELL, (number // columns) * _CELL
        pictures = [rough, *(1.0 - _thick(image) for image in (drawn, truth))]
        for k, values in enumerate(pictures):
            picture = Image.fromarray((values * 255).astype(np.uint8))
            picture.thumbnail((_CELL - 4, _CELL - 4), Image.Resampling.LANCZOS)
            sheet.paste(picture, (x + k * _CELL, y))
    with writing(path) as partial:
        sheet.save(partial, "PNG")


def _thick(ink: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Lines of 3 px, that survive being made smaller."""
    wide = np.pad(ink, 1)
    height, width = ink.shape
    parts = [wide[dy : dy + height, dx : dx + width] for dy in range(3) for dx in range(3)]
    return np.asarray(np.max(parts, axis=0), dtype=np.float32)
