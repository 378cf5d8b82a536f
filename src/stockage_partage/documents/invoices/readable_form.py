"""The PDF inside an XML invoice that shows the invoice itself to people (BT-125), where there is no doubt about it.

Suppliers send what only people read along with the XML: some of them everything but the sums. Any other PDF
(conditions, a delivery note) stays an attachment inside, and so does one that cannot be told for sure.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.bounded_parsers import (
    ReadEnough,
    broken,
    limit_reached,
    limits,
    opened,
)
from stockage_partage.documents.invoices.invoice import InvoiceReading, Unreadable
from stockage_partage.documents.invoices.invoice_checks import not_on_pages, say_something
from stockage_partage.documents.invoices.invoice_in_pdf import BudgetedReader, look_at_the_clock
from stockage_partage.documents.invoices.invoice_view import EmbeddedDocument, InvoiceView, view_of

if TYPE_CHECKING:
    from stockage_partage.documents.invoices.bounded_parsers import PageObject

#: Seconds for the text of a PDF, bytes of one of its streams, pages: beyond that nobody is sure.
_TEXT_S, _STREAM, _PAGES = 2.0, 256 * 1024, 20
#: UNTDID 1001, « related document »: what CII calls every attachment. UBL has no code for one.
_RELATED = ("", "916")
_READABLE = re.compile(r"(?<![^\W_])(?:lisible|readable)(?![^\W_])", re.IGNORECASE)
_NAMED = ("BT-122", "BT-123")
#: What a form of the invoice must not lack, where it has text.
_DECISIVE = frozenset({"BT-1", "BT-112"})


@dataclass(frozen=True, slots=True)
class _Attached:
    document: EmbeddedDocument
    is_related: bool  # by its code, which may say that it is something else
    is_told: bool


def readable_form(content: BinaryIO, name: str, reading: InvoiceReading) -> bytes | None:
    """The bytes of that PDF as they are embedded; None where there is none, or any doubt.

    `reading`: of that very document, which is read from its beginning. A PDF holds no form of itself.
    """
    if not reading.embedded or invoice_file.is_pdf(content):
        return None
    xml = invoice_file.invoice_xml(content, name)
    if isinstance(xml, Unreadable):
        return None
    view = view_of(xml)
    if isinstance(view, Unreadable):
        return None
    return _chosen(list(_pdfs(view)), reading)


def _chosen(found: list[_Attached], reading: InvoiceReading) -> bytes | None:
    told = [each for each in found if each.is_told]
    # Without a word on any of them, the only one may still show that it is the invoice.
    candidates = told or found
    if (
        len(candidates) != 1
        or not candidates[0].is_related
        or not reading.number
        or reading.total is None
    ):
        return None
    content = candidates[0].document.content
    text = _text_of(content) if content is not None else None
    if text is None:
        return None
    if not say_something(text):  # a scan shows nothing to us: then what is said of it counts
        return content if told else None
    lacking = {each.code for each in not_on_pages(reading, text)}
    return None if lacking & _DECISIVE else content


def _pdfs(view: InvoiceView) -> Iterator[_Attached]:
    for group in view.every("BG-24"):
        for value in group.values:
            if value.code != "BT-125":
                continue
            document = view.attachments[int(value.text)]
            if document.content is None or not document.content.startswith(b"%PDF-"):
                continue
            names = (*(group.text(code) for code in _NAMED), document.name)
            is_related = group.text("document_type") in _RELATED
            is_told = is_related and any(map(_READABLE.search, names))
            yield _Attached(document, is_related, is_told)


def _text_of(content: bytes) -> str | None:
    """The text of all pages; None for what is no sound PDF, or too much to be sure of."""
    deadline = time.monotonic() + _TEXT_S
    try:
        with limits(_STREAM):
            reader = opened(BudgetedReader(io.BytesIO(content), deadline))
            if reader.is_encrypted and not reader.decrypt(""):
                return None
            if len(reader.pages) > _PAGES or any(map(_is_large, reader.pages)):
                return None
            return "\n".join(
                page.extract_text(visitor_operand_before=lambda *_: look_at_the_clock(deadline))
                for page in reader.pages
            )
    except (ReadEnough, limit_reached()):
        return None
    except broken():
        return None


def _is_large(page: PageObject) -> bool:
    """Of what is not packed at all: what is packed is bounded where it is unpacked."""
    contents = page.get_contents()
    return contents is not None and len(contents.get_data()) > _STREAM
