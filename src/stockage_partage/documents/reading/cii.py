"""Where an electronic invoice (UN/CEFACT CII) keeps the values that are wanted. Pure: fed by events.

Factur-X and ZUGFeRD 2 share one vocabulary, ZUGFeRD 1 has its own; namespaces are not compared, so
that the drafts and national variants in use are read as well.
"""

from __future__ import annotations

from stockage_partage.documents.reading.invoice import Unread
from stockage_partage.documents.reading.invoice_values import Field

_ELEMENTS = 400_000
_TEXT = 1_000  # characters kept of one value
_REPEATS = 20  # values kept of one kind
_DEPTH = 4


class Enough(MemoryError):
    """The document has used its time or its share. Parsers recover from every other exception."""

    def __init__(self, reason: Unread) -> None:
        super().__init__(reason)
        self.reason = reason


_HEAD = {"ExchangedDocument", "HeaderExchangedDocument"}
_AGREEMENT = {"ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement"}
_SETTLEMENT = {"ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement"}
_TRADE = {"SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction"}
_CONTEXT = {"ExchangedDocumentContext", "SpecifiedExchangedDocumentContext"}
_SUMS = (
    "SpecifiedTradeSettlementHeaderMonetarySummation",
    "SpecifiedTradeSettlementMonetarySummation",
)
_ROOTS = {"CrossIndustryInvoice", "CrossIndustryDocument"}


def _party_paths(party: str, name: Field, ids: Field, vat: Field) -> dict[tuple[str, ...], Field]:
    return {
        (party, "Name"): name,
        (party, "SpecifiedLegalOrganization", "ID"): ids,
        (party, "GlobalID"): ids,
        (party, "SpecifiedTaxRegistration", "ID"): vat,
    }


#: Where each value is, version 2 and version 1 names alike: (section, path below it).
_PATHS: tuple[tuple[set[str], dict[tuple[str, ...], Field]], ...] = (
    (_CONTEXT, {("GuidelineSpecifiedDocumentContextParameter", "ID"): Field.PROFILE}),
    (
        _HEAD,
        {
            ("ID",): Field.NUMBER,
            ("TypeCode",): Field.TYPE_CODE,
            ("IssueDateTime", "DateTimeString"): Field.DATE,
        },
    ),
    (
        _AGREEMENT,
        _party_paths("SellerTradeParty", Field.SELLER_NAME, Field.SELLER_ID, Field.SELLER_VAT)
        | _party_paths("BuyerTradeParty", Field.BUYER_NAME, Field.BUYER_ID, Field.BUYER_VAT),
    ),
    (
        _SETTLEMENT,
        {("InvoiceCurrencyCode",): Field.CURRENCY}
        | {(summation, "GrandTotalAmount"): Field.TOTAL for summation in _SUMS},
    ),
)
_FIELDS = {
    (section, *path): field
    for sections, paths in _PATHS
    for section in sections
    for path, field in paths.items()
}


class Listener:
    """Listens to the XML as it passes and keeps the few values that are wanted."""

    def __init__(self) -> None:
        self.found: dict[Field, list[tuple[str, str]]] = {}
        self.is_invoice = False
        self._path: list[str] = []
        self._field: Field | None = None
        self._scheme = ""
        self._text = ""
        self._elements = 0

    def doctype(self, *_about: object) -> None:
        raise Enough(Unread.UNSAFE_XML)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _ELEMENTS:
            raise Enough(Unread.TOO_LARGE)
        name = tag.rpartition("}")[2]
        if not self._path:
            self.is_invoice = name in _ROOTS
        self._path.append(name)
        self._field = self._wanted() if self.is_invoice else None
        if self._field is not None:
            self._text = ""
            self._scheme = attributes.get("schemeID") or attributes.get("format") or ""

    def data(self, text: str) -> None:
        if self._field is not None and len(self._text) < _TEXT:
            self._text += text[:_TEXT]

    def end(self, _tag: str) -> None:
        if self._field is not None:
            value = (" ".join(self._text[:_TEXT].split()), self._scheme[:20])
            self.found.setdefault(self._field, []).append(value)
        self._field = None
        self._path.pop()

    def close(self) -> None:
        """Nothing to build."""

    def _wanted(self) -> Field | None:
        below = self._path[1:]
        if below and below[0] in _TRADE:
            below = below[1:]
        field = _FIELDS.get(tuple(below)) if len(below) <= _DEPTH else None
        # A few of each are enough; a flood of them is not kept.
        return None if field is None or len(self.found.get(field, ())) >= _REPEATS else field
