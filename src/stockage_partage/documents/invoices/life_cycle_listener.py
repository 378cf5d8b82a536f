"""Listens to a life-cycle message as its XML passes, and keeps the few values that say what it is about. Pure.

Namespaces are not compared. Whoever hands the events over counts the elements; depth and repeats are bounded here.
"""

from __future__ import annotations

from collections.abc import Mapping

from stockage_partage.documents.invoices.invoice import UnreadReason
from stockage_partage.documents.invoices.life_cycle import MessageField
from stockage_partage.documents.invoices.untrusted_xml import DEEPEST, ReadEnough

ROOT = "CrossDomainAcknowledgementAndResponse"
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


_DEPTH = max(each.count("/") + 1 for each in _WANTED)
