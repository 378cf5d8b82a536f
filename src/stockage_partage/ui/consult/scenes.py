"""The window « Documents » in every state, made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from stockage_partage.company.facts import Counts, DocumentRow, Online, Status
from stockage_partage.documents.tree.document_types import Domain, find_type
from stockage_partage.errors import StorageInactive
from stockage_partage.ui.consult.documents_window import DocumentsWindow
from stockage_partage.ui.consult.withdraw_dialog import WithdrawDialog
from stockage_partage.words import consulting as words
from stockage_partage.words import samples

Scene = Callable[[], QWidget]

NOW = datetime(2026, 11, 24, 14, 30).astimezone()
COUNTS = Counts(waiting=3, filed=4_218, blocked=2, to_classify=1)
_PARTIES = (
    ("CARAT", samples.CUSTOMER), ("DIAMANT", "Diamant vert"), ("BOUTIQUE", "Ma jolie boutique"),
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


def _bare(company: str = "BIJOU SA") -> DocumentsWindow:
    made = DocumentsWindow(company)
    made.resize(1120, 720)
    return made


def _window(chosen: int | None = None) -> DocumentsWindow:
    made = _bare()
    rows = _rows()
    made.filters.show_counts(COUNTS)
    made.model.start_over(rows, len(rows))
    made.show_found(4_224, None)
    if chosen is not None:
        made.table.choose(chosen)
        made.details.show_row(rows[chosen], NOW)
        made.details.preview.show_pdf(sample_pdf(rows[chosen]))
    return made


def _deleted() -> DocumentsWindow:
    made = _window(6)
    assert made.details.row is not None  # noqa: S101  # chosen just above
    made.model.saw_gone(made.details.row.id)
    made.details.show_row(replace(made.details.row, online=Online.DELETED), NOW)
    made.details.preview.say(words.NOTHING_LEFT)
    return made


def _small() -> DocumentsWindow:
    made = _window(1)
    made.resize(683, 384)  # 1366 × 768 at 200 %
    return made


def _empty() -> DocumentsWindow:
    made = _bare()
    made.filters.show_counts(Counts())
    made.show_found(0, None)
    return made


def _nothing_found() -> DocumentsWindow:
    made = _window()
    made.filters.search.setText("carrat 2025")
    made.show_found(0, None)
    return made


def _closed() -> DocumentsWindow:
    made = _bare()
    made.show_closed(StorageInactive(), bring_back=True)
    return made


def _fetching() -> DocumentsWindow:
    made = _window(4)
    assert made.details.row is not None  # noqa: S101  # chosen just above
    large = replace(made.details.row, size=48_000_000)
    made.details.show_row(large, NOW)
    made.show_doing(words.FETCHING.format(share=42))
    made.details.preview.say(words.too_large(large), words.SHOW_PREVIEW)
    return made


def _long_names() -> DocumentsWindow:
    made = _bare(samples.LONG_COMPANY)
    usual, number = document(60), "FA2026-11-000000042-RECTIFICATIVE"
    path = (usual.path or "").replace(usual.number, number)
    row = replace(
        usual, third_party_name=samples.LONG_COMPANY, by=samples.LONG_ACCOUNT, number=number,
        title=path.rpartition("/")[2], path=path, amount=123_456_789_00,
    )  # fmt: skip
    made.filters.show_counts(Counts(1_284, 1_234_567, 12, 3))
    made.model.start_over([row, *_rows()], 61)
    made.show_found(1_235_866, None)
    made.table.choose(0)
    made.details.show_row(row, NOW)
    made.details.preview.say_loading()
    return made


def scenes() -> dict[str, Scene]:
    """Name → what makes the widget."""
    return {
        "documents": _window,
        "documents-preview": lambda: _window(5),
        "documents-one-blocked": lambda: _window(1),
        "documents-to-classify": lambda: _window(2),
        "documents-deleted": _deleted,
        "documents-fetching": _fetching,
        "documents-empty": _empty,
        "documents-nothing-found": _nothing_found,
        "documents-closed": _closed,
        "documents-small": _small,
        "documents-long-names": _long_names,
        "dialog-withdraw": lambda: WithdrawDialog(_rows()[1]),
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
        (0, 20, "BIJOU SA"), (60, 16, words.heading(row)), (100, 10, words.third_party(row)),
        (420, 12, words.amount(row)),
    ):  # fmt: skip
        painter.setFont(QFont(painter.font().family(), scale))
        painter.drawText(QRectF(0, top, 640, 40), Qt.AlignmentFlag.AlignLeft, text)
    for line in range(8):
        painter.drawLine(0, 150 + line * 30, 620, 150 + line * 30)
    painter.end()
    buffer.close()
    return bytes(kept.data())
