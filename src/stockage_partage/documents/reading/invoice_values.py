"""From the values found in an electronic invoice to what it says. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from stockage_partage.documents.reading.invoice import (
    TYPE_CODES,
    InvoiceType,
    Party,
    Reading,
    Unread,
    Unreadable,
    amount,
)
from stockage_partage.documents.tree.plausible import is_plausible


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
    """Puts together what was found; Unreadable when there is neither number, type nor date."""
    number, code = _first(found, Field.NUMBER), _first(found, Field.TYPE_CODE)
    issued = _date(found)
    if not number and not code and issued is None:
        return Unreadable(Unread.INCOMPLETE)
    return Reading(
        document_type=TYPE_CODES.get(code, InvoiceType.OTHER) if code else None,
        number=number,
        date=issued,
        seller=_party(found, Field.SELLER_NAME, Field.SELLER_ID, Field.SELLER_VAT),
        buyer=_party(found, Field.BUYER_NAME, Field.BUYER_ID, Field.BUYER_VAT),
        currency=_first(found, Field.CURRENCY),
        total=amount(_first(found, Field.TOTAL)),
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
                day = date.fromisoformat(text)
            except ValueError:
                continue
            if is_plausible(day):
                return day
    return None


def _profile(urn: str) -> str:
    """`urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic` -> `basic`."""
    last = urn.rpartition("#")[2]
    if last == "urn:cen.eu:en16931:2017":
        return "en16931"
    return last.rpartition(":")[2].lower()
