"""The journal of an open document: what was drawn is on disk, whatever happens next.

A journal is an SQLite database in WAL mode to which every ``record`` appends one transaction:
the new strokes, and how the document is made of old and new ones. A process that is killed in
the middle leaves the state of the last complete transaction. A lock, which the system drops with
the process, tells the journals of running instances from those left behind.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple, Self

from sketchpad.core.document import Document
from sketchpad.core.errors import FileError
from sketchpad.files import rows
from sketchpad.files.atomic import reading, sqlite_reason
from sketchpad.files.journal_log import SLACK, State, count_strokes, replay
from sketchpad.files.lock import Lock
from sketchpad.files.native import guard

#: ``Sk`` and ``J1``, in the header of every journal.
APPLICATION_ID: Final = 0x536B4A31
VERSION: Final = 4
SUFFIX: Final = ".journal"

_SCHEMA: Final = f"""
CREATE TABLE source (path TEXT, title TEXT NOT NULL, closed REAL, layer TEXT, stamp TEXT);
CREATE TABLE revision (number INTEGER PRIMARY KEY, time REAL NOT NULL, change TEXT NOT NULL);
{rows.TABLES}
"""


class Recoverable(NamedTuple):
    """A journal that was left behind.

    Attributes:
        journal: its file.
        source: the file of its document, None if that was never saved.
        modified: when something was recorded last, seconds since the epoch.
        title: what the document was called where it has no file; may be empty.
        closed: whether it was kept on purpose, not left by a crash.
        layer: the id of the layer that was worked on; empty if that is not known.
        stamp: ``atomic.stamp_of`` the source as the document knew it; empty if that is not known.
    """

    journal: Path
    source: Path | None
    modified: float
    title: str = ""
    closed: bool = False
    layer: str = ""
    stamp: str = ""


class Journal:
    """Keeps up with one open document. All methods may be called from any thread.

    Attributes:
        path: the journal's own file.
    """

    def __init__(self, path: Path, source: Path | None, title: str) -> None:
        """See ``open``."""
        self.path = path
        self._mutex = threading.Lock()
        self._lock = Lock(_lock_path(path))
        self._state, self._about = State(), ("", "")
        self._database: sqlite3.Connection | None = None
        with self._explained():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._create(self._database, source, title)
            self._writer = rows.Writer(self._database)

    @classmethod
    def open(cls, folder: Path, source_path: Path | None = None, title: str = "") -> Self:
        """A new journal.

        Args:
            folder: where journals are; made if there is none.
            source_path: the document's own file.
            title: what it is called without one.

        Raises:
            FileError: if it cannot be made.
        """
        return cls(folder / f"{uuid.uuid4().hex}{SUFFIX}", source_path, title)

    def record(self, document: Document, layer: str = "", stamp: str = "") -> None:
        """Put the document's present state on disk: one transaction, as large as the change.

        Args:
            document: as it is now.
            layer: the id of the layer that is worked on.
            stamp: of the document's own file when it was read or written last.

        Raises:
            FileError: if the disk refuses; the states recorded before stay.
        """
        with self._mutex, self._explained():
            database = self._database
            if database is None:
                raise FileError(f"The journal {self.path} is closed.")
            state = self._state.copy()
            database.execute("BEGIN IMMEDIATE")
            try:
                if state.stored > 2 * count_strokes(document) + SLACK:
                    state = self._forget(database)
                change = state.advance(document, self._writer)
                database.execute(
                    "INSERT INTO revision VALUES (NULL, ?, ?)",
                    (time.time(), json.dumps(change, separators=(",", ":"))),
                )
                if (layer, stamp) != self._about:
                    database.execute("UPDATE source SET layer = ?, stamp = ?", (layer, stamp))
                database.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    database.execute("ROLLBACK")
                # Its keys went with the transaction.
                self._writer = rows.Writer(database)
                raise
            self._state, self._about = state, (layer, stamp)

    def close(self, discard: bool) -> None:  # the callers name it
        """Let go of the journal; ``discard`` removes it, otherwise the next start offers it."""
        with self._mutex, self._explained():
            if self._database is not None:
                if not discard:
                    self._database.execute("UPDATE source SET closed = ?", (time.time(),))
                self._database.close()
                self._database = None
                if discard:
                    _remove(self.path)
                self._lock.release()

    def _forget(self, database: sqlite3.Connection) -> State:
        for table in ("revision", "stroke", "hole", "underlay", "brush", "provenance"):
            database.execute(f"DELETE FROM {table}")  # noqa: S608  # our own names
        self._writer = rows.Writer(database)
        return State()

    @staticmethod
    def _create(database: sqlite3.Connection, source: Path | None, title: str) -> None:
        database.execute("PRAGMA journal_mode = WAL")
        # Survives the end of the process at any moment; a power cut may cost the last second.
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("BEGIN")
        for statement in filter(str.strip, _SCHEMA.split(";")):
            database.execute(statement)
        name = None if source is None else str(source.absolute())
        database.execute("INSERT INTO source VALUES (?, ?, NULL, '', '')", (name, title))
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("COMMIT")

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise FileError(
                f"The journal {self.path} cannot be written: {sqlite_reason(error)}."
            ) from error
        except OSError as error:
            raise FileError(
                f"The journal {self.path} cannot be written: {error.strerror}."
            ) from error


def recoverable(folder: Path) -> list[Recoverable]:
    """The journals in a folder that no running instance holds, the latest first.

    What holds no recorded state is removed on the way.
    """
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        lock = Lock(_lock_path(path))
        if not lock.try_acquire():
            continue
        try:
            entry = _look(path)
            if entry is None:
                _remove(path)
            else:
                found.append(entry)
        except (sqlite3.Error, OSError, *rows.BROKEN):
            # Kept for a person to look at, but nothing that can be offered.
            continue
        finally:
            lock.release(remove=not path.exists())
    return sorted(found, key=lambda entry: -entry.modified)


def recover(entry: Recoverable) -> Document:
    """The document as it was recorded last.

    Raises:
        FileError: if the journal cannot be read.
    """
    try:
        with reading(entry.journal), _reading(entry.journal) as database:
            return replay(database)
    except (sqlite3.Error, *rows.BROKEN) as error:
        raise FileError(f"The journal {entry.journal} is damaged.") from error


def discard(entry: Recoverable) -> None:
    """Remove a journal for good.

    Raises:
        FileError: if the system refuses.
    """
    with reading(entry.journal):
        _remove(entry.journal)
        _lock_path(entry.journal).unlink(missing_ok=True)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    # Not immutable: what a killed process left in the WAL belongs to it.
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
        guard(database)
        if database.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise ValueError("it is not a journal of Sketchpad")
        if database.execute("PRAGMA user_version").fetchone()[0] > VERSION:
            raise ValueError("it was written by a newer version of Sketchpad")
        yield database


def _look(path: Path) -> Recoverable | None:
    if not path.stat().st_size:
        return None
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
        # Killed while it was made: nothing was drawn yet.
        if not database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            return None
    with _reading(path) as database:
        modified = database.execute("SELECT max(time) FROM revision").fetchone()[0]
        # Journals of version 1 have nothing but the path, 2 no layer, 3 no stamp.
        source, *more = database.execute("SELECT * FROM source").fetchone()
    if modified is None:
        return None
    title, closed, layer, stamp = more + ["", None, "", ""][len(more) :]
    return Recoverable(
        path,
        None if source is None else Path(source),
        rows.number(modified, 0, 1e12),
        rows.text(title),
        closed is not None,
        rows.text(layer),
        rows.text(stamp),
    )


def _lock_path(path: Path) -> Path:
    return path.with_suffix(".lock")


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
