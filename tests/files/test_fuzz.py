"""Every importer against broken and hostile files: a document or one sentence, in time.

``CASES`` counts what runs; the last test holds it to at least 2,000.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import sqlite3
import time
import zipfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from sketchpad import files
from sketchpad.core.document import Document
from sketchpad.core.errors import FileError
from sketchpad.files import journal, limits, svg_write
from sketchpad.files.journal import Journal
from tests.files import drawings
from tests.files.odd_svg import elements, numbers

psutil = pytest.importorskip("psutil")

CASES: Counter[str] = Counter()
#: No broken file may take longer, in seconds, on a busy machine.
MOST_SECONDS = 8.0
MOST_MEMORY = 600e6
EXAMPLES = 230


def open_safely(path: Path, kind: str) -> None:
    """Open; the outcome is a document of sane numbers, or a sentence of one line."""
    CASES[kind] += 1
    before = psutil.Process().memory_info().rss
    began = time.monotonic()
    sentence = ""
    try:
        check(files.load(path))
    except FileError as error:
        sentence = str(error)
    assert not sentence or str(path) in sentence
    assert "\n" not in sentence
    assert time.monotonic() - began < MOST_SECONDS
    assert psutil.Process().memory_info().rss - before < MOST_MEMORY


def check(document: Document) -> None:
    assert document.pages
    for page in document.pages:
        assert page.layers
        assert 0 < page.width <= 2 * limits.COORDINATE
        assert 0 < page.height <= 2 * limits.COORDINATE
        for stroke in (stroke for layer in page.layers for stroke in layer.strokes):
            assert len(stroke)
            assert np.isfinite(stroke.samples[:, :4]).all()
            assert np.abs(stroke.points).max() <= 2 * limits.COORDINATE
            assert np.isfinite(stroke.widths).all()


def image_of(kind: str) -> bytes:
    buffer = io.BytesIO()
    pixels = np.add.outer(np.arange(40), np.arange(30)).astype(np.uint8)
    Image.fromarray(pixels).save(buffer, kind)
    return buffer.getvalue()


def seeds() -> dict[str, bytes]:
    """A valid file of each kind."""
    import tempfile

    found = {f"image {kind}": image_of(kind) for kind in ("PNG", "JPEG", "WEBP", "BMP", "TIFF")}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = Document(drawings.rich().pages[:1])
        for ending in ("sketch", "svg", "ndjson", "npz", "json"):
            files.save(small, folder / f"a.{ending}")
            found[ending] = (folder / f"a.{ending}").read_bytes()
        files.save(small, folder / "raw.ndjson", raw=True)
        found["raw ndjson"] = (folder / "raw.ndjson").read_bytes()
        rows = np.empty(2, dtype=object)
        rows[:] = [np.ones((3, 3), np.int16)] * 2
        np.savez(folder / "official.npz", train=rows, valid=rows, test=rows)
        found["official npz"] = (folder / "official.npz").read_bytes()
    found["svg"] = svg_write.of_page(small.pages[0], outlines=True, underlay=True).encode()
    return found


SEEDS = seeds()
TEXTS = [
    b"1e999",
    b"nan",
    b"-1e300",
    b"99999999999",
    b"\x00",
    b"\xff\xff\xff\xff",
    b"<",
    b'"',
    b"}",
]


@st.composite
def broken(draw: st.DrawFn, whole: bytes) -> bytes:
    """A valid file with a few bytes changed, added, removed, doubled, or cut off."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 6))):
        at = int(draw(st.floats(0, 1)) * len(data))
        size = draw(st.integers(1, 40))
        kind = draw(st.sampled_from(["flip", "set", "insert", "delete", "double", "cut", "text"]))
        if kind == "flip" and at < len(data):
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif kind == "set":
            data[at : at + 4] = draw(st.binary(min_size=4, max_size=4))
        elif kind == "insert":
            data[at:at] = draw(st.binary(max_size=12))
        elif kind == "delete":
            del data[at : at + size]
        elif kind == "double":
            data[at:at] = data[at : at + size] * draw(st.integers(1, 30))
        elif kind == "text":
            text = draw(st.sampled_from(TEXTS))
            data[at : at + len(text)] = text
        elif draw(st.integers(0, 3)) == 0:
            del data[at:]
    return bytes(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.parametrize("kind", ["sketch", "svg", "ndjson", "npz", "json"])
def test_broken_bytes(kind: str, folder: Path):
    path = folder / "case"

    @settings(max_examples=EXAMPLES)
    @given(broken(SEEDS[kind]))
    @example(b"")
    def run(data: bytes) -> None:
        path.write_bytes(data)
        open_safely(path, kind)

    run()


@pytest.mark.parametrize("kind", ["raw ndjson", "official npz"])
def test_broken_bytes_of_the_other_layouts(kind: str, folder: Path):
    path = folder / "case"

    @settings(max_examples=EXAMPLES // 2)
    @given(broken(SEEDS[kind]))
    def run(data: bytes) -> None:
        path.write_bytes(data)
        open_safely(path, kind)

    run()


@settings(max_examples=EXAMPLES)
@given(st.data(), st.sampled_from([kind for kind in SEEDS if kind.startswith("image")]))
def test_broken_images(folder: Path, data: st.DataObject, kind: str):
    path = folder / "case"
    path.write_bytes(data.draw(broken(SEEDS[kind])))
    open_safely(path, "image")


# Structured: well-formed outside, nonsense inside (SVG: tests/files/odd_svg.py).


@settings(max_examples=EXAMPLES // 2)
@given(st.lists(elements(), min_size=1, max_size=3), st.booleans(), numbers, numbers)
def test_strange_svg(folder: Path, body: list[str], own: bool, width: str, height: str):
    path = folder / "case"
    mark = 'data-sketchpad="1"' if own else ""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {mark} {size}>{"".join(body)}</svg>')
    open_safely(path, "strange svg")


anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from([1e300, 10**400, -5, [1, 2]]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)
pairs = st.lists(st.lists(st.floats(-300, 300) | anything, max_size=5), max_size=3)


@settings(max_examples=EXAMPLES)
@given(
    st.sampled_from(["drawing", "stroke5"]),
    st.lists(pairs, max_size=3) | pairs | anything,
    st.dictionaries(st.sampled_from(["origin", "width", "height", "word"]), anything),
)
def test_strange_json(folder: Path, kind: str, value: object, more: dict[str, object]):
    path = folder / "case"
    path.write_text(json.dumps({kind: value, **more}))
    open_safely(path, "strange json")


columns = st.sampled_from(
    [
        *("stroke.samples", "stroke.columns", "stroke.brush", "stroke.layer", "stroke.raw"),
        *("stroke.raw_columns", "stroke.provenance", "stroke.id", "brush.colour", "brush.width"),
        *("brush.opacity", "brush.gamma", "provenance.seed", "provenance.temperature"),
        *("hole.path", "hole.radius", "hole.filled", "hole.layer", "underlay.data", "underlay.x"),
        *("underlay.media_type", "underlay.layer", "layer.page", "layer.opacity", "layer.name"),
        *("page.width", "page.height", "page.paper", "page.name"),
    ]
)
values = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(st.characters(codec="utf-8"), max_size=5),
    st.binary(max_size=64),
    st.lists(st.floats(), min_size=4, max_size=8).map(lambda v: np.array(v).tobytes()),
)


@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(columns, values), min_size=1, max_size=3))
def test_strange_values_in_the_native_format(folder: Path, changes: list[tuple[str, object]]):
    path = folder / "case.sketch"
    path.write_bytes(SEEDS["sketch"])
    with closing(sqlite3.connect(path)) as database:
        for column, value in changes:
            table, name = column.split(".")
            database.execute(f"UPDATE OR IGNORE {table} SET {name} = ?", (value,))
        database.commit()
    open_safely(path, "strange sketch")


@settings(max_examples=EXAMPLES // 2)
@given(
    st.dictionaries(
        st.sampled_from(["strokes", "offsets", "train", "valid"]),
        st.lists(st.lists(st.floats(-9, 9), min_size=3, max_size=3), max_size=5).map(np.array)
        | st.lists(st.integers(-5, 20), max_size=4).map(np.array)
        | st.sampled_from([np.array("x"), np.zeros((2, 2, 2)), np.array(3.0)]),
        min_size=1,
    )
)
def test_strange_npz(folder: Path, arrays: dict[str, Any]):
    path = folder / "case.npz"
    np.savez(path, **arrays)
    open_safely(path, "strange npz")


@settings(max_examples=EXAMPLES // 2)
@given(st.binary(max_size=80))
def test_strange_pickles(folder: Path, pickled: bytes):
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"shape": (2,), "fortran_order": False, "descr": "|O"}
    )
    path = folder / "case.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("train.npy", header.getvalue() + b"\x80\x04" + pickled)
    open_safely(path, "strange pickle")


@settings(max_examples=EXAMPLES // 2)
@given(st.data())
def test_broken_journals(folder: Path, data: st.DataObject):
    place = folder / "journals"
    place.mkdir(exist_ok=True)
    log = Journal.open(place)
    log.record(drawings.rich())
    log.close(discard=False)
    log.path.write_bytes(data.draw(broken(log.path.read_bytes())))
    CASES["journal"] += 1
    for entry in journal.recoverable(place):
        with contextlib.suppress(FileError):
            check(journal.recover(entry))
    for path in place.iterdir():
        path.unlink()


def test_random_bytes_with_every_beginning(folder: Path):
    rng = np.random.default_rng(5)
    path = folder / "case"
    for whole in SEEDS.values():
        for size in (4, 16, 60):
            path.write_bytes(whole[:size] + rng.bytes(300))
            open_safely(path, "random")


def test_image_in_an_svg_is_as_bounded(folder: Path):
    buffer = io.BytesIO()
    Image.new("1", (10_001, 10_000)).save(buffer, "PNG")
    data = base64.b64encode(buffer.getvalue()).decode()
    path = folder / "bomb.svg"
    image = f'<image href="data:image/png;base64,{data}"/>'
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{image}</svg>')
    loaded = files.open_document(path)
    assert "Images were left out" in loaded.notes[0]


def test_enough_cases():
    # Only meaningful when the whole file ran.
    if len(CASES) >= 14:
        assert CASES.total() >= 2_000, CASES
