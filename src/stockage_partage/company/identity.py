"""By what a third party is recognised: French identifiers, and names as people vary them."""

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


def normal_code(code: str) -> str:
    """A third party's code as the suite writes it: capitals, no space around, one spelling of accents."""
    return unicodedata.normalize("NFC", code.strip().upper())
