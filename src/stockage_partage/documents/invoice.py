"""What an electronic invoice says of itself, and the words for why one could not be read. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum


class InvoiceType(StrEnum):
    """What the invoice calls itself, from its UNTDID 1001 code."""

    INVOICE = "facture"
    CREDIT_NOTE = "avoir"
    CORRECTED = "facture-rectificative"
    PREPAYMENT = "facture-d-acompte"
    SELF_BILLED = "autofacture"
    SELF_BILLED_CREDIT_NOTE = "avoir-autofacture"
    PREPAYMENT_CREDIT_NOTE = "avoir-d-acompte"
    DEBIT_NOTE = "note-de-debit"
    FACTORED = "facture-affacturee"
    FACTORED_CREDIT_NOTE = "avoir-affacture"
    PARTIAL = "facture-partielle"
    OTHER = "autre"


#: UNTDID 1001, the subset that EN 16931 and the French profiles name.
TYPE_CODES: dict[str, InvoiceType] = {
    "380": InvoiceType.INVOICE,
    "381": InvoiceType.CREDIT_NOTE,
    "384": InvoiceType.CORRECTED,
    "386": InvoiceType.PREPAYMENT,
    "389": InvoiceType.SELF_BILLED,
    "261": InvoiceType.SELF_BILLED_CREDIT_NOTE,
    "503": InvoiceType.PREPAYMENT_CREDIT_NOTE,
    "383": InvoiceType.DEBIT_NOTE,
    "393": InvoiceType.FACTORED,
    "396": InvoiceType.FACTORED_CREDIT_NOTE,
    "326": InvoiceType.PARTIAL,
}


class Unread(StrEnum):
    """Why a file said nothing of itself."""

    OTHER_FILE = "other_file"  # neither a PDF nor XML
    NOTHING_INSIDE = "nothing_inside"  # an ordinary PDF
    ENCRYPTED = "encrypted"
    BROKEN_PDF = "broken_pdf"
    BROKEN_XML = "broken_xml"
    UNSAFE_XML = "unsafe_xml"  # declares entities: no invoice does
    OTHER_XML = "other_xml"  # well-formed, but no invoice of this family
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"  # more time than one document may take
    INCOMPLETE = "incomplete"  # an invoice without number, type or date


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Nothing could be read, and why."""

    reason: Unread


@dataclass(frozen=True, slots=True)
class Party:
    """The seller or the buyer. Identifiers as printed, without spaces; None when not given."""

    name: str = ""
    siren: str | None = None
    siret: str | None = None
    vat: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the invoice says. `total` is the amount with tax; `profile` is the standard's own word."""

    document_type: InvoiceType
    number: str
    date: date
    seller: Party
    buyer: Party
    currency: str = ""
    total: Decimal | None = None
    profile: str = ""

    def as_object(self) -> dict[str, str]:
        """The `lu` object of the command line."""
        return {
            "type": self.document_type,
            "numero": self.number,
            "date": self.date.isoformat(),
            "vendeur": self.seller.name,
            "acheteur": self.buyer.name,
        }

    def as_text(self) -> str:
        """The same as one line of JSON, as the database keeps it."""
        return json.dumps(self.as_object(), ensure_ascii=False)

    @property
    def cents(self) -> int | None:
        """The total in hundredths, when it has no finer part and a sensible size."""
        if self.total is None or abs(self.total) >= _LARGEST:
            return None
        hundredths = self.total * 100
        return int(hundredths) if hundredths == int(hundredths) else None


#: Amounts beyond it are mistakes; they would not fit the database either.
_LARGEST = Decimal(10**15)


class Field(StrEnum):
    """The places of an invoice that are read."""

    NUMBER = "number"
    TYPE_CODE = "type_code"
    DATE = "date"
    PROFILE = "profile"
    CURRENCY = "currency"
    TOTAL = "total"
    SELLER_NAME = "seller_name"
    SELLER_ID = "seller_id"
    SELLER_VAT = "seller_vat"
    BUYER_NAME = "buyer_name"
    BUYER_ID = "buyer_id"
    BUYER_VAT = "buyer_vat"


#: A value found, with its scheme (`0002`, `VA`, a date format) or "".
Found = Mapping[Field, list[tuple[str, str]]]


def reading_of(found: Found) -> Reading | Unreadable:
    """Puts together what was found; Unreadable when number, type or date is missing."""
    number, code = _first(found, Field.NUMBER), _first(found, Field.TYPE_CODE)
    issued = _date(found)
    if not number or not code or issued is None:
        return Unreadable(Unread.INCOMPLETE)
    return Reading(
        document_type=TYPE_CODES.get(code, InvoiceType.OTHER),
        number=number,
        date=issued,
        seller=_party(found, Field.SELLER_NAME, Field.SELLER_ID, Field.SELLER_VAT),
        buyer=_party(found, Field.BUYER_NAME, Field.BUYER_ID, Field.BUYER_VAT),
        currency=_first(found, Field.CURRENCY),
        total=_amount(_first(found, Field.TOTAL)),
        profile=_profile(_first(found, Field.PROFILE)),
    )


def _first(found: Found, field: Field) -> str:
    values = (value for value, _ in found.get(field, []) if value)
    return next(values, "")


def _party(found: Found, name: Field, ids: Field, vats: Field) -> Party:
    siren = siret = vat = None
    for text, scheme in found.get(ids, []):
        digits = _compact(text)
        # 0002 is SIRENE (SIREN or SIRET), 0009 is SIRET; others may hold numbers of that length too.
        if scheme in ("0002", "0009", "") and digits.isascii() and digits.isdigit():
            siret = siret or (digits if len(digits) == 14 else None)
            siren = siren or (digits if len(digits) == 9 else None)
    for text, scheme in found.get(vats, []):
        if scheme in ("VA", "") and vat is None:
            vat = _compact(text).upper() or None
    return Party(_first(found, name), siren or _siren(siret, vat), siret, vat)


def _siren(siret: str | None, vat: str | None) -> str | None:
    if siret:
        return siret[:9]
    french = re.fullmatch(r"FR[0-9A-Z]{2}([0-9]{9})", vat or "")
    return french[1] if french else None


def _compact(text: str) -> str:
    return re.sub(r"[\s.\-/]", "", text)


def _date(found: Found) -> date | None:
    for text, scheme in found.get(Field.DATE, []):
        # 102 is YYYYMMDD, the only one the standard allows; ISO dates are seen in the wild.
        if scheme in ("102", "") and re.fullmatch(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}", text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                continue
    return None


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _profile(urn: str) -> str:
    """`urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic` -> `basic`."""
    last = urn.rpartition("#")[2]
    if last == "urn:cen.eu:en16931:2017":
        return "en16931"
    return last.rpartition(":")[2].lower()
