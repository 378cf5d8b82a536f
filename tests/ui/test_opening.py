"""Between the first look and the open company: nothing pressed is lost, nothing is done late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from typing import Any

from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from stockage_partage.activation.states import AccountState, Facts
from stockage_partage.applications import Application
from stockage_partage.errors import DatabaseCopied, DatabaseMissing, DatabaseUnreachable, Trouble
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.messages.panel import NOT_READ
from stockage_partage.ui.runtime.window_context import OpenedCompany
from stockage_partage.ui.window.diagnosis_dialog import DiagnosisWork
from stockage_partage.ui.window.program import Program, the_application

WAIT_MS = 10_000


def looked_at() -> Facts:
    """What the first look gives: storage inactive, the option acquired."""
    return Facts(
        company_name="BIJOU SA",
        application=Application.COMPTABILITE,
        entitlement=Entitlement(Standing.GRANTED),
        now=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        wanted_group_name="Sage – BIJOU SA",
    )


class Opening:
    """A program whose company does not open, and how often it was tried."""

    def __init__(self, qtbot: QtBot, trouble: Trouble, **more: Any) -> None:
        the_application()
        self.tries = 0
        self._bot, self._trouble = qtbot, trouble
        program = Program(
            Application.COMPTABILITE,
            self._opens,
            lambda: None,
            demonstration=False,
            diagnosis=lambda: DiagnosisWork(tuple, lambda: None, lambda file, stop: None),
            **more,
        )
        self.program = program  # lives as long as this
        program.show()
        self.window = program.window
        self.bar = self.window.body.exchanges.troubles

    def _opens(self) -> OpenedCompany:
        self.tries += 1
        raise self._trouble

    def answer_copy(self) -> None:
        """Says in the dialog that the database is a copy."""
        dialog = self.window.findChild(QDialog, "whereabouts_dialog")
        assert dialog is not None
        copy = dialog.findChild(QPushButton, "copy")
        assert copy is not None
        copy.click()

    def tries_at_rest(self) -> int:
        """How often it was tried, once nothing is under way any more."""
        background = self.program.background
        assert background is not None
        self._bot.waitUntil(lambda: not background.busy, timeout=WAIT_MS)
        return self.tries

    def until_refused(self, tries: int) -> str:
        """What is said once it did not open so many times."""
        self._bot.waitUntil(lambda: self.tries == tries, timeout=WAIT_MS)
        self._bot.waitUntil(lambda: not self.bar.isHidden(), timeout=WAIT_MS)
        return self.bar.what.text()


def test_a_press_while_the_company_does_not_open_tries_again_and_says_why(qtbot: QtBot) -> None:
    opening = Opening(qtbot, DatabaseMissing("gone"), first_look=looked_at)
    said = opening.until_refused(1)
    assert "introuvable" in said

    opening.window.body.exchanges.panel.main.click()

    assert opening.until_refused(2) == said
    opening.window.close()


class Gate:
    """Where the background waits, from the `closed_at`th time it comes by, until it is let through."""

    def __init__(self, closed_at: int) -> None:
        self._closed_at, self._came = closed_at, 0
        self.reached, self.opened = Event(), Event()

    def pass_by(self) -> None:
        """Comes by once more."""
        self._came += 1
        if self._came >= self._closed_at:
            self.reached.set()
            self.opened.wait(WAIT_MS / 1000)


def test_a_press_while_it_is_looked_at_again_opens_nothing_beside(qtbot: QtBot) -> None:
    gate = Gate(closed_at=2)

    def look() -> Facts:
        gate.pass_by()
        return looked_at()

    opening = Opening(qtbot, DatabaseUnreachable("away"), first_look=look)
    opening.until_refused(1)
    opening.bar.action.click()
    qtbot.waitUntil(gate.reached.is_set, timeout=WAIT_MS)

    opening.window.body.exchanges.panel.main.click()
    gate.opened.set()

    assert opening.tries_at_rest() == 2
    opening.window.close()


def test_a_press_while_an_answer_is_noted_opens_nothing_beside(qtbot: QtBot) -> None:
    gate = Gate(closed_at=1)
    opening = Opening(
        qtbot,
        DatabaseCopied("elsewhere"),
        first_look=looked_at,
        say_where=lambda moved: gate.pass_by(),
    )
    opening.until_refused(1)
    opening.bar.action.click()
    opening.answer_copy()
    qtbot.waitUntil(gate.reached.is_set, timeout=WAIT_MS)

    opening.window.body.exchanges.panel.main.click()
    gate.opened.set()

    assert opening.tries_at_rest() == 2
    opening.window.close()


def test_an_answer_that_cannot_be_noted_is_told_and_a_press_tries_again(qtbot: QtBot) -> None:
    def refuse(moved: bool) -> None:
        raise DatabaseUnreachable("away")

    opening = Opening(qtbot, DatabaseCopied("elsewhere"), first_look=looked_at, say_where=refuse)
    copied = opening.until_refused(1)
    opening.bar.action.click()
    opening.answer_copy()
    assert opening.tries_at_rest() == 1
    assert opening.until_refused(1) != copied

    opening.window.body.exchanges.panel.main.click()

    assert opening.until_refused(2) == copied
    opening.window.close()


def test_the_account_follows_button_and_link_a_moment_later(qtbot: QtBot) -> None:
    reading, read = Event(), Event()

    def with_account() -> Facts:
        reading.set()
        read.wait(WAIT_MS / 1000)
        signed_in = AccountState.SIGNED_IN
        return replace(looked_at(), account="marie@bijou.fr", account_state=signed_in)

    unread = replace(looked_at(), account_state=AccountState.UNREAD)
    opening = Opening(
        qtbot, DatabaseMissing("gone"), first_look=lambda: unread, second_look=with_account
    )
    qtbot.waitUntil(reading.is_set, timeout=WAIT_MS)
    panel = opening.window.body.exchanges.panel
    assert (panel.main.isHidden(), panel.main.isEnabled()) == (False, True)
    assert (panel.account.value.text(), panel.connect_account.isHidden()) == ("…", True)  # type: ignore[attr-defined]  # a label
    assert opening.tries == 0

    read.set()

    opening.until_refused(1)
    assert panel.account.value.text() == "marie@bijou.fr"  # type: ignore[attr-defined]  # a label
    assert not panel.connect_account.isHidden()
    opening.window.close()


def test_a_database_that_is_elsewhere_is_asked_about_and_then_opened_again(qtbot: QtBot) -> None:
    answers: list[bool] = []
    opening = Opening(qtbot, DatabaseCopied("elsewhere"), say_where=answers.append)
    assert "une copie" in opening.until_refused(1)

    opening.bar.action.click()
    opening.answer_copy()

    opening.until_refused(2)
    assert answers == [False]
    opening.window.close()


def test_a_company_that_cannot_be_read_is_not_said_to_be_read_for_ever(qtbot: QtBot) -> None:
    opening = Opening(qtbot, DatabaseMissing("", "S:/Compta/BIJOU.db"))
    opening.until_refused(1)
    value = opening.window.body.exchanges.panel.storage.value
    assert isinstance(value, QLabel)

    assert value.text() == NOT_READ
    opening.bar.action.click()
    opening.until_refused(2)
    assert value.text() == NOT_READ
    opening.program.window.close()
