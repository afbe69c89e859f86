"""Smoothing of the pen while it draws: a filter against jitter, and a string to pull lines with.

Both are streams: ``add`` one reading, get one point. Times are in ms, coordinates in the caller's
unit; the canvas passes screen pixels, so that the feel does not depend on the zoom.
"""

from __future__ import annotations

import dataclasses
import math

_MS: float = 1e-3


@dataclasses.dataclass
class OneEuroFilter:
    """The 1€ filter: slow movement is smoothed much, fast movement hardly lags.

    After Casiez, Roussel & Vogel, "1€ Filter", CHI 2012. Both low passes are solved exactly for
    a pen that moves straight between two readings, instead of by their Euler step, so the result
    depends on the movement and hardly on how often the tablet reports it. The estimate of the speed
    is the mean of what was seen so far until it has run in: a stroke that begins fast does not lag.

    Attributes:
        min_cutoff: Hz, the cut-off of a pen at rest; less is smoother.
        beta: Hz per (unit / s), by how much speed raises the cut-off; more lags less.
        speed_cutoff: Hz, the cut-off of the estimate of the speed.
    """

    min_cutoff: float = 1.5
    beta: float = 0.02
    speed_cutoff: float = 4.0

    def __post_init__(self) -> None:
        if not (self.min_cutoff > 0.0 and self.beta >= 0.0 and self.speed_cutoff > 0.0):
            raise ValueError(f"no such filter: {self}")
        self.reset()

    def reset(self) -> None:
        """Forgets all readings: the next one begins a stroke."""
        self._time: float | None = None
        self._unseen = 1.0  # the share of the speed's estimate that is still its beginning, 0
        self._last = self._smooth = self._speed = (0.0, 0.0)

    def add(self, x: float, y: float, t: float) -> tuple[float, float]:
        """The smoothed place of the pen after a reading at time ``t`` (ms).

        Readings that do not advance the time count with the next one that does.
        """
        if self._time is None:
            self._time, self._last, self._smooth = t, (x, y), (x, y)
            return x, y
        dt = (t - self._time) * _MS
        if not dt > 0.0:
            return self._smooth
        (last_x, last_y), (speed_x, speed_y) = self._last, self._speed
        slope_x, slope_y = (x - last_x) / dt, (y - last_y) / dt
        rate = dt * math.tau * self.speed_cutoff
        keep = math.exp(-rate)
        # The cut-off follows the mean of the estimate over the step, not its end.
        mean = (1.0 - keep) / rate
        seen = 1.0 - self._unseen * mean
        mean_x = (slope_x + (speed_x - slope_x) * mean) / seen
        mean_y = (slope_y + (speed_y - slope_y) * mean) / seen
        self._unseen *= keep
        speed_x = slope_x + (speed_x - slope_x) * keep
        speed_y = slope_y + (speed_y - slope_y) * keep
        cutoff = self.min_cutoff + self.beta * math.hypot(mean_x, mean_y)
        delay = 1.0 / (math.tau * cutoff)
        keep = math.exp(-dt / delay)
        smooth_x, smooth_y = self._smooth
        # y' = (x - y) / delay for an x that moves at a constant slope.
        smooth_x = x - slope_x * delay + (smooth_x - last_x + slope_x * delay) * keep
        smooth_y = y - slope_y * delay + (smooth_y - last_y + slope_y * delay) * keep
        self._time, self._last = t, (x, y)
        self._speed, self._smooth = (speed_x, speed_y), (smooth_x, smooth_y)
        return smooth_x, smooth_y


@dataclasses.dataclass
class PulledString:
    """A stabiliser: the line is pulled on a string, and moves only while the string is taut.

    Attributes:
        length: of the string, in the unit of the coordinates; 0 draws where the pen is.
    """

    length: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.length < math.inf:
            raise ValueError(f"no such string: {self}")
        self.reset()

    def reset(self) -> None:
        """Forgets all readings: the next one begins a stroke."""
        self._end: tuple[float, float] | None = None

    def add(self, x: float, y: float, t: float = 0.0) -> tuple[float, float]:  # noqa: ARG002
        """Where the string's other end lies after a reading; time plays no part."""
        if self._end is None:
            self._end = (x, y)
            return self._end
        end_x, end_y = self._end
        distance = math.hypot(x - end_x, y - end_y)
        if distance > self.length:
            share = self.length / distance
            self._end = (x + (end_x - x) * share, y + (end_y - y) * share)
        return self._end
