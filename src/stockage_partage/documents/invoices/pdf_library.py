"""The only module that uses pypdf: what it unpacks is bounded by what that costs in memory.

pypdf bounds most ways of packing by what comes out. Two write binary as text, and building their answer
costs up to ninety times what goes in: what they are given is bounded instead. It is loaded when a PDF is
read, not before: it is long to load.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import IO, TYPE_CHECKING, Any, cast

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
