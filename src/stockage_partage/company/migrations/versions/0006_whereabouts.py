"""Where the database is known to be, so that a copy of it is not taken for the company."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Empty: the first to open it tells where it is."""
    op.create_table(
        "sp_whereabouts",
        sa.Column("mark", EXACT, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_sp_whereabouts"),
    )
