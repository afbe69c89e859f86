"""What a file is, by its first bytes; its ending may be wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sketchpad.core.errors import FileError
from sketchpad.files.atomic import reading, size_of

_HEAD: Final = 4096
_BLANK: Final = "\ufeff \t\r\n"
_IMAGES: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"BM", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def sniff(path: Path) -> str:
    """The kind of a file: ``sketch``, ``svg``, ``image``, ``ndjson``, ``npz`` or ``json``.

    Raises:
        FileError: if it cannot be read, is empty or is nothing that Sketchpad opens.
    """
    size_of(path)
    with reading(path), path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise FileError(f"{path} is empty.")
    kind = _binary(head) or _text(_decoded(head))
    if kind is None:
        raise FileError(
            f"{path} is not a drawing or image that Sketchpad can open "
            "(.sketch, .svg, .ndjson, .npz, .json, or a PNG, JPEG, WebP, BMP or TIFF image)."
        )
    return kind


def _binary(head: bytes) -> str | None:
    if head.startswith(b"SQLite format 3\0"):
        return "sketch"
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    if head.startswith(b"PK\x03\x04"):
        return "npz"
    if head.startswith(b"\x1f\x8b"):
        return "svg"
    return None


def _decoded(head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace").lstrip(_BLANK)
    return head.decode("utf-8", "replace").lstrip(_BLANK)


def _text(head: str) -> str | None:
    if head.startswith("<"):
        return "svg"
    if not head.startswith("{"):
        return None
    # One drawing of QuickDraw per line; ours is one object that says what it is.
    return "json" if '"stroke5"' in head and '"drawing"' not in head else "ndjson"
