from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import FileError, InputError
from sketchpad.core.stroke import Brush, Stroke
from sketchpad.files import animation

SVG = "{http://www.w3.org/2000/svg}"


def film(count: int = 4) -> Document:
    pages = []
    for number in range(count):
        line = Stroke.make([(10 + 20 * number, 10), (10 + 20 * number, 70)], Brush("#b3261e", 6.0))
        pages.append(Page((Layer(strokes=(line,)),), 120.0, 80.0, "#fff8e7"))
    return Document(tuple(pages))


def redness(frame: Image.Image) -> np.ndarray:
    """Where the line is, by column."""
    pixels = np.asarray(frame.convert("RGB")).astype(int)
    return (pixels[40, :, 0] - pixels[40, :, 1]).argmax()


def test_a_gif_shows_every_page_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / "film.gif"
    animation.save(film(), path, seconds=0.2)
    with Image.open(path) as gif:
        assert gif.size == (120, 80)
        assert gif.n_frames == 6
        assert gif.info["loop"] == 0
        places = []
        for number in range(gif.n_frames):
            gif.seek(number)
            assert gif.info["duration"] == 200
            assert gif.convert("RGB").getpixel((118, 2)) == (255, 248, 231)
            places.append(int(redness(gif)))
    assert [round((place - 10) / 20) for place in places] == [0, 1, 2, 3, 2, 1]


def test_a_gif_can_run_one_way_and_be_small(tmp_path: Path) -> None:
    path = tmp_path / "film.gif"
    animation.save(film(3), path, there_and_back=False, scale=0.5)
    with Image.open(path) as gif:
        assert gif.size == (60, 40)
        assert gif.n_frames == 3


def test_an_svg_shows_one_frame_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "film.svg"
    animation.save(film(), path, seconds=0.25)
    root = ET.fromstring(path.read_text())
    frames = root.findall(f"{SVG}g")
    assert [frame.get("visibility") for frame in frames] == ["visible"] + 5 * ["hidden"]
    for number, frame in enumerate(frames):
        moves = frame.find(f"{SVG}animate")
        assert moves is not None
        assert moves.get("dur") == "1.5s"
        assert moves.get("repeatCount") == "indefinite"
        seen = (moves.get("values") or "").split(";")
        assert [i for i, value in enumerate(seen) if value == "visible"] == [number]
        assert len(frame.findall(f".//{SVG}path")) == 1


def test_a_still_picture_first(tmp_path: Path) -> None:
    """Programs that do not move pictures show the first frame alone."""
    import resvg_py

    path = tmp_path / "film.svg"
    animation.save(film(), path)
    png = tmp_path / "still.png"
    png.write_bytes(bytes(resvg_py.svg_to_bytes(svg_path=str(path))))
    with Image.open(png) as image:
        row = np.asarray(image.convert("RGB")).astype(int)[40]
    red = np.flatnonzero(row[:, 0] - row[:, 1] > 60)
    assert red.min() >= 6
    assert red.max() <= 14


def test_what_cannot_be_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"film\.png cannot move"):
        animation.save(film(), tmp_path / "film.png")
    with pytest.raises(InputError, match="seconds"):
        animation.save(film(), tmp_path / "film.gif", seconds=0.0)
    with pytest.raises(InputError, match="too large"):
        animation.save(film(), tmp_path / "film.gif", scale=200.0)
    assert list(tmp_path.iterdir()) == []
