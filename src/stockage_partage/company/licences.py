"""The licence's text, and the latest date that the service gave to anybody of this company."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.outbox.adding import lock_key

#: How far the kept time may lag behind; nobody gains anything by an hour.
WITNESS_STEP = timedelta(hours=1)
#: How far ahead of the service's date a kept one may lie: some other answer's date, read a little apart.
WITNESS_TOLERANCE = timedelta(days=1)

_licence = tables.licence
_meta = tables.meta
_INSTALLED = sa.select(_licence.c.id, _licence.c.text).order_by(_licence.c.id)


def _whatever_was_there(text: str) -> bool:
    return True


class Licences:
    """The company's licence files, kept as they were signed; `licensing` judges them.

    Mostly one. A renewal that begins later is kept beside the licence of today.
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def install(self, text: str, replaces: Callable[[str], bool] = _whatever_was_there) -> None:
        """Keeps `text` and forgets each earlier licence of which `replaces` says True.

        Another licence than before also forgets the latest date: it is the publisher's way out for a
        company that keeps a false one and never reaches the service.
        """
        with self._transactions.changing() as change:
            lock_key(change, _licence.name)
            before = change.execute(_INSTALLED).all()
            going = [row.id for row in before if row.text == text or replaces(row.text)]
            change.execute(sa.delete(_licence).where(_licence.c.id.in_(going)))
            number = max((row.id for row in before), default=0) + 1
            change.execute(
                sa.insert(_licence).values(id=number, text=text, installed_at=change.now)
            )
            told = {"sha256": hashlib.sha256(text.encode()).hexdigest(), "replaced": len(going)}
            change.enter(JournalAct.LICENCE_INSTALLED, told)
            if text not in {row.text for row in before}:
                change.announce(latest_seen=None)

    def installed(self) -> tuple[str, ...]:
        """The text of each licence that is kept, in the order in which they were installed."""
        with self._transactions.reading() as connection:
            return tuple(row.text for row in connection.execute(_INSTALLED))

    def latest_seen(self) -> datetime | None:
        """The date that the service gave last, to any workstation; None when it never did."""
        with self._transactions.reading() as connection:
            seen: datetime | None = connection.execute(sa.select(_meta.c.latest_seen)).scalar()
        return seen

    def witness(self, theirs: datetime) -> datetime | None:
        """Keeps the date that the service itself gives; never that of a computer (decision 0018).

        Writes at most once an hour. A date kept that lies more than a day ahead of it is false and is
        put right: it is given back, None in all other cases.
        """
        seen = self.latest_seen()
        false = seen is not None and seen - theirs > WITNESS_TOLERANCE
        if seen is not None and not false and theirs - seen < WITNESS_STEP:
            return None
        last = _meta.c.latest_seen
        stale = last.is_(None) | (last < theirs) | (last > theirs + WITNESS_TOLERANCE)
        with self._transactions.changing() as change:
            done = change.execute(sa.update(_meta).where(stale).values(latest_seen=theirs))
            if false and done.rowcount:
                change.announce()
        return seen if false else None
