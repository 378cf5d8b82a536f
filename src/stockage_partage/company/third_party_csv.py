"""Third parties out of a CSV file, as a spreadsheet or the accounting suite writes it.

Header `code;type;nom;siren;siret;tva`, in any order, `;` or `,`, UTF-8 (with or without mark) or
Windows-1252. Only `code` and `nom` must be filled; without `type` a third party is a customer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.identity import normal_code, normal_name
from stockage_partage.company.third_party_checks import DOUBTS, Field, Problem, is_blank, problems
from stockage_partage.errors import FileEmpty, FileMissing, FileUnreadable, ThirdPartyRefused

#: A file larger than that is no list of third parties.
LARGEST = 64 * 1024 * 1024

_FIELDS = {
    "code": "code", "n tiers": "code", "numero": "code",
    "type": "kind",
    "nom": "name", "intitule": "name", "raison sociale": "name",
    "siren": "siren", "siret": "siret",
    "tva": "vat", "n tva": "vat", "identifiant tva": "vat",
}  # fmt: skip
_KINDS = {
    "": "clients",
    "client": "clients", "clients": "clients",
    "fournisseur": "fournisseurs", "fournisseurs": "fournisseurs",
    "salarie": "salaries", "salaries": "salaries",
    "autre": "autres", "autres": "autres",
}  # fmt: skip


class Refused(StrEnum):
    """Why a line cannot be used: the field at fault, and what is wrong where that is not plain."""

    HEADER = "header"
    UNREADABLE = "unreadable"
    CODE = "code"
    CODE_TWICE = "code_twice"
    NAME = "name"
    TYPE = "type"
    SIREN = "siren"
    SIRET = "siret"
    VAT = "vat"


def kind_of(word: str) -> str | None:
    """`client`, `Fournisseurs`, `salarié`… as the database writes it; None for another word."""
    return _KINDS.get(normal_name(word))


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line left out; `value` is what stands there."""

    line: int
    reason: Refused
    value: str = ""


@dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """A line taken over as it is, with a number that a person should look at."""

    line: int
    code: str
    field: Field
    problem: Problem


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds, each line in one of the first two."""

    third_parties: tuple[ThirdParty, ...] = ()
    refused: tuple[RefusedLine, ...] = ()
    doubtful: tuple[DoubtfulLine, ...] = ()


def read_file(path: Path) -> list[ThirdParty]:
    """The third parties of `path`. Raises ThirdPartyRefused naming the line, and the file troubles."""
    return parse(_bytes(path))


def look_through(path: Path) -> Contents:
    """The same, going on after a line that cannot be used. Raises what is wrong with the file itself."""
    return contents(_bytes(path))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise FileUnreadable("too large for a list of third parties")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing from error
    except (OSError, ValueError) as error:
        raise FileUnreadable(type(error).__name__) from error


def parse(raw: bytes) -> list[ThirdParty]:
    """The third parties in `raw`. Raises ThirdPartyRefused (line and reason), FileEmpty."""
    found = contents(raw)
    if found.refused:
        raise ThirdPartyRefused(found.refused[0].line, found.refused[0].reason.value)
    return list(found.third_parties)


def contents(raw: bytes) -> Contents:
    """Every line of `raw`, used or not. Raises ThirdPartyRefused when none can be, FileEmpty."""
    text = _decoded(raw)
    if not text.strip():
        raise FileEmpty
    names: list[str] | None = None
    found: dict[str, ThirdParty] = {}
    refused: list[RefusedLine] = []
    doubtful: list[DoubtfulLine] = []
    for line, row in _rows(text):
        if names is None:
            names = _header(row, line)
            continue
        third_party, fault = _third_party(dict(zip(names, row, strict=False)), line)
        if fault is None and third_party.code in found:
            fault = RefusedLine(line, Refused.CODE_TWICE, third_party.code)
        if fault is not None:
            refused.append(fault)
            continue
        found[third_party.code] = third_party
        doubtful += [
            DoubtfulLine(line, third_party.code, field, problem)
            for field, problem in problems(third_party).items()
        ]
    return Contents(tuple(found.values()), tuple(refused), tuple(doubtful))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with the number of the line where each ends."""
    first_line = text.lstrip().splitlines()[0]
    delimiter = ";" if ";" in first_line else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                yield rows.line_num, row
    except csv.Error as error:
        raise ThirdPartyRefused(rows.line_num, "unreadable") from error


def _header(row: list[str], line: int) -> list[str]:
    names = [_FIELDS.get(normal_name(cell.replace("°", "")), "") for cell in row]
    if not {"code", "name"} <= set(names):
        raise ThirdPartyRefused(line, Refused.HEADER.value)
    return names


_WHOSE_FAULT = {
    Field.CODE: Refused.CODE,
    Field.NAME: Refused.NAME,
    Field.SIREN: Refused.SIREN,
    Field.SIRET: Refused.SIRET,
    Field.VAT: Refused.VAT,
}


def _third_party(cells: dict[str, str], line: int) -> tuple[ThirdParty, RefusedLine | None]:
    said = {name: value.strip() for name, value in cells.items()}
    kind = kind_of(said.get("kind", ""))
    third_party = ThirdParty(
        code=normal_code(said.get("code", "")),
        kind=kind or "",
        name=said.get("name", ""),
        **{name: None if is_blank(said.get(name)) else said[name] for name in _NUMBERS},
    )
    if kind is None:
        return third_party, RefusedLine(line, Refused.TYPE, said["kind"])
    for field, problem in problems(third_party).items():
        if problem not in DOUBTS:
            value = getattr(third_party, field.value) or ""
            return third_party, RefusedLine(line, _WHOSE_FAULT[field], value)
    return third_party, None


_NUMBERS = ("siren", "siret", "vat")


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel saves on a French Windows. A few bytes mean nothing there: shown as such.
        return raw.decode("cp1252", errors="replace")
