"""The same question again and again: one at a time, and each trouble told once."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from stockage_partage.errors import DatabaseBusy, Offline, Trouble
from stockage_partage.ui.runtime.background import Background, Poll

_OFTEN_MS = 5
_NEVER_MS = 3_600_000


class Asked:
    """What is read, and everything that was told of it, in its order."""

    def __init__(self, background: Background, owner: QObject, every_ms: int = _NEVER_MS) -> None:
        self.trouble: Trouble | None = None
        self.reads = 0
        self.told: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.poll = Poll(
            background,
            every_ms,
            self._read,
            lambda count: self.told.append("read"),
            lambda trouble: self.told.append(f"failed {trouble.kind}"),
            mended=lambda trouble: self.told.append(f"mended {trouble.kind}"),
            parent=owner,
        )
        self._background = background

    def _read(self) -> int:
        assert self.gate.wait(10)
        self.reads += 1
        if self.trouble is not None:
            raise self.trouble
        return self.reads

    def look(self, qtbot: QtBot) -> None:
        """One question, until its outcome was told."""
        self.poll.look()
        qtbot.waitUntil(lambda: not self._background.busy)


def test_it_asks_until_it_is_stopped(qtbot: QtBot, background: Background, owner: QObject) -> None:
    asked = Asked(background, owner, _OFTEN_MS)
    asked.poll.start()
    qtbot.waitUntil(lambda: asked.reads >= 3)
    asked.poll.stop()
    qtbot.waitUntil(lambda: not background.busy)
    reads = asked.reads
    assert asked.told == ["read"] * reads
    asked.look(qtbot)
    assert asked.reads == reads + 1


def test_one_question_at_a_time(qtbot: QtBot, background: Background, owner: QObject) -> None:
    asked = Asked(background, owner)
    asked.gate.clear()
    for _ in range(3):
        asked.poll.look()
    asked.gate.set()
    qtbot.waitUntil(lambda: not background.busy)
    assert asked.reads == 1


def test_a_trouble_is_told_once_and_unsaid_when_it_is_over(
    qtbot: QtBot, background: Background, owner: QObject
) -> None:
    asked = Asked(background, owner)
    for trouble in (Offline("one"), Offline("two"), DatabaseBusy("three"), None, None):
        asked.trouble = trouble
        asked.look(qtbot)
    assert asked.told == [
        "failed Offline",
        "failed DatabaseBusy",
        "mended DatabaseBusy",
        "read",
        "read",
    ]


def test_a_trouble_is_told_again_to_somebody_who_asks(
    qtbot: QtBot, background: Background, owner: QObject
) -> None:
    asked = Asked(background, owner)
    asked.trouble = Offline("cable")
    asked.look(qtbot)
    asked.poll.look_again()
    qtbot.waitUntil(lambda: not background.busy)
    assert asked.told == ["failed Offline"] * 2


def test_somebody_who_asks_hears_that_a_trouble_is_over(
    qtbot: QtBot, background: Background, owner: QObject
) -> None:
    asked = Asked(background, owner)
    asked.trouble = Offline("cable")
    asked.look(qtbot)
    asked.trouble = None
    asked.poll.look_again()
    qtbot.waitUntil(lambda: not background.busy)
    assert asked.told == ["failed Offline", "mended Offline", "read"]


def test_what_is_forgotten_is_not_told(
    qtbot: QtBot, background: Background, owner: QObject
) -> None:
    asked = Asked(background, owner)
    asked.gate.clear()
    asked.poll.look()
    asked.poll.forget()
    asked.gate.set()
    qtbot.waitUntil(lambda: not background.busy)
    assert asked.told == []
    asked.look(qtbot)
    assert asked.told == ["read"]


def test_what_was_read_before_a_change_is_not_told_after_it(
    qtbot: QtBot, background: Background, owner: QObject
) -> None:
    asked = Asked(background, owner)
    asked.gate.clear()
    asked.poll.look()
    asked.poll.look_afresh()
    asked.gate.set()
    qtbot.waitUntil(lambda: not background.busy)
    assert asked.reads == 2
    assert asked.told == ["read"]
