"""The parties of an invoice and what is said of each, as rows of the table of business terms."""

from __future__ import annotations

#: What is said of a party: word | CII | UBL, as in `business_terms`.
PARTY_TERMS = """
name | Name | PartyLegalEntity/RegistrationName
trade_name | SpecifiedLegalOrganization/TradingBusinessName | PartyName/Name
id | GlobalID,ID | PartyIdentification/ID
legal_id | SpecifiedLegalOrganization/ID | PartyLegalEntity/CompanyID
vat | SpecifiedTaxRegistration/ID[@schemeID=VA] | PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID
tax_id | SpecifiedTaxRegistration/ID | PartyTaxScheme/CompanyID
tax_scheme | | PartyTaxScheme/TaxScheme/ID
legal_form | Description | PartyLegalEntity/CompanyLegalForm
endpoint | URIUniversalCommunication/URIID | EndpointID
line_1 | PostalTradeAddress/LineOne | PostalAddress/StreetName
line_2 | PostalTradeAddress/LineTwo | PostalAddress/AdditionalStreetName
line_3 | PostalTradeAddress/LineThree | PostalAddress/AddressLine/Line
postcode | PostalTradeAddress/PostcodeCode | PostalAddress/PostalZone
city | PostalTradeAddress/CityName | PostalAddress/CityName
region | PostalTradeAddress/CountrySubDivisionName | PostalAddress/CountrySubentity
country | PostalTradeAddress/CountryID | PostalAddress/Country/IdentificationCode
contact | DefinedTradeContact/PersonName,DefinedTradeContact/DepartmentName | Contact/Name
phone | DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber | Contact/Telephone
email | DefinedTradeContact/EmailURIUniversalCommunication/URIID | Contact/ElectronicMail
role | RoleCode | IndustryClassificationCode
"""

_SUPPLIER = "AccountingSupplierParty/Party"
_CUSTOMER = "AccountingCustomerParty/Party"

#: Each party: its code, where it is in CII and in UBL, and the codes of what is said of it.
PARTIES: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (
        "BG-4",
        "Agreement/SellerTradeParty",
        _SUPPLIER,
        {
            **{"name": "BT-27", "trade_name": "BT-28", "id": "BT-29", "legal_id": "BT-30"},
            **{"vat": "BT-31", "tax_id": "BT-32", "legal_form": "BT-33", "endpoint": "BT-34"},
            **{"line_1": "BT-35", "line_2": "BT-36", "line_3": "BT-162", "city": "BT-37"},
            **{"postcode": "BT-38", "region": "BT-39", "country": "BT-40"},
            **{"contact": "BT-41", "phone": "BT-42", "email": "BT-43"},
        },
    ),
    (
        "BG-7",
        "Agreement/BuyerTradeParty",
        _CUSTOMER,
        {
            **{"name": "BT-44", "trade_name": "BT-45", "id": "BT-46", "legal_id": "BT-47"},
            **{"vat": "BT-48", "endpoint": "BT-49"},
            **{"line_1": "BT-50", "line_2": "BT-51", "line_3": "BT-163", "city": "BT-52"},
            **{"postcode": "BT-53", "region": "BT-54", "country": "BT-55"},
            **{"contact": "BT-56", "phone": "BT-57", "email": "BT-58"},
        },
    ),
    (
        "BG-10",
        "Settlement/PayeeTradeParty",
        "PayeeParty",
        {"name": "BT-59", "id": "BT-60", "legal_id": "BT-61"},
    ),
    (
        "BG-11",
        "Agreement/SellerTaxRepresentativeTradeParty",
        "TaxRepresentativeParty",
        {
            **{"name": "BT-62", "vat": "BT-63", "line_1": "BT-64", "line_2": "BT-65"},
            **{"line_3": "BT-164", "city": "BT-66", "postcode": "BT-67", "region": "BT-68"},
            "country": "BT-69",
        },
    ),
    ("EXT-FR-FE-BG-01", "Agreement/BuyerAgentTradeParty", f"{_CUSTOMER}/AgentParty", {}),
    ("EXT-FR-FE-BG-03", "Agreement/SalesAgentTradeParty", f"{_SUPPLIER}/AgentParty", {}),
    (
        "EXT-FR-FE-BG-02",
        "Settlement/PayerTradeParty",
        "PaymentMeans/PaymentMandate/PayerParty",
        {},
    ),
    (
        "EXT-FR-FE-BG-04",
        "Settlement/InvoiceeTradeParty",
        f"{_CUSTOMER}/ServiceProviderParty/Party",
        {},
    ),
    (
        "EXT-FR-FE-BG-05",
        "Settlement/InvoicerTradeParty",
        f"{_SUPPLIER}/ServiceProviderParty/Party",
        {},
    ),
    ("end_user", "Agreement/ProductEndUserTradeParty", "BuyerCustomerParty/Party", {}),
    ("ship_from", "Delivery/ShipFromTradeParty", "Delivery/Despatch/DespatchParty", {}),
    ("ultimate_ship_to", "Delivery/UltimateShipToTradeParty", "", {}),
    ("seller_supplier", "", "SellerSupplierParty/Party", {}),
)
