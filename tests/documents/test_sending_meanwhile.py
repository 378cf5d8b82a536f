"""While large documents are under way, what is filed meanwhile leaves without waiting for them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from stopped_clock import StoppedClock

from invoice_making import Invoice
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Status
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.placing import Given
from stockage_partage.documents.sending.bell import Bell
from stockage_partage.documents.sending.sender import Sender
from stockage_partage.documents.sending.sending import ONE_REQUEST, Destination
from stockage_partage.emulator.server import LocalMicrosoft365
from waiting import wait_until


def keep(db: CompanyDatabase, folder: Path, number: str, size: int = 0) -> int:
    """Keeps an invoice of at least `size` bytes; its document."""
    path = folder / f"{number}.xml"
    path.write_bytes(Invoice(number=number).xml() + b" " * size)
    kept = deposit(db, path, Given(), "marie@bijou.fr", Application.GESTION_COMMERCIALE)
    return kept.document_id


@contextmanager
def draining(db: CompanyDatabase, to: Destination, clock: StoppedClock) -> Iterator[None]:
    """A round goes on in another thread for as long as the block runs."""
    bell = Bell()
    with (
        ThreadPoolExecutor(1) as elsewhere,
        Sender(db, to, clock, in_flight=2, grace_s=0.1) as sender,
    ):
        round_ = elsewhere.submit(sender.drain, bell)
        try:
            yield
        finally:
            bell.stop()
            round_.result(timeout=60)


@pytest.mark.parametrize("large", [2, 41])
def test_what_is_filed_while_large_documents_leave_does_not_wait_for_one_to_end(
    company: CompanyDatabase,
    destination: Destination,
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
