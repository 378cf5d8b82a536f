"""Draws the demonstration's invoice and puts its Factur-X data inside.

    python scripts/example_invoice.py resources/exemple/Facture_FA00042.pdf

Made once and shipped: the demonstration files a finished document, as the suite would print it.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from facturx import generate_from_binary
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPageSize, QPainter, QPdfWriter, QPen

NUMBER = "FA00042"
LINES = (
    ("Bague or gris, saphir 1,2 ct", "1", "1 450,00"),
    ("Collier argent, 45 cm", "3", "267,00"),
    ("Écrin velours", "4", "36,00"),
)
NET, TAX, TOTAL = "1753.00", "350.60", "2103.60"

XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
 <rsm:ExchangedDocumentContext>
  <ram:GuidelineSpecifiedDocumentContextParameter>
   <ram:ID>urn:factur-x.eu:1p0:basicwl</ram:ID>
  </ram:GuidelineSpecifiedDocumentContextParameter>
 </rsm:ExchangedDocumentContext>
 <rsm:ExchangedDocument>
  <ram:ID>{NUMBER}</ram:ID>
  <ram:TypeCode>380</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">20260317</udt:DateTimeString></ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:ApplicableHeaderTradeAgreement>
   <ram:SellerTradeParty>
    <ram:Name>BIJOU SA</ram:Name>
    <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">732829320</ram:ID></ram:SpecifiedLegalOrganization>
    <ram:PostalTradeAddress>
     <ram:PostcodeCode>75002</ram:PostcodeCode><ram:LineOne>12 rue de la Paix</ram:LineOne>
     <ram:CityName>Paris</ram:CityName><ram:CountryID>FR</ram:CountryID>
    </ram:PostalTradeAddress>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">FR44732829320</ram:ID></ram:SpecifiedTaxRegistration>
   </ram:SellerTradeParty>
   <ram:BuyerTradeParty>
    <ram:Name>Carat Joaillerie</ram:Name>
    <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">552100554</ram:ID></ram:SpecifiedLegalOrganization>
    <ram:PostalTradeAddress>
     <ram:PostcodeCode>69002</ram:PostcodeCode><ram:LineOne>4 quai Saint-Antoine</ram:LineOne>
     <ram:CityName>Lyon</ram:CityName><ram:CountryID>FR</ram:CountryID>
    </ram:PostalTradeAddress>
   </ram:BuyerTradeParty>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery/>
  <ram:ApplicableHeaderTradeSettlement>
   <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:ApplicableTradeTax>
    <ram:CalculatedAmount>{TAX}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
    <ram:BasisAmount>{NET}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>
    <ram:RateApplicablePercent>20.00</ram:RateApplicablePercent>
   </ram:ApplicableTradeTax>
   <ram:SpecifiedTradePaymentTerms>
    <ram:DueDateDateTime><udt:DateTimeString format="102">20260416</udt:DateTimeString></ram:DueDateDateTime>
   </ram:SpecifiedTradePaymentTerms>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:LineTotalAmount>{NET}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>{NET}</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">{TAX}</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>{TOTAL}</ram:GrandTotalAmount><ram:DuePayableAmount>{TOTAL}</ram:DuePayableAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
"""


def draw() -> bytes:
    """The printed page, A4."""
    QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    page = QByteArray()
    buffer = QBuffer(page)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(18, 18, 18, 18))
    writer.setResolution(144)
    writer.setTitle(f"Facture {NUMBER}")
    painter = QPainter(writer)
    _paint(painter, writer.width())
    painter.end()
    buffer.close()
    return bytes(page.data())


def _paint(painter: QPainter, width: int) -> None:
    def text(x: float, y: float, words: str, size: int = 10, bold: bool = False) -> None:
        font = QFont("Noto Sans", size)
        font.setBold(bold)
        painter.setFont(font)
        painter.drawText(QRectF(x, y, width - x, 60), Qt.AlignmentFlag.AlignLeft, words)

    text(0, 0, "BIJOU SA", 18, True)
    text(0, 45, "12 rue de la Paix · 75002 Paris")
    text(0, 68, "SIREN 732 829 320 · TVA FR44 732829320")
    text(0, 150, f"Facture {NUMBER}", 16, True)
    text(0, 190, "Date : 17/03/2026 · Échéance : 16/04/2026")
    text(width * 0.55, 150, "Carat Joaillerie", 12, True)
    text(width * 0.55, 180, "4 quai Saint-Antoine · 69002 Lyon")
    painter.setPen(QPen(Qt.GlobalColor.black, 1))
    painter.drawLine(0, 270, width, 270)
    for row, (label, quantity, amount) in enumerate(LINES):
        y = 285 + 34 * row
        text(0, y, label)
        text(width * 0.62, y, quantity)
        text(width * 0.8, y, f"{amount} €")
    painter.drawLine(0, 400, width, 400)
    for row, (label, amount) in enumerate(
        (("Total HT", "1 753,00"), ("TVA 20 %", "350,60"), ("Total TTC", "2 103,60"))
    ):
        text(width * 0.62, 415 + 30 * row, label, 10, row == 2)
        text(width * 0.8, 415 + 30 * row, f"{amount} €", 10, row == 2)


def main(target: Path) -> None:
    """Writes the invoice."""
    made = generate_from_binary(
        draw(), XML.encode(), flavor="factur-x", level="basicwl", lang="fr-FR"
    )
    target.write_bytes(io.BytesIO(made).getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
