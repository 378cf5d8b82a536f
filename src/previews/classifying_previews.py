"""The documents that wait for a place, shown one by one, made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter

from previews import Preview, sample_names
from previews.third_parties_previews import PARTIES
from stockage_partage.company.document_records import DocumentRow, ThirdParty
from stockage_partage.company.state_records import Status
from stockage_partage.documents.filing.destination import InvoiceSide
from stockage_partage.documents.filing.outcomes import MissingDetail
from stockage_partage.documents.filing.suggestions import (
    Origin,
    ProposedField,
    Suggestion,
    UnclassifiedDocument,
)
from stockage_partage.documents.invoices.invoice import (
    InvoiceParty,
    InvoiceReading,
    InvoiceType,
    UnreadReason,
)
from stockage_partage.documents.tree.document_types import Domain, ThirdPartyKind
from stockage_partage.ui.classifying.classify_dialog import ClassifyDialog

NOW = datetime(2026, 11, 24, 9, 15).astimezone()
READING = InvoiceReading(
    InvoiceType.INVOICE,
    "FA-2017-0008",
    date(2017, 11, 3),
    InvoiceParty("BIJOU SA", "732829320", vat="FR44732829320"),
    InvoiceParty("Me gusta olive", "787878784", "78787878400035", "FR18787878784"),
    "EUR",
    Decimal("1284.50"),
    "en16931",
)
CUSTOMER = InvoiceSide(Domain.SALES, ThirdPartyKind.CUSTOMER, READING.buyer)
INVOICE = "ventes/facture"


def _row(title: str) -> DocumentRow:
    return DocumentRow(
        id=7, key=None, version=None, status=Status.TO_CLASSIFY, type="", number="", date=None,
        third_party_kind="", third_party_code="", third_party_name="", title=title, path=None,
        size=48_211, sha256="", content_type="application/pdf", source="",
        provisional=False, model="", by="marie.durand@bijou.fr", application="comptabilite",
        group_id="8f1c", read=None, amount=None, currency="", sending=False, attempts=0, due_at=NOW,
        trouble=None, trouble_detail="", item_id=None, url=None, sent_size=None, created_at=NOW,
        filed_at=None,
    )  # fmt: skip


_READ = dict.fromkeys((ProposedField.TYPE, ProposedField.NUMBER, ProposedField.DATE), Origin.READ)


def _unknown() -> UnclassifiedDocument:
    newcomer = ThirdParty(
        "MEGUSTAOLIVE", "clients", READING.buyer.name, "787878784", vat="FR18787878784"
    )
    return UnclassifiedDocument(
        _row("Facture_FA-2017-0008.pdf"),
        READING,
        None,
        CUSTOMER,
        (),
        (MissingDetail.CUSTOMER_NOT_FOUND,),
        Suggestion(None, INVOICE, READING.number, READING.date, _READ, newcomer),
    )


def _several() -> UnclassifiedDocument:
    namesakes = (
        ThirdParty("OLIVE", "clients", "Me gusta olive – Lyon"),
        ThirdParty("OLIVE2", "clients", "Me gusta olive – Nantes"),
    )
    known = _unknown()
    return replace(
        known,
        candidates=namesakes,
        lacking=(MissingDetail.THIRD_PARTY_SEVERAL,),
        proposal=replace(known.proposal, newcomer=None),
    )


def _unreadable() -> UnclassifiedDocument:
    lacking = (
        MissingDetail.THIRD_PARTY,
        MissingDetail.TYPE,
        MissingDetail.DATE,
        MissingDetail.NUMBER,
    )
    return UnclassifiedDocument(
        _row("facture_fournisseur_abimee.pdf"), None, UnreadReason.BROKEN_XML, None, (), lacking
    )


def _proposed() -> UnclassifiedDocument:
    """A scan of a supplier's invoice: everything is proposed, from its pages and its name."""
    origins = {
        ProposedField.THIRD_PARTY: Origin.PAGES,
        ProposedField.TYPE: Origin.LATEST,
        ProposedField.NUMBER: Origin.PAGES,
        ProposedField.DATE: Origin.FILE_NAME,
    }
    proposal = Suggestion(PARTIES[0], "achats/facture", "FB-26-1187", date(2026, 11, 17), origins)
    return replace(
        _unreadable(),
        row=_row("Facture Billo 2026-11-17.pdf"),
        unread=UnreadReason.NOTHING_INSIDE,
        proposal=proposal,
    )


def _remembered() -> UnclassifiedDocument:
    similar = Origin.SIMILAR
    origins = {ProposedField.THIRD_PARTY: similar, ProposedField.TYPE: similar}
    proposal = Suggestion(PARTIES[0], "achats/facture", origins=origins)
    return replace(_proposed(), row=_row("Facture Billo 2026-11.pdf"), proposal=proposal)


_SUPPLIER = (
    (0, 18, sample_names.SUPPLIER),
    (34, 10, "14 quai Mayaud, 49400 Saumur"),
    (52, 10, "SIREN 652 014 051 – TVA FR34 652 014 051"),
    (120, 15, "FACTURE N° FB-26-1187"),
    (156, 10, "Saumur, le 17 novembre 2026"),
    (200, 10, "BIJOU SA"),
    (218, 10, "12 rue des Orfèvres, 49400 Saumur"),
    (
        290,
        10,
        "Désignation                                                     Quantité        Montant",
    ),
    (560, 12, "Total TTC                                        1 284,50 €"),
    (620, 9, "À régler avant le 17/12/2026"),
)


_OURS = (
    (0, 18, "BIJOU SA"),
    (34, 10, "12 rue des Orfèvres, 49400 Saumur"),
    (52, 10, "SIREN 732 829 320 – TVA FR44 732 829 320"),
    (120, 15, "FACTURE N° FA-2017-0008"),
    (156, 10, "Saumur, le 3 novembre 2017"),
    (200, 10, "Me gusta olive"),
    (218, 10, "SIREN 787 878 784"),
    (
        290,
        10,
        "Désignation                                                     Quantité        Montant",
    ),
    (560, 12, "Total TTC                                        1 284,50 €"),
)


def page(lines: Sequence[tuple[int, int, str]] = _SUPPLIER) -> bytes:
    """A printed page: each line with how far down it stands, and how large."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(18, 18, 18, 18))
    writer.setResolution(96)
    painter = QPainter(writer)
    for top, size, text in lines:
        painter.setFont(QFont(painter.font().family(), size))
        painter.drawText(QRectF(0, top, 680, 40), text)
    for line in range(8):
        painter.drawLine(0, 320 + line * 30, 660, 320 + line * 30)
    painter.end()
    buffer.close()
    return bytes(kept.data())


def _classify(
    document: Callable[[], UnclassifiedDocument],
    number: int = 1,
    of: int = 1,
    *,
    width: int = 1100,
    height: int = 728,  # of a screen of 768 lines, less the frame
    lines: Sequence[tuple[int, int, str]] = _SUPPLIER,
) -> Preview:
    def made() -> ClassifyDialog:
        dialog = ClassifyDialog()
        dialog.preview.show_pdf(page(lines))
        dialog.show_document(document(), number, of)
        dialog.resize(width, height)
        return dialog

    return made


def previews() -> dict[str, Preview]:
    """Name → what makes the widget."""
    return {
        "dialog-classify": _classify(_unknown, 1, 3, lines=_OURS),
        "dialog-classify-proposed": _classify(_proposed, 2, 4),
        "dialog-classify-several": _classify(_several, lines=_OURS),
        "dialog-classify-unreadable": _classify(_unreadable, 2, 3),
        "dialog-classify-remembered": _classify(_remembered),
        "dialog-classify-small": _classify(_proposed, 2, 4, width=667, height=345),
    }
