"""Keeping a document: its place decided and its bytes and row written together, exactly once.

A document that the drive copies by itself has a row and a place, and no bytes here; it is sent like the
others.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from stockage_partage.company.activation_row import ON
from stockage_partage.company.document_records import (
    BESIDE_A_PIECE,
    AddedDocument,
    AddOutcome,
    AttachmentKind,
    Classification,
    NewDocument,
    OnlineState,
)
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.prepared_statements import PreparedStatements
from stockage_partage.company.engine.transactions import Change
from stockage_partage.company.journal.entries import (
    JournalAct,
    subject_of_classification,
    subject_of_document,
    subject_of_duplicate,
    subject_of_row,
)
from stockage_partage.company.outbox.content import IncomingContent, drop
from stockage_partage.company.register import search_index
from stockage_partage.company.register.pieces import SeenForms
from stockage_partage.company.state_records import Status
from stockage_partage.errors import PlaceTaken, StorageInactive

#: version number -> path in the library
PathOf = Callable[[int], str]

INTERACTIVE, QUEUED = 0, 1
#: When a document is due that was never put off: by any clock, were the one that kept it hours ahead.
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)

_doc = tables.document
# Built once: making a statement costs more than running it.
_GROUP_NOW = PreparedStatements(sa.select(tables.activation.c.stored, tables.activation.c.group_id))
#: What makes a document the same as another, whatever hour its name tells (a statement, a reminder).
_FACTS = ("type", "number", "date", "third_party_kind", "third_party_code", "provisional")
_same_facts = sa.and_(
    _doc.c.attached == "",
    *(_doc.c[name] == sa.bindparam(f"wanted_{name}", type_=_doc.c[name].type) for name in _FACTS),
)
_now = tables.activation
# Asked with the rest: what is known and where it goes, in one question.
_in_group = _doc.c.group_id == sa.func.coalesce(
    sa.bindparam("in_group", type_=_now.c.group_id.type), _now.c.group_id
)
_THERE = sa.select(
    _doc.c.id, _doc.c.status, _doc.c.path, _doc.c.version, _doc.c.size,
    _doc.c.item_id, _doc.c.quick_xor, _doc.c.online,
).where(_doc.c.group_id == sa.bindparam("in_group"), _doc.c.key == sa.bindparam("wanted_key"))  # fmt: skip


def _known(*conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The documents of one group that meet the conditions, and in each row, one at least, today's group."""
    return sa.select(
        _now.c.stored, _now.c.group_id, _doc.c.id, _doc.c.status, _doc.c.path, _doc.c.version,
        _doc.c.sha256, _doc.c.key, _doc.c.content_id, _doc.c.size, _doc.c.online, _doc.c.number,
    ).select_from(_now.outerjoin(_doc, sa.and_(_in_group, *conditions)))  # fmt: skip


# Found by the bytes alone, the rest compared afterwards: asked in a way that an index could answer, SQLite
# would choose that one, and walk through every document of the group.
_BY_BYTES = _known(
    _doc.c.sha256 == sa.bindparam("wanted_sha256"),
    (_doc.c.status.concat("") == Status.TO_CLASSIFY.value) | _same_facts,
)
_BY_KEY = _known(_doc.c.key == sa.bindparam("wanted_key"))
_WITH_PLACE, _WITHOUT_PLACE = (
    PreparedStatements(sa.union_all(_BY_KEY, _BY_BYTES)),
    PreparedStatements(_BY_BYTES),
)
_NO_FACTS = dict.fromkeys(_FACTS)  # nothing equals them
_LOCK_KEY = sa.select(
    sa.func.pg_advisory_xact_lock(sa.literal(0x7370), sa.func.hashtext(sa.bindparam("key")))
)
#: What the words of a document are made of, and what classifying says of it.
_SAID = ("title", "type", "number", "third_party_code", "amount")
_CLASSIFIED = tables.names_alike(Classification, "key", "application", "attached")
_NO_PLACE: dict[str, Any] = {"key": None, "version": None, "path": None, "place": None}
#: Columns of a new row: those taken from a `NewDocument` as they are, and the others.
_TOLD = tables.names_alike(NewDocument, "key", "group_id", "attached")
_MADE = (
    "by_user", "attached", "priority", "haystack", "status", "group_id", "content_id", "due_at",
    "created_at", *_NO_PLACE,
)  # fmt: skip
_INSERT = PreparedStatements(sa.insert(_doc), *_TOLD, *_MADE)


class NumberTaken(Exception):  # no trouble: who files gives another name
    """Another number has the place of this one: two that differ only in what a name cannot show."""


class FormsChanged(Exception):  # no trouble: who files looks again at what there is
    """Another form of the same piece was kept since it was decided what this one is."""


class KnownDocument:
    """The versions already kept of one document, and its copies that wait in `to_classify`.

    `facts`: printed at another hour under another key, one with the same bytes and the same `_FACTS`
    is the same too. Without a key, the copies are what is the same. No `group_id`: that of today.
    One that somebody deleted online is no more: the same bytes are kept again, as the next version.
    """

    def __init__(
        self,
        connection: sa.Connection,
        key: str,
        sha256: str,
        group_id: str | None = None,
        facts: Mapping[str, Any] = _NO_FACTS,
    ) -> None:
        values = {"in_group": group_id, "wanted_sha256": sha256, "wanted_key": key}
        values |= {f"wanted_{name}": facts[name] for name in _FACTS}
        # One question for all of it: each costs as much as the answer.
        rows = (_WITH_PLACE if key else _WITHOUT_PLACE).rows(connection, values)
        self._now = rows[0]
        found = {row.id: row for row in rows if row.id is not None}.values()
        versions = [row for row in found if row.key == key]
        self._numbers = {unicodedata.normalize("NFC", row.number) for row in versions}
        self.copies = [row for row in found if row.status == Status.TO_CLASSIFY]
        others = (row for row in found if row.key is not None)
        likely = [*versions, *others] if key else self.copies
        # What was linked or is copied online has no SHA-256: nothing is the same as that.
        kept = (row for row in likely if sha256 and row.online != OnlineState.DELETED)
        self._same = next((row for row in kept if row.sha256 == sha256), None)
        self.next_version = 1 + max((row.version or 0 for row in versions), default=0)

    @classmethod
    def of(cls, connection: sa.Connection, document: NewDocument) -> KnownDocument:
        """What is known of a document that is to be kept in the group of today."""
        # A file attached to a piece is not the piece, even when it has its bytes and its number.
        printed = document.type and not document.attached
        facts = {name: getattr(document, name) for name in _FACTS} if printed else _NO_FACTS
        return cls(connection, document.key, document.sha256, facts=facts)

    def group_now(self, wanted: str | None) -> str:
        """The group documents are filed in now. Raises StorageInactive, also when it is not `wanted`."""
        return _allowed(self._now, wanted)

    def require_number(self, number: str) -> None:
        """Raises NumberTaken when the versions are of a document of another number."""
        if number and self._numbers - {"", unicodedata.normalize("NFC", number)}:
            raise NumberTaken

    @property
    def same(self) -> AddedDocument | None:
        """The one with the same bytes, None when there is none."""
        row = self._same
        if row is None:
            return None
        outcome = (
            AddOutcome.ALREADY_FILED if row.status == Status.FILED else AddOutcome.ALREADY_WAITING
        )
        return AddedDocument(row.id, outcome, row.path, row.version)


def group_now(connection: sa.Connection, wanted: str | None = None) -> str:
    """The group documents are filed in now. Raises StorageInactive, also when it is not `wanted`."""
    (found,) = _GROUP_NOW.rows(connection, {})
    return _allowed(found, wanted)


def _allowed(found: Any, wanted: str | None) -> str:
    if found.stored not in ON or wanted not in (None, found.group_id):
        raise StorageInactive
    return str(found.group_id)


def insert(
    change: Change,
    document: NewDocument,
    group_id: str,
    version: int,
    arrival: IncomingContent | None,
    path_of: PathOf,
) -> AddedDocument:
    """The row and the last of its bytes, none for a copy. Raises PlaceTaken when another is there."""
    place = _place(document.key, version, path_of) if document.key else _NO_PLACE
    status = Status.WAITING if document.key else Status.TO_CLASSIFY
    if arrival is not None:
        arrival.settle(change)
    words = search_index.words_of(**{name: getattr(document, name) for name in _SAID})
    values = _facts(document) | place
    values |= {
        "haystack": search_index.as_text(words),
        "status": status.value,
        "group_id": group_id,
        "content_id": arrival.content_id if arrival is not None else None,
        "due_at": AT_ONCE,
        "created_at": change.now,
    }
    with _unless_taken():
        document_id = _INSERT.insert(change.connection, values)
    change.move(None, status)
    _tell(
        change,
        JournalAct.ATTACHED if document.attached else JournalAct.KEPT,
        document_id,
        subject_of_document(document, place["path"], place["version"]),
        document,
    )
    return AddedDocument(document_id, AddOutcome.NEW, place["path"], place["version"])


def _facts(document: NewDocument) -> dict[str, Any]:
    return {name: getattr(document, name) for name in _TOLD} | {
        "by_user": document.by,
        "attached": document.attached.value,
        "priority": INTERACTIVE if document.interactive else QUEUED,
    }


def _tell(
    change: Change,
    act: JournalAct,
    document_id: int,
    subject: Mapping[str, Any],
    said: NewDocument | Classification,
) -> None:
    change.enter(act, subject, document=document_id, by=said.by, application=said.application)


def classify(
    change: Change,
    document_id: int,
    said: Classification,
    path_of: PathOf,
    *,
    only_look: bool = False,
    seen: SeenForms | None = None,
) -> AddedDocument | None:
    """Gives a document that waits in `to_classify` its place; None when it does not wait there.

    When the same bytes are already kept under that key, or with the same facts (a statement printed at
    another hour), the waiting copy goes and that one is named; `only_look`: when that one is filed, it is
    named and nothing is written. Raises FormsChanged, NumberTaken and PlaceTaken.
    """
    take_turns(change, seen)
    waiting = sa.select(_doc).where(
        _doc.c.id == document_id, _doc.c.status == Status.TO_CLASSIFY.value
    )
    # In the order in which adding takes them, the row last: the other way round, two would wait for
    # each other.
    before = change.execute(waiting).first()
    for key in (before.sha256, said.key) if before is not None else ():
        lock_key(change, key)
    row = change.row(waiting) if before is not None else None
    if row is None:
        return None
    facts = {name: getattr(said, name) for name in _CLASSIFIED}
    told = facts | {"provisional": row.provisional} if not said.attached else _NO_FACTS
    known = KnownDocument(change.connection, said.key, row.sha256, row.group_id, told)
    if known.same is not None:
        if not (only_look and known.same.outcome is AddOutcome.ALREADY_FILED):
            remove(change, row)
            told = subject_of_duplicate(row.sha256, known.same.document_id)
            _tell(change, JournalAct.DUPLICATE_DROPPED, document_id, told, said)
        return known.same
    if not said.attached:
        known.require_number(said.number)
    place = _place(said.key, known.next_version, path_of)
    words = search_index.words_of(**{name: facts.get(name, getattr(row, name)) for name in _SAID})
    values = {**place, **facts, "haystack": search_index.as_text(words)}
    values |= {"attached": said.attached.value, "status": Status.WAITING.value, "due_at": AT_ONCE}
    with _unless_taken():
        change.execute(sa.update(_doc).where(_doc.c.id == document_id).values(values))
    change.move(Status.TO_CLASSIFY, Status.WAITING)
    told = subject_of_row(row) | subject_of_classification(said) | _in(place)
    _tell(change, JournalAct.CLASSIFIED, document_id, told, said)
    return AddedDocument(document_id, AddOutcome.NEW, place["path"], place["version"])


def _in(place: Mapping[str, Any]) -> dict[str, Any]:
    return {name: place[name] for name in ("path", "version")}


def say(change: Change, document_id: int, document: NewDocument) -> None:
    """What a person says now of a document that waits for a place; the rest stays as it was said."""
    waiting = sa.select(_doc).where(
        _doc.c.id == document_id, _doc.c.status == Status.TO_CLASSIFY.value
    )
    row = change.row(waiting) if document.said else None
    if row is None:
        return
    values = {name: getattr(document, name) for name in document.said}
    words = search_index.words_of(**{name: values.get(name, getattr(row, name)) for name in _SAID})
    values["haystack"] = search_index.as_text(words)
    change.execute(sa.update(_doc).where(_doc.c.id == document_id).values(values))


def remove(change: Change, row: sa.Row[Any]) -> None:
    """The row and its bytes go; only ever for a document that is not filed."""
    change.execute(sa.delete(_doc).where(_doc.c.id == row.id))
    drop(change, row.content_id, row.size)
    change.move(Status(row.status), None)


def drop_unplaced(
    change: Change, known: KnownDocument, placed: AddedDocument, document: NewDocument
) -> None:
    """The copies of a document that waited for a place go, once the document has one."""
    for row in known.copies:
        remove(change, row)
        told = subject_of_duplicate(row.sha256, placed.document_id)
        _tell(change, JournalAct.DUPLICATE_DROPPED, row.id, told, document)


def is_handed_over(attached: AttachmentKind) -> bool:
    """Whether it came in as a document, and not as a person's file on something."""
    return attached in (AttachmentKind.NOT, *BESIDE_A_PIECE)


def take_turns(change: Change, seen: SeenForms | None) -> None:
    """Before anything else is locked. Raises FormsChanged when what was seen is not what there is."""
    if seen is None:
        return
    lock_key(change, seen.asked.lock)
    if not seen.is_still(change.connection):
        raise FormsChanged


def lock_key(change: Change, key: str) -> None:
    """Two workstations that add the same document take turns; SQLite's do anyway."""
    if change.on_postgres:
        change.execute(_LOCK_KEY, {"key": key})


def place_of(path: str) -> str:
    """The path as SharePoint compares it: no case, one spelling of accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _place(key: str, version: int, path_of: PathOf) -> dict[str, Any]:
    path = unicodedata.normalize("NFC", path_of(version))
    return {"key": key, "version": version, "path": path, "place": place_of(path)}


@contextmanager
def _unless_taken() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        # Both engines name the columns, or the constraint made of them, in what they answer.
        if "place" in str(error.orig):
            raise PlaceTaken from error
        raise


def add_copy(change: Change, document: NewDocument, path_of: PathOf) -> AddedDocument:
    """The row of a copy to be made, or the one that already holds these bytes under that key.

    Raises StorageInactive, PlaceTaken and the database troubles.
    """
    lock_key(change, document.key)
    group_id = group_now(change.connection, document.group_id)
    there = change.execute(_THERE, {"in_group": group_id, "wanted_key": document.key}).all()
    same = next((row for row in there if _is_same(row, document)), None)
    if same is not None:
        filed = same.status == Status.FILED
        outcome = AddOutcome.ALREADY_FILED if filed else AddOutcome.ALREADY_WAITING
        return AddedDocument(same.id, outcome, same.path, same.version)
    version = 1 + max((row.version or 0 for row in there), default=0)
    return insert(change, document, group_id, version, None, path_of)


def _is_same(row: sa.Row[Any], document: NewDocument) -> bool:
    if row.online == OnlineState.DELETED:
        return False
    if row.item_id == document.copied_from:
        return True  # the very file, chosen where it is already
    return bool(row.quick_xor) and (row.quick_xor, row.size) == (document.quick_xor, document.size)
