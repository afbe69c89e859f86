"""Readers of QuickDraw's own files: ndjson (raw or simplified), binary, and sketch-rnn's npz."""

from __future__ import annotations

import io
import json
import pickle
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import FileError

#: What reading a damaged archive or pickle may raise, besides the system's own errors. Where the
#: damage lies decides: in the archive's directory, a compressed stream, a header, or an opcode.
DAMAGED: Final = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ImportError,
    EOFError,
    MemoryError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
    pickle.UnpicklingError,
)
#: A drawing, as read: key, category, and its polylines.
Drawing = tuple[int, str | None, list[NDArray[Any]]]
Skip = Callable[[str, int], None]
#: More strokes, or points of a stroke, than any drawing of the dataset has.
MOST: Final = 20_000
#: The names of the splits of sketch-rnn's files.
SPLITS: Final = ("train", "valid", "test")


def read_ndjson(path: Path, skip: Skip) -> Iterator[Drawing]:
    """QuickDraw's ndjson: one drawing per line, ``{"word", "key_id", "drawing": [[x, y(, t)]…]}``.

    Lines that are no drawing are skipped and counted.

    Raises:
        FileError: if no line is a drawing.
    """
    found = False
    with path.open("rb") as file:
        for line in file:
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                lines = [
                    np.array(stroke[:2], dtype=np.float64).reshape(2, -1).T
                    for stroke in record["drawing"]
                ]
                key = int(record.get("key_id", 0))
                word = str(record["word"])
                if not _sound(lines) or not 0 <= key < 1 << 64:
                    raise ValueError
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                skip("bad record", 1)
                continue
            found = True
            yield key, word, lines
    if not found:
        raise FileError(f"{path} holds no drawings of QuickDraw's ndjson format.")


def _sound(lines: list[NDArray[np.float64]]) -> bool:
    counts = [len(line) for line in lines]
    return (
        0 < len(lines) <= MOST
        and 0 < sum(counts) <= MOST
        and all(np.isfinite(line).all() for line in lines)
        and all(bool((np.abs(line) < 1e6).all()) for line in lines)
    )


def read_binary(path: Path, skip: Skip) -> Iterator[Drawing]:
    """QuickDraw's binary format; the category is the file's name.

    Per drawing, little-endian: key (uint64), country (2 bytes), recognised (1), timestamp
    (uint32), number of strokes (uint16), and per stroke the number of points (uint16), all x, all
    y (one byte each).

    Raises:
        FileError: if the file ends in the midst of a drawing.
    """
    with path.open("rb") as file:
        while head := file.read(17):
            try:
                key, _, _, _, strokes = struct.unpack("<Q2sbIH", head)
                lines = [_binary_stroke(file) for _ in range(strokes)]
            except struct.error:
                raise FileError(f"{path} is truncated.") from None
            if not _sound(lines):
                skip("bad record", 1)
                continue
            yield key, path.stem, lines


def _binary_stroke(file: BinaryIO) -> NDArray[np.float64]:
    (points,) = struct.unpack("<H", file.read(2))
    data = file.read(2 * points)
    if len(data) < 2 * points:
        raise struct.error
    return np.frombuffer(data, dtype=np.uint8).reshape(2, points).T.astype(np.float64)


def read_sketchrnn(path: Path, skip: Skip) -> Iterator[tuple[int, list[NDArray[Any]]]]:
    """sketch-rnn's npz: object arrays ``train``, ``valid``, ``test`` of ``(n, 3)`` rows.

    Yields:
        The split, and the polylines of a drawing.

    Raises:
        FileError: if the file is broken, or its pickles hold anything but arrays of numbers.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            for split, name in enumerate(SPLITS):
                if f"{name}.npy" not in names:
                    continue
                for rows in _objects(archive.read(f"{name}.npy")):
                    lines = _polylines(rows)
                    if lines is None:
                        skip("bad record", 1)
                    else:
                        yield split, lines
    except (OSError, *DAMAGED) as error:
        raise FileError(f"{path} is not a readable file of sketch-rnn: {error}.") from None


def _polylines(rows: object) -> list[NDArray[Any]] | None:
    """Absolute polylines of (dx, dy, lift) rows; None if they are no drawing."""
    if not isinstance(rows, np.ndarray) or rows.ndim != 2 or rows.shape[1] != 3 or not len(rows):
        return None
    try:
        moves = rows[:, :2].astype(np.float64)
    except (ValueError, TypeError):
        return None
    if not bool((np.abs(moves) < 1e6).all()):
        return None
    points = np.cumsum(moves, axis=0)
    ends = np.flatnonzero(rows[:-1, 2] > 0) + 1
    lines = np.split(points, ends)
    return lines if _sound(lines) else None


class _ArraysOnly(pickle.Unpickler):
    """Loads pickled numpy arrays and nothing else: a pickle could run any code."""

    ALLOWED: Final = frozenset({"_reconstruct", "ndarray", "dtype", "_frombuffer", "encode"})

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - the base class's
        safe = module.partition(".")[0] == "numpy" or (module, name) == ("_codecs", "encode")
        if not (safe and name in self.ALLOWED):
            raise pickle.UnpicklingError(f"it asks for {module}.{name}")
        return super().find_class(module, name)


def _objects(data: bytes) -> NDArray[Any]:
    """An object array of an ``.npy`` file, without trusting it."""
    file = io.BytesIO(data)
    version = np.lib.format.read_magic(file)
    read = np.lib.format.read_array_header_1_0
    if version > (1, 0):
        read = np.lib.format.read_array_header_2_0
    shape, _, dtype = read(file)
    if not dtype.hasobject:
        file.seek(0)
        return np.asarray(np.load(file, allow_pickle=False))
    loaded = _ArraysOnly(file, encoding="latin1").load()
    if not isinstance(loaded, np.ndarray) or loaded.shape != shape:
        raise ValueError("its arrays have other shapes than they say")
    return loaded
