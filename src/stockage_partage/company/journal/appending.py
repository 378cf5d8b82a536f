"""Entries put at the end of the chain, inside the transaction of what they tell.

Whoever appends holds the head until the commit: on SQLite the whole file, on PostgreSQL the row of
`sp_meta`, which every visible change queues for as its last statement anyway. So two workstations never
follow the same entry, and nobody waits longer than before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.prepared_statements import PreparedStatements
from stockage_partage.company.journal.authors import Author
from stockage_partage.company.journal.entries import (
    JournalAct,
    JournalEntry,
    JournalHead,
    as_canonical,
    as_kept,
    microseconds,
)

_meta = tables.meta
_HEAD = PreparedStatements(
    sa.select(_meta.c.journal_count, _meta.c.journal_head).where(_meta.c.id == 1).with_for_update()
)
_ENTRIES = PreparedStatements(
    sa.insert(tables.journal_entry), *(column.name for column in tables.journal_entry.c)
)
_NAMES = tuple(each.name for each in fields(JournalEntry))


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """What is to be told, before it has a number. `account` and `application`: empty for the author's own."""

    act: JournalAct
    subject: Mapping[str, Any] = field(default_factory=dict)
    document: int | None = None
    account: str = ""
    application: str = ""


def append(
    connection: sa.Connection, drafts: Sequence[DraftEntry], now: datetime, author: Author
) -> JournalHead:
    """Writes them in their order, one at least; the new head, which the caller writes into `sp_meta`."""
    (row,) = _HEAD.rows(connection, {})
    head = JournalHead(row.journal_count, row.journal_head)
    entries = []
    for draft in drafts:
        entry = _entry(draft, head, now, author)
        entries.append({name: getattr(entry, name) for name in _NAMES})
        head = JournalHead(entry.number, entry.hash)
    _ENTRIES.insert_all(connection, entries)
    return head


def _entry(draft: DraftEntry, head: JournalHead, now: datetime, author: Author) -> JournalEntry:
    # Who is told by the workstation's name alone is said better by who is in front of it.
    named = draft.account if draft.account != author.workstation else ""
    entry = JournalEntry(
        number=head.number + 1,
        at=microseconds(now),
        act=draft.act.value,
        application=as_kept(draft.application or author.application),
        workstation=as_kept(author.workstation),
        account=as_kept(named or author.account),
        document=draft.document,
        subject=as_canonical(draft.subject),
        previous=head.hash,
    )
    return replace(entry, hash=entry.hashed)
