"""The assistants in every state, made up: for pictures, the guide and the tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from previews import Preview, sample_names
from previews.sample_names import FOLDER
from stockage_partage import errors
from stockage_partage.company.document_records import DocumentRow, SearchCriteria
from stockage_partage.company.journal.entries import JournalHead
from stockage_partage.company.online.online_records import ChangeKind, DocumentChange
from stockage_partage.company.state_records import Status
from stockage_partage.documents.dossier.dossier import DossierResult
from stockage_partage.documents.dossier.dossier_tables import DossierSummary, MadeBy
from stockage_partage.documents.export.export import ExportProgress, ExportResult
from stockage_partage.documents.export.one_document import (
    ExportedDocument,
    FileMatch,
    MissingDocument,
)
from stockage_partage.documents.sync.synchronise import SyncProgress, SyncResult
from stockage_partage.messages import dossier, export, synchronising
from stockage_partage.ui.assistants.dossier import DossierAssistant
from stockage_partage.ui.assistants.export_assistant import ExportAssistant
from stockage_partage.ui.assistants.synchronise import SynchroniseAssistant

_NOW = datetime(2026, 11, 24, 14, 30).astimezone()
_SALES = "Sage/Clients/CARAT/Documents ventes/202611"
_PATH = f"{_SALES}/Facture_FA00042/Facture_FA00042.pdf"


def previews() -> dict[str, Preview]:
    """Name → what makes the widget."""
    return {
        "synchronise-choice": _choice,
        "synchronise-running": _running,
        "synchronise-result": _result,
        "synchronise-nothing": _nothing,
        "synchronise-stopped": _stopped,
        "synchronise-failed": _failed,
        "bring-back-choice": _bring_choice,
        "bring-back-running": _bring_running,
        "bring-back-result": _bring_result,
        "bring-back-problems": _bring_problems,
        "bring-back-sign-in": _bring_sign_in,
        "dossier-choice": _dossier_choice,
        "dossier-selection": _dossier_selection,
        "dossier-running": _dossier_running,
        "dossier-result": _dossier_result,
        "dossier-problems": _dossier_problems,
    }


def _choice() -> QWidget:
    made = SynchroniseAssistant()
    made.show_last_time(_NOW.replace(hour=9, minute=12), _NOW)
    return made


def _running() -> QWidget:
    made = SynchroniseAssistant()
    made.start(synchronising.RUNNING)
    counts = {ChangeKind.ADDED: 12, ChangeKind.CHANGED: 1, ChangeKind.MOVED: 0}
    made.show_progress(SyncProgress(31, 6_180, counts, whole=True))
    return made


def _result() -> QWidget:
    made = SynchroniseAssistant()
    result = SyncResult(complete=True)
    other = _PATH.replace("FA00042", "FA00051")
    result.take(
        [
            *(_change(ChangeKind.ADDED, path) for path in sample_names.ADDED_ONLINE),
            _change(ChangeKind.CHANGED, _PATH),
            _change(ChangeKind.DELETED, other),
            replace(
                _change(ChangeKind.MOVED, f"{_SALES}/Facture_FA00037/Facture Carat.pdf"),
                before=f"{_SALES}/Facture_FA00037/Facture_FA00037.pdf",
            ),
        ]
    )
    made.show_result(result)
    return made


def _change(kind: ChangeKind, path: str) -> DocumentChange:
    return DocumentChange(kind, 1, path, "", "CARAT")


def _nothing() -> QWidget:
    made = SynchroniseAssistant()
    made.show_result(SyncResult(complete=True))
    return made


def _stopped() -> QWidget:
    made = SynchroniseAssistant()
    result = SyncResult()
    result.take([_change(ChangeKind.ADDED, _PATH)])
    made.show_result(result)
    return made


def _failed() -> QWidget:
    made = SynchroniseAssistant()
    made.fail(synchronising.FAILED, errors.Offline("timeout"), synchronising.AGAIN)
    return made


def _bring_choice() -> QWidget:
    made = ExportAssistant(storage_off=True, signed_in=False)
    _fill_in(made)
    made.show_count(4218)
    return made


def _fill_in(made: ExportAssistant) -> None:
    made.form.blockSignals(True)
    made.form.folder.setText(FOLDER)
    made.form.third_party.setText(f"CARAT · {sample_names.CUSTOMER}")
    made.form.since.setText("01/01/2026")
    made.form.changed.emit()
    made.form.blockSignals(False)


def _bring_running() -> QWidget:
    made = ExportAssistant()
    made.start(export.RUNNING)
    made.show_progress(ExportProgress(1_204, 4_218, 386_000_000, _PATH))
    return made


def _bring_result() -> QWidget:
    made = ExportAssistant()
    made.show_result(_brought_back(fetched=4_218))
    return made


def _brought_back(fetched: int, already: int = 0) -> ExportResult:
    index = Path(f"{FOLDER}\\index.csv")
    return ExportResult(
        total=4_218,
        fetched=fetched,
        already=already,
        size=1_350_000_000,
        index=index,
        complete=True,
    )


def _bring_problems() -> QWidget:
    made = ExportAssistant(storage_off=True)
    result = _brought_back(fetched=4_214, already=2)
    for brought in (
        ExportedDocument(_row(_PATH), _PATH, missing=MissingDocument(deleted=True)),
        ExportedDocument(_row(_PATH), _PATH.replace("00042", "00051"), verdict=FileMatch.CHANGED),
        ExportedDocument(
            _row(_PATH),
            sample_names.OUT_OF_REACH,
            missing=MissingDocument(trouble=errors.FolderForbidden("accessDenied")),
        ),
    ):
        result.missing += brought.missing is not None
        result.changed += brought.is_changed
        result.listed.append(brought)
    made.show_result(result, export.SIGNED_OUT)
    return made


def _bring_sign_in() -> QWidget:
    made = ExportAssistant(storage_off=True, signed_in=False)
    made.fail(export.FAILED, errors.SignInCancelled(), export.SIGN_IN)
    return made


def _dossier_choice() -> QWidget:
    made = DossierAssistant()
    asked = SearchCriteria("carat", Status.FILED, since=date(2026, 1, 1))
    _propose(made, asked)
    made.show_count(214)
    return made


def _dossier_selection() -> QWidget:
    made = DossierAssistant(None, (12, 14))
    _propose(made, SearchCriteria())
    made.dossier.as_zip.setChecked(True)
    made.show_count(2)
    return made


def _propose(made: DossierAssistant, asked: SearchCriteria) -> None:
    made.form.blockSignals(True)
    made.dossier.fill_in(FOLDER, "Litige Carat 2026", asked)
    made.form.changed.emit()
    made.form.blockSignals(False)


def _dossier_running() -> QWidget:
    made = DossierAssistant()
    made.start(dossier.RUNNING)
    made.show_progress(ExportProgress(87, 214, 31_000_000, f"Documents/{_PATH}"))
    return made


def _dossier(fetched: int, missing: int = 0) -> DossierResult:
    brought = ExportResult(
        total=231,
        fetched=fetched,
        missing=missing,
        proven=fetched,
        size=74_000_000,
        complete=True,
    )
    head = JournalHead(18_240, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    return DossierResult(
        brought,
        Path(f"{FOLDER}\\Litige Carat 2026"),
        beside=17,
        views=198,
        summary=DossierSummary(
            "BIJOU SA", 231, brought.missing, 0, brought.proven, head, MadeBy(_NOW, "")
        ),
    )


def _dossier_result() -> QWidget:
    made = DossierAssistant()
    made.show_dossier(_dossier(fetched=231))
    return made


def _dossier_problems() -> QWidget:
    made = DossierAssistant()
    result = _dossier(fetched=229, missing=2)
    path = f"Documents/{_PATH}"
    result.brought.listed = [
        ExportedDocument(_row(_PATH), path, missing=MissingDocument(deleted=True)),
        ExportedDocument(
            _row(_PATH),
            path.replace("00042", "00051"),
            missing=MissingDocument(trouble=errors.ArchivedOnline()),
        ),
    ]
    made.show_dossier(result)
    return made


def _row(path: str) -> DocumentRow:
    """A filed invoice, as far as the list needs it."""
    at = datetime(2026, 11, 3, tzinfo=UTC)
    facts: dict[str, Any] = dict.fromkeys(DocumentRow.__dataclass_fields__, "")
    facts |= {
        "id": 1, "version": 1, "status": Status.FILED, "date": date(2026, 11, 3), "path": path,
        "size": 100, "provisional": False, "read": None, "amount": None, "sending": False,
        "attempts": 0, "due_at": at, "created_at": at, "filed_at": at, "sent_size": 100,
    }  # fmt: skip
    return DocumentRow(**facts)
