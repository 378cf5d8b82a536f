"""A PDF whose pages show lines of text, and an XML invoice that carries files."""

from __future__ import annotations

import base64
import io

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def text_pdf(*lines: str, pages: int = 1) -> bytes:
    """Each line below the one before, on every page."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    shown = " ".join(f"0 -14 Td ({line}) Tj" for line in lines)
    for _ in range(pages):
        page = writer.add_blank_page(595, 842)
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 10 Tf 40 800 Td {shown} ET".encode("latin-1"))
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = writer._add_object(content)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def shown_invoice(number: str = "F9", total: str = "120,00") -> bytes:
    """What a supplier's program prints."""
    return text_pdf(
        f"Facture {number}", "Date : 15/03/2026", "Billot et fils, 12 rue des Lilas, 69003 Lyon",
        "Total hors taxes : 100,00 EUR", f"Total TTC : {total} EUR", "Payable sous trente jours",
    )  # fmt: skip


def ubl_with(invoice: bytes, *files: tuple[str, str, bytes]) -> bytes:
    """The UBL invoice, with files inside: what each is called, its own name, its bytes."""
    inside = "".join(
        f"<cac:AdditionalDocumentReference><cbc:ID>{said}</cbc:ID><cac:Attachment>"
        f'<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="{name}">'
        f"{base64.b64encode(content).decode('ascii')}</cbc:EmbeddedDocumentBinaryObject>"
        "</cac:Attachment></cac:AdditionalDocumentReference>"
        for said, name, content in files
    )
    return invoice.replace(
        b"<cac:AccountingSupplierParty>", inside.encode() + b"<cac:AccountingSupplierParty>", 1
    )


def cii_with(invoice: bytes, *files: tuple[str, str, bytes], code: str = "916") -> bytes:
    """The CII invoice, with files inside: what each is described as, its own name, its bytes."""
    inside = "".join(
        f"<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>1</ram:IssuerAssignedID>"
        f"<ram:TypeCode>{code}</ram:TypeCode><ram:Name>{said}</ram:Name>"
        f'<ram:AttachmentBinaryObject mimeCode="application/pdf" filename="{name}">'
        f"{base64.b64encode(content).decode('ascii')}</ram:AttachmentBinaryObject>"
        "</ram:AdditionalReferencedDocument>"
        for said, name, content in files
    )
    end = b"</ram:ApplicableHeaderTradeAgreement>"
    return invoice.replace(end, inside.encode() + end, 1)
