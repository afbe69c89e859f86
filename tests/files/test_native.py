from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from sketchpad import files
from sketchpad.core.document import Document, Layer, Page
from sketchpad.core.errors import FileError, InputError
from sketchpad.core.stroke import Stroke
from sketchpad.files import native
from tests.files import drawings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "drawing.sketch"


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_keeps_everything(path: Path):
    document = drawings.rich()
    assert files.save(document, path) == [path]
    loaded = files.open_document(path)
    drawings.assert_same(document, loaded.document)
    assert (loaded.notes, loaded.read_only, loaded.format) == ((), False, "sketch")


@settings(max_examples=60)
@given(drawings.documents)
def test_keeps_any_document(document: Document):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.sketch"
        files.save(document, path)
        drawings.assert_same(document, files.load(path))


def test_header_tells_program_and_version(path: Path):
    files.save(Document(), path)
    assert path.read_bytes().startswith(native.MAGIC)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (native.APPLICATION_ID,)
        assert database.execute("PRAGMA user_version").fetchone() == (native.VERSION,)


def test_newer_version_opens_for_reading_with_a_word(path: Path):
    files.save(drawings.rich(), path)
    change(
        path,
        f"PRAGMA user_version = {native.VERSION + 5}",
        "ALTER TABLE stroke ADD COLUMN sparkle REAL",
        "CREATE TABLE hologram (key INTEGER PRIMARY KEY)",
    )
    loaded = files.open_document(path)
    assert loaded.read_only
    assert "newer version" in loaded.notes[0]
    assert len(loaded.document.pages) == 2


def test_older_version_is_migrated_in_memory_only(path: Path, monkeypatch: pytest.MonkeyPatch):
    files.save(drawings.rich(), path)
    before = path.read_bytes()
    monkeypatch.setitem(native.MIGRATIONS, 2, "UPDATE page SET name = name || '!'")
    monkeypatch.setattr(native, "VERSION", 2)
    assert files.load(path).pages[0].name == "Page one!"
    assert path.read_bytes() == before
    files.save(Document(), path)  # made by running all steps
    assert native.load(path).version == 2


def test_page_without_layers_gets_one(path: Path):
    files.save(Document((Page(()),)), path)
    assert len(files.load(path).pages[0].layers) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stroke SET samples = x'0011'",
        "UPDATE stroke SET samples = x''",
        "UPDATE stroke SET columns = 5",
        "UPDATE stroke SET columns = 'many'",
        "UPDATE stroke SET brush = 999",
        "UPDATE stroke SET provenance = 999",
        "UPDATE stroke SET layer = 999",
        "UPDATE stroke SET id = x'00'",
        "UPDATE stroke SET samples = 'text'",
        "UPDATE stroke SET raw_columns = 77 WHERE raw IS NOT NULL",
        "UPDATE brush SET colour = 'red'",
        "UPDATE brush SET colour = '#zzzzzz'",
        "UPDATE brush SET width = 'wide'",
        "UPDATE brush SET width = 9e999",
        "UPDATE brush SET opacity = 3",
        "UPDATE provenance SET seed = 'x'",
        "UPDATE hole SET path = x''",
        "UPDATE hole SET layer = 999",
        "UPDATE underlay SET media_type = 'text/html'",
        "UPDATE underlay SET data = 'text'",
        "UPDATE page SET width = -1",
        "UPDATE page SET paper = 7",
        "DELETE FROM page",
        "DROP TABLE hole",
        "ALTER TABLE layer RENAME COLUMN name TO title",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON page BEGIN SELECT 1; END",
        "ALTER TABLE page ADD COLUMN more GENERATED ALWAYS AS (name || 'x')",
        "PRAGMA user_version = 0",
    ],
)
def test_nonsense_is_one_sentence(path: Path, statement: str):
    files.save(drawings.rich(), path)
    change(path, statement)
    with pytest.raises(FileError, match="damaged") as caught:
        files.load(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300])
def test_coordinates_that_are_on_no_canvas_are_refused(path: Path, value: float):
    files.save(Document.of([Stroke.make([[1, 2], [3, 4]])], 10, 10), path)
    samples = np.array([[1, 2, 0.5, 0], [value, 4, 0.5, 10]]).astype("<f8").tobytes()
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE stroke SET samples = ?", (samples,))
        database.commit()
    with pytest.raises(FileError, match="damaged"):
        files.load(path)


def test_what_could_not_be_loaded_is_not_saved(path: Path):
    files.save(drawings.rich(), path)
    before = path.read_bytes()
    document = Document.of([Stroke.make([[1e300, 0], [0, 0]])], 10, 10)
    with pytest.raises(InputError, match="far too large"):
        files.save(document, path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_truncated_anywhere(path: Path):
    files.save(drawings.rich(), path)
    whole = path.read_bytes()
    for size in (1, 15, 16, 50, 99, 100, 500, 16384, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(FileError):
            files.load(path)


def test_database_of_another_program(path: Path):
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE stroke (key)")
        database.commit()
    with pytest.raises(FileError, match="another program"):
        files.load(path)


def test_endless_query_is_stopped(path: Path, monkeypatch: pytest.MonkeyPatch):
    files.save(drawings.many(300), path)
    monkeypatch.setattr(native, "_SECONDS", 0.0)
    monkeypatch.setattr(native, "_OPCODES", 10)
    with pytest.raises(FileError, match="cannot be opened") as caught:
        files.load(path)
    assert str(caught.value.__cause__) == "interrupted"


def test_too_large_a_file(path: Path, monkeypatch: pytest.MonkeyPatch):
    files.save(Document(), path)
    monkeypatch.setattr("sketchpad.files.limits.NATIVE_BYTES", 10)
    with pytest.raises(FileError, match="too large"):
        files.load(path)


def test_names_with_odd_characters(tmp_path: Path):
    path = tmp_path / "50 % #1 – größer?.sketch"
    files.save(drawings.rich(), path)
    drawings.assert_same(files.load(path), files.load(path))


def test_layers_and_ids_may_repeat(path: Path):
    layer = Layer(strokes=(Stroke.make([[1, 2], [3, 4]]),))
    document = Document((Page((layer, layer)), Page((layer,))))
    files.save(document, path)
    drawings.assert_same(document, files.load(path))


def test_is_fast(path: Path):
    document = drawings.many(1000)
    files.save(document, path)
    files.load(path)
    began = time.perf_counter()
    files.save(document, path)
    files.load(path)
    # 0.06 s on an idle core; the bar is 0.3 s for each on a machine of its own.
    assert time.perf_counter() - began < 2.0
