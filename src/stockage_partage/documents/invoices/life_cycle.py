"""What a life-cycle message says: what became of an invoice on its way, and why. Pure: fed by events.

The message is the CDAR of UN/CEFACT (D22B, D23B), as the French profiles use it: one invoice, named by its
number, its day and its seller, and one status, named by a code. It is listened to as its XML passes, and the
few values that say what it is about are kept. Namespaces are not compared. Whoever hands the events over
counts the elements; depth and repeats are bounded here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum, auto

from stockage_partage.documents.invoices.bounded_parsers import DEEPEST, ReadEnough
from stockage_partage.documents.invoices.invoice import (
    FIRST_YEAR,
    NO_SELLER,
    InvoiceParty,
    LifeCycleMessage,
    UnreadReason,
    issued_on,
)
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
_CODE = re.compile(r"[0-9]{3}")
#: How far a message may lie in the future: a clock that is wrong by a time zone or two.
_AHEAD = timedelta(days=2)
#: A clock behind this day is wrong, and hides no message.
_AT_LEAST = date(2026, 1, 1)
_FORMATS = {"102": "%Y%m%d", "203": "%Y%m%d%H%M", "204": "%Y%m%d%H%M%S"}
_DIGITS = {"102": 8, "203": 12, "204": 14}
LIFE_CYCLE_ROOT = "CrossDomainAcknowledgementAndResponse"
_TEXT = 1_000  # characters kept of one value
_REPEATS = 20  # values kept of one kind
_OUTER = "AcknowledgementDocument"
_INVOICE = f"{_OUTER}/ReferenceReferencedDocument"
_WANTED: dict[str, MessageField] = {
    "ExchangedDocument/IssueDateTime/DateTimeString": MessageField.CREATED,
    f"{_OUTER}/IssueDateTime/DateTimeString": MessageField.DECIDED,
    f"{_OUTER}/StatusCode": MessageField.OUTER_CODE,
    f"{_INVOICE}/IssuerAssignedID": MessageField.NUMBER,
    f"{_INVOICE}/FormattedIssueDateTime/DateTimeString": MessageField.DAY,
    f"{_INVOICE}/ProcessConditionCode": MessageField.CODE,
    f"{_INVOICE}/IssuerTradeParty/GlobalID": MessageField.SELLER,
    f"{_INVOICE}/IssuerTradeParty/Name": MessageField.SELLER_NAME,
    f"{_INVOICE}/SpecifiedDocumentStatus/ReasonCode": MessageField.REASON_CODE,
    f"{_INVOICE}/SpecifiedDocumentStatus/Reason": MessageField.REASON,
}
_DEPTH = max(each.count("/") + 1 for each in _WANTED)
_SCHEMES = ("schemeID", "format")


class LifeCycleListener:
    """Keeps what one message says; begins below its root."""

    def __init__(self) -> None:
        self.found: dict[MessageField, list[tuple[str, str]]] = {}
        self._path: list[str] = []
        self._field: MessageField | None = None
        self._scheme = ""
        self._text = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(self._path) >= DEEPEST:
            raise ReadEnough(UnreadReason.BROKEN_XML)
        self._path.append(tag[tag.rfind("}") + 1 :])
        # Deeper than any of those wanted: nothing is put together for it.
        self._field = _WANTED.get("/".join(self._path)) if len(self._path) <= _DEPTH else None
        self._text = ""
        self._scheme = next((attributes[each] for each in _SCHEMES if each in attributes), "")

    def data(self, text: str) -> None:
        if self._field is not None and len(self._text) < _TEXT:
            self._text += text[:_TEXT]

    def end(self) -> bool:
        """Ends an element; False when it was the root, which ends the message."""
        if not self._path:
            return False
        self._path.pop()
        text = " ".join(self._text[:_TEXT].split())
        if self._field is not None and text:
            values = self.found.setdefault(self._field, [])
            if len(values) < _REPEATS:
                values.append((text, self._scheme[:20].strip()))
        self._field = None
        return True


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
