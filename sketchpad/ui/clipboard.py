"""Strokes to and from the system's clipboard: as strokes, as SVG and as a picture.

The bytes are those of the files of the same kind, written by the same code.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from sketchpad.core import geometry
from sketchpad.core.document import Document
from sketchpad.core.stroke import Stroke, bounds_of

NATIVE: Final = "application/x-sketchpad"
SVG: Final = "image/svg+xml"
#: Free room around copied strokes in pictures, canvas units.
MARGIN: Final = 8.0


def of_strokes(strokes: Sequence[Stroke]) -> QMimeData:
    """Strokes for other applications and for this one."""
    box = bounds_of(strokes)
    assert box is not None
    widest = max(stroke.brush.width for stroke in strokes) / 2 + MARGIN
    left, top, right, bottom = box[0] - widest, box[1] - widest, box[2] + widest, box[3] + widest
    size = right - left, bottom - top
    native = Document.of(strokes, *size)
    matrix = geometry.translation(-left, -top)
    picture = Document.of((geometry.transform(s, matrix) for s in strokes), *size)
    svg = _file_bytes(picture, "svg")
    mime = QMimeData()
    mime.setData(NATIVE, QByteArray(_file_bytes(native, "sketch")))
    mime.setData(SVG, QByteArray(svg))
    mime.setText(svg.decode("utf-8"))
    image = QImage()
    image.loadFromData(QByteArray(_file_bytes(picture, "png")))
    mime.setImageData(image)
    return mime


def strokes_in(mime: QMimeData) -> tuple[Stroke, ...]:
    """The strokes on the clipboard, from the best form there is; empty if it holds none.

    Raises:
        SketchpadError: if it claims to hold some, but they cannot be read.
    """
    for kind, suffix in ((NATIVE, "sketch"), (SVG, "svg")):
        if mime.hasFormat(kind):
            return _strokes_of(bytes(mime.data(kind).data()), suffix)
    text = mime.text().lstrip() if mime.hasText() else ""
    if text.startswith("<svg") or (text.startswith("<?xml") and "<svg" in text[:2000]):
        return _strokes_of(text.encode("utf-8"), "svg")
    return ()


def png_in(mime: QMimeData) -> bytes:
    """The picture on the clipboard as a PNG file."""
    return png_bytes(QImage(mime.imageData()))


def png_bytes(image: QImage) -> bytes:
    """An image as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _strokes_of(data: bytes, suffix: str) -> tuple[Stroke, ...]:
    from sketchpad import files

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"clipboard.{suffix}"
        path.write_bytes(data)
        document = files.load(path)
    return tuple(stroke for page in document.pages for stroke in page.sketch.strokes)


def _file_bytes(document: Document, suffix: str) -> bytes:
    from sketchpad import files

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"clipboard.{suffix}"
        files.save(document, path)
        return path.read_bytes()
