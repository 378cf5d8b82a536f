"""`envoyer` is never mute: it says that it waits for the database, and that it goes on."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from stockage_partage.cli import command_output
from stockage_partage.cli.command_output import (
    heard_meanwhile,
    opened_when_free,
    said_meanwhile,
    waits_told,
)
from stockage_partage.documents.context import AppContext, patiently
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.errors import (
    AnsweredByPage,
    DatabaseMissing,
    ServiceUnavailable,
)
from stockage_partage.example_company import make_example
from stockage_partage.messages.repairing import GOES_ON
from stockage_partage.session import open_session
from stockage_partage.settings import Settings, load
from stockage_partage.streams import Stopped
from waiting import wait_until


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A company whose Microsoft 365 nobody asks here."""
    company = tmp_path / "BIJOU.db"
    for name, value in {
        "DONNEES": tmp_path / "donnees",
        "SOCIETE": company,
        "AUTHORITY": "https://localhost:9/organizations",
        "GRAPH_URL": "https://localhost:9/v1.0",
        "CLIENT_ID": "11111111-1111-1111-1111-111111111111",
    }.items():
        monkeypatch.setenv(f"STOCKAGE_PARTAGE_{name}", str(value))
    settings = load()
    make_example(settings, company)
    return settings


def test_started_while_the_database_is_locked_it_says_so_and_begins_once_it_is_free(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    wakeup, opened = Wakeup(), list[AppContext | None]()
    said: list[str] = []

    def told() -> bool:
        said.append(capsys.readouterr().err)
        return "occupée" in "".join(said)

    with sqlite3.connect(settings.company, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        waiting = threading.Thread(target=lambda: opened.append(opened_when_free("", None, wakeup)))
        waiting.start()
        wait_until(told, "that the database is busy")
        assert opened == []
        other.execute("ROLLBACK")
    other.close()
    wakeup.ring()
    waiting.join(20)
    [session] = opened
    assert session is not None
    session.close()
    assert "".join(said).count("occupée") == 1


def test_started_while_the_share_is_away_it_says_so_and_begins_once_it_is_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    company = Path(str(settings.company))
    away = company.rename(company.with_suffix(".away"))
    look = Path.stat

    def stat(path: Path, **given: bool) -> os.stat_result:
        if path == company and away.exists():
            raise OSError(errno.EIO, "as a share that is away answers")
        return look(path, **given)

    monkeypatch.setattr(Path, "stat", stat)
    wakeup, opened = Wakeup(), list[AppContext | None]()
    said: list[str] = []

    def told() -> bool:
        said.append(capsys.readouterr().err)
        return "ne répond pas" in "".join(said)

    waiting = threading.Thread(target=lambda: opened.append(opened_when_free("", None, wakeup)))
    waiting.start()
    wait_until(told, "that the share is away")
    assert opened == []
    away.rename(company)
    wakeup.ring()
    waiting.join(20)
    [session] = opened
    assert session is not None
    session.close()
    assert "".join(said).count("ne répond pas") == 1


def test_asked_to_stop_while_it_waits_it_ends(settings: Settings) -> None:
    wakeup = Wakeup()
    wakeup.stop()
    assert opened_when_free("", None, wakeup) is None


def test_a_database_that_is_not_there_ends_it_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STOCKAGE_PARTAGE_SOCIETE", str(tmp_path / "nowhere.db"))
    with pytest.raises(DatabaseMissing):
        opened_when_free("", None, Wakeup())


def test_a_long_silence_is_broken_by_what_still_waits(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    def told() -> bool:
        said.append(capsys.readouterr().err)
        return "L’envoi continue" in "".join(said)

    session = open_session(settings)
    try:
        with heard_meanwhile(session, silence_s=0.05):
            wait_until(told, "that sending goes on")
    finally:
        session.close()
    assert command_output.SILENCE_S <= 30


def test_a_long_look_says_that_it_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    with said_meanwhile(GOES_ON, silence_s=0.05):
        wait_until(lambda: GOES_ON in capsys.readouterr().err, "that it goes on")


def test_a_pause_that_microsoft_asks_for_is_told_once_while_others_wait_for_it(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    session = open_session(settings)
    said: list[str] = []

    def told() -> bool:
        said.append(capsys.readouterr().err)
        return "demande de patienter" in "".join(said)

    with waits_told(session, 0.02):
        session.database.outbox.pause(session.clock() + timedelta(minutes=3), "Throttled")
        wait_until(told, "that there is a pause")
    session.close()
    said.append(capsys.readouterr().err)
    assert "".join(said).count("demande de patienter") == 1
    assert "3\u00a0min." in "".join(said)


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        (ServiceUnavailable(retry_after=180.0), "indisponible. Nouvel essai dans 3\u00a0min."),
        (ServiceUnavailable(retry_after=20.0), "Nouvel essai dans moins d’une minute."),
        (AnsweredByPage(retry_after=180.0), "Une page d’avertissement"),
    ],
)
def test_a_rest_before_asking_again_is_told_once_whoever_rests(
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    trouble: ServiceUnavailable,
    says: str,
) -> None:
    session, stop = open_session(settings), threading.Event()
    said: list[str] = []

    def told() -> bool:
        said.append(capsys.readouterr().err)
        return says in "".join(said)

    def ask() -> None:
        raise trouble

    def rest() -> None:
        with suppress(Stopped):
            patiently(session, stop, ask)

    threads = [threading.Thread(target=rest) for _ in range(4)]
    with waits_told(session, 0.02):
        for thread in threads:
            thread.start()
        try:
            wait_until(told, "what is waited for")
        finally:
            stop.set()
            for thread in threads:
                thread.join(20)
    session.close()
    said.append(capsys.readouterr().err)
    assert "".join(said).count("Nouvel essai") == 1
