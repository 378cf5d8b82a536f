"""Third parties out of a CSV file, as a spreadsheet or the accounting suite writes it.

Header `code;type;nom;siren;siret;tva`, in any order, `;`, `,` or tabs; UTF-8 (with or without mark),
UTF-16 (what a spreadsheet calls Unicode text) or Windows-1252. Only `code` and `nom` must be filled;
without `type` a third party is a customer.

Nothing in a file says how it was saved. Every file of bytes can be read as Windows-1252, so that a list
saved on an old Macintosh or under MS-DOS would come in with other letters for its accents. Such a list is
refused. It is known by that: read the right way, its accents are those that French uses; read as
Windows-1252, they are signs that stand in no word.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.identity import (
    DOUBTS,
    FieldProblem,
    ThirdPartyField,
    has_unseen,
    is_blank,
    normal_code,
    normal_name,
    normal_vat,
    problems,
    siren_of,
)
from stockage_partage.errors import (
    FileMissing,
    FileUnreadable,
    ThirdPartyFileRefused,
    ThirdPartyRefused,
)

#: The small letters with an accent of French, and the o and e in one, by their code points.
_SMALL = "".join(
    map(
        chr,
        (0xE9, 0xE8, 0xEA, 0xEB, 0xE0, 0xE2, 0xE4, 0xE7, 0xEE, 0xEF, 0xF4, 0xF6, 0xF9, 0xFB, 0xFC),
    )
) + chr(0x153)
#: Accents as French uses them: no capital comes after a small letter.
_FRENCH = re.compile(f"[{_SMALL}]|(?<![a-z{_SMALL}])[{_SMALL.upper()}]")
#: Where the others have their accents, Windows-1252 has these; the last stands for what it has not.
_ODD = re.compile(
    "[\u201a\u0192\u201e\u2020\u2021\u02c6\u2030\u0160\u2039\u017d\u02dc\u0161\u203a\u017e\ufffd]"
)
_OF_THE_PAST = ("mac_roman", "cp850")
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
_NUMBERS = ("siren", "siret", "vat")


class LineRefusal(StrEnum):
    """Why a line cannot be used: the field at fault, and what is wrong where that is not plain."""

    HEADER = "header"
    CODE = "code"
    CODE_UNSEEN = "code_unseen"
    CODE_TWICE = "code_twice"
    NAME = "name"
    TYPE = "type"
    SIREN = "siren"
    SIRET = "siret"
    VAT = "vat"
    SIREN_KEY = "siren_key"
    SIRET_KEY = "siret_key"
    VAT_KEY = "vat_key"

    @property
    def field(self) -> str:
        """The field at fault, whatever is wrong with it."""
        return self.value.partition("_")[0]


_WHOSE_FAULT = {
    ThirdPartyField.CODE: LineRefusal.CODE,
    ThirdPartyField.NAME: LineRefusal.NAME,
    ThirdPartyField.SIREN: LineRefusal.SIREN,
    ThirdPartyField.SIRET: LineRefusal.SIRET,
    ThirdPartyField.VAT: LineRefusal.VAT,
}

_WRONG_KEY = {
    ThirdPartyField.SIREN: LineRefusal.SIREN_KEY,
    ThirdPartyField.SIRET: LineRefusal.SIRET_KEY,
    ThirdPartyField.VAT: LineRefusal.VAT_KEY,
}


def kind_of(word: str) -> str | None:
    """`client`, `Fournisseurs`, `salarié`… as the database writes it; None for another word."""
    return _KINDS.get(normal_name(word))


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line left out; `value` is what stands there."""

    line: int
    reason: LineRefusal
    value: str = ""


@dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """A line taken over as it is, with a number that a person should look at."""

    line: int
    code: str
    field: ThirdPartyField
    problem: FieldProblem


@dataclass(frozen=True, slots=True)
class CsvContents:
    """What a file holds, each line in one of the first two."""

    third_parties: tuple[ThirdParty, ...] = ()
    refused: tuple[RefusedLine, ...] = ()
    doubtful: tuple[DoubtfulLine, ...] = ()


def read_file(path: Path) -> list[ThirdParty]:
    """The third parties of `path`. Raises ThirdPartyRefused naming the line, and the file troubles."""
    return parse(_bytes(path))


def look_through(path: Path) -> CsvContents:
    """What the file at `path` holds, going on after a line that cannot be used.

    Raises ThirdPartyRefused when its header cannot be used, ThirdPartyFileRefused, FileMissing, FileUnreadable.
    """
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
    """The third parties in `raw`. Raises ThirdPartyRefused (line and reason), ThirdPartyFileRefused."""
    found = contents(raw)
    if found.refused:
        raise ThirdPartyRefused(found.refused[0].line, found.refused[0].reason.value)
    return list(found.third_parties)


def contents(raw: bytes) -> CsvContents:
    """Every line of `raw`, used or not. Raises ThirdPartyRefused when none can be, ThirdPartyFileRefused."""
    text = decoded(raw)
    if not text.strip():
        raise ThirdPartyFileRefused("empty")
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
            fault = RefusedLine(line, LineRefusal.CODE_TWICE, third_party.code)
        if fault is not None:
            refused.append(fault)
            continue
        found[third_party.code] = third_party
        doubtful += [
            DoubtfulLine(line, third_party.code, field, problem)
            for field, problem in problems(third_party).items()
        ]
    return CsvContents(tuple(found.values()), tuple(refused), tuple(doubtful))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with the number of the line where each ends."""
    first_line = text.lstrip().splitlines()[0]
    delimiter = next((each for each in (";", "\t") if each in first_line), ",")
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
        raise ThirdPartyRefused(line, LineRefusal.HEADER.value)
    return names


def _third_party(cells: dict[str, str], line: int) -> tuple[ThirdParty, RefusedLine | None]:
    said = {name: value.strip() for name, value in cells.items()}
    kind = kind_of(said.get("kind", ""))
    third_party = ThirdParty(
        code=normal_code(said.get("code", "")),
        kind=kind or "",
        # A spreadsheet breaks a long name into lines.
        name=" ".join(said.get("name", "").split()),
        **{name: None if is_blank(said.get(name)) else said[name] for name in _NUMBERS},
    )
    if kind is None:
        return third_party, RefusedLine(line, LineRefusal.TYPE, said["kind"])
    for field, problem in problems(third_party).items():
        if problem not in DOUBTS and not _is_certain_without(third_party, field, problem):
            value = getattr(third_party, field.value) or ""
            seen = "".join("�" if has_unseen(c) else c for c in value)
            return third_party, RefusedLine(line, _fault(field, problem), seen)
    return third_party, None


def _is_certain_without(
    third_party: ThirdParty, field: ThirdPartyField, problem: FieldProblem
) -> bool:
    """A VAT number whose key does not fit, beside the SIREN that it holds or of another country.

    Beside its SIREN it is known who it is; what another country numbers in which way may change.
    """
    if field is not ThirdPartyField.VAT or problem is not FieldProblem.KEY:
        return False
    siren = siren_of(third_party.siren, None, None)
    is_foreign = not normal_vat(third_party.vat).startswith("FR")
    return is_foreign or (bool(siren) and siren == siren_of(None, None, third_party.vat))


def _fault(field: ThirdPartyField, problem: FieldProblem) -> LineRefusal:
    if field is ThirdPartyField.CODE and problem is FieldProblem.FORM:
        return LineRefusal.CODE_UNSEEN
    return _WRONG_KEY[field] if problem is FieldProblem.KEY else _WHOSE_FAULT[field]


def decoded(raw: bytes) -> str:
    """The text of `raw`, without its mark. Raises ThirdPartyFileRefused for an encoding of the past."""
    wide = _wide(raw)
    if wide is not None:
        return raw.decode(wide, errors="replace").removeprefix("\ufeff")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel saves on a French Windows. A few bytes mean nothing there: shown as such.
        text = raw.decode("cp1252", errors="replace")
    here = _french(text)
    if _ODD.search(text) and any(_french(raw.decode(name)) > here for name in _OF_THE_PAST):
        raise ThirdPartyFileRefused("encoding")
    return text


def _wide(raw: bytes) -> str | None:
    """UTF-16, by its mark or by the zeros between the letters of its beginning."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = raw[:16]
    first, second = head[::2], head[1::2]
    if len(head) == 16 and not any(second) and all(first):
        return "utf-16-le"
    if len(head) == 16 and not any(first) and all(second):
        return "utf-16-be"
    return None


def _french(text: str) -> int:
    return len(_FRENCH.findall(text))
