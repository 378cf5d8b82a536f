"""The whole of `reparer` against a real library: each thing is broken for real, told, mended, and nothing else."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from app_contexts import workplace_at
from office import Office
from online_people import INVOICE, INVOICES, Somebody, rows_of
from stopped_clock import StoppedClock

from local_microsoft365.server import LocalMicrosoft365
from one_document import claim
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import OnlineState
from stockage_partage.company.engine import tables
from stockage_partage.company.state_records import ActivationStatus, Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.repair.findings import Fault, FaultFinding, RepairOutcome
from stockage_partage.documents.repair.library_check import LibraryFingerprints
from stockage_partage.documents.repair.repairing import examine, repair
from stockage_partage.documents.sync.synchronise import synchronise
from stockage_partage.errors import Offline, SignInNeeded
from stockage_partage.graph.graph_client import GraphClient

OTHER = f"{INVOICES}/Facture_FA00043/Facture_FA00043.pdf"
THIRD = f"{INVOICES}/Facture_FA00044/Facture_FA00044.pdf"
#: What looking at an account or a pause may note; nothing of a document.
_NOT_COMPARED = ("sp_budget", "sp_journal_entry", "sp_delta", "sp_folder")


def hand(app: AppContext, *statements: str) -> None:
    """Somebody's hand in the tables."""
    with app.database._transactions.changing() as change:
        for each in statements:
            change.connection.exec_driver_sql(each)


def everything(app: AppContext) -> dict[str, list[str]]:
    """Every row that tells of documents, activation and company."""
    with app.database._transactions.reading() as connection:
        return {
            name: sorted(repr(row) for row in connection.execute(sa.select(table)))
            for name, table in tables.metadata.tables.items()
            if name not in _NOT_COMPARED
        }


def told(app: AppContext) -> dict[Fault, FaultFinding]:
    """What a dry run finds; it writes nothing."""
    before = everything(app)
    found = {each.fault: each for each in examine(app)}
    assert everything(app) == before
    return found


def mended(app: AppContext) -> dict[Fault, RepairOutcome]:
    """What became of each finding; whatever could be mended is not found any more."""
    outcomes = {each.finding.fault: each for each in repair(app)}
    left = {fault for fault, each in outcomes.items() if not each.mended}
    assert set(told(app)) == left
    return outcomes


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def online(microsoft365: LocalMicrosoft365) -> dict[str, bytes]:
    world = microsoft365.world
    return {path: world.content(item) for path, item in world.files().items()}


def test_where_all_is_well_nothing_is_found_and_nothing_written(
    app: AppContext, office: Office
) -> None:
    office.filed(INVOICE)
    office.keep(OTHER)
    before = everything(app)
    assert list(examine(app)) == []
    assert list(repair(app)) == []
    assert everything(app) == before


def no_row(app: AppContext) -> None:
    hand(
        app,
        "DELETE FROM sp_word",
        "DELETE FROM sp_document WHERE number = ''",
        "UPDATE sp_meta SET filed = 0",
    )


def another_path(app: AppContext) -> None:
    hand(app, "UPDATE sp_document SET path = 'Sage/x.pdf', place = 'sage/x.pdf'")


def called_deleted(app: AppContext) -> None:
    hand(app, "UPDATE sp_document SET online = 'deleted'")


def another_fingerprint(app: AppContext) -> None:
    hand(app, "UPDATE sp_document SET quick_xor = 'AAAA'")


@pytest.mark.parametrize(
    ("broken", "fault", "becomes"),
    [
        (no_row, Fault.UNKNOWN_ONLINE, OnlineState.AS_SENT),
        (another_path, Fault.MOVED_ONLINE, OnlineState.MOVED),
        (called_deleted, Fault.BACK_ONLINE, OnlineState.AS_SENT),
        (another_fingerprint, Fault.CHANGED_ONLINE, OnlineState.CHANGED),
    ],
)
def test_a_register_that_says_otherwise_than_the_library_is_put_right(
    app: AppContext,
    office: Office,
    microsoft365: LocalMicrosoft365,
    broken: Callable[[AppContext], None],
    fault: Fault,
    becomes: OnlineState,
) -> None:
    office.filed(INVOICE)
    synchronise(app)
    there = online(microsoft365)
    broken(app)
    # What was read already is not told again: following the changes would never see it.
    assert synchronise(app).changes == 0
    finding = told(app)[fault]
    assert (finding.count, finding.examples) == (1, finding.examples[:1])
    outcome = mended(app)[fault]
    assert (outcome.mended, outcome.trouble) == (True, None)
    [row] = rows_of(app.database).values()
    assert (row.path, row.status, row.online) == (INVOICE, Status.FILED, becomes)
    assert online(microsoft365) == there


def test_a_document_that_is_not_online_any_more_is_called_so(
    app: AppContext, office: Office, somebody: Somebody, clock: StoppedClock
) -> None:
    office.filed(INVOICE)
    office.filed(OTHER)
    clock.advance(timedelta(minutes=1))
    somebody.deletes(INVOICE)
    synchronise(app)
    hand(app, "UPDATE sp_document SET online = ''")
    assert synchronise(app).changes == 0
    clock.advance(timedelta(minutes=1))
    assert told(app)[Fault.MISSING_ONLINE] == FaultFinding(Fault.MISSING_ONLINE, 1, (INVOICE,))
    assert mended(app)[Fault.MISSING_ONLINE].mended
    rows = rows_of(app.database)
    assert (rows[INVOICE].online, rows[OTHER].online) == (OnlineState.DELETED, OnlineState.AS_SENT)


def test_files_beside_the_tree_and_of_other_programs_are_nobodys_fault(
    app: AppContext, office: Office, somebody: Somebody
) -> None:
    office.filed(INVOICE)
    somebody.puts("Photos/2026.jpg", b"x")
    somebody.puts(f"{INVOICES}/Thumbs.db", b"x")
    assert told(app) == {}


def test_an_old_copy_put_back_recognises_what_was_filed_since(
    company: CompanyDatabase,
    app: AppContext,
    office: Office,
    graph: GraphClient,
    microsoft365: LocalMicrosoft365,
    tmp_path: Path,
    clock: StoppedClock,
) -> None:
    """Two were on their way, one of them being sent, when the copy was made; a third came afterwards."""
    office.keep(INVOICE)
    office.keep(OTHER)
    assert claim(company, "worker-of-then") is not None
    file, copy = Path(company.place.path or ""), tmp_path / "sauvegarde"
    shutil.copy(file, copy)
    company.outbox.release_all("worker-of-then")
    assert office.send().filed == 2
    office.filed(THIRD)
    there = online(microsoft365)
    effects = len(microsoft365.world.files())
    company.close()
    shutil.copy(copy, file)
    clock.advance(timedelta(days=2))

    with CompanyDatabase.open(file, clock=clock) as restored:
        again = workplace_at(restored, graph, graph._sign_in, tmp_path / "poste-2", clock)
        found = told(again)
        assert {fault: each.count for fault, each in found.items()} == {
            Fault.LEASES_LOST: 1, Fault.ALREADY_ONLINE: 2, Fault.UNKNOWN_ONLINE: 1,
        }  # fmt: skip
        outcomes = mended(again)
        # What came from the library is read once as well, to be known again.
        assert {fault: each.mended for fault, each in outcomes.items()} == dict.fromkeys(
            (*found, Fault.UNHASHED), True
        )
        assert rows_of(restored)[THIRD].sha256 == sha256_of(there[THIRD])
        rows = rows_of(restored)
        assert {path: row.status for path, row in rows.items()} == dict.fromkeys(
            (INVOICE, OTHER, THIRD), Status.FILED
        )
        assert told(again) == {}
        again.presence.close()
    assert online(microsoft365) == there
    assert len(microsoft365.world.files()) == effects


def test_another_file_at_a_place_is_never_taken_for_ours(
    app: AppContext, office: Office, somebody: Somebody, microsoft365: LocalMicrosoft365
) -> None:
    kept = office.keep(INVOICE)
    somebody.puts(INVOICE, b"somebody else's words, more than ours " * 10)
    there = online(microsoft365)
    assert told(app)[Fault.ALREADY_ONLINE].count == 1
    outcomes = {each.finding.fault: each for each in repair(app)}
    now = office.row(kept.id)
    # Under another name, or told to a person: the file of that name is as it was.
    assert online(microsoft365)[INVOICE] == there[INVOICE]
    assert now.status in (Status.FILED, Status.BLOCKED)
    assert outcomes[Fault.ALREADY_ONLINE].mended is (now.status is Status.FILED)
    if now.status is Status.FILED:
        assert now.path != INVOICE


@pytest.mark.parametrize("status", ["blocked", "waiting"])
def test_a_document_that_is_online_is_tried_once_more_blocked_or_put_off(
    app: AppContext,
    office: Office,
    microsoft365: LocalMicrosoft365,
    clock: StoppedClock,
    status: str,
) -> None:
    kept = office.filed(INVOICE)
    later = int((clock() + timedelta(minutes=20)).timestamp() * 1_000_000)
    hand(
        app,
        f"UPDATE sp_document SET status = '{status}', trouble = 'PlaceTaken', filed_at = NULL,"  # noqa: S608  # ours
        f" item_id = NULL, content_id = 'mine', due_at = {later}",
        "DELETE FROM sp_word",
        f"UPDATE sp_meta SET filed = 0, {status} = 1",  # noqa: S608  # a word of the test
    )
    with app.database._transactions.changing() as change:
        content = INVOICE.encode().ljust(20, b".")
        change.execute(sa.insert(tables.content).values(content_id="mine", seq=0, bytes=content))
    assert told(app) == {Fault.ALREADY_ONLINE: FaultFinding(Fault.ALREADY_ONLINE, 1, (INVOICE,))}
    assert mended(app)[Fault.ALREADY_ONLINE].mended
    assert (office.row(kept.id).status, len(online(microsoft365))) == (Status.FILED, 1)


def test_without_anybody_signed_in_the_rest_is_looked_at_and_mended(
    app: AppContext, office: Office, clock: StoppedClock
) -> None:
    office.keep(INVOICE)
    assert claim(app.database, "gone") is not None
    clock.advance(timedelta(minutes=30))
    app.sign_in.sign_out()
    found = told(app)
    assert set(found) == {Fault.LEASES_LOST, Fault.UNSEEN}
    assert isinstance(found[Fault.UNSEEN].trouble, SignInNeeded)
    outcomes = mended(app)
    assert outcomes[Fault.LEASES_LOST].mended
    assert not outcomes[Fault.UNSEEN].mended


def test_out_of_reach_the_library_is_told_unseen(
    app: AppContext, office: Office, microsoft365: LocalMicrosoft365
) -> None:
    office.filed(INVOICE)
    microsoft365.faults.install([{"kind": "delta", "do": "cut"}])
    found = told(app)
    assert isinstance(found[Fault.UNSEEN].trouble, Offline)


def test_while_storage_is_inactive_only_the_database_is_looked_at(
    app: AppContext, office: Office
) -> None:
    office.filed(INVOICE)
    app.service.deactivate()
    hand(app, "UPDATE sp_meta SET filed = 4")
    assert set(told(app)) == {Fault.COUNTERS_WRONG}
    assert mended(app)[Fault.COUNTERS_WRONG].mended


def test_what_was_mended_is_in_the_journal(app: AppContext) -> None:
    hand(app, "UPDATE sp_meta SET filed = 4")
    list(repair(app))
    with app.database._transactions.reading() as connection:
        lines = connection.exec_driver_sql(
            "SELECT account, subject FROM sp_journal_entry WHERE act = 'repaired'"
        ).all()
    assert [tuple(line) for line in lines] == [
        (app.who(), '{"count":1,"fault":"compteurs_faux"}'),
    ]


def test_bytes_astray_and_bytes_gone_are_told_apart(
    app: AppContext, office: Office, microsoft365: LocalMicrosoft365
) -> None:
    first = office.keep(INVOICE)
    gone = office.keep(OTHER)
    kept = b"".join(app.database.contents.of(first.id))
    hand(
        app,
        "DELETE FROM sp_content WHERE content_id ="
        " (SELECT content_id FROM sp_document WHERE title = 'Facture_FA00043.pdf')",
        "UPDATE sp_document SET content_id = NULL WHERE title = 'Facture_FA00042.pdf'",
    )
    assert told(app) == {
        Fault.BYTES_RETURNED: FaultFinding(Fault.BYTES_RETURNED, 1, (first.title,)),
        Fault.BYTES_LACKING: FaultFinding(Fault.BYTES_LACKING, 1, (gone.title,)),
    }
    outcomes = mended(app)
    assert outcomes[Fault.BYTES_RETURNED].mended
    assert outcomes[Fault.BYTES_LACKING].left == 1
    assert b"".join(app.database.contents.of(first.id)) == kept
    assert online(microsoft365) == {}


def test_a_file_whose_bytes_are_others_by_now_is_not_learned(
    app: AppContext, office: Office, somebody: Somebody
) -> None:
    somebody.puts(INVOICE, b"put there by hand")
    synchronise(app)
    somebody.puts(INVOICE, b"and written anew since")
    with app.database._transactions.reading() as connection:
        assert connection.exec_driver_sql("SELECT key FROM sp_document").scalar()
    LibraryFingerprints(app).mend()
    assert rows_of(app.database)[INVOICE].sha256 == ""
    assert Fault.UNHASHED in told(app)
    synchronise(app)  # a changed document: what it was filed with is nobody's to know
    assert told(app) == {}


# --- this workstation ------------------------------------------------------------------------------


@pytest.fixture
def session_file(app: AppContext, tmp_path: Path) -> Path:
    [file] = (tmp_path / "session").glob("*.sealed")
    return file


@pytest.mark.parametrize("content", [b"", b"SPSF1", b"not ours at all", b"SPSF1" + b"\0" * 200])
def test_a_damaged_session_goes_and_nobody_is_signed_in(
    app: AppContext, session_file: Path, content: bytes
) -> None:
    assert told(app) == {}
    session_file.write_bytes(content)
    assert Fault.SESSION_DAMAGED in told(app)
    assert session_file.read_bytes() == content
    assert mended(app)[Fault.SESSION_DAMAGED].mended
    assert not session_file.exists()
    assert app.sign_in.account() is None


def test_a_sound_session_is_left_alone(app: AppContext, session_file: Path) -> None:
    before = session_file.read_bytes()
    app.sign_in.forget_damaged()
    assert session_file.read_bytes() == before
    assert app.sign_in.account() is not None


def test_files_left_by_a_killed_program_go_after_a_day(app: AppContext) -> None:
    half = app.folder / "session" / ".0123456789abcdef.partiel"
    fresh = app.folder / ".fedcba9876543210.partiel"
    theirs = app.folder / "microsoft365" / ".0123456789abcdef.partiel"
    mine = app.folder / ".mes-notes.partiel"
    for each in (half, fresh, theirs, mine):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 24 * 3600
    for each in (half, theirs, mine):
        os.utime(each, (two_days_ago, two_days_ago))
    assert told(app) == {Fault.LEFT_FILES: FaultFinding(Fault.LEFT_FILES, 1, (half.name,))}
    assert half.exists()
    assert mended(app)[Fault.LEFT_FILES].mended
    assert not half.exists()
    assert all(each.exists() for each in (fresh, theirs, mine))


@pytest.mark.parametrize(
    "claim_of",
    [
        "UPDATE sp_activation SET claim_owner = 'gone'",
        "UPDATE sp_activation SET claim_owner = NULL",
    ],
)
def test_an_activation_that_nobody_makes_any_more_is_undone(
    app: AppContext, clock: StoppedClock, claim_of: str
) -> None:
    app.service.deactivate()
    app.database.activation.claim("gone", "POSTE-9", "comptabilite", timedelta(minutes=2))
    assert told(app) == {}  # somebody may be at it
    hand(app, claim_of)
    clock.advance(timedelta(minutes=10))
    app.sign_in.sign_out()
    assert set(told(app)) == {Fault.ACTIVATION_HALF_MADE}
    assert mended(app)[Fault.ACTIVATION_HALF_MADE].mended
    assert app.database.activation.get().stored is ActivationStatus.INACTIVE
