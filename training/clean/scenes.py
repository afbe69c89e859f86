"""Scenes of StrokeStrip: rough vector sketches by people, and one centre line per cluster.

``NAME.scap`` holds polylines headed ``#stroke cluster``; ``NAME_rough.png`` shows them with a pen
of 1.6 px, ``NAME_clean.png`` shows the centre lines with one of 3 px.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sketchpad.core.errors import FileError
from sketchpad.core.stroke import FloatArray

#: Scenes that are measured and never trained on: of all names, without the second copies that
#: begin with ``letters_``, those with the 15 smallest SHA-256. Their copies are not trained on.
HELD_OUT: Final = (
    "Bee01",
    "BowTie01",
    "GOEagle03",
    "SharkArtistC02fxd01c",
    "Tucanfxd01",
    "bend",
    "carc",
    "girl",
    "handdrawn",
    "jkl",
    "letters_abc",
    "letters_flourish",
    "loop",
    "loop2",
    "p",
)
#: Scenes that settings are chosen on, and that are not trained on either: the next 5 by SHA-256.
VALIDATION: Final = ("Bunny03", "coyote", "ghi", "lady", "vwx")
#: The pictures' border, and their long side without it, in pixels.
_MARGIN: Final = 32.0
_EXTENT: Final = 896.0
_HEAD: Final = re.compile(r"#\s*(\d+)\s+(-?\d+)\s*$")


@dataclasses.dataclass(frozen=True, eq=False)
class Scene:
    """A rough drawing and its clean one.

    Attributes:
        name: the files' name.
        lines: the rough strokes ``(n, 2)`` in pixels of the pictures, in drawing order.
        clusters: which line each rough stroke means, ``(strokes,)``.
        rough: float32 ``(h, w)``, 1 is paper and 0 ink.
        clean: likewise.
    """

    name: str
    lines: list[FloatArray]
    clusters: NDArray[np.int64]
    rough: NDArray[np.float32]
    clean: NDArray[np.float32]

    @property
    def cluster_count(self) -> int:
        """How many lines were meant."""
        return len(np.unique(self.clusters))


def names(folder: Path) -> list[str]:
    """All scenes of a folder.

    Raises:
        FileError: if there are none.
    """
    found = sorted(p.stem for p in folder.glob("*.scap"))
    if not found:
        raise FileError(f"There are no scenes (NAME.scap) in {folder}.")
    return found


def training_names(folder: Path) -> list[str]:
    """The scenes that may be trained on."""
    kept = {*HELD_OUT, *VALIDATION}
    return [n for n in names(folder) if n.removeprefix("letters_") not in kept and n not in kept]


def read_scene(folder: Path, name: str) -> Scene:
    """One scene.

    Raises:
        FileError: if a file is missing or broken.
    """
    try:
        text = (folder / f"{name}.scap").read_text(encoding="utf-8", errors="replace")
        rough, clean = (_grey(folder / f"{name}_{kind}.png") for kind in ("rough", "clean"))
        lines, clusters = read_scap(text)
        points = np.concatenate([np.zeros((0, 2)), *lines])
    except (OSError, ValueError, SyntaxError) as error:
        raise FileError(f"The scene {name} cannot be read: {error}.") from None
    if not lines:
        raise FileError(f"The scene {name} has no strokes.")
    if not np.isfinite(points).all():
        raise FileError(f"The scene {name} has coordinates that are not finite.")
    low = points.min(axis=0)
    scale = _EXTENT / max(float(np.ptp(points, axis=0).max()), 1e-9)
    placed = [(line - low) * scale + _MARGIN for line in lines]
    return Scene(name, placed, clusters, rough, clean)


def read_scap(text: str) -> tuple[list[FloatArray], NDArray[np.int64]]:
    """Strokes ``(n, 2)`` in the file's unit, and the cluster of each."""
    lines: list[FloatArray] = []
    clusters: list[int] = []
    for block in text.split("{")[1:]:
        rows = block.split("}")[0].strip().splitlines()
        head = _HEAD.match(rows[0].strip()) if rows else None
        values = [row.split()[:2] for row in rows if row.strip()[:1] not in ("#", "@", "")]
        if head is None or not values:
            continue
        lines.append(np.array(values, dtype=np.float64))
        clusters.append(int(head.group(2)))
    return lines, np.array(clusters, dtype=np.int64)


def skeleton(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Zhang and Suen's thinning, as in scikit-image; the yardstick, not the app's tracer."""
    from skimage.morphology import skeletonize

    return np.asarray(skeletonize(ink), dtype=np.bool_)  # type: ignore[no-untyped-call]


def _grey(path: Path) -> NDArray[np.float32]:
    with Image.open(path) as image:
        return np.asarray(image.convert("L"), dtype=np.float32) / 255.0
