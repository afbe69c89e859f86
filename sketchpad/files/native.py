"""The native format, ``.sketch``: one SQLite database per document, without any loss.

A save writes a new database beside the old one and replaces it in one step. Rows are in drawing
order. ``MIGRATIONS`` brings older files up to date as they are read; files of a newer version
open as far as they are understood, for reading only.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sketchpad.core.document import Document, Hole, Layer, Page, Underlay
from sketchpad.core.errors import FileError
from sketchpad.core.stroke import Stroke
from sketchpad.files import limits, rows
from sketchpad.files.atomic import size_of, writing

#: ``Sk`` and ``P1``, in the header of every file.
APPLICATION_ID: Final = 0x536B5031
MAGIC: Final = b"SQLite format 3\0"

#: Each step's SQL makes the schema of its version from that of the version before.
MIGRATIONS: Final = {
    1: f"""
    CREATE TABLE page (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, width REAL NOT NULL,
        height REAL NOT NULL, paper TEXT NOT NULL
    );
    CREATE TABLE layer (
        key INTEGER PRIMARY KEY, page INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
        opacity REAL NOT NULL, visible INTEGER NOT NULL, locked INTEGER NOT NULL
    );
    {rows.TABLES}
    """,
}
VERSION: Final = max(MIGRATIONS)
_TABLES: Final = ("page", "layer", "brush", "provenance", "stroke", "hole", "underlay")
#: No honest file takes longer to query.
_SECONDS: Final = 120.0
_OPCODES: Final = 200_000


class Native(NamedTuple):
    """What a file holds, and the version of its schema."""

    document: Document
    version: int


def save(document: Document, path: Path) -> None:
    """Write the document; whatever was there before stays until that is done.

    Raises:
        FileError: if the system refuses.
        InputError: if a stroke lies beyond every canvas.
    """
    with writing(path) as temporary, contextlib.closing(sqlite3.connect(temporary)) as database:
        # Nobody sees this file before it is complete and flushed, so it needs no journal.
        database.executescript(
            "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            f"PRAGMA application_id = {APPLICATION_ID};"
        )
        database.execute("BEGIN")
        _migrate(database, 0)
        _write(database, document)
        database.commit()


def load(path: Path) -> Native:
    """Read a document.

    Raises:
        FileError: if it cannot be read, is not ours or is damaged.
    """
    if size_of(path) > limits.NATIVE_BYTES:
        raise FileError(f"{path} is too large to open.")
    with _opened(path) as (database, version):
        _check_schema(database, path)
        if version >= VERSION:
            return Native(_read(database), version)
        with contextlib.closing(sqlite3.connect(":memory:")) as copy:
            database.backup(copy)
            _migrate(copy, version)
            return Native(_read(copy), version)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[sqlite3.Connection, int]]:
    """A database of ours from an untrusted file, for reading, and its schema's version.

    Raises:
        FileError: if it is not ours, or the block finds it damaged.
    """
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
            guard(database)
            if database.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise FileError(
                    f"{path} is a database of another program, not a Sketchpad drawing."
                )
            version = int(database.execute("PRAGMA user_version").fetchone()[0])
            if version < 1:
                raise FileError(f"{path} is damaged: it has no version.")
            pages, size = (
                int(database.execute(f"PRAGMA page_{name}").fetchone()[0])
                for name in ("count", "size")
            )
            # SQLite would take what is missing at the end for zeros.
            if path.stat().st_size != pages * size:
                raise FileError(f"{path} is damaged: it has been cut off.")
            yield database, version
    except (sqlite3.Error, *rows.BROKEN) as error:
        raise FileError(
            f"{path} is damaged and cannot be opened; a backup of it may be whole."
        ) from error


def guard(database: sqlite3.Connection) -> None:
    """Make a database from outside harmless: no code in its schema, no endless query."""
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    end = time.monotonic() + _SECONDS
    database.set_progress_handler(lambda: int(time.monotonic() > end), _OPCODES)


def _check_schema(database: sqlite3.Connection, path: Path) -> None:
    # A view or a generated column could compute for ever; ours has neither.
    kinds = database.execute("SELECT type, name FROM sqlite_schema").fetchall()
    tables = {name for kind, name in kinds if kind == "table"}
    odd = any(kind in ("view", "trigger") for kind, _name in kinds)
    for table in _TABLES:
        hidden = database.execute("SELECT max(hidden) FROM pragma_table_xinfo(?)", (table,))
        odd = odd or table not in tables or bool(hidden.fetchone()[0])
    if odd:
        raise FileError(f"{path} is damaged: its tables are not those of a drawing.")


def _migrate(database: sqlite3.Connection, version: int) -> None:
    for step in range(version + 1, VERSION + 1):
        # Not executescript, which would commit.
        for statement in filter(str.strip, MIGRATIONS[step].split(";")):
            database.execute(statement)
    database.execute(f"PRAGMA user_version = {VERSION}")


def _write(database: sqlite3.Connection, document: Document) -> None:
    writer = rows.Writer(database)
    for number, page in enumerate(document.pages, start=1):
        database.execute(
            "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)",
            (number, page.id, page.name, page.width, page.height, page.paper),
        )
        for layer in page.layers:
            cursor = database.execute(
                "INSERT INTO layer VALUES (NULL, ?, ?, ?, ?, ?, ?)",
                (number, layer.id, layer.name, layer.opacity, layer.visible, layer.locked),
            )
            writer.strokes(layer.strokes, cursor.lastrowid)
            for hole in layer.holes:
                writer.hole(hole, cursor.lastrowid)
            if layer.underlay is not None:
                writer.underlay(layer.underlay, cursor.lastrowid)


def _read(database: sqlite3.Connection) -> Document:
    reader = rows.Reader(database)
    strokes: dict[int, list[Stroke]] = defaultdict(list)
    for row in database.execute(f"SELECT {rows.STROKE} FROM stroke ORDER BY key"):  # noqa: S608
        strokes[row[1]].append(reader.stroke(row))
    holes: dict[int, list[Hole]] = defaultdict(list)
    for row in database.execute(f"SELECT {rows.HOLE} FROM hole ORDER BY key"):  # noqa: S608
        holes[row[1]].append(reader.hole(row))
    underlays: dict[int, Underlay] = {
        row[1]: reader.underlay(row)
        for row in database.execute(f"SELECT {rows.UNDERLAY} FROM underlay")  # noqa: S608
    }
    layers: dict[int, list[Layer]] = defaultdict(list)
    sql = "SELECT key, page, id, name, opacity, visible, locked FROM layer ORDER BY key"
    for key, page, identifier, name, opacity, visible, locked in database.execute(sql):
        layers[page].append(
            Layer(
                rows.text(name),
                tuple(strokes.pop(key, ())),
                tuple(holes.pop(key, ())),
                underlays.get(key),
                rows.number(opacity, 0.0, 1.0),
                bool(visible),
                bool(locked),
                rows.text(identifier),
            )
        )
    if strokes or holes:
        raise ValueError("strokes without a layer")
    return Document(tuple(_pages(database, layers)))


def _pages(database: sqlite3.Connection, layers: dict[int, list[Layer]]) -> Iterator[Page]:
    sql = "SELECT key, id, name, width, height, paper FROM page ORDER BY key"
    found = database.execute(sql).fetchall()
    if not found:
        raise ValueError("no page")
    for key, identifier, name, width, height, paper in found:
        yield Page(
            tuple(layers[key]) or (Layer(),),
            rows.number(width, 1e-6),
            rows.number(height, 1e-6),
            rows.colour(paper),
            rows.text(name),
            rows.text(identifier),
        )
