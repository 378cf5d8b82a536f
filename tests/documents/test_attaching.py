"""A person's files: kept whole, under their own names, on what was chosen, in its very folder."""

from __future__ import annotations

import sqlite3
import unicodedata
import zipfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest
from stopped_clock import StoppedClock

from stockage_partage import errors
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AttachmentKind
from stockage_partage.company.state_records import Status
from stockage_partage.documents.attaching import targets
from stockage_partage.documents.attaching.attach import AttachProgress, attach
from stockage_partage.documents.attaching.targets import AttachRequest, AttachTarget, TargetKind
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import FilingOutcome
from stockage_partage.streams import Stopped

CARAT = "Sage/Clients/CARAT/Documents attachés"
PIECE = GivenDetails("CARAT", "facture", "FA00042", date(2026, 3, 15))
PIECE_FOLDER = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042"
GESCOM = Application.GESTION_COMMERCIALE


@pytest.fixture
def carat(active: CompanyDatabase) -> AttachTarget:
    return targets.third_party(active, "CARAT")


def kept_path(db: CompanyDatabase, file: Path, target: AttachTarget) -> str:
    kept = attach(db, file, target, "marie@bijou.fr", GESCOM)
    assert kept.path is not None
    return kept.path


def written(file: Path, content: bytes = b"a plan") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def test_a_file_on_a_third_party_is_kept_with_what_it_hangs_on(
    active: CompanyDatabase, carat: AttachTarget, tmp_path: Path
) -> None:
    kept = attach(active, written(tmp_path / "plan.txt"), carat, "marie@bijou.fr", GESCOM)
    row = active.register.get(kept.document_id)
    assert row is not None
    assert (kept.status, row.status) == (FilingOutcome.WAITING, Status.WAITING)
    assert row.path == f"{CARAT}/plan.txt"
    assert (row.attached, row.attached_to) == (AttachmentKind.ATTACHED, "tiers:CARAT")
    assert (row.title, row.by, row.third_party_code) == ("plan.txt", "marie@bijou.fr", "CARAT")
    assert b"".join(active.contents.of(row.id)) == b"a plan"


def test_the_same_bytes_again_are_the_same_document(
    active: CompanyDatabase, carat: AttachTarget, tmp_path: Path
) -> None:
    first = attach(active, written(tmp_path / "plan.txt"), carat, "", GESCOM)
    again = attach(active, written(tmp_path / "b" / "PLAN.txt"), carat, "", GESCOM)
    assert again.document_id == first.document_id
    assert active.register.counters().waiting == 1


def test_a_name_that_belongs_to_another_document_is_stepped_over(
    active: CompanyDatabase, carat: AttachTarget, tmp_path: Path
) -> None:
    paths = [
        kept_path(active, written(tmp_path / str(number) / "plan.txt", b"%d" % number), carat)
        for number in range(3)
    ]
    assert paths == [f"{CARAT}/plan.txt", f"{CARAT}/plan (2).txt", f"{CARAT}/plan (3).txt"]
    # Somebody's own « plan (2).txt » does not meet our second « plan.txt ».
    own = kept_path(active, written(tmp_path / "plan (2).txt", b"own"), carat)
    assert own not in paths


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("CON.txt", "_CON"),
        ("~$rapport.docx", "_$rapport"),
        ("a#b%c.txt", "a_b_c"),
        ("e\u0301te\u0301.txt", "été"),
        ("\U0001f600 facture.txt", "\U0001f600 facture"),
        ("x" * 250 + ".txt", "x" * 60),
        ("\u202egpj.exe", "_gpj"),
        ("  .  .txt", "_"),
    ],
)
def test_hostile_names_are_kept_under_a_legal_one(
    active: CompanyDatabase, carat: AttachTarget, tmp_path: Path, name: str, there: str
) -> None:
    file = written(tmp_path / name)
    kept = attach(active, file, carat, "", GESCOM)
    assert kept.path is not None
    last = kept.path.rpartition("/")[2]
    assert last.startswith(there)
    assert len(last) <= 80
    assert unicodedata.is_normalized("NFC", last)
    row = active.register.get(kept.document_id)
    assert row is not None
    assert row.title == name  # what the person called it stays known


def test_an_attachment_is_never_taken_for_the_document_itself(
    active: CompanyDatabase, tmp_path: Path
) -> None:
    file = written(tmp_path / "facture.pdf", b"%PDF-1.7 an invoice")
    target = targets.piece(active, "CARAT", "FA00042", "facture", PIECE.date)
    attached = attach(active, file, target, "", GESCOM)
    printed = deposit(active, file, PIECE, "", GESCOM)
    assert attached.path == f"{PIECE_FOLDER}/Documents attachés/facture.pdf"
    assert printed.path == f"{PIECE_FOLDER}/Facture_FA00042.pdf"
    assert active.register.counters().waiting == 2


def test_a_copy_waiting_to_be_classified_stays_when_its_bytes_are_attached(
    active: CompanyDatabase, carat: AttachTarget, tmp_path: Path
) -> None:
    file = written(tmp_path / "scan.pdf", b"%PDF-1.7 says nothing")
    deposit(active, file, GivenDetails(), "", GESCOM)
    attach(active, file, carat, "", GESCOM)
    assert active.register.counters().to_classify == 1


def test_a_piece_chosen_in_the_register_and_named_by_hand_is_the_same_place(
    active: CompanyDatabase, tmp_path: Path
) -> None:
    deposit(active, written(tmp_path / "f.pdf", b"%PDF-1.7 f"), PIECE, "", GESCOM)
    [row] = active.register.search("FA00042")
    chosen = targets.document(active, row)
    by_hand = targets.piece(active, "carat", "fa00042")
    typed_in_full = targets.piece(active, "CARAT", "FA00042", "Facture", PIECE.date)
    assert chosen == by_hand == typed_in_full
    assert chosen.name == f"piece:{row.key}"
    assert "/".join(chosen.folders) == f"{PIECE_FOLDER}/Documents attachés"


def test_choosing_an_attachment_leads_to_what_it_hangs_on(
    active: CompanyDatabase, carat: AttachTarget, tmp_path: Path
) -> None:
    deposit(active, written(tmp_path / "f.pdf", b"%PDF-1.7 f"), PIECE, "", GESCOM)
    piece = targets.piece(active, "CARAT", "FA00042")
    article = targets.article("BIJOUX", "BAGUE01")
    for number, target in enumerate((carat, piece, article)):
        kept = attach(
            active, written(tmp_path / f"{number}.txt", b"%d" % number), target, "", GESCOM
        )
        row = active.register.get(kept.document_id)
        assert row is not None
        assert targets.document(active, row) == target


@pytest.mark.parametrize(
    ("wish", "trouble"),
    [
        (AttachRequest(TargetKind.THIRD_PARTY), errors.DetailsMissing),
        (AttachRequest(TargetKind.THIRD_PARTY, "NOBODY"), errors.TargetUnknown),
        (AttachRequest(TargetKind.DOCUMENT, "CARAT"), errors.DetailsMissing),
        (AttachRequest(TargetKind.DOCUMENT, "CARAT", number="FA1"), errors.DetailsMissing),
        (
            AttachRequest(TargetKind.DOCUMENT, "CARAT", number="X", document_type="releve"),
            errors.TargetUnknown,
        ),
        (
            AttachRequest(TargetKind.DOCUMENT, "CARAT", number="X", document_type="roman"),
            errors.TargetUnknown,
        ),
        (
            AttachRequest(TargetKind.DOCUMENT, number="X", document_type="devis"),
            errors.DetailsMissing,
        ),
        (AttachRequest(TargetKind.DOCUMENT, document_id=404), errors.TargetUnknown),
        (AttachRequest(TargetKind.ARTICLE, family="BIJOUX"), errors.DetailsMissing),
        (AttachRequest(TargetKind.ARCHIVE), errors.DetailsMissing),
    ],
)
def test_a_place_that_is_none_is_told_before_anything_is_read(
    active: CompanyDatabase, wish: AttachRequest, trouble: type[errors.Trouble]
) -> None:
    with pytest.raises(trouble):
        wish.target(active, GESCOM)


def test_a_statement_takes_no_files(active: CompanyDatabase, tmp_path: Path) -> None:
    given = GivenDetails("CARAT", "releve", None, date(2026, 3, 31))
    deposit(active, written(tmp_path / "r.pdf", b"%PDF-1.7 r"), given, "", Application.COMPTABILITE)
    [row] = active.register.search("releve")
    with pytest.raises(errors.TargetUnknown):
        targets.document(active, row)


def test_a_stock_document_needs_no_third_party(active: CompanyDatabase, tmp_path: Path) -> None:
    target = AttachRequest(
        TargetKind.DOCUMENT,
        number="ME0003",
        document_type="mouvement-d-entree",
        day=date(2026, 3, 2),
    ).target(active, GESCOM)
    path = kept_path(active, written(tmp_path / "bon.txt"), target)
    assert (
        path == "Sage/Documents stocks/202603/Mouvement d'entrée_ME0003/Documents attachés/bon.txt"
    )


def test_only_a_whole_zip_is_archived(active: CompanyDatabase, tmp_path: Path) -> None:
    target = targets.archive(Application.COMPTABILITE, 2025)
    whole = tmp_path / "exercice.ZIP"
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr("journal.txt", "x" * 4000)
    assert kept_path(active, whole, target) == "Sage/Archivage/Comptabilité/2025/exercice.zip"
    [row] = active.register.search("exercice")
    assert (row.attached, row.attached_to) == (AttachmentKind.ARCHIVE, "archive:comptabilite/2025")
    others = {
        "renamed.rar": whole.read_bytes(),
        "cut.zip": whole.read_bytes()[:-40],
        "self-extracting.zip": b"MZ" + whole.read_bytes(),
        "note.zip": b"a note",
    }
    for name, content in others.items():
        with pytest.raises(errors.NotAnArchive):
            attach(active, written(tmp_path / name, content), target, "", GESCOM)


def test_a_folder_an_empty_file_and_a_missing_one_are_refused_with_their_own_words(
    active: CompanyDatabase, carat: AttachTarget, tmp_path: Path
) -> None:
    (tmp_path / "dossier").mkdir()
    written(tmp_path / "vide.txt", b"")
    for name, trouble in (
        ("dossier", errors.FolderGiven),
        ("vide.txt", errors.FileEmpty),
        ("absent.txt", errors.FileMissing),
    ):
        with pytest.raises(trouble):
            attach(active, tmp_path / name, carat, "", GESCOM)
    assert active.register.counters().waiting == 0


def test_a_file_that_changes_while_it_is_read_is_refused(
    active: CompanyDatabase, carat: AttachTarget, tmp_path: Path
) -> None:
    file = written(tmp_path / "journal.txt", b"x" * 4_000_000)

    def somebody_writes(done: int, total: int) -> None:
        if done == 1024 * 1024:
            with file.open("ab") as out:
                out.write(b"more")

    with pytest.raises(errors.FileUnreadable):
        attach(active, file, carat, "", GESCOM, somebody_writes)
    assert active.register.counters().waiting == 0


def test_a_wish_to_stop_ends_a_large_file_and_leaves_none_of_its_bytes(
    active: CompanyDatabase, carat: AttachTarget, tmp_path: Path, clock: StoppedClock
) -> None:
    file = written(tmp_path / "film.bin", b"0123456789abcdef" * 65_536 * 24)  # 24 MiB
    stop = Event()
    told: list[AttachProgress] = []

    def watch(done: int, total: int) -> None:
        told.append(AttachProgress(0, done, total))
        if done > 40 * 1024 * 1024:  # most of it is in the database by then
            stop.set()
        if stop.is_set():
            raise Stopped

    with pytest.raises(Stopped):
        attach(active, file, carat, "", GESCOM, watch)
    assert told[-1].total == 2 * file.stat().st_size
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert active.register.counters().waiting == 0
    clock.advance(timedelta(hours=1))
    active.contents.sweep()
    with closing(sqlite3.connect(active.place.shown)) as file_itself:
        assert file_itself.execute("SELECT count(*) FROM sp_content").fetchone() == (0,)
    # Kept whole after that, it is the document as ever.
    assert attach(active, file, carat, "", GESCOM).status is FilingOutcome.WAITING
