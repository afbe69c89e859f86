"""An own little scene in StrokeStrip's form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from sketchpad.core.raster import rasterise

LINES = {1: ((0, 0), (100, 0)), 2: ((2, 1), (98, 1)), 3: ((0, 60), (100, 80))}


def write_scene(folder: Path, name: str) -> Path:
    """A folder with one scene: two passes of a line, and another line."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "#100\t80\n@1\n"
    for number, (start, end) in LINES.items():
        rows = "".join(f"\t{x:.4f}\t{y:.4f}\t0\n" for x, y in np.linspace(start, end, 20))
        text += "{\n\t#" + f"{number}\t{1 if number < 3 else 7}\n" + rows + "}\n"
    (folder / f"{name}.scap").write_text(text, encoding="utf-8")
    size = (781, 960)
    placed = [np.array(v, dtype=float) * 8.96 + 32 for v in LINES.values()]
    clean = [placed[0] + (0, 4.5), placed[2]]
    for kind, drawn, width in (("rough", placed, 1.6), ("clean", clean, 3.0)):
        image = 255 * (1 - rasterise(drawn, size, width))
        Image.fromarray(image.astype(np.uint8)).save(folder / f"{name}_{kind}.png")
    return folder
