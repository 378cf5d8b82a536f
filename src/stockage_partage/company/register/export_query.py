"""Documents of the register in the order they came, all that answer, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from stockage_partage.company.document_records import (
    BESIDE_A_PIECE,
    OF_A_PIECE,
    AttachmentKind,
    DocumentRow,
    SearchCriteria,
)
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.register.register import document_of, messages_on, rows
from stockage_partage.company.register.search_criteria import parts_of

_doc = tables.document
_BATCH = 200


@dataclass(frozen=True, slots=True)
class ExportFilter:
    """What a person chose; nothing means everything. Both days count.

    A document whose day nobody knows is chosen whatever the days: its caller looks closer.
    `filed_only`: without those that still wait, are blocked or are to be classified. `ids`: those alone,
    some hundreds at most; () for all.
    """

    text: str = ""
    type: str = ""
    third_party_code: str = ""
    since: date | None = None
    until: date | None = None
    filed_only: bool = False
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FileOfPiece:
    """A document in a piece's own folder. `chosen`: it answers by itself what a person chose."""

    row: DocumentRow
    chosen: bool


class ExportQuery:
    """Reads only; each batch is a read of its own, so that nobody waits for a long walk."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def count(self, chosen: ExportFilter) -> int:
        """How many documents answer, those without a day included."""
        wanted = sa.select(sa.func.count()).select_from(_doc).where(*_conditions(chosen))
        with self._transactions.reading() as connection:
            return int(connection.execute(wanted).scalar_one())

    def walk(self, chosen: ExportFilter) -> Iterator[DocumentRow]:
        """Each document once, by its id; those that come meanwhile as well."""
        last = 0
        while True:
            wanted = rows().where(_doc.c.id > last, *_conditions(chosen))
            with self._transactions.reading() as connection:
                found = connection.execute(wanted.order_by(_doc.c.id).limit(_BATCH)).all()
                said = messages_on(connection, found)
            if not found:
                return
            now = self._transactions.clock()
            for row in found:
                last = row.id
                yield document_of(row, now, said.get(row.key, ()))

    def of_piece(self, row: DocumentRow, chosen: ExportFilter) -> list[FileOfPiece]:
        """Every document in the folder of a document's piece, that one too, by their ids.

        Forms of the invoice, its versions, messages on it, what is attached to it; nothing for a document that
        lies in no piece's folder.
        """
        folder = _folder_of_piece(row)
        if folder is None:
            return []
        answers = sa.case((sa.and_(sa.true(), *_conditions(chosen)), 1), else_=0).label("chosen")
        first, after = f"{folder}/", f"{folder}0"  # « 0 » is the letter after « / »
        # What a person has put there has no key; what was moved away has another place. Both are indexed.
        inside = sa.or_(
            *((column >= first) & (column < after) for column in (_doc.c.key, _doc.c.place))
        )
        wanted = rows().add_columns(answers).where(_doc.c.group_id == row.group_id, inside)
        with self._transactions.reading() as connection:
            found = connection.execute(wanted.order_by(_doc.c.id)).all()
            said = messages_on(connection, found)
        now = self._transactions.clock()
        return [
            FileOfPiece(document_of(each, now, said.get(each.key, ())), bool(each.chosen))
            for each in found
        ]


def _folder_of_piece(row: DocumentRow) -> str | None:
    """The folder that belongs to the document's piece alone: its name begins the name of the piece's file."""
    hangs = row.attached_to.startswith(OF_A_PIECE)
    if not hangs and row.attached not in (AttachmentKind.NOT, *BESIDE_A_PIECE):
        return None
    key = row.attached_to.removeprefix(OF_A_PIECE) if hangs else row.key or ""
    folder, _, name = key.rpartition("/")
    return folder if folder and name.startswith(folder.rpartition("/")[2]) else None


def _conditions(chosen: ExportFilter) -> list[sa.ColumnElement[bool]]:
    made = [part.holds() for part in parts_of(SearchCriteria(chosen.text, type=chosen.type))]
    if chosen.ids:
        made.append(_doc.c.id.in_(chosen.ids))
    if chosen.third_party_code:
        made.append(_doc.c.third_party_code == chosen.third_party_code)
    no_day = sa.type_coerce(_doc.c.date, sa.String()) == ""
    if chosen.since is not None:
        made.append((_doc.c.date >= chosen.since) | no_day)
    if chosen.filed_only:
        made.append(tables.is_filed)
    if chosen.until is not None:
        made.append((_doc.c.date <= chosen.until) | no_day)
    return made
