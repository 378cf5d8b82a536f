"""The first structure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Written out, not taken from `tables`: this step stays what it was when it was applied.
EXACT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()


def upgrade() -> None:
    _one_row_tables()
    _third_parties()
    _documents()
    _content()
    op.create_table(
        "sp_journal",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("what", EXACT, nullable=False),
        *map(_text, ("by_user", "application", "subject", "detail")),
        sa.PrimaryKeyConstraint("id", name="pk_sp_journal"),
    )


def _one_row_tables() -> None:
    op.create_table(
        "sp_meta",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)
            for name in ("revision", "waiting", "filed", "blocked", "to_classify")
        ),
        sa.Column("last_filed_at", INSTANT),
        sa.Column("latest_seen", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_sp_meta"),
    )
    op.create_table(
        "sp_company",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", EXACT, nullable=False),
        sa.Column("siren", EXACT),
        sa.PrimaryKeyConstraint("id", name="pk_sp_company"),
    )
    op.create_table(
        "sp_activation",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("stored", sa.String(16), nullable=False),
        sa.Column("group_id", EXACT),
        sa.Column("group_name", EXACT),
        sa.Column("group_url", EXACT),
        sa.Column("drive_id", EXACT),
        sa.Column("health", sa.String(16), nullable=False),
        sa.Column("activated_at", INSTANT),
        sa.Column("activated_by", EXACT),
        sa.Column("activated_from", EXACT),
        sa.Column("claim_owner", EXACT),
        sa.Column("claim_who", EXACT),
        sa.Column("claim_until", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_sp_activation"),
    )
    op.create_table(
        "sp_licence",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("text", EXACT, nullable=False),
        sa.Column("installed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sp_licence"),
    )


def _third_parties() -> None:
    op.create_table(
        "sp_third_party",
        sa.Column("code", EXACT, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", EXACT, nullable=False),
        sa.Column("name_key", EXACT, nullable=False),
        sa.Column("siren", EXACT),
        sa.Column("siret", EXACT),
        sa.Column("vat", EXACT),
        sa.PrimaryKeyConstraint("code", name="pk_sp_third_party"),
    )
    _indexes("sp_third_party", ["name_key"], ["siren"], ["siret"], ["vat"])


def _documents() -> None:
    op.create_table(
        "sp_document",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("key", EXACT),
        sa.Column("version", sa.Integer()),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("group_id", EXACT, nullable=False),
        *map(_text, ("type", "number")),
        sa.Column("date", sa.String(10), server_default="", nullable=False),
        *map(_text, ("third_party_kind", "third_party_code", "title")),
        sa.Column("path", EXACT),
        sa.Column("place", EXACT),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _text("content_type"),
        sa.Column("content_id", sa.String(32)),
        _text("source"),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        *map(_text, ("model", "by_user", "application")),
        sa.Column("read", EXACT),
        _text("haystack"),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("owner", EXACT),
        sa.Column("lease_until", INSTANT),
        sa.Column("trouble", sa.String(64)),
        _text("trouble_detail"),
        sa.Column("item_id", EXACT),
        sa.Column("url", EXACT),
        sa.Column("sent_size", sa.BigInteger()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("filed_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_sp_document"),
        sa.UniqueConstraint(
            "group_id", "key", "version", name="uq_sp_document_group_id_key_version"
        ),
        sa.UniqueConstraint("group_id", "place", name="uq_sp_document_group_id_place"),
    )
    _indexes(
        "sp_document",
        ["status", "priority", "due_at", "id"],
        ["status", "id"],
        ["date", "id"],
        ["number", "id"],
        ["third_party_code", "id"],
        ["type", "id"],
        ["sha256"],
    )


def _content() -> None:
    op.create_table(
        "sp_content",
        sa.Column("content_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("content_id", "seq", name="pk_sp_content"),
    )
    op.create_table(
        "sp_loose_content",
        sa.Column("content_id", sa.String(32), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("content_id", name="pk_sp_loose_content"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, EXACT, server_default="", nullable=False)


def _indexes(table: str, *columns: list[str]) -> None:
    for names in columns:
        op.create_index(f"ix_{table}_{'_'.join(names)}", table, names)
