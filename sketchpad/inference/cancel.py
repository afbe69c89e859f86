"""Cancelling work from another thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from sketchpad.core.courtesy import make_way
from sketchpad.core.errors import CancelledError


class Cancellation:
    """Shared between who waits for some work and who does it; set once, never reset."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._stops: list[Callable[[], None]] = []

    def __bool__(self) -> bool:
        """Whether the work was cancelled."""
        return self._cancelled

    def cancel(self) -> None:
        """Ask the work to stop; returns at once."""
        with self._lock:
            self._cancelled = True
            stops = list(self._stops)
        for stop in stops:
            stop()

    def check(self) -> None:
        """Stop here if the work was cancelled; make way for the pen if it was not.

        Raises:
            CancelledError: if it was.
        """
        if self._cancelled:
            raise CancelledError("Cancelled.")
        make_way()

    @contextlib.contextmanager
    def stopping(self, stop: Callable[[], None]) -> Iterator[None]:
        """While in this context, ``cancel`` also calls ``stop``."""
        with self._lock:
            self._stops.append(stop)
            cancelled = self._cancelled
        if cancelled:
            stop()
        try:
            yield
        finally:
            with self._lock:
                self._stops.remove(stop)
