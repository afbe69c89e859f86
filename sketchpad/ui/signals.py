"""Signals of the system that end the application: it closes as if its window was closed."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QSocketNotifier

#: Sent at the end of a session, by Ctrl+C in a terminal, and when the terminal goes away.
_NAMES: Final = ("SIGTERM", "SIGINT", "SIGHUP")


class EndSignals(QObject):
    """Calls ``leave`` on the main thread when the system asks the process to end.

    Python runs a signal's handler when its interpreter runs next, which under Qt's event loop may
    never be; but at once it writes to a socket, and that the event loop hears.
    """

    def __init__(self, leave: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._leave = leave
        self._here, self._there = socket.socketpair()
        for end in (self._here, self._there):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._wakeup_before = signal.set_wakeup_fd(self._there.fileno())
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        self._before: dict[int, Any] = {
            number: signal.signal(number, lambda _number, _frame: None) for number in numbers
        }

    def close(self) -> None:
        """Leave signals to Python again."""
        self._notifier.setEnabled(False)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._here.close()
        self._there.close()

    def _on_signal(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._here.recv(64)
        self._leave()
