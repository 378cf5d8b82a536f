"""The two parsers of what anybody may have made, and their bounds: pypdf for PDF, lxml for XML.

The only module that uses pypdf: what it unpacks is bounded by what that costs in memory. pypdf bounds most ways
of packing by what comes out. Two write binary as text, and building their answer costs up to ninety times what
goes in: what they are given is bounded instead.

The only module that uses lxml: it tells whether XML is an invoice and all there, and how far it is followed.
Nothing outside the document is opened, and nothing in it is expanded. Whoever reads gives a target, which is
told of each element while the bytes come in and ends the reading where it goes too far; the parser itself
keeps nothing of the document.

Each library is loaded when a file of its kind is read, not before: they are long to load.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import IO, TYPE_CHECKING, Any, cast

from stockage_partage.documents.invoices.invoice import UnreadReason

if TYPE_CHECKING:
    from pypdf import PageObject as PageObject
    from pypdf import PdfReader as PdfReader
    from pypdf.generic import StreamObject as StreamObject


#: What a stranger's bytes make the parsers raise, beside their own errors.
FROM_PARSERS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError),
    *(RuntimeError, TypeError, ValueError, struct.error, zlib.error),
)
#: Bytes of text that stand for binary, in one stream. No invoice is packed so any more.
TEXT_LIMIT = 256 * 1024
LZW_LIMIT = 1024 * 1024  # an old and slow way of packing; no invoice is packed so
RUN_LENGTH_LIMIT = 1024 * 1024  # likewise
#: Packed bytes of one stream; invoices have some kilobytes.
PACKED_LIMIT = 16 * 1024 * 1024
_FLATE = ("/FlateDecode", ["/FlateDecode"])
#: Bytes of one XML document. Real invoices have some kilobytes; a large one with its attachments, some megabytes.
XML_LIMIT = 32 * 1024 * 1024
#: Elements of one document: as many as 20 MB of an invoice without any attachment can hold.
ELEMENT_LIMIT = 1_500_000
#: Deeper than any value that is wanted, and than any document that a person or a program means.
DEEPEST = 256
#: What some programs leave before or after a document; it is no part of it.
PADDING = b"\0 \t\r\n\x1a"
BOM = b"\xef\xbb\xbf"
#: A mark of UTF-16, or `<` and another character in two bytes each.
WIDE = re.compile(rb"\xff\xfe|\xfe\xff|\0<\0[^\0]|<\0[^\0]\0")
#: What tells an invoice, or the envelope of one, among other XML.
WORDS = (
    b"CrossIndustry",
    b"CrossDomainAcknowledgement",
    b"oasis:names:specification:ubl",
    b"StandardBusinessDocument",
)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)[\s>]")


class ReadEnough(MemoryError):
    """The document has used its time or its share. Parsers recover from every other exception."""

    def __init__(self, reason: UnreadReason) -> None:
        super().__init__(reason)
        self.reason = reason


def opened(content: object) -> PdfReader:
    """The PDF; `content` reads and seeks. Raises what `broken` and `limit_reached` name."""
    import pypdf

    # Its warnings quote the document.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return pypdf.PdfReader(cast(IO[bytes], content))


@cache
def broken() -> tuple[type[Exception], ...]:
    """What is raised where a PDF is not as it should be, to be caught after `limit_reached`."""
    from pypdf.errors import DependencyError, DeprecationError, PyPdfError

    return (PyPdfError, DependencyError, DeprecationError, NotImplementedError, *FROM_PARSERS)


@cache
def limit_reached() -> type[Exception]:
    """What is raised where a PDF holds more than it may."""
    from pypdf.errors import LimitReachedError

    return LimitReachedError


def limits(unpacked: int) -> Any:
    """For as long as the block runs, no stream unpacks to more than `unpacked` bytes."""
    from pypdf import apply_configuration

    _bound_text_filters()
    return apply_configuration(
        array_based_stream_maximum_output_length=unpacked,
        lzw_maximum_output_length=min(LZW_LIMIT, unpacked),
        run_length_maximum_output_length=min(RUN_LENGTH_LIMIT, unpacked),
        zlib_maximum_output_length=unpacked,
        zlib_maximum_recovery_input_length=TEXT_LIMIT,
        brotli_maximum_output_length=unpacked,
        maximum_declared_stream_length=PACKED_LIMIT,
        stream_decoding_work_maximum_length=4 * PACKED_LIMIT,
        stream_filters_maximum_length=4,
        disable_legacy_handling=True,
    )


@cache
def _bound_text_filters() -> None:
    # pypdf offers no setting for these two.
    from pypdf import filters

    for each in (filters.ASCII85Decode, filters.ASCIIHexDecode):
        each.decode = staticmethod(_bounded(each.decode))  # type: ignore[method-assign]


def _bounded(decode: Callable[..., bytes]) -> Callable[..., bytes]:
    def decoded(data: bytes, *about: Any, **more: Any) -> bytes:
        from pypdf.errors import LimitReachedError

        if len(data) > TEXT_LIMIT:
            raise LimitReachedError("too much text that stands for binary")
        return decode(data, *about, **more)

    return decoded


def beginning(stream: StreamObject, length: int) -> bytes | None:
    """A stream's first bytes unpacked, without the cost of the rest; None where that cannot be told."""
    packing = stream.get("/Filter")
    if packing is None:
        return stream._data[:length]
    if packing not in _FLATE:
        return None
    try:
        return zlib.decompressobj().decompress(stream._data[: length + 1024], length)
    except zlib.error:
        return None


def unpacked(stream: StreamObject) -> bytes:
    """All of it, kept by nobody else. Raises what pypdf raises."""
    from pypdf.filters import decode_stream_data

    return decode_stream_data(stream) if "/Filter" in stream else stream._data


def is_packed_as_pictures_are(stream: StreamObject) -> bool:
    """A predictor makes pictures smaller; on text it only makes us work, byte by byte."""
    asked = stream.get("/DecodeParms", stream.get("/DP"))
    asked = asked.get_object() if asked is not None else None
    for one in asked if isinstance(asked, list) else [asked]:
        said = one.get_object() if one is not None else None
        if isinstance(said, dict) and said.get("/Predictor", 1) != 1:
            return True
    return False


def invoice_root(head: bytes) -> bytes | None:
    """The name of the document's own element, by its first bytes; None where it is no XML invoice."""
    plain = head.replace(b"\0", b"")
    if not plain.lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n").startswith(b"<"):
        return None
    found = _ROOT.search(plain)
    return found[1] if found is not None and any(word in plain for word in WORDS) else None


def closes(root: bytes, tail: bytes) -> bool:
    """Whether these last bytes end the element of that name; a comment may follow it."""
    plain = re.sub(rb"<!--.*?-->|\s+", b"", tail.replace(b"\0", b""), flags=re.DOTALL)
    return plain.endswith(b"</" + root + b">")


def parser_into(target: object) -> Any:
    """A parser to feed with bytes, piece by piece, then to close; `target` is told of what they hold.

    No entity is resolved, no network reached, no type definition read. Trees of any size and depth pass:
    bounds are the target's.
    """
    from lxml import etree

    return etree.XMLParser(
        target=target,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )


def parser_troubles() -> tuple[type[Exception], ...]:
    """What bytes that are no XML make the parser raise."""
    from lxml import etree

    return (etree.LxmlError, *FROM_PARSERS)
