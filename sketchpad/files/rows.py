"""Strokes, holes and underlays as rows of SQLite, without loss.

Samples are float64, little-endian, row by row; the two columns of tilt are left out where the
device told nothing. Brushes and provenances, which many strokes share, have tables of their own.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from sketchpad.core.document import Hole, Underlay
from sketchpad.core.errors import InputError
from sketchpad.core.stroke import COLUMNS, TILT_X, Brush, FloatArray, Provenance, Stroke
from sketchpad.files.limits import COORDINATE, check_finite

#: A row that does not say what its table promises raises one of these.
BROKEN: Final = (TypeError, ValueError, OverflowError, IndexError, KeyError, InputError)

TABLES: Final = """
CREATE TABLE brush (
    key INTEGER PRIMARY KEY, colour TEXT NOT NULL, width REAL NOT NULL, opacity REAL NOT NULL,
    sensitivity REAL NOT NULL, gamma REAL NOT NULL
);
CREATE TABLE provenance (
    key INTEGER PRIMARY KEY, model TEXT NOT NULL, version TEXT NOT NULL, verb TEXT NOT NULL,
    seed TEXT NOT NULL, temperature REAL NOT NULL, request TEXT NOT NULL
);
CREATE TABLE stroke (
    key INTEGER PRIMARY KEY, layer INTEGER, id TEXT NOT NULL, brush INTEGER NOT NULL,
    provenance INTEGER, columns INTEGER NOT NULL, samples BLOB NOT NULL,
    raw_columns INTEGER, raw BLOB
);
CREATE TABLE hole (
    key INTEGER PRIMARY KEY, layer INTEGER, id TEXT NOT NULL, radius REAL NOT NULL,
    filled INTEGER NOT NULL, path BLOB NOT NULL
);
CREATE TABLE underlay (
    key INTEGER PRIMARY KEY, layer INTEGER, id TEXT NOT NULL, media_type TEXT NOT NULL,
    x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
    opacity REAL NOT NULL, data BLOB NOT NULL
);
"""
STROKE: Final = "key, layer, id, brush, provenance, columns, samples, raw_columns, raw"
HOLE: Final = "key, layer, id, radius, filled, path"
UNDERLAY: Final = "key, layer, id, media_type, x, y, width, height, opacity, data"

Row = Sequence[Any]


class Writer:
    """Adds values to the tables, and knows the keys of those that are shared."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._brushes: dict[Brush, int] = {}
        self._provenances: dict[Provenance, int] = {}

    def strokes(
        self, strokes: Sequence[Stroke], layer: int | None, first: int | None = None
    ) -> None:
        """Add strokes in order, with keys counted from ``first`` if it is given."""
        keys = [None] * len(strokes) if first is None else range(first, first + len(strokes))
        rows = (self._stroke(s, layer, key) for s, key in zip(strokes, keys, strict=True))
        self._connection.executemany(_insert("stroke", STROKE), rows)

    def hole(self, hole: Hole, layer: int | None) -> int:
        """Add a hole; its key."""
        check_finite(hole.path, "A hole of the drawing")
        row = (None, layer, hole.id, hole.radius, int(hole.filled), _bytes(hole.path))
        return _key(self._connection.execute(_insert("hole", HOLE), row))

    def underlay(self, underlay: Underlay, layer: int | None) -> int:
        """Add an underlay; its key."""
        check_finite(np.array(underlay.box), "The image under the drawing")
        row = (
            *(None, layer, underlay.id, underlay.media_type),
            *map(float, underlay.box),
            *(underlay.opacity, underlay.data),
        )
        return _key(self._connection.execute(_insert("underlay", UNDERLAY), row))

    def _stroke(self, stroke: Stroke, layer: int | None, key: int | None) -> Row:
        check_finite(stroke.points, "A stroke of the drawing")
        columns = _columns(stroke.samples)
        raw_columns = None if stroke.raw is None else _columns(stroke.raw)
        return (
            *(key, layer, stroke.id, self._brush(stroke.brush)),
            *(self._provenance(stroke.provenance), columns),
            _bytes(stroke.samples[:, :columns]),
            raw_columns,
            None if stroke.raw is None else _bytes(stroke.raw[:, :raw_columns]),
        )

    def _brush(self, brush: Brush) -> int:
        key = self._brushes.get(brush)
        if key is None:
            values = (brush.colour, brush.width, brush.opacity, brush.sensitivity, brush.gamma)
            sql = "INSERT INTO brush VALUES (NULL, ?, ?, ?, ?, ?)"
            key = self._brushes[brush] = _key(self._connection.execute(sql, values))
        return key

    def _provenance(self, source: Provenance | None) -> int | None:
        if source is None:
            return None
        key = self._provenances.get(source)
        if key is None:
            # A seed may need more than the 64 bits of SQLite's integers.
            values = (
                *(source.model, source.version, source.verb),
                *(str(source.seed), source.temperature, source.request),
            )
            sql = "INSERT INTO provenance VALUES (NULL, ?, ?, ?, ?, ?, ?)"
            key = self._provenances[source] = _key(self._connection.execute(sql, values))
        return key


class Reader:
    """Makes values of rows; a row that makes no sense raises one of ``BROKEN``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._brushes = {
            int(row[0]): _brush(row)
            for row in connection.execute(
                "SELECT key, colour, width, opacity, sensitivity, gamma FROM brush"
            )
        }
        self._provenances = {
            int(row[0]): _provenance(row)
            for row in connection.execute(
                "SELECT key, model, version, verb, seed, temperature, request FROM provenance"
            )
        }

    def stroke(self, row: Row) -> Stroke:
        """A row of ``STROKE``."""
        _, _, identifier, brush, provenance, columns, samples, raw_columns, raw = row
        return Stroke(
            _samples(samples, columns),
            self._brushes[brush],
            None if provenance is None else self._provenances[provenance],
            text(identifier),
            raw=None if raw is None else _samples(raw, raw_columns),
        )

    @staticmethod
    def hole(row: Row) -> Hole:
        """A row of ``HOLE``."""
        _, _, identifier, radius, filled, path = row
        points = np.frombuffer(path, dtype="<f8").astype(np.float64).reshape(-1, 2)
        if not len(points):
            raise ValueError("a hole without points")
        check_finite(points, "A hole")
        points.flags.writeable = False
        return Hole(points, number(radius, 0.0), bool(filled), text(identifier))

    @staticmethod
    def underlay(row: Row) -> Underlay:
        """A row of ``UNDERLAY``."""
        _, _, identifier, media_type, x, y, width, height, opacity, data = row
        if media_type not in ("image/png", "image/jpeg") or not isinstance(data, bytes):
            raise ValueError("not an image")
        box = (number(x), number(y), number(width), number(height))
        return Underlay(data, media_type, box, number(opacity, 0.0, 1.0), text(identifier))


def number(value: object, low: float = -COORDINATE, high: float = COORDINATE) -> float:
    """A finite number in bounds.

    Raises:
        ValueError: for anything else.
    """
    if not isinstance(value, (int, float)) or not math.isfinite(value) or not low <= value <= high:
        raise ValueError(f"{value!r} is not a number from {low} to {high}")
    return float(value)


def text(value: object) -> str:
    """A text.

    Raises:
        ValueError: for anything else.
    """
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text")
    return value


def colour(value: object) -> str:
    """A colour as ``#rrggbb``.

    Raises:
        ValueError: for anything else.
    """
    name = text(value)
    if len(name) != 7 or name[0] != "#":
        raise ValueError(f"{name!r} is not a colour")
    int(name[1:], 16)
    return name


def _insert(table: str, columns: str) -> str:
    marks = ", ".join("?" * len(columns.split(",")))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608  # our own names


def _key(cursor: sqlite3.Cursor) -> int:
    key = cursor.lastrowid
    assert key is not None
    return key


def _columns(samples: FloatArray) -> int:
    return TILT_X if bool(np.isnan(samples[:, TILT_X:]).all()) else len(COLUMNS)


def _bytes(values: FloatArray) -> bytes:
    return np.ascontiguousarray(values, dtype="<f8").tobytes()


def _samples(data: bytes, columns: int) -> FloatArray:
    if columns not in (TILT_X, len(COLUMNS)):
        raise ValueError("samples of an unknown form")
    given = np.frombuffer(data, dtype="<f8").reshape(-1, columns)
    if not len(given):
        raise ValueError("a stroke without samples")
    if not (np.abs(given[:, :2]) <= COORDINATE).all() or not np.isfinite(given[:, :TILT_X]).all():
        raise ValueError("samples that are not numbers")
    samples = np.full((len(given), len(COLUMNS)), np.nan)
    samples[:, :columns] = given
    samples.flags.writeable = False
    return samples


def _brush(row: Row) -> Brush:
    _, name, width, opacity, sensitivity, gamma = row
    return Brush(
        colour(name),
        number(width, 0.0),
        number(opacity, 0.0, 1.0),
        number(sensitivity, 0.0, 1.0),
        number(gamma, 0.0),
    )


def _provenance(row: Row) -> Provenance:
    _, model, version, verb, seed, temperature, request = row
    return Provenance(
        text(model),
        text(version),
        text(verb),
        int(text(seed)[:100]),
        number(temperature),
        text(request),
    )
