"""The pen comes first: while it is on the paper, workers make way for it.

Python runs one thread at a time. A worker that calls numpy on and on lets go of the interpreter at
every call, but for microseconds, in which no other thread wakes up; and each time, the patience
after which Python would make it let go (``sys.setswitchinterval``) begins anew. So it can keep the
pen waiting for many milliseconds, unless it pauses by itself for as long as a thread takes to wake.
"""

from __future__ import annotations

import time
from typing import Final

#: A worker pauses this often, and for so long, seconds.
_EVERY: Final = 2.5e-4
_PAUSE: Final = 5e-5

_is_drawing = False
_last = 0.0


def pen_draws(drawing: bool) -> None:
    """Tell whether the pen is on the paper; the application does."""
    global _is_drawing  # noqa: PLW0603 - there is one interpreter, and one pen
    _is_drawing = drawing


def pen_is_down() -> bool:
    """Whether the pen is on the paper: who is about to take every core had better not."""
    return _is_drawing


def make_way() -> None:
    """Pause for a moment if the pen is on the paper and the last pause was some time ago.

    Cheap enough for the innermost loops of Python; to be called at least every half millisecond.
    """
    global _last  # noqa: PLW0603 - workers that share it pause in turn
    if _is_drawing and time.perf_counter() - _last > _EVERY:
        time.sleep(_PAUSE)
        _last = time.perf_counter()
