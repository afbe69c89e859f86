from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from sketchpad.core.errors import InputError
from sketchpad.ui.jobs import Job, JobQueue


@pytest.fixture
def queue(qtbot: QtBot) -> Iterator[JobQueue]:
    queue = JobQueue()
    yield queue
    queue.close()
    assert not [t for t in threading.enumerate() if t.name == "jobs"]


def until_cancelled(job: Job) -> object:
    while True:
        job.cancellation.check()
        time.sleep(0.005)


def test_a_result_arrives_in_the_gui_thread_with_its_parts(qtbot: QtBot, queue: JobQueue) -> None:
    heard: list[tuple[str, object, bool]] = []
    main = threading.current_thread()

    def here() -> bool:
        return threading.current_thread() is main

    queue.progressed.connect(lambda _, share: heard.append(("progress", share, here())))
    queue.partial.connect(lambda _, value: heard.append(("partial", value, here())))
    queue.finished.connect(lambda _, value: heard.append(("finished", value, here())))

    def work(job: Job) -> object:
        job.progress(0.5)
        job.partial("half")
        return threading.current_thread() is not main

    with qtbot.waitSignal(queue.finished):
        queue.submit(Job("Test", work))
    assert heard == [
        ("progress", 0.5, True),
        ("partial", "half", True),
        ("finished", True, True),
    ]


def test_explicit_jobs_come_in_order_and_before_the_live_one(qtbot: QtBot, queue: JobQueue) -> None:
    order: list[str] = []
    gate = threading.Event()

    def named(name: str):
        def work(_: Job) -> object:
            gate.wait(5)
            order.append(name)
            return name

        return work

    queue.submit(Job("first", named("first")))
    queue.submit(Job("old", named("old"), live=True))
    queue.submit(Job("second", named("second")))
    queue.submit(Job("new", named("new"), live=True))
    queue.submit(Job("third", named("third")))
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 4)
    assert order == ["first", "second", "third", "new"]


def test_a_newer_live_job_stops_the_running_one(qtbot: QtBot, queue: JobQueue) -> None:
    with qtbot.waitSignal(queue.started):
        old = queue.submit(Job("old", until_cancelled, live=True))
    with qtbot.waitSignals([queue.cancelled, queue.finished]):
        queue.submit(Job("new", lambda _: 1, live=True))
    assert old.cancellation


def test_cancel_is_told_at_once_and_the_worker_goes_on(qtbot: QtBot, queue: JobQueue) -> None:
    with qtbot.waitSignal(queue.started):
        job = queue.submit(Job("long", until_cancelled))
    cancelled: list[Job] = []
    queue.cancelled.connect(cancelled.append)
    queue.cancel(job)
    assert cancelled == [job]
    assert queue.running is None
    with qtbot.waitSignal(queue.finished) as signal:
        queue.submit(Job("next", lambda _: "done"))
    assert signal.args is not None
    assert signal.args[1] == "done"


def test_a_result_of_a_cancelled_job_is_dropped(qtbot: QtBot, queue: JobQueue) -> None:
    finished: list[object] = []
    queue.finished.connect(lambda _, value: finished.append(value))
    gate = threading.Event()
    with qtbot.waitSignal(queue.started):
        job = queue.submit(Job("deaf", lambda _: gate.wait(5)))
    queue.cancel(job)
    gate.set()
    with qtbot.waitSignal(queue.finished):
        queue.submit(Job("next", lambda _: "done"))
    assert finished == ["done"]


def test_errors_are_one_sentence(qtbot: QtBot, queue: JobQueue) -> None:
    def refuse(_: Job) -> object:
        raise InputError("The page is empty; draw something first.")

    with qtbot.waitSignal(queue.failed) as signal:
        queue.submit(Job("Heal", refuse))
    assert signal.args is not None
    assert signal.args[1] == "The page is empty; draw something first."


def test_a_bug_is_told_and_the_worker_survives(
    qtbot: QtBot, queue: JobQueue, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(queue.failed) as signal:
        queue.submit(Job("Heal", lambda _: 1 / 0))
    assert signal.args is not None
    assert signal.args[1] == "Heal failed unexpectedly; the log tells more."
    assert "ZeroDivisionError" in caplog.text
    with qtbot.waitSignal(queue.finished):
        queue.submit(Job("next", lambda _: 1))
