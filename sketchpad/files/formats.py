"""The one table of formats: which module reads and writes what.

Options of ``save``, by ending:

- ``.svg``: ``page``, ``outlines`` (strokes of varying width as filled outlines), ``underlay``
  (embed the image under a layer), ``tolerance`` (canvas units).
- ``.png``, ``.jpg``: ``page``, ``scale`` (pixels per canvas unit), ``underlay``, and
  ``transparent`` for PNG, ``quality`` for JPEG.
- ``.pdf``: ``page``, ``underlay``.
- ``.ndjson``: ``page``, ``word``, ``raw`` (with times and in canvas units).
- ``.npz``, ``.json``: ``page``.

``page`` is an index; without it every page is written, into files of their own where the format
holds only one.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from sketchpad.core.document import Document
from sketchpad.core.errors import FileError, InputError
from sketchpad.files.sniff import sniff


class Loaded(NamedTuple):
    """A document from a file.

    Attributes:
        document: what it holds.
        notes: sentences for the user about what was left out or changed.
        read_only: saving to the same file would lose something.
        format: ``sketch``, ``svg``, ``image``, ``ndjson``, ``npz`` or ``json``.
    """

    document: Document
    notes: tuple[str, ...] = ()
    read_only: bool = False
    format: str = "sketch"


class Output(NamedTuple):
    """How a format is written.

    Attributes:
        module: below ``sketchpad.files``; its ``save(document, path, **options)`` writes.
        single: a file holds one page.
        fixed: options that belong to the ending.
    """

    module: str
    single: bool
    fixed: Mapping[str, Any] = {}


OUTPUTS: Final[Mapping[str, Output]] = {
    ".sketch": Output("native", single=False),
    ".svg": Output("svg_write", single=True),
    ".png": Output("bitmap", single=True),
    ".jpg": Output("bitmap", single=True),
    ".jpeg": Output("bitmap", single=True),
    ".pdf": Output("pdf", single=False),
    ".ndjson": Output("quickdraw", single=False),
    ".npz": Output("npz", single=False),
    ".json": Output("stroke5_json", single=True),
}
#: Endings of files that can be opened; the content decides what they are.
DRAWINGS: Final = (".sketch", ".svg", ".ndjson", ".npz", ".json")
IMAGES: Final = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")


def open_document(path: Path, index: int = 0) -> Loaded:
    """Read any file by its content; see ``sketchpad.files.open_document``."""
    kind = sniff(path)
    try:
        return _READERS[kind](path, index)
    except InputError as error:
        raise FileError(f"{path} cannot be opened: {error}") from error
    except MemoryError as error:
        raise FileError(f"{path} needs more memory than there is.") from error


def save(document: Document, path: Path, options: Mapping[str, Any]) -> list[Path]:
    """Write in the format of the ending; see ``sketchpad.files.save``."""
    check_ending(path)
    output = OUTPUTS[path.suffix.lower()]
    module = importlib.import_module(f"sketchpad.files.{output.module}")
    given = dict(options)
    page = given.pop("page", None)
    if page is not None:
        document = _one_page(document, page)
    if not output.single or len(document.pages) == 1:
        module.save(document, path, **given)
        return [path]
    paths = numbered(path, len(document.pages))
    for single, target in zip(document.pages, paths, strict=True):
        module.save(Document((single,)), target, **given)
    return paths


def check_ending(path: Path, *more: str) -> None:
    """Refuse a file whose ending nobody writes, before anything is done for it.

    Args:
        path: the file.
        more: endings that are written besides those of documents.

    Raises:
        FileError: for any other ending.
    """
    endings = (*OUTPUTS, *(ending for ending in more if ending not in OUTPUTS))
    if path.suffix.lower() not in endings:
        listed = ", ".join(endings)
        raise FileError(f"{path.name} has no ending that Sketchpad writes; use one of {listed}.")


def numbered(path: Path, count: int) -> list[Path]:
    """``name-1.svg``, ``name-2.svg`` …: names of several files in place of one."""
    return [path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(1, count + 1)]


def _one_page(document: Document, page: int) -> Document:
    if not 0 <= page < len(document.pages):
        raise InputError(f"There is no page {page}; the document has {len(document.pages)}.")
    return Document((document.pages[page],))


def _native(path: Path, _index: int) -> Loaded:
    from sketchpad.files import native

    document, version = native.load(path)
    if version <= native.VERSION:
        return Loaded(document)
    note = (
        f"{path.name} was saved by a newer version of Sketchpad; it is open for reading, "
        "and what this version does not know is not shown."
    )
    return Loaded(document, (note,), read_only=True)


def _svg(path: Path, _index: int) -> Loaded:
    from sketchpad.files import svg_read

    document, notes = svg_read.load(path)
    return Loaded(document, notes, format="svg")


def _image(path: Path, _index: int) -> Loaded:
    from sketchpad.files import images

    return Loaded(images.as_document(path), format="image")


def _sequence(module: str, kind: str, path: Path, index: int) -> Loaded:
    reader = importlib.import_module(f"sketchpad.files.{module}")
    document: Document = reader.load(path, index)
    return Loaded(document, format=kind)


_READERS: Final[Mapping[str, Callable[[Path, int], Loaded]]] = {
    "sketch": _native,
    "svg": _svg,
    "image": _image,
    "ndjson": functools.partial(_sequence, "quickdraw", "ndjson"),
    "npz": functools.partial(_sequence, "npz", "npz"),
    "json": functools.partial(_sequence, "stroke5_json", "json"),
}
