"""A print folder given to somebody else, an odd file, a drive without locks: the others go on, in words."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from print_folder_person import Bench, invoice

from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.printing.folder_look import FolderState, PrintOutcome
from stockage_partage.documents.printing.folder_settings import DONE, IN_HAND, MARK, REFUSED
from stockage_partage.errors import FolderRefused, PrintFolderTaken

MEMORY = Path("/dev/shm")  # noqa: S108  # its files may tell any date; a folder of our own is made in it
FAR = 1e12  # seconds: the year 33658


@pytest.fixture
def far_bench(open_program: Callable[..., AppContext]) -> Iterator[Bench]:
    """On a file system that keeps dates which no calendar has."""
    if not MEMORY.is_dir():
        pytest.skip("no file system here keeps a date beyond the year 9999")
    root = MEMORY / uuid.uuid4().hex
    yield Bench(root / "Impressions", open_program)
    shutil.rmtree(root)


def test_a_folder_given_to_another_company_is_left_alone_from_then_on(
    bench: Bench, open_program: Callable[..., AppContext]
) -> None:
    bench.look(1)
    other = bench.watch(open_program(company="AUTRE.db"))
    (bench.folder / MARK).unlink()
    assert other.round().trouble is None
    bench.prints("facture.pdf", invoice())
    assert bench.look() == []
    assert isinstance(bench.last.trouble, PrintFolderTaken)
    assert bench.names() == ["facture.pdf"]


@pytest.mark.parametrize("cut", ["", "{", "[1", "[" * 100_000, "9" * 10_000])
def test_a_mark_that_a_kill_cut_short_is_made_anew(bench: Bench, cut: str) -> None:
    (bench.folder / MARK).write_text(cut)
    bench.prints("facture.pdf", invoice())
    assert [each.outcome for each in bench.look()] == [PrintOutcome.KEPT]


def test_a_date_that_no_calendar_has_stops_nothing(far_bench: Bench) -> None:
    odd = far_bench.prints("odd.pdf", invoice())
    os.utime(odd, (FAR, FAR))
    far_bench.prints("plain.pdf", invoice("FA00043"))
    assert {each.outcome for each in far_bench.look(6)} == {PrintOutcome.KEPT}
    assert far_bench.names(DONE) == ["odd.pdf", "plain.pdf"]


def test_a_file_that_nobody_thought_of_steps_aside_and_the_others_go_on(bench: Bench) -> None:
    answers = iter([OverflowError("no such moment")])

    def clock() -> datetime:
        for error in answers:
            raise error
        return bench.program.clock()

    bench.watched = bench.watch(replace(bench.program, clock=clock))
    bench.prints("a.pdf", invoice())
    bench.prints("b.pdf", invoice("FA00043"))
    taken = {each.name: each.outcome for each in bench.look()}
    assert taken == {"a.pdf": PrintOutcome.REFUSED, "b.pdf": PrintOutcome.KEPT}
    assert bench.names(REFUSED) == ["a.pdf", "a.pdf.txt"]
    assert bench.names(IN_HAND) == []
    assert [row.status for row in bench.rows] == [Status.WAITING] * 2


def test_a_drive_without_locks_is_told_and_nothing_is_taken(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.look(1)
    bench.prints("facture.pdf", invoice())

    def without_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", without_locks)
    before = open_files()
    assert bench.look(8) == []
    assert bench.last.state is FolderState.TROUBLED
    assert isinstance(bench.last.trouble, FolderRefused)
    assert open_files() <= before


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())
