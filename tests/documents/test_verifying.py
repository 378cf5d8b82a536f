"""What is online is held against what the journal tells of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event

import pytest
from online_people import INVOICE, Somebody
from stopped_clock import StoppedClock
from test_export import FIRST_BYTES, SECOND, SECOND_BYTES, file, keep

from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.journal.verification import DocumentFlaw
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.documents.verifying import online
from stockage_partage.graph.library.items import QuickXor
from stockage_partage.streams import Stopped

#: What somebody does to a document that was filed, and what is found.
DONE: dict[str, tuple[Callable[[Somebody], object], list[DocumentFlaw]]] = {
    "nothing": (lambda _: None, []),
    "moved": (lambda somebody: somebody.moves(INVOICE, "Ailleurs"), []),
    "deleted": (lambda somebody: somebody.deletes(INVOICE), [DocumentFlaw.ONLINE_GONE]),
    "other bytes of as many": (
        lambda somebody: somebody.puts(INVOICE, FIRST_BYTES[:-1] + b"!"),
        [DocumentFlaw.ONLINE_CHANGED],
    ),
}


@pytest.mark.parametrize("name", DONE)
def test_what_somebody_did_online_is_found(
    app: AppContext,
    company: CompanyDatabase,
    destination: UploadDestination,
    clock: StoppedClock,
    somebody: Somebody,
    name: str,
) -> None:
    document_id = keep(company, INVOICE, FIRST_BYTES)
    assert claim(company, "worker", timedelta(minutes=5), clock()) is not None
    there = destination.drive.put_new(destination.drive_id, INVOICE, FIRST_BYTES, len(FIRST_BYTES))
    told = FiledResult(there.id, there.url, there.size, QuickXor().update(FIRST_BYTES).base64())
    assert mark_filed(company, document_id, "worker", told)
    file(company, destination, clock, SECOND, SECOND_BYTES)
    act, expected = DONE[name]
    act(somebody)
    result = company.verification().run(online(app, Event()))
    assert (result.online, result.flaws) == (2, [])
    assert [(each.flaw, each.path) for each in result.found] == [
        (flaw, INVOICE) for flaw in expected
    ]


def test_a_verification_can_be_stopped(
    app: AppContext, company: CompanyDatabase, destination: UploadDestination, clock: StoppedClock
) -> None:
    file(company, destination, clock, INVOICE, FIRST_BYTES)
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        company.verification().run(online(app, stop))
