"""Reads electronic invoices: UBL, CII of every profile, Factur-X and ZUGFeRD; as PDF, bare or in an envelope.

The way in for strangers' files. Whatever they hold, `read` answers an InvoiceReading or an Unreadable, within
`TIME_LIMIT` seconds and some tens of megabytes: the XML is read as a stream of events and never built
in memory, entities are refused before they are declared, compressed streams stop at a limit, and the
time is looked at whenever a parser asks for more bytes.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import chain
from typing import BinaryIO

from stockage_partage.documents.invoices.bounded_parsers import (
    BOM,
    PADDING,
    WIDE,
    WORDS,
    XML_LIMIT,
    ReadEnough,
    parser_into,
    parser_troubles,
)
from stockage_partage.documents.invoices.invoice import InvoiceReading, Unreadable, UnreadReason
from stockage_partage.documents.invoices.invoice_in_pdf import (
    BudgetedReader,
    look_at_the_clock,
    looks_like_xml,
    read_pdf,
)

TIME_LIMIT = 5.0  # seconds of one document
_PIECE = 64 * 1024
#: How much of it may stand before a document.
_PADDED = 64 * 1024
_HEAD = 1024
#: What a PDF may hide a file behind: an embedded file itself, objects packed in streams, encryption, and any of these
#: names with a letter written as its code (ISO 32000-2, 7.3.5, 7.5.7, 7.11.4).
_MAY_HOLD_FILES = re.compile(
    rb"/(?:EF|ObjStm|XRef|Encrypt|[^\x00\t\n\f\r ()<>\[\]{}/%]{0,8}#[0-9A-Fa-f]{2})"
)
#: The very end of a PDF that nothing was cut off of, with the place of its table of objects.
_TABLE_AT = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
#: Larger ones are left to the parser, which reads what it needs alone.
_PLAIN_LIMIT = 4 * 1024 * 1024


def read(
    content: BinaryIO, name: str = "", *, time_limit: float = TIME_LIMIT
) -> InvoiceReading | Unreadable:
    """What the document says of itself. `name` is not trusted: the first bytes decide.

    `content` is read from its beginning and left anywhere.
    """
    deadline = time.monotonic() + time_limit
    try:
        head, start = _head(content)
        if b"%PDF-" in head:
            look_at_the_clock(deadline)
            if _holds_no_file(content):
                return Unreadable(UnreadReason.NOTHING_INSIDE)
            return read_pdf(
                BudgetedReader(content, deadline), partial(_read_xml, deadline=deadline)
            )
        if _is_xml(head, name):
            content.seek(start)
            return _read_xml(iter(lambda: content.read(_PIECE), b""), deadline)
    except ReadEnough as enough:
        return Unreadable(enough.reason)
    except OSError:
        return Unreadable(UnreadReason.OTHER_FILE)
    return Unreadable(UnreadReason.OTHER_FILE)


def invoice_xml(
    content: BinaryIO, name: str = "", *, time_limit: float = TIME_LIMIT
) -> bytes | Unreadable:
    """The XML of the one invoice that `read` reads of the document, byte for byte; or why there is none."""
    deadline = time.monotonic() + time_limit
    read_ones: list[tuple[InvoiceReading | Unreadable, bytes]] = []

    def noted(pieces: Iterator[bytes]) -> InvoiceReading | Unreadable:
        data = b"".join(pieces)
        answer = _read_xml((data[at : at + _PIECE] for at in range(0, len(data), _PIECE)), deadline)
        read_ones.append((answer, data))
        return answer

    try:
        head, start = _head(content)
        if b"%PDF-" in head:
            chosen = read_pdf(BudgetedReader(content, deadline), noted)
        elif _is_xml(head, name):
            content.seek(start)
            chosen = noted(iter([content.read(XML_LIMIT + 1)]))
        else:
            return Unreadable(UnreadReason.OTHER_FILE)
    except ReadEnough as enough:
        return Unreadable(enough.reason)
    except OSError:
        return Unreadable(UnreadReason.OTHER_FILE)
    if isinstance(chosen, Unreadable):
        return chosen
    return next(data for answer, data in read_ones if answer is chosen)


def is_pdf(content: BinaryIO) -> bool:
    """Whether its first bytes are those of a PDF, padding aside; read from its beginning."""
    content.seek(0)
    return b"%PDF-" in _head(content)[0]


def _holds_no_file(content: BinaryIO) -> bool:
    """True for a PDF, whole to its end, whose objects are all plain and none of which is a file: most prints.

    The parser, which takes longer to load than such a file to read, is not asked then.
    """
    content.seek(0)
    data = content.read(_PLAIN_LIMIT + 1)
    table = _TABLE_AT.search(data, max(0, len(data) - _HEAD))
    is_whole = len(data) <= _PLAIN_LIMIT and table is not None and _begins_at(data, table[1])
    return is_whole and _MAY_HOLD_FILES.search(data) is None


def _begins_at(data: bytes, place: bytes) -> bool:
    """Whether the table of objects is where the end of the file says."""
    return data.startswith(b"xref", int(place))


def _head(content: BinaryIO) -> tuple[bytes, int]:
    """The first bytes that are no padding, and where they begin."""
    content.seek(0)
    beginning = content.read(_PADDED)
    start = len(beginning) - len(beginning.lstrip(PADDING))
    if start == len(beginning):
        return beginning[:_HEAD], 0
    # Two bytes a character: what looks like padding may be half of one.
    start -= start % 2
    return beginning[start : start + _HEAD], start


def _is_xml(head: bytes, name: str) -> bool:
    if not looks_like_xml(head):
        return False
    plain = head.replace(b"\0", b"")
    return (
        b"<?xml" in plain[:20]
        or any(word in plain for word in WORDS)
        or name.lower().endswith(".xml")
    )


# --- XML -----------------------------------------------------------------------------------------


def _read_xml(pieces: Iterator[bytes], deadline: float) -> InvoiceReading | Unreadable:
    # Most documents hold no XML: the tables of terms are loaded for those that do.
    from stockage_partage.documents.invoices.invoice_listener import InvoiceListener
    from stockage_partage.documents.invoices.invoice_values import reading_of

    target = InvoiceListener()
    parser = parser_into(target)
    size = 0
    try:
        for piece in _unpadded(pieces):
            size += len(piece)
            if size > XML_LIMIT:
                raise ReadEnough(UnreadReason.TOO_LARGE)
            look_at_the_clock(deadline)
            parser.feed(piece)
        parser.close()
    except ReadEnough:
        raise
    except parser_troubles():
        return Unreadable(UnreadReason.BROKEN_XML)
    if target.syntax is None and target.message is not None:
        from stockage_partage.documents.invoices.life_cycle import message_of

        return message_of(target.message.found, date.today())
    if target.syntax is None:
        return Unreadable(target.otherwise)
    if target.is_several:
        return Unreadable(UnreadReason.SEVERAL)
    return reading_of(target.found, date.today(), target.root)


def _unpadded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces without what stands before the document and after it.

    What may be padding is held back until something follows it; raises ReadEnough when it is too large.
    Two bytes a character: left alone.
    """
    first = next((piece for piece in pieces if piece.strip(PADDING)), b"")
    if WIDE.match(first):
        yield first
        yield from pieces
        return
    held: list[bytes] = []
    for piece in chain([first.lstrip(PADDING).removeprefix(BOM).lstrip(PADDING)], pieces):
        kept = piece.rstrip(PADDING)
        if kept:
            yield from held
            yield kept
            held = []
        held.append(piece[len(kept) :])
        if sum(map(len, held)) > XML_LIMIT:
            raise ReadEnough(UnreadReason.TOO_LARGE)
