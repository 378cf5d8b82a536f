"""What French words mean in a search of documents (months, states), and the options of `documents`."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from stockage_partage.company.state_records import Status
from stockage_partage.messages.typography import typeset

if TYPE_CHECKING:
    from stockage_partage.company.document_records import SortOrder
    from stockage_partage.company.state_records import Status


_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
_SHORT = {"janv": 1, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12}
_MONTH_NUMBERS = {name: place for place, name in enumerate(_MONTHS, start=1)} | _SHORT
_WRITTEN = re.compile(
    rf"\b(?:(1er|\d{{1,2}})\s+)?({'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\.?\s+(\d{{4}})\b"
)
_STATUS_WORDS: tuple[tuple[str, Status], ...] = (
    ("a classer", Status.TO_CLASSIFY),
    ("en attente", Status.WAITING),
    ("attente", Status.WAITING),
    ("bloques", Status.BLOCKED),
    ("bloque", Status.BLOCKED),
    ("classes", Status.FILED),
    ("classe", Status.FILED),
)


def understood(text: str) -> tuple[str, Status | None]:
    """What is typed with months in figures, as the register reads them, and a status that it names."""
    plain = _without_accents(text)
    plain = _WRITTEN.sub(_in_figures, plain)
    for words, meant in _STATUS_WORDS:
        said = re.search(rf"(?<![\w-]){words}(?![\w-])", plain)
        if said is not None:
            return plain[: said.start()] + plain[said.end() :], meant
    return plain, None


def _in_figures(match: re.Match[str]) -> str:
    month = f"{match[3]}-{_MONTH_NUMBERS[match[2]]:02}"
    return f"{month}-{int(match[1].removesuffix('er')):02}" if match[1] else month


def _without_accents(text: str) -> str:
    split = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in split if not unicodedata.combining(char))


OFFSET = "Passe ce nombre de documents."
STATUS = typeset(
    "Seulement ceux qui ont ce statut : en_attente, bloque, a_classer, classe ou supprime (en ligne)."
)
ORDER = typeset("Trie par : ajout, date, numero, tiers, type, montant ou statut.")
RISING = "Du plus petit au plus grand, ou du plus ancien au plus récent."


class StatusName(StrEnum):
    """The values of the option `--statut` of `documents`."""

    en_attente = "en_attente"
    bloque = "bloque"
    a_classer = "a_classer"
    classe = "classe"
    supprime = "supprime"

    @property
    def status(self) -> Status:
        """The database's own word."""
        from stockage_partage.company.state_records import Status

        return {
            StatusName.en_attente: Status.WAITING,
            StatusName.bloque: Status.BLOCKED,
            StatusName.a_classer: Status.TO_CLASSIFY,
            StatusName.classe: Status.FILED,
            StatusName.supprime: Status.FILED,
        }[self]


class OrderName(StrEnum):
    """The values of the option `--tri` of `documents`."""

    ajout = "ajout"
    date = "date"
    numero = "numero"
    tiers = "tiers"
    type = "type"
    montant = "montant"
    statut = "statut"

    @property
    def order(self) -> SortOrder:
        """The register's own word."""
        from stockage_partage.company.document_records import SortOrder

        return {
            OrderName.ajout: SortOrder.ADDED,
            OrderName.date: SortOrder.DATE,
            OrderName.numero: SortOrder.NUMBER,
            OrderName.tiers: SortOrder.THIRD_PARTY,
            OrderName.type: SortOrder.TYPE,
            OrderName.montant: SortOrder.AMOUNT,
            OrderName.statut: SortOrder.STATUS,
        }[self]
