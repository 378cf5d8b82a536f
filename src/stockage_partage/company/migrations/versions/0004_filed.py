"""What the register is read by holds filed documents alone: a print waits for less."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

IS_FILED = sa.text("filed_at IS NOT NULL")
SORTED_BY = ("status", "date", "number", "third_party_code", "type", "amount")

document = sa.table(
    "sp_document",
    *map(sa.column, ("id", "status", "haystack", "filed_at", "created_at")),
)
word = sa.table("sp_word", sa.column("word"), sa.column("document_id"))


def upgrade() -> None:
    unsaid = (document.c.status == "filed") & document.c.filed_at.is_(None)
    op.execute(sa.update(document).where(unsaid).values(filed_at=document.c.created_at))
    _forget_words_of_others()
    on_postgres = op.get_bind().dialect.name == "postgresql"
    for column in SORTED_BY:
        op.drop_index(f"ix_sp_document_{column}_id", "sp_document")
        first = sa.text("amount NULLS FIRST") if column == "amount" and on_postgres else column
        op.create_index(
            f"ix_sp_document_{column}_id",
            "sp_document",
            [first, "id"],
            sqlite_where=IS_FILED,
            postgresql_where=IS_FILED,
        )


def _forget_words_of_others() -> None:
    """Those on their way: they get theirs when they are filed."""
    others = sa.select(document.c.id, document.c.haystack).where(document.c.status != "filed")
    connection = op.get_bind()
    for row in connection.execute(others).all():
        if words := row.haystack.split():
            of_it = (word.c.document_id == row.id) & word.c.word.in_(words)
            connection.execute(sa.delete(word).where(of_it))
