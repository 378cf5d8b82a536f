"""What an electronic invoice says of itself, and the words for why one could not be read. Pure."""

from __future__ import annotations

import json
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


#: UNTDID 1001, the subset that EN 16931, the French profiles and ZUGFeRD (751, its smallest profiles) name.
TYPE_CODES: dict[str, InvoiceType] = {
    code: kind
    for kind, codes in {
        InvoiceType.INVOICE: ("380", "385", "388", "751"),
        InvoiceType.CREDIT_NOTE: ("381", "262", "81", "83"),
        InvoiceType.CORRECTED: ("384", "471", "472", "473"),
        InvoiceType.PREPAYMENT: ("386", "500"),
        InvoiceType.SELF_BILLED: ("389",),
        InvoiceType.SELF_BILLED_CREDIT_NOTE: ("261",),
        InvoiceType.PREPAYMENT_CREDIT_NOTE: ("503",),
        InvoiceType.DEBIT_NOTE: ("383", "80", "84"),
        InvoiceType.FACTORED: ("393", "501"),
        InvoiceType.FACTORED_CREDIT_NOTE: ("396", "502"),
        InvoiceType.PARTIAL: ("326",),
    }.items()
    for code in codes
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
    INCOMPLETE = "incomplete"  # an invoice with neither number, type nor date


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Nothing could be read, and why."""

    reason: Unread

    def as_text(self) -> str:
        """One line of JSON, as the database keeps it: the file is not read a second time."""
        return json.dumps({_UNREADABLE: self.reason})


_UNREADABLE = "illisible"


@dataclass(frozen=True, slots=True)
class Party:
    """The seller or the buyer. Identifiers as printed, without spaces; None when not given."""

    name: str = ""
    siren: str | None = None
    siret: str | None = None
    vat: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the invoice says. `total` is the amount with tax; `profile` is the standard's own word.

    Where it says no type or date that can be used, None; no number, "".
    """

    document_type: InvoiceType | None
    number: str
    date: date | None
    seller: Party
    buyer: Party
    currency: str = ""
    total: Decimal | None = None
    profile: str = ""

    def as_object(self) -> dict[str, str | None]:
        """The `lu` object of the command line; null for what the document does not say."""
        return {
            "type": self.document_type,
            "numero": self.number or None,
            "date": self.date.isoformat() if self.date is not None else None,
            "vendeur": self.seller.name,
            "acheteur": self.buyer.name,
        }

    def as_text(self) -> str:
        """The same as one line of JSON with all the rest, as the database keeps it."""
        more = {
            "vendeur_numeros": _numbers(self.seller),
            "acheteur_numeros": _numbers(self.buyer),
            "devise": self.currency,
            "total": str(self.total) if self.total is not None else "",
            "profil": self.profile,
        }
        return json.dumps(self.as_object() | more, ensure_ascii=False)

    @property
    def cents(self) -> int | None:
        """The total in hundredths, when it has no finer part and a sensible size."""
        if self.total is None or abs(self.total) >= _LARGEST:
            return None
        hundredths = self.total * 100
        return int(hundredths) if hundredths == int(hundredths) else None


def recalled(text: str | None) -> Reading | Unreadable | None:
    """What `as_text` kept; None when an earlier version kept less, and the file must be read again."""
    try:
        kept = json.loads(text or "null")
        if not isinstance(kept, dict):
            return None
        if _UNREADABLE in kept:
            return Unreadable(Unread(kept[_UNREADABLE]))
        return Reading(
            document_type=InvoiceType(kept["type"]) if kept["type"] else None,
            number=str(kept["numero"] or ""),
            date=date.fromisoformat(kept["date"]) if kept["date"] else None,
            seller=Party(str(kept["vendeur"]), **_known_numbers(kept["vendeur_numeros"])),
            buyer=Party(str(kept["acheteur"]), **_known_numbers(kept["acheteur_numeros"])),
            currency=str(kept["devise"]),
            total=amount(str(kept["total"])),
            profile=str(kept["profil"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


_NUMBERS = ("siren", "siret", "vat")


def _numbers(party: Party) -> dict[str, str]:
    values = {name: getattr(party, name) for name in _NUMBERS}
    return {name: value for name, value in values.items() if value}


def _known_numbers(kept: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in kept.items() if name in _NUMBERS}


#: Amounts beyond it are mistakes; they would not fit the database either.
_LARGEST = Decimal(10**15)


def amount(text: str) -> Decimal | None:
    """A finite number; None for anything else."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
