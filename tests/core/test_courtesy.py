"""Workers make way for the pen while it is on the paper, and only then."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from sketchpad.core import courtesy
from sketchpad.inference.cancel import Cancellation


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    found: list[float] = []
    monkeypatch.setattr(courtesy.time, "sleep", found.append)
    yield found
    courtesy.pen_draws(False)


def _work(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        courtesy.make_way()


def test_nobody_pauses_while_the_pen_is_away(pauses: list[float]) -> None:
    _work(0.003)
    assert not pauses


def test_a_worker_pauses_now_and_then_while_the_pen_draws(pauses: list[float]) -> None:
    courtesy.pen_draws(True)
    _work(0.01)
    assert 2 <= len(pauses) <= 0.01 / 2e-4
    courtesy.pen_draws(False)
    pauses.clear()
    _work(0.003)
    assert not pauses


def test_looking_for_a_cancellation_makes_way(pauses: list[float]) -> None:
    courtesy.pen_draws(True)
    Cancellation().check()
    assert len(pauses) == 1
