"""What a file's name and the words on its pages tell of a document: its number, its date, what it is.

Guesses to be proposed, never taken: nothing is filed by them without a person. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from unicodedata import combining, normalize

from stockage_partage.company.fiscal_years import is_plausible
from stockage_partage.company.third_parties.identity import normal_name
from stockage_partage.documents.tree.document_types import TYPES, Domain

#: Characters of a document's pages that are looked through: its head says what it is.
TEXT_READ = 20_000


@dataclass(frozen=True, slots=True)
class DocumentClues:
    """What was found. `word` is a type's word (`facture`), on no side of the trade; '' and None: nothing."""

    number: str = ""
    date: date | None = None
    word: str = ""


def clues_in_name(file_name: str, pages: str = "") -> DocumentClues:
    """What the file is called: « Facture_FA00042 2026-11-17.pdf ».

    `pages`: of several numbers in the name, the one that is printed there too is meant.
    """
    stem = PurePath(_plain(file_name)).stem
    spaced = re.sub(r"[_+,;()\[\]]|(?<=\s)-|-(?=\s)|(?<=[a-z])(?=[A-Z])", " ", stem)
    day, rest = _day_in_name(spaced)
    return DocumentClues(_number_in_name(rest, pages), day, _word_in_name(spaced))


def clues_in_pages(text: str) -> DocumentClues:
    """What is printed on the pages: « Facture n° FA00042 du 17 novembre 2026 »."""
    text = _LONG_GAP.sub(_shorter, _plain(text[:TEXT_READ]))
    word = _title(text)
    return DocumentClues(_number_on_pages(text, word), _day_on_pages(text), word)


#: No label is so far from its value: the patterns would go through it once for each of its characters.
_LONG_GAP = re.compile(r"\s{50,}")


def _shorter(gap: re.Match[str]) -> str:
    return "\n" * min(2, gap[0].count("\n")) or " "


_APOSTROPHE = chr(0x2019)


def _plain(text: str) -> str:
    """Without accents, and with one kind of apostrophe: what is looked for is written so."""
    parts = normalize("NFKD", text.replace(_APOSTROPHE, "'"))
    return "".join(char for char in parts if not combining(char))


# --- what it is ----------------------------------------------------------------------------------

#: What people write on documents, as `normal_name` has it, and the type that is meant.
_PHRASES: dict[str, str] = {
    **{normal_name(each.label): each.word for each in TYPES if each.domain is not Domain.STOCKS},
    "avoir": "facture-d-avoir",
    "note de credit": "facture-d-avoir",
    "credit note": "facture-d-avoir",
    "invoice": "facture",
    "commande": "bon-de-commande",
    "relance": "rappel",
    "quotation": "devis",
}
#: Longer ones first: « facture d'avoir » is no « facture ».
_LONGEST_FIRST = sorted(_PHRASES, key=len, reverse=True)
_SHORT = {"bl": "bon-de-livraison", "bc": "bon-de-commande", "fac": "facture", "fact": "facture"}
#: Words that begin many a sentence: on a page they are no title.
_NO_TITLE = frozenset({"lettre", "rappel", "relance", "commande", "recouvrement"})
#: What may follow a title on its line, beside a number.
_AFTER_TITLE = frozenset(
    ["n", "no", "num", "numero", "number", "ref", "reference", "du", "client", "fournisseur"]
)
_TITLE_LINES = 60
_TITLE_LENGTH = 80


_BEFORE_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)")


def _word_in_name(stem: str) -> str:
    words = f" {normal_name(_BEFORE_DIGITS.sub(' ', stem))} "
    for phrase in _LONGEST_FIRST:
        if f" {phrase} " in words or f" {phrase}s " in words:
            return _PHRASES[phrase]
    return next((kind for short, kind in _SHORT.items() if f" {short} " in words), "")


def _title(text: str) -> str:
    """The type that a line near the top begins with; '' where none stands there as a title."""
    for line in text.splitlines()[:_TITLE_LINES]:
        words = normal_name(line[:_TITLE_LENGTH])
        for phrase in _LONGEST_FIRST:
            if phrase in _NO_TITLE or not f"{words} ".startswith(f"{phrase} "):
                continue
            following = words[len(phrase) :].split()
            if not following or following[0] in _AFTER_TITLE or _is_number(following):
                return _PHRASES[phrase]
            break
    return ""


def _is_number(words: list[str]) -> bool:
    """Whether they begin with a number, or with a series' letters and a number: « FA 2017 0010 »."""
    first, second = words[0], words[1] if len(words) > 1 else ""
    of_series = len(first) <= _SERIES and _DIGIT.search(second) is not None
    return _DIGIT.search(first) is not None or of_series


# --- its number ----------------------------------------------------------------------------------

_DIGIT = re.compile(r"\d")
_LONGEST_NUMBER = 30
_IN_NAME = re.compile(
    r"(?<![^\W_])(?:(?P<prefix>[^\W\d_]{1,9})(?P<between>[-./ ]?))?"
    r"(?P<digits>\d[\dA-Za-z]*(?:[-/.]\d[\dA-Za-z]*)*)(?![^\W_])"
)
#: Before what a scanner, a camera or a mail program counts.
_COUNTERS = frozenset(
    (
        *("scan", "img", "image", "photo", "dsc", "doc", "page", "pages", "p", "numerisation"),
        *("copie", "v", "version", "document", "fichier", "wa", "lot"),
        *("tel", "fax", "rue", "siren", "siret"),
    )
)
_MARKS = frozenset(["n", "no", "num", "numero"])
_A_MONTH = re.compile(r"(?:19|20)\d\d[-./]?(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[-./](?:19|20)\d\d")
_A_YEAR = re.compile(r"(?:19|20)\d\d")
#: Letters of a series are short: FA, BL, AVO, FACT.
_SERIES = 4


def _number_in_name(stem: str, pages: str) -> str:
    found = [number for each in _IN_NAME.finditer(stem) if (number := _named_number(each))]
    printed = [number for number in found if number.casefold() in pages.casefold()]
    # One with letters is a number of a series, where bare digits may be anything.
    told = sorted(printed or found, key=lambda number: number.isdecimal())
    return told[0] if told else ""


def _named_number(found: re.Match[str]) -> str:
    prefix, between, digits = found["prefix"] or "", found["between"] or "", found["digits"]
    word = normal_name(prefix)
    if word in _COUNTERS or not _may_be_number(digits):
        return ""
    joined = bool(prefix) and word not in _MARKS and word not in _PHRASES and word not in _SHORT
    if not joined or len(prefix) > _SERIES:
        return digits
    if between == " ":
        # « FA_00042 » is FA00042; « du 4512 » is 4512.
        return f"{prefix}{digits}" if prefix.isupper() else digits
    return f"{prefix}{between}{digits}"


def _may_be_number(digits: str) -> bool:
    bare = re.sub(r"\D", "", digits)
    if len(bare) < 3 or len(digits) > _LONGEST_NUMBER or _A_MONTH.fullmatch(digits):
        return False
    return not (_A_YEAR.fullmatch(digits) or (digits == bare and len(bare) in (9, 10, 14)))


_MARK = r"(?:n\s?[°o]s?\.?|numero|num\.?|number|no\.?|#|ref(?:erence)?\.?)"
_VALUE = r"(?P<value>[A-Z0-9][A-Z0-9./_-]*[A-Z0-9])(?![A-Z0-9])"
_CALLED: dict[str, str] = {
    "facture": r"(?:facture|invoice)",
    "facture-d-avoir": r"(?:facture\s+d\s?'\s?avoir|avoir|note\s+de\s+credit|credit\s+note|facture)",
    "facture-de-retour": r"facture(?:\s+de\s+retour)?",
    "devis": r"(?:devis|offre|quotation)",
    "bon-de-commande": r"(?:bon\s+de\s+commande|commande|order)",
    "bon-de-livraison": r"(?:bon\s+de\s+livraison|livraison|BL)",
    "bon-de-retour": r"(?:bon\s+de\s+retour|retour)",
    "bon-d-avoir": r"(?:bon\s+d\s?'\s?avoir|avoir)",
}
#: Words for any document, tried after those of the type.
_ANY = r"(?:piece|document)"
_OF_WHOM = r"(?:\s+(?:client|fournisseur|d'achat|de\s+vente))?"


def _number_on_pages(text: str, word: str) -> str:
    """The number beside its own label: an invoice names its order and its delivery note as well."""
    names = [_CALLED.get(word) or _CALLED["facture"], *([] if word else list(_CALLED.values())[1:])]
    for name in (*names, _ANY):
        for pattern in (
            rf"\b{name}{_OF_WHOM}\s*{_MARK}\s*:?\s*{_VALUE}",
            rf"\b{_MARK}\s*(?:de\s+|d')?(?:la\s+)?{name}{_OF_WHOM}\s*:?\s*{_VALUE}",
            rf"^\s*{name}{_OF_WHOM}\s*:?[ \t]+{_VALUE}",
        ):
            for found in re.finditer(pattern, text, re.IGNORECASE | re.MULTILINE):
                if _is_printed_number(found["value"]):
                    return found["value"]
    return ""


def _is_printed_number(value: str) -> bool:
    if len(value) > _LONGEST_NUMBER or not _DIGIT.search(value):
        return False
    return not any(form.fullmatch(value) for form in _DAYS) and not _A_YEAR.fullmatch(value)


# --- its date ------------------------------------------------------------------------------------

_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre"),
    *("octobre", "novembre", "decembre"),
)
_MONTH_NAMES = r"janv|fev|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec"
_DAYS = (
    re.compile(r"(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d)"),
    re.compile(r"(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{2})(?P=s)(?P<d>\d{2})"),
    re.compile(
        rf"(?P<d>\d{{1,2}})(?:er)?\s+(?P<n>(?:{_MONTH_NAMES})[a-z]*)\.?\s+(?P<y>(?:19|20)\d\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<d>\d{2})(?P<s>[/.])(?P<m>\d{2})(?P=s)(?P<y>\d{2})"),
)
_NAMED_DAYS = (
    re.compile(r"(?P<y>(?:19|20)\d\d)(?P<s>[-. ]?)(?P<m>\d{2})(?P=s)(?P<d>\d{2})"),
    re.compile(r"(?P<d>\d{2})(?P<s>[-. ]?)(?P<m>\d{2})(?P=s)(?P<y>(?:19|20)\d\d)"),
    _DAYS[2],
)
#: A series' letters in front make it a number: FA-20261103.
_OF_SERIES = re.compile(r"(?:^|[^\W\d_]*\W)?([A-Z]{1,4})[-./]$")


def _day_in_name(stem: str) -> tuple[date | None, str]:
    """The date in a file's name, and the name without it."""
    for form in _NAMED_DAYS:
        for found in form.finditer(stem):
            before, after = stem[: found.start()], stem[found.end() :]
            stuck = before[-1:].isalnum() or after[:1].isalnum()
            day = None if stuck or _OF_SERIES.search(before) else _day(found)
            if day is not None:
                return day, f"{before.rstrip('-. ')} {after.lstrip('-. ')}"
    return None, stem


_BEFORE = 45
_OTHER_DAY = re.compile(
    r"eche|limite|livr|command|reglement|paiement|paye|periode|valable|valid|naiss|"
    r"expir|debut|\bfin\b|\bau\b|avant|imprim|edite|creation|capital|due",
    re.IGNORECASE,
)
_ITS_DAY = re.compile(
    r"(?:date(?:\s+(?:de\s+(?:la\s+)?)?(?:facture|facturation|piece|document)|"
    r"\s+d'emission)?\s*:?|emise?\s+le|\ble|\bdu|\ben\s+date\s+du|[,:])\s*$",
    re.IGNORECASE,
)


def _day_on_pages(text: str) -> date | None:
    """The document's own date: the one that is said to be, else the first that is not said to be another."""
    first: date | None = None
    for day, before in sorted(_days(text), key=lambda each: len(each[1])):
        told = _said_just_before(before)
        if _OTHER_DAY.search(told):
            continue
        if _ITS_DAY.search(told):
            return day
        first = first or day
    return first


def _said_just_before(before: str) -> str:
    """The words in front on the line; where the date begins it, the line above."""
    above, _, line = before[-2 * _BEFORE :].rpartition("\n")
    told = line if line.strip() else above.rpartition("\n")[2]
    # What stands in front of an earlier date is about that one.
    ends = [found.end() for form in _DAYS for found in form.finditer(told)]
    return told[max(ends, default=0) :][-_BEFORE:]


def _days(text: str) -> Iterator[tuple[date, str]]:
    for form in _DAYS:
        for found in form.finditer(text):
            around = text[max(0, found.start() - 1) : found.start()], text[found.end() :][:1]
            day = None if any(_sticks(each) for each in around) else _day(found)
            if day is not None:
                yield day, text[: found.start()]


def _sticks(character: str) -> bool:
    """Whether what looks like a date goes on as something else."""
    return character.isalnum() or character in {"/", "-", "_"}


def _day(found: re.Match[str]) -> date | None:
    said = found.groupdict()
    month = said.get("m") or _month(said.get("n") or "")
    year = int(said["y"]) + (2000 if len(said["y"]) == 2 else 0)
    try:
        day = date(year, int(month), int(said["d"]))
    except ValueError:
        return None
    return day if is_plausible(day) else None


def _month(name: str) -> int:
    beginning = normal_name(name)[:4]
    told = (number for number, each in enumerate(_MONTHS, start=1) if each.startswith(beginning))
    return next(told, 0) if beginning else 0
