"""Reads Factur-X and ZUGFeRD invoices (versions 1 and 2, every profile), as PDF or as bare XML.

The only module that opens strangers' files. Whatever they hold, `read` answers a Reading or an
Unreadable, within `TIME_LIMIT` seconds and some tens of megabytes: the XML is read as a stream of
events and never built in memory, entities are refused before they are declared, compressed streams
stop at a limit, and the time is looked at whenever a parser asks for more bytes.
"""

from __future__ import annotations

import logging
import struct
import time
import zlib
from collections.abc import Iterator, Sequence
from io import SEEK_SET
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from stockage_partage.documents.reading.cii import Enough, Listener
from stockage_partage.documents.reading.invoice import Reading, Unread, Unreadable
from stockage_partage.documents.reading.invoice_values import reading_of

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import EmbeddedFile

TIME_LIMIT = 5.0  # seconds of one document
XML_LIMIT = 16 * 1024 * 1024  # bytes of one invoice; real ones have some kilobytes
STRUCTURE_LIMIT = 4 * 1024 * 1024  # of one unpacked table of the PDF itself
LZW_LIMIT = 1024 * 1024  # an old and slow way of packing; no invoice is packed so
PDF_READ_LIMIT = 64 * 1024 * 1024  # bytes read in all, a part of a large scan
_ATTACHMENTS = 200
_LOOK_EVERY = 32
_PIECE = 64 * 1024

#: What a stranger's bytes make the parsers raise, beside their own errors.
_FROM_PARSERS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError),
    *(RuntimeError, TypeError, ValueError, struct.error, zlib.error),
)

#: Names under which the standards and their forerunners attach the invoice.
_USUAL_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")


def read(
    content: BinaryIO, name: str = "", *, time_limit: float = TIME_LIMIT
) -> Reading | Unreadable:
    """What the document says of itself. `name` is not trusted: the first bytes decide.

    `content` is read from its beginning and left anywhere.
    """
    deadline = time.monotonic() + time_limit
    try:
        content.seek(0)
        head = content.read(1024)
        if b"%PDF-" in head:
            return _read_pdf(_Rationed(content, deadline))
        if _looks_like_xml(head, name):
            content.seek(0)
            return _read_xml(iter(lambda: content.read(_PIECE), b""), deadline)
    except Enough as enough:
        return Unreadable(enough.reason)
    except OSError:
        return Unreadable(Unread.OTHER_FILE)
    return Unreadable(Unread.OTHER_FILE)


def _looks_like_xml(head: bytes, name: str) -> bool:
    bare = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    return bare.startswith(b"<") and (bare.startswith(b"<?xml") or name.lower().endswith(".xml"))


# --- PDF -----------------------------------------------------------------------------------------


class _Rationed:
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
            _look_at_the_clock(self.deadline)
        self._asked += 1
        if size is None or not 0 <= size <= self._left:
            size = self._left + 1
        found = self._content.read(size)
        self._left -= len(found)
        if self._left < 0:
            raise Enough(Unread.TOO_LARGE)
        return found

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        if not self._asked % _LOOK_EVERY:
            _look_at_the_clock(self.deadline)
        self._asked += 1
        return self._content.seek(offset, whence)


def _read_pdf(content: _Rationed) -> Reading | Unreadable:
    import pypdf
    from pypdf.errors import DependencyError, DeprecationError, LimitReachedError, PyPdfError

    # Its warnings quote the document.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with _limits(STRUCTURE_LIMIT):
            reader = pypdf.PdfReader(cast(IO[bytes], content))
            if reader.is_encrypted:
                return Unreadable(Unread.ENCRYPTED)
            attachments = _attachments(reader, content.deadline)
        with _limits(XML_LIMIT):
            return _first_invoice(attachments, content.deadline)
    except Enough:
        raise
    except LimitReachedError:
        return Unreadable(Unread.TOO_LARGE)
    except (PyPdfError, DependencyError, DeprecationError, *_FROM_PARSERS):
        return Unreadable(Unread.BROKEN_PDF)


def _limits(unpacked: int) -> Any:
    from pypdf import apply_configuration

    return apply_configuration(
        array_based_stream_maximum_output_length=unpacked,
        lzw_maximum_output_length=LZW_LIMIT,
        run_length_maximum_output_length=unpacked,
        zlib_maximum_output_length=unpacked,
        brotli_maximum_output_length=unpacked,
        maximum_declared_stream_length=XML_LIMIT,
        stream_decoding_work_maximum_length=4 * XML_LIMIT,
        stream_filters_maximum_length=4,
        disable_legacy_handling=True,
    )


def _attachments(reader: PdfReader, deadline: float) -> list[EmbeddedFile]:
    """XML attachments, the usual names first."""
    found: list[tuple[bool, EmbeddedFile]] = []
    for count, attachment in enumerate(reader.attachment_list):
        if count == _ATTACHMENTS:
            break
        _look_at_the_clock(deadline)
        name = str(attachment.name).lower()
        if name.endswith(".xml"):
            found.append((name not in _USUAL_NAMES, attachment))
    return [attachment for _, attachment in sorted(found, key=lambda pair: pair[0])]


def _first_invoice(attachments: Sequence[EmbeddedFile], deadline: float) -> Reading | Unreadable:
    """The first attachment that is an invoice, else why the most promising one is none."""
    worst: Unreadable | None = None
    for attachment in attachments:
        _look_at_the_clock(deadline)
        answer = _unpacked(attachment, deadline)
        if isinstance(answer, Reading):
            return answer
        worst = worst or answer
    return worst or Unreadable(Unread.NOTHING_INSIDE)


def _unpacked(attachment: EmbeddedFile, deadline: float) -> Reading | Unreadable:
    if _is_filtered_as_pictures_are(attachment):
        return Unreadable(Unread.BROKEN_XML)
    data = attachment.content
    return _read_xml((data[at : at + _PIECE] for at in range(0, len(data), _PIECE)), deadline)


def _is_filtered_as_pictures_are(attachment: EmbeddedFile) -> bool:
    """A predictor makes pictures smaller; on text it only makes us work, byte by byte."""
    files = attachment.pdf_object.get("/EF", {})
    for name in ("/F", "/UF"):
        stream = files.get(name, {}).get_object() if name in files else {}
        asked = stream.get("/DecodeParms", stream.get("/DP"))
        each = asked if isinstance(asked, list) else [asked]
        for one in each:
            said = one.get_object() if one is not None else None
            if isinstance(said, dict) and said.get("/Predictor", 1) != 1:
                return True
    return False


def _look_at_the_clock(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise Enough(Unread.TOO_LONG)


# --- XML -----------------------------------------------------------------------------------------


def _read_xml(pieces: Iterator[bytes], deadline: float) -> Reading | Unreadable:
    from lxml import etree

    target = Listener()
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False,
        dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > XML_LIMIT:
                raise Enough(Unread.TOO_LARGE)
            _look_at_the_clock(deadline)
            parser.feed(piece)
        parser.close()
    except Enough:
        raise
    except (etree.LxmlError, *_FROM_PARSERS):
        return Unreadable(Unread.BROKEN_XML)
    return reading_of(target.found) if target.is_invoice else Unreadable(Unread.OTHER_XML)
