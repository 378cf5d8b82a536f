"""What another workstation does to the same company, an open window shows within two seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from pytestqt.qtbot import QtBot

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.licensing.keys import DEMONSTRATION_FILE
from workstation import Workstation

pytestmark = pytest.mark.whole

WITHIN_MS = 2000


@pytest.fixture
def other(at_window: AtTheWindow, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Workstation:
    """Another computer with the other application, whose commands are processes of their own."""
    station = Workstation(
        tmp_path / "poste-2",
        str(at_window.company),
        microsoft365.description(),
        application="gestion-commerciale",
    )
    station.environment()
    (station.folder / "donnees").mkdir()
    shutil.copy(tmp_path / "donnees" / DEMONSTRATION_FILE, station.folder / "donnees")
    return station


def test_an_open_window_follows_another_workstation(
    at_window: AtTheWindow, other: Workstation, qtbot: QtBot
) -> None:
    def shows(button: str) -> bool:
        return at_window.panel.main.text() == button

    assert shows("Activer le stockage")
    done = other.run_signing_in("activer", "--oui")
    assert done.code == 0, done.err
    qtbot.waitUntil(lambda: shows("Désactiver le stockage"), timeout=WITHIN_MS)
    qtbot.waitUntil(lambda: at_window.panel.link.text() == "Sage – BIJOU SA", timeout=WITHIN_MS)

    assert other.run("desactiver", "--oui").code == 0
    qtbot.waitUntil(lambda: shows("Activer le stockage"), timeout=WITHIN_MS)
    assert not at_window.panel.connect_account.isEnabled()
