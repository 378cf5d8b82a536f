"""Files that are elsewhere in the group: seen, chosen, copied by the service, never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from app_contexts import workplace_at
from attaching_person import Attaching
from stopped_clock import StoppedClock

from local_microsoft365.server import LocalMicrosoft365
from one_document import claim
from stockage_partage import errors
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.state_records import Status
from stockage_partage.documents.attaching import targets
from stockage_partage.documents.attaching.attach import attach
from stockage_partage.documents.attaching.group_files import (
    GroupFile,
    copy_files,
    copy_paths,
    look_into,
)
from stockage_partage.documents.attaching.targets import AttachTarget
from stockage_partage.documents.filing.outcomes import FilingOutcome
from stockage_partage.documents.sending.send_one import LONGEST_WAIT, UploadDestination
from stockage_partage.documents.sending.sender import Sender
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.graph.graph_client import GraphClient

CARAT = "Sage/Clients/CARAT/Documents attachés"
CONTRACT = "Divers/Contrats/contrat.docx"


@pytest.fixture
def person(
    company: CompanyDatabase,
    graph: GraphClient,
    destination: UploadDestination,
    clock: StoppedClock,
    tmp_path: Path,
) -> Iterator[Attaching]:
    """At a workplace with the option; a contract is elsewhere in the group."""
    made = workplace_at(
        company,
        graph,
        graph._sign_in,
        tmp_path / "donnees",
        clock,
        application=Application.GESTION_COMMERCIALE,
    )
    person = Attaching(made, graph, destination.drive_id, tmp_path / "fichiers")
    person.put_online(CONTRACT, b"a contract")
    yield person
    made.presence.close()


@pytest.fixture
def carat(person: Attaching) -> AttachTarget:
    return targets.third_party(person.db, "CARAT")


def contract(person: Attaching) -> GroupFile:
    folder = look_into(person.app, "Divers/Contrats")
    [file] = folder.items
    return file


def test_the_library_is_seen_folder_by_folder_folders_first(person: Attaching) -> None:
    person.put_online("Divers/a.txt", b"a")
    person.put_online("B.txt", b"b")
    assert [each.name for each in look_into(person.app).items] == ["Divers", "B.txt"]
    below = look_into(person.app, "Divers").items
    assert [(each.name, each.is_folder) for each in below] == [("Contrats", True), ("a.txt", False)]
    assert contract(person).path == CONTRACT
    with pytest.raises(errors.FileMissing):
        look_into(person.app, "Nulle part")


def test_a_file_of_the_group_is_copied_by_the_service_and_registered(
    person: Attaching, carat: AttachTarget, microsoft365: LocalMicrosoft365
) -> None:
    file = contract(person)
    [kept] = copy_files(person.app, [file], carat)
    assert kept.deposited is not None
    assert kept.deposited.status is FilingOutcome.WAITING
    microsoft365.journal.clear()
    person.send()
    [row] = person.rows
    assert (row.status, row.path) == (Status.FILED, f"{CARAT}/contrat.docx")
    assert row.item_id not in (None, file.id)
    assert row.url.startswith("https://") if row.url else False
    assert (row.copied_from, row.quick_xor, row.size) == (file.id, file.quick_xor, file.size)
    assert person.bytes_online(f"{CARAT}/contrat.docx") == b"a contract"
    kinds = [entry.kind for entry in microsoft365.journal.entries]
    assert kinds.count("copy") == 1
    assert "upload" not in kinds


def test_the_same_file_again_is_not_copied_twice(person: Attaching, carat: AttachTarget) -> None:
    file = contract(person)
    copy_files(person.app, [file, file], carat)
    person.send()
    [again] = copy_files(person.app, [file], carat)
    assert again.deposited is not None
    assert again.deposited.status is FilingOutcome.ALREADY_FILED
    # Nor is what is chosen where it already is.
    [row] = person.rows
    [there] = look_into(person.app, CARAT).items
    [itself] = copy_files(person.app, [there], carat)
    assert itself.deposited is not None
    assert itself.deposited.document_id == row.id
    assert person.names_online(CARAT) == ["contrat.docx"]


def test_another_file_of_that_name_is_copied_beside(person: Attaching, carat: AttachTarget) -> None:
    person.put_online("Ailleurs/contrat.docx", b"another contract")
    told = copy_paths(person.app, [CONTRACT, "Ailleurs/contrat.docx", "Rien.txt"], carat)
    attach(person.db, person.write("contrat.docx", b"mine"), carat, "", person.app.application)
    person.send()
    assert [type(each.trouble) for each in told] == [type(None), type(None), errors.FileMissing]
    names = ["contrat (2).docx", "contrat (3).docx", "contrat.docx"]
    assert person.names_online(CARAT) == names


def test_an_ordinary_document_does_not_wait_behind_copies(
    person: Attaching,
    carat: AttachTarget,
    destination: UploadDestination,
    clock: StoppedClock,
    microsoft365: LocalMicrosoft365,
) -> None:
    copy_files(person.app, [contract(person)], carat)
    note = person.write("note.txt", b"mine")
    attach(person.db, note, carat, "", person.app.application)
    microsoft365.faults.add("hang", "copy", at=1, seconds=2)  # then cut: the round ends
    with Sender(person.db, destination, clock, 1) as sender:
        round_result = sender.drain(Wakeup())
    assert (round_result.filed, round_result.postponed) == (1, 1)
    assert person.names_online(CARAT) == ["note.txt"]


def test_what_is_filed_while_copies_take_their_time_is_sent_meanwhile(
    person: Attaching,
    carat: AttachTarget,
    destination: UploadDestination,
    clock: StoppedClock,
    microsoft365: LocalMicrosoft365,
) -> None:
    for number in range(60):
        person.put_online(f"Divers/{number}.txt", b"a file of the group")
    files = look_into(person.app, "Divers").items
    copy_files(person.app, [each for each in files if not each.is_folder], carat)
    note = person.write("note.txt", b"mine")
    attach(person.db, note, carat, "", person.app.application)
    microsoft365.faults.add("hang", "copy", at=1, seconds=3)
    microsoft365.journal.clear()
    with Sender(person.db, destination, clock, 1) as sender:
        sender.drain(Wakeup())
    kinds = [entry.kind for entry in microsoft365.journal.entries]
    assert "copy" not in kinds[: kinds.index("upload")][1:]


@pytest.mark.parametrize("fault", ["503-after", "cut-after"])
def test_a_copy_cut_after_its_effect_is_found_at_the_next_try(
    person: Attaching,
    carat: AttachTarget,
    clock: StoppedClock,
    microsoft365: LocalMicrosoft365,
    fault: str,
) -> None:
    copy_files(person.app, [contract(person)], carat)
    microsoft365.faults.add(fault, kind="copy", at=1)
    person.send()
    [row] = person.rows
    assert row.status is Status.WAITING
    clock.advance(LONGEST_WAIT)
    person.send()
    [row] = person.rows
    assert row.status is Status.FILED
    assert person.names_online(CARAT) == ["contrat.docx"]


def test_a_dead_workstations_copy_is_finished_by_another(
    person: Attaching, carat: AttachTarget, clock: StoppedClock
) -> None:
    copy_files(person.app, [contract(person)], carat)
    # It claimed the copy, had it made, and died before it could say so.
    claimed = claim(person.db, "poste-mort", timedelta(minutes=5), clock.now)
    assert claimed is not None
    person.put_online(claimed.path, b"a contract")
    clock.advance(timedelta(minutes=6))
    person.send()
    [row] = person.rows
    assert row.status is Status.FILED
    assert person.names_online(CARAT) == ["contrat.docx"]


def test_a_file_deleted_meanwhile_steps_aside_and_the_others_go_on(
    person: Attaching, carat: AttachTarget
) -> None:
    file = contract(person)
    person.put_online("Divers/a.txt", b"a")
    copy_paths(person.app, [CONTRACT, "Divers/a.txt"], carat)
    person.delete_online(file.id)
    person.send()
    gone, kept = person.rows
    assert (gone.status, gone.trouble) == (Status.BLOCKED, "FileMissing")
    assert kept.status is Status.FILED
    assert person.db.outbox.withdraw(gone.id)


def test_a_folder_is_not_copied_as_a_file(person: Attaching, carat: AttachTarget) -> None:
    [folder] = copy_paths(person.app, ["Divers"], carat)
    assert isinstance(folder.trouble, errors.FolderGiven)
    assert person.rows == []


def test_without_the_option_a_third_party_takes_copies_and_a_piece_does_not(
    person: Attaching, carat: AttachTarget
) -> None:
    limited = person.without_option()
    assert look_into(limited).items
    [kept] = copy_paths(limited, [CONTRACT], carat)
    assert kept.deposited is not None
    with pytest.raises(errors.FunctionLimited):
        copy_paths(limited, [CONTRACT], targets.article("A", "B"))
    limited.presence.close()
