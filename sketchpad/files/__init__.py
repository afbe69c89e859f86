"""Documents to and from files: ``load`` and ``save`` choose the format.

Nothing heavy is imported before a format needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sketchpad.core.document import Document
    from sketchpad.files.formats import Loaded

__all__ = ["load", "open_document", "save"]


def load(path: str | Path, index: int = 0) -> Document:
    """The document in a file of any known format, which is told by its content.

    Args:
        path: ``.sketch``, ``.svg``, ``.ndjson``, ``.npz``, ``.json`` or an image.
        index: which drawing, of a file that holds several.

    Raises:
        SketchpadError: if it cannot be read; the sentence says why.
    """
    return open_document(path, index).document


def open_document(path: str | Path, index: int = 0) -> Loaded:
    """As ``load``, with what the user should know about it."""
    from sketchpad.files import formats

    return formats.open_document(Path(path), index)


def save(document: Document, path: str | Path, **options: Any) -> list[Path]:  # noqa: ANN401
    """Write a document in the format of the path's ending, completely or not at all.

    Args:
        document: what to write.
        path: ``.sketch``, ``.svg``, ``.png``, ``.jpg``, ``.pdf``, ``.ndjson``, ``.npz`` or
            ``.json``.
        options: of the format; see ``sketchpad.files.formats``.

    Returns:
        The files: several where a format holds one page and the document has more.

    Raises:
        SketchpadError: if it cannot be written; what was there before is untouched.
    """
    from sketchpad.files import formats

    return formats.save(document, Path(path), options)
