"""What French words mean in the search of documents: months, states."""

from __future__ import annotations

import re
import unicodedata

from stockage_partage.company.facts import Status

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
