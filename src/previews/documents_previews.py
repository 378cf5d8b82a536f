"""The page « Documents » in every state, made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QItemSelectionModel,
    QMarginsF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter

from previews import Preview, sample_names
from previews.panel_previews import ACTIVE, STATES, window
from stockage_partage.activation.states import Facts
from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.company.state_records import DocumentCounts, Status
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import InvoiceReading
from stockage_partage.documents.tree.document_types import Domain, find_type
from stockage_partage.errors import StorageInactive
from stockage_partage.messages import documents_page as texts
from stockage_partage.ui.documents.preview import Offer
from stockage_partage.ui.documents.readable_invoice import readable
from stockage_partage.ui.documents.withdrawals import ask_to_withdraw
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.window.main_window import MainWindow

NOW = datetime(2026, 11, 24, 14, 30).astimezone()
COUNTS = DocumentCounts(waiting=3, filed=4_218, blocked=2, to_classify=1)
_BUSY = replace(ACTIVE, documents=COUNTS)
_PARTIES = (
    ("CARAT", sample_names.CUSTOMER), ("DIAMANT", "Diamant vert"), ("BOUTIQUE", "Ma jolie boutique"),
    ("MAIRIE", "Mairie de Saumur"),
)  # fmt: skip
_TYPES = ("Facture", "Bon de livraison", "Facture", "Devis", "Facture", "Facture d'avoir")
_PREFIXES = {"Facture": "FA", "Bon de livraison": "BL", "Devis": "DE", "Facture d'avoir": "AV"}


def document(number: int, status: Status = Status.FILED) -> DocumentRow:
    """One of a believable list, the higher the newer."""
    label = _TYPES[number % len(_TYPES)]
    kind = find_type(label, Domain.SALES)
    assert kind is not None  # noqa: S101  # the labels are the trade's own
    code, name = _PARTIES[number * 7 % len(_PARTIES)]
    piece = f"{_PREFIXES[label]}{4200 + number:05}"
    day = date(2026, 11, 24) - timedelta(days=(60 - number) // 2)
    at = NOW - timedelta(hours=(60 - number) * 11, minutes=number * 7)
    folder = f"Sage/Clients/{code}/Documents ventes/{day:%Y%m}/{label}_{piece}"
    filed = status is Status.FILED
    return DocumentRow(
        id=number, key=piece, version=1, status=status, type=kind.word, number=piece, date=day,
        third_party_kind="clients", third_party_code=code, third_party_name=name,
        title=f"{label}_{piece}.pdf", path=f"{folder}/{label}_{piece}.pdf",
        size=96_000 + number * 1_370, sha256="", content_type="application/pdf", source="",
        provisional=False, model="", by="marie.durand@bijou.fr", application="gestion-commerciale",
        group_id="8f1c", read=None, amount=number * 13_737 if label != "Bon de livraison" else None,
        currency="EUR", sending=False, attempts=0, due_at=at, trouble=None, trouble_detail="",
        item_id=f"01{number}" if filed else None,
        url=f"https://bijou.sharepoint.com/sites/sage-bijou-sa/{piece}" if filed else None,
        sent_size=96_000 if filed else None, created_at=at,
        filed_at=at + timedelta(seconds=4) if filed else None,
    )  # fmt: skip


def _rows() -> list[DocumentRow]:
    rows = [document(number) for number in range(60, 0, -1)]
    rows[0] = document(60, Status.WAITING)
    rows[1] = replace(
        document(59, Status.BLOCKED), trouble="PlaceTaken", created_at=rows[1].created_at
    )
    rows[2] = replace(
        document(58, Status.TO_CLASSIFY), title="Scan du 23 novembre.pdf", number="", type="",
        third_party_code="", third_party_name="", date=None, amount=None, path=None, key=None,
    )  # fmt: skip
    return rows


def _bare(facts: Facts = _BUSY) -> MainWindow:
    made = window(facts, place=PageId.DOCUMENTS)
    made.resize(1280, 720)
    return made


def _window(chosen: int | None = None, rows: list[DocumentRow] | None = None) -> MainWindow:
    made = _bare()
    rows = rows or _rows()
    page = made.body.documents
    page.show_counts(COUNTS)
    page.model.start_over(rows, len(rows))
    page.show_found(4_224, None)
    if chosen is not None:
        page.table.choose(chosen)
        page.details.show_row(rows[chosen], NOW)
        page.details.preview.show_pdf(sample_pdf(rows[chosen]))
    return made


def _invoice() -> MainWindow:
    """An invoice in XML, read in French, with a file inside it."""
    xml = Path(__file__).with_name("ubl_invoice.xml").read_bytes()
    reading = invoice_file.read(BytesIO(xml), "x.xml")
    pages = readable(xml, "x.xml")
    assert isinstance(reading, InvoiceReading)  # noqa: S101  # it is ours
    assert isinstance(pages, bytes)  # noqa: S101
    name = "Facture_FA-2026-00187"
    path = f"Sage/Fournisseurs/DUPONT/Documents achats/202609/{name}/{name}.xml"
    rows = _rows()
    rows[4] = replace(
        rows[4], title="FA-2026-00187.xml", number="FA-2026-00187", type="facture", path=path,
        third_party_kind="fournisseurs", third_party_code="DUPONT", date=date(2026, 9, 15),
        third_party_name="Fournitures Dupont", amount=149_150, size=len(xml),
        content_type="application/xml", read=reading.as_text(),
    )  # fmt: skip
    made = _window(4, rows)
    made.body.documents.details.preview.show_pdf(pages)
    return made


def _several() -> MainWindow:
    made = _window()
    page, rows = made.body.documents, _rows()
    page.table.choose(1)
    flags = QItemSelectionModel.SelectionFlag
    for place in (2, 4, 5, 6):
        index = page.model.index(place, 0)
        page.table.selectionModel().select(index, flags.Select | flags.Rows)
    page.details.show_several(5, [rows[place] for place in (1, 2, 4, 5, 6)])
    return made


def _deleted() -> MainWindow:
    made = _window(6)
    page = made.body.documents
    row = page.details.row
    assert row is not None  # noqa: S101  # chosen just above
    page.model.saw_gone(row.id)
    page.details.show_row(replace(row, online=OnlineState.DELETED), NOW)
    page.details.preview.say(texts.NOTHING_LEFT)
    return made


def _archived() -> MainWindow:
    rows = _rows()
    rows[6] = replace(rows[6], online=OnlineState.ARCHIVED)
    made = _window(6, rows)
    made.body.documents.details.preview.say(texts.ARCHIVED, Offer.RETRY)
    return made


def _small() -> MainWindow:
    made = _window(1)
    made.resize(683, 384)  # 1366 × 768 at 200 %
    return made


def _smallest() -> MainWindow:
    made = _window(1)
    made.resize(447, 243)  # 1366 × 768 at 300 %, without the frame
    return made


def _empty() -> MainWindow:
    made = _bare(replace(ACTIVE, documents=DocumentCounts()))
    made.body.documents.show_counts(DocumentCounts())
    made.body.documents.show_found(0, None)
    return made


def _nothing_found() -> MainWindow:
    made = _window()
    made.body.documents.filters.search.setText("carrat 2025")
    made.body.documents.show_counts(DocumentCounts())
    made.body.documents.show_found(0, None)
    return made


def _closed() -> MainWindow:
    made = _bare(STATES["activation-again"])
    made.body.documents.show_closed(StorageInactive(), bring_back=True)
    return made


def _fetching() -> MainWindow:
    made = _window(4)
    page = made.body.documents
    assert page.details.row is not None  # noqa: S101  # chosen just above
    large = replace(page.details.row, size=48_000_000)
    page.details.show_row(large, NOW)
    page.show_doing(texts.FETCHING.format(share=42))
    page.details.preview.say(texts.too_large(large), Offer.SHOW)
    return made


def _long_names() -> MainWindow:
    made = _bare(STATES["long-names"])
    usual, number = document(60), "FA2026-11-000000042-RECTIFICATIVE"
    path = (usual.path or "").replace(usual.number, number)
    row = replace(
        usual, third_party_name=sample_names.LONG_COMPANY, by=sample_names.LONG_ACCOUNT, number=number,
        title=path.rpartition("/")[2], path=path, amount=123_456_789_00,
    )  # fmt: skip
    page = made.body.documents
    page.show_counts(DocumentCounts(1_284, 1_234_567, 12, 3))
    page.model.start_over([row, *_rows()], 61)
    page.show_found(1_235_866, None)
    page.table.choose(0)
    page.details.show_row(row, NOW)
    page.details.preview.say_loading()
    return made


def previews() -> dict[str, Preview]:
    """Name → what makes the widget."""
    return {
        "documents": _window,
        "documents-preview": lambda: _window(5),
        "documents-invoice": _invoice,
        "documents-one-blocked": lambda: _window(1),
        "documents-to-classify": lambda: _window(2),
        "documents-several": _several,
        "documents-deleted": _deleted,
        "documents-archived": _archived,
        "documents-fetching": _fetching,
        "documents-empty": _empty,
        "documents-nothing-found": _nothing_found,
        "documents-closed": _closed,
        "documents-small": _small,
        "documents-smallest": _smallest,
        "documents-long-names": _long_names,
        "dialog-withdraw-several": lambda: ask_to_withdraw(_rows()[:2]),
        "dialog-withdraw": lambda: ask_to_withdraw([_rows()[1]]),
    }


def sample_pdf(row: DocumentRow) -> bytes:
    """A page that looks like the document."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(18, 18, 18, 18))
    writer.setResolution(96)
    painter = QPainter(writer)
    for top, scale, text in (
        (0, 20, "BIJOU SA"), (60, 16, texts.heading(row)), (100, 10, texts.third_party(row)),
        (420, 12, texts.amount(row)),
    ):  # fmt: skip
        painter.setFont(QFont(painter.font().family(), scale))
        painter.drawText(QRectF(0, top, 640, 40), Qt.AlignmentFlag.AlignLeft, text)
    for line in range(8):
        painter.drawLine(0, 150 + line * 30, 620, 150 + line * 30)
    painter.end()
    buffer.close()
    return bytes(kept.data())
