"""Padded files, files that the disk will not move, writers that pause: each is filed, none holds others up."""

from __future__ import annotations

import errno
import os

import pytest
from print_folder_person import Bench, invoice

from stockage_partage.cli.continuous_sending import _FolderTelling
from stockage_partage.company.state_records import Status
from stockage_partage.documents.printing.folder_look import (
    PATIENCE_S,
    FolderState,
    PrintOutcome,
    WaitReason,
)
from stockage_partage.documents.printing.folder_settings import DONE, IN_HAND
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.errors import DiskFull

HTML = b"<html>" + b"<p>imprimante</p>" * 400 + b"</html>"


@pytest.mark.parametrize("padding", [b"\0" * 5_000, b"\0" * 200_000, b"\r\n" * 2_000 + b"\0" * 9])
def test_what_fills_a_file_up_behind_its_end_is_looked_past(bench: Bench, padding: bytes) -> None:
    bench.prints("facture.pdf", invoice() + padding)
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]
    assert [row.number for row in bench.rows] == ["FA00042"]


def test_what_a_device_put_behind_the_end_waits_some_minutes_and_is_taken(bench: Bench) -> None:
    bench.prints("facture.pdf", invoice() + HTML)
    assert bench.look() == []
    assert bench.waiting == {"facture.pdf": WaitReason.INCOMPLETE}
    bench.now += PATIENCE_S
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]


@pytest.mark.parametrize("padding", [b"", b"\0" * 5_000, HTML])
def test_a_pdf_for_the_web_that_has_only_its_first_end_is_not_whole(
    bench: Bench, padding: bytes
) -> None:
    first = b"%PDF-1.7\nxref\ntrailer\nstartxref\n0\n%%EOF\n" + b"4 0 obj\n" * 500
    bench.prints("facture.pdf", first + padding)
    bench.look()
    bench.now += 10 * PATIENCE_S
    assert bench.look() == []
    assert bench.waiting == {"facture.pdf": WaitReason.INCOMPLETE}


def test_the_program_without_a_window_names_what_waits_and_why_once(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    telling = _FolderTelling(Wakeup())
    bench.prints("facture\n.pdf", invoice() + HTML)
    bench.prints("lettre.docx", b"PK")
    for _ in range(5):
        telling.hear(bench.watched.round())
        bench.now += 1
    lines = capsys.readouterr().err.splitlines()
    assert sum("est incomplet" in line for line in lines) == 1
    assert sum("n’est ni un PDF" in line for line in lines) == 1
    assert len(lines) == 2


ONE_FILE = sorted(
    {
        errno.EBUSY, errno.ETXTBSY, errno.EACCES, errno.EPERM, errno.EIO, errno.EINVAL, errno.EAGAIN,
        errno.ENAMETOOLONG, errno.ENOENT, errno.ELOOP, errno.EDEADLK, errno.ENOLCK, errno.EXDEV,
        errno.EREMOTEIO, errno.ESTALE, errno.ETIMEDOUT, errno.EISDIR, errno.ENOTSUP, errno.EINTR,
    }
)  # fmt: skip


@pytest.mark.parametrize("when", ["taken", "moved aside"])
def test_a_file_that_the_disk_will_not_move_waits_and_the_others_go(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    rename = os.rename
    source = bench.folder if when == "taken" else bench.folder / IN_HAND
    held = {f"{errno.errorcode[number]}.pdf": number for number in ONE_FILE}

    def refusing(name: str, new: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        if name in held and os.path.samestat(os.fstat(src_dir_fd), source.stat()):
            raise OSError(held[name], os.strerror(held[name]), name)
        rename(name, new, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    for each, name in enumerate(["A.pdf", *held, "Z.pdf"]):
        bench.prints(name, invoice(f"FA{each}"))
    with monkeypatch.context() as refused:
        refused.setattr(os, "rename", refusing)
        assert {each.name for each in bench.look()} == {"A.pdf", "Z.pdf"}
        assert bench.last.state is FolderState.WATCHED
        assert bench.last.trouble is None
        gone = {"ENOENT.pdf"} if when == "moved aside" else set()
        assert bench.waiting == dict.fromkeys(held.keys() - gone, WaitReason.LOCKED)
    assert {each.outcome for each in bench.look()} == {PrintOutcome.KEPT}
    assert len(bench.rows) == len(held) + 2
    assert bench.names(DONE) == sorted(["A.pdf", *held, "Z.pdf"])


def test_a_full_disk_is_every_files_affair(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    bench.prints("a.pdf", invoice())
    with monkeypatch.context() as full:
        full.setattr(os, "rename", refusing)
        bench.look()
        assert isinstance(bench.last.trouble, DiskFull)
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]


SECOND_PART = b"\n% second part\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize("pause", [1, 6, 60])
def test_a_writer_that_pauses_after_a_first_end_has_its_whole_document_filed(
    bench: Bench, pause: int
) -> None:
    first = invoice()
    with bench.prints("facture.pdf", first).open("ab") as writer:
        assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]
        bench.look(pause)
        writer.write(SECOND_PART)
    taken = bench.look(60)
    assert [(each.name, each.outcome) for each in taken] == [("facture.pdf", PrintOutcome.KEPT)]
    content = bench.program.database.contents.of
    assert {b"".join(content(row.id)) for row in bench.rows} == {
        first,
        first + SECOND_PART,
    }
    assert len({row.path for row in bench.rows}) == 2
    assert [row.status for row in bench.rows] == [Status.WAITING] * 2
    assert bench.names(DONE) == ["facture.pdf"]
    assert bench.look(60) == []


def test_what_is_appended_and_not_whole_is_waited_for(bench: Bench) -> None:
    with bench.prints("facture.pdf", invoice()).open("ab") as writer:
        bench.look()
        writer.write(b"\n" + b"x" * 5_000)
        writer.flush()
        assert bench.look(30) == []
        writer.write(b"\nstartxref\n9\n%%EOF\n")
    assert len(bench.look(60)) == 1
    assert len(bench.rows) == 2


def test_prints_that_were_tidied_away_are_looked_for_no_longer(bench: Bench) -> None:
    bench.prints("facture.pdf", invoice())
    bench.look()
    [kept] = (bench.folder / DONE).rglob("*.pdf")
    kept.unlink()
    kept.parent.rmdir()
    (bench.folder / DONE).rmdir()
    assert bench.look(30) == []
    assert bench.last.trouble is None


def test_only_the_folders_that_are_needed_are_made(bench: Bench) -> None:
    bench.prints("facture.pdf", invoice())
    bench.look()
    made = {each.name for each in bench.folder.iterdir() if each.is_dir()}
    assert made == {IN_HAND, DONE}
