"""Qt objects caught in a cycle are freed by the window's thread, whoever allocates."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.runtime.gc_guard import Collector


@pytest.fixture
def collector(qapp: object) -> Iterator[Collector]:
    gc.enable()
    parent = QObject()
    yield Collector(parent)
    shiboken6.delete(parent)


class Caught(QObject):
    """Only the collector can free it."""

    def __init__(self, freed: Callable[[], object]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, freed)


def test_a_worker_that_allocates_frees_none_and_the_window_s_thread_does(
    qtbot: QtBot, collector: Collector
) -> None:
    freed_in: list[threading.Thread] = []
    Caught(lambda: freed_in.append(threading.current_thread()))
    allocated: list[list[int]] = []
    worker = threading.Thread(target=lambda: allocated.extend([] for _ in range(200_000)))
    worker.start()
    worker.join()
    assert freed_in == []
    qtbot.waitUntil(lambda: bool(freed_in))
    assert freed_in == [threading.main_thread()]


def test_a_job_that_is_over_keeps_no_window_alive(qtbot: QtBot, background: Background) -> None:
    seen: list[int] = []
    owner = QObject()
    alive = weakref.ref(owner)
    job = background.run(lambda: 42, owner=owner, done=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    del owner
    assert job.over
    assert alive() is None
