"""Draws an invoice of the demonstration and puts its Factur-X data inside.

    python scripts/example_invoice.py resources/exemple/Facture_FA00042.pdf

Made once and shipped: the demonstration files finished documents, as the suite would print them. The
name of the file tells which of them; the third one is to a customer whom the company does not know.
"""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from facturx import generate_from_binary
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPageSize, QPainter, QPdfWriter, QPen

VAT = Decimal("0.20")


@dataclass(frozen=True)
class Buyer:
    """A customer as an invoice names it."""

    name: str
    siren: str
    street: str
    postcode: str
    town: str


@dataclass(frozen=True)
class Example:
    """One invoice: what was sold to whom. A line is its words, its quantity and its amount in euros."""

    number: str
    issued: date
    buyer: Buyer
    lines: tuple[tuple[str, int, Decimal], ...]

    @property
    def net(self) -> Decimal:
        """Before tax."""
        return sum((amount for _, _, amount in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """At the usual rate."""
        return (self.net * VAT).quantize(Decimal("0.01"))

    @property
    def due(self) -> date:
        """Thirty days later."""
        return self.issued + timedelta(days=30)


EXAMPLES = (
    Example(
        "FA00042",
        date(2026, 3, 17),
        Buyer("Carat Joaillerie", "552100554", "4 quai Saint-Antoine", "69002", "Lyon"),
        (
            ("Bague or gris, saphir 1,2 ct", 1, Decimal("1450.00")),
            ("Collier argent, 45 cm", 3, Decimal("267.00")),
            ("Écrin velours", 4, Decimal("36.00")),
        ),
    ),
    Example(
        "FA00043",
        date(2026, 3, 24),
        Buyer("Diamant vert", "542051180", "18 cours Mirabeau", "13100", "Aix-en-Provence"),
        (
            ("Alliance or jaune, taille 54", 2, Decimal("980.00")),
            ("Boucles d’oreilles perle", 1, Decimal("214.50")),
        ),
    ),
    Example(
        "FA00044",
        date(2026, 3, 31),
        Buyer("Atelier Lapis", "431765204", "7 rue des Orfèvres", "31000", "Toulouse"),
        (
            ("Broche argent, émail bleu", 5, Decimal("425.00")),
            ("Gravure à la main", 5, Decimal("75.00")),
        ),
    ),
)


def xml_of(example: Example) -> str:
    """What the invoice says of itself, in the profile « basic without lines »."""
    buyer, net, tax, total = example.buyer, example.net, example.tax, example.net + example.tax
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
 <rsm:ExchangedDocumentContext>
  <ram:GuidelineSpecifiedDocumentContextParameter>
   <ram:ID>urn:factur-x.eu:1p0:basicwl</ram:ID>
  </ram:GuidelineSpecifiedDocumentContextParameter>
 </rsm:ExchangedDocumentContext>
 <rsm:ExchangedDocument>
  <ram:ID>{example.number}</ram:ID>
  <ram:TypeCode>380</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">{example.issued:%Y%m%d}</udt:DateTimeString></ram:IssueDateTime>
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
    <ram:Name>{buyer.name}</ram:Name>
    <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{buyer.siren}</ram:ID></ram:SpecifiedLegalOrganization>
    <ram:PostalTradeAddress>
     <ram:PostcodeCode>{buyer.postcode}</ram:PostcodeCode><ram:LineOne>{buyer.street}</ram:LineOne>
     <ram:CityName>{buyer.town}</ram:CityName><ram:CountryID>FR</ram:CountryID>
    </ram:PostalTradeAddress>
   </ram:BuyerTradeParty>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery/>
  <ram:ApplicableHeaderTradeSettlement>
   <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:ApplicableTradeTax>
    <ram:CalculatedAmount>{tax}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
    <ram:BasisAmount>{net}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>
    <ram:RateApplicablePercent>20.00</ram:RateApplicablePercent>
   </ram:ApplicableTradeTax>
   <ram:SpecifiedTradePaymentTerms>
    <ram:DueDateDateTime><udt:DateTimeString format="102">{example.due:%Y%m%d}</udt:DateTimeString></ram:DueDateDateTime>
   </ram:SpecifiedTradePaymentTerms>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:LineTotalAmount>{net}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>{net}</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">{tax}</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>{total}</ram:GrandTotalAmount><ram:DuePayableAmount>{total}</ram:DuePayableAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
"""


def draw(example: Example) -> bytes:
    """The printed page, A4."""
    QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    page = QByteArray()
    buffer = QBuffer(page)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(18, 18, 18, 18))
    writer.setResolution(144)
    writer.setTitle(f"Facture {example.number}")
    painter = QPainter(writer)
    _paint(painter, writer.width(), example)
    painter.end()
    buffer.close()
    return bytes(page.data())


def _euros(amount: Decimal) -> str:
    return f"{amount:,.2f} €".replace(",", " ").replace(".", ",")


def _paint(painter: QPainter, width: int, example: Example) -> None:
    buyer = example.buyer

    def text(x: float, y: float, words: str, size: int = 10, bold: bool = False) -> None:
        font = QFont("Noto Sans", size)
        font.setBold(bold)
        painter.setFont(font)
        painter.drawText(QRectF(x, y, width - x, 60), Qt.AlignmentFlag.AlignLeft, words)

    text(0, 0, "BIJOU SA", 18, True)
    text(0, 45, "12 rue de la Paix · 75002 Paris")
    text(0, 68, "SIREN 732 829 320 · TVA FR44 732829320")
    text(0, 150, f"Facture {example.number}", 16, True)
    text(0, 190, f"Date : {example.issued:%d/%m/%Y} · Échéance : {example.due:%d/%m/%Y}")
    text(width * 0.55, 150, buyer.name, 12, True)
    text(width * 0.55, 180, f"{buyer.street} · {buyer.postcode} {buyer.town}")
    painter.setPen(QPen(Qt.GlobalColor.black, 1))
    painter.drawLine(0, 270, width, 270)
    for row, (label, quantity, amount) in enumerate(example.lines):
        y = 285 + 34 * row
        text(0, y, label)
        text(width * 0.62, y, str(quantity))
        text(width * 0.8, y, _euros(amount))
    painter.drawLine(0, 400, width, 400)
    totals = (
        ("Total HT", example.net), ("TVA 20 %", example.tax), ("Total TTC", example.net + example.tax),
    )  # fmt: skip
    for row, (label, amount) in enumerate(totals):
        text(width * 0.62, 415 + 30 * row, label, 10, row == 2)
        text(width * 0.8, 415 + 30 * row, _euros(amount), 10, row == 2)


def main(target: Path) -> None:
    """Writes the invoice."""
    example = next(each for each in EXAMPLES if each.number in target.name)
    made = generate_from_binary(
        draw(example), xml_of(example).encode(), flavor="factur-x", level="basicwl", lang="fr-FR"
    )
    target.write_bytes(io.BytesIO(made).getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
