"""Read drawings of any known format into packed integer rows, box 0–255, y down."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import FileError
from sketchpad.core.stroke5 import Codec
from training.official import (
    DAMAGED,
    SPLITS,
    Drawing,
    Skip,
    read_binary,
    read_ndjson,
    read_sketchrnn,
)

#: What ``read`` reads.
SUFFIXES: Final = (".npz", ".ndjson", ".bin")
UNDEFINED: Final = 255
#: Drawings that are packed at once.
LOT: Final = 5000
#: The arrays of a packed file.
PACKED: Final = frozenset({"strokes", "offsets", "key_id", "split", "rank"})


@dataclasses.dataclass
class Packed:
    """Drawings end to end.

    Attributes:
        rows: int16 ``(n, 3)``: dx, dy, and 1 where the pen lifts after the point; the first row
            of a drawing is its first point.
        offsets: int64 ``(m + 1,)``; drawing i is ``rows[offsets[i]:offsets[i + 1]]``.
        key: uint64 ``(m,)``, tells drawings apart.
        word: their category, or None.
        split: uint8 ``(m,)``, 255 where the source has none.
        rank: ``(m,)``, how well a classifier ranked the word for it, where the source tells.
        source: uint8 ``(m,)``, set by ``prepare``.
    """

    rows: NDArray[np.int16]
    offsets: NDArray[np.int64]
    key: NDArray[np.uint64]
    word: str | None
    split: NDArray[np.uint8]
    rank: NDArray[np.uint8] | None = None
    source: NDArray[np.uint8] = dataclasses.field(default_factory=lambda: np.zeros(0, np.uint8))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def take(self, kept: NDArray[np.integer[Any]]) -> Packed:
        """Only these drawings."""
        rows, offsets = gather(self.rows, self.offsets, kept)
        rank = None if self.rank is None else self.rank[kept]
        return Packed(rows, offsets, self.key[kept], self.word, self.split[kept], rank)


def gather(
    rows: NDArray[np.int16], offsets: NDArray[np.int64], kept: NDArray[np.integer[Any]]
) -> tuple[NDArray[np.int16], NDArray[np.int64]]:
    """The rows and offsets of these drawings only."""
    lengths = np.diff(offsets)[kept]
    ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    places = np.repeat(offsets[:-1][kept] - ends[:-1], lengths) + np.arange(ends[-1])
    return rows[places], ends


def content_keys(rows: NDArray[np.int16], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A 64-bit hash of each drawing's points, ``(m,)``; the place of its first point aside."""
    data = np.ascontiguousarray(rows)
    keys = np.empty(len(offsets) - 1, dtype=np.uint64)
    for i, (start, end) in enumerate(itertools.pairwise(offsets)):
        digest = hashlib.blake2b(data[start + 1 : end].tobytes(), digest_size=8).digest()
        keys[i] = int.from_bytes(digest, "little")
    return keys


def pack(
    drawings: Iterable[Sequence[NDArray[Any]]],
    codec: Codec,
    word: str | None,
    *,
    keys: Sequence[int] | None = None,
    splits: Sequence[int] | None = None,
) -> Packed:
    """Drawings as polylines in any space → the box of the codec, simplified, rounded.

    Args:
        drawings: polylines ``(n, 2)``, one list for each drawing.
        codec: its ``box`` and ``epsilon`` count.
        word: their category.
        keys: of the drawings; hashes of their points if None.
        splits: of the drawings; undefined if None.
    """
    rows: list[NDArray[np.int16]] = []
    for polylines in drawings:
        frame = codec.frame_of(polylines)
        lines = [np.rint(line).astype(np.int64) for line in codec.simplify(polylines, frame)]
        points = np.concatenate(lines)
        drawing = np.zeros((len(points), 3), dtype=np.int16)
        drawing[:, :2] = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
        drawing[np.cumsum([len(line) for line in lines]) - 1, 2] = 1
        rows.append(drawing)
    offsets = np.cumsum([0] + [len(r) for r in rows]).astype(np.int64)
    joined = np.concatenate(rows) if rows else np.zeros((0, 3), dtype=np.int16)
    key = content_keys(joined, offsets) if keys is None else np.array(keys, dtype=np.uint64)
    split = np.full(len(rows), UNDEFINED) if splits is None else np.array(splits)
    return Packed(joined, offsets, key, word, split.astype(np.uint8))


def read(path: Path, codec: Codec, skip: Skip) -> Iterator[Packed]:
    """Read a file of drawings.

    Args:
        path: ``.npz`` (packed rows, or sketch-rnn's train/valid/test), ``.ndjson``
            (QuickDraw, raw or simplified), ``.bin`` (QuickDraw).
        codec: how drawings that are not packed yet are brought to size and simplified.
        skip: called with a reason and a count for records that are left out.

    Raises:
        FileError: if the file is empty, truncated, or of none of these formats.
    """
    try:
        if path.stat().st_size == 0:
            raise FileError(f"{path} is empty.")
        if path.suffix == ".npz":
            yield from _read_npz(path, codec, skip)
        elif path.suffix in (".ndjson", ".bin"):
            reader = read_ndjson if path.suffix == ".ndjson" else read_binary
            yield from _by_word(reader(path, skip), codec)
        else:
            raise FileError(f"{path} is no kind of file with drawings (.npz, .ndjson, .bin).")
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from None


def _by_word(drawings: Iterable[Drawing], codec: Codec) -> Iterator[Packed]:
    """Pack drawings in lots, each of one word."""
    lots: dict[str | None, list[tuple[int, list[NDArray[Any]]]]] = {}
    for key, word, lines in drawings:
        lot = lots.setdefault(word, [])
        lot.append((key, lines))
        if len(lot) >= LOT:
            yield _lot(lot, codec, word)
            lot.clear()
    for word, lot in lots.items():
        if lot:
            yield _lot(lot, codec, word)


def _lot(lot: list[tuple[int, list[NDArray[Any]]]], codec: Codec, word: str | None) -> Packed:
    keys = [key for key, _ in lot]
    return pack((lines for _, lines in lot), codec, word, keys=keys if all(keys) else None)


def _read_npz(path: Path, codec: Codec, skip: Skip) -> Iterator[Packed]:
    names, arrays = _arrays(path)
    if "strokes" in names:
        yield _packed_npz(path, arrays)
        return
    if not names & set(SPLITS):
        raise FileError(f"{path} holds no drawings: it has neither 'strokes' nor 'train'.")
    lot: list[tuple[int, list[NDArray[Any]]]] = []
    for drawing in read_sketchrnn(path, skip):
        lot.append(drawing)
        if len(lot) >= LOT:
            yield _split_lot(path, lot, codec)
            lot.clear()
    yield _split_lot(path, lot, codec)


def read_packed(path: Path) -> Packed:
    """The drawings of a packed ``.npz``.

    Raises:
        FileError: if it is none, or broken.
    """
    try:
        names, arrays = _arrays(path)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror or error}.") from None
    if "strokes" not in names:
        raise FileError(f"{path} holds no packed drawings: it has no 'strokes'.")
    return _packed_npz(path, arrays)


def _arrays(path: Path) -> tuple[set[str], dict[str, NDArray[Any]]]:
    """The names in an archive, and the arrays themselves if they are packed drawings."""
    try:
        # NumPy leaves the file open when it is no archive, so that is not its to open.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            names = set(archive.files)
            wanted = names & PACKED if "strokes" in names else ()
            return names, {k: archive[k] for k in wanted}
    except DAMAGED as error:
        raise FileError(f"{path} is not a readable .npz file: {error}.") from None


def _split_lot(path: Path, lot: list[tuple[int, list[NDArray[Any]]]], codec: Codec) -> Packed:
    # "cat.full.npz" is the cat's, too.
    word = path.name.split(".")[0]
    return pack((lines for _, lines in lot), codec, word, splits=[split for split, _ in lot])


def _packed_npz(path: Path, arrays: dict[str, NDArray[Any]]) -> Packed:
    rows, offsets = arrays["strokes"], arrays.get("offsets", np.zeros(0, np.int64))
    whole = (
        rows.ndim == 2
        and rows.shape[1] == 3
        and offsets.ndim == 1
        and offsets.dtype.kind in "iu"
        and len(offsets) > 0
        and offsets[0] == 0
        and offsets[-1] == len(rows)
        and bool((offsets[1:] >= offsets[:-1]).all())
    )
    if not whole:
        raise FileError(f"{path} is broken: its strokes and offsets do not fit together.")
    if rows.dtype.kind not in "iuf" or not np.isfinite(rows).all():
        raise FileError(f"{path} is broken: its strokes are not all finite numbers.")
    count = len(offsets) - 1
    offsets = offsets.astype(np.int64)
    rank = _per_drawing(path, arrays, "rank", count)
    split = _per_drawing(path, arrays, "split", count)
    if split is None:
        split = np.full(count, UNDEFINED, dtype=np.uint8)
    if not np.isin(split, (*range(len(SPLITS)), UNDEFINED)).all():
        raise FileError(f"{path} is broken: its splits are not 0, 1, 2 or {UNDEFINED}.")
    # Further away than a row can tell is out of range, too, and is left out as such.
    rows = np.clip(rows, -32768, 32767).astype(np.int16)
    key = _per_drawing(path, arrays, "key_id", count, most=np.iinfo(np.uint64).max)
    if key is None:
        key = content_keys(rows, offsets)
    narrow = None if rank is None else rank.astype(np.uint8)
    return Packed(rows, offsets, key.astype(np.uint64), path.stem, split.astype(np.uint8), narrow)


def _per_drawing(
    path: Path, arrays: dict[str, NDArray[Any]], name: str, count: int, most: int = 255
) -> NDArray[Any] | None:
    """One whole number for each drawing, 0 to ``most``; None if the file does not tell.

    Raises:
        FileError: if there are more or fewer, or they are no such numbers.
    """
    values = arrays.get(name)
    if values is None:
        return None
    if values.shape != (count,):
        raise FileError(f"{path} is broken: it has {count} drawings and {values.size} of {name!r}.")
    if values.dtype.kind not in "iu" or (count and int(values.min()) < 0):
        raise FileError(f"{path} is broken: its {name!r} are not whole numbers from 0 on.")
    if count and int(values.max()) > most:
        raise FileError(f"{path} is broken: its {name!r} go beyond {most}.")
    return values
