"""Which of the company's third parties a file's name or its pages speak of: proposed, never taken. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath
from unicodedata import normalize

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.state_records import Company
from stockage_partage.company.third_parties.identity import (
    SIREN_LENGTH,
    SIRET_LENGTH,
    name_keys,
    normal_code,
    normal_name,
    normal_vat,
    only_digits,
    siren_of,
)
from stockage_partage.documents.filing.clues import TEXT_READ

#: Shorter names and codes are words of the language too often.
_NAME_LENGTH, _CODE_LENGTH = 5, 3
_KNOWN = 65_536  # third parties whose names are kept ready
_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\u00a0\u202f]?\d){8,13}(?!\d)")
_VAT = re.compile(r"\b[A-Z]{2}[ .]?[0-9A-Z]{2}(?:[ .]?[0-9A-Z]){6,10}\b")
_CODE_SAID = re.compile(
    r"\b(?:code|compte|n\s?°|r.f\.?)\s*(?:du\s+)?(?:client|fournisseur|tiers)\s*:?\s*(\S{3,17})",
    re.IGNORECASE,
)


def party_in_name(
    file_name: str, parties: Sequence[ThirdParty], ours: Company
) -> ThirdParty | None:
    """The one whose code or name stands in the file's name; None for nobody, and for several."""
    stem = PurePath(normalize("NFC", file_name)).stem
    return _named(stem, parties, ours, by_code=True)


def party_on_pages(text: str, parties: Sequence[ThirdParty], ours: Company) -> ThirdParty | None:
    """The one whose numbers, code or name are printed there; None for nobody, and for several."""
    text = normalize("NFC", text[:TEXT_READ])
    numbers = _numbers(text) - _numbers_of_company(ours)
    of_numbers = {each.code: each for each in parties if numbers & _numbers_of(each)}
    codes = {normal_code(found) for found in _CODE_SAID.findall(text)}
    of_codes = {each.code: each for each in parties if each.code in codes}
    return (
        _single(of_numbers)
        or _single(of_codes)
        or _named(text, of_numbers.values() or parties, ours)
    )


def _numbers(text: str) -> set[str]:
    """Identifiers as they are compared: SIREN, SIRET, VAT."""
    found: set[str] = set()
    for digits in map(only_digits, _DIGITS.findall(text)):
        if len(digits) in (SIREN_LENGTH, SIRET_LENGTH):
            found |= {digits, digits[:SIREN_LENGTH]}
    for vat in map(normal_vat, _VAT.findall(text)):
        found |= {vat, siren_of(None, None, vat)}
    return found - {""}


def _numbers_of(party: ThirdParty) -> frozenset[str]:
    return _compared(party.siren, party.siret, party.vat)


# The same third parties are looked for in one document after the other.
@lru_cache(maxsize=_KNOWN)
def _compared(siren: str | None, siret: str | None, vat: str | None) -> frozenset[str]:
    found = {only_digits(siret), siren_of(siren, siret, vat), normal_vat(vat)}
    return frozenset(found - {""})


def _numbers_of_company(ours: Company) -> set[str]:
    return {only_digits(ours.siren)} - {""} if ours.siren else set()


def _named(
    text: str, parties: Iterable[ThirdParty], ours: Company, *, by_code: bool = False
) -> ThirdParty | None:
    words = f" {normal_name(text)} "
    own = name_keys(ours.name)
    found: dict[str, list[ThirdParty]] = {}
    for party in parties:
        for name in _called(party.name, party.code if by_code else ""):
            if f" {name} " in words and name not in own:
                found.setdefault(name, []).append(party)
    # « Carat Joaillerie » is meant where « Carat » is a third party too.
    whole = [name for name in found if not any(name != one and name in one for one in found)]
    return _single({party.code: party for name in whole for party in found[name]})


@lru_cache(maxsize=_KNOWN)
def _called(name: str, code: str) -> frozenset[str]:
    """How a third party may be called in a text. `code`: '' where a code means nothing."""
    names = {each for each in name_keys(name) if len(each) >= _NAME_LENGTH}
    if len(code) >= _CODE_LENGTH:
        names.add(normal_name(code))
    return frozenset(each for each in names if not each.replace(" ", "").isdecimal())


def _single(found: Mapping[str, ThirdParty]) -> ThirdParty | None:
    return next(iter(found.values())) if len(found) == 1 else None
