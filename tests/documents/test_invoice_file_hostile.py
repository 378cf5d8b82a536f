"""Nothing in a stranger's file raises, hangs or fills the memory."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import time
import tracemalloc
import zlib

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from invoice_making import Invoice, blank_pdf, encrypted_pdf, pdf_carrying, written
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.bounded_parsers import ELEMENT_LIMIT, XML_LIMIT
from stockage_partage.documents.invoices.invoice import InvoiceReading, Unreadable, UnreadReason
from stockage_partage.documents.invoices.invoice_in_pdf import PDF_READ_LIMIT
from text_pdf import text_pdf

GOOD = Invoice().xml()


def read(content: bytes, name: str = "x.pdf") -> InvoiceReading | Unreadable:
    return invoice_file.read(io.BytesIO(content), name)


def with_doctype(declarations: str) -> bytes:
    return GOOD.replace(
        b"<rsm:CrossIndustryInvoice ",
        f"<!DOCTYPE x [{declarations}]><rsm:CrossIndustryInvoice ".encode(),
        1,
    ).replace(b">BIJOU<", b">&a;<")


BILLION_LAUGHS = (
    "".join(
        f'<!ENTITY {name} "{f"&{following};" * 10}">'
        for name, following in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + '<!ENTITY i "ha">'
)


@pytest.mark.parametrize(
    "declarations",
    [
        BILLION_LAUGHS,
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY a SYSTEM "http://127.0.0.1:9/">',
        '<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;',
        "",
    ],
)
def test_an_invoice_that_declares_entities_is_not_read(declarations: str) -> None:
    assert read(with_doctype(declarations)) == Unreadable(UnreadReason.UNSAFE_XML)


def test_a_doctype_in_another_encoding_is_seen_too() -> None:
    text = with_doctype(BILLION_LAUGHS).decode().replace("UTF-8", "UTF-16")
    assert read(text.encode("utf-16")) == Unreadable(UnreadReason.UNSAFE_XML)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", UnreadReason.OTHER_FILE),
        (b"\0" * 5000, UnreadReason.OTHER_FILE),
        (b"PK\x03\x04 not an invoice", UnreadReason.OTHER_FILE),
        (b"%PDF-1.7", UnreadReason.BROKEN_PDF),
        (b"%PDF-1.7\n" + b"1 0 obj " * 5000, UnreadReason.BROKEN_PDF),
        (b"%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF", UnreadReason.BROKEN_PDF),
        (b"<?xml version='1.0'?><a><b></a>", UnreadReason.BROKEN_XML),
        (b"<?xml version='1.0' encoding='UTF-8-W/O-BOM'?><a/>", UnreadReason.BROKEN_XML),
        (b"<?xml version='1.0'?><html/>", UnreadReason.OTHER_XML),
        (b"<?xml version='1.0'?>" + b"<a>" * 100_000, UnreadReason.BROKEN_XML),
        (b"<?xml version='1.0'?>" + GOOD[38:-20], UnreadReason.BROKEN_XML),
    ],
)
def test_what_is_no_invoice_says_why(content: bytes, reason: UnreadReason) -> None:
    assert read(content) == Unreadable(reason)


def test_a_pdf_with_a_password_is_not_read() -> None:
    assert read(encrypted_pdf("secret")) == Unreadable(UnreadReason.ENCRYPTED)


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_an_encrypted_pdf_that_opens_without_a_password_is_read(algorithm: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_carrying(factur_x__xml=GOOD)))
    writer.encrypt("", "the owner's", algorithm=algorithm)
    reading = read(written(writer))
    assert isinstance(reading, InvoiceReading)
    assert reading.number == "FA00042"


def test_other_peoples_xml_attachments_are_no_invoice() -> None:
    assert read(pdf_carrying(commande__xml=b"<Order/>")) == Unreadable(UnreadReason.OTHER_XML)


def bomb() -> bytes:
    """A PDF whose attachment unpacks to 256 megabytes, compressed twice."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * 1024 * 1024) for _ in range(256)) + packer.flush()
    stream = StreamObject()
    stream._data = zlib.compress(once, 9)
    stream[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode")] * 2)
    stream[NameObject("/Length")] = NumberObject(len(stream._data))
    harmless = pypdf.PdfReader(io.BytesIO(pdf_carrying(factur_x__xml=b"<a/>")))
    writer = pypdf.PdfWriter(clone_from=harmless)
    [attachment] = writer.attachment_list
    files = attachment.pdf_object["/EF"]
    assert isinstance(files, DictionaryObject)
    files[NameObject("/F")] = writer._add_object(stream)
    return written(writer)


def test_a_compressed_bomb_stops_at_a_limit() -> None:
    content = bomb()
    assert len(content) < 100_000
    tracemalloc.start()
    began = time.monotonic()
    answer = read(content)
    took = time.monotonic() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(answer, Unreadable)
    assert took < 10
    assert peak < 100 * 1024 * 1024


def test_an_xml_of_millions_of_elements_stops_at_a_limit() -> None:
    body = b"<a/>" * (ELEMENT_LIMIT + 1)
    content = GOOD.replace(b"</rsm:CrossIndustryInvoice>", body + b"</rsm:CrossIndustryInvoice>")
    answer = invoice_file.read(io.BytesIO(content), "x", time_limit=60)
    assert answer == Unreadable(UnreadReason.TOO_LARGE)


def test_an_xml_larger_than_the_limit_is_not_read() -> None:
    padding = b"<!-- " + b"x" * XML_LIMIT + b" -->"
    assert isinstance(read(GOOD.replace(b"<rsm:Exch", padding + b"<rsm:Exch", 1)), Unreadable)


def test_a_value_of_megabytes_is_kept_short() -> None:
    reading = read(GOOD.replace(b">FA00042<", b">" + b"FA " * 1_000_000 + b"<"))
    assert isinstance(reading, InvoiceReading)
    assert len(reading.number) <= 1_000


def test_the_time_a_document_may_take_is_limited() -> None:
    for content in (blank_pdf(), GOOD):
        answer = invoice_file.read(io.BytesIO(content), "x", time_limit=-1)
        assert answer == Unreadable(UnreadReason.TOO_LONG)


def test_a_pdf_that_must_be_searched_whole_is_read_up_to_a_limit() -> None:
    plain = blank_pdf()
    padding = b"x" * PDF_READ_LIMIT + b"\n"
    start = plain.rindex(b"startxref") + len(b"startxref\n")
    moved = int(plain[start:].split()[0]) + len(padding)
    # Every object has moved and the table does not say so: they have to be looked for.
    content = plain[:9] + padding + plain[9:start] + str(moved).encode() + b"\n%%EOF\n"
    assert read(content) == Unreadable(UnreadReason.TOO_LARGE)


def test_of_hundreds_of_attachments_the_first_are_looked_at() -> None:
    many = {f"a{n:03}__xml": b"<a/>" for n in range(300)}
    assert read(pdf_carrying(**many, z__xml=GOOD)) == Unreadable(UnreadReason.OTHER_XML)


def test_a_file_that_cannot_be_read_any_more_is_no_invoice() -> None:
    class Unplugged(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("unplugged")

    assert invoice_file.read(Unplugged(b"%PDF-")) == Unreadable(UnreadReason.OTHER_FILE)


PDF = Invoice().pdf()


def mutilated(content: bytes, source: random.Random) -> bytes:
    """A few bytes changed, cut out, doubled or moved, wherever it hurts."""
    data = bytearray(content)
    for _ in range(source.randrange(1, 8)):
        at = source.randrange(len(data))
        length = source.randrange(1, 60)
        match source.randrange(5):
            case 0:
                data[at : at + length] = source.randbytes(length)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * source.randrange(1, 40)
            case 3:
                data[at : at + 1] = source.choice(
                    [b" ", b"<<", b">>", b"R", b"9999999999", b"0", b"/", b"["]
                )
            case _:
                del data[source.randrange(len(data) // 2, len(data)) :]
    return bytes(data)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_a_damaged_file_is_read_or_refused_but_never_more(source: random.Random) -> None:
    for content in (PDF, GOOD):
        for _ in range(4):
            began = time.monotonic()
            assert isinstance(read(mutilated(content, source)), InvoiceReading | Unreadable)
            assert time.monotonic() - began < 2 * invoice_file.TIME_LIMIT


@pytest.mark.parametrize("filter_name", [b"/Fl", b"/AHx", b"/LZW", b"/Unheard"])
def test_a_way_of_packing_that_only_pictures_may_use_is_a_broken_pdf(filter_name: bytes) -> None:
    odd = PDF.replace(b"/FlateDecode", filter_name)
    assert odd != PDF
    assert isinstance(read(odd), Unreadable)


def assembled(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    )  # fmt: skip


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>"
ENDLESS_PAGES = b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>"
ESCAPING = b"<</F(../../../etc/passwd.xml)/UF(..\\\\..\\\\x.xml)/EF<</F 5 0 R>>>>"


def packed(content: bytes, about: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n" % (about, len(content)) + content + b"\nendstream"


def attached(content: bytes, about: bytes = b"", times: int = 1) -> bytes:
    names = b"<</Names[%s]>>" % b"".join(b"(a%d.xml)4 0 R " % n for n in range(times))
    return assembled(CATALOGUE, ENDLESS_PAGES, names, ESCAPING, packed(content, about))


_ZEROES = (b"\x04\x00") * 7_900_000
ENDLESS: dict[str, bytes] = {
    "pages and names that hold themselves": assembled(
        CATALOGUE, ENDLESS_PAGES, b"<</Kids[%s]>>" % (b"3 0 R " * 1000)
    ),
    "names in 2^40 ways": assembled(
        CATALOGUE,
        ENDLESS_PAGES,
        *(b"<</Kids[%d 0 R %d 0 R]>>" % (n + 1, n + 1) for n in range(3, 43)),
        b"<</Names[]>>",
    ),
    "deep arrays": assembled(CATALOGUE, ENDLESS_PAGES, b"[" * 200_000),
    "100,000 attachments": attached(b"<a/>", times=100_000),
    "200 attachments of 15 MB": attached(
        zlib.compress(b" " * 15_900_000, 9), b"/Filter/FlateDecode", 250
    ),
    "packed as pictures are": attached(
        zlib.compress(_ZEROES, 9),
        b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 1>>",
    ),
    "packed the old way": attached(b"\x80\x0b\x60\x50" * 3_000_000, b"/Filter/LZWDecode"),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_would_go_on_for_ever_ends(name: str) -> None:
    began = time.monotonic()
    assert isinstance(read(ENDLESS[name]), Unreadable)
    assert time.monotonic() - began < 2 * invoice_file.TIME_LIMIT


def test_an_attachment_whose_name_climbs_out_is_only_read() -> None:
    assert isinstance(read(attached(GOOD)), InvoiceReading)


CARRYING = Invoice().pdf()


# A letter of a name may be written as its code, whichever of them.
@pytest.mark.parametrize("name", [b"/EF", b"/#45F", b"/E#46", b"/#45#46", b"/#45#4"])
def test_a_file_inside_is_found_however_its_name_is_written(name: bytes) -> None:
    content = CARRYING.replace(b"/EF ", name + b" ")
    start = CARRYING.rindex(b"startxref") + len(b"startxref\n")
    moved = int(CARRYING[start:].split()[0]) + len(content) - len(CARRYING)
    content = content[: content.rindex(b"startxref")] + b"startxref\n%d\n%%%%EOF\n" % moved
    assert isinstance(read(content), InvoiceReading) is (name != b"/#45#4")


@pytest.mark.parametrize(
    "content",
    [
        blank_pdf(),
        text_pdf("Facture FA1", "Total TTC : 120,00 EUR"),
        blank_pdf() + b"\n",
        b" \n" + blank_pdf(),
    ],
)
def test_a_print_is_known_to_carry_nothing_with_the_parser_and_without(content: bytes) -> None:
    assert read(content) == Unreadable(UnreadReason.NOTHING_INSIDE)
    # A comment that looks like the name of a file sends it to the parser, which says the same.
    looked_at = content + b"\n%/EF\n"
    assert read(looked_at) == Unreadable(UnreadReason.NOTHING_INSIDE)


def test_a_print_needs_no_parser() -> None:
    """In a process of its own: the parser takes longer to load than the print to read."""
    asked = (
        "import io, sys; from stockage_partage.documents.invoices import invoice_file; "
        "print(invoice_file.read(io.BytesIO(sys.stdin.buffer.read()), 'x.pdf').reason, 'pypdf' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], input=blank_pdf(), capture_output=True, check=True
    )
    assert done.stdout.split() == [b"nothing_inside", b"False"]
