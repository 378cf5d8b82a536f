"""What is said to the person: never what cannot be done, never twice, in the tone that fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from previews.panel_previews import STATES, window
from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import AccountState, NoticeKind
from stockage_partage.errors import (
    ActivatingElsewhere,
    Offline,
    RightsLost,
    SignInNeeded,
    Trouble,
    WrongAccount,
)
from stockage_partage.ui.sign_in.sign_in_flow import BrowserWait
from stockage_partage.ui.window.main_window import MainWindow


def notices(shown: MainWindow) -> list[str]:
    """The sentences of the notices, as one meets them going from each to the next."""
    bar = shown.body.exchanges.notices
    told: list[str] = []
    while bar.frame.isVisibleTo(shown) and bar.frame.what.text() not in told:
        told.append(bar.frame.what.text())
        bar.next.click()
    return told


def test_an_address_is_offered_only_once_there_is_one_to_copy(qtbot: QtBot) -> None:
    wait = BrowserWait()
    qtbot.addWidget(wait)
    with qtbot.waitExposed(wait):
        wait.open()
    assert not wait.missing.isVisible()
    assert not wait.copy.isVisible()

    wait.show_address("https://login.example/authorize")

    assert wait.missing.isVisible()
    assert "Copiez l’adresse" in wait.missing.text()
    assert wait.copy.isVisible()
    assert wait.copy.isEnabled()
    assert wait.cancel.isDefault()


def test_the_notice_that_is_read_stays_until_something_new_is_more_urgent(qtbot: QtBot) -> None:
    shown = window(STATES["name-differs"])
    qtbot.addWidget(shown)
    bar = shown.body.exchanges.notices
    assert (bar.shown, bar.next.isHidden()) == (NoticeKind.NAME_DIFFERS, True)

    several = replace(STATES["name-differs"], session_remembered=False)
    shown.show_state(describe(several))
    assert bar.next.text() == "1\u00a0sur\u00a02\u00a0›"
    bar.next.click()
    assert bar.frame.action.text() == "Pourquoi\u00a0?"
    shown.show_state(describe(replace(several, now=several.now + timedelta(seconds=1))))
    assert bar.frame.action.text() == "Pourquoi\u00a0?"

    shown.show_state(describe(replace(several, account_state=AccountState.SESSION_ENDED)))
    assert bar.frame.action.text() == "Me reconnecter"


def test_a_notice_that_says_what_the_trouble_says_waits_until_it_is_closed(qtbot: QtBot) -> None:
    shown = window(STATES["many-notices"])
    qtbot.addWidget(shown)
    session_ended, blocked, *others = notices(shown)
    bar = shown.body.exchanges.troubles

    shown.show_trouble(WrongAccount("marie.durand@bijou.fr", "paul@bijou.fr"))
    assert notices(shown)[0] == blocked
    assert session_ended not in notices(shown)

    bar.close_button.click()
    assert notices(shown) == [session_ended, blocked, *others]


@pytest.mark.parametrize(
    ("scene", "trouble"),
    [
        ("account-session-ended", SignInNeeded()),
        ("rights-lost", RightsLost()),
        ("activation-elsewhere", ActivatingElsewhere("POSTE-ACCUEIL")),
        ("account-offline", Offline()),
    ],
)
def test_what_is_so_is_said_once_whatever_it_is(qtbot: QtBot, scene: str, trouble: Trouble) -> None:
    shown = window(STATES[scene])
    qtbot.addWidget(shown)
    [notice] = notices(shown)
    shown.show_trouble(trouble)
    shown.show_state(describe(STATES[scene]))
    assert notices(shown) == []
    shown.body.exchanges.troubles.clear()
    assert notices(shown) == [notice]


@pytest.mark.parametrize(
    ("scene", "said"),
    [
        ("inactive", "Rien n’a été modifié."),
        ("activation-asked", "Rien n’a été modifié."),
        ("preparing", "Les documents sont conservés et partiront ensuite."),
        ("active", "Les documents sont conservés et partiront ensuite."),
    ],
)
def test_only_while_storage_is_on_are_documents_said_to_be_kept(
    qtbot: QtBot, scene: str, said: str
) -> None:
    shown = window(STATES[scene])
    qtbot.addWidget(shown)
    shown.show_trouble(Offline())
    assert shown.body.exchanges.troubles.advice.text().endswith(f"puis réessayez. {said}")
