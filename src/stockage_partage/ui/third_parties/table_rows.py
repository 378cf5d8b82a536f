"""Which third parties a table shows, in which order. Pure: done off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.identity import normal_name


class Column(IntEnum):
    """The columns of the table of third parties."""

    CODE = 0
    NAME = 1
    KIND = 2
    SIREN = 3
    SIRET = 4
    VAT = 5


#: So many characters from the middle of a SIREN, a SIRET or a VAT number say which one is meant.
_TELLING = 4


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
    text = normal_name(f"{party.code} {party.name}")
    numbers = normal_name(f"{party.siren or ''} {party.siret or ''} {party.vat or ''}").split()
    return all(word in text or any(_tells(word, each) for each in numbers) for word in words)


def _tells(word: str, number: str) -> bool:
    """One or two digits are in every long number: those few must begin it."""
    return number.startswith(word) or (len(word) >= _TELLING and word in number)


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
