"""What changed online comes into the register, once, whatever happens on the way."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from app_contexts import workplace_at
from online_people import INVOICE, INVOICES, Somebody, rows_of
from stopped_clock import StoppedClock

from local_microsoft365.server import LocalMicrosoft365
from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import NewDocument, OnlineState
from stockage_partage.company.online.online_records import ChangeKind
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.documents.sync.synchronise import SyncProgress, SyncResult, synchronise
from stockage_partage.documents.tree.document_types import ALL_PARTS, TreePart
from stockage_partage.documents.tree.path_parser import read_back
from stockage_partage.errors import FunctionLimited, Offline, StorageInactive
from stockage_partage.graph.graph_client import GraphClient

NOTHING = dict.fromkeys(ChangeKind, 0)


@pytest.fixture
def filed(company: CompanyDatabase, destination: UploadDestination, clock: StoppedClock) -> int:
    """An invoice that we sent; its document id."""
    return file(company, destination, clock, INVOICE, b"%PDF-1 invoice 42")


def file(
    company: CompanyDatabase,
    destination: UploadDestination,
    clock: StoppedClock,
    path: str,
    content: bytes,
) -> int:
    told = read_back(path)
    sha256 = hashlib.sha256(content).hexdigest()
    document = NewDocument(
        told.key, path.rpartition("/")[2], len(content), sha256, told.type, told.number
    )
    added = company.outbox.add(document, io.BytesIO(content), lambda _: path)
    claimed = claim(company, "worker", timedelta(minutes=5), clock())
    assert claimed is not None
    item = destination.drive.put_new(destination.drive_id, path, content, len(content))
    assert mark_filed(
        company, added.document_id, "worker", FiledResult(item.id, item.url, item.size)
    )
    return added.document_id


def counted(result: SyncResult, **wanted: int) -> bool:
    return result.counts == NOTHING | {ChangeKind(kind): count for kind, count in wanted.items()}


def test_a_first_run_links_what_was_added_online_and_not_what_we_sent(
    app: AppContext, somebody: Somebody, filed: int
) -> None:
    somebody.puts("Sage/Clients/CARAT/Documents attachés/plan.pdf", b"plan")
    somebody.puts("Photos/noel.jpg", b"not ours")
    result = synchronise(app)
    assert result.complete
    assert result.whole
    assert counted(result, added=1), result.counts
    rows = rows_of(app.database)
    assert set(rows) == {INVOICE, "Sage/Clients/CARAT/Documents attachés/plan.pdf"}
    linked = rows["Sage/Clients/CARAT/Documents attachés/plan.pdf"]
    assert (linked.status, linked.source, linked.third_party_code) == (
        Status.FILED,
        "online",
        "CARAT",
    )
    assert (linked.attached, linked.attached_to, linked.size) == ("attached", "tiers:CARAT", 4)
    assert app.database.register.counters().filed == 2


def test_a_second_run_without_a_change_costs_one_request_and_says_so(
    app: AppContext,
    somebody: Somebody,
    filed: int,
    microsoft365: LocalMicrosoft365,
) -> None:
    synchronise(app)
    microsoft365.journal.clear()
    result = synchronise(app)
    assert counted(result)
    assert not result.whole
    asked = [entry["kind"] for entry in microsoft365.journal.as_json()]
    assert asked == ["delta"]


def test_an_invoice_put_online_is_found_by_its_number(app: AppContext, somebody: Somebody) -> None:
    synchronise(app)
    somebody.puts(INVOICE, b"%PDF-1 put by hand")
    assert counted(synchronise(app), added=1)
    [row] = app.database.register.search("FA00042")
    assert (row.type, row.number, row.third_party_code, row.version) == (
        "facture",
        "FA00042",
        "CARAT",
        1,
    )


def test_other_bytes_are_told_changed_once_and_back_again_when_restored(
    app: AppContext, somebody: Somebody, filed: int
) -> None:
    synchronise(app)
    somebody.puts(INVOICE, b"%PDF-1 altered by hand")
    assert counted(synchronise(app), changed=1)
    assert rows_of(app.database)[INVOICE].online == OnlineState.CHANGED
    assert counted(synchronise(app))
    somebody.puts(INVOICE, b"%PDF-1 invoice 42")
    synchronise(app)
    assert rows_of(app.database)[INVOICE].online == OnlineState.AS_SENT


def test_a_change_before_the_first_run_is_seen_by_the_size_at_least(
    app: AppContext, somebody: Somebody, filed: int
) -> None:
    somebody.puts(INVOICE, b"%PDF-1 altered before anybody looked")
    assert counted(synchronise(app), changed=1)


def test_a_renamed_file_keeps_its_document(app: AppContext, somebody: Somebody, filed: int) -> None:
    synchronise(app)
    somebody.renames(INVOICE, "Facture Carat mars.pdf")
    result = synchronise(app)
    assert counted(result, moved=1)
    [moved] = result.listed[ChangeKind.MOVED]
    assert (moved.document_id, moved.before) == (filed, INVOICE)
    row = app.database.register.get(filed)
    assert row is not None
    assert row.path == f"{INVOICES}/Facture_FA00042/Facture Carat mars.pdf"
    assert row.online == OnlineState.MOVED


def test_a_renamed_folder_takes_all_its_documents_along(
    app: AppContext,
    somebody: Somebody,
    filed: int,
    destination: UploadDestination,
    clock: StoppedClock,
) -> None:
    second = f"{INVOICES}/Facture_FA00043/Facture_FA00043.pdf"
    file(app.database, destination, clock, second, b"%PDF-1 invoice 43")
    synchronise(app)
    somebody.renames("Sage/Clients/CARAT", "CARAT-ANCIEN")
    assert counted(synchronise(app), moved=2)
    assert set(rows_of(app.database)) == {
        INVOICE.replace("CARAT", "CARAT-ANCIEN"),
        second.replace("CARAT", "CARAT-ANCIEN"),
    }


def test_two_files_that_exchanged_their_names_keep_their_documents(
    app: AppContext,
    somebody: Somebody,
    filed: int,
    destination: UploadDestination,
    clock: StoppedClock,
) -> None:
    other = f"{INVOICES}/Facture_FA00042/Facture_FA00042_v02.pdf"
    second = file(app.database, destination, clock, other, b"%PDF-1 second")
    synchronise(app)
    somebody.renames(INVOICE, "x.pdf")
    somebody.renames(other, "Facture_FA00042.pdf")
    somebody.renames(f"{INVOICES}/Facture_FA00042/x.pdf", "Facture_FA00042_v02.pdf")
    assert counted(synchronise(app, page_size=1), moved=2)
    rows = rows_of(app.database)
    assert (rows[INVOICE].id, rows[other].id) == (second, filed)


def test_a_deleted_file_keeps_its_row_and_comes_back_when_it_is_put_back(
    app: AppContext, somebody: Somebody, filed: int
) -> None:
    synchronise(app)
    somebody.deletes(INVOICE)
    assert counted(synchronise(app), deleted=1)
    row = app.database.register.get(filed)
    assert row is not None
    assert (row.status, row.online) == (Status.FILED, OnlineState.DELETED)
    somebody.puts(INVOICE, b"%PDF-1 invoice 42")
    assert counted(synchronise(app), restored=1)
    row = app.database.register.get(filed)
    assert row is not None
    assert row.online == OnlineState.AS_SENT
    assert row.item_id == somebody.id_of(INVOICE)


def test_a_deleted_folder_takes_all_its_documents_along(
    app: AppContext, somebody: Somebody, filed: int
) -> None:
    synchronise(app)
    somebody.deletes("Sage/Clients")
    assert counted(synchronise(app), deleted=1)


def test_documents_deleted_before_a_first_run_are_told(
    app: AppContext, somebody: Somebody, filed: int, clock: StoppedClock
) -> None:
    somebody.deletes(INVOICE)
    clock.advance(timedelta(minutes=5))
    assert counted(synchronise(app), deleted=1)


def test_a_file_moved_out_of_the_tree_stays_linked(
    app: AppContext, somebody: Somebody, filed: int
) -> None:
    synchronise(app)
    somebody.moves(INVOICE, "Perso")
    assert counted(synchronise(app), moved=1)
    somebody.puts("Perso/Facture_FA00042.pdf", b"%PDF-1 changed there")
    assert counted(synchronise(app), changed=1)


def test_a_file_moved_into_the_tree_is_linked_with_its_folder(
    app: AppContext, somebody: Somebody
) -> None:
    somebody.puts("Arrivage/CARAT/Documents attachés/bon.pdf", b"bon")
    somebody.makes_folder("Sage/Clients")
    synchronise(app)
    somebody.moves("Arrivage/CARAT", "Sage/Clients")
    assert counted(synchronise(app), added=1)
    [row] = app.database.register.search("bon")
    assert row.attached_to == "tiers:CARAT"


def test_a_document_being_sent_is_not_linked_twice(
    app: AppContext, somebody: Somebody, company: CompanyDatabase
) -> None:
    content = b"%PDF-1 sent, its row not marked yet"
    told = read_back(INVOICE)
    document = NewDocument(told.key, "a.pdf", len(content), hashlib.sha256(content).hexdigest())
    company.outbox.add(document, io.BytesIO(content), lambda _: INVOICE)
    somebody.puts(INVOICE, content)
    assert counted(synchronise(app))
    [row] = company.register.search()
    assert row.status is Status.WAITING


def test_a_reprint_of_an_invoice_put_online_by_hand_is_its_second_version(
    app: AppContext, somebody: Somebody, company: CompanyDatabase
) -> None:
    somebody.puts(INVOICE, b"%PDF-1 by hand")
    synchronise(app)
    content = b"%PDF-1 printed"
    document = NewDocument(
        read_back(INVOICE).key, "b.pdf", len(content), hashlib.sha256(content).hexdigest()
    )
    added = company.outbox.add(
        document, io.BytesIO(content), lambda v: INVOICE if v == 1 else f"{INVOICE}_v{v:02}"
    )
    assert added.version == 2


def test_parts_left_out_lose_nothing_for_a_later_run(
    app: AppContext, somebody: Somebody, filed: int
) -> None:
    synchronise(app)
    somebody.puts("Sage/Clients/CARAT/Documents attachés/plan.pdf", b"plan")
    somebody.puts(INVOICE, b"%PDF-1 altered by hand")
    result = synchronise(app, {TreePart.SALES})
    assert counted(result, changed=1), result.counts
    result = synchronise(app)
    assert counted(result, added=1), result.counts
    assert counted(synchronise(app))


def test_parts_that_are_equally_far_go_on_together(
    app: AppContext, somebody: Somebody, filed: int, microsoft365: LocalMicrosoft365
) -> None:
    synchronise(app, {TreePart.SALES})
    synchronise(app)
    microsoft365.journal.clear()
    synchronise(app)
    asked = [entry["kind"] for entry in microsoft365.journal.as_json()]
    assert asked == ["delta"]


def test_a_run_that_was_stopped_goes_on_where_it_stopped(
    app: AppContext, somebody: Somebody
) -> None:
    for number in range(8):
        somebody.puts(f"Sage/Clients/CARAT/Documents attachés/p{number}.pdf", b"x")
    stop = Event()

    def stop_after_two_pages(progress: SyncProgress) -> None:
        if progress.pages == 2:
            stop.set()

    first = synchronise(app, stop=stop, tell=stop_after_two_pages, page_size=3)
    assert not first.complete
    assert first.pages == 2
    second = synchronise(app, page_size=3)
    assert second.complete
    assert first.counts[ChangeKind.ADDED] + second.counts[ChangeKind.ADDED] == 8
    assert first.pages + second.pages <= 6
    assert len(rows_of(app.database)) == 8


@pytest.mark.parametrize("status", ["410", "400"])
def test_a_bookmark_that_microsoft_forgot_starts_anew_and_finds_what_was_deleted(
    app: AppContext,
    somebody: Somebody,
    filed: int,
    microsoft365: LocalMicrosoft365,
    clock: StoppedClock,
    status: str,
) -> None:
    somebody.puts("Sage/Clients/CARAT/Documents attachés/plan.pdf", b"plan")
    clock.advance(timedelta(minutes=1))
    synchronise(app)
    somebody.deletes(INVOICE)
    microsoft365.world.forget_delta_tokens()
    if status != "410":
        microsoft365.faults.add(status, "delta", at=1)
    clock.advance(timedelta(minutes=1))
    result = synchronise(app)
    assert result.whole
    assert counted(result, deleted=1), result.counts
    assert len(rows_of(app.database)) == 2


def test_two_workstations_at_once_link_each_file_once(
    app: AppContext, somebody: Somebody, company: CompanyDatabase
) -> None:
    for number in range(12):
        somebody.puts(f"Sage/Clients/CARAT/Documents attachés/p{number}.pdf", b"x")
    with ThreadPoolExecutor(2) as both:
        results = list(both.map(lambda _: synchronise(app, page_size=2), range(2)))
    assert sum(result.counts[ChangeKind.ADDED] for result in results) == 12
    assert len(rows_of(company)) == 12
    assert all(result.complete for result in results)


def test_what_was_done_before_the_network_went_stays_done(
    app: AppContext, somebody: Somebody, microsoft365: LocalMicrosoft365
) -> None:
    for number in range(6):
        somebody.puts(f"Sage/Clients/CARAT/Documents attachés/p{number}.pdf", b"x")
    microsoft365.faults.install([{"kind": "delta", "at": [3], "do": "cut"}])
    with pytest.raises(Offline):
        synchronise(app, page_size=2)
    done = len(rows_of(app.database))
    assert synchronise(app, page_size=2).complete
    assert len(rows_of(app.database)) == 6 > done


def test_an_application_without_the_option_may_not(
    company: CompanyDatabase,
    destination: UploadDestination,
    graph: GraphClient,
    tmp_path: Path,
    clock: StoppedClock,
) -> None:
    limited = workplace_at(company, graph, graph._sign_in, tmp_path / "autre", clock, granted=False)
    with pytest.raises(FunctionLimited):
        synchronise(limited)
    company.activation.deactivate("admin", "comptabilite")
    with pytest.raises(StorageInactive):
        synchronise(limited)
    limited.presence.close()


def test_every_part_has_its_bookmark_after_a_run(app: AppContext) -> None:
    synchronise(app)
    drive_id = app.library()
    marks = app.database.online.bookmarks(drive_id, app.who(), ALL_PARTS)
    assert len(set(marks.values())) == 1
    assert all(mark.finished and mark.link and mark.began is None for mark in marks.values())
    assert not any("https" in (mark.link or "") for mark in marks.values())
