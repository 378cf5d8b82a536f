"""Which works on documents are open to this application now, and why not: one pure function."""

from __future__ import annotations

from enum import StrEnum

from stockage_partage.activation.panel_state import PanelState
from stockage_partage.activation.states import Function, Functions, allows


class DocumentWork(StrEnum):
    """What the menu « Documents » opens, in its order."""

    CONSULT = "consult"
    DEPOSIT = "deposit"
    CLASSIFY = "classify"
    ATTACH = "attach"
    PRINT = "print"
    SYNCHRONISE = "synchronise"
    BRING_BACK = "bring_back"
    DOSSIER = "dossier"
    DOCUMENT_MANAGER = "document_manager"


class ClosedWork(StrEnum):
    """Why a work is closed."""

    STORAGE_INACTIVE = "storage_inactive"
    OPTION_MISSING = "option_missing"  # open only to an application that has the option
    STORAGE_ACTIVE = "storage_active"  # Sage Document Manager, while storage is active
    NEVER_ACTIVATED = "never_activated"  # there is nothing online to bring back


_FUNCTIONS: dict[DocumentWork, Function] = {
    DocumentWork.CONSULT: Function.CONSULT,
    DocumentWork.DEPOSIT: Function.FILE_PRINTS,
    DocumentWork.CLASSIFY: Function.FILE_PRINTS,
    DocumentWork.ATTACH: Function.ATTACH_TO_THIRD_PARTY,
    DocumentWork.SYNCHRONISE: Function.SYNCHRONISE,
}


def refusal(work: DocumentWork, state: PanelState) -> ClosedWork | None:
    """None when the work is open.

    Printing always is: what is closed then is only the filing of the print. Bringing back is open after
    a deactivation too (decision 0010), and so is a dossier: that is when they are needed.
    """
    if work is DocumentWork.DOCUMENT_MANAGER:
        return None if state.document_manager_allowed else ClosedWork.STORAGE_ACTIVE
    if work in (DocumentWork.BRING_BACK, DocumentWork.DOSSIER):
        return None if state.facts.group is not None else ClosedWork.NEVER_ACTIVATED
    needed = _FUNCTIONS.get(work)
    if needed is None or allows(state.functions, needed):
        return None
    if state.functions is Functions.NONE:
        return ClosedWork.STORAGE_INACTIVE
    return ClosedWork.OPTION_MISSING
