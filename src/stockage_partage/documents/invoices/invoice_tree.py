"""An invoice's XML as a small tree, bounded, under the names of the table of business terms.

To be shown, an invoice is needed whole, unlike to be filed. Nothing is resolved, fetched or run: entities
are refused, and what is too large to be looked at is said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stockage_partage.documents.invoices.business_terms import SHORT, WRAPPERS, Step, Syntax
from stockage_partage.documents.invoices.invoice import Unreadable, UnreadReason
from stockage_partage.documents.invoices.invoice_listener import syntax_of
from stockage_partage.documents.invoices.untrusted_xml import (
    BOM,
    DEEPEST,
    PADDING,
    WIDE,
    XML_LIMIT,
    ReadEnough,
    parser_into,
    parser_troubles,
)

#: Elements of an invoice that is still shown: some ten thousand lines.
SHOWN_ELEMENTS = 250_000
_PIECE = 64 * 1024


@dataclass(slots=True, eq=False)
class Element:
    """One element: its short name, its own text, what it says about it, and what is in it."""

    name: str
    attributes: Mapping[str, str]
    text: str = ""
    below: list[Element] = field(default_factory=list)

    def at(self, steps: tuple[Step, ...]) -> Iterator[Element]:
        """Every element at the end of that way, in the order of the document."""
        if not steps:
            yield self
            return
        for each in self.below:
            if each.name == steps[0].name and each.says(steps[0]):
                yield from each.at(steps[1:])

    def says(self, step: Step) -> bool:
        """Whether it says what the step asks; True where it asks nothing."""
        if not step.told_by:
            return True
        if step.told_by[0].startswith("@"):
            return self.attributes.get(step.told_by[0][1:]) == step.value
        told = self.at(tuple(map(Step, step.told_by)))
        return any(each.text == step.value for each in told)

    def every(self) -> Iterator[Element]:
        """Itself and all that is in it."""
        yield self
        for each in self.below:
            yield from each.every()


class _Builder:
    """Builds the tree of the one invoice in a document, bare or in an envelope."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.syntax: Syntax | None = None
        self.name = ""
        self._path: list[Element] = []
        self._texts: list[list[str]] = []
        self._outside = 0  # elements open around the invoice
        self._count = 0

    def doctype(self, *_about: object) -> None:
        raise ReadEnough(UnreadReason.UNSAFE_XML)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > SHOWN_ELEMENTS:
            raise ReadEnough(UnreadReason.TOO_LARGE)
        if len(self._path) + self._outside >= DEEPEST:
            raise ReadEnough(UnreadReason.BROKEN_XML)
        name = tag[tag.rfind("}") + 1 :]
        if not self._path:
            syntax = syntax_of(tag) if self.root is None else None
            if syntax is None:
                self._outside += 1
                return
            self.syntax, self.name = syntax, name
        assert self.syntax is not None  # noqa: S101  # within an invoice
        said = {key[key.rfind("}") + 1 :]: value for key, value in attributes.items()}
        element = Element(SHORT[self.syntax].get(name, name), said)
        if self._path:
            self._path[-1].below.append(element)
        else:
            self.root = element
        self._path.append(element)
        self._texts.append([])

    def data(self, text: str) -> None:
        if self._path:
            self._texts[-1].append(text)

    def end(self, _tag: str) -> None:
        if not self._path:
            self._outside -= 1
            return
        element = self._path.pop()
        element.text = "".join(self._texts.pop()).strip()
        if element.name in WRAPPERS and self._path and not element.below:
            # What it wraps is the value of the element around it.
            around = self._path[-1]
            if len(around.below) == 1 and not "".join(self._texts[-1]).strip():
                around.below.clear()
                around.attributes = {**around.attributes, **element.attributes}
                self._texts[-1] = [element.text]
        elif element.name == "Trade" and len(self._path) == 1:
            # CII has one element around all but the head; the table leaves it out.
            root = self._path[0]
            root.below.pop()  # itself, the latest
            root.below += element.below

    def close(self) -> None:
        """Ends the document, as the parser asks."""


@dataclass(frozen=True, slots=True)
class InvoiceTree:
    """A whole invoice: how it is written, the name of its own element, and all that is in it."""

    syntax: Syntax
    name: str
    root: Element


def tree_of_xml(xml: bytes) -> InvoiceTree | Unreadable:
    """The invoice in these bytes, or why it cannot be shown."""
    if len(xml) > XML_LIMIT:
        return Unreadable(UnreadReason.TOO_LARGE)
    builder = _Builder()
    parser = parser_into(builder)
    content = xml.strip(PADDING).removeprefix(BOM).lstrip(PADDING) if not WIDE.match(xml) else xml
    try:
        for at in range(0, len(content), _PIECE):
            parser.feed(content[at : at + _PIECE])
        parser.close()
    except ReadEnough as enough:
        return Unreadable(enough.reason)
    except parser_troubles():
        return Unreadable(UnreadReason.BROKEN_XML)
    if builder.root is None or builder.syntax is None:
        return Unreadable(UnreadReason.OTHER_XML)
    return InvoiceTree(builder.syntax, builder.name, builder.root)
