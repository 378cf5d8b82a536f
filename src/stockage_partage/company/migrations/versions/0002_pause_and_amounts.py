"""A pause that all workstations share; what a document amounts to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("sp_meta", sa.Column("paused_until", sa.BigInteger()))
    op.add_column(
        "sp_meta", sa.Column("pause_reason", EXACT, server_default="", nullable=False)
    )
    op.add_column("sp_document", sa.Column("amount", sa.BigInteger()))
    op.add_column(
        "sp_document", sa.Column("currency", EXACT, server_default="", nullable=False)
    )
