"""Attachments, what was seen online, the fiscal year, words to search by, habits, templates, budget."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from stockage_partage.company.register.search_index import write_missing

revision = "0003"
down_revision = "0002"

EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, EXACT, server_default="", nullable=False)


def upgrade() -> None:
    for name in ("attached", "attached_to", "copied_from", "online", "quick_xor"):
        op.add_column("sp_document", text(name))
    op.add_column("sp_document", sa.Column("seen_at", sa.BigInteger()))
    online = sa.text("item_id IS NOT NULL")
    op.create_index(
        "ix_sp_document_item_id",
        "sp_document",
        ["item_id"],
        sqlite_where=online,
        postgresql_where=online,
    )
    on_postgres = op.get_bind().dialect.name == "postgresql"
    amount = sa.text("amount NULLS FIRST") if on_postgres else "amount"
    op.create_index("ix_sp_document_amount_id", "sp_document", [amount, "id"])
    start = sa.Column("fiscal_start", sa.String(5), server_default="01-01", nullable=False)
    op.add_column("sp_company", start)
    _words()
    _habits_and_templates()
    _online()


def _words() -> None:
    op.create_table(
        "sp_word",
        sa.Column("word", EXACT, nullable=False),
        sa.Column("document_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word", "document_id", name="pk_sp_word"),
        sqlite_with_rowid=False,
    )
    write_missing(op.get_bind())


def _habits_and_templates() -> None:
    op.create_table(
        "sp_habit",
        sa.Column("about", sa.String(16), nullable=False),
        sa.Column("key", EXACT, nullable=False),
        text("third_party_code"),
        text("type"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        text("by_user"),
        sa.PrimaryKeyConstraint("about", "key", name="pk_sp_habit"),
    )
    op.create_table(
        "sp_template",
        sa.Column("application", sa.String(32), nullable=False),
        sa.Column("template", sa.String(48), nullable=False),
        sa.Column("filing", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("application", "template", name="pk_sp_template"),
    )


def _online() -> None:
    op.create_table(
        "sp_delta",
        sa.Column("drive_id", EXACT, nullable=False),
        sa.Column("part", sa.String(24), nullable=False),
        sa.Column("link", EXACT, nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("began", sa.BigInteger()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        text("by_user"),
        sa.PrimaryKeyConstraint("drive_id", "part", name="pk_sp_delta"),
    )
    op.create_table(
        "sp_folder",
        sa.Column("drive_id", EXACT, nullable=False),
        sa.Column("item_id", EXACT, nullable=False),
        sa.Column("parent_id", EXACT, nullable=False),
        sa.Column("name", EXACT, nullable=False),
        sa.PrimaryKeyConstraint("drive_id", "item_id", name="pk_sp_folder"),
    )
    op.create_table(
        "sp_budget",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger()),
        sa.Column("used", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("allowed", sa.BigInteger()),
        sa.Column("remaining", sa.BigInteger()),
        sa.Column("until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_sp_budget"),
    )
