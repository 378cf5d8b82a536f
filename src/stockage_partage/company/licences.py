"""The licence's text, and the latest time this database has seen."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from stockage_partage.company import tables
from stockage_partage.company.outbox_adding import lock_key
from stockage_partage.company.transactions import Transactions

#: How far the kept time may lag behind; nobody gains anything by an hour.
WITNESS_STEP = timedelta(hours=1)

_licence = tables.licence
_meta = tables.meta


class Licences:
    """One licence file for the company, kept as it was signed; `licensing` judges it."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def install(self, text: str) -> None:
        """Keeps `text` instead of the licence before.

        Another licence than before also forgets the latest time seen: it is the publisher's way out
        for a company whose clock was once far ahead.
        """
        with self._transactions.changing() as change:
            lock_key(change, _licence.name)
            before = change.row(sa.select(_licence))
            change.execute(sa.delete(_licence))
            change.execute(sa.insert(_licence).values(id=1, text=text, installed_at=change.now))
            if before is None or before.text != text:
                change.announce(latest_seen=change.now)
            else:
                change.announce()

    def current(self) -> str | None:
        """The installed licence's text."""
        with self._transactions.reading() as connection:
            return connection.execute(sa.select(_licence.c.text)).scalar()

    def witness(self, now: datetime) -> datetime:
        """The latest time ever seen here, `now` included. Writes at most once an hour."""
        with self._transactions.reading() as connection:
            seen: datetime | None = connection.execute(sa.select(_meta.c.latest_seen)).scalar()
        if seen is not None and now - seen < WITNESS_STEP:
            return max(seen, now)
        later = (_meta.c.latest_seen < now) | _meta.c.latest_seen.is_(None)
        with self._transactions.changing() as change:
            change.execute(sa.update(_meta).where(later).values(latest_seen=now))
        return now
