"""What does not agree in a structured invoice: its sums, what the standard wants, and the pages around it. Pure.

The sums are those of EN 16931 (BR-CO-10 to BR-CO-17). VAT is allowed to differ by one unit of the currency,
as the official rules allow it, for it is rounded by line or as a whole.

The pages of a PDF are to show the number, the date and the total of the invoice inside it. Pages that say
nothing (a scan) contradict nothing; what can be written in many ways is looked for in all of them, so that
what is reported is worth a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stockage_partage.documents.invoices.invoice import InvoiceReading, amount
from stockage_partage.documents.invoices.invoice_view import InvoiceView, ShownGroup


class WrongSum(StrEnum):
    """A sum that is another one than what stands in the invoice."""

    LINES = "lines"  # the lines, and their sum
    WITHOUT_VAT = "without_vat"
    VAT = "vat"  # VAT by rate, and its sum
    VAT_RATE = "vat_rate"  # one rate
    WITH_VAT = "with_vat"
    TO_PAY = "to_pay"


@dataclass(frozen=True, slots=True)
class SumRemark:
    """A sum as it stands in the invoice, and as it comes out. `rate`: of VAT, None for other sums."""

    kind: WrongSum
    said: Decimal
    found: Decimal
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MissingTerm:
    """A term that the standard wants in every invoice, and that this one does not say."""

    code: str


Remark = SumRemark | MissingTerm


@dataclass(frozen=True, slots=True)
class NotOnPages:
    """A term of the invoice that its pages do not show."""

    code: str
    value: str


#: Wanted of every profile, and of those that are whole invoices.
_ALWAYS = ("BT-1", "BT-2", "BT-3", "BT-5", "BT-27", "BT-44", "BT-109", "BT-112", "BT-115")
_WHOLE = ("BT-24", "BT-40", "BT-55")
_MINIMUM = (":minimum",)
_NO_LINES = (":minimum", ":basicwl")
_THIRD_PARTY = "PrepaidPayment"
_CENT = Decimal("0.01")
#: Lines that stand for others below them, or only inform.
_NOT_COUNTED = ("GROUP", "INFORMATION")
#: Characters below which pages are taken for a scan, or a cover.
_SAYS_SOMETHING = 80
_MONTHS = (
    *("janvier février mars avril mai juin juillet août septembre octobre novembre décembre",),
    *("january february march april may june july august september october november december",),
    *("januar februar märz april mai juni juli august september oktober november dezember",),
)
_FIGURE = re.compile(r"[0-9][0-9.,'’\u00a0\u202f ]*")


def remarks_on(view: InvoiceView) -> tuple[Remark, ...]:
    """Everything that a person should know before believing the figures, in the order of the invoice."""
    return (*_missing(view), *_sums(view))


def not_on_pages(reading: InvoiceReading, text: str) -> tuple[NotOnPages, ...]:
    """What the invoice says and its pages do not; nothing for pages without text. `text`: of all pages."""
    return tuple(_not_shown(reading, text)) if say_something(text) else ()


def say_something(text: str) -> bool:
    """False for pages that are taken for a scan, or a cover."""
    return len(text.strip()) >= _SAYS_SOMETHING


def _missing(view: InvoiceView) -> Iterator[MissingTerm]:
    profile = view.text("BT-24").lower()
    wanted = _ALWAYS if profile.endswith(_MINIMUM) else (*_ALWAYS, *_WHOLE)
    yield from (MissingTerm(code) for code in wanted if not view.text(code))
    if not view.text("BT-110") and view.text("BT-109") != view.text("BT-112"):
        yield MissingTerm("BT-110")
    if not profile.endswith(_NO_LINES) and not any(view.every("BG-25")):
        yield MissingTerm("BG-25")


def _sums(view: InvoiceView) -> Iterator[SumRemark]:
    def said(code: str) -> Decimal | None:
        """The amount of the document, in its own currency."""
        currency = view.text("BT-5")
        totals = [value for group in view.every("BG-22") for value in group.values]
        texts = {
            value.text
            for value in totals
            if value.code == code and value.said("currencyID") in ("", currency)
        }
        return amount(texts.pop()) if len(texts) == 1 else None

    def compared(kind: WrongSum, total: Decimal | None, found: Decimal) -> Iterator[SumRemark]:
        if total is not None and abs(total - found) >= _CENT:
            yield SumRemark(kind, total, found)

    lines = [_of(group, "BT-131") for group in view.every("BG-25") if _counts(group)]
    if lines and None not in lines:
        yield from compared(WrongSum.LINES, said("BT-106"), sum(map(_or_zero, lines), Decimal()))
    of_lines, net, tax, total = (said(code) for code in ("BT-106", "BT-109", "BT-110", "BT-112"))
    if of_lines is not None:
        down, up = _or_zero(said("BT-107")), _or_zero(said("BT-108"))
        yield from compared(WrongSum.WITHOUT_VAT, net, of_lines - down + up)
    yield from _vat(view, tax)
    if net is not None and tax is not None:
        yield from compared(WrongSum.WITH_VAT, total, net + tax)
    # Some extensions have payments of third parties, which are in no total of the standard.
    if total is not None and not any(each.path[0] == _THIRD_PARTY for each in view.others):
        paid, rounding = _or_zero(said("BT-113")), _or_zero(said("BT-114"))
        yield from compared(WrongSum.TO_PAY, said("BT-115"), total - paid + rounding)


def _vat(view: InvoiceView, tax: Decimal | None) -> Iterator[SumRemark]:
    currency = view.text("BT-5")
    by_rate = [
        group
        for group in view.every("BG-23")
        if all(value.said("currencyID") in ("", currency) for value in group.values)
    ]
    for group in by_rate:
        base, rate, of_rate = (_of(group, code) for code in ("BT-116", "BT-119", "BT-117"))
        if base is not None and rate is not None and of_rate is not None:
            found = (base * rate / 100).quantize(_CENT)
            if abs(of_rate - found) > 1:
                yield SumRemark(WrongSum.VAT_RATE, of_rate, found, rate)
    amounts = [_of(group, "BT-117") for group in by_rate]
    if amounts and tax is not None and None not in amounts:
        found = sum(map(_or_zero, amounts), Decimal())
        if abs(tax - found) >= _CENT:
            yield SumRemark(WrongSum.VAT, tax, found)


def _counts(line: ShownGroup) -> bool:
    return line.text("EXT-FR-FE-163") not in _NOT_COUNTED


def _of(group: ShownGroup, code: str) -> Decimal | None:
    return amount(group.text(code))


def _or_zero(value: Decimal | None) -> Decimal:
    return value if value is not None else Decimal()


def _not_shown(reading: InvoiceReading, text: str) -> Iterator[NotOnPages]:
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
