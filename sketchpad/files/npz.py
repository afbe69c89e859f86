"""sketch-rnn's ``.npz``, in and out.

Two layouts are read: *packed* (``strokes`` ``(n, 3)`` of all drawings end to end, ``offsets``
where each begins), and the official one (object arrays ``train``, ``valid``, ``test``), which
holds pickles: those are read by ``npz_objects``, never by pickle itself. Files that we write hold
both, for every reader.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.document import Document
from sketchpad.core.errors import InputError
from sketchpad.core.stroke5 import Codec, Frame, from_stroke3, to_stroke3
from sketchpad.files import limits, npz_objects
from sketchpad.files.atomic import reading, size_of, writing
from sketchpad.files.box import boxed, document_of

_SPLITS: Final = ("train", "valid", "test")
_ROWS: Final = np.dtype(np.int16)


def load(path: Path, index: int = 0) -> Document:
    """One drawing; of the official layout counted through train, valid and test.

    Raises:
        FileError: if it cannot be read.
        InputError: if it is in neither layout, or there are not so many.
    """
    if index < 0:
        raise InputError(f"There is no drawing {index}; the first is 0.")
    size_of(path)
    try:
        with reading(path), zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "strokes.npy" in names:
                rows = _packed(archive, index)
            else:
                rows = _official(archive, names, index)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error) as error:
        raise InputError("it is damaged.") from error
    except (ValueError, TypeError, NotImplementedError, RuntimeError, KeyError) as error:
        raise InputError("it is not in sketch-rnn's format.") from error
    if rows.ndim != 2 or rows.shape[1] != 3 or rows.dtype.kind not in "iuf":
        raise InputError("it is not in sketch-rnn's format: a drawing is rows of three numbers.")
    limits.Budget("It").spend(len(rows))
    limits.check_finite(np.asarray(rows, dtype=np.float64), "it")
    return document_of(Codec().decode(from_stroke3(rows), Frame()))


def save(document: Document, path: Path) -> None:
    """Write one drawing per page, in whole numbers, in the box 0 to 255.

    Raises:
        FileError: if the system refuses.
        InputError: if a page has no strokes.
    """
    drawings = [to_stroke3(Codec().encode(boxed(page), Frame())[0]) for page in document.pages]
    train = np.empty(len(drawings), dtype=object)
    train[:] = drawings
    arrays: dict[str, NDArray[Any]] = {
        "strokes": np.concatenate(drawings),
        "offsets": np.cumsum([0, *map(len, drawings)], dtype=np.int64),
        "train": train,
        "valid": np.empty(0, dtype=object),
        "test": np.empty(0, dtype=object),
    }
    with writing(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # its flag is no array


def _packed(archive: zipfile.ZipFile, index: int) -> NDArray[Any]:
    rows, offsets = _array(archive, "strokes"), _array(archive, "offsets")
    if offsets.ndim != 1 or offsets.dtype.kind not in "iu":
        raise ValueError("its offsets are not whole numbers")
    count = max(len(offsets) - 1, 0)
    if index >= count:
        raise _missing(index, count)
    begin, end = int(offsets[index]), int(offsets[index + 1])
    if not 0 <= begin <= end <= len(rows):
        raise ValueError("its offsets do not fit its strokes")
    return rows[begin:end]


def _official(archive: zipfile.ZipFile, names: set[str], index: int) -> NDArray[Any]:
    splits = [f"{split}.npy" for split in _SPLITS if f"{split}.npy" in names]
    if not splits:
        raise InputError("it holds no drawings: neither 'strokes' nor 'train' is in it.")
    rest = index
    for split in splits:
        found = npz_objects.read(_bytes(archive, split), rest)
        if not isinstance(found, int):
            return found
        rest -= found
    raise _missing(index, index - rest)


def _array(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    return np.asarray(np.load(io.BytesIO(_bytes(archive, f"{name}.npy")), allow_pickle=False))


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        data = file.read(limits.NPZ_BYTES + 1)
    if len(data) > limits.NPZ_BYTES:
        raise InputError("it is far too large when unpacked.")
    return data


def _missing(index: int, count: int) -> InputError:
    return InputError(f"there is no drawing {index}; it holds {count}, the first is 0.")
