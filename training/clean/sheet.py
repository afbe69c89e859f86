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
    triples = [(rough, 1.0 - _thick(drawn), 1.0 - _thick(truth)) for rough, drawn, truth in rows]
    side_by_side(triples, path, columns)


def side_by_side(
    rows: Sequence[Sequence[NDArray[np.float32]]],
    path: Path,
    columns: int = 2,
    cell: int = _CELL,
) -> None:
    """A sheet of rows of pictures that belong together.

    Args:
        rows: pictures ``(h, w)`` with 1 for paper, equally many in each row.
        path: of the PNG.
        columns: rows side by side.
        cell: the side of the square that a picture is fitted into, pixels.

    Raises:
        FileError: if it cannot be written.
    """
    width = len(rows[0]) * cell
    sheet = Image.new("L", (columns * width, -(-len(rows) // columns) * cell), _GREY)
    for number, pictures in enumerate(rows):
        x, y = (number % columns) * width, (number // columns) * cell
        for k, values in enumerate(pictures):
            picture = Image.fromarray((values * 255).astype(np.uint8))
            picture.thumbnail((cell - 4, cell - 4), Image.Resampling.LANCZOS)
            sheet.paste(picture, (x + k * cell, y))
    with writing(path) as partial:
        sheet.save(partial, "PNG")


def _thick(ink: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Lines of 3 px, that survive being made smaller."""
    wide = np.pad(ink, 1)
    height, width = ink.shape
    parts = [wide[dy : dy + height, dx : dx + width] for dy in range(3) for dx in range(3)]
    return np.asarray(np.max(parts, axis=0), dtype=np.float32)
