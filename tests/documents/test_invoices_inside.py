"""Every invoice inside a PDF is found, and none is taken because it comes first."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pdf_with_files import Carried, pdf_of

from invoice_making import Invoice
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import InvoiceReading, Unreadable, UnreadReason

MAIN, OLD = Invoice("MAIN"), Invoice("OLD")
TRUNCATED = MAIN.xml()[:-60]


def answer(*files: Carried, depth: int = 0) -> str | UnreadReason:
    """The number that is read, or why none is."""
    found = invoice_file.read(io.BytesIO(pdf_of(*files, depth=depth)))
    return found.number if isinstance(found, InvoiceReading) else found.reason


def main(content: bytes = MAIN.xml(), name: str = "factur-x.xml", said: str = "/Data") -> Carried:
    return Carried(content, name, said)


@pytest.mark.parametrize("hung", ["names", "af", "page_af", "annotation", "annotation_af"])
@pytest.mark.parametrize("said", ["", "/Data", "/Alternative", "/Source", "/Unspecified"])
def test_an_invoice_is_found_wherever_it_hangs(hung: str, said: str) -> None:
    assert answer(Carried(MAIN.xml(), "x", said, hung)) == "MAIN"


@pytest.mark.parametrize("depth", [1, 2, 5, 60])
def test_the_tree_of_names_is_followed_to_its_leaves(depth: int) -> None:
    assert answer(Carried(MAIN.xml(), key="000"), depth=depth) == "MAIN"


@pytest.mark.parametrize(
    "name",
    [
        "factur-x.xml\0",
        "FACTUR-X.XML ",
        "facture",
        "facture.dat",
        "",
        "factur-x.xml.txt",
        "ZUGFeRD",
    ],
)
def test_a_name_hides_no_invoice(name: str) -> None:
    assert answer(Carried(MAIN.xml(), name)) == "MAIN"


@pytest.mark.parametrize("padding", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", b"\0\0"])
def test_padding_is_no_part_of_it(padding: bytes) -> None:
    assert answer(Carried(padding + MAIN.xml() + b"\0\0\r\n\x1a")) == "MAIN"
    bare = invoice_file.read(io.BytesIO(padding + MAIN.xml() + b"\n\0\0"), "x.xml")
    assert isinstance(bare, InvoiceReading)


@pytest.mark.parametrize("before", [b"\n" * 3000, b"\0" * 5000, b"X-Header: yes\r\n\r\n"])
@pytest.mark.parametrize("after", [b"\0" * 100_000, b"\r\n</html>\r\n"])
def test_a_pdf_may_be_padded_too(before: bytes, after: bytes) -> None:
    found = invoice_file.read(io.BytesIO(before + pdf_of(main()) + after))
    assert isinstance(found, InvoiceReading)


def test_two_invoices_one_after_the_other_are_none() -> None:
    both = MAIN.xml() + b"\n" + OLD.xml()
    assert invoice_file.read(io.BytesIO(both), "x.xml") == Unreadable(UnreadReason.BROKEN_XML)


# --- which one -----------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [1, -1])
def test_a_supplement_is_never_the_invoice(order: int) -> None:
    old = main(OLD.xml(), "origine.xml", "/Supplement")
    for first, expected in (
        (main(), "MAIN"),
        (main(TRUNCATED), UnreadReason.BROKEN_XML),
        (main(MAIN.ubl(), "xrechnung.xml", "/Alternative"), "MAIN"),
        (main(b"<other/>"), UnreadReason.ANNEX),
    ):
        assert answer(*(first, old)[::order]) == expected
    assert answer(old) == UnreadReason.ANNEX


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (main(), main(OLD.xml(), "zugferd-invoice.xml")),
        (main(), main(OLD.xml(), "x.xml", "/Alternative")),
        (main(said=""), main(OLD.xml(), "factur-x_1.xml", "")),
        (main(said=""), main(OLD.xml(), "Factur-X (2).xml", "")),
        (main(name="a.xml", said=""), main(OLD.xml(), "b.xml", "")),
        (main(), main(OLD.ubl(), "xrechnung.xml")),
    ],
)
def test_two_that_claim_to_be_it_and_disagree_are_said(
    one: Carried, other: Carried, order: int
) -> None:
    assert answer(*(one, other)[::order]) == UnreadReason.SEVERAL


@pytest.mark.parametrize(
    "differs",
    [
        {"number": "OTHER"},
        {"code": "381"},
        {"day": "20260401"},
        {"seller": replace(MAIN.seller, legal_id="31234567800021", vat="")},
    ],
)
def test_to_disagree_is_to_differ_in_what_files_the_invoice(differs: dict[str, object]) -> None:
    other = replace(MAIN, **differs)  # type: ignore[arg-type]  # the facts of an invoice
    assert answer(main(), main(other.xml(), "x.xml")) == UnreadReason.SEVERAL
    dearer = MAIN.xml().replace(b">120.00</ram:Grand", b">121.00</ram:Grand")
    assert answer(main(), main(dearer, "x.xml")) == UnreadReason.SEVERAL


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_that_agree_the_richer_profile_is_read(order: int) -> None:
    rich = replace(MAIN, profile="extended")
    files = (main(), main(rich.xml(), "riche.xml", "/Alternative"))
    found = invoice_file.read(io.BytesIO(pdf_of(*files[::order])))
    assert isinstance(found, InvoiceReading)
    assert found.profile == "extended"


@pytest.mark.parametrize("order", [1, -1])
def test_one_invoice_in_both_syntaxes_is_one(order: int) -> None:
    assert answer(*(main(), main(MAIN.ubl(), "ubl.xml", "/Alternative"))[::order]) == "MAIN"


def test_the_same_file_named_in_several_places_is_one() -> None:
    files = [replace(main(), hung=hung) for hung in ("names", "af", "page_af", "annotation")]
    assert answer(*files) == "MAIN"


def test_other_files_are_no_reason_to_wait() -> None:
    others = [
        Carried(b"\x89PNG" + bytes(2000), "logo.png", "/Data"),
        Carried(b"PK\x03\x04", "temps.xlsx", "/Supplement"),
        Carried(b"<suivi/>", "suivi.xml", "/Data"),
    ]
    assert answer(*others, main()) == "MAIN"
    assert answer(*others) == UnreadReason.OTHER_XML
    assert answer(*others[:2]) == UnreadReason.NOTHING_INSIDE
