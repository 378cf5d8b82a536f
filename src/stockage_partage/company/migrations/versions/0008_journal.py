"""The journal whose entries are chained; empty, for nothing before it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NO_HASH = "0" * 64


def upgrade() -> None:
    op.create_table(
        "sp_journal_entry",
        sa.Column("number", IDENTITY, nullable=False, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("act", EXACT, nullable=False),
        *(
            sa.Column(name, EXACT, server_default="", nullable=False)
            for name in ("application", "workstation", "account")
        ),
        sa.Column("document", sa.BigInteger()),
        sa.Column("subject", EXACT, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_sp_journal_entry"),
    )
    op.create_index("ix_sp_journal_entry_document", "sp_journal_entry", ["document"])
    op.add_column(
        "sp_meta",
        sa.Column("journal_count", sa.BigInteger(), server_default="0", nullable=False),
    )
    op.add_column(
        "sp_meta",
        sa.Column("journal_head", sa.String(64), server_default=NO_HASH, nullable=False),
    )
