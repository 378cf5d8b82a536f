"""The company's third parties: customers, suppliers, employees, others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import tables
from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.identity import (
    SIRET_LENGTH,
    normal_name,
    normal_vat,
    only_digits,
    siren_of,
)
from stockage_partage.company.transactions import Transactions

KINDS = ("clients", "fournisseurs", "salaries", "autres")

_row = tables.third_party
_COLUMNS = (_row.c.code, _row.c.kind, _row.c.name, _row.c.siren, _row.c.siret, _row.c.vat)


class ThirdParties:
    """Found by identifier first, by name last."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def add(self, third_parties: Iterable[ThirdParty]) -> int:
        """Adds them, or changes those whose code is known; how many. All of them, or none."""
        values = {row["code"]: row for row in map(_values, third_parties)}
        if not values:
            return 0
        with self._transactions.changing() as change:
            if change.on_postgres:
                # One at a time, or two imports of the same codes would deadlock or collide.
                change.execute(sa.text(f"LOCK TABLE {_row.name} IN SHARE ROW EXCLUSIVE MODE"))
            for code in values:
                change.execute(sa.delete(_row).where(_row.c.code == code))
            change.execute(sa.insert(_row), list(values.values()))
            change.announce()
        return len(values)

    def remove(self, code: str) -> bool:
        """Forgets one; documents filed under its code stay as they are."""
        with self._transactions.changing() as change:
            done = change.execute(sa.delete(_row).where(_row.c.code == code.upper()))
            change.announce()
            return bool(done.rowcount)

    def all(self) -> list[ThirdParty]:
        """Every third party, by code."""
        return self._find()

    def get(self, code: str) -> ThirdParty | None:
        """The one with this code, whatever its case."""
        return next(iter(self._find(_row.c.code == code.strip().upper())), None)

    def matching(
        self,
        siren: str | None = None,
        siret: str | None = None,
        vat: str | None = None,
        name: str | None = None,
        kind: str | None = None,
    ) -> list[ThirdParty]:
        """Those that the facts of a document point at: by SIRET, else SIREN, else VAT, else name.

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


def _conditions(
    siren: str | None, siret: str | None, vat: str | None, name: str | None
) -> Iterable[sa.ColumnElement[bool]]:
    if len(only_digits(siret)) == SIRET_LENGTH:
        yield _row.c.siret == only_digits(siret)
    if company := siren_of(siren, siret, vat):
        yield _row.c.siren == company
    if normal_vat(vat):
        yield _row.c.vat == normal_vat(vat)
    if name and normal_name(name):
        yield _row.c.name_key == normal_name(name)


def _values(third_party: ThirdParty) -> dict[str, Any]:
    if third_party.kind not in KINDS:
        raise ValueError(third_party.kind)
    given = third_party.siren, third_party.siret, third_party.vat
    siret = only_digits(third_party.siret)
    return {
        "code": third_party.code.strip().upper(),
        "kind": third_party.kind,
        "name": third_party.name,
        "name_key": normal_name(third_party.name),
        "siren": siren_of(*given) or None,
        "siret": siret if len(siret) == SIRET_LENGTH else None,
        "vat": normal_vat(third_party.vat) or None,
    }
