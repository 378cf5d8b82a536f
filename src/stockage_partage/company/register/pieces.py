"""Pieces, which are documents with a number: those a person may attach files to, and the files of each one.

The files of one piece are the invoice in each of its forms, and the messages on what became of it. They are
found by what is indexed, however many documents are filed or wait: the filed ones by their number, the others
by the keys that they would have. The messages lie under keys that begin like that of their piece.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.document_records import AttachmentKind, OnlineState
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.state_records import Status

_doc = tables.document
_now = tables.activation
_FORMS = _doc.c.attached.in_(
    [
        each.value
        for each in (AttachmentKind.NOT, AttachmentKind.OTHER_FORM, AttachmentKind.READABLE)
    ]
)
_IN_GROUP = _doc.c.group_id == sa.select(_now.c.group_id).scalar_subquery()
_THERE = sa.and_(_doc.c.key.is_not(None), _doc.c.online != OnlineState.DELETED.value)
#: Pieces asked for together: always as many, so that one statement is made and kept.
_AT_ONCE = 50
_MARK, _AFTER_MARK = "_cycle-de-vie", "_cycle-de-vif"
_NUMBERED = (_doc.c.number != "", _doc.c.key.is_not(None), _doc.c.attached == "")
#: What makes two prints the same piece: its folder, which is of a month.
_SAME: tuple[sa.ColumnElement[Any], ...] = (
    _doc.c.type,
    _doc.c.number,
    _doc.c.third_party_code,
    sa.func.substr(sa.type_coerce(_doc.c.date, sa.String()), 1, 7).label("month"),
)


@dataclass(frozen=True, slots=True)
class PieceQuestion:
    """Which piece is asked for. `keys`: where its files would be as long as they are not online."""

    third_party_code: str
    type: str
    number: str
    keys: tuple[str, ...] = ()

    @property
    def lock(self) -> str:
        """Who keeps a form of it takes turns with the others by this name."""
        number = unicodedata.normalize("NFC", self.number)
        return f"piece {self.third_party_code} {self.type} {number}"


@dataclass(frozen=True, slots=True)
class PieceFile:
    """One file of a piece, of the group of today. `read`: what it says of itself, as the register keeps it."""

    document_id: int
    key: str
    path: str
    type: str
    number: str
    date: date | None
    third_party_code: str
    sha256: str
    attached: str
    attached_to: str
    read: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SeenForms:
    """What was there when somebody decided what a document is to it."""

    asked: PieceQuestion
    ids: frozenset[int]

    def is_still(self, connection: sa.Connection) -> bool:
        """Whether no other form has come since, and none has gone."""
        return {each.document_id for each in forms_of(connection, self.asked)} == self.ids


_COLUMNS = (_doc.c.id.label("document_id"), *tables.named_alike(PieceFile))


def forms_of(connection: sa.Connection, asked: PieceQuestion) -> list[PieceFile]:
    """The invoice in each form of it, filed or on its way, in the order in which they came."""
    filed = sa.select(*_COLUMNS).where(
        tables.is_filed,
        _doc.c.number.in_(_spellings(asked.number)),
        # Found by the number, which few bear; one supplier may have most of the documents.
        _doc.c.third_party_code.concat("") == asked.third_party_code,
        _doc.c.type.concat("") == asked.type,
        *(_FORMS, _IN_GROUP, _THERE),
    )
    keyed = sa.select(*_COLUMNS).where(_IN_GROUP, _doc.c.key.in_(asked.keys), _FORMS, _THERE)
    found: dict[int, PieceFile] = {}
    for question in (filed, keyed) if asked.keys else (filed,):
        for row in connection.execute(question):
            found[row.document_id] = PieceFile(**row._mapping)
    return [found[each] for each in sorted(found)]


def messages_of(connection: sa.Connection, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Key of a piece's file → what each message on its invoice says, in the order in which they came.

    Of the group of today; what nothing is said of is left out.
    """
    stems = {key: _stem(key) for key in keys}
    each = sorted(set(stems.values()))
    said: dict[str, list[str]] = {}
    for start in range(0, len(each), _AT_ONCE):
        some = each[start : start + _AT_ONCE]
        some += [""] * ((1 if len(some) == 1 else _AT_ONCE) - len(some))
        bounds = {f"from_{n}": f"{stem}{_MARK}" for n, stem in enumerate(some)}
        bounds |= {f"to_{n}": f"{stem}{_AFTER_MARK}" for n, stem in enumerate(some)}
        for row in connection.execute(_begun_by(len(some)), bounds):
            said.setdefault(row.key[: row.key.rindex(_MARK)], []).append(row.read)
    return {key: tuple(said[stem]) for key, stem in stems.items() if stem in said}


@cache
def _begun_by(count: int) -> sa.TextClause:
    """The messages under keys that begin in one of so many ways, each looked up by the index of the keys.

    Written out: as a condition of many parts, SQLite would walk through every document of the group.
    """
    wanted = ", ".join(f"(:from_{n}, :to_{n})" for n in range(count))
    return sa.text(
        f"WITH wanted (first, after) AS (VALUES {wanted}) "  # noqa: S608  # names of parameters alone
        "SELECT d.key AS key, d.read AS read FROM wanted CROSS JOIN sp_document AS d "
        "WHERE d.group_id = (SELECT group_id FROM sp_activation) "
        "AND d.key >= wanted.first AND d.key < wanted.after "
        f"AND d.attached = '{AttachmentKind.LIFE_CYCLE.value}' AND d.read IS NOT NULL ORDER BY d.id"
    )


def _stem(key: str) -> str:
    """How the keys of all files of a piece begin: its folder, and the folder's own name again."""
    folder = key.rpartition("/")[0]
    return f"{folder}/{folder.rpartition('/')[2]}"


class PieceFiles:
    """Finds the files of one piece; nothing here changes a document."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def forms(self, asked: PieceQuestion) -> list[PieceFile]:
        """The invoice in each form of it, filed or on its way, in the order in which they came."""
        with self._transactions.reading() as connection:
            return forms_of(connection, asked)

    def numbered(self, number: str) -> list[PieceFile]:
        """The pieces of that number themselves, whoever they are of, filed or on their way."""
        bears = _doc.c.number.in_(_spellings(number))
        itself = _doc.c.attached == ""
        each = [
            sa.select(*_COLUMNS).where(side, bears, itself, _IN_GROUP, _THERE)
            for side in tables.sides
        ]
        with self._transactions.reading() as connection:
            rows = [row for question in each for row in connection.execute(question)]
        return [PieceFile(**row._mapping) for row in rows]

    def waiting_messages(self, number: str) -> list[tuple[int, str]]:
        """Id and reading of the messages on an invoice of that number that wait for it."""
        wanted = sa.select(_doc.c.id, _doc.c.read).where(
            _doc.c.status == Status.TO_CLASSIFY.value,
            _doc.c.attached == AttachmentKind.LIFE_CYCLE.value,
            _doc.c.number.in_(_spellings(number)),
        )
        with self._transactions.reading() as connection:
            return [(row.id, row.read or "") for row in connection.execute(wanted)]


def _spellings(number: str) -> set[str]:
    return {number, *(unicodedata.normalize(each, number) for each in ("NFC", "NFD"))}


@dataclass(frozen=True, slots=True)
class NumberedDocument:
    """A numbered document, as far as finding it again needs. `date`: None when it is not known."""

    document_id: int
    key: str
    path: str
    type: str
    number: str
    date: date | None
    third_party_code: str


class NumberedDocuments:
    """Reads only. A document printed several times is one piece: its latest print."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of(self, third_party_code: str, limit: int = 200) -> list[NumberedDocument]:
        """The pieces of a third party, the latest first."""
        return self._find(limit, tables.sides, _doc.c.third_party_code == third_party_code)

    def numbered(self, number: str, third_party_code: str) -> list[NumberedDocument]:
        """The third party's documents of that number: as given, or in capitals as the suite keeps it."""
        return self._find(
            50,
            tables.sides,
            # Found by the number, which few bear; one customer may have most of the documents.
            _doc.c.third_party_code.concat("") == third_party_code,
            _doc.c.number.in_({number, number.upper()}),
        )

    def filed_numbered(self, number: str, third_party_code: str) -> list[NumberedDocument]:
        """The third party's filed documents of that number: cheap however many wait."""
        return self._find(
            50,
            (tables.is_filed,),
            _doc.c.third_party_code.concat("") == third_party_code,
            _doc.c.number.in_({number, number.upper()}),
        )

    def any_keyed(self, keys: Collection[str]) -> list[NumberedDocument]:
        """The documents of any of these keys, filed or not."""
        return self._find(50, (_doc.c.group_id.in_(_groups()),), _doc.c.key.in_(keys))

    def keyed(self, key: str) -> NumberedDocument | None:
        """The one of that key, None when there is none any more."""
        # A key is looked up within a group; without one, every document would be looked at.
        in_some = _doc.c.group_id.in_(_groups())
        return next(iter(self._find(1, (in_some,), _doc.c.key == key)), None)

    def _find(
        self,
        limit: int,
        sides: Sequence[sa.ColumnElement[bool]],
        *conditions: sa.ColumnElement[bool],
    ) -> list[NumberedDocument]:
        each = [sa.select(_doc.c.id, *_SAME).where(side, *conditions, *_NUMBERED) for side in sides]
        found = sa.union_all(*each).subquery()
        latest = sa.select(sa.func.max(found.c.id)).group_by(
            *(each for each in found.c if each.key != "id")
        )
        wanted = (
            sa.select(_doc.c.id.label("document_id"), *tables.named_alike(NumberedDocument))
            .where(_doc.c.id.in_(latest))
            .order_by(_doc.c.date.desc(), _doc.c.id.desc())
            .limit(limit)
        )
        with self._transactions.reading() as connection:
            return [NumberedDocument(**row._mapping) for row in connection.execute(wanted)]


def _groups() -> sa.Select[tuple[str]]:
    """Every group that documents were filed in, earlier ones too: from one to the next by their index."""
    found = sa.select(sa.func.min(_doc.c.group_id).label("id")).cte("groups", recursive=True)
    other = _doc.alias()
    following = sa.select(sa.func.min(other.c.group_id)).where(other.c.group_id > found.c.id)
    more = sa.select(following.scalar_subquery()).where(found.c.id.is_not(None))
    return sa.select(found.union_all(more).c.id)
