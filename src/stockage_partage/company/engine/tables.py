"""Our tables in the host product's database. All begin with `sp_`.

Changing anything here means a new file in `migrations/versions` and the next `SCHEMA`; a test compares
both ways of coming to the same structure.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import state_records
from stockage_partage.company.document_records import OnlineState
from stockage_partage.company.engine.columns import Day, Exact, FiscalDay, Identity, Instant
from stockage_partage.company.journal.entries import NO_HASH
from stockage_partage.company.state_records import Status

SCHEMA = state_records.SCHEMA

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def _column(name: str, kind: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, **options)


def _text(name: str) -> sa.Column[Any]:
    return _column(name, Exact, server_default="")


def _count(name: str) -> sa.Column[Any]:
    return _column(name, sa.BigInteger, server_default="0")


# One row. Every visible change writes it last, so that others see that something changed.
meta = sa.Table(
    "sp_meta",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    _column("schema", sa.Integer),
    _count("revision"),
    _count("waiting"),
    _count("filed"),
    _count("blocked"),
    _count("to_classify"),
    sa.Column("last_filed_at", Instant),
    sa.Column("latest_seen", Instant),
    sa.Column("paused_until", Instant),
    _text("pause_reason"),
    # The journal's head: how many entries there are, and the hash of the last.
    _count("journal_count"),
    _column("journal_head", sa.String(64), server_default=NO_HASH),
    # Who fetches a timestamp of that head, until when; without an owner: nobody asks again before that.
    sa.Column("stamp_owner", Exact),
    sa.Column("stamp_until", Instant),
)

company = sa.Table(
    "sp_company",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    _column("name", Exact),
    sa.Column("siren", Exact),
    _column("fiscal_start", FiscalDay, server_default="01-01"),
)

# Where this database was opened as the company itself: `whereabouts`. A copy elsewhere is not it.
whereabouts = sa.Table(
    "sp_whereabouts",
    metadata,
    sa.Column("mark", Exact, primary_key=True),
    _column("since", Instant),
)

activation = sa.Table(
    "sp_activation",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    _column("stored", sa.String(16)),
    sa.Column("group_id", Exact),
    sa.Column("group_name", Exact),
    sa.Column("group_url", Exact),
    sa.Column("drive_id", Exact),
    _column("health", sa.String(16)),
    sa.Column("activated_at", Instant),
    sa.Column("activated_by", Exact),
    sa.Column("activated_from", Exact),
    sa.Column("claim_owner", Exact),
    sa.Column("claim_who", Exact),
    sa.Column("claim_until", Instant),
)

third_party = sa.Table(
    "sp_third_party",
    metadata,
    sa.Column("code", Exact, primary_key=True),
    _column("kind", sa.String(16)),
    _column("name", Exact),
    _column("name_key", Exact, index=True),
    sa.Column("siren", Exact, index=True),
    sa.Column("siret", Exact, index=True),
    sa.Column("vat", Exact, index=True),
)

document = sa.Table(
    "sp_document",
    metadata,
    sa.Column("id", Identity, primary_key=True),
    sa.Column("key", Exact),
    sa.Column("version", sa.Integer),
    _column("status", sa.String(16)),
    _column("group_id", Exact),
    _text("type"),
    _text("number"),
    _column("date", Day, server_default=""),
    _text("third_party_kind"),
    _text("third_party_code"),
    _text("title"),
    sa.Column("path", Exact),
    # The path as SharePoint compares it; what makes two documents never share a place.
    sa.Column("place", Exact),
    _column("size", sa.BigInteger),
    _column("sha256", sa.String(64)),
    _text("content_type"),
    sa.Column("content_id", sa.String(32)),
    _text("source"),
    _column("provisional", sa.Boolean),
    _text("model"),
    _text("by_user"),
    _text("application"),
    sa.Column("read", Exact),
    _text("haystack"),
    _column("priority", sa.Integer),
    _column("due_at", Instant),
    _column("attempts", sa.Integer, server_default="0"),
    sa.Column("owner", Exact),
    sa.Column("lease_until", Instant),
    sa.Column("trouble", sa.String(64)),
    _text("trouble_detail"),
    sa.Column("item_id", Exact),
    sa.Column("url", Exact),
    sa.Column("sent_size", sa.BigInteger),
    _column("created_at", Instant),
    sa.Column("filed_at", Instant),
    sa.Column("amount", sa.BigInteger),
    _text("currency"),
    # A person's file on something: '' for what an application printed. `AttachmentKind` has the words.
    _text("attached"),
    _text("attached_to"),
    # The item online that the drive copies here: then no bytes of it are ever kept.
    _text("copied_from"),
    # What was last seen online. '' as long as nothing but our own sending has been seen.
    _text("online"),
    _text("quick_xor"),
    sa.Column("seen_at", Instant),
    sa.UniqueConstraint("group_id", "key", "version"),
    sa.UniqueConstraint("group_id", "place"),
    sa.Index(None, "status", "priority", "due_at", "id"),
    sa.Index(None, "sha256"),
)  # those that hold a part of the documents: `structure`


def names_alike(record: Any, *but: str) -> tuple[str, ...]:
    """The names that the fields of `record`, a dataclass, share with a document's columns, but those."""
    shared = (field.name for field in fields(record))
    return tuple(name for name in shared if name in document.c and name not in but)


def named_alike(record: Any, *but: str) -> tuple[sa.Column[Any], ...]:
    """The columns of a document that share their name with a field of `record`, a dataclass, but those."""
    return tuple(document.c[name] for name in names_alike(record, *but))


#: As an index of the filed ones says it, so that the engines see that it answers.
is_filed = document.c.filed_at.is_not(None)
#: All others. They are few, and found by their status.
on_its_way = document.c.status.in_(
    [status.value for status in Status if status is not Status.FILED]
)
#: Filed, then deleted online; written as the index of those says it.
is_deleted = document.c.online == sa.literal_column(f"'{OnlineState.DELETED.value}'")
_gone = document.alias("gone")
#: Filed, and not deleted online since. Said by ids, which every index holds.
is_filed_there = is_filed & document.c.id.not_in(
    sa.select(_gone.c.id).where(
        _gone.c.online == sa.literal_column(f"'{OnlineState.DELETED.value}'")
    )
)
#: Every document is on one side; what asks for all of them asks on each, and is answered by an index.
sides = (is_filed, on_its_way)

# The words of each filed document, so that a search reads as many rows as it finds.
word = sa.Table(
    "sp_word",
    metadata,
    sa.Column("word", Exact, primary_key=True),
    sa.Column("document_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,  # the words are their own index: a third less to write
)

# What a person once said of such a file, proposed the next time.
habit = sa.Table(
    "sp_habit",
    metadata,
    sa.Column("about", sa.String(16), primary_key=True),
    sa.Column("key", Exact, primary_key=True),
    _text("third_party_code"),
    _text("type"),
    _column("at", Instant),
    _text("by_user"),
)

# Which prints go to the storage: one row where somebody decided, the default elsewhere.
template = sa.Table(
    "sp_template",
    metadata,
    sa.Column("application", sa.String(32), primary_key=True),
    sa.Column("template", sa.String(48), primary_key=True),
    _column("filing", sa.String(16)),
)

# How far the changes made online are known: a row for each library, account and part of the tree. What
# an account may not see is not told to it.
# `began`: when the enumeration that goes on started, none once the whole is known.
delta = sa.Table(
    "sp_delta",
    metadata,
    sa.Column("drive_id", Exact, primary_key=True),
    sa.Column("account", Exact, primary_key=True),
    sa.Column("part", sa.String(24), primary_key=True),
    _column("link", Exact),
    _column("finished", sa.Boolean),
    sa.Column("began", Instant),
    _column("at", Instant),
)

# The folders of the tree as last seen online: what a moved folder takes along is found by them.
folder = sa.Table(
    "sp_folder",
    metadata,
    sa.Column("drive_id", Exact, primary_key=True),
    sa.Column("item_id", Exact, primary_key=True),
    _column("parent_id", Exact),
    _column("name", Exact),
)

# What Microsoft 365 still allows, shared by every program on this company: row 0 what it said last,
# the others what was spent in each quarter of a second of the last minute.
budget = sa.Table(
    "sp_budget",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("since", Instant),
    _count("used"),
    sa.Column("allowed", sa.BigInteger),
    sa.Column("remaining", sa.BigInteger),
    sa.Column("until", Instant),
)

# The bytes, in pieces, so that a gigabyte is never in memory.
content = sa.Table(
    "sp_content",
    metadata,
    sa.Column("content_id", sa.String(32), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    _column("bytes", sa.LargeBinary),
)

# Pieces that belong to no document: still arriving, or of one filed or withdrawn. Swept after `until`.
loose_content = sa.Table(
    "sp_loose_content",
    metadata,
    sa.Column("content_id", sa.String(32), primary_key=True),
    _column("until", Instant),
)

# What was noted before the journal had a chain: kept as it was, and added to by nobody.
sa.Table(
    "sp_journal",
    metadata,
    sa.Column("id", Identity, primary_key=True),
    _column("at", Instant),
    _column("what", Exact),
    _text("by_user"),
    _text("application"),
    _text("subject"),
    _text("detail"),
)

# Who did what, each entry chained to the one before; nothing in it is ever changed or removed.
# `at`: microseconds since 1970 UTC, as they are hashed.
journal_entry = sa.Table(
    "sp_journal_entry",
    metadata,
    sa.Column("number", Identity, primary_key=True, autoincrement=False),
    _column("at", sa.BigInteger),
    _column("act", Exact),
    _text("application"),
    _text("workstation"),
    _text("account"),
    sa.Column("document", sa.BigInteger, index=True),
    _column("subject", Exact),
    _column("previous", sa.String(64)),
    _column("hash", sa.String(64)),
)

#: Few among all entries; written as the index of those says it.
is_timestamp = journal_entry.c.act == sa.literal_column("'timestamped'")

licence = sa.Table(
    "sp_licence",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    _column("text", Exact),
    _column("installed_at", Instant),
)
