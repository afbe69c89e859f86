"""What Clean found looks in an SVG as it does on the canvas."""

from __future__ import annotations

import io

import numpy as np
import pytest
import resvg_py
from PIL import Image
from PySide6.QtGui import QImage, QPainter

from sketchpad.core.document import Document
from sketchpad.core.raster import rasterise
from sketchpad.files import svg_write
from sketchpad.inference.clean import PRECISION, CleanRequest, clean
from sketchpad.inference.registry import Models
from sketchpad.ui.render import draw_page

SIDE = 320


@pytest.fixture(scope="module")
def document() -> Document:
    """Loops, a crossing and a corner, cleaned by the bundled model."""
    t = np.linspace(0.0, 2.0 * np.pi, 160)
    lines = [
        np.stack([150 + 90 * np.cos(t), 160 + 70 * np.sin(t)], axis=1),
        np.stack([30 + 40 * t, 60 + 30 * np.sin(2 * t)], axis=1),
        np.array([[30.0, 280.0], [290.0, 40.0]]),
        np.array([[40.0, 300.0], [200.0, 300.0], [200.0, 250.0]]),
    ]
    picture = 1.0 - rasterise(lines, (SIDE, SIDE), 2.4)
    (found,) = clean(CleanRequest(picture), models=Models(None, "cpu"))
    return Document.of(found.strokes, SIDE, SIDE)


def test_canvas_and_svg_agree(qapp: object, document: Document):
    assert qapp is not None
    image = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_page(painter, document.pages[0])
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, image.bytesPerLine())
    ours = rows[:, :SIDE] < 128
    text = svg_write.of_page(document.pages[0], tolerance=PRECISION * SIDE)
    data = bytes(resvg_py.svg_to_bytes(svg_string=text))
    theirs = np.asarray(Image.open(io.BytesIO(data)).convert("L")) < 128
    assert ours.sum() > 1500
    there, back = _distances(ours, theirs), _distances(theirs, ours)
    assert (there.mean() + back.mean()) / 2.0 < SIDE / 1000.0


def _distances(ink: np.ndarray, others: np.ndarray) -> np.ndarray:
    """How far every pixel of ink is from the nearest of the others."""
    here, there = np.argwhere(ink), np.argwhere(others)
    gaps = [np.hypot(*(part[:, None] - there).transpose(2, 0, 1)).min(axis=1)
            for part in np.array_split(here, 20)]  # fmt: skip
    return np.concatenate(gaps)
