"""From the values found in an electronic invoice to what it says. Pure.

Nothing is made up: where a value is a placeholder, or where two values of one kind disagree, the
invoice does not say it.

The seller and the buyer are named by numbers, the strongest first. Schemes are those of ISO/IEC 6523 and
of the Electronic Address Scheme: 0002 SIRENE, 0009 SIRET, 0225 the French directory's address (a SIREN,
with or without more after `_`), 9957 a French VAT number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stockage_partage.company.third_parties.identity import SIREN_LENGTH, SIRET_LENGTH
from stockage_partage.documents.invoices.invoice import (
    TYPE_CODES,
    InvoiceParty,
    InvoiceReading,
    InvoiceType,
    Unreadable,
    UnreadReason,
    amount,
    issued_on,
)

Values = Iterable[tuple[str, str]]
#: (siren, siret, vat, other)
Numbers = tuple[str | None, str | None, str | None, str | None]

_SIRENE = ("0002", "0009")
_DIRECTORY = "0225"
_FRENCH_VAT = "9957"
_FRENCH = (*_SIRENE, _DIRECTORY, _FRENCH_VAT)
#: Where companies have a SIREN, by their addresses.
_FRANCE = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF")
_LONGEST_NUMBER = 60  # characters kept of a number of another register
#: The scheme of a day or moment written as ISO 8601 has it.
ISO = "iso"
#: What programs write where they have no number. « 0 » and « - » are none either.
_NO_NUMBER = {"n/a", "na", "nc", "nil", "nan", "none", "null", "undefined", "unknown", "inconnu"}
#: The French convention for an attachment that shows the invoice itself to people.
_READABLE_FORM = "LISIBLE"
_CREDITS = (
    *(InvoiceType.CREDIT_NOTE, InvoiceType.SELF_BILLED_CREDIT_NOTE),
    *(InvoiceType.PREPAYMENT_CREDIT_NOTE, InvoiceType.FACTORED_CREDIT_NOTE),
)
#: A creditor of direct debits is no number of a register; UBL has it among those of the seller.
_CREDITOR = "SEPA"


class InvoiceField(StrEnum):
    """The business terms that filing needs, by their codes in `business_terms`."""

    NUMBER = "BT-1"
    DATE = "BT-2"
    TYPE_CODE = "BT-3"
    CURRENCY = "BT-5"
    PROFILE = "BT-24"
    PRECEDING = "BT-25"
    SELLER_NAME = "BT-27"
    SELLER_TRADE_NAME = "BT-28"
    SELLER_ID = "BT-29"
    SELLER_LEGAL_ID = "BT-30"
    SELLER_VAT = "BT-31"
    SELLER_ENDPOINT = "BT-34"
    SELLER_COUNTRY = "BT-40"
    BUYER_NAME = "BT-44"
    BUYER_TRADE_NAME = "BT-45"
    BUYER_ID = "BT-46"
    BUYER_LEGAL_ID = "BT-47"
    BUYER_VAT = "BT-48"
    BUYER_ENDPOINT = "BT-49"
    BUYER_COUNTRY = "BT-55"
    ACCOUNT = "BT-84"
    NET = "BT-109"
    TAX = "BT-110"
    TOTAL = "BT-112"
    PAYABLE = "BT-115"
    ATTACHED = "BT-122"
    EMBEDDED = "BT-125"
    TEST = "test"


#: A value found, with its scheme (`0002`, `VA`, a date format, a currency) or "".
Found = Mapping[InvoiceField, list[tuple[str, str]]]


def reading_of(found: Found, today: date, root: str = "") -> InvoiceReading | Unreadable:
    """Puts together what was found; Unreadable when there is neither number, type nor date.

    `today`: a date far beyond it is a mistake. `root`: the name of the document's own element, which says
    of some that they are credit notes.
    """
    number, code = _number(found), _only(found, InvoiceField.TYPE_CODE)
    dates = found.get(InvoiceField.DATE, ())
    issued, odd = issued_on(
        [value for value in dates if value[1] != ISO],
        [value for value in dates if value[1] == ISO],
        today,
    )
    if not number and not code and issued is None and not odd:
        return Unreadable(UnreadReason.INCOMPLETE)
    total, currency = _total(found)
    return InvoiceReading(
        document_type=_type(code, root),
        number=number,
        date=issued,
        seller=_party(found, _SELLER),
        buyer=_party(found, _BUYER),
        currency=currency,
        total=total,
        profile=_profile(_first(found, InvoiceField.PROFILE)),
        odd_date=odd,
        is_test=any(text.lower() in ("true", "1") for text, _ in found.get(InvoiceField.TEST, ())),
        has_readable_form=any(
            text.upper() == _READABLE_FORM for text, _ in found.get(InvoiceField.ATTACHED, ())
        ),
        embedded=len(found.get(InvoiceField.EMBEDDED, ())),
        net=_amount_in(found, InvoiceField.NET, currency),
        tax=_amount_in(found, InvoiceField.TAX, currency),
        payable=_amount_in(found, InvoiceField.PAYABLE, currency),
        preceding=_each(found, InvoiceField.PRECEDING),
        accounts=tuple(map(_compact, _each(found, InvoiceField.ACCOUNT))),
    )


def _type(code: str, root: str) -> InvoiceType | None:
    """None where it does not say, and where a credit note says that it is something else."""
    kind = TYPE_CODES.get(code, InvoiceType.OTHER) if code else None
    if root != "CreditNote":
        return kind
    return kind or InvoiceType.CREDIT_NOTE if kind is None or kind in _CREDITS else None


def _each(found: Found, field: InvoiceField) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text, _ in found.get(field, ()) if text))


def _first(found: Found, field: InvoiceField) -> str:
    values = (value for value, _ in found.get(field, []) if value)
    return next(values, "")


def _only(found: Found, field: InvoiceField) -> str:
    """The value, "" when there are several: none of them is more right than the others."""
    values = {value for value, _ in found.get(field, ()) if value}
    return values.pop() if len(values) == 1 else ""


def _number(found: Found) -> str:
    number = _only(found, InvoiceField.NUMBER)
    meant = "".join(character for character in number if character.isalnum()).strip("0")
    return number if meant and number.lower() not in _NO_NUMBER else ""


@dataclass(frozen=True, slots=True)
class PartyFields:
    """Where one party of an invoice says who it is."""

    name: InvoiceField
    trade_name: InvoiceField
    id: InvoiceField
    legal_id: InvoiceField
    vat: InvoiceField
    endpoint: InvoiceField
    country: InvoiceField


_SELLER, _BUYER = (
    PartyFields(
        *(
            InvoiceField[f"{role}_{what}"]
            for what in ("NAME", "TRADE_NAME", "ID", "LEGAL_ID", "VAT", "ENDPOINT", "COUNTRY")
        )
    )
    for role in ("SELLER", "BUYER")
)


def _party(found: Found, fields: PartyFields) -> InvoiceParty:
    country = _first(found, fields.country).upper()
    ids = [value for value in found.get(fields.id, ()) if value[1] != _CREDITOR]
    legal = [*found.get(fields.legal_id, ()), *(value for value in ids if value[1])]
    endpoints, vats = found.get(fields.endpoint, []), found.get(fields.vat, [])
    weaker = [*(value for value in ids if not value[1]), *endpoints]
    named = (_first(found, fields.name), _first(found, fields.trade_name))
    name = next((each for each in named if any(map(str.isalnum, each))), "")
    every = dict.fromkeys(f"{scheme}:{text}" for text, scheme in [*legal, *vats, *weaker] if text)
    return InvoiceParty(name, *numbers_of(legal, weaker, vats, country), tuple(every))


def _amount_in(found: Found, field: InvoiceField, currency: str) -> Decimal | None:
    """The amount in the currency of the total, where only one is said."""
    values = {
        amount(text) for text, scheme in found.get(field, ()) if _currency(scheme) in ("", currency)
    }
    return values.pop() if len(values) == 1 else None


def _total(found: Found) -> tuple[Decimal | None, str]:
    """The amount with tax and its currency, which are those of one and the same total."""
    currency = _currency(_only(found, InvoiceField.CURRENCY))
    by_currency: dict[str, set[Decimal]] = {}
    for text, scheme in found.get(InvoiceField.TOTAL, ()):
        value = amount(text)
        if value is not None:
            by_currency.setdefault(_currency(scheme) or currency, set()).add(value)
    if currency not in by_currency and len(by_currency) == 1:
        currency = next(iter(by_currency))
    values = by_currency.get(currency, set())
    return (next(iter(values)) if len(values) == 1 else None), currency


def _currency(text: str) -> str:
    return text if re.fullmatch(r"[A-Z]{3}", text) else ""


def _profile(urn: str) -> str:
    """The short name of a profile: `urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic` -> `basic`."""
    last = urn.rpartition("#")[2]
    if last == "urn:cen.eu:en16931:2017":
        return "en16931"
    if ":peppol.eu:" in last:
        return "peppol"
    return last.rpartition(":")[2].lower()


def numbers_of(legal: Values, weaker: Values, vats: Values, country: str) -> Numbers:
    """The numbers of one party.

    `legal`: of a register, or global; without a scheme it is a French one. `weaker`: what a trading
    partner or the network calls it, a SIREN where its scheme or its own check digit says so.
    `country`: the two letters of its address. Other countries have numbers of nine digits too: there, one
    without a scheme is of that country.
    """
    legal, weaker = list(legal), list(weaker)
    if country and country not in _FRANCE:
        legal = [(text, scheme or country) for text, scheme in legal]
        weaker = [(text, scheme or country) for text, scheme in weaker]
    vat = _vat(vats, country)
    sirens: list[str] = []
    sirets: list[str] = []
    for digits in (*_of_register(legal), *_by_vat(vat), *_of_network(weaker)):
        (sirets if len(digits) == SIRET_LENGTH else sirens).append(digits)
    siret = next(iter(sirets), None)
    siren = next((each for each in sirens if not siret or siret.startswith(each)), None)
    strongest = next(iter([*_of_register(legal), *_by_vat(vat)]), None)
    if strongest is not None:
        # A weaker number never replaces the one of the register.
        siren = strongest[:SIREN_LENGTH]
        siret = siret if siret and siret.startswith(siren) else None
    return siren or (siret[:SIREN_LENGTH] if siret else None), siret, vat, _other(legal)


def _of_register(values: Values) -> Iterator[str]:
    for text, scheme in values:
        if scheme in (*_SIRENE, ""):
            yield from _digits(text)
        else:
            yield from _addressed(text, scheme)


def _of_network(values: Values) -> Iterator[str]:
    for text, scheme in values:
        if scheme in _SIRENE:
            yield from _digits(text)
        elif not scheme:
            # A customer's own number may have nine digits too.
            yield from (digits for digits in _digits(text) if _exists(digits))
        else:
            yield from _addressed(text, scheme)


def _addressed(text: str, scheme: str) -> Iterator[str]:
    if scheme == _FRENCH_VAT:
        yield from _by_vat(_compact(text).upper())
    elif scheme == _DIRECTORY:
        found = re.match(r"([0-9]{9})(?:_([0-9]{14}))?(?:_|$)", _spaceless(text))
        if found and set(found[1]) != {"0"}:
            yield from (each for each in (found[2], found[1]) if each and each.startswith(found[1]))


def _digits(text: str) -> Iterator[str]:
    digits = _compact(text)
    if re.fullmatch(r"[0-9]{9}|[0-9]{14}", digits) and set(digits) != {"0"}:
        yield digits


def _by_vat(vat: str | None) -> Iterator[str]:
    french = re.fullmatch(r"FR[0-9A-Z]{2}([0-9]{9})", vat or "")
    if french and set(french[1]) != {"0"}:
        yield french[1]


def _vat(values: Values, country: str) -> str | None:
    for text, scheme in values:
        number = _compact(text).upper()
        if scheme in ("VA", "VAT", "") and re.search(r"[1-9]", number):
            return f"FR{number}" if _is_french_without_saying_so(number, country) else number
    return None


def _is_french_without_saying_so(number: str, country: str) -> bool:
    """`10552100554`: an Italian number has eleven digits too, so the address or the key must agree."""
    if not re.fullmatch(r"[0-9A-Z]{2}[0-9]{9}", number) or re.match("[A-Z]{2}", number):
        return False
    from stdnum.fr import siren, tva

    if country:
        return country == "FR" and siren.is_valid(number[2:])
    return tva.is_valid(number)


def _exists(digits: str) -> bool:
    """True when a SIREN or SIRET has the right check digit.

    The library is loaded when one is looked at: most invoices say what their numbers are.
    """
    from stdnum.fr import siren, siret

    return siret.is_valid(digits) if len(digits) == SIRET_LENGTH else siren.is_valid(digits)


def _other(values: Values) -> str | None:
    for text, scheme in values:
        if scheme and scheme not in _FRENCH and re.search(r"[1-9A-Za-z]", text):
            return f"{scheme}:{_compact(text).upper()}"[:_LONGEST_NUMBER]
    return None


def _spaceless(text: str) -> str:
    return re.sub(r"\s", "", text)


def _compact(text: str) -> str:
    return re.sub(r"[\s.\-/]", "", text)
