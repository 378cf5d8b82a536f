"""What is said to the person: never what cannot be done, never twice, in the tone that fits."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from stockage_partage.ui.browser_wait import BrowserWait


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
