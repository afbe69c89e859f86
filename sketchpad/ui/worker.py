"""Work off the main thread, with the answer brought back to it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

T = TypeVar("T")


class Worker(QObject):
    """One thread that does one thing after another.

    The answers, or the errors, come back on the thread that owns this object.
    """

    _answered = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    def do(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Run ``work`` on the thread, then ``then`` with its result on the owner's thread.

        Without ``failed``, an error is raised again on the owner's thread. After ``close``
        nothing is begun, and no answer comes any more.
        """
        if self._closed:
            return

        def job() -> None:
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001 (brought to the owner's thread)
                self._answered.emit(failed or _raise, error)
            else:
                self._answered.emit(then, result)

        self._pool.submit(job)

    def close(self) -> None:
        """Finish what was asked for, and end the thread."""
        self._closed = True
        self._pool.shutdown(wait=True)

    def _on_answered(self, then: Callable[[Any], None], value: object) -> None:
        if not self._closed:
            then(value)


def _raise(error: BaseException) -> None:
    raise error
