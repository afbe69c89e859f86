from __future__ import annotations

import dataclasses
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sketchpad.core.document import Document, Hole, Layer, Page
from sketchpad.core.errors import FileError
from sketchpad.core.stroke import Stroke, new_id
from sketchpad.files import journal, journal_log
from sketchpad.files.journal import Journal
from sketchpad.files.lock import Lock
from tests.files import drawings


def add_stroke(document: Document, seed: int = 0) -> Document:
    page = document.pages[0]
    stroke = Stroke.make(drawings.wave(seed))
    return document.with_page(
        page.id,
        lambda p: p.with_layer(
            p.layers[0].id, lambda layer: layer.replace(strokes=(*layer.strokes, stroke))
        ),
    )


def test_left_behind_journal_gives_all_back(tmp_path: Path):
    log = Journal.open(tmp_path, tmp_path / "drawing.sketch")
    document = drawings.rich()
    log.record(Document())
    log.record(document)
    log.close(discard=False)
    began = time.time()
    (entry,) = journal.recoverable(tmp_path)
    assert entry.source == tmp_path / "drawing.sketch"
    assert abs(entry.modified - began) < 60
    drawings.assert_same(document, journal.recover(entry))
    journal.discard(entry)
    assert list(tmp_path.iterdir()) == []


def test_journal_tells_what_was_left_and_how(tmp_path: Path):
    kept, crashed = Journal.open(tmp_path, None, "A cat"), Journal.open(tmp_path)
    for log in (kept, crashed):
        log.record(drawings.rich())
    kept.close(discard=False)
    crashed._lock.release()  # as the system does when the process is killed
    entries = {entry.title: entry for entry in journal.recoverable(tmp_path)}
    assert set(entries) == {"A cat", ""}
    assert entries["A cat"].closed
    assert not entries[""].closed


def test_the_layer_that_was_worked_on_is_kept(tmp_path: Path):
    log = Journal.open(tmp_path)
    log.record(Document(), "below")
    log.record(add_stroke(Document()), "above", "1 2")
    log.close(discard=False)
    (entry,) = journal.recoverable(tmp_path)
    assert (entry.layer, entry.stamp) == ("above", "1 2")


@pytest.mark.parametrize(
    ("version", "gone"),
    [(1, ("title", "closed", "layer", "stamp")), (2, ("layer", "stamp")), (3, ("stamp",))],
)
def test_journals_of_earlier_versions_are_still_recovered(
    tmp_path: Path, version: int, gone: tuple[str, ...]
):
    log = Journal.open(tmp_path, tmp_path / "old.sketch")
    document = drawings.rich()
    log.record(document)
    log.close(discard=False)
    with closing(sqlite3.connect(log.path)) as database:
        for column in gone:
            database.execute(f"ALTER TABLE source DROP COLUMN {column}")
        database.execute(f"PRAGMA user_version = {version}")
        database.commit()
    (entry,) = journal.recoverable(tmp_path)
    assert (entry.source, entry.title, entry.layer) == (tmp_path / "old.sketch", "", "")
    assert entry.stamp == ""
    assert entry.closed == (version > 1)
    drawings.assert_same(document, journal.recover(entry))


def test_discarded_journal_leaves_nothing(tmp_path: Path):
    log = Journal.open(tmp_path)
    log.record(drawings.rich())
    log.close(discard=True)
    log.close(discard=True)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileError, match="closed"):
        log.record(Document())


def test_journal_of_a_running_instance_is_not_offered(tmp_path: Path):
    log = Journal.open(tmp_path)
    log.record(drawings.rich())
    assert journal.recoverable(tmp_path) == []
    code = "import sys; from sketchpad.files import journal; from pathlib import Path;"
    code += "print(len(journal.recoverable(Path(sys.argv[1]))))"
    found = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "0"
    log.close(discard=False)
    assert len(journal.recoverable(tmp_path)) == 1


def test_journal_without_a_state_is_removed(tmp_path: Path):
    Journal.open(tmp_path).close(discard=False)
    (tmp_path / "0.journal").touch()
    assert journal.recoverable(tmp_path) == []
    assert list(tmp_path.iterdir()) == []
    assert journal.recoverable(tmp_path / "nowhere") == []


def test_latest_comes_first(tmp_path: Path):
    for number in range(3):
        log = Journal.open(tmp_path, tmp_path / f"{number}.sketch")
        log.record(add_stroke(Document(), number))
        log.close(discard=False)
        time.sleep(0.01)
    names = [entry.source.name for entry in journal.recoverable(tmp_path) if entry.source]
    assert names == ["2.sketch", "1.sketch", "0.sketch"]


def test_record_writes_only_what_is_new(tmp_path: Path):
    log = Journal.open(tmp_path)
    document = drawings.many(500)
    log.record(document)
    with closing(sqlite3.connect(log.path)) as database:

        def count() -> tuple[int, int]:
            strokes = database.execute("SELECT count(*) FROM stroke").fetchone()[0]
            sql = "SELECT length(change) FROM revision ORDER BY number DESC LIMIT 1"
            return strokes, database.execute(sql).fetchone()[0]

        log.record(add_stroke(document))
        assert count()[0] == 501
        assert count()[1] < 250
        log.record(document)  # undone
        assert count()[0] == 501
    log.close(discard=True)


@st.composite
def histories(draw: st.DrawFn) -> list[Document]:
    """Documents of which each shares much with those before, in every order of edits."""
    document = Document()
    history = [document]
    for _ in range(draw(st.integers(1, 8))):
        document = draw(st.sampled_from(history)) if draw(st.booleans()) else document
        page = draw(st.sampled_from(document.pages))
        kind = draw(
            st.sampled_from(["add", "cut", "move", "layer", "page", "hole", "swap", "same"])
        )
        if kind == "page":
            pages = [*document.pages, Page(name=new_id())]
            document = Document(tuple(draw(st.permutations(pages))[: draw(st.integers(1, 3))]))
        elif kind == "layer":
            layers = draw(st.permutations([*page.layers, Layer(new_id())]))
            document = _with_layers(document, page, layers)
        elif kind != "same":
            layer = draw(st.sampled_from(page.layers))
            changed = _edited(draw, kind, layer)
            layers = [changed if old is layer else old for old in page.layers]
            document = _with_layers(document, page, layers)
        history.append(document)
    return history


def _with_layers(document: Document, page: Page, layers: list[Layer]) -> Document:
    return document.with_page(page.id, lambda p: p.replace(layers=tuple(layers)))


def _edited(draw: st.DrawFn, kind: str, layer: Layer) -> Layer:
    strokes = list(layer.strokes)
    at = draw(st.integers(0, len(strokes)))
    if kind == "add":
        strokes[at:at] = draw(st.lists(drawings.strokes(), min_size=1, max_size=3))
    elif kind == "cut":
        del strokes[at : at + 2]
    elif kind == "move":
        strokes = [stroke.replace(samples=stroke.samples + 1.0) for stroke in strokes]
    elif kind == "swap":
        strokes = draw(st.permutations(strokes))
    else:
        return layer.replace(holes=(*layer.holes, Hole.box(at, 0, 5, 5)), opacity=0.5)
    return layer.replace(strokes=tuple(strokes))


@settings(max_examples=60)
@given(histories())
def test_any_history_ends_in_its_last_document(history: list[Document]):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        log = Journal.open(Path(folder))
        for document in history:
            log.record(document)
        log.close(discard=False)
        drawings.assert_same(history[-1], journal.recover(journal.recoverable(Path(folder))[0]))


def test_forgets_what_nothing_shows_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(journal, "SLACK", 5)
    monkeypatch.setattr(journal_log, "SLACK", 5)
    log = Journal.open(tmp_path)
    document = drawings.rich()
    for _ in range(20):
        page = document.pages[0]
        layers = tuple(
            layer.replace(strokes=tuple(s.replace(samples=s.samples + 1) for s in layer.strokes))
            for layer in page.layers
        )
        document = document.with_page(page.id, lambda p, new=layers: p.replace(layers=new))
        log.record(document)
    with closing(sqlite3.connect(log.path)) as database:
        assert database.execute("SELECT count(*) FROM stroke").fetchone()[0] < 30
        assert database.execute("SELECT count(*) FROM revision").fetchone()[0] < 10
    log.close(discard=False)
    drawings.assert_same(document, journal.recover(journal.recoverable(tmp_path)[0]))


def test_threads_may_record_together(tmp_path: Path):
    log = Journal.open(tmp_path)
    documents = [add_stroke(Document(), seed) for seed in range(12)]
    threads = [threading.Thread(target=log.record, args=(d,)) for d in documents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.record(documents[3])
    log.close(discard=False)
    drawings.assert_same(documents[3], journal.recover(journal.recoverable(tmp_path)[0]))


def test_failed_record_keeps_the_state_before(tmp_path: Path):
    log = Journal.open(tmp_path)
    good = add_stroke(Document())
    log.record(good)
    bad = Stroke.make([[0.0, 0.0]])
    bad = dataclasses.replace(bad, samples=bad.samples * 1e300 + 1e300)
    layer = good.pages[0].layers[0]
    broken = Document((Page((layer.replace(strokes=(*layer.strokes, bad)),)),))
    with pytest.raises(Exception, match="far too large"):
        log.record(broken)
    better = add_stroke(good, 2)
    log.record(better)
    log.close(discard=False)
    drawings.assert_same(better, journal.recover(journal.recoverable(tmp_path)[0]))


def test_full_disk_is_one_sentence(tmp_path: Path):
    log = Journal.open(tmp_path)
    first = add_stroke(Document())
    log.record(first)
    assert log._database is not None
    pages = log._database.execute("PRAGMA page_count").fetchone()[0]
    log._database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(FileError, match="disk is full"):
        log.record(drawings.many(300))
    log._database.execute("PRAGMA max_page_count = 1000000")
    second = add_stroke(first, 1)
    log.record(second)
    log.close(discard=False)
    drawings.assert_same(second, journal.recover(journal.recoverable(tmp_path)[0]))


def test_folder_that_cannot_be_made(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="cannot be written"):
        Journal.open(tmp_path / "file" / "journals")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET change = 'not json'",
        "UPDATE revision SET change = '[5]'",
        "UPDATE revision SET change = '[]'",
        "UPDATE revision SET change = '{\"a\": 1}'",
        "UPDATE stroke SET samples = x'00'",
        "DELETE FROM stroke",
        "DROP TABLE brush",
    ],
)
def test_damaged_journal_is_one_sentence(tmp_path: Path, statement: str):
    log = Journal.open(tmp_path)
    log.record(add_stroke(Document()))
    log.close(discard=False)
    (entry,) = journal.recoverable(tmp_path)
    with closing(sqlite3.connect(entry.journal)) as database:
        database.execute(statement)
        database.commit()
    with pytest.raises(FileError, match="damaged"):
        journal.recover(entry)


@pytest.mark.parametrize("statement", ["PRAGMA user_version = 9", "PRAGMA application_id = 1"])
def test_journal_of_another_version_or_program_is_left_alone(tmp_path: Path, statement: str):
    log = Journal.open(tmp_path)
    log.record(add_stroke(Document()))
    log.close(discard=False)
    with closing(sqlite3.connect(log.path)) as database:
        database.execute(statement)
        database.commit()
    assert journal.recoverable(tmp_path) == []
    assert log.path.exists()


def test_missing_journal(tmp_path: Path):
    entry = journal.Recoverable(tmp_path / "no.journal", None, 0.0)
    with pytest.raises(FileError):
        journal.recover(entry)
    journal.discard(entry)


def test_lock_is_held_by_one(tmp_path: Path):
    first, second = Lock(tmp_path / "l"), Lock(tmp_path / "l")
    second.release()
    first.acquire()
    assert not second.try_acquire()
    with pytest.raises(BlockingIOError):
        second.acquire()
    first.release(remove=False)
    assert second.try_acquire()
    second.release()
    assert not (tmp_path / "l").exists()


DRAW = """
import sys
from pathlib import Path
from sketchpad.core.document import Document
from sketchpad.files.journal import Journal
from tests.files.test_journal import add_stroke

log = Journal.open(Path(sys.argv[1]))
document = Document()
for number in range(100_000):
    document = add_stroke(document, number % 7)
    log.record(document)
    print(number + 1, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_survives_being_killed_at_any_moment(tmp_path: Path):
    root = Path(__file__).parents[2]
    for attempt in range(8):
        folder = tmp_path / str(attempt)
        process = subprocess.Popen(
            [sys.executable, "-c", DRAW, str(folder)], stdout=subprocess.PIPE, text=True, cwd=root
        )
        assert process.stdout is not None
        drawn = int(process.stdout.readline())
        time.sleep(0.013 * attempt)
        os.kill(process.pid, signal.SIGKILL)
        numbers = process.stdout.read().split("\n")
        process.wait()
        process.stdout.close()
        drawn = max([drawn, *(int(n) for n in numbers[:-1])])
        (entry,) = journal.recoverable(folder)
        document = journal.recover(entry)
        # All that was reported is there, and at most the one that was being written besides.
        assert len(document.pages[0].layers[0].strokes) in (drawn, drawn + 1)
        for number, stroke in enumerate(document.pages[0].layers[0].strokes):
            assert (stroke.samples == Stroke.make(drawings.wave(number % 7)).samples).all()


def test_a_stroke_is_on_disk_well_within_a_second(tmp_path: Path):
    log = Journal.open(tmp_path)
    document = drawings.many(10_000, 20)
    log.record(document)
    began = time.perf_counter()
    log.record(add_stroke(document))
    assert time.perf_counter() - began < 0.5
    log.close(discard=True)
