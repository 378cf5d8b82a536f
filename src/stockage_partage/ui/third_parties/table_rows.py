"""Which third parties a table shows, in which order. Pure: done off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from stockage_partage.company.records import ThirdParty
from stockage_partage.company.third_parties.identity import normal_name


class Column(IntEnum):
    """The columns of the table of third parties."""

    CODE = 0
    NAME = 1
    KIND = 2
    SIREN = 3
    SIRET = 4
    VAT = 5


@dataclass(frozen=True, slots=True)
class TableRequest:
    """What the person asked to see."""

    text: str = ""
    column: Column = Column.CODE
    descending: bool = False


def arranged(parties: Sequence[ThirdParty], wanted: TableRequest) -> list[ThirdParty]:
    """The third parties that hold every word, sorted; one without the value sorted by comes last."""
    words = normal_name(wanted.text).split()
    found = [party for party in parties if _holds(party, words)] if words else list(parties)
    found.sort(key=lambda party: party.code)
    found.sort(key=lambda party: _value(party, wanted.column), reverse=wanted.descending)
    found.sort(key=lambda party: not _value(party, wanted.column))
    return found


def _holds(party: ThirdParty, words: Sequence[str]) -> bool:
    text = normal_name(
        " ".join((party.code, party.name, party.siren or "", party.siret or "", party.vat or ""))
    )
    return all(word in text for word in words)


def _value(party: ThirdParty, column: Column) -> str:
    match column:
        case Column.NAME:
            return normal_name(party.name)
        case Column.KIND:
            return party.kind
        case Column.SIREN:
            return party.siren or ""
        case Column.SIRET:
            return party.siret or ""
        case Column.VAT:
            return party.vat or ""
    return party.code
