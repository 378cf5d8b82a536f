"""Large documents delay nothing else: not while they are under way, not while their bytes are removed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from stopped_clock import StoppedClock

from invoice_making import Invoice
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.state_records import Status
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.sending.send_one import ONE_REQUEST, UploadDestination
from stockage_partage.documents.sending.sender import Sender
from stockage_partage.documents.work_threads import Wakeup
from waiting import wait_until


def keep(db: CompanyDatabase, folder: Path, number: str, size: int = 0) -> int:
    """Keeps an invoice of at least `size` bytes; its document."""
    path = folder / f"{number}.xml"
    path.write_bytes(Invoice(number=number).xml() + b" " * size)
    kept = deposit(db, path, GivenDetails(), "marie@bijou.fr", Application.GESTION_COMMERCIALE)
    return kept.document_id


@contextmanager
def draining(db: CompanyDatabase, to: UploadDestination, clock: StoppedClock) -> Iterator[None]:
    """A round goes on in another thread for as long as the block runs."""
    wakeup = Wakeup()
    with (
        ThreadPoolExecutor(1) as elsewhere,
        Sender(db, to, clock, in_flight=2, grace_s=0.1) as sender,
    ):
        round_ = elsewhere.submit(sender.drain, wakeup)
        try:
            yield
        finally:
            wakeup.stop()
            round_.result(timeout=60)


@pytest.mark.parametrize("large", [2, pytest.param(41, marks=pytest.mark.proof)])
def test_what_is_filed_while_large_documents_leave_does_not_wait_for_one_to_end(
    company: CompanyDatabase,
    destination: UploadDestination,
    clock: StoppedClock,
    microsoft365: LocalMicrosoft365,
    tmp_path: Path,
    large: int,
) -> None:
    for number in range(large):
        keep(company, tmp_path, f"GRAND{number}", ONE_REQUEST + 5)
    microsoft365.faults.add("hang", "session.create", seconds=30)
    with draining(company, destination, clock):
        wait_until(lambda: len(company.outbox.holders()) == 1, "large ones claimed")
        ordinary = keep(company, tmp_path, "PETIT")

        def is_filed() -> bool:
            row = company.register.get(ordinary)
            return row is not None and row.status is Status.FILED

        wait_until(is_filed, "the ordinary one filed", timeout_s=15)
        assert company.outbox.holders(), "the large ones are still under way"


class Tidying:
    """A large document that is filed and whose bytes are still kept."""

    def __init__(
        self, db: CompanyDatabase, to: UploadDestination, clock: StoppedClock, folder: Path
    ) -> None:
        self.db, self.to, self.clock, self.folder = db, to, clock, folder
        self.path = folder / "BIJOU.sqlite"  # of the fixture `company`

    @contextmanager
    def sent(self) -> Iterator[Sender]:
        """The one who has sent it."""
        keep(self.db, self.folder, "GRAND", ONE_REQUEST + 5)
        with Sender(self.db, self.to, self.clock, in_flight=1) as sender:
            assert sender.drain(Wakeup()).filed == 1
            assert self.pieces > 0
            yield sender

    @property
    def pieces(self) -> int:
        """Pieces of bytes in the company's file."""
        with closing(sqlite3.connect(self.path)) as file:
            count: int = file.execute("SELECT count(*) FROM sp_content").fetchone()[0]
        return count


@pytest.fixture
def tidying(
    company: CompanyDatabase, destination: UploadDestination, clock: StoppedClock, tmp_path: Path
) -> Tidying:
    return Tidying(company, destination, clock, tmp_path)


def test_tidying_that_was_stopped_is_done_after_a_later_round(tidying: Tidying) -> None:
    with tidying.sent() as sender:
        stopped = Wakeup()
        stopped.stop()
        sender.tidy(stopped)
        assert tidying.pieces > 0
        sender.tidy(Wakeup())
        assert tidying.pieces == 0


def test_what_a_process_did_not_tidy_the_next_one_does(tidying: Tidying) -> None:
    with tidying.sent():
        pass
    with Sender(tidying.db, tidying.to, tidying.clock) as next_one:
        next_one.tidy(Wakeup())
    assert tidying.pieces == 0


def test_tidying_waits_while_a_document_can_leave(tidying: Tidying) -> None:
    with tidying.sent() as sender:
        keep(tidying.db, tidying.folder, "PETIT")
        before = tidying.pieces
        sender.tidy(Wakeup())
        assert tidying.pieces == before
        assert sender.drain(Wakeup()).filed == 1
        sender.tidy(Wakeup())
        assert tidying.pieces == 0


def test_a_trouble_met_while_tidying_takes_nothing_away_from_what_was_sent(
    tidying: Tidying,
) -> None:
    with tidying.sent() as sender:
        away = tidying.path.rename(tidying.path.with_suffix(".away"))
        sender.tidy(Wakeup())  # raises nothing: the round before is told as it was
        away.rename(tidying.path)
        sender.tidy(Wakeup())
        assert tidying.pieces == 0
