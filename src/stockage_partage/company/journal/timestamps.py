"""What a third party says of when the journal ended so: whose turn it is to ask, and where the answers are.

One a day is decided here, whoever has the program open: a turn is taken in the database before anybody is
asked, and the answer is an entry of the journal, so that it cannot be put in, changed or taken out unseen.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import instants
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.journal.entries import (
    JournalAct,
    JournalEntry,
    JournalHead,
    microseconds,
)

_entry = tables.journal_entry
_meta = tables.meta
_TURN: sa.Select[Any] = sa.select(
    _meta.c.stamp_owner, _meta.c.stamp_until, _meta.c.journal_count
).where(_meta.c.id == 1)
_STAMPS: sa.Select[Any] = sa.select(_entry).where(tables.is_timestamp)
_LAST = _STAMPS.order_by(_entry.c.number.desc()).limit(1)
#: Of those, some kilobytes each.
_PAGE = 50


@dataclass(frozen=True, slots=True)
class KeptTimestamp:
    """One timestamp. `entry`: the number of the entry that holds it; `covered`: the end that it tells of.

    `answer`: what the service answered, in DER, as it came.
    """

    entry: int
    covered: JournalHead
    answer: bytes


@dataclass(frozen=True, slots=True)
class TimestampStanding:
    """When the last timestamp was kept, and when the first entry was told that none covers; None for none."""

    last: datetime | None
    waiting_since: datetime | None


def timestamp_in(entry: JournalEntry) -> KeptTimestamp | None:
    """The timestamp that an entry holds; None for any other entry, and for one that cannot be read."""
    if entry.act != JournalAct.TIMESTAMPED.value:
        return None
    try:
        told = json.loads(entry.subject)
        covered = JournalHead(int(told["number"]), str(told["hash"]))
        answer = base64.b64decode(told["answer"], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return KeptTimestamp(entry.number, covered, answer)


class JournalTimestamps:
    """The timestamps of one company's journal."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def take_turn(self, owner: str, lease: timedelta) -> JournalEntry | None:
        """The last entry, for `owner` to have it timestamped before the lease ends.

        None when there is nothing to do: today's is there, nothing was told since the last one, another
        workstation is at it, or it was put off. Then nothing is written.
        """
        with self._transactions.reading() as connection:
            if not _is_due(connection, connection.execute(_TURN).one(), self._transactions.clock()):
                return None
        with self._transactions.changing() as change:
            turn = change.row(_TURN)
            if turn is None or not _is_due(change.connection, turn, change.now):
                return None
            last = change.execute(sa.select(_entry).where(_entry.c.number == turn.journal_count))
            row = last.first()
            if row is None:  # the end was cut off, which a verification tells
                return None
            change.announce(stamp_owner=owner, stamp_until=change.now + lease)
            return JournalEntry(**row._mapping)

    def keep(self, owner: str, covered: JournalHead, answer: bytes, moment: datetime) -> bool:
        """Tells the journal. `moment`: when, as the service says.

        False, and nothing is told, when the turn is another's meanwhile.
        """
        with self._transactions.changing() as change:
            if not _has_the_turn(change, owner):
                return False
            told = {
                "number": covered.number,
                "hash": covered.hash,
                "time": microseconds(moment),
                "answer": base64.b64encode(answer).decode("ascii"),
            }
            change.enter(JournalAct.TIMESTAMPED, told)
            change.announce(stamp_owner=None, stamp_until=None)
            return True

    def put_off(self, owner: str, wait: timedelta) -> None:
        """Gives the turn back: no workstation asks again before that time is over, an hour at most."""
        with self._transactions.changing() as change:
            if _has_the_turn(change, owner):
                until = change.now + min(wait, instants.LONGEST)
                change.announce(stamp_owner=None, stamp_until=until)

    def standing(self) -> TimestampStanding:
        """How far the journal is timestamped; nothing is written."""
        with self._transactions.reading() as connection:
            last = _last(connection)
            above = last.number if last is not None else 0
            later = sa.select(_entry).where(_entry.c.number > above).order_by(_entry.c.number)
            row = connection.execute(later.limit(1)).first()
        waiting = JournalEntry(**row._mapping).moment if row is not None else None
        return TimestampStanding(last.moment if last is not None else None, waiting)

    def after(self, number: int) -> Iterator[KeptTimestamp]:
        """What entries above that number hold, in their order; what cannot be read is left out."""
        while True:
            wanted = _STAMPS.where(_entry.c.number > number).order_by(_entry.c.number)
            with self._transactions.reading() as connection:
                rows = connection.execute(wanted.limit(_PAGE)).all()
            if not rows:
                return
            for row in rows:
                found = timestamp_in(JournalEntry(**row._mapping))
                if found is not None:
                    yield found
            number = rows[-1].number


def _is_due(connection: sa.Connection, turn: sa.Row[Any], now: datetime) -> bool:
    if instants.is_running(turn.stamp_until, now):
        return False
    last = _last(connection)
    if last is None:
        return bool(turn.journal_count)
    read = timestamp_in(last)
    covered = read.covered.number if read is not None else last.number - 1
    # The timestamp's own entry is nothing to have timestamped.
    return turn.journal_count > covered + 1 and not _is_of_today(last.moment, now)


def _is_of_today(moment: datetime | None, now: datetime) -> bool:
    """True for this day in UTC, which is one for all; a clock far ahead puts nothing off."""
    if moment is None or moment > now + instants.LONGEST:
        return False
    return moment.astimezone(UTC).date() >= now.astimezone(UTC).date()


def _last(connection: sa.Connection) -> JournalEntry | None:
    row = connection.execute(_LAST).first()
    return None if row is None else JournalEntry(**row._mapping)


def _has_the_turn(change: Change, owner: str) -> bool:
    turn = change.row(_TURN)
    return turn is not None and turn.stamp_owner == owner
