"""What a life-cycle message says: what became of an invoice on its way, and why. Pure.

The message is the CDAR of UN/CEFACT (D22B, D23B), as the French profiles use it: one invoice, named by its
number, its day and its seller, and one status, named by a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum, auto

from stockage_partage.documents.invoices.invoice import (
    NO_SELLER,
    InvoiceParty,
    LifeCycleMessage,
    UnreadReason,
)
from stockage_partage.documents.invoices.invoice_dates import FIRST_YEAR, issued_on
from stockage_partage.documents.invoices.invoice_values import numbers_of


class MessageField(Enum):
    """The terms of a message that are kept."""

    CREATED = auto()  # MDT-8, of the message
    DECIDED = auto()  # MDT-78, of the status
    OUTER_CODE = auto()
    NUMBER = auto()  # MDT-87
    DAY = auto()  # MDT-100
    CODE = auto()  # MDT-105
    SELLER = auto()  # MDT-129
    SELLER_NAME = auto()
    REASON_CODE = auto()  # MDT-113
    REASON = auto()  # MDT-114


#: A value found, with its scheme or date format, or "".
FoundInMessage = Mapping[MessageField, list[tuple[str, str]]]


def message_of(found: FoundInMessage, today: date) -> LifeCycleMessage:
    """Puts together what was found; `today`: a moment far beyond it is a mistake."""
    day = issued_on(found.get(MessageField.DAY, ()), (), today)[0]
    number = _only(found, MessageField.NUMBER)
    numbers = numbers_of(found.get(MessageField.SELLER, ()), (), (), "")
    seller = InvoiceParty(_only(found, MessageField.SELLER_NAME), *numbers)
    if not number:  # of several invoices, none is meant more than the others
        day, seller = None, NO_SELLER
    code = _only(found, MessageField.CODE)
    if not found.get(MessageField.CODE):
        code = _only(found, MessageField.OUTER_CODE)
    moments = (
        _moment(found.get(each, ()), today) for each in (MessageField.DECIDED, MessageField.CREATED)
    )
    return LifeCycleMessage(
        UnreadReason.LIFE_CYCLE,
        code if _CODE.fullmatch(code) else "",
        next((each for each in moments if each is not None), None),
        _reasons(found),
        number,
        day,
        seller,
    )


def latest(messages: Iterable[LifeCycleMessage]) -> LifeCycleMessage | None:
    """The one that was decided last, in whatever order they came; of one moment, the last that came.

    One that says no status tells nothing; one without a moment comes before all that have one.
    """
    found: LifeCycleMessage | None = None
    for each in messages:
        if each.code and (found is None or _when(each) >= _when(found)):
            found = each
    return found


def _when(message: LifeCycleMessage) -> datetime:
    return message.at or datetime.min


_CODE = re.compile(r"[0-9]{3}")
#: How far a message may lie in the future: a clock that is wrong by a time zone or two.
_AHEAD = timedelta(days=2)
#: A clock behind this day is wrong, and hides no message.
_AT_LEAST = date(2026, 1, 1)
_FORMATS = {"102": "%Y%m%d", "203": "%Y%m%d%H%M", "204": "%Y%m%d%H%M%S"}
_DIGITS = {"102": 8, "203": 12, "204": 14}


def _moment(values: Iterable[tuple[str, str]], today: date) -> datetime | None:
    """The one moment that is said; None for none, for several, and for one that nobody can mean."""
    read = {_read_moment(text, code) for text, code in values}
    at = read.pop() if len(read) == 1 else None
    if at is None or at.year < FIRST_YEAR or at.date() > max(today, _AT_LEAST) + _AHEAD:
        return None
    return at


def _read_moment(text: str, code: str) -> datetime | None:
    if not re.fullmatch(r"[0-9]+", text) or len(text) != _DIGITS.get(code):
        return None
    try:
        return datetime.strptime(text, _FORMATS[code])
    except ValueError:
        return None


def _reasons(found: FoundInMessage) -> tuple[str, ...]:
    words = [text for text, _ in found.get(MessageField.REASON, ())]
    codes = [text for text, _ in found.get(MessageField.REASON_CODE, ())]
    return tuple(dict.fromkeys(words or codes))


def _only(found: FoundInMessage, field: MessageField) -> str:
    values = {text for text, _ in found.get(field, ())}
    return values.pop() if len(values) == 1 else ""
