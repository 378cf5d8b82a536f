"""What an invoice says is taken as it says it; nothing is made up where it says nothing."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import pytest

from invoice_making import Invoice, Someone
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import (
    InvoiceParty,
    InvoiceReading,
    issued_on,
    recalled,
)
from stockage_partage.documents.invoices.invoice_values import InvoiceField, reading_of

TODAY = date(2026, 11, 30)
MARCH = date(2026, 3, 15)


def read(xml: str) -> InvoiceReading:
    answer = invoice_file.read(io.BytesIO(xml.encode()), "x.xml")
    assert isinstance(answer, InvoiceReading)
    assert recalled(answer.as_text()) == answer
    return answer


def invoice(old: str, new: str) -> InvoiceReading:
    """Of an invoice in which one thing is otherwise."""
    xml = Invoice().xml().decode()
    assert old in xml
    return read(xml.replace(old, new))


@pytest.mark.parametrize(
    ("text", "code", "day"),
    [
        ("20260315", "102", MARCH),
        ("202603151200", "203", MARCH),
        ("20260315235959", "204", MARCH),
        ("2026-03-15", "102", MARCH),
        ("2026-03-15", "", MARCH),
        ("20260315", "", MARCH),
        ("202603152500", "203", None),
        ("20260315236000", "204", None),
        ("202603151200", "102", None),
        ("20260315", "203", None),
        ("20260315", "610", None),
        ("20260230", "102", None),
        ("٢٠٢٦٠٣١٥", "102", None),
        ("2026-W11-7", "", None),
        ("19000101", "102", None),
        ("19700101", "102", None),
        ("19991231", "102", None),
        ("20620315", "102", None),
        ("20960315", "102", None),
        ("20271130", "102", date(2027, 11, 30)),
        ("20271202", "102", None),
    ],
)
def test_a_date_is_one_that_somebody_meant(text: str, code: str, day: date | None) -> None:
    assert issued_on([(text, code)], [], TODAY) == (day, "" if day else text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-15",
        "2026-03-15T00:00:00",
        "2026-03-15T23:30:00Z",
        "2026-03-15T23:30:00+02:00",
        "2026-03-15T23:30:00.123",
    ],
)
def test_a_moment_bears_the_day_that_is_written(text: str) -> None:
    assert issued_on([], [(text, "")], TODAY) == (MARCH, "")


@pytest.mark.parametrize("text", ["2026-03-15T25:00:00", "2026-02-30T00:00:00", "15/03/2026", "-"])
def test_no_moment_no_day(text: str) -> None:
    assert issued_on([], [(text, "")], TODAY) == (None, text)


def test_two_dates_that_disagree_are_none() -> None:
    assert issued_on([("20260315", "102"), ("20260316", "102")], [], TODAY)[0] is None
    assert issued_on([("20260315", "102"), ("202603151200", "203")], [], TODAY) == (MARCH, "")


def test_a_clock_that_is_years_behind_hides_no_invoice() -> None:
    assert issued_on([("20260315", "102")], [], date(1970, 1, 1)) == (MARCH, "")


@pytest.mark.parametrize("number", ["-", "—", "0", "000", "0-0", "/", "N/A", "null", "None", "NC"])
def test_a_placeholder_is_no_number(number: str) -> None:
    assert invoice(">FA00042<", f">{number}<").number == ""


@pytest.mark.parametrize("number", ["1", "0042", "F-0", "10/20", "ÉTÉ1", "№7"])
def test_a_short_number_is_one(number: str) -> None:
    assert invoice(">FA00042<", f">{number}<").number == number


def test_two_numbers_in_one_invoice_are_none() -> None:
    doubled = "<ram:ID>FA00042</ram:ID><ram:ID>FA00043</ram:ID>"
    assert invoice("<ram:ID>FA00042</ram:ID>", doubled).number == ""


TOTAL = re.compile(r"<ram:GrandTotalAmount>120.00</ram:GrandTotalAmount>")


@pytest.mark.parametrize(
    ("said", "total", "currency"),
    [
        ([("120.00", "")], "120.00", "EUR"),
        ([("120.00", "EUR")], "120.00", "EUR"),
        ([("-12", "")], "-12", "EUR"),
        ([("+12.5", "")], "12.5", "EUR"),
        ([(".5", "")], "0.5", "EUR"),
        ([("1_000", "")], None, "EUR"),
        ([("1E2", "")], None, "EUR"),
        ([("1e400", "")], None, "EUR"),
        ([("Infinity", "")], None, "EUR"),
        ([("١٢٠", "")], None, "EUR"),
        ([("12,50", "")], None, "EUR"),
        ([("1 200.00", "")], None, "EUR"),
        ([("0x10", "")], None, "EUR"),
        # The currency is that of the same total.
        ([("130.00", "USD")], "130.00", "USD"),
        ([("130.00", "USD"), ("120.00", "EUR")], "120.00", "EUR"),
        ([("120.00", "EUR"), ("130.00", "USD")], "120.00", "EUR"),
        ([("130.00", "USD"), ("140.00", "GBP")], None, "EUR"),
        ([("120.00", ""), ("121.00", "")], None, "EUR"),
        ([("120.00", ""), ("120.0", "EUR")], "120.00", "EUR"),
    ],
)
def test_an_amount_is_a_decimal_number_in_its_own_currency(
    said: list[tuple[str, str]], total: str | None, currency: str
) -> None:
    each = (
        f'<ram:GrandTotalAmount currencyID="{code}">{text}</ram:GrandTotalAmount>'
        if code
        else f"<ram:GrandTotalAmount>{text}</ram:GrandTotalAmount>"
        for text, code in said
    )
    reading = read(TOTAL.sub("".join(each), Invoice().xml().decode()))
    assert reading.total == (Decimal(total) if total else None)
    assert reading.currency == currency


def test_a_very_small_amount_is_kept_as_it_is() -> None:
    assert invoice(">120.00</ram:Grand", ">0.0000001</ram:Grand").total == Decimal("0.0000001")


@pytest.mark.parametrize("text", ["true", "1", " TRUE "])
def test_a_test_says_so(text: str) -> None:
    told = f"<ram:TestIndicator><udt:Indicator>{text}</udt:Indicator></ram:TestIndicator>"
    head = "<rsm:ExchangedDocumentContext>"
    assert invoice(head, head + told).is_test
    assert not invoice(head, head + told.replace(text, "false")).is_test


# --- numbers of the parties ----------------------------------------------------------------------


def party(inside: str, vat: str = "", country: str = "FR", name: str = "Untel") -> InvoiceParty:
    """The seller of an invoice, its numbers given as XML."""
    taxed = (
        f'<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{vat}</ram:ID>'
        "</ram:SpecifiedTaxRegistration>"
    )
    address = (
        f"<ram:PostalTradeAddress><ram:CountryID>{country}</ram:CountryID></ram:PostalTradeAddress>"
    )
    xml = Invoice(seller=Someone("Untel")).xml().decode()
    whole = (
        f"<ram:SellerTradeParty>{inside}<ram:Name>{name}</ram:Name>{address}{taxed if vat else ''}"
    )
    begin, end = xml.index("<ram:SellerTradeParty>"), xml.index("</ram:SellerTradeParty>")
    return read(xml[:begin] + whole + xml[end:]).seller


def legal(value: str, scheme: str) -> str:
    said = f' schemeID="{scheme}"' if scheme else ""
    return (
        f"<ram:SpecifiedLegalOrganization><ram:ID{said}>{value}</ram:ID>"
        "</ram:SpecifiedLegalOrganization>"
    )


def address(value: str, scheme: str) -> str:
    return (
        f'<ram:URIUniversalCommunication><ram:URIID schemeID="{scheme}">{value}</ram:URIID>'
        "</ram:URIUniversalCommunication>"
    )


@pytest.mark.parametrize(
    ("inside", "siren", "siret"),
    [
        (address("552100554", "0225"), "552100554", None),
        (address("552100554_SERVICE", "0225"), "552100554", None),
        (address("552100554_55210055400013", "0225"), "552100554", "55210055400013"),
        (address("55210055400013", "0009"), "552100554", "55210055400013"),
        (address("FR96552100554", "9957"), "552100554", None),
        (address("compta@untel.fr", "EM"), None, None),
        (address("5521005541", "0225"), None, None),
        ("<ram:ID>552100554</ram:ID>", "552100554", None),
        ("<ram:ID>55210055400013</ram:ID>", "552100554", "55210055400013"),
        ("<ram:ID>552100555</ram:ID>", None, None),  # a customer's own number
        ("<ram:ID>C-042</ram:ID>", None, None),
        (
            '<ram:GlobalID schemeID="0009">55210055400013</ram:GlobalID>',
            "552100554",
            "55210055400013",
        ),
        (legal("000000000", "0002"), None, None),
        # A weaker number never replaces the one of the register.
        ("<ram:ID>732829320</ram:ID>" + legal("552100554", "0002"), "552100554", None),
        (
            '<ram:GlobalID schemeID="0002">732829320</ram:GlobalID>' + legal("552100554", "0002"),
            "552100554",
            None,
        ),
        (legal("552100554", "0002") + address("732829320", "0225"), "552100554", None),
    ],
)
def test_the_siren_comes_from_wherever_it_stands(
    inside: str, siren: str | None, siret: str | None
) -> None:
    found = party(inside)
    assert (found.siren, found.siret) == (siren, siret)


@pytest.mark.parametrize(
    ("vat", "country", "siren", "kept"),
    [
        ("10552100554", "FR", "552100554", "FR10552100554"),
        ("96552100554", "", "552100554", "FR96552100554"),
        ("10552100554", "", None, "10552100554"),
        ("10552100554", "IT", None, "10552100554"),
        ("12345678901", "FR", None, "12345678901"),
        ("BE0404616494", "FR", None, "BE0404616494"),
        ("FR00000000000", "FR", None, None),
    ],
)
def test_a_vat_number_without_its_country_is_french_where_that_is_certain(
    vat: str, country: str, siren: str | None, kept: str | None
) -> None:
    found = party("", vat, country)
    assert (found.siren, found.vat) == (siren, kept)


def test_a_number_of_another_register_is_kept_with_its_scheme() -> None:
    assert party(legal("0404.616.494", "0208")).other == "0208:0404616494"
    assert party(legal("-", "0208")).other is None


def test_a_dash_is_no_name() -> None:
    assert party("", name="-").name == ""


def test_nothing_at_all_is_incomplete() -> None:
    assert not isinstance(reading_of({InvoiceField.NUMBER: [("-", "")]}, TODAY), InvoiceReading)
