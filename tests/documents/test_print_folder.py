"""What an application prints into its folder is taken once and whole, whatever happens meanwhile."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from print_folder_person import CARAT, PLACE, US, Bench, invoice

from invoice_making import Invoice, blank_pdf
from one_document import claim, mark_filed
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.printing.folder_look import (
    FolderScan,
    FolderState,
    PrintOutcome,
    PrintResult,
    WaitReason,
)
from stockage_partage.documents.printing.folder_settings import (
    DONE,
    IN_HAND,
    LEFT_OUT,
    LOCK,
    MARK,
    REFUSED,
    PrintFolderSettings,
)
from stockage_partage.documents.printing.print_filer import LARGEST
from stockage_partage.documents.printing.print_folder import (
    FolderWatcher,
    PrintFolder,
    WatcherThread,
    places_of,
)
from stockage_partage.errors import (
    DatabaseBusy,
    FunctionLimited,
    PrintFolderTaken,
    StorageInactive,
)
from stockage_partage.file_lock import FileLock
from stockage_partage.messages import printing as texts
from waiting import wait_until


def test_a_whole_invoice_is_taken_filed_and_moved_aside(bench: Bench) -> None:
    content = invoice()
    bench.prints("Facture_FA00042.pdf", content)
    assert bench.look() == [PrintResult("Facture_FA00042.pdf", PrintOutcome.KEPT, 1)]
    [row] = bench.rows
    assert (row.path, row.source, row.model) == (PLACE, "dossier-impression", "ventes/facture")
    assert b"".join(bench.program.database.contents.of(row.id)) == content
    today = bench.program.clock().astimezone().date().isoformat()
    assert (bench.folder / DONE / today / "Facture_FA00042.pdf").read_bytes() == content
    assert bench.names() == []


def test_nothing_is_taken_before_it_has_come_to_rest(bench: Bench) -> None:
    path = bench.prints("facture.pdf", invoice())
    assert bench.look(2) == []
    path.write_bytes(invoice("FA00043") + b"\n")  # the printer goes on
    assert bench.look(2) == []
    assert bench.waiting == {"facture.pdf": WaitReason.MOVING}
    assert [each.outcome for each in bench.look(2)] == [PrintOutcome.KEPT]
    assert [row.number for row in bench.rows] == ["FA00043"]


def test_a_pdf_without_its_end_waits_for_it(bench: Bench) -> None:
    content = invoice()
    path = bench.prints("facture.pdf", content[: len(content) // 2])
    assert bench.look() == []
    assert bench.waiting == {"facture.pdf": WaitReason.INCOMPLETE}
    path.write_bytes(content)
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]


@pytest.mark.parametrize("of", ["xml", "ubl", "old_xml"])
def test_an_xml_invoice_is_taken_once_its_end_is_there(bench: Bench, of: str) -> None:
    content: bytes = getattr(Invoice(seller=US, buyer=CARAT), of)()
    bench.prints("Facture.xml", content[:-9])
    assert bench.look() == []
    assert bench.waiting == {"Facture.xml": WaitReason.INCOMPLETE}
    bench.prints("Facture.xml", content + b"\n<!-- fin -->\r\n")
    [taken] = bench.look()
    assert taken.outcome is PrintOutcome.KEPT
    assert bench.names() == []


def test_other_xml_stays_in_the_folder(bench: Bench) -> None:
    bench.prints("reglages.xml", b"<?xml version='1.0'?><reglages/>")
    assert bench.look() == []
    assert bench.waiting == {"reglages.xml": WaitReason.NOT_A_PDF}


def test_empty_files_and_files_that_are_no_pdf_are_left_and_told(bench: Bench) -> None:
    bench.prints("vide.pdf", b"")
    bench.prints("lettre.docx", b"PK not a pdf")
    assert bench.look() == []
    assert bench.waiting == {"vide.pdf": WaitReason.EMPTY, "lettre.docx": WaitReason.NOT_A_PDF}
    assert bench.names() == ["lettre.docx", "vide.pdf"]


HOLDER = """
import fcntl, sys
file = open(sys.argv[1], "r+b")
getattr(fcntl, sys.argv[2])(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("lock", ["flock", "lockf"])
def test_a_file_that_another_program_keeps_to_itself_waits(bench: Bench, lock: str) -> None:
    path = bench.prints("facture.pdf", invoice())
    command = [sys.executable, "-c", HOLDER, str(path), lock]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert bench.look() == []
        assert bench.waiting == {"facture.pdf": WaitReason.LOCKED}
        holder.communicate(timeout=20)
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]


@pytest.mark.parametrize(
    "name", [".facture.pdf", "~$facture.pdf", "facture.tmp", "facture.pdf.crdownload", "f.pdf.part"]
)
def test_hidden_and_passing_files_are_not_looked_at(bench: Bench, name: str) -> None:
    bench.prints(name, invoice())
    assert bench.look() == []
    assert bench.waiting == {}
    assert (bench.folder / name).exists()


def test_what_is_no_document_is_named_and_stays(bench: Bench) -> None:
    bench.prints("notes.txt", b"a shopping list")
    assert bench.look() == []
    assert bench.waiting == {"notes.txt": WaitReason.NOT_A_PDF}
    assert (bench.folder / "notes.txt").exists()


def test_folders_inside_and_links_are_left_alone(bench: Bench, tmp_path: Path) -> None:
    inside = bench.folder / "autre"
    inside.mkdir()
    (inside / "facture.pdf").write_bytes(invoice())
    outside = tmp_path / "ailleurs.pdf"
    outside.write_bytes(invoice())
    (bench.folder / "lien.pdf").symlink_to(outside)
    assert bench.look() == []
    assert bench.rows == []
    assert outside.exists()


@pytest.mark.parametrize(
    "name",
    [
        os.fsdecode(b"facture \xe9t\xe9.pdf"),  # Latin-1, no UTF-8
        "Facture é ü 漢字 \u202e.pdf",
        "x" * 251 + ".pdf",
        "a\nb.pdf",
        "# % & {x}.PDF",
    ],
)
def test_any_name_is_taken(bench: Bench, name: str) -> None:
    bench.prints(name, invoice())
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]
    assert bench.names(DONE) == [name]
    bench.prints(name, invoice("FA00043"))
    bench.prints("other", b"")
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]
    assert len(bench.names(DONE)) == 2


def test_a_print_that_is_filed_already_says_so(bench: Bench) -> None:
    bench.prints("facture.pdf", invoice())
    bench.look()
    claimed = claim(bench.program.database, "worker")
    assert claimed is not None
    there = FiledResult("item-1", "https://x.example/1", claimed.size)
    assert mark_filed(bench.program.database, claimed.document_id, "worker", there)
    bench.prints("facture.pdf", invoice())
    (again,) = bench.look()
    assert again.outcome is PrintOutcome.ALREADY_FILED
    assert texts.taken_line(again).endswith("déjà classé")


def test_the_same_print_again_writes_nothing_and_keeps_both_files(bench: Bench) -> None:
    content = invoice()
    bench.prints("facture.pdf", content)
    bench.look()
    bench.prints("facture.pdf", content)
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]
    assert len(bench.rows) == 1
    assert bench.names(DONE) == ["facture (2).pdf", "facture.pdf"]


def test_a_print_that_says_nothing_waits_to_be_classified(bench: Bench) -> None:
    bench.prints("lettre.pdf", blank_pdf())
    assert [each.outcome for each in bench.look()] == [PrintOutcome.TO_CLASSIFY]
    assert [row.status for row in bench.rows] == [Status.TO_CLASSIFY]


def test_a_template_that_is_never_filed_is_moved_aside_unfiled(bench: Bench) -> None:
    choose = bench.program.database.templates.choose
    choose("gestion-commerciale", "ventes/devis", "jamais", "x")
    choose("gestion-commerciale", "ventes/facture", "jamais", "x")
    bench.prints("Devis_DE0042.pdf", blank_pdf())
    bench.prints("imprime-17.pdf", invoice())
    bench.prints("Bon de livraison_BL1.pdf", blank_pdf())
    outcomes = {each.name: each.outcome for each in bench.look()}
    assert outcomes == {
        "Devis_DE0042.pdf": PrintOutcome.LEFT_OUT,
        "imprime-17.pdf": PrintOutcome.LEFT_OUT,
        "Bon de livraison_BL1.pdf": PrintOutcome.TO_CLASSIFY,
    }
    assert bench.names(LEFT_OUT) == ["Devis_DE0042.pdf", "imprime-17.pdf"]


def test_a_file_too_large_is_refused_with_a_text_beside(bench: Bench) -> None:
    path = bench.folder / "enorme.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(LARGEST + 10)  # takes no room on the disk
        file.seek(0, os.SEEK_END)
        file.write(b"%%EOF\n")
    assert [each.outcome for each in bench.look()] == [PrintOutcome.REFUSED]
    assert bench.names(REFUSED) == ["enorme.pdf", "enorme.pdf.txt"]
    why = (bench.folder / REFUSED / "enorme.pdf.txt").read_text("utf-8-sig")
    assert why == "pourquoi FileTooLarge\n"
    assert bench.rows == []


def test_what_a_killed_program_had_in_hand_is_taken_up(bench: Bench) -> None:
    hand = bench.folder / IN_HAND
    hand.mkdir()
    (hand / "facture.pdf").write_bytes(invoice())
    assert bench.look(1) == [PrintResult("facture.pdf", PrintOutcome.KEPT, 1)]
    # Killed after the bytes were kept and before the move.
    (hand / "facture.pdf").write_bytes(invoice())
    assert bench.look(1) == [PrintResult("facture.pdf", PrintOutcome.KEPT, 1)]
    assert len(bench.rows) == 1
    assert bench.names(IN_HAND) == []


def test_a_file_that_vanishes_or_is_renamed_between_two_looks_harms_nothing(bench: Bench) -> None:
    path = bench.prints("facture.pdf", invoice())
    bench.look(2)
    path.rename(bench.folder / "autre nom.pdf")
    assert bench.look(2) == []
    (bench.folder / "autre nom.pdf").unlink()
    assert bench.look() == []
    assert bench.last.state is FolderState.WATCHED


def test_while_storage_is_off_everything_stays_and_the_reason_is_told(bench: Bench) -> None:
    bench.program.database.activation.deactivate("x", "gestion-commerciale")
    bench.prints("facture.pdf", invoice())
    assert bench.look() == []
    assert isinstance(bench.last.trouble, StorageInactive)
    assert bench.last.whole == 1
    assert bench.names() == ["facture.pdf"]
    assert bench.rows == []


def test_an_application_without_the_option_leaves_everything(
    bench: Bench, open_program: Callable[..., AppContext]
) -> None:
    bench.watched = bench.watch(open_program(Application.PAIE))
    bench.prints("facture.pdf", invoice())
    assert bench.look() == []
    assert isinstance(bench.last.trouble, FunctionLimited)
    assert bench.names() == ["facture.pdf"]


def test_a_folder_of_another_company_or_application_is_refused(
    bench: Bench, open_program: Callable[..., AppContext]
) -> None:
    bench.look(1)
    bench.prints("facture.pdf", invoice())
    for other in (
        open_program(company="AUTRE.db"),
        open_program(Application.COMPTABILITE),
    ):
        watched = bench.watch(other)
        for _ in range(4):
            said = watched.round()
            bench.now += 1
        assert isinstance(said.trouble, PrintFolderTaken)
    assert bench.names() == ["facture.pdf"]
    assert bench.look()[0].outcome is PrintOutcome.KEPT


def test_a_drive_out_of_reach_is_told_and_taken_from_again_once_back(bench: Bench) -> None:
    bench.prints("facture.pdf", invoice())
    away = bench.folder.with_name("ailleurs")
    bench.folder.rename(away)
    assert bench.look() == []
    assert bench.last.state is FolderState.ABSENT
    away.rename(bench.folder)
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]


def test_while_storage_is_off_a_drive_out_of_reach_promises_nothing(bench: Bench) -> None:
    bench.program.database.activation.deactivate("x", "gestion-commerciale")
    bench.folder.rename(bench.folder.with_name("ailleurs"))
    assert bench.look() == []
    assert bench.last.state is FolderState.ABSENT
    assert isinstance(bench.last.trouble, StorageInactive)
    for said in (texts.folder_state(bench.last), texts.folder_line(bench.last)):
        assert "introuvable" in said
        assert "dès son retour" not in said


def test_only_one_program_takes_while_another_does(bench: Bench) -> None:
    bench.prints("facture.pdf", invoice())
    bench.look(3)
    bench.prints("facture-2.pdf", invoice("FA00043"))
    with FileLock(bench.folder / LOCK):
        assert bench.look() == []
        assert bench.last.state is FolderState.ELSEWHERE
    assert [each.outcome for each in bench.look(1)] == [PrintOutcome.KEPT]


def test_several_programs_on_one_folder_take_each_file_once(
    bench: Bench, open_program: Callable[..., AppContext]
) -> None:
    watched = [bench.watched, *(bench.watch(open_program()) for _ in range(2))]
    for number in range(12):
        bench.prints(f"facture-{number}.pdf", invoice(f"FA{number:05}"))
    for each in watched:
        each.round()
    bench.now += 5
    start = threading.Barrier(len(watched))

    def take(folder: PrintFolder) -> list[PrintResult]:
        start.wait(30)
        taken: list[PrintResult] = []
        while (said := folder.round()).waiting or said.whole or said.taken:
            taken += said.taken
        return taken

    with ThreadPoolExecutor(len(watched)) as threads:
        taken = [each for some in threads.map(take, watched) for each in some]
    taken += bench.look()
    assert sorted(each.name for each in taken) == sorted({each.name for each in taken})
    assert len(taken) == len(bench.rows) == 12
    assert bench.names() == []


def test_the_thread_follows_the_folder_that_is_chosen(bench: Bench) -> None:
    app = bench.program
    told: list[FolderScan] = []
    watch = FolderWatcher(app, lambda trouble: trouble.kind)
    thread = WatcherThread(watch, told.append, every_s=0.05)
    thread.start()
    try:
        wait_until(lambda: bool(told), "a first look")
        assert told[-1].state is FolderState.OFF
        places_of(app).choose(bench.folder)
        bench.prints("facture.pdf", invoice())
        wait_until(lambda: any(each.taken for each in told), "the file is taken")
        places_of(app).choose(None)
        wait_until(lambda: told[-1].state is FolderState.OFF, "nothing is watched")
    finally:
        assert thread.stop(10)
    assert bench.names(DONE) == ["facture.pdf"]


def test_a_hidden_mark_says_whose_prints_the_folder_receives(bench: Bench) -> None:
    bench.look(1)
    company = bench.program.database.company.get()
    assert company.id in (bench.folder / MARK).read_text()


def test_a_busy_database_leaves_the_file_in_hand_for_the_next_look(bench: Bench) -> None:
    location, app = bench.program.settings.company, bench.program
    with (
        CompanyDatabase.open(location, patience=timedelta(milliseconds=50)) as impatient,
        closing(sqlite3.connect(location)) as other,
    ):
        bench.watched = bench.watch(replace(app, database=impatient))
        bench.prints("facture.pdf", invoice())
        bench.look(2)
        other.execute("BEGIN IMMEDIATE")
        bench.look(1)
        assert isinstance(bench.last.trouble, DatabaseBusy)
        assert bench.names(IN_HAND) == ["facture.pdf"]
        other.rollback()
        assert [each.outcome for each in bench.look(1)] == [PrintOutcome.KEPT]


class HeldOpen(PermissionError):
    """As Windows answers: the file is used by another program."""

    winerror = 32


def test_a_file_that_windows_will_not_let_go_stays_in_hand_and_the_others_go_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.rename

    in_hand = (bench.folder / IN_HAND).stat

    def rename_as_windows_does(name: str, new: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        if name == "tenue.pdf" and os.path.samestat(os.fstat(src_dir_fd), in_hand()):
            raise HeldOpen(13, "held", name)
        rename(name, new, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    bench.prints("tenue.pdf", invoice("FA1"))
    bench.prints("libre.pdf", invoice("FA2"))
    with monkeypatch.context() as windows:
        windows.setattr(os, "rename", rename_as_windows_does)
        assert [each.name for each in bench.look()] == ["libre.pdf"]
        assert bench.waiting == {"tenue.pdf": WaitReason.LOCKED}
        assert bench.last.state is FolderState.WATCHED
    assert [(each.name, each.outcome) for each in bench.look(1)] == [
        ("tenue.pdf", PrintOutcome.KEPT)
    ]
    assert len(bench.rows) == 2
    assert bench.names(IN_HAND) == []


def test_the_applications_folder_is_made_in_that_of_the_settings_and_never_elsewhere(
    tmp_path: Path,
) -> None:
    (tmp_path / "Impressions").mkdir()
    for root, is_there in ((tmp_path / "Impressions", True), (tmp_path / "away", False)):
        places = PrintFolderSettings(tmp_path / "home", "bijou", Application.COMPTABILITE, root)
        folder = places.current()
        assert folder is not None
        with nullcontext() if is_there else pytest.raises(FileNotFoundError):
            places.mark(folder)
        assert root.exists() == folder.is_dir() == is_there
