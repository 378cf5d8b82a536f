"""What identifies a third party: its numbers, its code and its names as people vary them, and what is wrong with them.

Pure. The rules of SIREN, SIRET and the Union's VAT numbers are python-stdnum's, which is loaded when a number is
looked at: it takes as long to load as all the rest of a short command.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

from stockage_partage.company.document_records import ThirdParty

SIREN_LENGTH = 9
SIRET_LENGTH = 14
#: The suite's own longest third-party code and name.
CODE_LENGTH = 17
NAME_LENGTH = 69
# Unicode does not take these two apart by itself.
_LIGATURES = {0x153: "oe", 0xE6: "ae"}
#: Control, format, surrogates, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Legal forms that people write with and without dots.
_FORMS = frozenset(
    [
        "sa",
        "sas",
        "sasu",
        "sarl",
        "eurl",
        "earl",
        "sci",
        "snc",
        "scop",
        "scp",
        "scm",
        "selarl",
        "selas",
        "gie",
        "gaec",
        "scea",
        "sca",
        "scs",
        "ei",
        "bv",
        "nv",
    ]
)
_SMALL = frozenset(["de", "du", "des", "la", "le", "les", "et", "the", "of", "and", "l", "d"])
#: Outside the Union there is no rule for all: two letters, then this.
_OTHER_VAT = r"[A-Z]{2}[A-Z0-9]{2,13}"


def only_digits(text: str | None) -> str:
    """The digits of `text`: identifiers are printed with spaces and dots."""
    return "".join(re.findall(r"[0-9]", text or ""))


def normal_vat(text: str | None) -> str:
    """A VAT number without spaces and dots, upper case."""
    return re.sub(r"[^0-9A-Z]", "", (text or "").upper())


def siren_of(siren: str | None, siret: str | None, vat: str | None) -> str:
    """The SIREN that the identifiers hold, '' when none does.

    A SIRET begins with it; a French VAT number (`FR`, two characters of key) ends with it.
    """
    if len(only_digits(siren)) == SIREN_LENGTH:
        return only_digits(siren)
    if len(only_digits(siret)) == SIRET_LENGTH:
        return only_digits(siret)[:SIREN_LENGTH]
    number = normal_vat(vat)
    if number.startswith("FR") and len(only_digits(number[4:])) == SIREN_LENGTH:
        return number[4:]
    return ""


@lru_cache(maxsize=1024)  # the same codes and types come again and again
def normal_name(name: str) -> str:
    """A name without case, accents, ligatures, punctuation and doubled spaces."""
    text = name.casefold()
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
        text = "".join(char for char in parts if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", text))


def has_unseen(text: str) -> bool:
    """Whether it holds what breaks a line or is not seen: control, direction and joining marks."""
    return any(unicodedata.category(c) in _UNSEEN for c in text)


def normal_code(code: str) -> str:
    """A third party's code as the suite writes it: capitals, no space around, one spelling of accents."""
    return unicodedata.normalize("NFC", code.strip().upper())


def name_keys(name: str) -> frozenset[str]:
    """The ways in which `normal_name` may have kept that name: « S.A. » and « SA » are one form.

    Empty for a name without letters or digits.
    """
    key = normal_name(name)
    if not key:
        return frozenset()
    joined = re.sub(r"\b(?:\w )+\w\b", lambda found: found[0].replace(" ", ""), key)
    spelled = [word if word not in _FORMS else " ".join(word) for word in joined.split()]
    return frozenset((key, joined, " ".join(spelled)))


def is_same_name(one: str, other: str) -> bool:
    """Whether two names differ only in what people vary; False where one says nothing."""
    return bool(name_keys(one) & name_keys(other))


def is_quite_another_name(one: str, other: str) -> bool:
    """Whether two names have no word in common, legal forms aside, and neither abbreviates the other."""
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs or set(_telling(ours)) & set(_telling(theirs)):
        return False
    return not (_short_forms(ours) & _short_forms(theirs) or _holds(ours, theirs))


def _words(name: str) -> list[str]:
    joined = min(name_keys(name), key=len, default="").split()
    return [word for word in joined if word not in _FORMS] or joined


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word not in _SMALL] or words


def _short_forms(words: list[str]) -> set[str]:
    initials = {"".join(word[0] for word in each) for each in (words, _telling(words))}
    return {"".join(words), *initials} if len(words) > 1 else {words[0]}


def _holds(one: list[str], other: list[str]) -> bool:
    ours, theirs = "".join(one), "".join(other)
    return ours in theirs or theirs in ours


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


def problems(third_party: ThirdParty) -> dict[ThirdPartyField, FieldProblem]:
    """What is wrong, by field; the values are as typed, spaces and dots included."""
    found: dict[ThirdPartyField, FieldProblem | None] = {
        ThirdPartyField.CODE: _code(third_party.code),
        ThirdPartyField.NAME: _length(third_party.name, NAME_LENGTH),
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
    return FieldProblem.FORM if has_unseen(text.strip()) else _length(text, CODE_LENGTH)


def _length(text: str, longest: int) -> FieldProblem | None:
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
