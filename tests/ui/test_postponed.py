"""What may still be taken back: done when its time is over, before what depends on it, and on closing."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stockage_partage.errors import Offline, Trouble
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.runtime.postponed import Postponed
from stockage_partage.ui.widgets.toast import toasts_of


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_depends_on_it_comes_after_it(
    qtbot: QtBot, background: Background, owner: QObject, over: QWidget
) -> None:
    gate = Event()
    order: list[str] = []

    def remove() -> None:
        assert gate.wait(10)
        order.append("removed")

    postponed = Postponed(background, over, owner)
    postponed.postpone("CARAT", "said", remove, lambda: None, lambda _: None)

    postponed.do_now(lambda: order.append("imported"))

    assert order == []
    assert postponed.keys == {"CARAT"}
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["removed", "imported"]
    assert not postponed.keys


def test_what_depends_on_nothing_comes_at_once_and_a_trouble_keeps_it_from_nothing(
    qtbot: QtBot, background: Background, owner: QObject, over: QWidget
) -> None:
    order: list[str] = []
    told: list[Trouble] = []

    def remove() -> None:
        raise Offline

    postponed = Postponed(background, over, owner)
    postponed.do_now(lambda: order.append("first"))
    assert order == ["first"]
    postponed.postpone("CARAT", "said", remove, lambda: None, told.append)

    postponed.do_now(lambda: order.append("second"))

    qtbot.waitUntil(lambda: len(order) == 2)
    assert [trouble.kind for trouble in told] == ["Offline"]


def test_closing_does_it_even_when_everybody_is_busy(owner: QObject, over: QWidget) -> None:
    background = Background(lambda trouble: None, workers=1)
    gate, removed = Event(), Event()
    background.run(lambda: gate.wait(10), owner=owner, done=lambda _: None)
    postponed = Postponed(background, over, owner)
    postponed.postpone("CARAT", "said", removed.set, lambda: None, lambda _: None)

    postponed.do_now()
    background.shutdown(timeout=0)
    gate.set()

    assert background.shutdown(timeout=10)
    assert removed.is_set()


def test_told_once_more_when_the_window_in_which_it_was_told_is_gone(
    qtbot: QtBot, background: Background, owner: QObject, over: QWidget
) -> None:
    passing = QWidget()
    passing.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    passing.show()
    kept: list[str] = []
    postponed = Postponed(background, over, owner)
    postponed.postpone(
        "CARAT",
        "said",
        lambda: None,
        lambda: None,
        lambda _: None,
        kept=lambda: kept.append("CARAT"),
        over=passing,
    )
    assert len(toasts_of(passing).toasts) == 1
    passing.close()
    qtbot.waitUntil(lambda: len(toasts_of(over).toasts) == 1)
    assert postponed.keys == {"CARAT"}
    toasts_of(over).toasts[0].action.click()
    assert not postponed.keys
    assert kept == ["CARAT"]
