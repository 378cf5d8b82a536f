"""Between the first look and the open company: nothing pressed is lost, nothing is done late."""

from __future__ import annotations

from datetime import UTC, datetime

from pytestqt.qtbot import QtBot

from stockage_partage.applications import Application
from stockage_partage.errors import DatabaseMissing
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.storage.panel_facts import Facts
from stockage_partage.ui.opened import Opened
from stockage_partage.ui.program import Program, the_application

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


def test_a_press_while_the_company_does_not_open_tries_again_and_says_why(qtbot: QtBot) -> None:
    the_application()
    tries: list[int] = []

    def never_opens() -> Opened:
        tries.append(1)
        raise DatabaseMissing("gone")

    program = Program(
        Application.COMPTABILITE,
        never_opens,
        lambda: None,
        demonstration=False,
        diagnose=lambda: (),
        first_look=looked_at,
    )
    program.show()
    window = program.window
    qtbot.waitUntil(lambda: len(tries) == 1, timeout=WAIT_MS)
    bar = window.exchanges.troubles
    qtbot.waitUntil(lambda: not bar.isHidden(), timeout=WAIT_MS)
    said = bar.what.text()
    assert "introuvable" in said

    window.exchanges.panel.main.click()

    qtbot.waitUntil(lambda: len(tries) == 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not bar.isHidden(), timeout=WAIT_MS)
    assert bar.what.text() == said
    window.close()
