"""Invoices and credit notes in UBL say what they say in CII, whoever's variant they are; bare or in an envelope."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pdf_with_files import Carried, pdf_of

from invoice_making import PROFILES, Invoice, Someone
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import (
    InvoiceReading,
    InvoiceType,
    Unreadable,
    UnreadReason,
    recalled,
)

HEADER = "urn:un:unece:cefact:namespaces:StandardBusinessDocumentHeader"


def read(content: bytes) -> InvoiceReading | Unreadable:
    return invoice_file.read(io.BytesIO(content), "x.xml")


def understood(content: bytes) -> InvoiceReading:
    answer = read(content)
    assert isinstance(answer, InvoiceReading), answer
    assert recalled(answer.as_text()) == answer
    return answer


def bare(xml: bytes) -> bytes:
    return xml[xml.index(b"?>") + 2 :]


def in_an_envelope(*documents: bytes) -> bytes:
    inside = b"".join(map(bare, documents))
    return (
        f'<?xml version="1.0"?><StandardBusinessDocument xmlns="{HEADER}">'
        "<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion><DocumentIdentification>"
        "<Type>Invoice</Type></DocumentIdentification></StandardBusinessDocumentHeader>"
    ).encode() + inside + b"</StandardBusinessDocument>"  # fmt: skip


def unified(reading: InvoiceReading) -> InvoiceReading:
    """Without the two words for one scheme: VAT numbers are `VAT` in UBL, `VA` in CII."""
    parties = (
        replace(party, identifiers=tuple(each.replace("VAT:", "VA:") for each in party.identifiers))
        for party in (reading.seller, reading.buyer)
    )
    seller, buyer = parties
    return replace(reading, seller=seller, buyer=buyer)


@pytest.mark.parametrize("code", ["380", "381", "384", "386", "389", "326"])
@pytest.mark.parametrize("profile", PROFILES)
def test_both_syntaxes_say_the_same(code: str, profile: str) -> None:
    invoice = Invoice(code=code, profile=profile)
    assert unified(understood(invoice.ubl())) == understood(invoice.xml())


@pytest.mark.parametrize("xml", [Invoice().xml(), Invoice().ubl(), Invoice(code="381").ubl()])
def test_an_envelope_is_opened(xml: bytes) -> None:
    assert understood(in_an_envelope(xml)) == understood(xml)
    assert understood(in_an_envelope(b"<?xml?><other/>", xml)) == understood(xml)


def test_an_envelope_with_several_invoices_or_none_is_said() -> None:
    both = in_an_envelope(Invoice("A").ubl(), Invoice("B").xml())
    assert read(both) == Unreadable(UnreadReason.SEVERAL)
    assert read(in_an_envelope()) == Unreadable(UnreadReason.ENVELOPE)
    deeper = b"<other>" + bare(Invoice().ubl()) + b"</other>"
    assert read(in_an_envelope(b"<?xml?>" + deeper)) == Unreadable(UnreadReason.ENVELOPE)


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("said", ["/Data", "/Alternative", ""])
def test_ubl_inside_a_pdf_is_read(wrapped: bool, said: str) -> None:
    xml = Invoice().ubl()
    content = in_an_envelope(xml) if wrapped else xml
    assert understood(pdf_of(Carried(content, "facture.xml", said))) == understood(xml)


def test_an_invoice_of_another_namespace_is_none() -> None:
    assert read(b"<?xml version='1.0'?><Invoice><ID>1</ID></Invoice>") == Unreadable(
        UnreadReason.OTHER_XML
    )


def test_bare_ubl_is_known_without_declaration_or_name() -> None:
    content = bare(Invoice().ubl())
    assert isinstance(invoice_file.read(io.BytesIO(content), "facture"), InvoiceReading)


# --- what only UBL can say -----------------------------------------------------------------------


ORDINARY = Invoice()


def ubl(old: str, new: str, invoice: Invoice = ORDINARY) -> InvoiceReading:
    xml = invoice.ubl().decode()
    assert old in xml
    return understood(xml.replace(old, new, 1).encode())


CREDIT = Invoice(code="381")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("", InvoiceType.CREDIT_NOTE),
        ("381", InvoiceType.CREDIT_NOTE),
        ("261", InvoiceType.SELF_BILLED_CREDIT_NOTE),
        ("380", None),
        ("999", None),
    ],
)
def test_a_credit_note_is_one_by_its_root_and_contradicted_by_no_code(
    code: str, kind: InvoiceType | None
) -> None:
    said = "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>"
    assert ubl(said, said.replace("381", code), CREDIT).document_type is kind


def test_an_invoice_without_a_code_does_not_say_its_type() -> None:
    said = "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"
    assert ubl(said, "").document_type is None


@pytest.mark.parametrize("text", ["2026-03-15", "2026-03-15Z", "2026-03-15+01:00"])
def test_a_day_may_have_a_zone(text: str) -> None:
    assert ubl("2026-03-15", text).date == date(2026, 3, 15)


def test_days_below_the_head_are_not_that_of_the_invoice() -> None:
    reference = (
        "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>FA1</cbc:ID>"
        "<cbc:IssueDate>2025-01-31</cbc:IssueDate></cac:InvoiceDocumentReference>"
        "</cac:BillingReference><cac:AccountingSupplierParty>"
    )
    reading = ubl("<cac:AccountingSupplierParty>", reference)
    assert (reading.number, reading.date) == ("FA00042", date(2026, 3, 15))
    assert reading.preceding == ("FA1",)


def test_where_to_pay_is_read() -> None:
    means = (
        "<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>"
        "<cac:PayeeFinancialAccount><cbc:ID>FR76 3000 4000 0312 3456 7890 143</cbc:ID>"
        "</cac:PayeeFinancialAccount></cac:PaymentMeans><cac:TaxTotal>"
    )
    assert ubl("<cac:TaxTotal>", means).accounts == ("FR7630004000031234567890143",)


def test_the_same_is_read_of_cii() -> None:
    more = (
        "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode>"
        "<ram:PayeePartyCreditorFinancialAccount><ram:IBANID>FR7630004000031234567890143"
        "</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>"
        "</ram:SpecifiedTradeSettlementPaymentMeans>"
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
    )
    before = "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
    after = "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
    preceding = (
        "<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>FA1</ram:IssuerAssignedID>"
        "</ram:InvoiceReferencedDocument>"
    )
    xml = Invoice().xml().decode().replace(before, more).replace(after, after + preceding)
    reading = understood(xml.encode())
    assert reading.accounts == ("FR7630004000031234567890143",)
    assert reading.preceding == ("FA1",)


def test_vat_in_two_currencies_is_that_of_the_total() -> None:
    other = '<cac:TaxTotal><cbc:TaxAmount currencyID="USD">22.00</cbc:TaxAmount></cac:TaxTotal>'
    reading = ubl("<cac:TaxTotal>", other + "<cac:TaxTotal>")
    assert (reading.tax, reading.total) == (Decimal("20.00"), Decimal("120.00"))


ENDPOINT = (
    '<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID schemeID="{}">{}</cbc:EndpointID>'
)
IDENTIFIED = (
    '<cac:AccountingSupplierParty><cac:Party><cac:PartyIdentification><cbc:ID schemeID="{}">{}'
    "</cbc:ID></cac:PartyIdentification>"
)


@pytest.mark.parametrize(
    ("said", "scheme", "value", "siren", "siret"),
    [
        (ENDPOINT, "0225", "552100554", "552100554", None),
        (ENDPOINT, "0225", "552100554_55210055400013", "552100554", "55210055400013"),
        (ENDPOINT, "0009", "55210055400013", "552100554", "55210055400013"),
        (ENDPOINT, "9957", "FR10552100554", "552100554", None),
        (ENDPOINT, "0088", "5521005540000", None, None),
        (IDENTIFIED, "0002", "552100554", "552100554", None),
        (IDENTIFIED, "0009", "55210055400013", "552100554", "55210055400013"),
        (IDENTIFIED, "SEPA", "552100554", None, None),
        (IDENTIFIED, "0088", "5521005540000", None, None),
    ],
)
def test_a_party_is_known_by_any_of_its_numbers(
    said: str, scheme: str, value: str, siren: str | None, siret: str | None
) -> None:
    whole = said.format(scheme, value)
    start = "<cac:AccountingSupplierParty><cac:Party>"
    party = ubl(start, whole, Invoice(seller=Someone("Untel"))).seller
    assert (party.siren, party.siret) == (siren, siret)
    assert (f"{scheme}:{value}" in party.identifiers) is (scheme != "SEPA")


def test_a_tax_number_that_is_none_of_vat_is_not_taken_for_one() -> None:
    tax = (
        "<cac:PartyTaxScheme><cbc:CompanyID>FR10552100554</cbc:CompanyID><cac:TaxScheme>"
        "<cbc:ID>LOC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>"
    )
    party = ubl("<cac:PartyLegalEntity>", tax, Invoice(seller=Someone("Untel"))).seller
    assert (party.vat, party.siren) == (None, None)


@pytest.mark.parametrize(
    ("country", "siren", "other"), [("FR", "552100554", None), ("NO", None, "NO:552100554")]
)
def test_nine_digits_without_a_scheme_are_those_of_the_country(
    country: str, siren: str | None, other: str | None
) -> None:
    xml = Invoice(seller=Someone("Untel", "552100554")).ubl().decode()
    xml = xml.replace(' schemeID="0002"', "", 1)
    party = understood(xml.replace(">FR</cbc:Iden", f">{country}</cbc:Iden", 1).encode()).seller
    assert (party.siren, party.other) == (siren, other)


def test_a_trade_name_stands_for_a_missing_name() -> None:
    named = (
        "<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Enseigne</cbc:Name>"
        "</cac:PartyName>"
    )
    start = "<cac:AccountingSupplierParty><cac:Party>"
    assert ubl(start, named).seller.name == "BIJOU"
    assert ubl(start, named, Invoice(seller=Someone(""))).seller.name == "Enseigne"


@pytest.mark.parametrize(
    ("urn", "profile"),
    [
        ("urn:cen.eu:en16931:2017", "en16931"),
        (
            "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
            "peppol",
        ),
        (
            "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
            "xrechnung_3.0",
        ),
        (
            "urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr",
            "extended-ctc-fr",
        ),
    ],
)
def test_the_variant_is_read(urn: str, profile: str) -> None:
    assert ubl(PROFILES["minimum"], urn).profile == profile


def test_a_readable_form_is_seen() -> None:
    attached = (
        "<cac:AdditionalDocumentReference><cbc:ID>LISIBLE</cbc:ID>"
        "</cac:AdditionalDocumentReference><cac:AccountingSupplierParty>"
    )
    assert ubl("<cac:AccountingSupplierParty>", attached).has_readable_form
