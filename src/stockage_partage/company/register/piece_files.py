"""The files of one piece: the invoice in each of its forms, and the messages on what became of it.

Found by what is indexed, however many documents are filed or wait: the filed ones by their number, the others
by the keys that they would have. The messages lie under keys that begin like that of their piece.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.records import AttachmentKind, OnlineState

_doc = tables.document
_now = tables.activation
_FORMS = _doc.c.attached.in_([AttachmentKind.NOT.value, AttachmentKind.OTHER_FORM.value])
_IN_GROUP = _doc.c.group_id == sa.select(_now.c.group_id).scalar_subquery()
_THERE = sa.and_(_doc.c.key.is_not(None), _doc.c.online != OnlineState.DELETED.value)


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
    spellings = {unicodedata.normalize(each, asked.number) for each in ("NFC", "NFD")}
    filed = sa.select(*_COLUMNS).where(
        tables.is_filed,
        _doc.c.number.in_({asked.number, *spellings}),
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


class PieceFiles:
    """Finds the files of one piece; nothing here changes a document."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def forms(self, asked: PieceQuestion) -> list[PieceFile]:
        """The invoice in each form of it, filed or on its way, in the order in which they came."""
        with self._transactions.reading() as connection:
            return forms_of(connection, asked)
