"""The documents that were deleted online are found by themselves, and left out by the same index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

IS_DELETED = sa.text("online = 'deleted'")


def upgrade() -> None:
    op.create_index(
        "ix_sp_document_deleted_id",
        "sp_document",
        ["id"],
        sqlite_where=IS_DELETED,
        postgresql_where=IS_DELETED,
    )
