"""What is wrong with a third party as somebody typed it, or as a file says. Pure.

Sources: SIREN and SIRET end in a Luhn digit (INSEE; La Poste's establishments are the known exception);
the key of a French VAT number is (12 + 3 × SIREN mod 97) mod 97; the forms of the other countries'
numbers are those of the European Commission's VIES.
"""

from __future__ import annotations

import re
from enum import StrEnum

from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.identity import SIREN_LENGTH, SIRET_LENGTH, normal_vat, siren_of

#: The suite's own longest third-party code and name.
CODE_LENGTH = 17
NAME_LENGTH = 69


class Field(StrEnum):
    """The facts of a third party that may be wrong."""

    CODE = "code"
    KIND = "kind"
    NAME = "name"
    SIREN = "siren"
    SIRET = "siret"
    VAT = "vat"


class Problem(StrEnum):
    """What is wrong with one."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    FORM = "form"  # not what such a number looks like
    KEY = "key"  # the right form, but its check digits do not fit: a slip of the finger
    OTHER_COMPANY = "other_company"  # it belongs to another SIREN than the one given


#: A number may be odd and still be what the company keeps: said, never refused in a file.
DOUBTS = frozenset({Problem.KEY, Problem.OTHER_COMPANY, Problem.TOO_LONG})

_VAT_FORMS = {
    "AT": r"U\d{8}", "BE": r"[01]\d{9}", "BG": r"\d{9,10}", "CY": r"\d{8}[A-Z]", "CZ": r"\d{8,10}",
    "DE": r"\d{9}", "DK": r"\d{8}", "EE": r"\d{9}", "EL": r"\d{9}", "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}", "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}", "HR": r"\d{11}", "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9]?\d{5}[A-Z]{1,2}", "IT": r"\d{11}", "LT": r"\d{9}|\d{12}", "LU": r"\d{8}",
    "LV": r"\d{11}", "MT": r"\d{8}", "NL": r"[A-Z0-9]{10,12}", "PL": r"\d{10}", "PT": r"\d{9}",
    "RO": r"\d{2,10}", "SE": r"\d{12}", "SI": r"\d{8}", "SK": r"\d{10}",
}  # fmt: skip
_OTHER_VAT = r"[A-Z0-9]{2,13}"
_LA_POSTE = "356000000"


def problems(third_party: ThirdParty) -> dict[Field, Problem]:
    """What is wrong, by field; the values are as typed, spaces and dots included."""
    found: dict[Field, Problem | None] = {
        Field.CODE: _words(third_party.code, CODE_LENGTH),
        Field.NAME: _words(third_party.name, NAME_LENGTH),
        Field.SIREN: _number(third_party.siren, SIREN_LENGTH),
        Field.SIRET: _number(third_party.siret, SIRET_LENGTH),
        Field.VAT: _vat(third_party.vat),
    }
    siren = siren_of(third_party.siren, None, None)
    others = {
        Field.SIRET: siren_of(None, third_party.siret, None),
        Field.VAT: siren_of(None, None, third_party.vat),
    }
    for field, other in others.items():
        if found[field] is None and siren and other and other != siren:
            found[field] = Problem.OTHER_COMPANY
    return {field: problem for field, problem in found.items() if problem is not None}


def is_blank(text: str | None) -> bool:
    """Nothing but spaces and dashes, as people fill what they do not know."""
    return not re.search(r"[^\W_]", text or "")


def _words(text: str, longest: int) -> Problem | None:
    if is_blank(text):
        return Problem.MISSING
    return Problem.TOO_LONG if len(text.strip()) > longest else None


def _number(text: str | None, length: int) -> Problem | None:
    if text is None or is_blank(text):
        return None
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(rf"[0-9]{{{length}}}", digits):
        return Problem.FORM
    return None if _fits(digits) else Problem.KEY


def _fits(digits: str) -> bool:
    if len(digits) == SIRET_LENGTH and digits.startswith(_LA_POSTE):
        return sum(map(int, digits)) % 5 == 0 or _luhn(digits)
    return _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = (int(c) * (1 + place % 2) for place, c in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _vat(text: str | None) -> Problem | None:
    if text is None or is_blank(text):
        return None
    number = normal_vat(text)
    country, rest = number[:2], number[2:]
    if not country.isalpha() or not re.fullmatch(_VAT_FORMS.get(country, _OTHER_VAT), rest):
        return Problem.FORM
    if country == "FR" and rest[:2].isdigit():
        siren = int(rest[2:])
        return None if int(rest[:2]) == (12 + 3 * (siren % 97)) % 97 else Problem.KEY
    return None
