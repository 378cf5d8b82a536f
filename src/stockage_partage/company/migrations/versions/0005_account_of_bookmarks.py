"""How far changes are known is told of each account: none is told what it may not see."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEPT = ("drive_id", "part", "link", "finished", "began", "at", "by_user")


def upgrade() -> None:
    """Whoever went on last has seen what lies before, as far as anybody can tell."""
    before = sa.table("sp_delta", *map(sa.column, KEPT))
    rows = [row._asdict() for row in op.get_bind().execute(sa.select(before))]
    op.drop_table("sp_delta")
    after = op.create_table(
        "sp_delta",
        sa.Column("drive_id", EXACT, nullable=False),
        sa.Column("account", EXACT, nullable=False),
        sa.Column("part", sa.String(24), nullable=False),
        sa.Column("link", EXACT, nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("began", sa.BigInteger()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("drive_id", "account", "part", name="pk_sp_delta"),
    )
    for row in rows:
        row["account"] = row.pop("by_user")
        row["finished"] = bool(row["finished"])
    op.bulk_insert(after, rows)
