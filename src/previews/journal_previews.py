"""The company's journal, made up: the whole of it, that of one document, and what a verification came to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from previews import Preview, sample_names
from stockage_partage.applications import Application
from stockage_partage.company.journal.entries import (
    JournalAct,
    JournalEntry,
    JournalHead,
    as_canonical,
    microseconds,
)
from stockage_partage.company.journal.verification import (
    DocumentFlaw,
    DocumentFound,
    Flaw,
    FlawFound,
    VerificationResult,
)
from stockage_partage.ui.journal.journal_table import DocumentJournal
from stockage_partage.ui.journal.journal_window import (
    JournalWindow,
    VerificationDialog,
    ask_to_keep_end,
)
from stockage_partage.ui.widgets.theme import GRID

_MARIE, _ADMIN = "marie.durand@bijou.fr", "admin@bijou.fr"
_BUYING, _BOOKS = Application.GESTION_COMMERCIALE, Application.COMPTABILITE
_FOLDER = "Sage/Clients/CARAT/Documents ventes/202611/Facture_FA00042"
_INVOICE: dict[str, Any] = {
    "title": "Facture_FA00042.pdf", "type": "facture", "number": "FA00042", "date": "2026-11-17",
    "third_party_code": "CARAT", "path": f"{_FOLDER}/Facture_FA00042.pdf", "size": 96_214,
    "sha256": hashlib.sha256(b"FA00042").hexdigest(), "version": 1,
}  # fmt: skip
#: What was done, by whom, from where, about which document, and what is told of it; oldest first.
_STORY: tuple[tuple[JournalAct, str, str, str, int | None, dict[str, Any]], ...] = (
    (JournalAct.LICENCE_INSTALLED, _ADMIN, _BOOKS, "SERVEUR", None, {"replaced": 0}),
    (JournalAct.STORAGE_ON, _ADMIN, _BOOKS, "SERVEUR", None, {"name": "Sage – BIJOU SA"}),
    (
        JournalAct.THIRD_PARTY_ADDED, _MARIE, _BUYING, "COMPTA-2", None,
        {"code": "CARAT", "kind": "clients", "name": sample_names.CUSTOMER},
    ),
    (
        JournalAct.TEMPLATE_CHANGED, _ADMIN, _BUYING, "SERVEUR", None,
        {"template": "ventes/facture", "before": "propose", "after": "obligatoire"},
    ),
    (JournalAct.KEPT, _MARIE, _BUYING, "COMPTA-2", 42, {"title": "Scan du 17 novembre.pdf"}),
    (JournalAct.CLASSIFIED, _MARIE, _BUYING, "COMPTA-2", 42, _INVOICE),
    (JournalAct.SENT, _MARIE, _BUYING, "COMPTA-2", 42, {"path": _INVOICE["path"]}),
    (JournalAct.ATTACHED, _MARIE, _BUYING, "COMPTA-2", 43, {"title": "Contrat signé.pdf"}),
    (JournalAct.WITHDRAWN, _MARIE, _BUYING, "COMPTA-2", 44, {"title": "Devis_DE00068.pdf"}),
    (JournalAct.SYNCHRONISED, _MARIE, _BOOKS, "COMPTA-1", None, {"added": 3}),
    (JournalAct.BROUGHT_BACK, _ADMIN, _BOOKS, "SERVEUR", None, {"documents": 4_218}),
    (
        JournalAct.REPAIRED, _ADMIN, _BOOKS, "SERVEUR", None,
        {"fault": "envois_abandonnes", "count": 2},
    ),
)  # fmt: skip


def entries() -> list[JournalEntry]:
    """A believable journal, oldest first; each entry is linked to the one before."""
    at = datetime(2026, 11, 16, 8, 12, 5, tzinfo=UTC)
    made: list[JournalEntry] = []
    end = JournalHead()
    for number, (act, who, application, workstation, document, told) in enumerate(_STORY, 1_238):
        at += timedelta(hours=5, minutes=17, seconds=11)
        plain = (number, microseconds(at), act.value, application, workstation, who, document)
        entry = JournalEntry(*plain, as_canonical(told), end.hash)
        made.append(JournalEntry(*plain, entry.subject, end.hash, entry.hashed))
        end = JournalHead(number, made[-1].hash)
    return made


def _window(shown: Sequence[JournalEntry], *, more: bool = False) -> JournalWindow:
    made = JournalWindow()
    made.resize(144 * GRID, 96 * GRID)
    made.show_entries(shown, more=more)
    return made


def _journal() -> JournalWindow:
    made = _window(entries()[::-1], more=True)
    made.table.selectRow(6)
    return made


def _nothing() -> JournalWindow:
    made = _window(())
    made.filters.text.setText("carrat")
    made.filters.tell()
    made.show_entries((), more=False)
    return made


def _document() -> DocumentJournal:
    told = [each for each in entries() if each.document == 42]
    return DocumentJournal("Facture FA00042", told)


def _result() -> VerificationResult:
    last = entries()[-1]
    return VerificationResult(JournalHead(last.number, last.hash), documents=4_224, bytes_read=6)


def _verifying() -> VerificationDialog:
    return VerificationDialog()


def _verified() -> VerificationDialog:
    made = VerificationDialog()
    made.show_result(_result(), first_time=True)
    return made


def _flawed() -> VerificationDialog:
    made = VerificationDialog()
    result = _result()
    result.add(
        FlawFound(Flaw.CHANGED, 1_243, 1_243),
        FlawFound(Flaw.UNLINKED, 1_244, 1_244),
        DocumentFound(
            DocumentFlaw.CHANGED, 42, _INVOICE["title"], _INVOICE["number"], _INVOICE["path"]
        ),
    )
    made.show_result(result, first_time=False)
    return made


def _another_end() -> VerificationDialog:
    """A backup was put back: what this workstation saw is not there any more."""
    made = VerificationDialog()
    result = _result()
    result.add(FlawFound(Flaw.CUT, 1_250, 1_302))
    made.show_result(result, first_time=False)
    return made


def previews() -> dict[str, Preview]:
    """Name → what makes the widget."""
    return {
        "journal": _journal,
        "journal-nothing": _nothing,
        "dialog-document-journal": _document,
        "dialog-document-journal-nothing": lambda: DocumentJournal("Contrat cadre.docx", ()),
        "dialog-verification-running": _verifying,
        "dialog-verification": _verified,
        "dialog-verification-flaws": _flawed,
        "dialog-verification-end": _another_end,
        "dialog-keep-end": lambda: ask_to_keep_end(None),
    }
