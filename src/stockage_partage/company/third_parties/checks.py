"""What is wrong with a third party as somebody typed it, or as a file says. Pure.

The rules of SIREN, SIRET and the Union's VAT numbers are python-stdnum's, which is loaded when a number is
looked at: it takes as long to load as all the rest of a short command.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.identity import has_unseen, normal_vat, siren_of

#: The suite's own longest third-party code and name.
CODE_LENGTH = 17
NAME_LENGTH = 69


class ThirdPartyField(StrEnum):
    """The facts of a third party that may be wrong."""

    CODE = "code"
    KIND = "kind"
    NAME = "name"
    SIREN = "siren"
    SIRET = "siret"
    VAT = "vat"


class FieldProblem(StrEnum):
    """What is wrong with one."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    FORM = "form"  # not what such a number looks like
    KEY = "key"  # the right form, but its check digits do not fit: a slip of the finger
    OTHER_COMPANY = "other_company"  # it belongs to another SIREN than the one given


#: What may be odd and still be what the company keeps: said, never refused in a file. A number that does
#: not exist is refused everywhere.
DOUBTS = frozenset({FieldProblem.OTHER_COMPANY, FieldProblem.TOO_LONG})

#: Outside the Union there is no rule for all: two letters, then this.
_OTHER_VAT = r"[A-Z]{2}[A-Z0-9]{2,13}"


def problems(third_party: ThirdParty) -> dict[ThirdPartyField, FieldProblem]:
    """What is wrong, by field; the values are as typed, spaces and dots included."""
    found: dict[ThirdPartyField, FieldProblem | None] = {
        ThirdPartyField.CODE: _code(third_party.code),
        ThirdPartyField.NAME: _words(third_party.name, NAME_LENGTH),
        ThirdPartyField.SIREN: _siren(third_party.siren),
        ThirdPartyField.SIRET: _siret(third_party.siret),
        ThirdPartyField.VAT: _vat(third_party.vat),
    }
    siren = siren_of(third_party.siren, None, None)
    others = {
        ThirdPartyField.SIRET: siren_of(None, third_party.siret, None),
        ThirdPartyField.VAT: siren_of(None, None, third_party.vat),
    }
    for field, other in others.items():
        if found[field] is None and siren and other and other != siren:
            found[field] = FieldProblem.OTHER_COMPANY
    return {field: problem for field, problem in found.items() if problem is not None}


def is_blank(text: str | None) -> bool:
    """Nothing but spaces and dashes, as people fill what they do not know."""
    return not re.search(r"[^\W_]", text or "")


def _code(text: str) -> FieldProblem | None:
    # A line break, a tab or a mark that nobody sees: no two people would type that code alike.
    return FieldProblem.FORM if has_unseen(text.strip()) else _words(text, CODE_LENGTH)


def _words(text: str, longest: int) -> FieldProblem | None:
    if is_blank(text):
        return FieldProblem.MISSING
    return FieldProblem.TOO_LONG if len(text.strip()) > longest else None


def _siren(text: str | None) -> FieldProblem | None:
    if is_blank(text):
        return None
    from stdnum.fr import siren

    return _number(text or "", siren.validate)


def _siret(text: str | None) -> FieldProblem | None:
    if is_blank(text):
        return None
    from stdnum.fr import siret

    return _number(text or "", siret.validate)


def _number(text: str, validate: Callable[[str], str]) -> FieldProblem | None:
    # Digits of other scripts are no digits to whoever looks the number up.
    digits = re.sub(r"[\s.\-]", "", text)
    return _judged(digits, validate) if digits.isascii() else FieldProblem.FORM


def _vat(text: str | None) -> FieldProblem | None:
    if is_blank(text):
        return None
    from stdnum.eu import vat

    number = normal_vat(text)
    if number[:2].lower() in {*vat.MEMBER_STATES, "el"}:
        return _judged(number, vat.validate)
    return None if re.fullmatch(_OTHER_VAT, number) else FieldProblem.FORM


def _judged(number: str, validate: Callable[[str], str]) -> FieldProblem | None:
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        validate(number)
    except InvalidChecksum:
        return FieldProblem.KEY
    except ValidationError:
        return FieldProblem.FORM
    return None
