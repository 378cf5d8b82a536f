"""Whether the pages of a PDF show what the invoice inside it says: number, date, total. Pure.

Pages that say nothing (a scan) contradict nothing; what can be written in many ways is looked for in all of
them, so that what is reported is worth a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stockage_partage.documents.invoices.invoice import InvoiceReading

#: Characters below which pages are taken for a scan, or a cover.
_SAYS_SOMETHING = 80
_MONTHS = (
    *("janvier février mars avril mai juin juillet août septembre octobre novembre décembre",),
    *("january february march april may june july august september october november december",),
    *("januar februar märz april mai juni juli august september oktober november dezember",),
)
_FIGURE = re.compile(r"[0-9][0-9.,'’\u00a0\u202f ]*")


@dataclass(frozen=True, slots=True)
class NotOnPages:
    """A term of the invoice that its pages do not show."""

    code: str
    value: str


def not_on_pages(reading: InvoiceReading, text: str) -> tuple[NotOnPages, ...]:
    """What the invoice says and its pages do not; nothing for pages without text. `text`: of all pages."""
    return tuple(_missing(reading, text)) if say_something(text) else ()


def say_something(text: str) -> bool:
    """False for pages that are taken for a scan, or a cover."""
    return len(text.strip()) >= _SAYS_SOMETHING


def _missing(reading: InvoiceReading, text: str) -> Iterator[NotOnPages]:
    plain = _plain(text)
    if reading.number and _plain(reading.number) not in plain:
        yield NotOnPages("BT-1", reading.number)
    if reading.date is not None and not any(each in plain for each in _written(reading.date)):
        yield NotOnPages("BT-2", reading.date.isoformat())
    if reading.total is not None and not _shows(text, reading.total):
        yield NotOnPages("BT-112", f"{reading.total:f}")


def _plain(text: str) -> str:
    return re.sub(r"[\s\u00ad]+", "", text).casefold()


def _written(day: date) -> Iterator[str]:
    """A day in all the ways that are seen on invoices, without spaces."""
    for d, m in ((f"{day.day:02}", f"{day.month:02}"), (str(day.day), str(day.month))):
        for mark in "/.-":
            yield f"{d}{mark}{m}{mark}{day.year}"
            yield f"{d}{mark}{m}{mark}{day.year % 100:02}"
            yield f"{m}{mark}{d}{mark}{day.year}"
            yield f"{day.year}{mark}{m}{mark}{d}"
        yield f"{d}{m}{day.year}"
    yield f"{day:%Y%m%d}"
    for names in _MONTHS:
        name = names.split()[day.month - 1].casefold()
        for short in (name, name[:4], name[:3]):
            for d in (str(day.day), f"{day.day:02}"):
                yield from (
                    f"{d}{short}{day.year}",
                    f"{d}.{short}{day.year}",
                    f"{d}{short}.{day.year}",
                )
                yield from (f"{short}{d},{day.year}", f"{d}-{short}-{day.year}")
    if day.day == 1:
        yield from (f"1er{names.split()[day.month - 1].casefold()}{day.year}" for names in _MONTHS)


def _shows(text: str, total: Decimal) -> bool:
    """Whether a figure on the pages has the digits of the amount, wherever its points and spaces are."""
    wanted = {re.sub("[^0-9]", "", f"{abs(total):.2f}").lstrip("0")}
    if total == total.to_integral_value():
        wanted.add(f"{abs(total):.0f}".lstrip("0"))
    # Figures side by side, in columns, are one run of digits and spaces: what ends or begins one counts.
    for found in _FIGURE.findall(text):
        digits = re.sub("[^0-9]", "", found).lstrip("0")
        if digits in wanted:
            return True
        parts = re.split(r"[\s\u00a0\u202f]+", found.strip())
        for begin in range(len(parts)):
            for end in range(begin + 1, min(len(parts), begin + 4) + 1):
                if re.sub("[^0-9]", "", "".join(parts[begin:end])).lstrip("0") in wanted:
                    return True
    return not total
