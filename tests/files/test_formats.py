"""Choosing formats, and what the system does to files."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sketchpad import files
from sketchpad.core.document import Document
from sketchpad.core.errors import FileError
from sketchpad.files import atomic, formats
from sketchpad.files.sniff import sniff
from tests.files import drawings

ENDINGS = [".sketch", ".svg", ".ndjson", ".npz", ".json", ".png", ".jpg", ".pdf"]
READABLE = {".sketch": "sketch", ".svg": "svg", ".ndjson": "ndjson", ".npz": "npz",
            ".json": "json", ".png": "image", ".jpg": "image"}  # fmt: skip
SMALL = drawings.many(3, 20)


@pytest.mark.parametrize("ending", READABLE)
def test_content_decides_not_the_ending(ending: str, tmp_path: Path):
    path = tmp_path / f"a{ending}"
    files.save(SMALL, path)
    wrong = tmp_path / "a.wrong"
    path.rename(wrong)
    assert files.open_document(wrong).format == READABLE[ending]
    assert sniff(wrong) == READABLE[ending]


def test_endings_in_capitals(tmp_path: Path):
    path = tmp_path / "A.SVG"
    files.save(SMALL, path)
    assert files.open_document(str(path)).format == "svg"


@pytest.mark.parametrize("name", ["a", "a.doc", "a.exe", ".svg"])
def test_endings_that_nobody_writes(name: str, tmp_path: Path):
    with pytest.raises(FileError, match="no ending"):
        files.save(SMALL, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\x00" * 5000, b"[1, 2]", b"\xff\xfehello", b"%PDF-1.4", b"GIF89a"]
)
def test_what_is_no_drawing(data: bytes, tmp_path: Path):
    path = tmp_path / "a.svg"
    path.write_bytes(data)
    with pytest.raises(FileError) as caught:
        files.load(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


#: Words of libraries, which say nothing to who draws.
JARGON = (
    *("malformed", "well-formed", "token", "database disk", "column", "zlib", "zip", "decompress"),
    *("NoneType", "Errno", "pickle", "header", "byte", "int()", "codec"),
)


@pytest.mark.parametrize("ending", READABLE)
@pytest.mark.parametrize("how", ["cut", "garbled"])
def test_what_is_damaged_is_said_in_plain_words(ending: str, how: str, tmp_path: Path):
    path = tmp_path / f"a{ending}"
    files.save(SMALL, path)
    data = bytearray(path.read_bytes())
    if how == "cut":
        del data[len(data) // 2 :]
    else:
        middle = len(data) // 2
        data[middle : middle + 2000] = b"<}\xff" * 600
    path.write_bytes(data)
    try:
        files.load(path)
    except FileError as error:
        sentence = str(error).removeprefix(str(path))
        assert not [word for word in JARGON if word in sentence]
        assert "(" not in sentence
        assert sentence.endswith(".")
    else:
        # What is still whole is read; nothing shows where JPEG or SQLite keep free room.
        assert how == "garbled" or ending in {".ndjson", ".jpg"}


@pytest.mark.parametrize("mark", ["\ufeff<svg/>", "  \n<svg/>"])
def test_marks_before_the_text(mark: str, tmp_path: Path):
    path = tmp_path / "a"
    for encoding in ("utf-8", "utf-16"):
        path.write_bytes(mark.encode(encoding))
        assert sniff(path) == "svg"


def test_folders_and_missing_files(tmp_path: Path):
    with pytest.raises(FileError, match="is a folder"):
        files.load(tmp_path)
    with pytest.raises(FileError, match="no such file"):
        files.load(tmp_path / "nothing.svg")
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="not a folder"):
        files.load(tmp_path / "file" / "a.svg")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_pipes_do_not_block(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.svg")
    with pytest.raises(FileError, match="not a regular file"):
        files.load(tmp_path / "pipe.svg")


@pytest.mark.parametrize("ending", ENDINGS)
def test_folder_in_the_way(ending: str, tmp_path: Path):
    path = tmp_path / f"a{ending}"
    path.mkdir()
    with pytest.raises(FileError, match="folder"):
        files.save(SMALL, path)
    with pytest.raises(FileError, match="no such file or folder"):
        files.save(SMALL, tmp_path / "nowhere" / path.name)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("ending", ENDINGS)
def test_disk_that_refuses_leaves_the_old_file(
    ending: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / f"a{ending}"
    files.save(SMALL, path)
    before = path.read_bytes()

    def refuse(_handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(FileError, match="was not saved") as caught:
        files.save(Document(drawings.rich().pages[1:]), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    if code == errno.ENOSPC:
        assert "disk is full" in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
@pytest.mark.parametrize("ending", ENDINGS)
def test_disk_that_is_full_while_writing(ending: str, tmp_path: Path):
    """A real write that fails half way: the system lets the process write 1500 bytes."""
    path = tmp_path / f"a{ending}"
    files.save(SMALL, path)
    before = path.read_bytes()
    code = (
        "import resource, signal, sys\n"
        "from sketchpad import files; from sketchpad.core.errors import FileError\n"
        "from tests.files import drawings\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "document = drawings.many(300)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))\n"
        "try:\n"
        "    files.save(document, sys.argv[1])\n"
        "except FileError as error:\n"
        "    print(error)\n"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env=environment,
        check=False,
    )
    assert "was not saved" in done.stdout, done.stderr
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_save_keeps_rights_and_follows_links(tmp_path: Path):
    path, link = tmp_path / "a.svg", tmp_path / "link.svg"
    files.save(SMALL, path)
    path.chmod(0o640)
    link.symlink_to(path)
    files.save(SMALL, link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    link.unlink()
    link.symlink_to(link)
    with pytest.raises(FileError):
        files.load(link)


def test_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.svg"
    files.save(SMALL, path)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    with pytest.raises(FileError, match="permission denied"):
        files.save(SMALL, path)


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.svg"
    files.save(SMALL, path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileError, match="permission denied"):
        files.load(path)


def test_errors_of_sqlite_in_plain_words(tmp_path: Path):
    with pytest.raises(FileError, match="the disk is full"), atomic.writing(tmp_path / "a"):
        raise sqlite3.OperationalError("database or disk is full")
    assert atomic.sqlite_reason(sqlite3.OperationalError("unable to open")) == "permission denied"
    assert list(tmp_path.iterdir()) == []


def test_too_little_memory_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.svg"
    files.save(SMALL, path)

    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setitem(formats._READERS, "svg", exhausted)
    with pytest.raises(FileError, match="memory"):
        files.load(path)


def test_larger_file_than_wanted(tmp_path: Path):
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    with pytest.raises(FileError, match="too large"):
        atomic.read_bytes(path, 4)
    assert atomic.read_bytes(path, 5) == b"12345"
