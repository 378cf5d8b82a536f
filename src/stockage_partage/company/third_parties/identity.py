"""Recognises a third party: French identifiers, and names as people vary them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SIREN_LENGTH = 9
SIRET_LENGTH = 14
# Unicode does not take these two apart by itself.
_LIGATURES = {0x153: "oe", 0xE6: "ae"}


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


#: Control, format, surrogates, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


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


_SMALL = frozenset(["de", "du", "des", "la", "le", "les", "et", "the", "of", "and", "l", "d"])
