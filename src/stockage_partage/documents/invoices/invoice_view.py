"""A structured invoice as people read it: every value that it holds, in the order of the standard. Pure.

Nothing is left out: what no business term names comes at the end, under the names that the document itself
gives. It is a view, free of any format; the bytes of the invoice stay the original.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stockage_partage.documents.invoices.business_terms import GROUPS, Place, Syntax, Term
from stockage_partage.documents.invoices.invoice import Unreadable
from stockage_partage.documents.invoices.invoice_tree import Element, tree_of_xml

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
    tree = tree_of_xml(xml)
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

    def groups(self, terms: tuple[Term, ...], above: Element) -> Iterator[ShownGroup]:
        for term in terms:
            for place in term.places[self._syntax]:
                found = [self._group(term, element) for element in list(above.at(place))]
                said = [group for group in found if group.values or group.groups]
                if said:
                    self._told(place, above)
                yield from said

    def _group(self, term: Term, element: Element) -> ShownGroup:
        values = tuple(
            value
            for below in term.below
            if not below.below
            for value in self._values(below, element)
        )
        nested = tuple(below for below in term.below if below.below)
        return ShownGroup(term.code, values, tuple(self.groups(nested, element)))

    def _values(self, term: Term, above: Element) -> Iterator[ShownValue]:
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

    def _value(self, term: Term, element: Element) -> ShownValue:
        about = tuple(element.attributes.items())
        if term.code != _ATTACHMENT:
            return ShownValue(term.code, term.word, element.text, about)
        attached = _embedded(element)
        self.attachments.append(attached)
        return ShownValue(term.code, term.word, str(len(self.attachments) - 1), about)

    def _attribute(self, term: Term, place: Place, above: Element) -> Iterator[ShownValue]:
        for element in above.at(place[:-1]):
            text = element.attributes.get(place[-1].name[1:], "").strip()
            if text:
                yield ShownValue(term.code, term.word, text)

    def _told(self, place: Place, above: Element) -> None:
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

    def left(self, root: Element) -> Iterator[ShownValue]:
        """What no term has shown, in the order of the document."""
        waiting: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
        while waiting:
            element, path = waiting.pop()
            if element.text and id(element) not in self._shown:
                yield ShownValue(
                    "", "", element.text, tuple(element.attributes.items()), path or (element.name,)
                )
            waiting += [(each, (*path, each.name)) for each in reversed(element.below)]


def _embedded(element: Element) -> EmbeddedDocument:
    said: Mapping[str, str] = element.attributes
    try:
        content = base64.b64decode("".join(element.text.split()), validate=True)
    except (binascii.Error, ValueError):
        content = None
    return EmbeddedDocument(
        said.get("filename", "").strip(), said.get("mimeCode", "").strip(), content
    )
