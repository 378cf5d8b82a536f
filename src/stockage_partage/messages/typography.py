"""French typography: the spaces and dates that a reader expects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from stockage_partage.plain_text import some_lines

if TYPE_CHECKING:
    from decimal import Decimal  # long to load, and said of no state

NBSP = "\u00a0"  # before « : » and inside « »
THIN = "\u202f"  # before ; ? ! and between thousands


def number(value: int) -> str:
    """1234567 → « 1 234 567 » with narrow no-break spaces."""
    return f"{value:,}".replace(",", THIN)


def plural(count: int, one: str, many: str) -> str:
    """French plural: 0 and 1 are singular. `one` and `many` hold `{n}`."""
    return (one if count < 2 else many).format(n=number(count))


def day(value: date) -> str:
    """A date as people write it: « 24/11/2026 »."""
    return value.strftime("%d/%m/%Y")


def moment(value: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """« aujourd’hui à 14:02 », « hier à 09:15 » or « le 24/11/2026 à 14:02 », in local time."""
    local, today = value.astimezone(zone), now.astimezone(zone).date()
    hour = local.strftime("%H:%M")
    if local.date() == today:
        return f"aujourd’hui à {hour}"
    if local.date() == today - timedelta(days=1):
        return f"hier à {hour}"
    return f"le {day(local.date())} à {hour}"


def duration(minutes: int) -> str:
    """« moins d’une minute », « 12 min », « 3 h 05 », « 2 jours »."""
    if minutes < 1:
        return "moins d’une minute"
    if minutes < 60:
        return f"{minutes}{NBSP}min"
    if minutes < 48 * 60:
        return f"{minutes // 60}{NBSP}h{NBSP}{minutes % 60:02}"
    return f"{minutes // (24 * 60)}{NBSP}jours"


def quoted(text: str) -> str:
    """« text » with its inner no-break spaces."""
    return f"«{NBSP}{text}{NBSP}»"


def money(value: Decimal, currency: str) -> str:
    """« 1 284,50 € »; a currency without a sign of ours by its code."""
    whole = f"{value:,.2f}".replace(",", THIN).replace(".", ",")
    return f"{whole}{NBSP}{'€' if currency == 'EUR' else currency}".rstrip()


def listed(parts: Sequence[str]) -> str:
    """« a, b et c », « a », and nothing for no part."""
    return " et ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def capital(text: str) -> str:
    """The text as it begins a line or a sentence."""
    return text[:1].upper() + text[1:]


#: Names that keep their capital wherever they stand.
_NAMES = ("Microsoft", "SharePoint", "Sage", "Office")


def after_colon(sentence: str) -> str:
    """A sentence as it goes on after « : »: no capital, unless it begins with a name or initials."""
    if sentence.startswith(_NAMES) or sentence[1:2].isupper():
        return sentence
    return sentence[:1].lower() + sentence[1:]


_WIDE_BEFORE = re.compile(r" (?=[:»])")
_WIDE_AFTER = re.compile(r"(?<=«) ")
_NARROW_BEFORE = re.compile(r" (?=[;?!])")


_PRODUCT = re.compile(r"\b(Microsoft|Office) (?=365\b)")


def unbroken(text: str) -> str:
    """A text as the window shows it: nothing unsafe, « Microsoft 365 » not cut at the end of a line."""
    return _PRODUCT.sub(rf"\1{NBSP}", some_lines(text))


def typeset(text: str) -> str:
    """Puts the spaces that hold where French wants them, so that sentences are written plainly."""
    text = _WIDE_AFTER.sub(NBSP, _WIDE_BEFORE.sub(NBSP, text))
    return _NARROW_BEFORE.sub(THIN, text)
