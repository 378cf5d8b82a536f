"""Whether an invoice that comes in is one that is known already: its bytes, another form of it, or another. Pure.

A supplier's invoice reaches a company by mail, from its platform, and converted: the same invoice in several files.
They are told by what they say, never by what they lack: an unknown seller, date or total is a match of nothing.
Numbers are compared as the tree compares them (`NumberTaken`): `FA1` and `fa1` are two, two spellings of one accent
are not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stockage_partage.company.third_parties.identity import is_same_name, normal_vat, siren_of
from stockage_partage.documents.invoices.invoice import InvoiceParty, InvoiceReading

NOBODY = InvoiceParty()


class Likeness(StrEnum):
    """What an invoice is to those of its number that are known."""

    NEW = "new"  # nothing that is known can be compared with it
    SAME_BYTES = "same_bytes"
    OTHER_FORM = "other_form"  # the same supplier, number, date and totals, in other bytes
    ANOTHER = "another"  # the same number, and something that one invoice has but once


class Difference(StrEnum):
    """What two invoices of one number do not have in common."""

    SELLER = "seller"
    DATE = "date"
    CURRENCY = "currency"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class InvoiceIdentity:
    """What makes an invoice itself. '' and None where it is not known, the seller a party that says nothing.

    `third_party` and `type` are those that it is filed under. Amounts are in `currency`: with tax, without, the
    tax, and what is left to pay.
    """

    third_party: str
    type: str
    number: str
    date: date | None = None
    seller: InvoiceParty = NOBODY
    currency: str = ""
    total: Decimal | None = None
    net: Decimal | None = None
    tax: Decimal | None = None
    payable: Decimal | None = None


@dataclass(frozen=True, slots=True)
class KnownInvoice:
    """One that is kept already, whichever form of it."""

    document_id: int
    sha256: str
    identity: InvoiceIdentity


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found. `document_id`: the one that it is, or that it meets; None when it is new."""

    likeness: Likeness
    document_id: int | None = None
    differences: tuple[Difference, ...] = ()


def identity_of(
    third_party: str, kind: str, number: str, day: date | None, reading: InvoiceReading | None
) -> InvoiceIdentity:
    """What is known of an invoice: where it is filed, and what it says of itself, if it says anything."""
    if reading is None:
        return InvoiceIdentity(third_party, kind, number, day)
    return InvoiceIdentity(
        third_party,
        kind,
        number,
        day,
        reading.seller,
        reading.currency,
        reading.total,
        reading.net,
        reading.tax,
        reading.payable,
    )


def compared(sha256: str, invoice: InvoiceIdentity, known: Sequence[KnownInvoice]) -> Comparison:
    """What `invoice`, of these bytes, is to those that are known; of several that it meets, the last one."""
    related = [each for each in known if _is_filed_alike(invoice, each.identity)]
    for each in related:
        if sha256 and each.sha256 == sha256:
            return Comparison(Likeness.SAME_BYTES, each.document_id)
    for each in related:
        if not is_same_invoice(invoice, each.identity):
            continue
        # One form may say less than another: what contradicts any of them is none.
        forms = (one for one in related if is_same_invoice(each.identity, one.identity))
        if not any(any(_differences(invoice, one.identity)) for one in forms):
            return Comparison(Likeness.OTHER_FORM, each.document_id)
    for each in reversed(related):
        if differences := tuple(_differences(invoice, each.identity)):
            return Comparison(Likeness.ANOTHER, each.document_id, differences)
    return Comparison(Likeness.NEW)


def is_same_invoice(one: InvoiceIdentity, other: InvoiceIdentity) -> bool:
    """Whether both are known to be one invoice: all that makes it itself is known of both, and agrees.

    The totals with tax and without say the tax too; what is left to pay need not be told.
    """
    told = (one.date, one.total, one.net, other.date, other.total, other.net)
    return (
        _is_filed_alike(one, other)
        and all(each is not None for each in told)
        and bool(one.currency and other.currency)
        and is_same_seller(one.seller, other.seller) is True
        and not any(_differences(one, other))
    )


def is_same_number(one: str, other: str) -> bool:
    """Whether two numbers are one: as they are written, spaces around them and spellings of accents aside."""
    return _number(one) == _number(other)


def _number(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def _is_filed_alike(one: InvoiceIdentity, other: InvoiceIdentity) -> bool:
    return (
        bool(_number(one.number))
        and is_same_number(one.number, other.number)
        and (one.third_party, one.type) == (other.third_party, other.type)
    )


def _differences(one: InvoiceIdentity, other: InvoiceIdentity) -> Iterator[Difference]:
    """What both say, and say differently."""
    if is_same_seller(one.seller, other.seller) is False:
        yield Difference.SELLER
    if one.date is not None and other.date is not None and one.date != other.date:
        yield Difference.DATE
    if one.currency and other.currency and one.currency != other.currency:
        yield Difference.CURRENCY
        return  # amounts in two currencies are not compared
    pairs = zip(_amounts(one), _amounts(other), strict=True)
    if any(a is not None and b is not None and a != b for a, b in pairs):
        yield Difference.TOTAL


def _amounts(invoice: InvoiceIdentity) -> tuple[Decimal | None, ...]:
    return (invoice.total, invoice.net, invoice.tax, invoice.payable)


def is_same_seller(one: InvoiceParty, other: InvoiceParty) -> bool | None:
    """Numbers decide, then names; None where neither can be compared.

    Establishments are of one company. Many suppliers may be filed under one third party.
    """
    sirens = [siren_of(each.siren, each.siret, each.vat) for each in (one, other)]
    if all(sirens):
        return sirens[0] == sirens[1]
    vats = [normal_vat(each.vat) for each in (one, other)]
    if all(vats):
        return vats[0] == vats[1]
    registers = [(each.other or "").partition(":") for each in (one, other)]
    if registers[0][0] and registers[0][0] == registers[1][0]:
        return registers[0][2] == registers[1][2]
    if not (one.name.strip() and other.name.strip()):
        return None
    return is_same_name(one.name, other.name)
