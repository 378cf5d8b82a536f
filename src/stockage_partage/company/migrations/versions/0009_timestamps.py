"""Timestamps of the journal: whose turn it is to fetch one, and where they are among the entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIMESTAMP = sa.text("act = 'timestamped'")


def upgrade() -> None:
    op.add_column("sp_meta", sa.Column("stamp_owner", EXACT))
    op.add_column("sp_meta", sa.Column("stamp_until", sa.BigInteger()))
    op.create_index(
        "ix_sp_journal_entry_timestamped_number",
        "sp_journal_entry",
        ["number"],
        sqlite_where=TIMESTAMP,
        postgresql_where=TIMESTAMP,
    )
