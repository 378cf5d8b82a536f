"""A hostile PDF takes some tens of megabytes and a moment, wherever its packed part stands."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import time
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_with_files import Carried, pdf_of
from test_invoice_file_hostile import (
    CATALOGUE,
    ENDLESS_PAGES,
    GOOD,
    assembled,
    attached,
    packed,
)

from invoice_making import Invoice
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import InvoiceReading, Unreadable, UnreadReason

MIB = 1024 * 1024
#: Four zero bytes each, in the way of writing binary that costs most to undo.
Z = b"z" * 12_000_000 + b"~>"
HEX = b"41 " * 4_000_000 + b">"


def in_a_table(content: bytes, about: bytes) -> bytes:
    """A PDF whose tree of names is itself in a packed table."""
    parts = {
        1: CATALOGUE,
        2: ENDLESS_PAGES,
        6: packed(content, b"/Type/ObjStm/N 1/First 4" + about),
    }
    out, places = b"%PDF-1.7\n", {}
    for number, part in parts.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    rows = b"".join(
        b"\x02" + struct.pack(">IB", 6, 0)
        if number == 3
        else bytes([number in places]) + struct.pack(">IB", places.get(number, 0), 0)
        for number in range(8)
    )
    table = packed(rows, b"/Type/XRef/Size 8/W[1 4 1]/Root 1 0 R")
    return out + b"7 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(out)


def many_large_ones() -> bytes:
    names = b"".join(b"(a%d.xml)%d 0 R " % (n, 4 + 2 * n) for n in range(12))
    large = packed(zlib.compress(b"<a>" + b" " * 15_900_000, 9), b"/Filter/FlateDecode")
    each = (
        part
        for n in range(12)
        for part in (b"<</F(a%d.xml)/EF<</F %d 0 R>>>>" % (n, 5 + 2 * n), large)
    )
    return assembled(CATALOGUE, ENDLESS_PAGES, b"<</Names[%s]>>" % names, *each)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "ASCII85, attached": lambda: attached(Z, b"/Filter/ASCII85Decode"),
    "ASCII85 in Flate": lambda: attached(zlib.compress(Z), b"/Filter[/FlateDecode/ASCII85Decode]"),
    "ASCII85, a table": lambda: in_a_table(Z, b"/Filter/ASCII85Decode"),
    "hexadecimal, attached": lambda: attached(HEX, b"/Filter/ASCIIHexDecode"),
    "hexadecimal, a table": lambda: in_a_table(HEX, b"/Filter/ASCIIHexDecode"),
    "runs of two": lambda: attached(b"\x01ab" * 4_000_000, b"/Filter/RunLengthDecode"),
    "many large ones": many_large_ones,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.thorough
def test_what_is_packed_costs_some_tens_of_megabytes(name: str) -> None:
    content = io.BytesIO(HOSTILE[name]())
    invoice_file.read(io.BytesIO(attached(GOOD)))  # the library is loaded
    tracemalloc.start()
    try:
        answer = invoice_file.read(content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(answer, Unreadable)
    assert peak < 80 * MIB


def test_a_small_invoice_may_be_written_in_any_of_these_ways() -> None:
    import base64

    small = base64.a85encode(GOOD) + b"~>"
    assert isinstance(
        invoice_file.read(io.BytesIO(attached(small, b"/Filter/ASCII85Decode"))), InvoiceReading
    )
    small = GOOD.hex().encode() + b">"
    assert isinstance(
        invoice_file.read(io.BytesIO(attached(small, b"/Filter/ASCIIHexDecode"))), InvoiceReading
    )


@pytest.mark.parametrize("depth", [1_000, 100_000, 1_000_000])
@pytest.mark.alone
def test_deep_nesting_costs_a_moment(depth: int) -> None:
    deep = GOOD.replace(b"<rsm:ExchangedDocument>", b"<a>" * depth + b"<rsm:ExchangedDocument>", 1)
    began = time.monotonic()
    for content in (deep, attached(zlib.compress(deep), b"/Filter/FlateDecode")):
        assert invoice_file.read(io.BytesIO(content), "x.xml") == Unreadable(
            UnreadReason.BROKEN_XML
        )
    assert time.monotonic() - began < 2


# --- an honest invoice that is large -------------------------------------------------------------

#: Reads a small invoice, then a large one, and says what that took: seconds of the processor, and the memory it
#: added.
MEASURED = """
import json, resource, sys, time
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import InvoiceReading

def read(path):
    with open(path, "rb") as content:
        answer = invoice_file.read(content, path)
    assert isinstance(answer, InvoiceReading), answer
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

small, large = sys.argv[1:]
before, began = read(small), time.process_time()
after = read(large)
print(json.dumps([time.process_time() - began, (after - before) * 1024]))
"""
UBL_LINE = (
    b'<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">10'
    b'</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">100.00'
    b"</cbc:LineExtensionAmount><cac:Item><cbc:Name>Article de fourniture</cbc:Name>"
    b"<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent>"
    b"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>"
    b'<cac:Price><cbc:PriceAmount currencyID="EUR">10.00</cbc:PriceAmount></cac:Price>'
    b"</cac:InvoiceLine>"
)
CII_LINE = (
    b"<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>1"
    b"</ram:LineID></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>Article"
    b"</ram:Name></ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeDelivery>"
    b'<ram:BilledQuantity unitCode="C62">10</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>'
    b"</ram:IncludedSupplyChainTradeLineItem>"
)


def of_twenty_megabytes(xml: bytes, line: bytes, end: bytes) -> bytes:
    return xml.replace(end, line * (20_000_000 // len(line)) + end)


UBL, CII = Invoice().ubl(), Invoice().xml()
ATTACHED = (
    b"<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>"
    b'<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a.pdf">'
    + b"QUJD" * 5_000_000
    + b"</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>"
)
LARGE: dict[str, Callable[[], tuple[bytes, bytes]]] = {
    "UBL": lambda: (UBL, of_twenty_megabytes(UBL, UBL_LINE, b"</Invoice>")),
    "CII": lambda: (
        CII,
        of_twenty_megabytes(CII, CII_LINE, b"</rsm:SupplyChainTradeTransaction>"),
    ),
    "UBL with a large attachment": lambda: (
        UBL,
        UBL.replace(b"<cac:AccountingSupplierParty>", ATTACHED + b"<cac:AccountingSupplierParty>"),
    ),
    "UBL in a PDF": lambda: (
        pdf_of(Carried(UBL)),
        pdf_of(Carried(of_twenty_megabytes(UBL, UBL_LINE, b"</Invoice>"))),
    ),
}


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.alone
def test_twenty_megabytes_take_two_seconds_and_a_hundred_megabytes(
    tmp_path: Path, name: str
) -> None:
    for path, content in zip(("small", "large"), LARGE[name](), strict=True):
        (tmp_path / path).write_bytes(content)
    command = [sys.executable, "-c", MEASURED, str(tmp_path / "small"), str(tmp_path / "large")]
    measured = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    took, added = json.loads(measured.stdout)
    assert took < 2
    assert added < 100 * MIB
