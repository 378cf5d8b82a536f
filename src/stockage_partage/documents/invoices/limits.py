"""How far a stranger's document is followed, and the end of it."""

from __future__ import annotations

from stockage_partage.documents.invoices.invoice import UnreadReason

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
