"""The business terms of EN 16931, and where each stands in CII and in UBL: the one table that readers follow.

A row of `_TABLE` has a code, the place in CII and the place in UBL, both below the group that it is indented
under. `,` separates places that mean the same; `.` is the group itself; nothing means that the syntax has no
place for it. `A[B/C=d]` is an element A of which B/C says d, `A[@b=c]` one whose attribute says so. Names are
short: `SHORT` gives those of each family, so that ZUGFeRD 1, Factur-X and CII D22B, or UBL invoices and credit
notes, are one. Codes are those of EN 16931-1 and of the French extension (EXT-FR-FE, XP Z12-012); a group
that has none is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stockage_partage.documents.invoices.party_terms import PARTIES, PARTY_TERMS


class Syntax(StrEnum):
    """The ways of writing an invoice that are read."""

    CII = "cii"  # Factur-X, ZUGFeRD 1 and 2 too
    UBL = "ubl"  # invoices and credit notes


#: What an element is called in the table, by its name in a document.
SHORT: Mapping[Syntax, Mapping[str, str]] = {
    Syntax.CII: {
        "ExchangedDocumentContext": "Context",
        "SpecifiedExchangedDocumentContext": "Context",
        "ExchangedDocument": "Document",
        "HeaderExchangedDocument": "Document",
        "SupplyChainTradeTransaction": "Trade",
        "SpecifiedSupplyChainTradeTransaction": "Trade",
        **{
            f"{beginning}Trade{part}": part
            for part in ("Agreement", "Delivery", "Settlement")
            for beginning in (
                *("ApplicableHeader", "ApplicableSupplyChain"),
                *("SpecifiedLine", "SpecifiedSupplyChain"),
            )
        },
        "IncludedSupplyChainTradeLineItem": "Line",
        **{
            f"SpecifiedTradeSettlement{part}MonetarySummation": "Totals"
            for part in ("", "Header", "Line")
        },
        "ApplicablePercent": "RateApplicablePercent",
    },
    Syntax.UBL: {
        "InvoiceLine": "Line",
        "CreditNoteLine": "Line",
        "InvoicedQuantity": "Quantity",
        "CreditedQuantity": "Quantity",
        "InvoiceTypeCode": "TypeCode",
        "CreditNoteTypeCode": "TypeCode",
    },
}
#: Elements of CII that only wrap the value of the one they are in.
WRAPPERS = ("DateTimeString", "DateString", "DateTime", "Date", "Indicator", "IndicatorString")


@dataclass(frozen=True, slots=True)
class Step:
    """One element on the way. `told_by`, where not empty, must say `value`: elements below it, or `@name`."""

    name: str
    told_by: tuple[str, ...] = ()
    value: str = ""


#: From a group down to a value; empty for the group itself.
Place = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A business term, or a group with those `below` it, and its places in each syntax.

    `word`: what it is called by where that is the same for several codes (`name` of any party).
    """

    code: str
    word: str
    places: Mapping[Syntax, tuple[Place, ...]]
    below: tuple[Term, ...] = ()


#: The head of an invoice, above its parties.
_HEAD = """
BG-0 | . | .
  BT-1 | Document/ID | ID
  document_name | Document/Name |
  BT-3 | Document/TypeCode | TypeCode
  BT-2 | Document/IssueDateTime | IssueDate
  issue_time | | IssueTime
  BT-9 | Settlement/SpecifiedTradePaymentTerms/DueDateDateTime | DueDate,PaymentMeans/PaymentDueDate
  BT-5 | Settlement/InvoiceCurrencyCode | DocumentCurrencyCode
  BT-6 | Settlement/TaxCurrencyCode | TaxCurrencyCode
  BT-7 | Settlement/ApplicableTradeTax/TaxPointDate | TaxPointDate
  BT-8 | Settlement/ApplicableTradeTax/DueDateTypeCode | InvoicePeriod/DescriptionCode
  BT-23 | Context/BusinessProcessSpecifiedDocumentContextParameter/ID | ProfileID
  BT-24 | Context/GuidelineSpecifiedDocumentContextParameter/ID | CustomizationID
  version | | UBLVersionID
  test | Context/TestIndicator |
  copy | Document/CopyIndicator | CopyIndicator
references | . | .
  BT-10 | Agreement/BuyerReference | BuyerReference
  BT-11 | Agreement/SpecifiedProcuringProject/ID | ProjectReference/ID,AdditionalDocumentReference[DocumentTypeCode=50]/ID
  BT-11-0 | Agreement/SpecifiedProcuringProject/Name |
  BT-12 | Agreement/ContractReferencedDocument/IssuerAssignedID,Agreement/ContractReferencedDocument/ID | ContractDocumentReference/ID
  EXT-FR-FE-01 | Agreement/ContractReferencedDocument/ReferenceTypeCode | ContractDocumentReference/DocumentType
  EXT-FR-FE-199 | Agreement/ContractReferencedDocument/FormattedIssueDateTime | ContractDocumentReference/IssueDate
  BT-13 | Agreement/BuyerOrderReferencedDocument/IssuerAssignedID,Agreement/BuyerOrderReferencedDocument/ID | OrderReference/ID
  EXT-FR-FE-197 | Agreement/BuyerOrderReferencedDocument/FormattedIssueDateTime,Agreement/BuyerOrderReferencedDocument/IssueDateTime | OrderReference/IssueDate
  BT-14 | Agreement/SellerOrderReferencedDocument/IssuerAssignedID | OrderReference/SalesOrderID
  BT-15 | Delivery/ReceivingAdviceReferencedDocument/IssuerAssignedID | ReceiptDocumentReference/ID
  BT-16 | Delivery/DespatchAdviceReferencedDocument/IssuerAssignedID | DespatchDocumentReference/ID
  EXT-FR-FE-198 | Delivery/DespatchAdviceReferencedDocument/FormattedIssueDateTime | DespatchDocumentReference/IssueDate
  delivery_note | Delivery/DeliveryNoteReferencedDocument/IssuerAssignedID,Delivery/DeliveryNoteReferencedDocument/ID |
  BT-17 | Agreement/AdditionalReferencedDocument[TypeCode=50]/IssuerAssignedID | OriginatorDocumentReference/ID
  BT-18 | Agreement/AdditionalReferencedDocument[TypeCode=130]/IssuerAssignedID | AdditionalDocumentReference[DocumentTypeCode=130]/ID
  BT-19 | Settlement/ReceivableSpecifiedTradeAccountingAccount/ID | AccountingCost
  EXT-FR-FE-185 | Agreement/ApplicableTradeDeliveryTerms/DeliveryTypeCode | DeliveryTerms/ID
  EXT-FR-FE-186 | Agreement/ApplicableTradeDeliveryTerms/RelevantTradeLocation/Name | DeliveryTerms/DeliveryLocation/Name
BG-3 | Settlement/InvoiceReferencedDocument | BillingReference
  BT-25 | IssuerAssignedID,ID | InvoiceDocumentReference/ID,CreditNoteDocumentReference/ID
  BT-26 | FormattedIssueDateTime,IssueDateTime | InvoiceDocumentReference/IssueDate,CreditNoteDocumentReference/IssueDate
  EXT-FR-FE-02 | TypeCode | InvoiceDocumentReference/DocumentTypeCode
"""

_ALLOWANCE = """
  amount | ActualAmount | Amount
  base | BasisAmount | BaseAmount
  rate | CalculationPercent | MultiplierFactorNumeric
  reason | Reason | AllowanceChargeReason
  reason_code | ReasonCode | AllowanceChargeReasonCode
  tax_kind | CategoryTradeTax/TypeCode | TaxCategory/TaxScheme/ID
  vat_category | CategoryTradeTax/CategoryCode | TaxCategory/ID
  vat_rate | CategoryTradeTax/RateApplicablePercent | TaxCategory/Percent
  exemption | CategoryTradeTax/ExemptionReason | TaxCategory/TaxExemptionReason
  exemption_code | CategoryTradeTax/ExemptionReasonCode | TaxCategory/TaxExemptionReasonCode
"""
_DOWN = "SpecifiedTradeAllowanceCharge[ChargeIndicator=false]"
_UP = "SpecifiedTradeAllowanceCharge[ChargeIndicator=true]"

#: What stands below the parties.
_BODY = f"""
BG-13 | Delivery/ShipToTradeParty | Delivery
  BT-70 | Name | DeliveryParty/PartyName/Name
  BT-71 | GlobalID,ID | DeliveryLocation/ID
  line_1 | PostalTradeAddress/LineOne | DeliveryLocation/Address/StreetName
  line_2 | PostalTradeAddress/LineTwo | DeliveryLocation/Address/AdditionalStreetName
  line_3 | PostalTradeAddress/LineThree | DeliveryLocation/Address/AddressLine/Line
  postcode | PostalTradeAddress/PostcodeCode | DeliveryLocation/Address/PostalZone
  city | PostalTradeAddress/CityName | DeliveryLocation/Address/CityName
  region | PostalTradeAddress/CountrySubDivisionName | DeliveryLocation/Address/CountrySubentity
  country | PostalTradeAddress/CountryID | DeliveryLocation/Address/Country/IdentificationCode
  BT-72 | | ActualDeliveryDate
period | . | .
  BT-72 | Delivery/ActualDeliverySupplyChainEvent/OccurrenceDateTime |
  BT-73 | Settlement/BillingSpecifiedPeriod/StartDateTime | InvoicePeriod/StartDate
  BT-74 | Settlement/BillingSpecifiedPeriod/EndDateTime | InvoicePeriod/EndDate
BG-25 | Line | Line
  BT-126 | AssociatedDocumentLineDocument/LineID | ID
  BT-153 | SpecifiedTradeProduct/Name | Item/Name
  BT-154 | SpecifiedTradeProduct/Description | Item/Description
  BT-129 | Delivery/BilledQuantity | Quantity
  BT-146 | Agreement/NetPriceProductTradePrice/ChargeAmount | Price/PriceAmount
  BT-131 | Settlement/Totals/LineTotalAmount | LineExtensionAmount
  tax_kind | Settlement/ApplicableTradeTax/TypeCode | Item/ClassifiedTaxCategory/TaxScheme/ID
  BT-151 | Settlement/ApplicableTradeTax/CategoryCode | Item/ClassifiedTaxCategory/ID
  BT-152 | Settlement/ApplicableTradeTax/RateApplicablePercent | Item/ClassifiedTaxCategory/Percent
  BT-148 | Agreement/GrossPriceProductTradePrice/ChargeAmount | Price/AllowanceCharge/BaseAmount
  BT-147 | Agreement/GrossPriceProductTradePrice/AppliedTradeAllowanceCharge[ChargeIndicator=false]/ActualAmount | Price/AllowanceCharge[ChargeIndicator=false]/Amount
  EXT-FR-FE-195 | Agreement/GrossPriceProductTradePrice/AppliedTradeAllowanceCharge[ChargeIndicator=false]/Reason | Price/AllowanceCharge[ChargeIndicator=false]/AllowanceChargeReason
  EXT-FR-FE-196 | Agreement/GrossPriceProductTradePrice/AppliedTradeAllowanceCharge[ChargeIndicator=false]/ReasonCode | Price/AllowanceCharge[ChargeIndicator=false]/AllowanceChargeReasonCode
  BT-149 | Agreement/NetPriceProductTradePrice/BasisQuantity | Price/BaseQuantity
  gross_base | Agreement/GrossPriceProductTradePrice/BasisQuantity |
  EXT-FR-FE-183 | AssociatedDocumentLineDocument/IncludedNote/SubjectCode |
  BT-127 | AssociatedDocumentLineDocument/IncludedNote/Content | Note
  BT-128 | Settlement/AdditionalReferencedDocument[TypeCode=130]/IssuerAssignedID | DocumentReference[DocumentTypeCode=130]/ID
  reference_type | Settlement/AdditionalReferencedDocument[TypeCode=130]/ReferenceTypeCode |
  BT-132 | Agreement/BuyerOrderReferencedDocument/LineID | OrderLineReference/LineID
  EXT-FR-FE-135 | Agreement/BuyerOrderReferencedDocument/IssuerAssignedID | OrderLineReference/OrderReference/ID
  EXT-FR-FE-200 | Agreement/BuyerOrderReferencedDocument/FormattedIssueDateTime | OrderLineReference/OrderReference/IssueDate
  EXT-FR-FE-144 | Agreement/SellerOrderReferencedDocument/IssuerAssignedID | OrderLineReference/OrderReference/SalesOrderID
  EXT-FR-FE-145 | Agreement/SellerOrderReferencedDocument/LineID | OrderLineReference/SalesOrderLineID
  EXT-FR-FE-140 | Delivery/DespatchAdviceReferencedDocument/IssuerAssignedID | DespatchLineReference/DocumentReference/ID
  EXT-FR-FE-141 | Delivery/DespatchAdviceReferencedDocument/LineID | DespatchLineReference/LineID
  BT-133 | Settlement/ReceivableSpecifiedTradeAccountingAccount/ID | AccountingCost
  BT-134 | Settlement/BillingSpecifiedPeriod/StartDateTime | InvoicePeriod/StartDate
  BT-135 | Settlement/BillingSpecifiedPeriod/EndDateTime | InvoicePeriod/EndDate
  EXT-FR-FE-158 | Delivery/ActualDeliverySupplyChainEvent/OccurrenceDateTime | Delivery/ActualDeliveryDate
  BT-155 | SpecifiedTradeProduct/SellerAssignedID | Item/SellersItemIdentification/ID
  BT-156 | SpecifiedTradeProduct/BuyerAssignedID | Item/BuyersItemIdentification/ID
  BT-157 | SpecifiedTradeProduct/GlobalID | Item/StandardItemIdentification/ID
  BT-158 | SpecifiedTradeProduct/DesignatedProductClassification/ClassCode | Item/CommodityClassification/ItemClassificationCode
  BT-159 | SpecifiedTradeProduct/OriginTradeCountry/ID | Item/OriginCountry/IdentificationCode
  EXT-FR-FE-162 | AssociatedDocumentLineDocument/LineStatusCode |
  EXT-FR-FE-163 | AssociatedDocumentLineDocument/LineStatusReasonCode | BillingReference/InvoiceDocumentReference/DocumentStatusCode
  EXT-FR-FE-136 | Settlement/InvoiceReferencedDocument/IssuerAssignedID | BillingReference/InvoiceDocumentReference/ID
  EXT-FR-FE-137 | Settlement/InvoiceReferencedDocument/TypeCode | BillingReference/InvoiceDocumentReference/DocumentTypeCode
  EXT-FR-FE-138 | Settlement/InvoiceReferencedDocument/FormattedIssueDateTime | BillingReference/InvoiceDocumentReference/IssueDate
  EXT-FR-FE-139 | Settlement/InvoiceReferencedDocument/LineID | BillingReference/BillingReferenceLine/ID
  line_vat | Settlement/Totals/TaxTotalAmount | TaxTotal/TaxAmount
  EXT-FR-FE-184 | Settlement/Totals/GrandTotalAmount |
  EXT-FR-FE-193 | Agreement/ApplicableTradeDeliveryTerms/DeliveryTypeCode | DeliveryTerms/ID
  EXT-FR-FE-194 | Agreement/ApplicableTradeDeliveryTerms/RelevantTradeLocation/Name | DeliveryTerms/DeliveryLocation/Name
  BG-27 | Settlement/{_DOWN} | AllowanceCharge[ChargeIndicator=false]
{_ALLOWANCE.replace("  ", "    ")}
  BG-28 | Settlement/{_UP} | AllowanceCharge[ChargeIndicator=true]
{_ALLOWANCE.replace("  ", "    ")}
  BG-32 | SpecifiedTradeProduct/ApplicableProductCharacteristic | Item/AdditionalItemProperty
    BT-160 | Description | Name
    BT-161 | Value | Value
    EXT-FR-FE-159 | TypeCode | NameCode
    EXT-FR-FE-160 | ValueMeasure | ValueQuantity
BG-20 | Settlement/{_DOWN} | AllowanceCharge[ChargeIndicator=false]
{_ALLOWANCE}
BG-21 | Settlement/{_UP} | AllowanceCharge[ChargeIndicator=true]
{_ALLOWANCE}
logistics | Settlement/SpecifiedLogisticsServiceCharge |
  reason | Description |
  amount | AppliedAmount |
  tax_kind | AppliedTradeTax/TypeCode |
  vat_category | AppliedTradeTax/CategoryCode |
  vat_rate | AppliedTradeTax/RateApplicablePercent |
BG-23 | Settlement/ApplicableTradeTax | TaxTotal/TaxSubtotal
  tax_kind | TypeCode | TaxCategory/TaxScheme/ID
  BT-118 | CategoryCode | TaxCategory/ID
  BT-119 | RateApplicablePercent | TaxCategory/Percent
  BT-116 | BasisAmount | TaxableAmount
  BT-117 | CalculatedAmount | TaxAmount
  BT-120 | ExemptionReason | TaxCategory/TaxExemptionReason
  BT-121 | ExemptionReasonCode | TaxCategory/TaxExemptionReasonCode
BG-22 | Settlement/Totals | .
  BT-106 | LineTotalAmount | LegalMonetaryTotal/LineExtensionAmount
  BT-107 | AllowanceTotalAmount | LegalMonetaryTotal/AllowanceTotalAmount
  BT-108 | ChargeTotalAmount | LegalMonetaryTotal/ChargeTotalAmount
  BT-109 | TaxBasisTotalAmount | LegalMonetaryTotal/TaxExclusiveAmount
  BT-110 | TaxTotalAmount | TaxTotal/TaxAmount
  BT-112 | GrandTotalAmount | LegalMonetaryTotal/TaxInclusiveAmount
  BT-113 | TotalPrepaidAmount | LegalMonetaryTotal/PrepaidAmount
  BT-114 | RoundingAmount | LegalMonetaryTotal/PayableRoundingAmount
  BT-115 | DuePayableAmount | LegalMonetaryTotal/PayableAmount
BG-16 | Settlement/SpecifiedTradeSettlementPaymentMeans | PaymentMeans
  BT-81 | TypeCode | PaymentMeansCode
  BT-82 | Information | PaymentMeansCode/@name
  BT-84 | PayeePartyCreditorFinancialAccount/IBANID,PayeePartyCreditorFinancialAccount/ProprietaryID | PayeeFinancialAccount/ID
  BT-85 | PayeePartyCreditorFinancialAccount/AccountName | PayeeFinancialAccount/Name
  BT-86 | PayeeSpecifiedCreditorFinancialInstitution/BICID | PayeeFinancialAccount/FinancialInstitutionBranch/ID,PayeeFinancialAccount/FinancialInstitutionBranch/FinancialInstitution/ID
  BT-83 | | PaymentID
  BT-87 | ApplicableTradeSettlementFinancialCard/ID | CardAccount/PrimaryAccountNumberID
  card_network | | CardAccount/NetworkID
  BT-88 | ApplicableTradeSettlementFinancialCard/CardholderName | CardAccount/HolderName
  BT-89 | | PaymentMandate/ID
  BT-91 | PayerPartyDebtorFinancialAccount/IBANID | PaymentMandate/PayerFinancialAccount/ID
payment | . | .
  BT-83 | Settlement/PaymentReference |
  BT-20 | Settlement/SpecifiedTradePaymentTerms/Description | PaymentTerms/Note
  BT-89 | Settlement/SpecifiedTradePaymentTerms/DirectDebitMandateID |
  BT-90 | Settlement/CreditorReferenceID |
BG-1 | Document/IncludedNote | Note
  BT-21 | SubjectCode |
  BT-22 | Content | .
BG-24 | Agreement/AdditionalReferencedDocument,Settlement/AdditionalReferencedDocument | AdditionalDocumentReference
  BT-122 | IssuerAssignedID,ID | ID
  BT-123 | Name | DocumentDescription
  reference_type | ReferenceTypeCode | DocumentType
  document_type | TypeCode | DocumentTypeCode
  BT-124 | URIID | Attachment/ExternalReference/URI
  BT-125 | AttachmentBinaryObject | Attachment/EmbeddedDocumentBinaryObject
"""


def _parties() -> str:
    rows = []
    said = [row for row in PARTY_TERMS.splitlines() if row]
    for group, cii, ubl, codes in PARTIES:
        rows.append(f"{group} | {cii} | {ubl}")
        for row in said:
            word, _, places = row.partition(" | ")
            code = f"{codes[word]}={word}" if word in codes else word
            rows.append(f"  {code} | {places}")
    return "\n".join(rows)


_STEP = re.compile(r"(?P<name>[@\w]+|\.)(?:\[(?P<told_by>[@\w/]+)=(?P<value>[^\]]+)\])?/?")


def _places(text: str) -> tuple[Place, ...]:
    return tuple(
        tuple(
            Step(
                found["name"],
                tuple((found["told_by"] or "").split("/")) * bool(found["told_by"]),
                found["value"] or "",
            )
            for found in _STEP.finditer(place)
            if found["name"] != "."
        )
        for place in text.strip().split(",")
        if place
    )


def _terms(rows: list[str], depth: int = 0) -> tuple[Term, ...]:
    """The terms of rows that are indented `depth` deep, each with what stands below it; uses up `rows`."""
    terms = []
    while rows and (len(rows[0]) - len(rows[0].lstrip())) // 2 == depth:
        code, cii, ubl = (each.strip() for each in rows.pop(0).split("|"))
        places = {Syntax.CII: _places(cii), Syntax.UBL: _places(ubl)}
        code, _, word = code.partition("=")
        terms.append(Term(code, word or code, places, _terms(rows, depth + 1)))
    return tuple(terms)


#: Every group of an invoice in the order in which people read it, with its terms.
GROUPS = _terms([row for row in (_HEAD + _parties() + _BODY).splitlines() if row.strip()])


def places_of(code: str, syntax: Syntax) -> Iterator[Place]:
    """Everywhere from the root that a term may be."""
    for group in GROUPS:
        for term in group.below:
            if term.code != code:
                continue
            for above in group.places[syntax]:
                yield from (above + below for below in term.places[syntax])
