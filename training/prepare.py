"""Files of drawings → one packed, memory-mapped folder with splits that share no drawing.

Real drawings without a split of their own get one by the hash of their key, 80/10/10. Drawings by
models only ever train. Copies of a drawing are left out, the held-out one stays.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import FileError, InputError
from sketchpad.core.stroke5 import Codec
from training import readers
from training.data import ARRAYS, TEST, TRAIN, VALID

#: A drawing without a split of its own.
UNDEFINED: Final = 255
#: Largest absolute coordinate that an int16 row may lead to.
LIMIT: Final = 4096

Array = NDArray[Any]


@dataclasses.dataclass(frozen=True)
class Source:
    """Files that come from one place.

    Attributes:
        name: what recipes call it.
        path: a file, or a folder of files.
        real: drawn by people.
        labelled: the drawings' words are categories; otherwise they have none.
        word: the category of all of them, where the file's name is not it.
        max_rank: of drawings by models that a classifier ranked, keep those ranked so well.
    """

    name: str
    path: Path
    real: bool = True
    labelled: bool = True
    word: str | None = None
    max_rank: int | None = None


@dataclasses.dataclass
class Report:
    """What ``prepare`` did: drawings kept, and left out by reason."""

    kept: int = 0
    skipped: dict[str, int] = dataclasses.field(default_factory=dict)
    files: int = 0

    def skip(self, reason: str, count: int = 1) -> None:
        """Count drawings that are left out."""
        if count:
            self.skipped[reason] = self.skipped.get(reason, 0) + count


def prepare(
    sources: Iterable[Source],
    out: Path,
    *,
    codec: Codec,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Pack the sources into ``out``, which appears whole or not at all.

    Args:
        sources: where the drawings are.
        out: the folder to make, replaced if it already holds prepared data.
        codec: its ``box`` and ``epsilon`` are how drawings are brought to one size and
            simplified; its ``scale`` is measured here.
        progress: told the name of each file.

    Returns:
        Counts of what was kept and what was skipped.

    Raises:
        InputError: if nothing is left to pack.
        FileError: for a file that cannot be read, and if ``out`` cannot be written.
    """
    sources = list(sources)
    report = Report()
    parts: list[readers.Packed] = []
    for number, source in enumerate(sources):
        for packed in _read(source, codec, report, progress):
            packed.source = np.full(len(packed), number, dtype=np.uint8)
            parts.append(packed)
    if not any(len(p) for p in parts):
        raise InputError("There are no drawings to prepare in what was given.")
    names = sorted({p.word for p in parts if p.word is not None})
    arrays = _join(parts, names)
    arrays = _deduplicate(arrays, report)
    report.kept = len(arrays["key"])
    meta = _meta(arrays, names, sources, codec, report)
    _write(out, arrays, meta)
    return report


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.suffix in readers.SUFFIXES)
        if not found:
            raise InputError(f"The folder {path} holds no drawings (.npz, .ndjson, .bin).")
        return found
    if not path.is_file():
        raise FileError(f"There is no file {path}.")
    return [path]


def _read(
    source: Source, codec: Codec, report: Report, progress: Callable[[str], None]
) -> Iterator[readers.Packed]:
    for file in _files(source.path):
        progress(f"{source.name}: {file.name}")
        report.files += 1
        for packed in readers.read(file, codec, report.skip):
            if source.word is not None or not source.labelled:
                packed.word = source.word
            if source.max_rank is not None and packed.rank is not None:
                good = packed.rank <= source.max_rank
                report.skip("ranked too low", int((~good).sum()))
                packed = packed.take(np.flatnonzero(good))  # noqa: PLW2901 - a narrower view
            bad = _bad(packed)
            report.skip("bad record", int(bad.sum()))
            packed = packed.take(np.flatnonzero(~bad))  # noqa: PLW2901
            packed.split = _splits(packed, real=source.real)
            yield packed


def _bad(packed: readers.Packed) -> NDArray[np.bool_]:
    """Which drawings break the format, ``(n,)``: too short, out of range, wrong pen states."""
    lengths = np.diff(packed.offsets)
    bad = lengths < 2
    ok = np.flatnonzero(~bad)
    if not len(ok):
        return bad
    rows, starts, ends = packed.rows, packed.offsets[ok], packed.offsets[ok + 1]
    owner = np.repeat(np.arange(len(lengths)), lengths)
    path = np.cumsum(rows[:, :2], axis=0, dtype=np.int64)
    before = np.concatenate([np.zeros((1, 2), dtype=np.int64), path])[packed.offsets[:-1]]
    path -= before[owner]
    wrong = (np.abs(path) > LIMIT).any(axis=1) | ((rows[:, 2] != 0) & (rows[:, 2] != 1))
    bad[np.unique(owner[wrong])] = True
    bad[ok[rows[ends - 1, 2] != 1]] = True
    still = np.ones(len(rows), dtype=bool)
    still[starts] = False
    moves = np.bincount(owner, weights=(still & (rows[:, :2] != 0).any(axis=1)))
    bad[: len(moves)] |= moves == 0
    return bad


def _mix(key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's finaliser: keys that differ little get splits that differ."""
    with np.errstate(over="ignore"):
        key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))


def _splits(packed: readers.Packed, *, real: bool) -> NDArray[np.uint8]:
    if not real:
        return np.full(len(packed), TRAIN, dtype=np.uint8)
    tenth = _mix(packed.key) % np.uint64(10)
    hashed = np.where(tenth == 8, VALID, np.where(tenth == 9, TEST, TRAIN)).astype(np.uint8)
    return np.where(packed.split == UNDEFINED, hashed, packed.split)


def _join(parts: list[readers.Packed], names: list[str]) -> dict[str, Array]:
    places = {name: i for i, name in enumerate(names)}
    lengths = np.concatenate([np.diff(p.offsets) for p in parts])
    category = [np.full(len(p), -1 if p.word is None else places[p.word]) for p in parts]
    return {
        "rows": np.concatenate([p.rows for p in parts]),
        "offsets": np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        "category": np.concatenate(category).astype(np.int16),
        "split": np.concatenate([p.split for p in parts]),
        "source": np.concatenate([p.source for p in parts]),
        "key": np.concatenate([p.key for p in parts]),
    }


def _deduplicate(arrays: dict[str, Array], report: Report) -> dict[str, Array]:
    """Leave out all but the most held-out copy of each drawing."""
    rows, offsets = arrays["rows"], arrays["offsets"]
    content = readers.content_keys(rows, offsets)
    order = np.lexsort((-arrays["split"].astype(np.int64), content))
    again = np.zeros(len(content), dtype=bool)
    again[order[1:]] = content[order[1:]] == content[order[:-1]]
    report.skip("copy of another", int(again.sum()))
    kept = np.flatnonzero(~again)
    rows, offsets = readers.gather(rows, offsets, kept)
    rest: dict[str, Array] = {
        name: arrays[name][kept] for name in ("category", "split", "source", "key")
    }
    return {"rows": rows, "offsets": offsets, **rest}


def _meta(
    arrays: dict[str, Array],
    names: list[str],
    sources: list[Source],
    codec: Codec,
    report: Report,
) -> dict[str, Any]:
    training = np.repeat(arrays["split"] == TRAIN, np.diff(arrays["offsets"]))
    moves = arrays["rows"][training, :2]
    scale = float(moves.astype(np.float64).std()) if len(moves) else 1.0
    counts = {
        source.name: [
            int(((arrays["source"] == i) & (arrays["split"] == s)).sum()) for s in range(3)
        ]
        for i, source in enumerate(sources)
    }
    return {
        "format": 1,
        "codec": dataclasses.replace(codec, scale=round(scale, 4)).to_dict(),
        "categories": names,
        "sources": {
            s.name: {"real": s.real, "train": c[0], "valid": c[1], "test": c[2]}
            for s, c in ((s, counts[s.name]) for s in sources)
        },
        "drawings": report.kept,
        "points": len(arrays["rows"]),
        "mean_points": len(arrays["rows"]) / max(report.kept, 1),
        "skipped": report.skipped,
    }


def _write(out: Path, arrays: dict[str, Array], meta: dict[str, Any]) -> None:
    if out.exists() and not (out / "meta.json").exists() and any(out.iterdir()):
        raise FileError(f"{out} already holds something else; choose another folder.")
    partial = out.with_name(out.name + ".partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        for name, kind in ARRAYS.items():
            np.save(partial / f"{name}.npy", arrays[name].astype(kind, copy=False))
        text = json.dumps(meta, indent=1, ensure_ascii=False)
        (partial / "meta.json").write_text(text, encoding="utf-8")
        if out.exists():
            shutil.rmtree(out)
        partial.rename(out)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise FileError(
            f"The prepared data cannot be written to {out}: {error.strerror}."
        ) from None
