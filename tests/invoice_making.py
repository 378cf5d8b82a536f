"""Invoices made for the tests: the XML of each family, and PDFs that carry it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache

import facturx
import pypdf

V2 = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)
V1 = (
    'xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15"'
)
UBL = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
PROFILES = {
    "minimum": "urn:factur-x.eu:1p0:minimum",
    "basicwl": "urn:factur-x.eu:1p0:basicwl",
    "basic": "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic",
    "en16931": "urn:cen.eu:en16931:2017",
    "extended": "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
}


@dataclass(frozen=True)
class Someone:
    """A party as an invoice names it."""

    name: str
    legal_id: str = ""
    scheme: str = "0002"
    vat: str = ""

    def xml(self, role: str) -> str:
        """The element of that role."""
        legal = (
            "<ram:SpecifiedLegalOrganization>"
            f'<ram:ID schemeID="{self.scheme}">{self.legal_id}</ram:ID>'
            "</ram:SpecifiedLegalOrganization>"
        )
        vat = (
            "<ram:SpecifiedTaxRegistration>"
            f'<ram:ID schemeID="VA">{self.vat}</ram:ID></ram:SpecifiedTaxRegistration>'
        )
        country = (
            "<ram:PostalTradeAddress><ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress>"
        )
        return (
            f"<ram:{role}><ram:Name>{self.name}</ram:Name>{legal if self.legal_id else ''}"
            f"{country}{vat if self.vat else ''}</ram:{role}>"
        )

    def ubl(self, role: str) -> str:
        """The same party in UBL."""
        vat = (
            f"<cac:PartyTaxScheme><cbc:CompanyID>{self.vat}</cbc:CompanyID>"
            "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        )
        legal = f'<cbc:CompanyID schemeID="{self.scheme}">{self.legal_id}</cbc:CompanyID>'
        return (
            f"<cac:{role}><cac:Party><cac:PostalAddress><cac:Country><cbc:IdentificationCode>FR"
            "</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
            f"{vat if self.vat else ''}<cac:PartyLegalEntity><cbc:RegistrationName>{self.name}"
            f"</cbc:RegistrationName>{legal if self.legal_id else ''}</cac:PartyLegalEntity>"
            f"</cac:Party></cac:{role}>"
        )


BIJOU = Someone("BIJOU", "55210055400013", vat="FR40552100554")
CARAT = Someone("Carat S.A.R.L.", "31234567800021", vat="FR11312345678")
BILLO = Someone("Billot &amp; fils", "423456789")


@dataclass(frozen=True)
class Invoice:
    """What is to be said."""

    number: str = "FA00042"
    code: str = "380"
    day: str = "20260315"
    seller: Someone = field(default_factory=lambda: BIJOU)
    buyer: Someone = field(default_factory=lambda: CARAT)
    profile: str = "minimum"

    def xml(self) -> bytes:
        """As Factur-X and ZUGFeRD 2 say it."""
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><rsm:CrossIndustryInvoice {V2}>'
            "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>"
            f"<ram:ID>{PROFILES[self.profile]}</ram:ID>"
            "</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
            f"<rsm:ExchangedDocument>{self._head()}</rsm:ExchangedDocument>"
            "<rsm:SupplyChainTradeTransaction>"
            f"<ram:ApplicableHeaderTradeAgreement>{self._parties()}"
            "</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/>"
            "<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR"
            "</ram:InvoiceCurrencyCode><ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
            "<ram:TaxBasisTotalAmount>100.00</ram:TaxBasisTotalAmount>"
            '<ram:TaxTotalAmount currencyID="EUR">20.00</ram:TaxTotalAmount>'
            "<ram:GrandTotalAmount>120.00</ram:GrandTotalAmount>"
            "<ram:DuePayableAmount>120.00</ram:DuePayableAmount>"
            "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
            "</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction>"
            "</rsm:CrossIndustryInvoice>"
        ).encode()

    def old_xml(self) -> bytes:
        """As ZUGFeRD 1 said it."""
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><rsm:CrossIndustryDocument {V1}>'
            "<rsm:SpecifiedExchangedDocumentContext>"
            "<ram:GuidelineSpecifiedDocumentContextParameter>"
            "<ram:ID>urn:ferd:CrossIndustryDocument:invoice:1p0:comfort</ram:ID>"
            "</ram:GuidelineSpecifiedDocumentContextParameter>"
            "</rsm:SpecifiedExchangedDocumentContext>"
            f"<rsm:HeaderExchangedDocument>{self._head()}</rsm:HeaderExchangedDocument>"
            "<rsm:SpecifiedSupplyChainTradeTransaction>"
            f"<ram:ApplicableSupplyChainTradeAgreement>{self._parties()}"
            "</ram:ApplicableSupplyChainTradeAgreement>"
            "<ram:ApplicableSupplyChainTradeSettlement>"
            "<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>"
            "<ram:SpecifiedTradeSettlementMonetarySummation>"
            '<ram:GrandTotalAmount currencyID="EUR">120.00</ram:GrandTotalAmount>'
            "</ram:SpecifiedTradeSettlementMonetarySummation>"
            "</ram:ApplicableSupplyChainTradeSettlement>"
            "</rsm:SpecifiedSupplyChainTradeTransaction></rsm:CrossIndustryDocument>"
        ).encode()

    def ubl(self) -> bytes:
        """As UBL says it: an invoice, or a credit note for its code."""
        root = "CreditNote" if self.code == "381" else "Invoice"
        day = f"{self.day[:4]}-{self.day[4:6]}-{self.day[6:]}"
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><{root} {UBL.format(root=root)}>'
            f"<cbc:CustomizationID>{PROFILES[self.profile]}</cbc:CustomizationID>"
            f"<cbc:ID>{self.number}</cbc:ID><cbc:IssueDate>{day}</cbc:IssueDate>"
            f"<cbc:{root}TypeCode>{self.code}</cbc:{root}TypeCode>"
            "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
            f"{self.seller.ubl('AccountingSupplierParty')}"
            f"{self.buyer.ubl('AccountingCustomerParty')}"
            '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">20.00</cbc:TaxAmount></cac:TaxTotal>'
            '<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="EUR">100.00'
            '</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">120.00'
            '</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">120.00'
            f"</cbc:PayableAmount></cac:LegalMonetaryTotal></{root}>"
        ).encode()

    def pdf(self) -> bytes:
        """A Factur-X PDF, as the reference library makes it."""
        return _carried(self.xml())

    def _head(self) -> str:
        return (
            f"<ram:ID>{self.number}</ram:ID><ram:TypeCode>{self.code}</ram:TypeCode>"
            f'<ram:IssueDateTime><udt:DateTimeString format="102">{self.day}'
            "</udt:DateTimeString></ram:IssueDateTime>"
        )

    def _parties(self) -> str:
        return self.seller.xml("SellerTradeParty") + self.buyer.xml("BuyerTradeParty")


@cache
def _carried(xml: bytes) -> bytes:
    # Made once: the library writes the hour into it, and two would not have the same bytes.
    made: bytes = facturx.generate_from_binary(blank_pdf(), xml, check_xsd=False)
    return made


@cache
def blank_pdf() -> bytes:
    """One empty page."""
    return written(_with_page())


def pdf_carrying(**attachments: bytes) -> bytes:
    """An empty page with attachments; `__` in a name stands for a dot, `_` for a hyphen."""
    writer = _with_page()
    for name, content in attachments.items():
        writer.add_attachment(name.replace("__", ".").replace("_", "-"), content)
    return written(writer)


def encrypted_pdf(password: str) -> bytes:
    """A PDF that asks for a password."""
    writer = _with_page()
    writer.encrypt(password, algorithm="AES-256")
    return written(writer)


def written(writer: pypdf.PdfWriter) -> bytes:
    """The bytes of a PDF being written."""
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def _with_page() -> pypdf.PdfWriter:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    return writer
