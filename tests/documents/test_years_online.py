"""What happens to a library over the years, and costs nothing: its site moves, earlier versions go, a group comes back."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import requests
from office import Office
from online_people import INVOICE, Somebody

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.export.export import bring_back
from stockage_partage.documents.sync.synchronise import synchronise
from stockage_partage.documents.viewing.view import bytes_of
from stockage_partage.errors import SiteLocked
from stockage_partage.messages import export as bringing_texts

#: The requests that write; a read-only site answers the others.
WRITING = ["upload", "session.create", "folder.create", "item.update", "item.delete", "copy"]
LATER = INVOICE.replace("FA00042", "FA00043")


def row_of(company: CompanyDatabase, document_id: int) -> DocumentRow:
    row = company.register.get(document_id)
    assert row is not None
    return row


def page_at(microsoft365: LocalMicrosoft365, address: str) -> requests.Response:
    """What a browser shows of an address, wherever it is led."""
    return requests.get(address, verify=str(microsoft365.certificate.authority), timeout=10)


def moved(app: AppContext, microsoft365: LocalMicrosoft365) -> str:
    """The site gets another address; the library's, before."""
    app.service.check_library()
    before = app.database.activation.get().group_url
    assert before is not None
    microsoft365.world.move_site("bijou-archives")
    return before


def test_a_site_that_was_moved_goes_on_and_nothing_is_called_lost(
    app: AppContext,
    office: Office,
    company: CompanyDatabase,
    microsoft365: LocalMicrosoft365,
    tmp_path: Path,
) -> None:
    row = office.filed(INVOICE)
    synchronise(app)
    moved(app, microsoft365)
    assert office.filed(LATER).status is Status.FILED
    assert synchronise(app).changes == 0
    assert row_of(company, row.id).online == OnlineState.AS_SENT
    assert bytes_of(app, row.id, Event())[0] == INVOICE.encode()
    result = bring_back(app, tmp_path / "retour", bringing_texts.INDEX)
    assert (result.total, result.missing, result.changed) == (2, 0, 0)


def test_the_group_s_link_follows_a_site_that_was_moved(
    app: AppContext, office: Office, microsoft365: LocalMicrosoft365
) -> None:
    before = moved(app, microsoft365)
    app.service.check_library()
    now = app.database.activation.get().group_url
    assert now is not None
    assert "/sites/bijou-archives/" in now
    assert app.own(now) == now
    assert page_at(microsoft365, now).url == page_at(microsoft365, before).url


def test_an_address_kept_before_a_site_was_moved_still_opens_its_document(
    app: AppContext, office: Office, microsoft365: LocalMicrosoft365
) -> None:
    row = office.filed(INVOICE)
    kept = row.url
    assert kept is not None
    moved(app, microsoft365)
    assert app.own(kept) == kept
    shown = page_at(microsoft365, kept)
    assert (shown.content, shown.history[0].status_code) == (INVOICE.encode(), 308)
    assert "/sites/bijou-archives/" in shown.url
    assert page_at(microsoft365, kept.replace("/sites/", "/sites/x")).status_code == 404


def test_a_script_of_faults_can_move_the_site_meanwhile(
    app: AppContext, office: Office, microsoft365: LocalMicrosoft365
) -> None:
    office.filed(INVOICE)
    microsoft365.faults.add("site-moved", kind="upload", to="ailleurs")
    assert office.filed(LATER).status is Status.FILED
    app.service.check_library()
    assert "/sites/ailleurs/" in str(app.database.activation.get().group_url)


def test_earlier_versions_that_microsoft_removed_are_missed_by_nothing(
    app: AppContext,
    office: Office,
    somebody: Somebody,
    company: CompanyDatabase,
    microsoft365: LocalMicrosoft365,
) -> None:
    row = office.filed(INVOICE)
    synchronise(app)
    somebody.puts(INVOICE, b"changed by hand")
    versions = f"/drives/{somebody.drive_id}/items/{row.item_id}/versions"
    assert len(somebody.graph.ask("GET", versions).json()["value"]) == 2
    microsoft365.world.trim_versions(INVOICE)
    assert len(somebody.graph.ask("GET", versions).json()["value"]) == 1
    synchronise(app)
    assert row_of(company, row.id).online == OnlineState.CHANGED
    somebody.puts(INVOICE, INVOICE.encode())
    synchronise(app)
    assert row_of(company, row.id).online == OnlineState.AS_SENT


def test_a_group_that_was_deleted_and_put_back_has_all_of_its_documents(
    app: AppContext, office: Office, company: CompanyDatabase, somebody: Somebody
) -> None:
    row = office.filed(INVOICE)
    synchronise(app)
    group = app.database.activation.get().group_id
    assert somebody.graph.ask("DELETE", f"/groups/{group}").status == 204
    app.service.check_library()
    assert app.database.activation.get().health == "gone_restorable"
    assert row_of(company, row.id).online == OnlineState.AS_SENT
    put_back = f"/directory/deletedItems/{group}/restore"
    assert somebody.graph.ask("POST", put_back, json={}).status == 200
    app.service.check_library()
    assert app.database.activation.get().health == "fine"
    assert office.filed(LATER).status is Status.FILED
    assert synchronise(app).changes == 0
    assert bytes_of(app, row.id, Event())[0] == INVOICE.encode()


def test_a_site_that_is_read_only_is_read_and_takes_what_waits_once_it_is_not(
    app: AppContext,
    office: Office,
    company: CompanyDatabase,
    microsoft365: LocalMicrosoft365,
    tmp_path: Path,
) -> None:
    row = office.filed(INVOICE)
    microsoft365.faults.add("423", kind=WRITING, code="notAllowed")
    waits = office.keep(LATER)
    assert isinstance(office.send().resting, SiteLocked)
    assert row_of(company, waits.id).status is Status.WAITING
    assert bytes_of(app, row.id, Event())[0] == INVOICE.encode()
    assert synchronise(app).changes == 0
    assert bring_back(app, tmp_path / "retour", bringing_texts.INDEX).missing == 0
    microsoft365.faults.clear()
    assert office.send().filed == 1
