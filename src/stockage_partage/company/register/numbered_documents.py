"""The numbered documents of the register that a person may attach files to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions

_doc = tables.document
_NUMBERED = (_doc.c.number != "", _doc.c.key.is_not(None), _doc.c.attached == "")
#: What makes two prints the same piece: its folder, which is of a month.
_SAME: tuple[sa.ColumnElement[Any], ...] = (
    _doc.c.type,
    _doc.c.number,
    _doc.c.third_party_code,
    sa.func.substr(sa.type_coerce(_doc.c.date, sa.String()), 1, 7).label("month"),
)


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
