"""What is said to the person: never what cannot be done, never twice, in the tone that fits."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from stockage_partage.errors import (
    ActivatingElsewhere,
    Offline,
    RightsLost,
    SignInNeeded,
    Trouble,
    WrongAccount,
)
from stockage_partage.storage.panel import describe
from stockage_partage.ui.browser_wait import BrowserWait
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.scenes import STATES, window


def notices(shown: MainWindow) -> list[str]:
    """The sentences of the notices that are seen."""
    bar = shown.exchanges.notices
    frames = [bar.findChild(QLabel, f"notice_{number}_text") for number in (1, 2)]
    return [frame.text() for frame in frames if frame is not None and frame.isVisibleTo(shown)]


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


def test_a_notice_that_says_what_the_trouble_says_waits_until_it_is_closed(qtbot: QtBot) -> None:
    shown = window(STATES["many-notices"])
    qtbot.addWidget(shown)
    session_ended, blocked = notices(shown)
    bar = shown.exchanges.troubles

    shown.show_trouble(WrongAccount("marie.durand@bijou.fr", "paul@bijou.fr"))
    assert notices(shown)[0] == blocked
    assert session_ended not in notices(shown)

    bar.close_button.click()
    assert notices(shown) == [session_ended, blocked]


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
    shown.exchanges.troubles.clear()
    assert notices(shown) == [notice]


@pytest.mark.parametrize(
    ("scene", "said"),
    [
        ("inactive", "Rien n’a été modifié."),
        ("activation-asked", "Rien n’a été modifié."),
        ("preparing", "Les documents imprimés sont conservés et partiront ensuite."),
        ("active", "Les documents imprimés sont conservés et partiront ensuite."),
    ],
)
def test_only_while_storage_is_on_are_documents_said_to_be_kept(
    qtbot: QtBot, scene: str, said: str
) -> None:
    shown = window(STATES[scene])
    qtbot.addWidget(shown)
    shown.show_trouble(Offline())
    assert shown.exchanges.troubles.advice.text().endswith(f"puis réessayez. {said}")
