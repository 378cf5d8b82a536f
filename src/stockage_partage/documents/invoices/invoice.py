"""What an electronic invoice says of itself, and the words for why one could not be read. Pure.

Amounts and days are taken out of what is written there. Days come in the formats of UN/CEFACT. Source: UNTDID
2379, of which 102 is the day alone (the one that EN 16931 names), 203 and 204 the day with minutes or seconds;
`udt:DateTime` is an ISO 8601 moment, and ISO days are seen in the wild.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

_UNREADABLE = "illisible"
_NUMBERS = ("siren", "siret", "vat", "other")
#: Amounts beyond it are mistakes; they would not fit the database either.
_LARGEST = Decimal(10**15)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
#: No electronic invoice is older; 1900 and 1970 are what a program writes that has no date.
FIRST_YEAR = 2000
#: How far a date may lie in the future: a payment plan, a workstation whose clock is behind.
AHEAD = timedelta(days=366)
#: A clock behind this day is wrong, and hides no invoice.
_AT_LEAST = date(2026, 1, 1)
_LONGEST = 20  # characters kept of a date that is none
_FORMATS = {
    "102": r"(?P<day>[0-9]{8})",
    "203": r"(?P<day>[0-9]{8})(?P<time>[0-9]{4})",
    "204": r"(?P<day>[0-9]{8})(?P<time>[0-9]{6})",
    "": r"(?P<day>[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2})",
}
_ISO_DAY = r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
_ISO_MOMENT = (
    _ISO_DAY
    + r"(?:Z|[+-][0-9]{2}:[0-9]{2}|[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


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


#: UNTDID 1001: every code that EN 16931 counts as an invoice or a credit note (the lists of its
#: validation artefacts, BR-CL-01), those of the French profiles (501 to 503 among them) and of ZUGFeRD.
TYPE_CODES: dict[str, InvoiceType] = {
    code: kind
    for kind, codes in {
        InvoiceType.INVOICE: (
            "71 82 102 130 202 203 204 211 218 219 295 325 331 380 382 385 387 388 390 394 395 "
            "456 457 553 575 623 633 751 780 817 870 877 935"
        ),
        InvoiceType.CREDIT_NOTE: "81 83 262 296 308 381 420 458 532",
        InvoiceType.CORRECTED: "384 471 472 473",
        InvoiceType.PREPAYMENT: "386 500",
        InvoiceType.SELF_BILLED: "389",
        InvoiceType.SELF_BILLED_CREDIT_NOTE: "261",
        InvoiceType.PREPAYMENT_CREDIT_NOTE: "503",
        InvoiceType.DEBIT_NOTE: "80 84 383 527",
        InvoiceType.FACTORED: "393 501",
        InvoiceType.FACTORED_CREDIT_NOTE: "396 502",
        InvoiceType.PARTIAL: "326 875 876",
    }.items()
    for code in codes.split()
}


class UnreadReason(StrEnum):
    """Why a file said nothing of itself."""

    OTHER_FILE = "other_file"  # neither a PDF nor XML
    NOTHING_INSIDE = "nothing_inside"  # an ordinary PDF
    ENCRYPTED = "encrypted"
    BROKEN_PDF = "broken_pdf"
    BROKEN_XML = "broken_xml"
    UNSAFE_XML = "unsafe_xml"  # declares entities: no invoice does
    OTHER_XML = "other_xml"  # well-formed, but no invoice of this family
    ENVELOPE = "no_invoice_in_envelope"  # a StandardBusinessDocument without any invoice
    LIFE_CYCLE = "life_cycle"  # what became of an invoice (CDAR), and no invoice
    SEVERAL = "several"  # invoices in one file that do not say the same
    ANNEX = "annex"  # the only invoice inside is attached as a supplement of something else
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"  # more time than one document may take
    INCOMPLETE = "incomplete"  # an invoice with neither number, type nor date


@dataclass(frozen=True, slots=True)
class Unreadable:
    """No invoice could be read, and why."""

    reason: UnreadReason

    def as_text(self) -> str:
        """One line of JSON, as the database keeps it: the file is not read a second time."""
        return json.dumps({_UNREADABLE: self.reason})


@dataclass(frozen=True, slots=True)
class InvoiceParty:
    """The seller or the buyer. Identifiers as printed, without spaces; None when not given.

    `other`: one of no French register, with its scheme (`0208:0404616494`). `identifiers`: every one that
    the invoice gives, as it is written there, after its scheme and a colon.
    """

    name: str = ""
    siren: str | None = None
    siret: str | None = None
    vat: str | None = None
    other: str | None = None
    identifiers: tuple[str, ...] = ()


NO_SELLER = InvoiceParty()


@dataclass(frozen=True, slots=True)
class LifeCycleMessage(Unreadable):
    """No invoice, but what became of one.

    `code`: three digits, '' for none or several. `at`: when that was decided, as it is written there, None
    where it does not say. `reasons`: why, in the message's own words, by their code where it has none.
    `number`, `day`, `seller`: of the invoice; '' and None where it names none, or several.
    """

    code: str = ""
    at: datetime | None = None
    reasons: tuple[str, ...] = ()
    number: str = ""
    day: date | None = None
    seller: InvoiceParty = NO_SELLER

    def as_text(self) -> str:
        """One line of JSON, as the database keeps it."""
        told = {
            _UNREADABLE: self.reason,
            "statut": self.code,
            "le": self.at.isoformat() if self.at is not None else None,
            "motifs": self.reasons,
            "numero": self.number,
            "date": self.day.isoformat() if self.day is not None else None,
            "vendeur": self.seller.name,
            "vendeur_numeros": _numbers(self.seller),
        }
        return json.dumps(told, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class InvoiceReading:
    """What the invoice says. `total` is the amount with tax, `net` without, `tax` that of VAT, `payable` what is
    left to pay, all in `currency`; `profile` is the standard's own word.

    Where it says no type or date that can be used, None; no number, "". `odd_date` is a date that it
    says and that nobody can mean, as it is written. `is_test`: it calls itself a test. `has_readable_form`:
    a picture of itself for people is attached inside. `preceding`: the numbers of the invoices that it
    corrects or settles. `accounts`: where it wants to be paid, IBAN or other, without spaces. `embedded`: how
    many files are inside, counted up to twenty.
    """

    document_type: InvoiceType | None
    number: str
    date: date | None
    seller: InvoiceParty
    buyer: InvoiceParty
    currency: str = ""
    total: Decimal | None = None
    profile: str = ""
    odd_date: str = ""
    is_test: bool = False
    has_readable_form: bool = False
    net: Decimal | None = None
    tax: Decimal | None = None
    payable: Decimal | None = None
    preceding: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    embedded: int = 0

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
        """All that the invoice says as one line of JSON, as the database keeps it."""
        more = {
            "vendeur_numeros": _numbers(self.seller),
            "acheteur_numeros": _numbers(self.buyer),
            "vendeur_identifiants": self.seller.identifiers,
            "acheteur_identifiants": self.buyer.identifiers,
            "devise": self.currency,
            "total": _written(self.total),
            "hors_taxe": _written(self.net),
            "taxe": _written(self.tax),
            "a_payer": _written(self.payable),
            "factures_anterieures": self.preceding,
            "comptes": self.accounts,
            "joints": self.embedded,
            "profil": self.profile,
            "date_lue": self.odd_date,
            "essai": self.is_test,
            "lisible": self.has_readable_form,
        }
        return json.dumps(self.as_object() | more, ensure_ascii=False)

    @property
    def cents(self) -> int | None:
        """The total in hundredths, when it has no finer part and a sensible size."""
        if self.total is None or abs(self.total) >= _LARGEST:
            return None
        hundredths = self.total * 100
        return int(hundredths) if hundredths == int(hundredths) else None


def recalled(text: str | None) -> InvoiceReading | Unreadable | None:
    """What `as_text` kept; None when an earlier version kept less, and the file must be read again."""
    try:
        kept = json.loads(text or "null")
        if not isinstance(kept, dict):
            return None
        if kept.get(_UNREADABLE) == UnreadReason.LIFE_CYCLE:
            return _recalled_message(kept)
        if _UNREADABLE in kept:
            return Unreadable(UnreadReason(kept[_UNREADABLE]))
        return InvoiceReading(
            document_type=InvoiceType(kept["type"]) if kept["type"] else None,
            number=str(kept["numero"] or ""),
            date=date.fromisoformat(kept["date"]) if kept["date"] else None,
            seller=_known_party(kept, "vendeur"),
            buyer=_known_party(kept, "acheteur"),
            currency=str(kept["devise"]),
            total=amount(str(kept["total"])),
            net=amount(str(kept.get("hors_taxe", ""))),
            tax=amount(str(kept.get("taxe", ""))),
            payable=amount(str(kept.get("a_payer", ""))),
            preceding=tuple(map(str, kept.get("factures_anterieures", ()))),
            accounts=tuple(map(str, kept.get("comptes", ()))),
            embedded=int(kept.get("joints", 0)),
            profile=str(kept["profil"]),
            odd_date=str(kept["date_lue"]),
            is_test=bool(kept["essai"]),
            has_readable_form=bool(kept["lisible"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _recalled_message(kept: Mapping[str, Any]) -> LifeCycleMessage | None:
    """What `as_text` kept; None when an earlier version kept less. Raises ValueError, KeyError or TypeError."""
    if "statut" not in kept:
        return None
    return LifeCycleMessage(
        UnreadReason.LIFE_CYCLE,
        code=str(kept["statut"]),
        at=datetime.fromisoformat(kept["le"]) if kept["le"] else None,
        reasons=tuple(map(str, kept["motifs"])),
        number=str(kept["numero"]),
        day=date.fromisoformat(kept["date"]) if kept["date"] else None,
        seller=_known_party(kept, "vendeur"),
    )


def _numbers(party: InvoiceParty) -> dict[str, str]:
    values = {name: getattr(party, name) for name in _NUMBERS}
    return {name: value for name, value in values.items() if value}


def _known_party(kept: Mapping[str, Any], role: str) -> InvoiceParty:
    numbers = kept[f"{role}_numeros"].items()
    return InvoiceParty(
        str(kept[role]),
        **{name: str(value) for name, value in numbers if name in _NUMBERS},
        identifiers=tuple(map(str, kept.get(f"{role}_identifiants", ()))),
    )


def _written(value: Decimal | None) -> str:
    return f"{value:f}" if value is not None else ""


def amount(text: str) -> Decimal | None:
    """A number as XML writes a decimal one; None for anything else, exponents included."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def issued_on(
    formatted: Iterable[tuple[str, str]], moments: Iterable[tuple[str, str]], today: date
) -> tuple[date | None, str]:
    """The day, and a date that cannot be one as it is written. None for none, and for two that disagree.

    `formatted`: values with their format's code. `moments`: ISO 8601, the day as it is written there.
    """
    written = [(text, _day(text, code)) for text, code in formatted if text]
    written += [(text, _matched(_ISO_MOMENT, text)) for text, _ in moments if text]
    days = {day for _, day in written if day is not None and _is_meant(day, today)}
    if len(days) == 1:
        return days.pop(), ""
    odd = next((text for text, day in written if day not in days or len(days) > 1), "")
    return None, "".join(c for c in odd if c.isprintable())[:_LONGEST]


def _day(text: str, code: str) -> date | None:
    if (pattern := _FORMATS.get(code)) is None:
        return None
    return _matched(pattern, text) or (_matched(_ISO_DAY, text) if code == "102" else None)


def _matched(pattern: str, text: str) -> date | None:
    found = re.fullmatch(pattern, text)
    if found is None:
        return None
    at = found.groupdict().get("time")
    try:
        if at:
            time.fromisoformat(at)
        return date.fromisoformat(found["day"])
    except ValueError:
        return None


def _is_meant(day: date, today: date) -> bool:
    return day.year >= FIRST_YEAR and day <= max(today, _AT_LEAST) + AHEAD
