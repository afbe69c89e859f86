"""A measurement beside its bar."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np


@dataclasses.dataclass(frozen=True)
class Row:
    """One measured number.

    Attributes:
        bar: what it must stay below, or above if ``more`` is better.
    """

    what: str
    value: float
    bar: float
    unit: str
    more: bool = False
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.value >= self.bar if self.more else self.value < self.bar

    def __str__(self) -> str:
        sign = "≥" if self.more else "<"
        verdict = "ok" if self.holds else "MISSED"
        bar = f"{sign} {self.bar:g} {self.unit}"
        return f"{self.what:58} {self.value:10.3f} {self.unit:5} {bar:>14}  {verdict:7}{self.note}"


Benchmark = Callable[[], list[Row]]


def percentile(values: list[float], share: float) -> float:
    return float(np.percentile(values, share))
