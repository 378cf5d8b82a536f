"""Whatever an invoice says is on its readable page, in French terms, as text; what does not agree is said."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pdf_with_files import Carried, pdf_of

import previews
from invoice_making import UBL, Invoice
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.business_terms import GROUPS, Place, Syntax, Term
from stockage_partage.documents.invoices.invoice import Unreadable, UnreadReason
from stockage_partage.documents.invoices.invoice_checks import (
    MissingTerm,
    SumRemark,
    WrongSum,
    remarks_on,
)
from stockage_partage.documents.invoices.invoice_view import SHOWN_ELEMENTS, InvoiceView, view_of
from stockage_partage.documents.viewing.files_inside import written_into
from stockage_partage.messages.invoice_page import as_lines, page_of
from stockage_partage.messages.invoice_terms import TERMS
from stockage_partage.ui.documents.invoice_html import html_of

HERE = Path(__file__).parent
SAMPLE = Path(previews.__file__).with_name("ubl_invoice.xml")
COMPLETE = SAMPLE.read_bytes()
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
INVOICES = [
    SAMPLE,
    *(
        path
        for path in (HERE / "cases").glob("*")
        if not isinstance(
            invoice_file.invoice_xml(BytesIO(path.read_bytes()), path.name), Unreadable
        )
    ),
]


def shown(xml: bytes) -> InvoiceView:
    view = view_of(xml)
    assert isinstance(view, InvoiceView), view
    return view


def page_text(xml: bytes) -> str:
    view = shown(xml)
    return "\n".join(as_lines(page_of(view, remarks_on(view))))


def words_of(xml: bytes) -> Iterator[str]:
    """Every text and attribute of a document, but for the bytes of the files in it."""
    for element in etree.fromstring(xml.strip()).iter("{*}*"):
        if "BinaryObject" not in str(element.tag):
            yield (element.text or "").strip()
        yield from (value.strip() for value in element.attrib.values())


def is_on(page: str, text: str) -> bool:
    """Whether a text is there, as it stands or as a French reader writes days and figures."""
    if text in page:
        return True
    if found := re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", text):
        return "/".join(reversed(found.groups())) in page
    plain = re.sub(r"[\u202f\u00a0]", "", page).replace(",", ".")
    return bool(re.fullmatch(r"[+-]?[0-9.]+", text)) and text.lstrip("+") in plain


#: How a value is written, and the unit or the title that stand for these.
TOLD = {"102", "EUR", "true", "false", "VA", "VAT"}


def not_on_the_page(xml: bytes) -> set[str]:
    page = page_text(xml)
    return {text for text in words_of(xml) if text and text not in TOLD and not is_on(page, text)}


@pytest.mark.parametrize("path", INVOICES, ids=lambda path: path.name)
def test_every_text_of_an_invoice_is_on_its_page(path: Path) -> None:
    xml = invoice_file.invoice_xml(BytesIO(path.read_bytes()), path.name)
    assert isinstance(xml, bytes)
    invoice = shown(xml)
    if path.parent.name != "cases" or b"StandardBusinessDocument" not in xml:
        assert not_on_the_page(xml) == set()
    assert invoice.text("BT-1")


@pytest.mark.shared
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples beside the repository are not there")
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.name)
def test_every_text_of_other_peoples_invoices_is_on_the_page(path: Path) -> None:
    xml = invoice_file.invoice_xml(BytesIO(path.read_bytes()), path.name)
    if isinstance(xml, Unreadable):
        assert xml.reason is UnreadReason.BROKEN_XML
    else:
        assert not_on_the_page(xml) == set()


# --- every place of the table --------------------------------------------------------------------

ROOTS = {
    Syntax.CII: "CrossIndustryInvoice",
    Syntax.UBL: "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice",
}


def put(root: etree._Element, place: Place, text: str) -> None:
    """Makes the elements on the way, with what each must say to be the one that is meant."""
    node = root
    for step in place:
        if step.name.startswith("@"):
            node.set(step.name[1:], text)
            return
        node = etree.SubElement(node, step.name)
        if step.told_by and step.told_by[0].startswith("@"):
            node.set(step.told_by[0][1:], step.value)
        elif step.told_by:
            telling = node
            for name in step.told_by:
                telling = etree.SubElement(telling, name)
            telling.text = step.value
    node.text = (node.text or "") + text


def every_place(
    terms: tuple[Term, ...], syntax: Syntax, above: tuple[Place, ...] = ((),)
) -> Iterator[tuple[Term, Place]]:
    for term in terms:
        whole = tuple(head + place for head in above for place in term.places[syntax])
        if term.below:
            yield from every_place(term.below, syntax, whole)
        else:
            yield from ((term, place) for place in whole)


@pytest.mark.parametrize("syntax", Syntax)
def test_every_business_term_is_shown_under_its_french_name(syntax: Syntax) -> None:
    tried = 0
    for term, place in every_place(GROUPS, syntax):
        if term.code == "BT-125" or not place:
            continue
        root = etree.Element(ROOTS[syntax])
        put(root, place, "Texte témoin")
        page = page_text(etree.tostring(root))
        label = TERMS.get(term.code) or TERMS[term.word]
        assert re.search(rf"{re.escape(label)}\u00a0: .*Texte témoin", page), (term, place)
        tried += 1
    assert tried > 250


NAMES = st.sampled_from(
    ["ID", "Note", "Party", "Name", "Odd", "InvoiceLine", "Item", "TaxTotal", "AllowanceCharge"]
)
TEXTS = st.text('abcdeé<&>" 0123456789', max_size=12).map(str.strip)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> etree._Element:
    element = etree.Element(ROOTS[Syntax.UBL] if depth == 0 else draw(NAMES))
    element.text = draw(TEXTS)
    if depth < 4:
        element.extend(draw(st.lists(trees(depth + 1), max_size=3)))
    return element


@given(trees())
def test_whatever_is_in_a_document_is_on_its_page(root: etree._Element) -> None:
    xml = etree.tostring(root)
    page = page_text(xml)
    texts = [text for each in root.iter() if (text := (each.text or "").strip())]
    for text in texts:
        assert is_on(page, " ".join(text.split()) if text not in page else text)


# --- what is said beside it ----------------------------------------------------------------------


def test_an_invoice_that_agrees_has_no_remark() -> None:
    assert remarks_on(shown(COMPLETE)) == ()


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (">1300.00<", ">1310.00<", {WrongSum.LINES, WrongSum.WITHOUT_VAT}),
        (">1255.00<", ">1256.00<", {WrongSum.WITHOUT_VAT, WrongSum.WITH_VAT}),
        (">236.50<", ">236.51<", {WrongSum.VAT, WrongSum.WITH_VAT}),
        (">231.00<", ">233.00<", {WrongSum.VAT, WrongSum.VAT_RATE}),
        (">1491.50<", ">1491.00<", {WrongSum.WITH_VAT, WrongSum.TO_PAY}),
        (">1000.00<", ">1000.01<", {WrongSum.TO_PAY}),
    ],
)
def test_a_wrong_sum_is_said(old: str, new: str, kinds: set[WrongSum]) -> None:
    xml = COMPLETE.decode()
    assert old in xml
    remarks = remarks_on(shown(xml.replace(old, new).encode()))
    assert {each.kind for each in remarks if isinstance(each, SumRemark)} == kinds
    assert len(remarks) == len(kinds)


def test_a_remark_says_both_figures() -> None:
    page = page_text(COMPLETE.replace(b">1000.00<", b">1234.50<"))
    assert (
        "à payer se calcule à 1\u202f000,00\u00a0€, et la facture indique 1\u202f234,50\u00a0€."
        in page
    )


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ("<cbc:ID>FA-2026-00187</cbc:ID>", "BT-1"),
        ("<cbc:IssueDate>2026-09-15</cbc:IssueDate>", "BT-2"),
        ("<cbc:RegistrationName>BIJOU SA</cbc:RegistrationName>", "BT-44"),
        ("<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", "BT-5"),
    ],
)
def test_what_the_standard_wants_and_is_not_there_is_said(gone: str, code: str) -> None:
    xml = COMPLETE.decode()
    assert gone in xml
    assert MissingTerm(code) in remarks_on(shown(xml.replace(gone, "", 1).encode()))


def test_a_profile_without_lines_is_not_asked_for_them() -> None:
    assert remarks_on(shown(Invoice(profile="minimum").xml())) == ()
    assert MissingTerm("BG-25") in remarks_on(shown(Invoice(profile="en16931").xml()))


# --- the files in it -----------------------------------------------------------------------------


def with_attachments(*names: str) -> bytes:
    each = "".join(
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>"
        f'<cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv" filename="{name}">'
        f"{base64.b64encode(b'x' + name.encode()).decode()}</cbc:EmbeddedDocumentBinaryObject>"
        "</cac:Attachment></cac:AdditionalDocumentReference>"
        for name in names
    )
    end = b"<cac:AccountingSupplierParty>"
    return Invoice().ubl().replace(end, each.encode() + end)


def test_files_come_out_byte_for_byte_under_harmless_names(tmp_path: Path) -> None:
    names = ["a.csv", "a.csv", "../../b.csv", "C:\\x\\c.csv", ""]
    view = shown(with_attachments(*names))
    written = list(written_into(tmp_path / "joints", view.attachments))
    assert [path.read_bytes() for path in written] == [b"x" + name.encode() for name in names]
    assert [path.name for path in written] == ["a.csv", "a (2).csv", "b.csv", "c.csv", "joint.csv"]
    assert {path.parent for path in written} == {tmp_path / "joints"}


def test_nothing_there_already_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine", "utf-8")
    [path] = written_into(tmp_path, shown(with_attachments("a.csv")).attachments)
    assert path.name == "a (2).csv"
    assert (tmp_path / "a.csv").read_text("utf-8") == "mine"


def test_a_file_whose_bytes_are_none_is_said_and_left_out(tmp_path: Path) -> None:
    broken = with_attachments("a.csv").replace(base64.b64encode(b"xa.csv"), b"%%%")
    assert list(written_into(tmp_path, shown(broken).attachments)) == []
    assert "a.csv, text/csv, illisible" in page_text(broken)


# --- strangers' documents ------------------------------------------------------------------------


def test_nothing_of_an_invoice_becomes_markup() -> None:
    evil = "&lt;img src='http://127.0.0.1:9/x'&gt;&lt;script&gt;&lt;a href='file:///etc/passwd'&gt;"
    xml = Invoice(number=evil).ubl()
    view = shown(xml)
    html = html_of(page_of(view, remarks_on(view)))
    assert "&lt;script&gt;" in html
    assert not re.search(r"<(?:img|script|a|link|iframe|object)\b", html)


def test_an_invoice_that_declares_entities_is_not_shown() -> None:
    xml = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + Invoice().ubl()[38:]
    assert view_of(xml) == Unreadable(UnreadReason.UNSAFE_XML)


def test_a_flood_of_elements_is_not_shown() -> None:
    flood = UBL.format(root="Invoice")
    xml = f"<Invoice {flood}>{'<a/>' * (SHOWN_ELEMENTS + 1)}</Invoice>".encode()
    assert view_of(xml) == Unreadable(UnreadReason.TOO_LARGE)


def test_deep_nesting_is_not_shown() -> None:
    deep = f"<Invoice {UBL.format(root='Invoice')}>{'<a>' * 100_000}"
    assert view_of(deep.encode()) == Unreadable(UnreadReason.BROKEN_XML)


def test_the_invoice_of_a_pdf_is_the_one_that_is_filed() -> None:
    main, old = Invoice("MAIN").ubl(), Invoice("OLD").xml()
    content = pdf_of(Carried(old, "ancienne.xml", "/Supplement"), Carried(main, "x.xml", "/Data"))
    assert invoice_file.invoice_xml(BytesIO(content)) == main


def test_two_invoices_in_one_are_not_shown() -> None:
    content = pdf_of(
        Carried(Invoice("A").ubl(), said := "a.xml"), Carried(Invoice("B").xml(), said)
    )
    assert invoice_file.invoice_xml(BytesIO(content)) == Unreadable(UnreadReason.SEVERAL)


@pytest.mark.alone
def test_a_page_is_put_together_in_a_moment() -> None:
    page_text(COMPLETE)
    began = time.process_time()
    view = shown(COMPLETE)
    html_of(page_of(view, remarks_on(view)))
    assert time.process_time() - began < 0.05


@pytest.mark.alone
def test_thousands_of_lines_are_put_together_in_seconds() -> None:
    start, end = COMPLETE.index(b"<cac:InvoiceLine>"), COMPLETE.rindex(b"</Invoice>")
    many = COMPLETE[:start] + COMPLETE[start:end] * 2_000 + COMPLETE[end:]
    began = time.process_time()
    view = shown(many)
    assert sum(1 for _ in view.every("BG-25")) == 4_000
    assert time.process_time() - began < 5


@pytest.mark.alone
@pytest.mark.parametrize(
    ("root", "one"),
    [
        (
            "Invoice",
            "<AllowanceCharge><ChargeIndicator>false</ChargeIndicator><Amount>1</Amount></AllowanceCharge>",
        ),
        (
            "CrossIndustryInvoice",
            "<SupplyChainTradeTransaction><a>1</a></SupplyChainTradeTransaction>",
        ),
    ],
)
def test_as_many_of_one_kind_as_there_may_be_are_put_together_in_seconds(
    root: str, one: str
) -> None:
    many = one * (SHOWN_ELEMENTS // 4)
    xml = f"<{root} {UBL.format(root=root)}><ID>1</ID>{many}</{root}>".encode()
    began = time.process_time()
    shown(xml)
    assert time.process_time() - began < 15


def test_figures_keep_every_decimal() -> None:
    xml = COMPLETE.replace(b">10.0000<", b">10.12345<")
    assert "10,12345\u00a0€" in page_text(xml)
