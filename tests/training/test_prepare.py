"""Files of drawings to prepared folders."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sketchpad.core.errors import FileError, InputError
from sketchpad.core.stroke5 import Codec
from tests.training import drawings
from training.cli import main
from training.data import TEST, TRAIN, VALID, PackedSet
from training.prepare import Source, prepare


def rows_of(packed: PackedSet, place: int) -> np.ndarray:
    return np.array(packed.rows[packed.offsets[place] : packed.offsets[place + 1]])


def test_drawings_come_back_as_they_were(tmp_path: Path):
    folder = drawings.write(tmp_path / "real", 5)
    prepare([Source("real", folder)], tmp_path / "out", codec=Codec())
    packed = PackedSet(tmp_path / "out")
    with np.load(folder / "wave.npz") as given:
        first = given["strokes"][: given["offsets"][1]]
    wave = np.flatnonzero(packed.category == packed.categories.index("wave"))
    assert any(np.array_equal(rows_of(packed, i), first) for i in wave)


def test_splits_share_no_drawing_and_models_only_train(packed: PackedSet):
    contents = {
        split: {rows_of(packed, i).tobytes() for i in packed.select(split)}
        for split in (TRAIN, VALID, TEST)
    }
    assert all(contents.values())
    assert not contents[TRAIN] & (contents[VALID] | contents[TEST])
    assert not contents[VALID] & contents[TEST]
    made = packed.source == packed.sources.index("made")
    assert set(packed.split[made].tolist()) == {TRAIN}


def test_a_copy_of_a_held_out_drawing_never_trains(tmp_path: Path):
    one = drawings.packed("wave", 30)
    held = np.full(30, TEST, dtype=np.uint8)
    for name, split in (("a", np.zeros(30, dtype=np.uint8)), ("b", held)):
        (tmp_path / name).mkdir()
        np.savez(tmp_path / name / "wave.npz", strokes=one.rows, offsets=one.offsets, split=split)
    sources = [Source(n, tmp_path / n) for n in ("a", "b")]
    report = prepare(sources, tmp_path / "out", codec=Codec())
    packed = PackedSet(tmp_path / "out")
    assert report.skipped == {"copy of another": 30}
    assert set(packed.split.tolist()) == {TEST}


def test_the_scale_is_the_spread_of_training_offsets(packed: PackedSet):
    train = packed.select(TRAIN)
    moves = np.concatenate([rows_of(packed, i)[:, :2] for i in train])
    assert packed.codec.scale == pytest.approx(moves.std(), rel=1e-3)


def test_bad_records_are_counted_and_skipped(tmp_path: Path):
    good = [[100, 100, 0], [20, 0, 1]]
    bad = [
        [[10, 10, 1]],  # one point
        [[0, 0, 0], [30_000, 0, 1]],  # far outside
        [[0, 0, 0], [5, 5, 2]],  # an unknown pen state
        [[0, 0, 0], [5, 5, 0]],  # a pen that is never lifted
        [[7, 7, 0], [0, 0, 1]],  # no extent
    ]
    lengths = [len(d) for d in (good, *bad)]
    np.savez(
        tmp_path / "dot.npz",
        strokes=np.concatenate([np.array(d, dtype=np.int16) for d in (good, *bad)]),
        offsets=np.cumsum([0, *lengths]),
    )
    report = prepare([Source("x", tmp_path / "dot.npz")], tmp_path / "out", codec=Codec())
    assert report.skipped == {"bad record": 5}
    assert len(PackedSet(tmp_path / "out")) == 1


def test_badly_ranked_drawings_stay_out(tmp_path: Path):
    made = drawings.packed("box", 9)
    rank = np.arange(9, dtype=np.uint8) % 3
    np.savez(tmp_path / "box.npz", strokes=made.rows, offsets=made.offsets, rank=rank)
    source = Source("x", tmp_path / "box.npz", real=False, max_rank=0)
    report = prepare([source], tmp_path / "out", codec=Codec())
    assert (report.kept, report.skipped) == (3, {"ranked too low": 6})


def test_a_source_can_name_its_category_or_have_none(tmp_path: Path):
    folder = drawings.write(tmp_path / "real", 8)
    sources = [
        Source("named", folder / "box.npz", word="crate"),
        Source("nameless", folder / "wave.npz", labelled=False),
    ]
    prepare(sources, tmp_path / "out", codec=Codec())
    packed = PackedSet(tmp_path / "out")
    assert packed.categories == ("crate",)
    assert set(packed.batch(np.arange(len(packed))).category.tolist()) == {0, 1}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 truncated", "not a readable .npz"),
        (b"no archive at all", "not a readable .npz"),
    ],
)
def test_broken_files_are_one_sentence(tmp_path: Path, content: bytes, message: str):
    (tmp_path / "x.npz").write_bytes(content)
    with pytest.raises(FileError, match=message):
        prepare([Source("x", tmp_path / "x.npz")], tmp_path / "out", codec=Codec())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arrays",
    [
        {"strokes": np.zeros((4, 2), np.int16), "offsets": np.array([0, 4])},
        {"strokes": np.zeros((4, 3), np.int16), "offsets": np.array([0, 5])},
        {"strokes": np.zeros((4, 3), np.int16), "offsets": np.array([0, 3, 2, 4])},
        {"strokes": np.zeros((4, 3), np.int16)},
        {"strokes": np.zeros((4, 3), np.int16), "offsets": np.array([0, 4]), "split": np.zeros(3)},
        {"other": np.zeros(3)},
    ],
)
def test_wrong_shapes_are_one_sentence(tmp_path: Path, arrays: dict[str, np.ndarray]):
    np.savez(tmp_path / "x.npz", **arrays)
    with pytest.raises(FileError, match=r"x\.npz"):
        prepare([Source("x", tmp_path / "x.npz")], tmp_path / "out", codec=Codec())


def test_something_else_is_never_overwritten(tmp_path: Path):
    folder = drawings.write(tmp_path / "real", 3)
    with pytest.raises(FileError, match="already holds something else"):
        prepare([Source("x", folder)], folder, codec=Codec())
    assert (folder / "box.npz").exists()


def test_the_command_prepares_and_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = drawings.write(tmp_path / "real", 4)
    assert main(["prepare", str(tmp_path / "out"), "--real", f"a={folder}", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"kept": 12, "skipped": {}}
    assert main(["prepare", str(tmp_path / "out2"), "--real", "a"]) == 1
    assert "NAME=PATH" in capsys.readouterr().err
    assert main(["prepare", str(tmp_path / "out2"), "--real", f"a={tmp_path / 'none'}"]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_broken_prepared_data_is_one_sentence(prepared: Path, tmp_path: Path):
    with pytest.raises(FileError, match="no prepared data"):
        PackedSet(tmp_path)
    for path in prepared.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    data = (tmp_path / "rows.npy").read_bytes()
    (tmp_path / "rows.npy").write_bytes(data[:-60])
    with pytest.raises(FileError, match="is broken"):
        PackedSet(tmp_path)
    with pytest.raises(InputError, match="no category 'dog'"):
        PackedSet(prepared, ["dog"])
