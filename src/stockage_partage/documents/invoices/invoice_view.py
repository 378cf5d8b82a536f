"""A structured invoice as people read it: every value that it holds, in the order of the standard. Pure.

Nothing is left out: what no business term names comes at the end, under the names that the document itself
gives. It is a view, free of any format; the bytes of the invoice stay the original.

To be shown, an invoice is needed whole, unlike to be filed: its XML becomes a small tree under the names of
the table of business terms, which the view goes along. Nothing is resolved, fetched or run: entities are
refused, and what is too large to be looked at is said to be so.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stockage_partage.documents.invoices.bounded_parsers import (
    BOM,
    DEEPEST,
    PADDING,
    WIDE,
    XML_LIMIT,
    ReadEnough,
    parser_into,
    parser_troubles,
)
from stockage_partage.documents.invoices.business_terms import (
    GROUPS,
    SHORT,
    WRAPPERS,
    Place,
    Step,
    Syntax,
    Term,
)
from stockage_partage.documents.invoices.invoice import Unreadable, UnreadReason
from stockage_partage.documents.invoices.invoice_listener import syntax_of

#: Elements of an invoice that is still shown: some ten thousand lines.
SHOWN_ELEMENTS = 250_000
_PIECE = 64 * 1024
_ATTACHMENT = "BT-125"


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One value. `word` is what it is called by, `code` that of its term or ''; `about` are its own attributes.

    A value that no term names has the names on the way to it as its `path`.
    """

    code: str
    word: str
    text: str
    about: tuple[tuple[str, str], ...] = ()
    path: tuple[str, ...] = ()

    def said(self, attribute: str) -> str:
        """What it says about itself under that name; '' for nothing."""
        return dict(self.about).get(attribute, "")


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of business terms, once for each time that the invoice has it."""

    code: str
    values: tuple[ShownValue, ...]
    groups: tuple[ShownGroup, ...] = ()

    def text(self, code: str) -> str:
        """The first value of a term; '' where it is not said."""
        return next((value.text for value in self.values if value.code == code), "")


@dataclass(frozen=True, slots=True)
class EmbeddedDocument:
    """A file inside the invoice. `content` is None where its bytes are not what they say."""

    name: str
    mime: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """All that an invoice holds. `name`: that of its own element (`Invoice`, `CrossIndustryInvoice`)."""

    syntax: Syntax
    name: str
    groups: tuple[ShownGroup, ...]
    others: tuple[ShownValue, ...]
    attachments: tuple[EmbeddedDocument, ...]

    def every(self, code: str) -> Iterator[ShownGroup]:
        """Each time that the invoice has the group of that code."""
        return (group for group in self.groups if group.code == code)

    def text(self, code: str) -> str:
        """The first value of a term outside lines; '' where it is not said."""
        return next((text for group in self.groups if (text := group.text(code))), "")


def view_of(xml: bytes) -> InvoiceView | Unreadable:
    """What is to be shown of the invoice in these bytes, or why it cannot be."""
    tree = _tree_of_xml(xml)
    if isinstance(tree, Unreadable):
        return tree
    reader = _Reader(tree.syntax)
    groups = tuple(reader.groups(GROUPS, tree.root))
    others = tuple(reader.left(tree.root))
    return InvoiceView(tree.syntax, tree.name, groups, others, tuple(reader.attachments))


class _Reader:
    """Goes along the table, and remembers which elements were shown."""

    def __init__(self, syntax: Syntax) -> None:
        self._syntax = syntax
        self._shown: set[int] = set()
        self.attachments: list[EmbeddedDocument] = []

    def groups(self, terms: tuple[Term, ...], above: _Element) -> Iterator[ShownGroup]:
        for term in terms:
            for place in term.places[self._syntax]:
                found = [self._group(term, element) for element in list(above.at(place))]
                said = [group for group in found if group.values or group.groups]
                if said:
                    self._told(place, above)
                yield from said

    def _group(self, term: Term, element: _Element) -> ShownGroup:
        values = tuple(
            value
            for below in term.below
            if not below.below
            for value in self._values(below, element)
        )
        nested = tuple(below for below in term.below if below.below)
        return ShownGroup(term.code, values, tuple(self.groups(nested, element)))

    def _values(self, term: Term, above: _Element) -> Iterator[ShownValue]:
        for place in term.places[self._syntax]:
            if place and place[-1].name.startswith("@"):
                yield from self._attribute(term, place, above)
                continue
            said = [
                element
                for element in above.at(place)
                if element.text and id(element) not in self._shown
            ]
            self._shown |= {id(element) for element in said}
            if said:
                self._told(place, above)
            yield from (self._value(term, element) for element in said)

    def _value(self, term: Term, element: _Element) -> ShownValue:
        about = tuple(element.attributes.items())
        if term.code != _ATTACHMENT:
            return ShownValue(term.code, term.word, element.text, about)
        attached = _embedded(element)
        self.attachments.append(attached)
        return ShownValue(term.code, term.word, str(len(self.attachments) - 1), about)

    def _attribute(self, term: Term, place: Place, above: _Element) -> Iterator[ShownValue]:
        for element in above.at(place[:-1]):
            text = element.attributes.get(place[-1].name[1:], "").strip()
            if text:
                yield ShownValue(term.code, term.word, text)

    def _told(self, place: Place, above: _Element) -> None:
        """What an element says to be the one that is meant, its place says. Once for all at that place."""
        if not any(step.told_by for step in place):
            return
        elements = [above]
        for step in place:
            elements = [
                below for each in elements for below in each.below
                if below.name == step.name and below.says(step)
            ]  # fmt: skip
            for each in elements if step.told_by and step.told_by[0][0] != "@" else ():
                telling = [each]
                for name in step.told_by:
                    telling = [b for one in telling for b in one.below if b.name == name]
                self._shown |= {id(one) for one in telling if one.text == step.value}

    def left(self, root: _Element) -> Iterator[ShownValue]:
        """What no term has shown, in the order of the document."""
        waiting: list[tuple[_Element, tuple[str, ...]]] = [(root, ())]
        while waiting:
            element, path = waiting.pop()
            if element.text and id(element) not in self._shown:
                yield ShownValue(
                    "", "", element.text, tuple(element.attributes.items()), path or (element.name,)
                )
            waiting += [(each, (*path, each.name)) for each in reversed(element.below)]


def _embedded(element: _Element) -> EmbeddedDocument:
    said: Mapping[str, str] = element.attributes
    try:
        content = base64.b64decode("".join(element.text.split()), validate=True)
    except (binascii.Error, ValueError):
        content = None
    return EmbeddedDocument(
        said.get("filename", "").strip(), said.get("mimeCode", "").strip(), content
    )


@dataclass(slots=True, eq=False)
class _Element:
    """One element: its short name, its own text, what it says about it, and what is in it."""

    name: str
    attributes: Mapping[str, str]
    text: str = ""
    below: list[_Element] = field(default_factory=list)

    def at(self, steps: tuple[Step, ...]) -> Iterator[_Element]:
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

    def every(self) -> Iterator[_Element]:
        """Itself and all that is in it."""
        yield self
        for each in self.below:
            yield from each.every()


@dataclass(frozen=True, slots=True)
class _InvoiceTree:
    """A whole invoice: how it is written, the name of its own element, and all that is in it."""

    syntax: Syntax
    name: str
    root: _Element


def _tree_of_xml(xml: bytes) -> _InvoiceTree | Unreadable:
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
    return _InvoiceTree(builder.syntax, builder.name, builder.root)


class _Builder:
    """Builds the tree of the one invoice in a document, bare or in an envelope."""

    def __init__(self) -> None:
        self.root: _Element | None = None
        self.syntax: Syntax | None = None
        self.name = ""
        self._path: list[_Element] = []
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
        element = _Element(SHORT[self.syntax].get(name, name), said)
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
