"""QuickDraw's ndjson, sketch-rnn's npz and stroke-5 JSON."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sketchpad import files
from sketchpad.core.document import Document, Page
from sketchpad.core.errors import FileError, SketchpadError
from sketchpad.core.stroke import Stroke
from sketchpad.files import limits, npz_objects
from tests.files import drawings

CAT = {"word": "cat", "drawing": [[[0, 255, 30], [0, 10, 200]], [[7], [8]]]}


def lines_of(document: Document) -> list[list[list[float]]]:
    return [stroke.points.tolist() for stroke in document.pages[0].sketch.strokes]


def boxed_document() -> Document:
    strokes = [Stroke.make([[0, 0], [255, 10], [30, 200]]), Stroke.make([[7, 8], [9, 9]])]
    return Document.of(strokes, 256, 256)


# ndjson ------------------------------------------------------------------------------------------


def test_ndjson_index_chooses(tmp_path: Path):
    path = tmp_path / "cat.ndjson"
    other = {"word": "dog", "drawing": [[[1, 2], [3, 4]]]}
    path.write_text(f"\n{json.dumps(CAT)}\n\n{json.dumps(other)}")
    first = files.load(path)
    assert lines_of(first) == [[[0, 0], [255, 10], [30, 200]], [[7, 8]]]
    assert first.pages[0].name == "cat"
    assert (first.pages[0].width, first.pages[0].height) == (256, 256)
    assert lines_of(files.load(path, 1)) == [[[1, 3], [2, 4]]]
    for index, why in ((2, "holds 2"), (-1, "first is 0")):
        with pytest.raises(FileError, match=why):
            files.load(path, index)


@pytest.mark.parametrize("ending", ["ndjson", "npz"])
def test_drawings_in_the_box_stay_as_they_are(ending: str, tmp_path: Path):
    path = tmp_path / f"a.{ending}"
    files.save(boxed_document(), path)
    assert lines_of(files.load(path)) == lines_of(boxed_document())


@pytest.mark.parametrize("ending", ["ndjson", "npz"])
def test_other_drawings_are_brought_into_the_box(ending: str, tmp_path: Path):
    path = tmp_path / f"a.{ending}"
    document = Document.of([Stroke.make(drawings.wave(s, 200)) for s in range(3)], 1200, 900)
    files.save(document, path)
    strokes = files.load(path).pages[0].sketch.strokes
    points = np.concatenate([stroke.points for stroke in strokes])
    assert len(strokes) == 3
    assert points.min() == 0
    assert points.max() == 255
    assert (points == np.rint(points)).all()
    assert all(len(stroke) < 60 for stroke in strokes)


def test_small_page_with_a_drawing_that_leaves_it(tmp_path: Path):
    document = Document.of([Stroke.make([[-20, 0], [30, 60]])], 100, 100)
    files.save(document, tmp_path / "a.ndjson")
    assert lines_of(files.load(tmp_path / "a.ndjson")) == [[[0, 0], [50, 60]]]


def test_every_page_is_a_drawing(tmp_path: Path):
    for ending in ("ndjson", "npz"):
        path = tmp_path / f"a.{ending}"
        files.save(drawings.rich(), path)
        assert len(files.load(path, 1).pages[0].sketch) == 1


def test_raw_keeps_canvas_units_and_times(tmp_path: Path):
    path = tmp_path / "a.ndjson"
    strokes = [Stroke.make(drawings.wave(s)) for s in range(2)]
    files.save(Document.of(strokes, 500, 400), path, raw=True, word="wave")
    record = json.loads(path.read_text())
    assert record["word"] == "wave"
    assert record["drawing"][1][2][0] == pytest.approx(59 * 8 + 100)
    for old, new in zip(strokes, files.load(path).pages[0].sketch.strokes, strict=True):
        assert np.abs(old.points - new.points).max() < 1e-3
        assert np.abs(old.samples[:, 3] - new.samples[:, 3]).max() < 1e-3


def test_negative_coordinates_move_onto_the_page(tmp_path: Path):
    path = tmp_path / "a.ndjson"
    path.write_text(json.dumps({"drawing": [[[-10, 300], [-5, 5]]]}))
    page = files.load(path).pages[0]
    assert page.sketch.strokes[0].bounds == (0, 0, 310, 10)
    assert (page.width, page.height) == (326, 256)


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        '{"drawing": 5}',
        '{"drawing": [5]}',
        '{"drawing": [[[1, 2], [3]]]}',
        '{"drawing": [[[1, "x"], [3, 4]]]}',
        '{"drawing": [[[1], [2], [3], [4]]]}',
        '{"drawing": [[[1, 2]]]}',
        '{"drawing": [[[1, 2], [3, 4], [0, NaN]]]}',
        '{"drawing": [[[1, NaN], [3, 4]]]}',
        '{"drawing": [[[1, 1e300], [3, 4]]]}',
        '{"drawing": [[[1, Infinity], [3, 4]]]}',
        '{"drawing": [[[-9e6, 9e6], [3, 4]]]}',
        '{"drawing": []}',
        '{"drawing": [[[], []]]}',
        '{"drawing": ' + "[" * 50_000,
        '{"drawing": [[[1' + "0" * 5000 + "], [2]]]}",
        '{"drawing"',
        "{",
    ],
)
def test_broken_ndjson(line: str, tmp_path: Path):
    path = tmp_path / "a.ndjson"
    path.write_text(line)
    with pytest.raises(FileError):
        files.load(path)


def test_endless_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.ndjson"
    path.write_text(json.dumps(CAT))
    monkeypatch.setattr(limits, "LINE_BYTES", 20)
    with pytest.raises(FileError, match="too large"):
        files.load(path)


def test_word_that_is_none(tmp_path: Path):
    path = tmp_path / "a.ndjson"
    path.write_text(json.dumps({**CAT, "word": 7}))
    assert files.load(path).pages[0].name == ""


@pytest.mark.parametrize("ending", ["ndjson", "npz"])
def test_empty_page_is_refused(ending: str, tmp_path: Path):
    for options in ({}, {"raw": True}) if ending == "ndjson" else ({},):
        with pytest.raises(SketchpadError, match="no strokes"):
            files.save(Document((Page(),)), tmp_path / f"a.{ending}", **options)
    assert list(tmp_path.iterdir()) == []


# npz ---------------------------------------------------------------------------------------------


def objects(*drawings_: np.ndarray) -> np.ndarray:
    array = np.empty(len(drawings_), dtype=object)
    array[:] = drawings_
    return array


ROWS = np.array([[1, 2, 0], [3, 4, 1], [5, 0, 1]], dtype=np.int16)
POINTS = [[[1, 2], [4, 6]], [[9, 6]]]


def test_npz_official_layout(tmp_path: Path):
    path = tmp_path / "cat.npz"
    np.savez_compressed(
        path, train=objects(ROWS, ROWS * 2), valid=objects(), test=objects(ROWS * 3)
    )
    assert lines_of(files.load(path)) == POINTS
    assert lines_of(files.load(path, 1))[0] == [[2, 4], [8, 12]]
    assert lines_of(files.load(path, 2))[0] == [[3, 6], [12, 18]]
    with pytest.raises(FileError, match="holds 3"):
        files.load(path, 3)


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("dtype", ["<i2", ">i2", "<f4", "<f8", "i1"])
def test_npz_pickles_of_every_age(protocol: int, dtype: str):
    rows = objects(np.asfortranarray(ROWS.astype(dtype)), ROWS.astype(dtype))
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        file, {"shape": (2,), "fortran_order": False, "descr": "|O"}
    )
    pickle.dump(rows, file, protocol=protocol)
    for index in range(2):
        found = npz_objects.read(file.getvalue(), index)
        assert isinstance(found, np.ndarray)
        assert (found == ROWS).all()


def test_npz_packed_layout(tmp_path: Path):
    path = tmp_path / "cat.npz"
    np.savez(path, strokes=np.concatenate([ROWS, ROWS * 2]), offsets=[0, 3, 6])
    assert lines_of(files.load(path, 1))[0] == [[2, 4], [8, 12]]
    with pytest.raises(FileError, match="holds 2"):
        files.load(path, 2)
    with pytest.raises(FileError, match="first is 0"):
        files.load(path, -1)


def test_npz_that_we_write_is_read_by_numpy(tmp_path: Path):
    path = tmp_path / "cat.npz"
    files.save(boxed_document(), path)
    with np.load(path, allow_pickle=True, encoding="latin1") as archive:
        assert archive["train"][0].dtype == np.int16
        assert (archive["train"][0] == archive["strokes"]).all()
        assert len(archive["valid"]) == len(archive["test"]) == 0


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (Path("/tmp/pwned-by-a-pickle"),)


class Eval:
    def __reduce__(self) -> tuple[object, ...]:
        return eval, ("open('/tmp/pwned-by-a-pickle', 'w')",)


@pytest.mark.parametrize("item", [Evil(), Eval(), [1], "text", None, b"bytes", ROWS.tolist()])
def test_npz_runs_nothing(item: object, tmp_path: Path):
    path = tmp_path / "evil.npz"
    array = np.empty(1, dtype=object)
    array[0] = item
    np.savez(path, train=array)
    with pytest.raises(FileError, match="sketch-rnn's format"):
        files.load(path)
    assert not Path("/tmp/pwned-by-a-pickle").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"\x80\x04K\x01.",  # not an array
        b"\x80\x04r\xff\xff\xff\x7f.",  # a memory of two thousand million places
        b"\x80\x04\x96\xff\xff\xff\xff\xff\xff\xff\x7f.",  # a buffer as large as all memory
        b"\x80\x04]" + b"]" * 100,
        b"cos\nsystem\n(S'true'\ntR.",
        b"(I1\n(I2\nd.",
        b"",
        b"garbage",
    ],
)
def test_npz_hostile_pickles(data: bytes, tmp_path: Path):
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        file, {"shape": (1,), "fortran_order": False, "descr": "|O"}
    )
    path = tmp_path / "evil.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("train.npy", file.getvalue() + data)
    with pytest.raises(FileError):
        files.load(path)


@pytest.mark.parametrize(
    "arrays",
    [
        {"strokes": ROWS, "offsets": [0.0, 3.0]},
        {"strokes": ROWS, "offsets": [2, 9]},
        {"strokes": ROWS, "offsets": [3, 0]},
        {"strokes": ROWS, "offsets": []},
        {"strokes": ROWS[:, :2], "offsets": [0, 3]},
        {"strokes": ROWS.astype(str), "offsets": [0, 3]},
        {"strokes": ROWS},
        {"strokes": ROWS * np.nan, "offsets": [0, 3]},
        {"strokes": ROWS * 1e300, "offsets": [0, 3]},
        {"strokes": ROWS, "offsets": [0, 0]},
        {"other": ROWS},
        {"train": ROWS},
        {"train": np.zeros(3)},
        {"train": objects()},
        {"train": objects(np.zeros((3, 2), np.int16))},
        {"train": objects(np.zeros((3, 3), complex))},
        {"train": objects(np.zeros(3))},
    ],
)
def test_npz_of_other_contents(arrays: dict[str, object], tmp_path: Path):
    path = tmp_path / "a.npz"
    np.savez(path, **{name: np.asarray(value) for name, value in arrays.items()})
    with pytest.raises(FileError):
        files.load(path)


def test_npz_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, strokes=np.zeros((300_000, 3), np.int16), offsets=[0, 300_000])
    monkeypatch.setattr(limits, "NPZ_BYTES", 100_000)
    with pytest.raises(FileError, match="unpacked"):
        files.load(path)
    monkeypatch.setattr(npz_objects, "MOST_ITEMS", 3)
    np.savez(path, train=objects(*[ROWS] * 4))
    with pytest.raises(FileError, match="not in sketch-rnn's format") as caught:
        files.load(path)
    assert caught.value.__cause__ is not None
    assert "not one row" in str(caught.value.__cause__.__cause__)
    path.write_bytes(b"PK\x03\x04" + b"x" * 100)
    with pytest.raises(FileError, match="damaged"):
        files.load(path)


# stroke-5 JSON -----------------------------------------------------------------------------------

plain = st.floats(-1e5, 1e5, allow_nan=False)


@given(st.lists(st.lists(st.tuples(plain, plain), min_size=1, max_size=8), max_size=4))
def test_json_keeps_every_point(lines: list[list[tuple[float, float]]]):
    import tempfile

    document = Document.of([Stroke.make(line) for line in lines], 300.0, 200.0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        files.save(document, path)
        found = files.load(path)
    assert (found.pages[0].width, found.pages[0].height) == (300.0, 200.0)
    for old, new in zip(lines, lines_of(found), strict=True):
        assert np.allclose(old, new, atol=1e-6)


def test_json_from_elsewhere(tmp_path: Path):
    path = tmp_path / "a.json"
    rows = [[1, 2, 1, 0, 0], [3, 4, 0, 1, 0], [5, 0, 0, 1, 0], [0, 0, 0, 0, 1]]
    path.write_text(json.dumps({"stroke5": rows, "origin": [10, 20]}))
    loaded = files.open_document(path)
    assert loaded.format == "json"
    assert lines_of(loaded.document) == [[[11, 22], [14, 26]], [[19, 26]]]
    assert (loaded.document.pages[0].width, loaded.document.pages[0].height) == (1200, 900)
    with pytest.raises(FileError, match="holds one"):
        files.load(path, 1)


@pytest.mark.parametrize(
    "text",
    [
        '{"stroke5": 5}',
        '{"stroke5": [[1, 2]]}',
        '{"stroke5": [["a", 0, 1, 0, 0]]}',
        '{"stroke5": [[NaN, 0, 1, 0, 0]]}',
        '{"stroke5": [[1e300, 0, 1, 0, 0]]}',
        '{"stroke5": [], "origin": [1]}',
        '{"stroke5": [], "origin": [1, NaN]}',
        '{"stroke5": [], "width": -5}',
        '{"stroke5": [[1, 2, 1, 0, 0]',
        '{"stroke5": ' + "[" * 100_000,
    ],
)
def test_broken_json(text: str, tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(FileError):
        files.load(path)
