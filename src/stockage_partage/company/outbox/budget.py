"""What Microsoft 365 allows a company in a minute, shared by every program on its database.

Units are counted from the moment they are set aside until a whole minute after their request ended,
in rows of a quarter of a second: whenever Microsoft's own minute begins, no minute of ours holds more
than the share. Row 0 holds what Microsoft itself said last. What a killed program had set aside is
free again after a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import instants
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.columns import Instant
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.outbox.adding import lock_key

WINDOW = timedelta(minutes=1)
SLOT = timedelta(milliseconds=250)
#: A small organisation's resource units in a minute, until Microsoft says another limit.
ALLOWED = 1200
#: With fewer units a minute nothing would ever leave: no limit that can be meant.
LEAST = 60
#: Parts of it that the queue may use, and what a person waits for; the rest covers requests that are
#: not counted here, such as another application's.
QUEUE_SHARE, INTERACTIVE_SHARE = 0.97, 0.99

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ROWS = 1 << 9  # of a quarter of a second: twice a minute, so that no live row is written over
_table = tables.budget
_SLOT_ROWS = (
    _table.c.id > 0,
    _table.c.since > sa.bindparam("from", type_=Instant),
    # A workstation whose clock runs far ahead must not hold up the others.
    _table.c.since < sa.bindparam("to", type_=Instant),
)
_USED = sa.select(sa.func.coalesce(sa.func.sum(_table.c.used), 0)).where(*_SLOT_ROWS)
_SLOTS = sa.select(_table.c.since, _table.c.used).where(*_SLOT_ROWS).order_by(_table.c.since)
_SAID = sa.select(_table.c.allowed, _table.c.remaining, _table.c.until).where(_table.c.id == 0)
_same_slot = _table.c.since == sa.bindparam("slot", type_=Instant)
_units = sa.bindparam("units", type_=sa.BigInteger)
_ADD = (
    sa.update(_table)
    .where(_table.c.id == sa.bindparam("row"))
    .values(
        used=sa.case((_same_slot, _table.c.used + _units), else_=_units),
        since=sa.bindparam("slot", type_=Instant),
    )
)
_TAKE_OFF = (
    sa.update(_table)
    .where(_table.c.id == sa.bindparam("row"), _same_slot)
    .values(used=_table.c.used - _units)
)
_INSERT = sa.insert(_table)
_SET_ASIDE = (
    sa.update(_table)
    .where(_table.c.id == 0, _table.c.remaining.is_not(None))
    .values(remaining=_table.c.remaining - _units)
)
_HEAR = sa.update(_table).where(_table.c.id == 0)


@dataclass(frozen=True, slots=True)
class Reservation:
    """Units that one program may spend; `since` is the row they are counted in."""

    since: datetime
    units: int


@dataclass(frozen=True, slots=True)
class ReportedBudget:
    """What an answer said: so many units a minute, so many left until `until`."""

    allowed: int
    remaining: int
    until: datetime


@dataclass(frozen=True, slots=True)
class BudgetRoom:
    """Units free now, for the queue and for what a person waits for. Never below 0."""

    queued: int
    interactive: int


class Budget:
    """The budget of one company database."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def room(self, now: datetime) -> BudgetRoom:
        """What is free at `now`."""
        with self._transactions.reading() as connection:
            return _room(connection, now)

    def free_at(self, units: int, now: datetime) -> datetime:
        """When the queue may spend that many: `now`, or the moment the oldest ones have aged."""
        with self._transactions.reading() as connection:
            missing = units - _room(connection, now).queued
            if missing <= 0:
                return now
            slots = connection.execute(_SLOTS, _within(now)).all()
            said = connection.execute(_SAID).first()
        if (
            said is not None
            and instants.is_running(said.until, now)
            and _is_too_little(said, units, now)
        ):
            until: datetime = said.until
            return until  # whatever of ours is over before that
        for slot in slots:
            missing -= slot.used
            if missing <= 0:
                aged: datetime = slot.since + SLOT + WINDOW
                return max(now, aged)
        return said.until if said and instants.is_running(said.until, now) else now + SLOT

    def held_until(self, units: int, now: datetime) -> datetime | None:
        """When the queue may go on, where that is worth telling: no ordinary minute lasts so long."""
        free = self.free_at(units, now)
        return free if free - now > 2 * WINDOW else None


def room(change: Change, now: datetime) -> BudgetRoom:
    """What is free, seen by one program at a time until the end of `change`."""
    lock_key(change, _table.name)
    return _room(change.connection, now)


def settle(
    change: Change, now: datetime, wanted: int, ended: Sequence[Reservation], spent: int
) -> Reservation:
    """Sets `wanted` units aside; those of `ended` were for requests that cost `spent`, ended now."""
    lock_key(change, _table.name)
    slot = _slot(now)
    _add(change, slot, wanted + spent)
    for one in ended:
        change.execute(_TAKE_OFF, {"row": _row(one.since), "slot": one.since, "units": one.units})
    more = wanted + spent - sum(one.units for one in ended)
    if more:
        change.execute(_SET_ASIDE, {"units": more})
    return Reservation(slot, wanted)


def hear(change: Change, said: ReportedBudget) -> None:
    """Keeps what Microsoft said, and the least of it while the same minute runs."""
    lock_key(change, _table.name)
    known = change.execute(_SAID).first()
    remaining = said.remaining
    if known is not None and known.remaining is not None and _can_be_meant(known, change.now):
        if known.until - said.until > WINDOW / 2:
            return  # an old answer
        if said.until - known.until < WINDOW / 2:
            remaining = min(remaining, known.remaining)
    values = {"allowed": said.allowed, "remaining": remaining, "until": said.until}
    if known is None:
        change.execute(_INSERT, {"id": 0, "used": 0, **values})
    else:
        change.execute(_HEAR.values(values))


def _room(connection: sa.Connection, now: datetime) -> BudgetRoom:
    used = int(connection.execute(_USED, _within(now)).scalar_one())
    said = connection.execute(_SAID).first()
    allowed = _allowed(said, now)
    known = said is not None and instants.is_running(said.until, now)
    left = said.remaining if said is not None and known else allowed
    return BudgetRoom(
        _part(allowed, QUEUE_SHARE, used, left), _part(allowed, INTERACTIVE_SHARE, used, left)
    )


def _can_be_meant(known: sa.Row[Any], now: datetime) -> bool:
    """False for what a clock far ahead heard."""
    return known.until is not None and known.until <= now + instants.LONGEST


def _allowed(said: Any, now: datetime) -> int:
    """A limit above the usual one stays known; one below it for an hour: who is never near it hears no other."""
    limit = said.allowed if said is not None and said.allowed else 0
    if said is None or limit < LEAST:
        return ALLOWED
    fresh = said.until is not None and abs(said.until - now) <= instants.LONGEST
    return int(limit) if fresh or limit > ALLOWED else ALLOWED


def _part(allowed: int, share: float, used: int, left: int) -> int:
    kept_back = allowed - int(allowed * share)
    # Microsoft's own count may hold requests that ours does not: the smaller of both is free.
    return max(0, min(allowed - used, left) - kept_back)


def _is_too_little(said: Any, units: int, now: datetime) -> bool:
    """True when what Microsoft said is left does not suffice, whatever we have spent."""
    return _part(_allowed(said, now), QUEUE_SHARE, 0, said.remaining) < units


def _within(now: datetime) -> dict[str, datetime]:
    return {"from": now - WINDOW - SLOT, "to": now + WINDOW}


def _add(change: Change, slot: datetime, units: int) -> None:
    if not units:
        return
    values = {"row": _row(slot), "slot": slot, "units": units}
    if not change.execute(_ADD, values).rowcount:
        change.execute(_INSERT, {"id": _row(slot), "since": slot, "used": units})


def _slot(now: datetime) -> datetime:
    return now - (now - _EPOCH) % SLOT


def _row(slot: datetime) -> int:
    return 1 + (slot - _EPOCH) // SLOT % _ROWS
