"""Bad input at every door: one sentence on stderr, exit 1, and no half-written file."""

from __future__ import annotations

import dataclasses
import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training import drawings
from tests.training.bad_input import (
    CLEAN,
    TINY,
    Places,
    Refused,
    cleaning,
    damaged,
    training,
    truncated,
)
from training import checkpoint, readers
from training.cli import main


def archive(**changes: object) -> Callable[[Path], None]:
    """A packed file with other arrays than it should have."""

    def write(path: Path) -> None:
        with np.load(path) as given:
            arrays = {k: given[k] for k in given.files}
        count = len(arrays["offsets"]) - 1
        for name, value in changes.items():
            arrays[name] = np.asarray(value(arrays, count) if callable(value) else value)
        np.savez_compressed(path, **arrays)

    return write


def with_value(value: float) -> Callable[[dict[str, np.ndarray], int], np.ndarray]:
    def change(arrays: dict[str, np.ndarray], count: int) -> np.ndarray:
        strokes = arrays["strokes"].astype(np.float64)
        strokes[3, 0] = value
        return strokes

    return change


FILES = {
    "empty": (lambda p: p.write_bytes(b""), "is empty"),
    "truncated": (truncated, "is not a readable .npz"),
    "damaged stream": (damaged, "is not a readable .npz"),
    "no archive": (lambda p: p.write_bytes(b"hello " * 99), "is not a readable .npz"),
    "words": (archive(strokes=lambda a, n: a["strokes"].astype(str)), "not all finite numbers"),
    "not a number": (archive(strokes=with_value(np.nan)), "not all finite numbers"),
    "infinite": (archive(strokes=with_value(np.inf)), "not all finite numbers"),
    "out of range": (
        archive(strokes=lambda a, n: a["strokes"].astype(np.int64) + 90_000),
        "no drawings to prepare",
    ),
    "strokes of two columns": (archive(strokes=lambda a, n: a["strokes"][:, :2]), "do not fit"),
    "offsets that go back": (
        archive(offsets=lambda a, n: a["offsets"][[0, 2, 1, *range(3, n + 1)]].astype(np.uint64)),
        "do not fit",
    ),
    "offsets with fractions": (archive(offsets=lambda a, n: a["offsets"] + 0.0), "do not fit"),
    "ranks of one": (archive(rank=[1]), "1 of 'rank'"),
    "negative ranks": (archive(rank=lambda a, n: np.full(n, -1)), "'rank' are not whole"),
    "ranks too large": (archive(rank=lambda a, n: np.full(n, 300)), "'rank' go beyond 255"),
    "splits that do not exist": (archive(split=lambda a, n: np.full(n, 7)), "splits are not"),
    "splits with fractions": (archive(split=lambda a, n: np.full(n, 0.5)), "'split' are not whole"),
    "keys of another length": (archive(key_id=[1, 2]), "2 of 'key_id'"),
}


@pytest.mark.parametrize("kind", FILES)
def test_prepare_refuses_broken_files(kind: str, tmp_path: Path, refused: Refused):
    spoil, sentence = FILES[kind]
    made = drawings.packed("box", 40)
    path = tmp_path / "box.npz"
    np.savez_compressed(path, strokes=made.rows, offsets=made.offsets)
    spoil(path)
    line = refused(["prepare", str(tmp_path / "out"), "--real", f"a={path}"])
    assert sentence in line
    assert {p.name for p in tmp_path.iterdir()} == {"box.npz"}


@pytest.mark.parametrize("spoil", [truncated, damaged])
def test_prepare_refuses_broken_files_of_sketch_rnn(
    spoil: Callable[[Path], None], tmp_path: Path, refused: Refused
):
    made = drawings.packed("box", 200)
    parts = np.empty(200, dtype=object)
    parts[:] = np.split(made.rows, made.offsets[1:-1])
    path = tmp_path / "box.npz"
    np.savez_compressed(path, train=parts)
    spoil(path)
    refused(["prepare", str(tmp_path / "out"), "--real", f"a={path}"])
    assert {p.name for p in tmp_path.iterdir()} == {"box.npz"}


def test_a_record_of_sketch_rnn_that_is_no_drawing_is_left_out(tmp_path: Path):
    made = drawings.packed("box", 6)
    parts = np.empty(9, dtype=object)
    endless = np.array([[np.inf, 0, 0], [-np.inf, 0, 1]])
    words = np.array([["a", "b", "c"]], dtype=object)
    parts[:] = [*np.split(made.rows, made.offsets[1:-1]), endless, words, endless[:1] * np.nan]
    np.savez_compressed(tmp_path / "box.npz", train=parts)
    skipped: list[int] = []
    [packed] = readers.read(tmp_path / "box.npz", drawings.Codec(), lambda _, n: skipped.append(n))
    assert len(packed) == 6
    assert sum(skipped) == 3


def spoilt_array(name: str, change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        np.save(folder / f"{name}.npy", change(np.load(folder / f"{name}.npy")))

    return write


PREPARED = {
    "a category too many": (spoilt_array("category", lambda a: a + 1), "category.npy"),
    "a category below none": (spoilt_array("category", lambda a: a - 2), "category.npy"),
    "a source too many": (spoilt_array("source", lambda a: a + 1), "source.npy"),
    "a split too many": (spoilt_array("split", lambda a: a + 3), "split.npy"),
    "rows of two columns": (spoilt_array("rows", lambda a: a[:, :2]), "do not fit"),
    "rows of another kind": (spoilt_array("rows", lambda a: a + 0.5), "rows.npy"),
    "fewer keys": (spoilt_array("key", lambda a: a[1:]), "do not fit"),
    "offsets beyond": (spoilt_array("offsets", lambda a: a + 1), "do not fit"),
    "a truncated array": (lambda f: truncated(f / "rows.npy"), "is broken"),
    "an empty array": (lambda f: (f / "rows.npy").write_bytes(b""), "is broken"),
    "no array": (lambda f: (f / "rows.npy").unlink(), "rows.npy is missing"),
    "no JSON": (lambda f: (f / "meta.json").write_text("{"), "is broken"),
}


@pytest.mark.parametrize("kind", PREPARED)
def test_train_refuses_broken_data(kind: str, places: Places, tmp_path: Path, refused: Refused):
    spoil, sentence = PREPARED[kind]
    shutil.copytree(places.data, tmp_path / "data")
    spoil(tmp_path / "data")
    words = training(dataclasses.replace(places, data=tmp_path / "data"))
    assert sentence in refused([*words, "--out", str(tmp_path / "run")])
    assert not (tmp_path / "run").exists()


def manifest(**changes: object) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        path = folder / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    return write


def parts_of(data: bytes) -> Callable[[Path], None]:
    """Parts that are what the manifest says, and no weights."""

    def write(folder: Path) -> None:
        import hashlib

        (folder / "part-000").write_bytes(data)
        part = {"name": "part-000", "sha256": hashlib.sha256(data).hexdigest()}
        manifest(parts=[part], bytes=len(data))(folder)

    return write


CHECKPOINTS = {
    "no parts": (manifest(parts=[]), "parts of it are missing"),
    "no parts and no bytes": (manifest(parts=[], bytes=0), "no weights"),
    "a pickle of something else": (parts_of(b"\x80\x02cos\nsystem\n."), "no weights"),
    "words": (parts_of(b"hello " * 50), "no weights"),
    "a list": (lambda f: checkpoint.save(f, [1, 2]), "no weights by name"),
    "a manifest that is a list": (lambda f: (f / "manifest.json").write_text("[]"), "manifest"),
    "an empty manifest": (lambda f: (f / "manifest.json").write_text(""), "manifest"),
    "a truncated part": (lambda f: truncated(f / "part-000"), "part-000 has changed"),
    "another command's": (lambda f: checkpoint.save(f, {"recipe": "{}"}), "is not one of"),
}


DOORS = (
    "train --resume",
    "train --from",
    "evaluate",
    "export",
    "train-clean --resume",
    "export-clean",
)


@pytest.mark.parametrize("kind", CHECKPOINTS)
@pytest.mark.parametrize("door", DOORS)
def test_broken_checkpoints_are_refused(
    kind: str, door: str, places: Places, tmp_path: Path, refused: Refused
):
    spoil, sentence = CHECKPOINTS[kind]
    run = tmp_path / "run"
    shutil.copytree(places.clean_run if "clean" in door else places.run, run)
    spoil(run / "last")
    if (run / "best").exists():
        spoil(run / "best")
    out, data = ["--out", str(tmp_path / "model")], ["--data", str(places.data)]
    begin = [*training(places), "--out"]
    words = {
        "train --resume": [*begin, str(run), "--resume"],
        "train --from": [*begin, str(tmp_path / "other"), "--from", str(run)],
        "evaluate": ["evaluate", str(run), *data],
        "export": ["export", str(run), *data, *out],
        "train-clean --resume": [*cleaning(places), "--out", str(run), "--resume"],
        "export-clean": ["export-clean", str(run), *out],
    }
    assert sentence in refused(words[door])
    assert not (tmp_path / "model").exists()


def test_checkpoints_of_another_recipe_are_refused(
    places: Places, tmp_path: Path, refused: Refused
):
    other = tmp_path / "other.toml"
    changed = dataclasses.replace(places, tiny=other, clean=other)
    for run, recipe, words in (
        (places.run, TINY.replace("batch = 8", "batch = 4"), training(changed)),
        (places.clean_run, CLEAN.replace("depth = 1", "depth = 2"), cleaning(changed)),
        (places.clean_run, CLEAN.replace("patch = 16", "patch = 32"), cleaning(changed)),
    ):
        other.write_text(recipe)
        before = (run / "last" / "manifest.json").read_bytes()
        assert "of another recipe" in refused([*words, "--resume", "--out", str(run)])
        assert (run / "last" / "manifest.json").read_bytes() == before


def test_a_budget_may_grow_when_resuming(places: Places, tmp_path: Path):
    shutil.copytree(places.clean_run, tmp_path / "run")
    words = [*cleaning(places), "--resume", "--out", str(tmp_path / "run")]
    assert main([*words, "--minutes", "0.003"]) == 0


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["train", "train-clean"])
def test_a_full_disk_ends_training_with_a_sentence(
    command: str, places: Places, tmp_path: Path, refused: Refused
):
    out = tmp_path / "run"
    out.mkdir()
    (out / "log.jsonl").symlink_to(FULL)
    words = training(places) if command == "train" else [*cleaning(places), "--minutes", "0.001"]
    assert "No space left" in refused([*words, "--out", str(out)])


def test_checkpoints_that_do_not_fit_leave_the_old_one(
    places: Places, tmp_path: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch
):
    run = tmp_path / "run"
    shutil.copytree(places.run, run)
    before = checkpoint.load(run / "last")["weights"]

    def full(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    line = refused([*training(places), "--out", str(run), "--resume", "--steps", "4"])
    assert "No space left" in line
    assert {p.name for p in run.iterdir()} == {"best", "last", "log.jsonl", "tensorboard"}
    after = checkpoint.load(run / "last")["weights"]
    assert all(torch.equal(before[k], after[k]) for k in before)


def test_other_refusals_of_the_system_are_one_sentence(
    places: Places, refused: Refused, monkeypatch: pytest.MonkeyPatch
):
    for error, sentence in (
        (OSError(errno.ENOSPC, "No space left on device"), "The work stopped: No space left"),
        (PermissionError(errno.EACCES, "Permission denied", "/a/b"), "/a/b cannot be used: Perm"),
        (OSError("two\nlines"), "The work stopped: two lines"),
    ):
        monkeypatch.setattr("training.cli.run", lambda _, e=error: (_ for _ in ()).throw(e))
        assert sentence in refused(training(places))


def test_unknown_categories_are_refused(places: Places, tmp_path: Path, refused: Refused):
    words = [*training(places), "--set", 'data.categories=["box", "dragon"]']
    words += ["--out", str(tmp_path / "run")]
    assert "no category 'dragon'" in refused(words)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "door", ["prepare", "train", "train-clean", "export", "export-clean", "report"]
)
def test_a_file_in_the_way_stays(door: str, places: Places, tmp_path: Path, refused: Refused):
    taken = tmp_path / "taken"
    taken.write_text("mine")
    out, data = ["--out", str(taken)], ["--data", str(places.data)]
    (tmp_path / "run" / "evaluation").mkdir(parents=True)
    (tmp_path / "run" / "evaluation" / "evaluation.json").write_text("{}")
    np.savez(tmp_path / "box.npz", **packed_box())
    words = {
        "prepare": ["prepare", str(taken), "--real", f"a={tmp_path / 'box.npz'}"],
        "train": [*training(places), *out],
        "train-clean": [*cleaning(places), *out],
        "export": ["export", str(places.run), *data, *out, "--precision", "float"],
        "export-clean": ["export-clean", str(places.clean_run), *out],
        "report": ["report", str(tmp_path / "run"), *out],
    }
    before = sorted(tmp_path.iterdir())
    assert str(taken) in refused(words[door])
    assert taken.read_text() == "mine"
    assert sorted(tmp_path.iterdir()) == before


def packed_box() -> dict[str, np.ndarray]:
    made = drawings.packed("box", 40)
    return {"strokes": made.rows, "offsets": made.offsets}
