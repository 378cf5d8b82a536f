"""Finds the invoice that a PDF carries, among all files embedded in it: only the bytes are believed.

Duck-typed on pypdf's objects, which it never changes. A PDF may name an embedded file in the tree of
names (of any depth, under any key), in the list of associated files of the document or of a page, or in
an annotation (ISO 32000-2, 7.11.4 and 14.13).

When there are several, Factur-X (1.07.2, 6.2) says which one is *the* invoice by `AFRelationship`:
`Data`, `Alternative` or `Source` for the invoice, `Supplement` for what goes with it. Where nothing is
said, the usual names come before the others.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from io import SEEK_SET
from itertools import combinations
from typing import TYPE_CHECKING, Any, BinaryIO

from stockage_partage.documents.invoices import bounded_parsers
from stockage_partage.documents.invoices.bounded_parsers import (
    XML_LIMIT,
    ReadEnough,
    broken,
    limit_reached,
)
from stockage_partage.documents.invoices.invoice import (
    InvoiceParty,
    InvoiceReading,
    Unreadable,
    UnreadReason,
)

if TYPE_CHECKING:
    from stockage_partage.documents.invoices.bounded_parsers import PdfReader, StreamObject


#: Names under which the standards and their forerunners attach the invoice, and their copies.
_USUAL = re.compile(
    r"(?:factur-?x|zugferd(?:-invoice)?|xrechnung)(?:[ _-]?\(?[0-9]+\)?)?(?:\.xml)?"
)
_MAIN = ("/Data", "/Alternative", "/Source")
_BESIDE = ("", "/Unspecified")
#: From the poorest to the richest.
_PROFILES = ("minimum", "basicwl", "basic", "comfort", "en16931", "extended", "extended-ctc-fr")
_NO_INVOICES = (
    *(UnreadReason.OTHER_XML, UnreadReason.ENVELOPE),
    *(UnreadReason.LIFE_CYCLE, UnreadReason.NOTHING_INSIDE),
)
STRUCTURE_LIMIT = 4 * 1024 * 1024  # of one unpacked table of the PDF itself
PDF_READ_LIMIT = 64 * 1024 * 1024  # bytes read in all, a part of a large scan
#: The part of a document's time that is spent looking through its pages for what hangs on them.
_PAGES_SHARE = 0.4
_LOOK_EVERY = 32
_PIECE = 64 * 1024
_SNIFFED = 512


class InvoiceRank(IntEnum):
    """How much a file claims to be the invoice itself."""

    SAID = 0
    NAMED = 1
    NEUTRAL = 2
    ANNEX = 3


@dataclass(frozen=True, slots=True)
class InvoiceCandidate:
    """An XML file inside, and what it says."""

    rank: InvoiceRank
    answer: InvoiceReading | Unreadable


def rank_of(names: Sequence[str], relationship: str) -> InvoiceRank:
    """How likely a file is the invoice, by what the PDF says of it."""
    is_usual = any(_USUAL.fullmatch(name) for name in names)
    if relationship in _MAIN:
        return InvoiceRank.SAID
    if is_usual:
        return InvoiceRank.NAMED
    return InvoiceRank.NEUTRAL if relationship in _BESIDE else InvoiceRank.ANNEX


def main_invoice(candidates: Sequence[InvoiceCandidate]) -> InvoiceReading | Unreadable:
    """What the invoice says; Unreadable when it is broken, or when two claim to be it and disagree."""
    for rank in InvoiceRank:
        answers = [each.answer for each in candidates if each.rank is rank]
        if (decided := _decided(rank, answers)) is not None:
            return decided
    unread = [each.answer for each in candidates if isinstance(each.answer, Unreadable)]
    return unread[0] if unread else Unreadable(UnreadReason.NOTHING_INSIDE)


def _decided(
    rank: InvoiceRank, answers: Sequence[InvoiceReading | Unreadable]
) -> InvoiceReading | Unreadable | None:
    readings = [answer for answer in answers if isinstance(answer, InvoiceReading)]
    unread = [answer for answer in answers if isinstance(answer, Unreadable)]
    damaged = [answer for answer in unread if answer.reason not in _NO_INVOICES]
    if rank is InvoiceRank.ANNEX:
        return Unreadable(UnreadReason.ANNEX) if readings else None
    if rank is InvoiceRank.SAID and damaged:
        return damaged[0]
    if readings and not _agree(readings):
        return Unreadable(UnreadReason.SEVERAL)
    if readings:
        return max(readings, key=_richness)
    return next(iter(damaged), None)


def _agree(readings: Sequence[InvoiceReading]) -> bool:
    return all(_is_same(one, other) for one, other in combinations(readings, 2))


def _is_same(one: InvoiceReading, other: InvoiceReading) -> bool:
    said = (one.number, one.document_type, one.date, one.odd_date)
    if said != (other.number, other.document_type, other.date, other.odd_date):
        return False
    totals = {total for total in (one.total, other.total) if total is not None}
    return (
        len(totals) < 2
        and _may_be_same(one.seller, other.seller)
        and _may_be_same(one.buyer, other.buyer)
    )


def _may_be_same(one: InvoiceParty, other: InvoiceParty) -> bool:
    return not (one.siren and other.siren and one.siren != other.siren)


def _richness(reading: InvoiceReading) -> int:
    return _PROFILES.index(reading.profile) if reading.profile in _PROFILES else -1


#: Files looked at, nodes of the tree of names, pages, annotations of one page.
_FILES = 200
_NODES = 2_000
_PAGES = 2_000
_ANNOTATIONS = 500

#: Told before each object that is fetched; raises when time is up.
Look = Callable[[], None]


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file embedded in a PDF. `names` in small letters, without the padding that some programs leave."""

    names: tuple[str, ...]
    relationship: str  # `/Data`, `/Supplement`…; "" when none is said
    subtype: str  # `/text/xml`
    stream: StreamObject


def embedded_files(reader: PdfReader, look: Look, look_at_pages: Look) -> list[EmbeddedFile]:
    """Each file once. `look_at_pages` ends the search in the pages quietly, by raising TimeoutError.

    Raises what pypdf raises where the document itself cannot be followed; its pages may be broken.
    """
    found: dict[object, EmbeddedFile] = {}
    root = reader.root_object
    for specification in _in_document(root, look):
        _add(found, specification)
    try:
        for specification in _in_pages(root, look_at_pages):
            _add(found, specification)
    except (TimeoutError, limit_reached()):
        pass  # what was found before is looked at all the same
    return list(found.values())


def _add(found: dict[object, EmbeddedFile], specification: Any) -> None:
    said = _is_dictionary(specification) and _value(specification, "/EF")
    if not said or not _is_dictionary(said):
        return
    names = tuple(dict.fromkeys(_name(_value(specification, key)) for key in ("/UF", "/F")))
    relationship = str(_value(specification, "/AFRelationship") or "")
    for key in ("/UF", "/F", "/DOS", "/Mac", "/Unix"):
        stream = _value(said, key)
        if len(found) >= _FILES or not hasattr(stream, "get_data"):
            continue
        subtype = str(stream.get("/Subtype") or "").lower()
        # The same file may be named in several places.
        found.setdefault(id(stream), EmbeddedFile(names, relationship, subtype, stream))


def _in_document(root: Any, look: Look) -> Iterator[Any]:
    names = _value(root, "/Names")
    if _is_dictionary(names):
        yield from _leaves(_value(names, "/EmbeddedFiles"), look)
    yield from _associated(root)


def _leaves(tree: Any, look: Look) -> Iterator[Any]:
    """What the tree of names holds, in its order, each node once whatever it says of itself."""
    for node in _nodes(tree, "/Kids", _NODES, look):
        entries = _items(_value(node, "/Names"))
        # Keys and files take turns; a key that is missing or doubled hides no file.
        for count, entry in enumerate(entries):
            if count > 2 * _FILES:
                break
            look()
            yield _resolved(entry)


def _in_pages(root: Any, look: Look) -> Iterator[Any]:
    for page in _nodes(_value(root, "/Pages"), "/Kids", _PAGES, look):
        yield from _associated(page)
        for annotation in map(_resolved, _items(_value(page, "/Annots"))[:_ANNOTATIONS]):
            look()
            if _is_dictionary(annotation):
                yield _value(annotation, "/FS")
                yield from _associated(annotation)


def _nodes(start: Any, kids: str, most: int, look: Look) -> Iterator[Any]:
    waiting = [start]
    seen: set[int] = set()
    while waiting and len(seen) < most:
        look()
        node = _resolved(waiting.pop())
        if not _is_dictionary(node) or id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        waiting.extend(reversed(_items(_value(node, kids))[:most]))


def _associated(owner: Any) -> Iterator[Any]:
    said = _value(owner, "/AF")
    each = _items(said) if not _is_dictionary(said) else [said]
    yield from map(_resolved, each[:_FILES])


def _value(dictionary: Any, key: str) -> Any:
    return _resolved(dictionary.raw_get(key)) if key in dictionary else None


def _resolved(value: Any) -> Any:
    """None where it is missing or broken: one broken part hides no other."""
    try:
        return value.get_object() if hasattr(value, "get_object") else value
    except (limit_reached(), MemoryError):
        raise
    except broken():
        return None


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_dictionary(value: Any) -> bool:
    return isinstance(value, dict)


def _name(value: Any) -> str:
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value or "")
    return text.strip("\0 \t\r\n").lower()


#: From the bytes of one file, in pieces, to what it says.
ReadXml = Callable[[Iterator[bytes]], InvoiceReading | Unreadable]


class BudgetedReader:
    """The file, for a parser that may not read it for ever: time and bytes are counted.

    A parser reads a few bytes at a time: the clock is looked at now and then, from the first time on.
    """

    def __init__(self, content: BinaryIO, deadline: float) -> None:
        self._content = content
        self._left = PDF_READ_LIMIT
        self._asked = 0
        self.deadline = deadline
        self.tell = content.tell

    def read(self, size: int | None = -1) -> bytes:
        if not self._asked % _LOOK_EVERY:
            look_at_the_clock(self.deadline)
        self._asked += 1
        if size is None or not 0 <= size <= self._left:
            size = self._left + 1
        found = self._content.read(size)
        self._left -= len(found)
        if self._left < 0:
            raise ReadEnough(UnreadReason.TOO_LARGE)
        return found

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        if not self._asked % _LOOK_EVERY:
            look_at_the_clock(self.deadline)
        self._asked += 1
        return self._content.seek(offset, whence)


def look_at_the_clock(deadline: float) -> None:
    """Raises ReadEnough when the document has used its time."""
    if time.monotonic() > deadline:
        raise ReadEnough(UnreadReason.TOO_LONG)


def read_pdf(content: BudgetedReader, read_xml: ReadXml) -> InvoiceReading | Unreadable:
    """What its invoice says, or why none can be read. A PDF that opens without a password is read."""
    try:
        with bounded_parsers.limits(STRUCTURE_LIMIT):
            reader = bounded_parsers.opened(content)
            if reader.is_encrypted and not reader.decrypt(""):
                return Unreadable(UnreadReason.ENCRYPTED)
            files = _embedded(reader, content.deadline)
        with bounded_parsers.limits(XML_LIMIT):
            return main_invoice(list(_candidates(files, read_xml, content.deadline)))
    except ReadEnough:
        raise
    except limit_reached():
        return Unreadable(UnreadReason.TOO_LARGE)
    except broken():
        return Unreadable(UnreadReason.BROKEN_PDF)


def _embedded(reader: PdfReader, deadline: float) -> list[EmbeddedFile]:
    now = time.monotonic()
    pages_until = now + (deadline - now) * _PAGES_SHARE

    def look_at_pages() -> None:
        if time.monotonic() > pages_until:
            raise TimeoutError

    return embedded_files(reader, lambda: look_at_the_clock(deadline), look_at_pages)


def _candidates(
    files: list[EmbeddedFile], read_xml: ReadXml, deadline: float
) -> Iterator[InvoiceCandidate]:
    """Each file that is XML by its bytes, or that should be by what is said of it."""
    for file in files:
        look_at_the_clock(deadline)
        answer = _answer(file, read_xml)
        if answer is not None:
            yield InvoiceCandidate(rank_of(file.names, file.relationship), answer)


def _answer(file: EmbeddedFile, read_xml: ReadXml) -> InvoiceReading | Unreadable | None:
    """None for what is no XML and does not pretend to be."""
    should_be = file.subtype.endswith("xml") or any(name.endswith(".xml") for name in file.names)
    otherwise = Unreadable(UnreadReason.BROKEN_XML) if should_be else None
    beginning = bounded_parsers.beginning(file.stream, _SNIFFED)
    if beginning is not None and not should_be and not looks_like_xml(beginning):
        return None
    try:
        if bounded_parsers.is_packed_as_pictures_are(file.stream):
            return otherwise
        data = bounded_parsers.unpacked(file.stream)
    except limit_reached():
        return Unreadable(UnreadReason.TOO_LARGE) if should_be else None
    except ReadEnough:
        raise
    except broken():
        return otherwise
    if not should_be and not looks_like_xml(data[:_SNIFFED]):
        return None
    return read_xml(data[at : at + _PIECE] for at in range(0, len(data), _PIECE))


def looks_like_xml(head: bytes) -> bool:
    """Whether it begins as a document that a parser may accept, marks and padding aside."""
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n").startswith(b"<")
