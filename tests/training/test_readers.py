"""QuickDraw's own files, and files that only look like them."""

from __future__ import annotations

import io
import json
import pickle
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from sketchpad.core.errors import FileError
from sketchpad.core.stroke5 import Codec
from training.readers import Packed, read

CODEC = Codec()
SQUARE = [[(10, 20), (110, 20), (110, 120), (10, 120)], [(40, 60), (80, 60)]]
#: The square in its box: the long side is 255, whole numbers.
BOXED = [[(0, 0), (255, 0), (255, 255), (0, 255)], [(76, 102), (178, 102)]]


def load(path: Path) -> tuple[list[Packed], dict[str, int]]:
    skipped: dict[str, int] = {}

    def skip(reason: str, count: int) -> None:
        skipped[reason] = skipped.get(reason, 0) + count

    return list(read(path, CODEC, skip)), skipped


def strokes(packed: Packed, place: int) -> list[list[tuple[int, int]]]:
    rows = packed.rows[packed.offsets[place] : packed.offsets[place + 1]]
    points = np.cumsum(rows[:, :2], axis=0)
    ends = np.flatnonzero(rows[:, 2]) + 1
    return [list(map(tuple, part.tolist())) for part in np.split(points, ends)[:-1]]


def ndjson(drawing: object, key: object = "7") -> str:
    return json.dumps({"word": "cat", "key_id": key, "drawing": drawing})


def as_lists(lines: list[list[tuple[int, int]]]) -> list[list[list[int]]]:
    return [[list(c) for c in zip(*line, strict=True)] for line in lines]


def test_ndjson(tmp_path: Path):
    raw = [[*line, list(range(len(line[0])))] for line in as_lists(SQUARE)]
    (tmp_path / "x.ndjson").write_text(ndjson(as_lists(SQUARE)) + "\n\n" + ndjson(raw, 8) + "\n")
    [packed], skipped = load(tmp_path / "x.ndjson")
    assert packed.word == "cat"
    assert packed.key.tolist() == [7, 8]
    assert strokes(packed, 0) == strokes(packed, 1) == BOXED
    assert skipped == {}


def test_bad_lines_of_ndjson_are_counted(tmp_path: Path):
    bad = [
        "{",
        "[]",
        "7",
        ndjson([]),
        ndjson([[[1, 2], [3]]]),
        ndjson([[[1, "x"], [3, 4]]]),
        ndjson([[[1, None], [3, 4]]]),
        ndjson([[[1, 1e300], [3, 4]]]),
        ndjson([[[1], [3]]], key="many"),
        ndjson([[[1], [3]]], key=-1),
        '{"drawing": [[[1],[2]]]}',
        "[" * 5000,
    ]
    (tmp_path / "x.ndjson").write_text("\n".join([*bad, ndjson(as_lists(SQUARE))]))
    [packed], skipped = load(tmp_path / "x.ndjson")
    assert len(packed) == 1
    assert skipped == {"bad record": len(bad)}
    (tmp_path / "y.ndjson").write_text("hello\nworld")
    with pytest.raises(FileError, match="holds no drawings"):
        load(tmp_path / "y.ndjson")


def binary(lines: list[list[tuple[int, int]]], key: int) -> bytes:
    data = struct.pack("<Q2sbIH", key, b"AT", 1, 1_490_000_000, len(lines))
    for line in lines:
        data += struct.pack("<H", len(line)) + bytes(np.array(line, dtype=np.uint8).T.ravel())
    return data


def test_binary(tmp_path: Path):
    (tmp_path / "cat.bin").write_bytes(binary(SQUARE, 1 << 63) + binary([], 2) + binary(SQUARE, 3))
    [packed], skipped = load(tmp_path / "cat.bin")
    assert packed.word == "cat"
    assert packed.key.tolist() == [1 << 63, 3]
    assert strokes(packed, 1) == BOXED
    assert skipped == {"bad record": 1}


@pytest.mark.parametrize("cut", [3, 18, 25])
def test_truncated_binary_is_one_sentence(tmp_path: Path, cut: int):
    (tmp_path / "cat.bin").write_bytes(binary(SQUARE, 1)[:cut])
    with pytest.raises(FileError, match="is truncated"):
        load(tmp_path / "cat.bin")


def rows_of(lines: list[list[tuple[int, int]]]) -> np.ndarray:
    points = np.concatenate([np.array(line) for line in lines])
    rows = np.zeros((len(points), 3), dtype=np.int16)
    rows[:, :2] = np.diff(points, axis=0, prepend=points[:1])
    rows[np.cumsum([len(line) for line in lines]) - 1, 2] = 1
    return rows


def objects(*drawings: object) -> np.ndarray:
    array = np.empty(len(drawings), dtype=object)
    array[:] = drawings
    return array


def test_sketch_rnn_npz(tmp_path: Path):
    square, bad = rows_of(SQUARE), np.zeros((3, 2), dtype=np.int16)
    np.savez_compressed(
        tmp_path / "cat.full.npz",
        train=objects(square, bad, square[:5]),
        valid=objects(square),
        test=objects(square, "no"),
    )
    [packed], skipped = load(tmp_path / "cat.full.npz")
    assert packed.word == "cat"
    assert packed.split.tolist() == [0, 0, 1, 2]
    assert strokes(packed, 0) == BOXED
    assert skipped == {"bad record": 2}


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return (print, ("ran",))


def test_pickles_cannot_run_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    header = io.BytesIO()
    description = {"descr": "|O", "fortran_order": False, "shape": (1,)}
    np.lib.format.write_array_header_1_0(header, description)
    with zipfile.ZipFile(tmp_path / "cat.npz", "w") as archive:
        archive.writestr("train.npy", header.getvalue() + pickle.dumps(Evil()))
    with pytest.raises(FileError, match=r"it asks for builtins\.print"):
        load(tmp_path / "cat.npz")
    assert capsys.readouterr().out == ""


def test_other_files_are_one_sentence(tmp_path: Path):
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(FileError, match="no kind of file with drawings"):
        load(tmp_path / "x.txt")
    (tmp_path / "x.npz").mkdir()
    with pytest.raises(FileError):
        load(tmp_path / "x.npz")
