"""Sage Document Manager takes files while storage is off, and none while it is on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from attaching_person import switch_on
from stopped_clock import StoppedClock
from workplaces import workplace_at

from stockage_partage import errors
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.documents.exchange.document_manager import (
    HandedOver,
    SentThere,
    require_open,
    send_files,
)
from stockage_partage.documents.exchange.exchange_folder import known_folder, remember
from stockage_partage.documents.exchange.handing_over import hand_over
from stockage_partage.documents.filing.taking import taken
from stockage_partage.documents.workplace import Workplace
from stockage_partage.graph.client import Graph
from stockage_partage.graph.door import Door
from stockage_partage.graph.keys import Keys
from stockage_partage.graph.registration import Registration
from stockage_partage.graph.sign_in import SignIn
from stockage_partage.graph.token_cache import Vault
from stockage_partage.storage.panel import Facts, describe
from stockage_partage.storage.states import Stored


@pytest.fixture
def place(company: CompanyDatabase, tmp_path: Path, clock: StoppedClock) -> Iterator[Workplace]:
    """A workplace where nobody is signed in: sending there asks nothing of Microsoft 365."""
    door = Door()
    sign_in = SignIn(
        Registration("https://localhost/organizations", "nobody"),
        Vault(tmp_path / "session", Keys(deadline_s=5)),
        door,
    )
    graph = Graph(door, sign_in, "https://localhost/v1.0")
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
    door.close()


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


def in_state(company: CompanyDatabase, stored: Stored) -> None:
    """The database as one of the steps of an activation leaves it."""
    if stored is Stored.INACTIVE:
        return
    if stored is Stored.ACTIVE:
        switch_on(company)
        return
    company.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    if stored is Stored.PROVISIONING:
        company.activation.hold_group("owner", "group-1", "Sage – BIJOU", None, "", "comptabilite")


def test_a_file_appears_whole_under_its_own_name(
    place: Workplace, exchange: Path, plan: Path
) -> None:
    [sent] = send_files(place, [plan], exchange)
    assert sent == SentThere(plan, HandedOver.SENT, exchange / "plan.txt")
    assert names(exchange) == ["plan.txt"]
    assert (exchange / "plan.txt").read_bytes() == b"a plan"


def test_nothing_is_overwritten_and_the_same_bytes_are_not_sent_twice(
    place: Workplace, exchange: Path, plan: Path, tmp_path: Path
) -> None:
    (exchange / "plan.txt").write_bytes(b"somebody else's")
    other = tmp_path / "autre" / "plan.txt"
    other.parent.mkdir()
    other.write_bytes(b"another plan")
    sent = send_files(place, [plan, other, plan], exchange)
    assert [each.place and each.place.name for each in sent] == [
        "plan (2).txt",
        "plan (3).txt",
        "plan (2).txt",
    ]
    assert sent[2].status is HandedOver.ALREADY_THERE
    assert (exchange / "plan.txt").read_bytes() == b"somebody else's"


@pytest.mark.parametrize("stored", list(Stored))
def test_sending_is_open_exactly_when_the_panel_says_so(
    company: CompanyDatabase,
    place: Workplace,
    exchange: Path,
    plan: Path,
    stored: Stored,
) -> None:
    in_state(company, stored)
    told = describe(place.service.facts())
    assert told.facts.stored is stored
    if told.document_manager_allowed:
        assert stored in (Stored.INACTIVE, Stored.ACTIVATING)
        assert [each.status for each in send_files(place, [plan], exchange)] == [HandedOver.SENT]
    else:
        with pytest.raises(errors.DocumentManagerClosed):
            send_files(place, [plan], exchange)
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
    place: Workplace, exchange: Path, tmp_path: Path
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
        send_files(place, [file], exchange)

    threads = [threading.Thread(target=send, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(each.read_bytes() for each in exchange.iterdir()) == [
        b"%d" % number for number in range(6)
    ]


def test_one_refused_file_does_not_stop_the_others(
    place: Workplace, exchange: Path, plan: Path, tmp_path: Path
) -> None:
    (tmp_path / "vide.txt").write_bytes(b"")
    told: list[int] = []
    sent = send_files(
        place,
        [tmp_path / "absent.txt", tmp_path / "vide.txt", tmp_path, plan],
        exchange,
        told=lambda index, _: told.append(index),
    )
    assert [type(each.trouble) for each in sent[:3]] == [
        errors.FileMissing,
        errors.FileEmpty,
        errors.FolderGiven,
    ]
    assert sent[3].status is HandedOver.SENT
    assert told == [0, 1, 2, 3]


def test_a_wish_to_stop_keeps_what_was_sent(
    place: Workplace, exchange: Path, plan: Path, tmp_path: Path
) -> None:
    other = tmp_path / "autre.txt"
    other.write_bytes(b"other")
    stop = Event()
    sent = send_files(
        place, [plan, other], exchange, stop=stop, told=lambda _index, _sent: stop.set()
    )
    assert [each.file for each in sent] == [plan]
    assert names(exchange) == ["plan.txt"]


def test_a_folder_that_is_not_there_or_not_named_is_told(
    place: Workplace, plan: Path, tmp_path: Path
) -> None:
    with pytest.raises(errors.ExchangeFolderNotNamed):
        send_files(place, [plan], None)
    with pytest.raises(errors.ExchangeFolderRefused):
        send_files(place, [plan], tmp_path / "absent")
    with pytest.raises(errors.ExchangeFolderRefused):
        send_files(place, [plan], plan)


def test_a_chosen_folder_is_remembered_and_the_setting_is_stronger(
    place: Workplace, exchange: Path, tmp_path: Path, clock: StoppedClock
) -> None:
    assert known_folder(place) is None
    remember(place, exchange)
    assert known_folder(place) == exchange
    (place.folder / "document-manager.json").write_text("{", encoding="utf-8")
    assert known_folder(place) is None  # spoilt: asked again


def test_the_rule_has_no_licence_condition(
    company: CompanyDatabase, place: Workplace, exchange: Path, plan: Path
) -> None:
    facts: Callable[[], Facts] = place.service.facts
    assert not facts().entitlement.granted
    assert send_files(place, [plan], exchange)[0].status is HandedOver.SENT
    assert place.application is Application.GESTION_COMMERCIALE
