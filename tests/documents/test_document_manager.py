"""Sage Document Manager takes files while storage is off, and none while it is on."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from app_contexts import workplace_at
from attaching_person import switch_on
from stopped_clock import StoppedClock

from stockage_partage import errors
from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import Facts
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.document_manager import (
    TransferOutcome,
    TransferResult,
    hand_over,
    known_folder,
    remember,
    require_open,
    send_files,
)
from stockage_partage.documents.filing.local_files import taken
from stockage_partage.graph.auth.sealed_file import KeyringStore
from stockage_partage.graph.auth.session_store import SessionStore
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient


@pytest.fixture
def app(company: CompanyDatabase, tmp_path: Path, clock: StoppedClock) -> Iterator[AppContext]:
    """A workplace where nobody is signed in: sending there asks nothing of Microsoft 365."""
    http_client = HttpClient()
    sign_in = SignIn(
        Registration("https://localhost/organizations", "nobody"),
        SessionStore(tmp_path / "session", KeyringStore(deadline_s=5)),
        http_client,
    )
    graph = GraphClient(http_client, sign_in, "https://localhost/v1.0")
    made = workplace_at(
        company,
        graph,
        sign_in,
        tmp_path / "donnees",
        clock,
        application=Application.GESTION_COMMERCIALE,
        granted=False,
    )
    yield made
    made.presence.close()
    http_client.close()


@pytest.fixture
def exchange(tmp_path: Path) -> Path:
    folder = tmp_path / "échange"
    folder.mkdir()
    return folder


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_bytes(b"a plan")
    return file


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def in_state(company: CompanyDatabase, stored: ActivationStatus) -> None:
    """The database as one of the steps of an activation leaves it."""
    if stored is ActivationStatus.INACTIVE:
        return
    if stored is ActivationStatus.ACTIVE:
        switch_on(company)
        return
    company.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    if stored is ActivationStatus.PROVISIONING:
        company.activation.hold_group("owner", "group-1", "Sage – BIJOU", None, "", "comptabilite")


def test_a_file_appears_whole_under_its_own_name(
    app: AppContext, exchange: Path, plan: Path
) -> None:
    [sent] = send_files(app, [plan], exchange)
    assert sent == TransferResult(plan, TransferOutcome.SENT, exchange / "plan.txt")
    assert names(exchange) == ["plan.txt"]
    assert (exchange / "plan.txt").read_bytes() == b"a plan"


def test_nothing_is_overwritten_and_the_same_bytes_are_not_sent_twice(
    app: AppContext, exchange: Path, plan: Path, tmp_path: Path
) -> None:
    (exchange / "plan.txt").write_bytes(b"somebody else's")
    other = tmp_path / "autre" / "plan.txt"
    other.parent.mkdir()
    other.write_bytes(b"another plan")
    sent = send_files(app, [plan, other, plan], exchange)
    assert [each.place and each.place.name for each in sent] == [
        "plan (2).txt",
        "plan (3).txt",
        "plan (2).txt",
    ]
    assert sent[2].status is TransferOutcome.ALREADY_THERE
    assert (exchange / "plan.txt").read_bytes() == b"somebody else's"


def test_an_exchange_folder_that_is_a_link_receives_nothing(
    app: AppContext, exchange: Path, plan: Path
) -> None:
    elsewhere = exchange.with_name("ailleurs")
    exchange.rename(elsewhere)
    exchange.symlink_to(elsewhere)
    with pytest.raises(errors.LinkInTheWay):
        send_files(app, [plan], exchange)
    assert names(elsewhere) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root looks into every folder")
def test_an_exchange_folder_that_one_may_only_put_files_into_receives_them(
    app: AppContext, exchange: Path, plan: Path
) -> None:
    exchange.chmod(0o300)
    [sent] = send_files(app, [plan], exchange)
    exchange.chmod(0o700)
    assert sent.status is TransferOutcome.SENT
    assert names(exchange) == ["plan.txt"]


def test_a_link_that_has_the_file_s_name_is_neither_read_nor_written_through(
    app: AppContext, exchange: Path, plan: Path
) -> None:
    (exchange / "plan.txt").symlink_to(plan)
    [sent] = send_files(app, [plan], exchange)
    assert sent.place == exchange / "plan (2).txt"
    assert sent.status is TransferOutcome.SENT


def test_an_exchange_folder_chosen_through_a_link_is_kept_as_the_place_itself(
    app: AppContext, exchange: Path, tmp_path: Path
) -> None:
    (tmp_path / "raccourci").symlink_to(exchange)
    remember(app, tmp_path / "raccourci")
    assert known_folder(app) == exchange.resolve()


@pytest.mark.parametrize("stored", list(ActivationStatus))
def test_sending_is_open_exactly_when_the_panel_says_so(
    company: CompanyDatabase,
    app: AppContext,
    exchange: Path,
    plan: Path,
    stored: ActivationStatus,
) -> None:
    in_state(company, stored)
    told = describe(app.service.facts())
    assert told.facts.stored is stored
    if told.document_manager_allowed:
        assert stored in (ActivationStatus.INACTIVE, ActivationStatus.ACTIVATING)
        assert [each.status for each in send_files(app, [plan], exchange)] == [TransferOutcome.SENT]
    else:
        with pytest.raises(errors.DocumentManagerClosed):
            send_files(app, [plan], exchange)
        assert names(exchange) == []


def test_an_activation_between_the_first_look_and_the_copy_stops_it(
    company: CompanyDatabase, exchange: Path, plan: Path
) -> None:
    asked: list[bool] = []

    def still_allowed() -> None:
        asked.append(True)
        # Another application turns storage on while the bytes were being written.
        switch_on(company)
        require_open(company)

    with taken(plan) as file, pytest.raises(errors.DocumentManagerClosed):
        hand_over(file, plan.name, exchange, still_allowed=still_allowed)
    assert asked == [True]
    assert names(exchange) == []


def test_two_at_once_with_one_name_both_arrive(
    app: AppContext, exchange: Path, tmp_path: Path
) -> None:
    files = []
    for number in range(6):
        file = tmp_path / str(number) / "plan.txt"
        file.parent.mkdir()
        file.write_bytes(b"%d" % number)
        files.append(file)
    begin = threading.Barrier(len(files))

    def send(file: Path) -> None:
        begin.wait(10)
        send_files(app, [file], exchange)

    threads = [threading.Thread(target=send, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(each.read_bytes() for each in exchange.iterdir()) == [
        b"%d" % number for number in range(6)
    ]


def test_one_refused_file_does_not_stop_the_others(
    app: AppContext, exchange: Path, plan: Path, tmp_path: Path
) -> None:
    (tmp_path / "vide.txt").write_bytes(b"")
    told: list[int] = []
    sent = send_files(
        app,
        [tmp_path / "absent.txt", tmp_path / "vide.txt", tmp_path, plan],
        exchange,
        told=lambda index, _: told.append(index),
    )
    assert [type(each.trouble) for each in sent[:3]] == [
        errors.FileMissing,
        errors.FileEmpty,
        errors.FolderGiven,
    ]
    assert sent[3].status is TransferOutcome.SENT
    assert told == [0, 1, 2, 3]


def test_a_wish_to_stop_keeps_what_was_sent(
    app: AppContext, exchange: Path, plan: Path, tmp_path: Path
) -> None:
    other = tmp_path / "autre.txt"
    other.write_bytes(b"other")
    stop = Event()
    sent = send_files(
        app, [plan, other], exchange, stop=stop, told=lambda _index, _sent: stop.set()
    )
    assert [each.file for each in sent] == [plan]
    assert names(exchange) == ["plan.txt"]


def test_a_folder_that_is_not_there_or_not_named_is_told(
    app: AppContext, plan: Path, tmp_path: Path
) -> None:
    with pytest.raises(errors.ExchangeFolderNotNamed):
        send_files(app, [plan], None)
    with pytest.raises(errors.ExchangeFolderRefused):
        send_files(app, [plan], tmp_path / "absent")
    with pytest.raises(errors.ExchangeFolderRefused):
        send_files(app, [plan], plan)


def test_a_chosen_folder_is_remembered_and_the_setting_is_stronger(
    app: AppContext, exchange: Path, tmp_path: Path, clock: StoppedClock
) -> None:
    assert known_folder(app) is None
    remember(app, exchange)
    assert known_folder(app) == exchange
    (app.folder / "document-manager.json").write_text("{", encoding="utf-8")
    assert known_folder(app) is None  # spoilt: asked again


def test_the_rule_has_no_licence_condition(
    company: CompanyDatabase, app: AppContext, exchange: Path, plan: Path
) -> None:
    facts: Callable[[], Facts] = app.service.facts
    assert not facts().entitlement.granted
    assert send_files(app, [plan], exchange)[0].status is TransferOutcome.SENT
    assert app.application is Application.GESTION_COMMERCIALE
