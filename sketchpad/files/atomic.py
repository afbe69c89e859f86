"""Files that are written completely or not at all, and the system's errors in plain words."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sketchpad.core.errors import FileError


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turns the system's errors in the block into a ``FileError`` about reading ``path``."""
    try:
        yield
    except OSError as error:
        raise FileError(f"{path} cannot be read: {_reason(error)}.") from error


def stamp_of(path: Path | None) -> str:
    """What changes when anybody writes a file, its time and size; empty without a file."""
    try:
        found = None if path is None else path.stat()
    except OSError:
        return ""
    return "" if found is None else f"{found.st_mtime_ns} {found.st_size}"


@contextlib.contextmanager
def writing(path: Path) -> Iterator[Path]:
    """A new file beside ``path``, which replaces it when the block ends well.

    What was there stays as it is until then, and if the block fails.

    Raises:
        FileError: if the system refuses.
    """
    temporary: Path | None = None
    try:
        target = _target(path)
        temporary = _temporary(target)
        yield temporary
        _flush(temporary)
        temporary.replace(target)
        _flush_folder(target.parent)
    except OSError as error:
        raise FileError(f"{path} was not saved: {_reason(error)}.") from error
    except sqlite3.Error as error:
        raise FileError(f"{path} was not saved: {sqlite_reason(error)}.") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def size_of(path: Path) -> int:
    """The size of a file in bytes.

    Raises:
        FileError: if there is none, or it is something else than a file.
    """
    with reading(path):
        if path.is_dir():
            raise FileError(f"{path} is a folder, not a file.")
        size = path.stat().st_size
        if not path.is_file():
            raise FileError(f"{path} is not a regular file.")
        return size


def read_bytes(path: Path, limit: int) -> bytes:
    """A file's content.

    Raises:
        FileError: if it cannot be read, or is larger than ``limit`` bytes.
    """
    size = size_of(path)
    if size > limit:
        raise FileError(
            f"{path} is too large to open: {size / 1e6:,.0f} MB, where {limit / 1e6:,.0f} MB "
            "is the most."
        )
    with reading(path), path.open("rb") as file:
        # A file may grow while it is read.
        return file.read(limit)


def sqlite_reason(error: sqlite3.Error) -> str:
    """What SQLite complains about, for people."""
    text = str(error)
    if "disk is full" in text:
        return "the disk is full; free some space and save again"
    if "readonly" in text or "unable to open" in text:
        return "permission denied"
    if "I/O" in text:
        return "the disk reports an error"
    if "locked" in text:
        return "another program is using it"
    if "malformed" in text or "not a database" in text:
        return "it is damaged"
    return text


def _reason(error: OSError) -> str:
    known = {
        errno.ENOENT: "there is no such file or folder",
        errno.EISDIR: "it is a folder",
        errno.ENOTDIR: "a part of its path is not a folder",
        errno.EACCES: "permission denied",
        errno.EPERM: "permission denied",
        errno.EROFS: "the disk is read-only",
        errno.ENOSPC: "the disk is full; free some space and save again",
        errno.EDQUOT: "your quota on the disk is used up; free some space and save again",
        errno.ENAMETOOLONG: "its name is too long",
        errno.ELOOP: "its links lead in a circle",
    }
    fallback = error.strerror or str(error) or type(error).__name__
    return known.get(error.errno or 0, fallback)


def _target(path: Path) -> Path:
    """Where the bytes go: through links, never over a folder or a protected file."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "permission denied")
    return target


def _temporary(target: Path) -> Path:
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}.tmp")
    # Made here, so that a missing or protected folder is noticed before the work is done.
    temporary.touch(exist_ok=False)
    if target.exists():
        temporary.chmod(target.stat().st_mode & 0o777)
    return temporary


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    # Not every system can, and the file itself is safe.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
