"""A lock on a file that the system drops when the process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path


class Lock:
    """Held by at most one process, and by at most one holder within it."""

    def __init__(self, path: Path) -> None:
        """A lock on the file ``path``, which is made when the lock is taken."""
        self._path = path
        self._handle: int | None = None

    def try_acquire(self) -> bool:
        """Take the lock if nobody holds it, and say whether that worked."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        with contextlib.suppress(OSError):
            os.write(handle, str(os.getpid()).encode())
        return True

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            BlockingIOError: if another process holds it.
        """
        if not self.try_acquire():
            raise BlockingIOError(f"{self._path} is held by another instance")

    def release(self, *, remove: bool = True) -> None:
        """Give the lock back, and remove its file if that is wanted."""
        if self._handle is None:
            return
        if remove:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        os.close(self._handle)
        self._handle = None
        if remove:  # where an open file cannot be removed
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        # Of the open file, not of the process: a second opening in this process is refused too.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
