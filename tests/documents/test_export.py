"""Documents come back whole, once, in their tree, or are listed with the reason."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from app_contexts import workplace_at
from online_people import INVOICE, INVOICES, Somebody
from stopped_clock import StoppedClock

from local_microsoft365.server import LocalMicrosoft365
from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import NewDocument
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.company.register.export_query import ExportFilter
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.export.export import (
    ExportIndex,
    ExportProgress,
    ExportResult,
    IndexTexts,
    bring_back,
)
from stockage_partage.documents.export.one_document import ExportedDocument, FileMatch
from stockage_partage.documents.export.target_folder import TargetFolder
from stockage_partage.documents.proof.folder_proof import check, documents_beside, lines_of
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.documents.sync.synchronise import synchronise
from stockage_partage.documents.tree.path_parser import read_back
from stockage_partage.errors import (
    GroupGone,
    LinkInTheWay,
    NeverActivated,
    Offline,
    SignInNeeded,
    TargetFolderRefused,
    TargetNotAFolder,
)
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.messages import export as texts
from stockage_partage.messages.troubles import explain

SECOND = f"{INVOICES}/Facture_FA00043/Facture_FA00043.pdf"
FIRST_BYTES, SECOND_BYTES = b"%PDF-1 invoice 42", b"%PDF-1 invoice 43"


def line(brought: ExportedDocument) -> list[str]:
    """Enough of one for these tests; the product's own is in `texts`."""
    state = brought.verdict.value if brought.verdict else "missing"
    return [brought.row.number, brought.path, brought.sha256, state]


WORDS = IndexTexts(("number", "path", "sha256", "state"), line, 1)


@pytest.fixture
def two_filed(
    company: CompanyDatabase, destination: UploadDestination, clock: StoppedClock
) -> None:
    """Two invoices online."""
    file(company, destination, clock, INVOICE, FIRST_BYTES)
    file(company, destination, clock, SECOND, SECOND_BYTES)


def keep(company: CompanyDatabase, path: str, content: bytes, day: date | None = None) -> int:
    told = read_back(path)
    sha256 = hashlib.sha256(content).hexdigest()
    document = NewDocument(
        told.key,
        path.rpartition("/")[2],
        len(content),
        sha256,
        told.type,
        told.number,
        day or date(2026, 3, 31),
        told.third_party_kind,
        told.third_party_code,
    )
    return company.outbox.add(document, io.BytesIO(content), lambda _: path).document_id


def file(
    company: CompanyDatabase,
    destination: UploadDestination,
    clock: StoppedClock,
    path: str,
    content: bytes,
    day: date | None = None,
) -> None:
    document_id = keep(company, path, content, day)
    assert claim(company, "worker", timedelta(minutes=5), clock()) is not None
    item = destination.drive.put_new(destination.drive_id, path, content, len(content))
    assert mark_filed(company, document_id, "worker", FiledResult(item.id, item.url, item.size))


def files_of(folder: Path) -> dict[str, bytes]:
    """Everything but the index."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "index.csv"
    }


def index_of(folder: Path) -> list[list[str]]:
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def brought(app: AppContext, folder: Path, **chosen: object) -> ExportResult:
    return bring_back(app, folder, WORDS, ExportFilter(**chosen))  # type: ignore[arg-type]


@pytest.mark.usefixtures("two_filed")
def test_after_a_deactivation_documents_come_back_in_their_tree(
    app: AppContext, company: CompanyDatabase, tmp_path: Path
) -> None:
    company.activation.deactivate("admin", "comptabilite")
    result = brought(app, tmp_path / "retour")
    assert result.complete
    assert (result.total, result.fetched, result.missing) == (2, 2, 0)
    assert files_of(tmp_path / "retour") == {INVOICE: FIRST_BYTES, SECOND: SECOND_BYTES}
    assert index_of(tmp_path / "retour") == [
        ["FA00042", INVOICE, hashlib.sha256(FIRST_BYTES).hexdigest(), "identical"],
        ["FA00043", SECOND, hashlib.sha256(SECOND_BYTES).hexdigest(), "identical"],
    ]


@pytest.mark.usefixtures("two_filed")
def test_what_is_there_and_right_is_not_fetched_again(
    app: AppContext, tmp_path: Path, microsoft365: LocalMicrosoft365
) -> None:
    folder = tmp_path / "retour"
    brought(app, folder)
    (folder / SECOND).unlink()
    microsoft365.journal.clear()
    result = brought(app, folder)
    assert (result.fetched, result.already) == (1, 1)
    asked = [entry["kind"] for entry in microsoft365.journal.as_json()]
    assert asked == ["download", "download"]  # its address, then its bytes
    assert len(index_of(folder)) == 2


@pytest.mark.usefixtures("two_filed")
def test_a_file_of_another_content_is_never_written_over(app: AppContext, tmp_path: Path) -> None:
    folder = tmp_path / "retour"
    (folder / INVOICE).parent.mkdir(parents=True)
    (folder / INVOICE).write_bytes(b"something that a person keeps there")
    brought(app, folder)
    assert (folder / INVOICE).read_bytes() == b"something that a person keeps there"
    assert (folder / INVOICE.replace(".pdf", " (2).pdf")).read_bytes() == FIRST_BYTES
    assert brought(app, folder).already == 2


@pytest.mark.usefixtures("two_filed")
def test_a_half_file_never_has_the_document_s_name(
    app: AppContext, tmp_path: Path, microsoft365: LocalMicrosoft365
) -> None:
    folder = tmp_path / "retour"
    microsoft365.faults.install([{"kind": "download", "do": "cut", "path": "download.aspx"}])
    with pytest.raises(Offline):
        brought(app, folder)
    assert files_of(folder) == {}
    microsoft365.faults.install([])
    assert brought(app, folder).fetched == 2


@pytest.mark.usefixtures("two_filed")
def test_a_document_deleted_online_is_listed_with_the_reason(
    app: AppContext, somebody: Somebody, tmp_path: Path
) -> None:
    somebody.deletes(INVOICE)
    result = brought(app, tmp_path / "retour")
    assert (result.fetched, result.missing) == (1, 1)
    [missing] = result.listed
    assert missing.missing is not None
    assert missing.missing.deleted
    assert index_of(tmp_path / "retour")[0] == ["FA00042", INVOICE, "", "missing"]


@pytest.mark.usefixtures("two_filed")
def test_a_document_moved_online_comes_back_by_its_id(
    app: AppContext, somebody: Somebody, tmp_path: Path
) -> None:
    somebody.moves(INVOICE, "Ailleurs")
    brought(app, tmp_path / "retour")
    assert files_of(tmp_path / "retour")[INVOICE] == FIRST_BYTES


@pytest.mark.usefixtures("two_filed")
def test_a_document_changed_online_comes_back_and_is_said(
    app: AppContext, somebody: Somebody, tmp_path: Path
) -> None:
    somebody.puts(INVOICE, b"%PDF-1 altered")
    result = brought(app, tmp_path / "retour")
    assert (result.fetched, result.changed) == (2, 1)
    assert result.listed[0].verdict is FileMatch.CHANGED
    assert "Celui d’aujourd’hui a été copié" in texts.remark(result.listed[0])
    assert files_of(tmp_path / "retour")[INVOICE] == b"%PDF-1 altered"
    assert brought(app, tmp_path / "retour").already == 2


def test_a_file_that_sharepoint_has_added_to_is_recognised(
    app: AppContext,
    company: CompanyDatabase,
    destination: UploadDestination,
    clock: StoppedClock,
    microsoft365: LocalMicrosoft365,
    tmp_path: Path,
) -> None:
    microsoft365.world.rewrite_next_pdf()
    file(company, destination, clock, INVOICE, FIRST_BYTES)
    result = brought(app, tmp_path / "retour")
    assert (result.fetched, result.changed, result.missing) == (1, 0, 0)
    assert index_of(tmp_path / "retour")[0][3] == "completed"


def test_what_still_waits_comes_from_the_database(
    app: AppContext, company: CompanyDatabase, tmp_path: Path
) -> None:
    keep(company, INVOICE, FIRST_BYTES)
    nowhere = b"%PDF-1 nobody knows where it belongs"
    document = NewDocument("", "à voir.pdf", len(nowhere), hashlib.sha256(nowhere).hexdigest())
    company.outbox.add(document, io.BytesIO(nowhere), lambda _: "")
    company.activation.deactivate("admin", "comptabilite")
    result = brought(app, tmp_path / "retour")
    assert files_of(tmp_path / "retour") == {
        INVOICE: FIRST_BYTES,
        "À classer/à voir.pdf": nowhere,
    }
    assert result.unfiled == 2
    assert "2\u00a0pas encore en ligne" in texts.summary(result)


def test_what_still_waits_stays_away_when_only_filed_documents_are_chosen(
    app: AppContext,
    company: CompanyDatabase,
    destination: UploadDestination,
    clock: StoppedClock,
    tmp_path: Path,
) -> None:
    file(company, destination, clock, INVOICE, FIRST_BYTES)
    keep(company, INVOICE.replace("00042", "00043"), b"%PDF-1 waits")
    result = brought(app, tmp_path / "retour", filed_only=True)
    assert (result.total, result.unfiled) == (1, 0)
    assert files_of(tmp_path / "retour") == {INVOICE: FIRST_BYTES}


def test_a_document_put_online_by_somebody_is_checked_by_microsoft_s_fingerprint(
    app: AppContext, somebody: Somebody, tmp_path: Path
) -> None:
    somebody.puts(INVOICE, b"%PDF-1 by hand")
    synchronise(app)
    brought(app, tmp_path / "retour")
    sha256 = hashlib.sha256(b"%PDF-1 by hand").hexdigest()
    assert index_of(tmp_path / "retour") == [["FA00042", INVOICE, sha256, "as_online"]]


def test_only_what_was_chosen_comes_back(
    app: AppContext,
    company: CompanyDatabase,
    destination: UploadDestination,
    clock: StoppedClock,
    somebody: Somebody,
    tmp_path: Path,
) -> None:
    file(company, destination, clock, INVOICE, FIRST_BYTES, date(2026, 3, 31))
    april = INVOICE.replace("202603", "202604").replace("00042", "00050")
    file(company, destination, clock, april, b"%PDF april", date(2026, 4, 2))
    by_hand = INVOICE.replace("202603", "202605").replace("00042", "00060")
    somebody.puts(by_hand, b"%PDF may, its day is not known")
    synchronise(app)
    asked: tuple[tuple[dict[str, Any], set[str]], ...] = (
        ({"since": date(2026, 4, 1)}, {april, by_hand}),
        ({"until": date(2026, 4, 1)}, {INVOICE}),
        ({"since": date(2026, 5, 15)}, {by_hand}),
        ({"text": "FA00050"}, {april}),
        ({"third_party_code": "BILLO"}, set()),
        ({"type": "facture"}, {INVOICE, april, by_hand}),
    )
    for number, (chosen, wanted) in enumerate(asked):
        folder = tmp_path / f"retour-{number}"
        result = brought(app, folder, **chosen)
        assert set(files_of(folder)) == wanted, chosen
        assert result.total == len(wanted)


@pytest.mark.usefixtures("two_filed")
def test_a_second_selection_adds_to_the_index_of_the_first(app: AppContext, tmp_path: Path) -> None:
    folder = tmp_path / "retour"
    brought(app, folder, text="FA00042")
    brought(app, folder, text="FA00043")
    assert sorted(cells[0] for cells in index_of(folder)) == ["FA00042", "FA00043"]


@pytest.mark.usefixtures("two_filed")
def test_stopping_keeps_what_was_brought_and_its_index(app: AppContext, tmp_path: Path) -> None:
    stop = Event()

    def after_one(progress: ExportProgress) -> None:
        stop.set()

    folder = tmp_path / "retour"
    result = bring_back(app, folder, WORDS, stop=stop, tell=after_one)
    assert not result.complete or result.fetched == 2
    assert len(index_of(folder)) >= 1
    assert brought(app, folder).complete
    assert len(files_of(folder)) == 2


@pytest.mark.usefixtures("two_filed")
def test_a_request_to_slow_down_is_waited_for(
    app: AppContext, tmp_path: Path, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.install([{"kind": "download", "at": [1], "do": "503", "retry_after": 0}])
    assert brought(app, tmp_path / "retour").fetched == 2


@pytest.mark.usefixtures("two_filed")
def test_a_folder_that_cannot_be_made_is_said_before_anything_is_fetched(
    app: AppContext, tmp_path: Path, microsoft365: LocalMicrosoft365
) -> None:
    (tmp_path / "occupé").write_bytes(b"a file")
    microsoft365.journal.clear()
    with pytest.raises(TargetFolderRefused):
        brought(app, tmp_path / "occupé" / "retour")
    assert microsoft365.journal.as_json() == []


@pytest.mark.usefixtures("two_filed")
def test_a_file_in_place_of_the_folder_is_said_to_be_one(app: AppContext, tmp_path: Path) -> None:
    (tmp_path / "occupé").write_bytes(b"a file")
    with pytest.raises(TargetNotAFolder):
        brought(app, tmp_path / "occupé")


@pytest.mark.usefixtures("two_filed")
@pytest.mark.parametrize("at", ["Sage", "Sage/Clients", "Sage/Clients/CARAT"])
def test_a_link_in_the_folder_is_never_written_through(
    app: AppContext, tmp_path: Path, at: str
) -> None:
    outside, target = tmp_path / "ailleurs", tmp_path / "retour"
    outside.mkdir()
    (target / at).parent.mkdir(parents=True)
    (target / at).symlink_to(outside)
    result = brought(app, target)
    assert list(outside.iterdir()) == []
    assert (result.complete, result.fetched, result.missing) == (True, 0, 2)
    for each in result.listed:
        assert each.missing is not None
        assert isinstance(each.missing.trouble, LinkInTheWay)
        assert at.rpartition("/")[2] in texts.remark(each)
    (target / at).unlink()
    assert brought(app, target).fetched == 2


@pytest.mark.usefixtures("two_filed")
def test_a_link_in_place_of_a_document_or_of_the_index_is_not_followed(
    app: AppContext, tmp_path: Path
) -> None:
    outside, target = tmp_path / "ailleurs.pdf", tmp_path / "retour"
    outside.write_bytes(FIRST_BYTES)
    (target / INVOICE).parent.mkdir(parents=True)
    (target / INVOICE).symlink_to(outside)
    (target / "index.csv").symlink_to(tmp_path / "nulle part")
    result = brought(app, target)
    assert (result.fetched, result.already) == (2, 0), "what a link leads to is not taken for ours"
    assert outside.read_bytes() == FIRST_BYTES
    assert (target / INVOICE).is_symlink()
    assert result.index == target / "index (2).csv"
    assert not (tmp_path / "nulle part").exists()


@pytest.mark.usefixtures("two_filed")
def test_a_folder_that_is_itself_a_link_is_refused_in_words(
    app: AppContext, tmp_path: Path
) -> None:
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "lien").symlink_to(tmp_path / "ailleurs")
    with pytest.raises(LinkInTheWay) as refused:
        brought(app, tmp_path / "lien")
    assert "lien" in explain(refused.value).what
    assert list((tmp_path / "ailleurs").iterdir()) == []


def test_two_programs_in_one_folder_never_mix_their_bytes(tmp_path: Path) -> None:
    one, other = TargetFolder(tmp_path), TargetFolder(tmp_path)
    ours, theirs = one.write(1, [b"ours"]), other.write(1, [b"theirs"])
    assert one.settle(ours, tmp_path / "a.pdf")
    assert not other.settle(theirs, tmp_path / "a.pdf"), "nothing is written over"
    assert other.settle(theirs, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == b"ours"
    assert (tmp_path / "b.pdf").read_bytes() == b"theirs"


def test_two_programs_in_one_folder_make_one_index_of_all_that_came(tmp_path: Path) -> None:
    one, other = (
        ExportIndex(target.root, target.beside("index").name, ["number", "path"], 1)
        for target in (TargetFolder(tmp_path), TargetFolder(tmp_path))
    )
    for number in range(2000):
        one.add([f"one{number}", f"A/{number}.pdf"])
        other.add([f"other{number}", f"B/{number}.pdf"])
    assert one.finish() == other.finish()
    with (tmp_path / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    assert len(lines) == 1 + 4000
    assert [path.name for path in tmp_path.iterdir()] == ["index.csv"]


def test_what_a_killed_run_left_half_way_goes_after_an_hour(tmp_path: Path) -> None:
    left, recent = (TargetFolder(tmp_path).write(number, [b"half"]) for number in (1, 2))
    os.utime(left, (0, 0))
    TargetFolder(tmp_path)
    assert not left.exists()
    assert recent.exists()


def test_a_company_that_never_had_storage_has_nothing_to_bring_back(
    company: CompanyDatabase, graph: GraphClient, tmp_path: Path, clock: StoppedClock
) -> None:
    never = workplace_at(company, graph, graph._sign_in, tmp_path / "poste", clock)
    with pytest.raises(NeverActivated):
        brought(never, tmp_path / "retour")
    never.presence.close()


@pytest.mark.usefixtures("two_filed")
def test_nobody_signed_in_is_said(app: AppContext, tmp_path: Path) -> None:
    app.sign_in.sign_out()
    with pytest.raises(SignInNeeded):
        brought(app, tmp_path / "retour")


def test_a_document_in_a_group_that_is_gone_is_listed(
    app: AppContext,
    company: CompanyDatabase,
    destination: UploadDestination,
    clock: StoppedClock,
    microsoft365: LocalMicrosoft365,
    tmp_path: Path,
) -> None:
    file(company, destination, clock, INVOICE, FIRST_BYTES)
    microsoft365.world.delete_group()
    result = brought(app, tmp_path / "retour")
    assert (result.fetched, result.missing) == (0, 1)
    assert isinstance(result.listed[0].missing.trouble, GroupGone)  # type: ignore[union-attr]
    assert isinstance(result.refused, GroupGone)


@pytest.mark.usefixtures("two_filed")
def test_a_proof_is_of_documents_that_the_journal_tells_of_alone(
    app: AppContext, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "BIJOU.sqlite")) as database, database:
        database.execute("DELETE FROM sp_journal_entry WHERE document = 1")
    result = bring_back(app, tmp_path / "retour", WORDS, prove=True)
    assert (result.fetched, result.proven) == (2, 1)
    assert result.proof is not None
    with documents_beside(result.proof) as sha256_of, result.proof.open("rb") as proof:
        assert list(check(lines_of(proof), sha256_of)) == []
