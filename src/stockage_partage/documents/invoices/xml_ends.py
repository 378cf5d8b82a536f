"""The two ends of an XML invoice: what may stand around it, and whether it is all there. Pure."""

from __future__ import annotations

import re

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
