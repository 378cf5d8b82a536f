"""What an invoice says of itself is read, in every family and profile."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from invoice_making import BIJOU, PROFILES, Invoice, Someone, blank_pdf, pdf_carrying
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import (
    TYPE_CODES,
    InvoiceParty,
    InvoiceReading,
    InvoiceType,
    Unreadable,
    UnreadReason,
    recalled,
)

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


def read(content: bytes, name: str = "x.pdf") -> InvoiceReading | Unreadable:
    return invoice_file.read(io.BytesIO(content), name)


def understood(content: bytes, name: str = "x.pdf") -> InvoiceReading:
    answer = read(content, name)
    assert isinstance(answer, InvoiceReading), answer
    return answer


@pytest.mark.parametrize("profile", PROFILES)
def test_a_factur_x_pdf_of_any_profile_is_read(profile: str) -> None:
    reading = understood(Invoice(profile=profile).pdf())
    assert reading == InvoiceReading(
        InvoiceType.INVOICE,
        "FA00042",
        date(2026, 3, 15),
        InvoiceParty(
            *("BIJOU", "552100554", "55210055400013", "FR40552100554", None),
            ("0002:55210055400013", "VA:FR40552100554"),
        ),
        InvoiceParty(
            *("Carat S.A.R.L.", "312345678", "31234567800021", "FR11312345678", None),
            ("0002:31234567800021", "VA:FR11312345678"),
        ),
        "EUR",
        Decimal("120.00"),
        profile,
        net=Decimal("100.00"),
        tax=Decimal("20.00"),
        payable=Decimal("120.00"),
    )
    assert reading.cents == 12000


def test_a_zugferd_1_pdf_is_read() -> None:
    content = pdf_carrying(ZUGFeRD_invoice__xml=Invoice("RE-20170509/505").old_xml())
    reading = understood(content)
    assert (reading.number, reading.profile) == ("RE-20170509/505", "comfort")
    assert reading.seller.siren == "552100554"


def test_bare_xml_is_read_whatever_its_name() -> None:
    xml = Invoice().xml()
    assert understood(xml, "facture.xml") == understood(xml, "facture.dat")


def test_xml_in_another_encoding_is_read() -> None:
    invoice = Invoice(buyer=Someone("Société Générâle"))
    for encoding in ("utf-16", "iso-8859-1"):
        text = invoice.xml().decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
        assert understood(text.encode(encoding)).buyer.name == "Société Générâle"


@pytest.mark.parametrize(("code", "kind"), TYPE_CODES.items())
def test_every_type_has_its_word(code: str, kind: InvoiceType) -> None:
    assert understood(Invoice(code=code).xml()).document_type is kind


def test_a_type_nobody_knows_is_another_one() -> None:
    assert understood(Invoice(code="999").xml()).document_type is InvoiceType.OTHER


@pytest.mark.parametrize(
    ("someone", "siren", "siret"),
    [
        (Someone("A", "552100554"), "552100554", None),
        (Someone("A", "552 100 554 00013"), "552100554", "55210055400013"),
        (Someone("A", "55210055400013", "0009"), "552100554", "55210055400013"),
        (Someone("A", vat="FR 40 552 100 554"), "552100554", None),
        (Someone("A", vat="DE136695976"), None, None),
        (Someone("A", "1234567890123", "0088"), None, None),
        (Someone("A", "HRB 55210055", "0002"), None, None),
        (Someone("A"), None, None),
    ],
)
def test_the_siren_comes_from_whatever_holds_it(
    someone: Someone, siren: str | None, siret: str | None
) -> None:
    party = understood(Invoice(buyer=someone).xml()).buyer
    assert (party.siren, party.siret) == (siren, siret)


def test_the_attachment_with_the_usual_name_comes_first() -> None:
    content = pdf_carrying(
        annexe__xml=Invoice("AUTRE").xml(), factur_x__xml=Invoice("LABONNE").xml()
    )
    assert understood(content).number == "LABONNE"


def test_an_unreadable_attachment_does_not_hide_a_good_one() -> None:
    content = pdf_carrying(factur_x__xml=b"<broken", xrechnung__xml=Invoice().xml())
    assert understood(content).number == "FA00042"


def test_an_ordinary_pdf_says_nothing_of_itself() -> None:
    assert read(blank_pdf()) == Unreadable(UnreadReason.NOTHING_INSIDE)


@pytest.mark.parametrize(
    ("invoice", "lacks"),
    [
        (Invoice(number=""), "numero"),
        (Invoice(code=""), "type"),
        (Invoice(day=""), "date"),
        (Invoice(day="20261399"), "date"),
        (Invoice(day="18000101"), "date"),
    ],
)
def test_what_an_invoice_does_not_say_hides_nothing_of_the_rest(
    invoice: Invoice, lacks: str
) -> None:
    said = understood(Invoice().xml()).as_object()
    reading = understood(invoice.xml())
    assert reading.as_object() == said | {lacks: None}
    assert recalled(reading.as_text()) == reading


def test_an_invoice_without_number_type_and_date_is_incomplete() -> None:
    invoice = Invoice(number="", code="", day="")
    assert read(invoice.xml()) == Unreadable(UnreadReason.INCOMPLETE)


def test_the_line_for_the_database_holds_the_object_of_the_command_line() -> None:
    reading = understood(Invoice(seller=BIJOU).xml())
    assert reading.as_text().startswith(
        '{"type": "facture", "numero": "FA00042", "date": "2026-03-15", '
        '"vendeur": "BIJOU", "acheteur": "Carat S.A.R.L.", '
    )


@pytest.mark.parametrize("invoice", [Invoice(), Invoice(seller=Someone("A")), Invoice(code="999")])
def test_what_the_database_keeps_of_an_invoice_is_all_that_was_read(invoice: Invoice) -> None:
    reading = understood(invoice.xml())
    assert recalled(reading.as_text()) == reading


@pytest.mark.parametrize("reason", sorted(set(UnreadReason) - {UnreadReason.LIFE_CYCLE}))
def test_why_a_file_said_nothing_is_kept_too(reason: UnreadReason) -> None:
    assert recalled(Unreadable(reason).as_text()) == Unreadable(reason)


def test_a_message_of_which_an_earlier_version_kept_the_reason_alone_is_read_again() -> None:
    assert recalled(Unreadable(UnreadReason.LIFE_CYCLE).as_text()) is None


@pytest.mark.parametrize(
    "kept",
    [
        *(None, "", "null", "[]", "{}", "3", '{"illisible": "autre"}', "{"),
        '{"type": "facture", "numero": "F1", "date": "2026-03-15", "vendeur": "A", "acheteur": "B"}',
        '{"type": "facture", "numero": "F1", "date": "hier", "vendeur": "A", "acheteur": "B", '
        '"vendeur_numeros": 3}',
    ],
)
def test_what_is_no_whole_reading_is_read_again(kept: str | None) -> None:
    assert recalled(kept) is None


@pytest.mark.parametrize("amount", ["NaN", "1E+400", "12,50", "", "1.005"])
def test_an_odd_amount_is_left_out(amount: str) -> None:
    xml = Invoice().xml().replace(b">120.00</ram:Grand", f">{amount}</ram:Grand".encode())
    assert understood(xml).cents is None


@pytest.mark.shared
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples beside the repository are not there")
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (
            "Facture_FR_BASICWL.pdf",
            ("facture", "FA-2017-0010", "2017-11-13", "Au bon moulin", "Ma jolie boutique"),
        ),
        (
            "Avoir_FR_type381_BASIC.pdf",
            ("avoir", "AV-2017-0005", "2017-11-16", "Au bon moulin", "Ma jolie boutique"),
        ),
        (
            "Facture_UE_MINIMUM.pdf",
            ("facture", "FA-2017-0008", "2017-11-03", "Au bon moulin", "Me gusta olive"),
        ),
        (
            "MustangGnuaccountingBeispielRE-20170509_505.pdf",
            ("facture", "RE-20170509/505", "2017-05-09", "Bei Spiel GmbH", "Theodor Est"),
        ),
    ],
)
def test_other_peoples_invoices_are_read(file: str, expected: tuple[str, ...]) -> None:
    with (SAMPLES / file).open("rb") as content:
        reading = invoice_file.read(content, file)
    assert isinstance(reading, InvoiceReading)
    assert tuple(reading.as_object().values()) == expected


@pytest.mark.shared
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples beside the repository are not there")
def test_the_sample_that_no_parser_accepts_is_refused_with_its_reason() -> None:
    with (SAMPLES / "factur-x-invalid-xml-encoding-attribute.pdf").open("rb") as content:
        assert invoice_file.read(content) == Unreadable(UnreadReason.BROKEN_XML)
