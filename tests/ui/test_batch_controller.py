"""What is done for many companies, closed before it is over: nothing of it is told of the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from previews.companies_previews import ROWS, idle_work
from stockage_partage.activation.company_overview import ActOutcome
from stockage_partage.messages.company_batch import CompanyAct
from stockage_partage.ui.companies.batch import BatchController, BatchDialog
from stockage_partage.ui.runtime.background import Background

if TYPE_CHECKING:
    from stockage_partage.ui.companies.companies_work import SharedSignIn


class Shared:
    """A sign-in that many activations share: somebody is connected already."""

    account = "admin@bijou.fr"

    def __init__(self) -> None:
        self.closed = Event()

    def close(self) -> None:
        self.closed.set()


def dialog_of(over: QWidget, qtbot: QtBot) -> BatchDialog:
    found: list[BatchDialog] = []

    def is_there() -> bool:
        found[:] = [each for each in over.findChildren(BatchDialog) if each.isVisible()]
        return bool(found)

    qtbot.waitUntil(is_there)
    return found[0]


def test_what_was_closed_is_not_told_in_the_dialog_that_follows(
    qtbot: QtBot, background: Background
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    gates = [Event(), Event()]
    begun: list[str] = []

    def diagnose(places: Sequence[str], stop: Event) -> Iterator[ActOutcome]:
        gate = gates[len(begun)]
        begun.append(places[0])
        assert gate.wait(10)
        yield ActOutcome(places[0])

    controller = BatchController(replace(idle_work(), diagnose=diagnose), background, over)
    controller.begin(CompanyAct.DIAGNOSE, ROWS[:1])
    first = dialog_of(over, qtbot)
    qtbot.waitUntil(lambda: len(begun) == 1)
    first.close()
    controller.begin(CompanyAct.DIAGNOSE, ROWS[1:2])
    second = dialog_of(over, qtbot)
    qtbot.waitUntil(lambda: len(begun) == 2)

    with qtbot.waitSignal(controller.finished):
        gates[0].set()
    assert second.stop.isVisible()
    assert second.told.text().startswith("0 sur 1")

    with qtbot.waitSignal(controller.finished):
        gates[1].set()
    assert second.stop.isHidden()
    assert second.told.text().startswith("1 sur 1")
    second.close()


def test_the_company_in_hand_keeps_its_sign_in_after_the_dialog_was_closed(
    qtbot: QtBot, background: Background
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    shared, gate = Shared(), Event()
    was_closed: list[bool] = []

    def activate(_: object, places: Sequence[str], stop: Event) -> Iterator[ActOutcome]:
        assert gate.wait(10)
        was_closed.append(shared.closed.is_set())
        yield ActOutcome(places[0])

    work = replace(
        idle_work(),
        begin_activations=lambda places: cast("SharedSignIn", shared),
        activate=activate,
    )
    controller = BatchController(work, background, over)
    controller.begin(CompanyAct.ACTIVATE, ROWS[:1])
    dialog = dialog_of(over, qtbot)
    qtbot.waitUntil(dialog.go_on.isVisible)
    dialog.go_on.click()
    dialog.close()
    qtbot.waitUntil(lambda: len(background._jobs) == 1)  # letting go has had its turn

    with qtbot.waitSignal(controller.finished):
        gate.set()

    assert was_closed == [False]
    assert shared.closed.is_set()
