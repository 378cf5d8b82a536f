"""The indexes that hold a part of a table: made with a new company, and by nobody who opens one.

Each engine's own options load that engine's part of SQLAlchemy, which would be a fifteenth of what the
window waits for at each start.
"""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa

from stockage_partage.company.engine import tables

_doc = tables.document.c
_ONLINE = sa.text("item_id IS NOT NULL")
_FILED = sa.text("filed_at IS NOT NULL")
_DELETED = sa.text("online = 'deleted'")
_TIMESTAMP = sa.text("act = 'timestamped'")


@cache
def complete() -> sa.MetaData:
    """All our tables with all their indexes."""
    for column in ("status", "date", "number", "third_party_code", "type"):
        _of_filed(_doc[column])
    # Unknown amounts first when rising, on both engines; SQLite does so without being told.
    _of_filed(_doc.amount).ddl_if(dialect="sqlite")
    sa.Index(
        "ix_sp_document_amount_id",
        sa.text("amount NULLS FIRST"),
        _doc.id,
        postgresql_where=_FILED,
    ).ddl_if(dialect="postgresql")
    # Of those online alone: what is not there yet costs a print nothing.
    sa.Index("ix_sp_document_item_id", _doc.item_id, sqlite_where=_ONLINE, postgresql_where=_ONLINE)
    # Few, and of no use to anybody but who asks for them or for all but them.
    sa.Index("ix_sp_document_deleted_id", _doc.id, sqlite_where=_DELETED, postgresql_where=_DELETED)
    sa.Index(
        "ix_sp_journal_entry_timestamped_number",
        tables.journal_entry.c.number,
        sqlite_where=_TIMESTAMP,
        postgresql_where=_TIMESTAMP,
    )
    return tables.metadata


def _of_filed(column: sa.Column[object]) -> sa.Index:
    """What the register is read by. A document enters when it is filed: a print does not wait for it."""
    return sa.Index(None, column, _doc.id, sqlite_where=_FILED, postgresql_where=_FILED)
