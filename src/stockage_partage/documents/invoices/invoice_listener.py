"""Listens to an invoice as its XML passes and keeps the few values that filing needs. Pure: fed by events.

Both syntaxes are followed by the table of business terms, as a tree of names: what no wanted term lies below
is only counted. Namespaces of CII are not compared, so that the drafts and national variants in use are read
as well; UBL is told by its own, for `Invoice` is a common word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from stockage_partage.documents.invoices.bounded_parsers import DEEPEST, ELEMENT_LIMIT, ReadEnough
from stockage_partage.documents.invoices.business_terms import (
    SHORT,
    WRAPPERS,
    Place,
    Syntax,
    places_of,
)
from stockage_partage.documents.invoices.invoice import UnreadReason
from stockage_partage.documents.invoices.invoice_values import ISO, InvoiceField
from stockage_partage.documents.invoices.life_cycle import LIFE_CYCLE_ROOT, LifeCycleListener

_TEXT = 1_000  # characters kept of one value
_REPEATS = 20  # values kept of one kind

_CII_ROOTS = ("CrossIndustryInvoice", "CrossIndustryDocument")
_UBL_ROOTS = ("Invoice", "CreditNote")
_ENVELOPE = "StandardBusinessDocument"
_ISO_WRAPPERS = ("DateTime", "Date")
#: What says how a value is to be read.
_SCHEMES = ("schemeID", "format", "currencyID")


def syntax_of(tag: str) -> Syntax | None:
    """How a document with this root is written; None for one that is no invoice."""
    namespace, _, name = tag.rpartition("}")
    if name in _CII_ROOTS:
        return Syntax.CII
    if name in _UBL_ROOTS and "oasis" in namespace and "ubl" in namespace:
        return Syntax.UBL
    return None


@dataclass(slots=True)
class ElementNode:
    """An element that is wanted, or that has wanted ones below it, by their names in a document.

    `scheme`: how its value is to be read where it does not say so. `told`: a term below it whose scheme is
    the text of another element below, the one that is `telling`.
    """

    term: InvoiceField | None = None
    scheme: str = ""
    told: InvoiceField | None = None
    telling: bool = False
    below: dict[str, ElementNode] = field(default_factory=dict)


#: An envelope or nothing: no element below is wanted until an invoice begins.
_NOTHING = ElementNode()


@cache
def tree_of(syntax: Syntax) -> ElementNode:
    """The wanted elements of a syntax, from its root on."""
    root = ElementNode()
    for term in InvoiceField:
        for place in places_of(term, syntax):
            _add(root, term, place, syntax)
    if syntax is Syntax.CII:
        _wrap(root)
    return root


def _add(root: ElementNode, term: InvoiceField, place: Place, syntax: Syntax) -> None:
    # CII has one element around everything but the head, which the table leaves out.
    is_in_trade = syntax is Syntax.CII and place[0].name not in ("Context", "Document")
    node = _below(root, "Trade", syntax) if is_in_trade else root
    for step in place:
        node = _below(node, step.name, syntax)
        if step.told_by and not step.told_by[0].startswith("@"):
            node.told, telling = term, node
            for name in step.told_by:
                telling = _below(telling, name, syntax)
            telling.telling = True
    node.term = term
    if term is InvoiceField.DATE and syntax is Syntax.UBL:
        node.scheme = ISO


def _below(node: ElementNode, name: str, syntax: Syntax) -> ElementNode:
    """The element of that name in the table, under all its names in a document."""
    names = [real for real, short in SHORT[syntax].items() if short == name] or [name]
    below = node.below.setdefault(names[0], ElementNode())
    node.below |= dict.fromkeys(names, below)
    return below


def _wrap(node: ElementNode) -> None:
    for below in {id(each): each for each in node.below.values()}.values():
        _wrap(below)
    if node.term is not None:
        node.below |= {
            name: ElementNode(node.term, ISO if name in _ISO_WRAPPERS else "") for name in WRAPPERS
        }


class InvoiceListener:
    """Keeps what an invoice says of itself, bare or in an envelope; of two invoices, that they are two."""

    def __init__(self) -> None:
        self.found: dict[InvoiceField, list[tuple[str, str]]] = {}
        self.syntax: Syntax | None = None
        #: The name of the invoice's own element.
        self.root = ""
        #: What it is when it is no invoice.
        self.otherwise = UnreadReason.OTHER_XML
        #: What a life-cycle message says, bare or in an envelope.
        self.message: LifeCycleListener | None = None
        self._in_message = False
        self._invoices = 0
        self._path: list[ElementNode] = []
        self._skipped = 0  # elements open from one on of which nothing is wanted
        self._node: ElementNode | None = None  # the one whose text is taken
        self._scheme = ""
        self._text = ""
        self._elements = 0
        self._before = 0  # values of a told term before its group began
        self._told = ""

    @property
    def is_several(self) -> bool:
        """Whether one envelope holds several invoices."""
        return self._invoices > 1

    def doctype(self, *_about: object) -> None:
        raise ReadEnough(UnreadReason.UNSAFE_XML)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > ELEMENT_LIMIT:
            raise ReadEnough(UnreadReason.TOO_LARGE)
        if self._in_message and self.message is not None:
            self.message.start(tag, attributes)
        elif self._skipped:
            self._skipped += 1
            if self._skipped > DEEPEST:
                raise ReadEnough(UnreadReason.BROKEN_XML)
        else:
            self._enter(tag, attributes)

    def _enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        node = self._path[-1].below.get(tag[tag.rfind("}") + 1 :]) if self._path else None
        if node is None and (not self._path or self._path[-1] is _NOTHING):
            node = self._begin(tag)
        self._node = None
        if node is None:
            self._skipped = 0 if self._in_message else 1
            return
        self._path.append(node)
        if node.told is not None:
            self._before, self._told = len(self.found.get(node.told, ())), ""
        if node.term is not None or node.telling:
            self._node, self._text = node, ""
            said = (attributes.get(scheme) for scheme in _SCHEMES)
            self._scheme = next((scheme for scheme in said if scheme), node.scheme)

    def data(self, text: str) -> None:
        if self._in_message and self.message is not None:
            self.message.data(text)
        elif self._node is not None and len(self._text) < _TEXT:
            self._text += text[:_TEXT]

    def end(self, _tag: str) -> None:
        if self._in_message and self.message is not None:
            self._in_message = self.message.end()
            return
        if self._skipped:
            self._skipped -= 1
            return
        node = self._path.pop()
        if self._node is not None:
            self._take(node)
            self._node = None
        if node.told is not None:
            self._tell(node.told)

    def close(self) -> None:
        """Ends the document, as the parser asks: nothing is built."""

    def _begin(self, tag: str) -> ElementNode | None:
        """What is wanted of a whole document: of an invoice, or of what is in an envelope."""
        name = tag[tag.rfind("}") + 1 :]
        syntax = syntax_of(tag)
        if syntax is not None:
            self._invoices += 1
            self.syntax, self.root = syntax, name
            return tree_of(syntax)
        if name == LIFE_CYCLE_ROOT:
            self.otherwise = UnreadReason.LIFE_CYCLE
            # Two messages in an envelope say nothing that is sure: what both say is put together.
            self.message = self.message or LifeCycleListener()
            self._in_message = True
            return None
        if self._path:
            return None
        if name == _ENVELOPE:
            self.otherwise = UnreadReason.ENVELOPE
            return _NOTHING
        return None

    def _take(self, node: ElementNode) -> None:
        text = " ".join(self._text[:_TEXT].split())
        if node.telling:
            self._told = text
        if node.term is None or not text:
            return
        values = self.found.setdefault(node.term, [])
        # A few of each are enough; a flood of them is not kept.
        if len(values) < _REPEATS:
            values.append((text, self._scheme[:20].strip()))

    def _tell(self, term: InvoiceField) -> None:
        values = self.found.get(term, [])
        values[self._before :] = [
            (text, scheme or self._told[:20]) for text, scheme in values[self._before :]
        ]
