"""Documents that somebody wants to take back, put off meanwhile: nobody sends them before that is decided.

A document held is due later, at a moment of its own. Whatever is decided about it by anybody (another try, its
place, the same bytes handed over once more) makes it due at once, so that moment tells whether it may still go.
When the program that holds it dies, it is sent some minutes later as if nothing had been asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from stockage_partage.company import instants
from stockage_partage.company.document_records import AddedDocument, AddOutcome
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change
from stockage_partage.company.outbox.adding import AT_ONCE
from stockage_partage.company.state_records import Status

_doc = tables.document
#: Longer than anybody is given to think again, and than a message about it stays under the mouse.
HELD = timedelta(minutes=5)


def hold(change: Change, document_ids: Sequence[int]) -> dict[int, datetime]:
    """Puts off those not filed and not on their way: document id → the moment that `withdraw` is given."""
    until, held = change.now + HELD, {}
    for document_id in document_ids:
        row = change.row(
            sa.select(_doc.c.lease_until).where(
                _doc.c.id == document_id, _doc.c.status != Status.FILED
            )
        )
        if row is not None and not instants.is_running(row.lease_until, change.now):
            change.execute(sa.update(_doc).where(_doc.c.id == document_id).values(due_at=until))
            held[document_id] = until
    return held


def let_go(change: Change, held: Mapping[int, datetime]) -> None:
    """Documents that were held are kept after all: due at once, unless somebody decided otherwise meanwhile."""
    for document_id, until in held.items():
        change.execute(
            sa.update(_doc)
            .where(_doc.c.id == document_id, _doc.c.due_at == until)
            .values(due_at=AT_ONCE)
        )


def still_wanted(change: Change, same: AddedDocument) -> None:
    """Somebody hands over the bytes of a document that waits: whoever was taking it back does not any more."""
    if same.outcome is AddOutcome.ALREADY_WAITING:
        change.execute(
            sa.update(_doc)
            .where(_doc.c.id == same.document_id, _doc.c.due_at > change.now)
            .values(due_at=AT_ONCE)
        )
