"""A folder that an administrator closed to this account: it alone is refused, and is never called lost."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import quote

import pytest
from office import Office
from online_people import Somebody, rows_of

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.activation.states import GroupHealth
from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.company.state_records import Status
from stockage_partage.documents.attaching.group_files import look_into
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.export.export import IndexTexts, bring_back
from stockage_partage.documents.sending.send_one import ONE_REQUEST, UploadDestination
from stockage_partage.documents.sending.sending_service import SendingService
from stockage_partage.documents.sync.synchronise import synchronise
from stockage_partage.documents.viewing.fetch import fetch, folder_online, place_online
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.errors import FolderForbidden, GroupGone, RightsLost, StorageInactive

CLOSED = "Sage/Salariés"
PAYSLIP = f"{CLOSED}/DURAND/Documents attachés/paie.pdf"
OPEN = "Sage/Clients/CARAT/Documents attachés"
READING = ["item.get", "download", "children"]
WRITING = ["upload", "session.create"]


def close_folder(microsoft365: LocalMicrosoft365, *kinds: str) -> None:
    microsoft365.faults.add("403", list(kinds), path=quote("Salariés"))
    microsoft365.faults.add("403", list(kinds), path="Salariés")


@pytest.mark.parametrize("size", [20, ONE_REQUEST + 1])
def test_a_document_of_a_closed_folder_steps_aside_and_the_others_go_on(
    office: Office, microsoft365: LocalMicrosoft365, size: int
) -> None:
    refused = office.keep(PAYSLIP, size)
    passes = [office.keep(f"{OPEN}/plan{number}.pdf") for number in range(3)]
    close_folder(microsoft365, *WRITING)
    round_result = office.send()
    assert (round_result.filed, round_result.blocked, round_result.resting) == (3, 1, None)
    blocked = office.row(refused.id)
    assert (blocked.status, blocked.trouble) == (Status.BLOCKED, "FolderForbidden")
    assert [office.row(row.id).status for row in passes] == [Status.FILED] * 3
    microsoft365.faults.clear()
    assert office.db.outbox.retry(refused.id)
    assert office.send().filed == 1


@pytest.mark.parametrize("size", [20, ONE_REQUEST + 1])
def test_rights_that_came_back_right_after_a_refusal_block_no_document(
    office: Office, microsoft365: LocalMicrosoft365, size: int
) -> None:
    row = office.keep(f"{OPEN}/plan.pdf", size)
    for kind in WRITING:
        microsoft365.faults.add("403", kind, at=1)
    round_result = office.send()
    assert (round_result.filed, round_result.blocked) == (1, 0)
    assert office.row(row.id).status is Status.FILED


def test_who_may_write_nowhere_blocks_no_document(
    office: Office, microsoft365: LocalMicrosoft365
) -> None:
    rows = [office.keep(f"{OPEN}/plan{number}.pdf") for number in range(3)]
    microsoft365.faults.add("403", [*WRITING, "folder.create"])
    round_result = office.send()
    assert isinstance(round_result.resting, RightsLost)
    assert [office.row(row.id).status for row in rows] == [Status.WAITING] * 3


def test_looking_whether_others_pass_makes_no_folder_that_a_document_would_not(
    office: Office, destination: UploadDestination, microsoft365: LocalMicrosoft365
) -> None:
    drive, drive_id = destination.drive, destination.drive_id
    assert drive.may_write(drive_id, "Sage/Clients/CARAT/Documents attachés")
    assert drive.may_write(drive_id, "Sage/Clients/CARAT/Documents attachés")
    assert [item.name for item in drive.children(drive_id, "Sage")] == ["Clients"]
    assert list(drive.children(drive_id, "Sage/Clients")) == []


def test_a_document_that_may_not_be_seen_says_so_and_still_has_its_link(
    office: Office, app: AppContext, microsoft365: LocalMicrosoft365
) -> None:
    row = office.filed(PAYSLIP)
    forbid(microsoft365, row)
    with pytest.raises(FolderForbidden):
        fetch(app, row.id, io.BytesIO())
    assert place_online(app, row) == row.url


def test_the_folder_of_a_document_is_found_by_its_path_and_a_closed_one_says_so(
    office: Office, app: AppContext, microsoft365: LocalMicrosoft365
) -> None:
    office.filed(PAYSLIP)
    waits = office.keep(f"{OPEN}/plan.pdf")
    there = app.drive.by_path(app.library(), CLOSED)
    assert there is not None
    beside = office.keep(f"{CLOSED}/autre.pdf")
    assert folder_online(app, beside) == there.url
    assert folder_online(app, waits) is None
    close_folder(microsoft365, *READING)
    with pytest.raises(FolderForbidden):
        folder_online(app, beside)
    app.database.activation.deactivate("admin", "comptabilite")
    with pytest.raises(StorageInactive):
        folder_online(app, beside)


def test_a_refusal_stands_when_the_look_behind_it_is_answered_as_nobody_thought_of(
    app: AppContext, microsoft365: LocalMicrosoft365, caplog: pytest.LogCaptureFixture
) -> None:
    microsoft365.faults.add("418", "drive.get")
    refused = RightsLost()
    assert app.why_refused(refused) is refused
    assert [record.levelname for record in caplog.records if record.exc_info] == ["ERROR"]


def test_who_reaches_nothing_is_told_that_the_group_is_lost(
    office: Office, app: AppContext, microsoft365: LocalMicrosoft365
) -> None:
    row = office.filed(PAYSLIP)
    microsoft365.faults.add("403", READING)
    with pytest.raises(RightsLost):
        fetch(app, row.id, io.BytesIO())


def test_what_is_brought_back_tells_the_closed_folder_and_goes_on(
    office: Office, app: AppContext, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    closed, other = office.filed(PAYSLIP), office.filed(f"{OPEN}/plan.pdf")
    forbid(microsoft365, closed)
    words = IndexTexts(("path",), lambda brought: [brought.path], 0)
    result = bring_back(app, tmp_path / "ici", words)
    [told] = result.listed
    assert told.row.id == closed.id
    assert told.missing is not None
    assert isinstance(told.missing.trouble, FolderForbidden)
    assert (tmp_path / "ici" / (other.path or "")).is_file()


def test_looking_into_a_closed_folder_says_that_it_is_closed(
    office: Office, app: AppContext, microsoft365: LocalMicrosoft365
) -> None:
    office.filed(PAYSLIP)
    microsoft365.faults.add("403", "children", path="Salari")
    with pytest.raises(FolderForbidden):
        look_into(app, CLOSED)
    assert [file.name for file in look_into(app, "Sage").items] == ["Salariés"]


def test_synchronising_says_nothing_of_what_this_account_may_not_see(
    office: Office, app: AppContext, somebody: Somebody, microsoft365: LocalMicrosoft365
) -> None:
    closed = office.filed(PAYSLIP)
    synchronise(app)
    somebody.deletes("Sage")  # it is not in the whole any more, and cannot be looked at
    forbid(microsoft365, closed)
    microsoft365.faults.add("410", "delta", at=1)
    result = synchronise(app)
    assert result.complete
    assert rows_of(app.database)[PAYSLIP].online == OnlineState.AS_SENT


def forbid(microsoft365: LocalMicrosoft365, row: DocumentRow) -> None:
    """The service refuses that item by its id, whatever is asked of it."""
    microsoft365.faults.add("403", READING, path=f"/items/{row.item_id}")


def test_a_library_closed_to_the_account_is_asked_once_and_told_once(
    office: Office, app: AppContext, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    for number in range(60):
        office.keep(f"{OPEN}/plan{number}.pdf")
    assert office.send().filed == 60
    microsoft365.faults.add("403", [*READING, "drive.get"])
    microsoft365.journal.clear()
    result = bring_back(app, tmp_path / "ici", IndexTexts(("path",), lambda b: [b.path], 0))
    assert (result.missing, len(result.listed)) == (60, 1)
    assert isinstance(result.refused, RightsLost)
    assert len(microsoft365.journal.entries) < 60, "not for each document anew"


def test_a_group_that_was_deleted_is_said_to_be_by_whatever_meets_it(
    office: Office, app: AppContext, microsoft365: LocalMicrosoft365
) -> None:
    filed = office.filed(f"{OPEN}/plan.pdf")
    office.keep(f"{OPEN}/plan2.pdf")
    microsoft365.world.delete_group()
    for opens in (place_online, folder_online):  # not deleted, and no place is free
        with pytest.raises(GroupGone):
            opens(app, filed)
    with pytest.raises(GroupGone):
        fetch(app, filed.id, io.BytesIO())
    with SendingService(app) as sending:
        assert isinstance(sending.drain(Wakeup()).resting, GroupGone)
    with pytest.raises(GroupGone):
        synchronise(app)
    with pytest.raises(GroupGone):
        look_into(app)
    assert app.database.activation.get().health == GroupHealth.GONE_RESTORABLE
