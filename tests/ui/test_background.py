"""Work off the window's thread comes back to it, or is dropped with what it was for."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from stockage_partage.errors import Offline, Trouble, Unexpected
from stockage_partage.streams import Stopped
from stockage_partage.ui.runtime.background import Background, Latest


@pytest.fixture
def gate() -> threading.Event:
    """Holds work back until the test opens it."""
    return threading.Event()


def held(gate: threading.Event, value: int) -> Callable[[], int]:
    def work() -> int:
        assert gate.wait(10)
        return value

    return work


def offline() -> None:
    raise Offline("cable")


def test_the_result_arrives_in_the_window_s_thread(
    qtbot: QtBot, background: Background, owner: QObject
) -> None:
    seen: list[tuple[int, threading.Thread, threading.Thread]] = []
    background.run(
        lambda: (42, threading.current_thread()),
        owner=owner,
        done=lambda got: seen.append((got[0], got[1], threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(seen))
    value, worked_in, told_in = seen[0]
    assert value == 42
    assert worked_in is not told_in
    assert told_in is threading.main_thread()


def test_a_trouble_goes_to_failed(qtbot: QtBot, background: Background, owner: QObject) -> None:
    seen: list[Trouble] = []
    background.run(offline, owner=owner, done=lambda _: None, failed=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].kind == "Offline"


def test_a_trouble_that_nobody_waits_for_is_shown(
    qtbot: QtBot, background: Background, owner: QObject, troubles: list[Trouble]
) -> None:
    background.run(offline, owner=owner, done=lambda _: None)
    qtbot.waitUntil(lambda: bool(troubles))
    assert troubles[0].detail == "cable"


def test_our_own_mistake_is_loud(qtbot: QtBot, background: Background, owner: QObject) -> None:
    told: list[Trouble] = []
    job = background.run(
        lambda: int("not a number"), owner=owner, done=lambda _: None, failed=told.append
    )
    with qtbot.captureExceptions() as raised:
        qtbot.waitUntil(lambda: job.over)
    assert raised[0][0] is ValueError
    # Whoever asked hears that it is over: nothing waits for ever.
    assert [type(trouble) for trouble in told] == [Unexpected]


def test_a_result_for_a_dead_widget_is_dropped(
    qtbot: QtBot, background: Background, gate: threading.Event
) -> None:
    seen: list[int] = []
    widget = QObject()
    job = background.run(held(gate, 1), owner=widget, done=seen.append)
    shiboken6.delete(widget)
    gate.set()
    qtbot.waitUntil(lambda: job.over)
    assert seen == []


def test_a_cancelled_job_tells_nothing(
    qtbot: QtBot, background: Background, owner: QObject, gate: threading.Event
) -> None:
    seen: list[int] = []
    job = background.run(held(gate, 1), owner=owner, done=seen.append)
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: job.over)
    assert seen == []
    assert not background.busy


def test_shutdown_joins_the_threads_and_forgets_what_waits(
    qtbot: QtBot, owner: QObject, gate: threading.Event
) -> None:
    runner = Background(lambda trouble: None, workers=1)
    seen: list[int] = []
    runner.run(held(gate, 1), owner=owner, done=seen.append)
    runner.run(lambda: seen.append(2), owner=owner, done=lambda _: seen.append(3))
    threading.Timer(0.05, gate.set).start()

    assert runner.shutdown(timeout=10)

    qtbot.wait(20)
    assert seen == []


def test_what_is_to_be_done_all_the_same_is_done_after_the_window_was_closed(
    owner: QObject, gate: threading.Event
) -> None:
    runner = Background(lambda trouble: None, workers=1)
    did: list[str] = []
    runner.run(held(gate, 1), owner=owner, done=lambda _: None)
    runner.run(lambda: did.append("other"), owner=owner, done=lambda _: None)
    runner.run(lambda: did.append("removed"), owner=owner, done=lambda _: None, to_its_end=True)
    assert not runner.shutdown(timeout=0)
    gate.set()

    assert runner.shutdown(timeout=10)

    assert did == ["removed"]


def test_shutdown_does_not_wait_for_ever(owner: QObject, gate: threading.Event) -> None:
    runner = Background(lambda trouble: None, workers=1)
    runner.run(held(gate, 1), owner=owner, done=lambda _: None)
    assert not runner.shutdown(timeout=0.05)
    gate.set()


def test_nothing_runs_after_shutdown(qtbot: QtBot, owner: QObject) -> None:
    runner = Background(lambda trouble: None)
    runner.shutdown()
    seen: list[int] = []
    job = runner.run(lambda: seen.append(1), owner=owner, done=lambda _: seen.append(2))
    qtbot.wait(20)
    assert job.cancelled
    assert seen == []


def test_many_jobs_with_dying_owners_all_end(qtbot: QtBot, background: Background) -> None:
    got: list[int] = []
    owners = [QObject() for _ in range(60)]
    for number, one in enumerate(owners):
        background.run(lambda n=number: n, owner=one, done=got.append)
        if number % 3 == 0:
            shiboken6.delete(one)
    qtbot.waitUntil(lambda: not background.busy)
    assert sorted(got) == [number for number in range(60) if number % 3]


def test_only_the_latest_answer_is_told(
    qtbot: QtBot, background: Background, owner: QObject, gate: threading.Event
) -> None:
    seen: list[int] = []
    latest = Latest(background, owner)
    assert latest.is_idle
    latest.run(held(gate, 1), done=seen.append)
    assert not latest.is_idle
    latest.run(held(gate, 2), done=seen.append)
    gate.set()
    qtbot.waitUntil(lambda: not background.busy)
    assert seen == [2]
    assert latest.is_idle


def stopping(began: threading.Event) -> Callable[[threading.Event], int]:
    def work(stop: threading.Event) -> int:
        began.set()
        assert stop.wait(10)
        raise Stopped

    return work


def test_what_is_stopped_says_so_and_what_is_cancelled_says_nothing(
    qtbot: QtBot, background: Background, owner: QObject
) -> None:
    seen: list[int | None] = []
    latest = Latest(background, owner)
    began = threading.Event()
    latest.run_stoppable(stopping(began), done=seen.append)
    assert began.wait(10)
    latest.stop()
    qtbot.waitUntil(lambda: seen == [None])

    began.clear()
    latest.run_stoppable(stopping(began), done=seen.append)
    assert began.wait(10)
    latest.cancel()
    qtbot.waitUntil(lambda: not background.busy)
    assert seen == [None]


def test_another_question_ends_the_work_of_the_one_before(
    qtbot: QtBot, background: Background, owner: QObject
) -> None:
    seen: list[int | None] = []
    latest = Latest(background, owner)
    began = threading.Event()
    latest.run_stoppable(stopping(began), done=seen.append)
    assert began.wait(10)
    latest.run_stoppable(lambda _stop: 7, done=seen.append)
    qtbot.waitUntil(lambda: not background.busy)
    assert seen == [7]
