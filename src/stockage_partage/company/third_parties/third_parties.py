"""The company's third parties: customers, suppliers, employees, others."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.third_parties.identity import (
    SIRET_LENGTH,
    name_keys,
    normal_code,
    normal_name,
    normal_vat,
    only_digits,
    siren_of,
)
from stockage_partage.errors import ThirdPartyInUse

KINDS = ("clients", "fournisseurs", "salaries", "autres")

_row = tables.third_party
_doc = tables.document
_COLUMNS = (_row.c.code, _row.c.kind, _row.c.name, _row.c.siren, _row.c.siret, _row.c.vat)
# Built once: making a statement costs more than running it.
_OF_CODE = sa.select(*_COLUMNS).where(_row.c.code == sa.bindparam("wanted_code"))
#: What the journal tells of one, in the columns' own words.
_FACTS = ("code", "kind", "name", "siren", "siret", "vat")


@dataclasses.dataclass(frozen=True, slots=True)
class ImportCounts:
    """What a list of third parties came to."""

    added: int = 0
    changed: int = 0
    same: int = 0


class ThirdParties:
    """Found by identifier first, by name last."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def add(self, third_parties: Iterable[ThirdParty]) -> int:
        """Adds them, or changes those whose code is known; how many. All of them, or none."""
        came = self.bring_in(third_parties)
        return came.added + came.changed + came.same

    def bring_in(self, third_parties: Iterable[ThirdParty]) -> ImportCounts:
        """Adds third parties, or changes those whose code is known: how many of each. All or none.

        One that is as it was already is counted and not written.
        """
        wanted = {row["code"]: row for row in map(_values, third_parties)}
        if not wanted:
            return ImportCounts()
        with self._transactions.changing() as change:
            _take_turns(change)
            known = {row.code: dict(row._mapping) for row in change.execute(sa.select(_row))}
            new = [row for code, row in wanted.items() if code not in known]
            other = [row for code, row in wanted.items() if known.get(code, row) != row]
            for row in other:
                change.execute(sa.update(_row).where(_row.c.code == row["code"]).values(row))
                _tell_changed(change, known[row["code"]], row)
            if new:
                change.execute(sa.insert(_row), new)
            for row in new:
                change.enter(JournalAct.THIRD_PARTY_ADDED, _told(row))
        return ImportCounts(len(new), len(other), len(wanted) - len(new) - len(other))

    def create(self, third_party: ThirdParty) -> bool:
        """Adds one whose code is free; False when somebody has it already."""
        return self._put(None, third_party)

    def replace(self, known: ThirdParty, wanted: ThirdParty) -> bool:
        """Changes one; False when it is not as `known` any more. The code stays: documents bear it."""
        return self._put(known, dataclasses.replace(wanted, code=known.code))

    def _put(self, known: ThirdParty | None, wanted: ThirdParty) -> bool:
        values = _values(wanted)
        same_code = _row.c.code == values["code"]
        with self._transactions.changing() as change:
            _take_turns(change)
            found = change.execute(sa.select(*_COLUMNS).where(same_code)).first()
            there = None if found is None else ThirdParty(**found._mapping)
            if there != known:
                return False
            if known is None:
                change.execute(sa.insert(_row).values(values))
                change.enter(JournalAct.THIRD_PARTY_ADDED, _told(values))
            else:
                change.execute(sa.update(_row).where(same_code).values(values))
                _tell_changed(change, _values(known), values)
        return True

    def remove(self, code: str) -> bool:
        """Forgets one, and what was remembered of it; False when nobody has that code.

        Raises ThirdPartyInUse while documents bear it: in ten years they are looked for by its name.
        """
        wanted = normal_code(code)
        with self._transactions.changing() as change:
            if _is_borne(change, wanted):
                raise ThirdPartyInUse
            habits = tables.habit
            change.execute(sa.delete(habits).where(habits.c.third_party_code == wanted))
            row = change.row(sa.select(_row).where(_row.c.code == wanted))
            if row is None:
                return False
            change.execute(sa.delete(_row).where(_row.c.code == wanted))
            change.enter(JournalAct.THIRD_PARTY_REMOVED, _told(row._asdict()))
            return True

    def check_removable(self, code: str) -> None:
        """Raises ThirdPartyInUse as `remove` would; nothing is changed."""
        with self._transactions.reading() as connection:
            if _is_borne(connection, normal_code(code)):
                raise ThirdPartyInUse

    def all(self) -> list[ThirdParty]:
        """Every third party, by code."""
        return self._find()

    def get(self, code: str) -> ThirdParty | None:
        """The one with this code, whatever its case."""
        with self._transactions.reading() as connection:
            row = connection.execute(_OF_CODE, {"wanted_code": normal_code(code)}).first()
        return ThirdParty(*row) if row is not None else None

    def search(self, text: str, limit: int | None = 50) -> list[ThirdParty]:
        """The third parties whose code, name or number holds every word of `text`; the likeliest first.

        `limit`: None gives them all.
        """
        words = normal_name(text).split()
        conditions = [_holding(word) for word in words]
        begins = _row.c.name_key.startswith(normal_name(text), autoescape=True)
        exact = _row.c.code == normal_code(text)
        order = (exact.desc(), begins.desc(), _row.c.name_key, _row.c.code)
        wanted = sa.select(*_COLUMNS).where(*conditions).order_by(*order).limit(limit)
        with self._transactions.reading() as connection:
            return [ThirdParty(*row) for row in connection.execute(wanted)]

    def codes_beginning_with(self, beginning: str) -> frozenset[str]:
        """The codes in use that begin so."""
        begins = _row.c.code.startswith(normal_code(beginning), autoescape=True)
        with self._transactions.reading() as connection:
            return frozenset(connection.execute(sa.select(_row.c.code).where(begins)).scalars())

    def matching(
        self,
        siren: str | None = None,
        siret: str | None = None,
        vat: str | None = None,
        name: str | None = None,
        kind: str | None = None,
    ) -> list[ThirdParty]:
        """The third parties that a document's facts point at: by SIRET, else SIREN, else VAT, else name.

        One: found. Several or none: a person decides.
        """
        of_kind = [] if kind is None else [_row.c.kind == kind]
        for condition in _conditions(siren, siret, vat, name):
            if found := self._find(condition, *of_kind):
                return found
        return []

    def _find(self, *conditions: sa.ColumnElement[bool]) -> list[ThirdParty]:
        wanted = sa.select(*_COLUMNS).where(*conditions).order_by(_row.c.code)
        with self._transactions.reading() as connection:
            return [ThirdParty(*row) for row in connection.execute(wanted)]


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _FACTS if row[name]}


def _tell_changed(change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """What was there and what is there now, of what differs."""
    names = [name for name in _FACTS if before[name] != after[name]]
    if not names:
        change.announce()
        return
    told = [{name: row[name] for name in names} for row in (before, after)]
    subject = {"code": after["code"], "before": told[0], "after": told[1]}
    change.enter(JournalAct.THIRD_PARTY_CHANGED, subject)


def _take_turns(change: Change) -> None:
    """Two imports of the same codes would deadlock or collide; SQLite's take turns anyway."""
    if change.on_postgres:
        change.execute(sa.text(f"LOCK TABLE {_row.name} IN SHARE ROW EXCLUSIVE MODE"))


def _holding(word: str) -> sa.ColumnElement[bool]:
    code = sa.func.lower(_row.c.code).contains(word, autoescape=True)
    held = code | _row.c.name_key.contains(word, autoescape=True)
    for column in (_row.c.siren, _row.c.siret, sa.func.lower(_row.c.vat)):
        held |= column.contains(word, autoescape=True)
    return held


def _conditions(
    siren: str | None, siret: str | None, vat: str | None, name: str | None
) -> Iterable[sa.ColumnElement[bool]]:
    if len(only_digits(siret)) == SIRET_LENGTH:
        yield _row.c.siret == only_digits(siret)
    if company := siren_of(siren, siret, vat):
        yield _row.c.siren == company
    if normal_vat(vat):
        yield _row.c.vat == normal_vat(vat)
    if name and (keys := name_keys(name)):
        yield _row.c.name_key.in_(keys)


def _values(third_party: ThirdParty) -> dict[str, Any]:
    if third_party.kind not in KINDS:
        raise ValueError(third_party.kind)
    given = third_party.siren, third_party.siret, third_party.vat
    siret = only_digits(third_party.siret)
    return {
        "code": normal_code(third_party.code),
        "kind": third_party.kind,
        "name": third_party.name,
        "name_key": normal_name(third_party.name),
        "siren": siren_of(*given) or None,
        "siret": siret if len(siret) == SIRET_LENGTH else None,
        "vat": normal_vat(third_party.vat) or None,
    }


def _is_borne(change: Change | sa.Connection, code: str) -> bool:
    by = _doc.c.third_party_code == code
    each = [sa.select(_doc.c.id).where(side, by).limit(1) for side in tables.sides]
    return any(change.execute(one).first() is not None for one in each)
