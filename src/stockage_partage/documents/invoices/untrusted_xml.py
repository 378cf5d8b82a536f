"""Untrusted XML: whether it is an invoice and all there, how far it is followed, and the one parser that reads it.

Nothing outside the document is opened, and nothing in it is expanded. Whoever reads gives a target, which is
told of each element while the bytes come in and ends the reading where it goes too far; the parser itself
keeps nothing of the document.
"""

from __future__ import annotations

import re
from typing import Any

from stockage_partage.documents.invoices.invoice import UnreadReason
from stockage_partage.documents.invoices.pdf_library import FROM_PARSERS

#: Bytes of one XML document. Real invoices have some kilobytes; a large one with its attachments, some megabytes.
XML_LIMIT = 32 * 1024 * 1024
#: Elements of one document: as many as 20 MB of an invoice without any attachment can hold.
ELEMENT_LIMIT = 1_500_000
#: Deeper than any value that is wanted, and than any document that a person or a program means.
DEEPEST = 256


class ReadEnough(MemoryError):
    """The document has used its time or its share. Parsers recover from every other exception."""

    def __init__(self, reason: UnreadReason) -> None:
        super().__init__(reason)
        self.reason = reason


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
