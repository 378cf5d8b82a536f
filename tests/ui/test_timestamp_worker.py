"""While a window is open, the journal is timestamped by itself; what is wrong with the service is told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from at_the_window import AtTheWindow
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.documents.proof.timestamps import Timestamping
from stockage_partage.errors import TimestampRefused
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.timestamp_service import TimestampService
from stockage_partage.ui.window.timestamp_worker import TimestampWorker
from timestamp_authority import TimestampAuthority, authority_peer
from tls_peer import Peer

_moved = timedelta()


def clock() -> datetime:
    return datetime.now(UTC) + _moved


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    with authority_peer(tmp_path / "peer", TimestampAuthority(tmp_path / "authority")) as peer:
        yield peer


@pytest.fixture
def timestamping(tmp_path: Path, peer: Peer) -> Iterator[Timestamping]:
    service = TimestampService(peer.url, HttpClient(peer.ca_file))
    with CompanyDatabase.create(tmp_path / "BIJOU.db", "BIJOU", clock=clock) as database, service:
        database.journal.note(JournalAct.SYNCHRONISED, {"documents": 0})
        yield Timestamping(database, service, "poste-1")


def test_a_service_that_refuses_is_told_once_and_taken_back(
    qtbot: QtBot, timestamping: Timestamping, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving, peer.reply = peer.reply, lambda _: (404, {}, b"")
    parent = QObject()
    worker = TimestampWorker(timestamping, parent, delay_s=0.0)
    with qtbot.waitSignal(worker.troubled) as told:
        worker.start()
    assert isinstance(told.args[0], TimestampRefused)
    monkeypatch.setattr(f"{__name__}._moved", timedelta(hours=1))
    peer.reply = serving
    with qtbot.waitSignal(worker.mended) as over:
        worker.look_now()
    assert over.args == told.args
    assert worker.shutdown()


def test_a_service_that_is_silent_disturbs_nobody(
    qtbot: QtBot, timestamping: Timestamping, peer: Peer
) -> None:
    peer.reply = lambda _: (503, {}, b"")
    parent = QObject()
    worker = TimestampWorker(timestamping, parent, delay_s=0.0)
    with qtbot.assertNotEmitted(worker.troubled):
        worker.start()
        qtbot.waitUntil(lambda: len(peer.seen) == 1)
        assert worker.shutdown()
        qtbot.wait(1)


@pytest.mark.proof
def test_a_window_with_a_service_in_its_settings_has_the_journal_timestamped(
    qtbot: QtBot, microsoft365: LocalMicrosoft365, peer: Peer, tmp_path: Path
) -> None:
    """As long as the window is new, it has better to do: the first look follows after some seconds."""
    trusted = tmp_path / "trusted.pem"
    known = microsoft365.certificate.authority.read_bytes()
    trusted.write_bytes(known + peer.ca_file.read_bytes())
    there = AtTheWindow(
        qtbot,
        microsoft365,
        tmp_path,
        changed=lambda settings: replace(settings, ca_file=trusted, timestamp_url=peer.url),
    )
    with CompanyDatabase.open(there.company) as database:
        qtbot.waitUntil(lambda: bool(list(database.timestamps.after(0))), timeout=30_000)
    there.close()
    assert len(peer.seen) == 1
