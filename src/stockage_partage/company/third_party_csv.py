"""Third parties out of a CSV file, as a spreadsheet or the accounting suite writes it.

Header `code;type;nom;siren;siret;tva`, in any order, `;` or `,`, UTF-8 (with or without mark) or
Windows-1252. Only `code` and `nom` must be filled; without `type` a third party is a customer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.identity import normal_name
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


def read_file(path: Path) -> list[ThirdParty]:
    """The third parties of `path`. Raises ThirdPartyRefused naming the line, and the file troubles."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileUnreadable("too large for a list of third parties")
        return parse(path.read_bytes())
    except FileNotFoundError as error:
        raise FileMissing from error
    except OSError as error:
        raise FileUnreadable(type(error).__name__) from error


def parse(raw: bytes) -> list[ThirdParty]:
    """The third parties in `raw`. Raises ThirdPartyRefused (line and reason), FileEmpty."""
    text = _decoded(raw)
    if not text.strip():
        raise FileEmpty
    names: list[str] | None = None
    found: dict[str, ThirdParty] = {}
    for line, row in _rows(text):
        if names is None:
            names = _header(row, line)
            continue
        third_party = _third_party(dict(zip(names, row, strict=False)), line)
        if third_party.code in found:
            raise ThirdPartyRefused(line, "code_twice")
        found[third_party.code] = third_party
    return list(found.values())


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
        raise ThirdPartyRefused(line, "header")
    return names


def _third_party(cells: dict[str, str], line: int) -> ThirdParty:
    said = {name: value.strip() for name, value in cells.items()}
    kind = _KINDS.get(normal_name(said.get("kind", "")))
    if kind is None:
        raise ThirdPartyRefused(line, "type")
    for name in ("code", "name"):
        if not said.get(name):
            raise ThirdPartyRefused(line, name)
    return ThirdParty(
        code=said["code"].upper(),
        kind=kind,
        name=said["name"],
        siren=said.get("siren") or None,
        siret=said.get("siret") or None,
        vat=said.get("vat") or None,
    )


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel saves on a French Windows. A few bytes mean nothing there: shown as such.
        return raw.decode("cp1252", errors="replace")
