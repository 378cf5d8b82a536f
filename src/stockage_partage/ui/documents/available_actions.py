"""What may be done with a document now, or with several: tables, so that nothing greyed needs a reason."""

from __future__ import annotations

from enum import StrEnum

from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.company.state_records import Status
from stockage_partage.documents.viewing.files_inside import has_files_inside
from stockage_partage.errors import PlaceTaken
from stockage_partage.messages import documents_page as texts


class DocumentAction(StrEnum):
    """What may be done with a document, in the order of the buttons."""

    OPEN = "open"
    SAVE = "save"
    OPEN_ATTACHED = "open_attached"
    OPEN_ONLINE = "open_online"
    OPEN_FOLDER = "open_folder"
    COPY_LINK = "copy_link"
    DOSSIER = "dossier"
    CLASSIFY = "classify"
    KEEP = "keep"
    RETRY = "retry"
    WITHDRAW = "withdraw"
    RECYCLE_BIN = "recycle_bin"
    JOURNAL = "journal"


LABELS: dict[DocumentAction, str] = {
    DocumentAction.OPEN: texts.OPEN,
    DocumentAction.SAVE: texts.SAVE_AS,
    DocumentAction.OPEN_ATTACHED: texts.OPEN_ATTACHED,
    DocumentAction.OPEN_ONLINE: texts.OPEN_ONLINE,
    DocumentAction.OPEN_FOLDER: texts.OPEN_FOLDER,
    DocumentAction.COPY_LINK: texts.COPY_LINK,
    DocumentAction.DOSSIER: texts.DOSSIER,
    DocumentAction.CLASSIFY: texts.CLASSIFY,
    DocumentAction.KEEP: texts.KEEP,
    DocumentAction.RETRY: texts.RETRY,
    DocumentAction.WITHDRAW: texts.WITHDRAW,
    DocumentAction.RECYCLE_BIN: texts.RECYCLE_BIN,
    DocumentAction.JOURNAL: texts.JOURNAL,
}


_BY_STATUS: dict[Status, tuple[DocumentAction, ...]] = {
    Status.FILED: (
        DocumentAction.OPEN,
        DocumentAction.SAVE,
        DocumentAction.OPEN_ONLINE,
        DocumentAction.COPY_LINK,
        DocumentAction.DOSSIER,
    ),
    Status.WAITING: (
        DocumentAction.OPEN,
        DocumentAction.SAVE,
        DocumentAction.RETRY,
        DocumentAction.WITHDRAW,
    ),
    Status.BLOCKED: (
        DocumentAction.RETRY,
        DocumentAction.OPEN,
        DocumentAction.SAVE,
        DocumentAction.WITHDRAW,
    ),
    Status.TO_CLASSIFY: (
        DocumentAction.CLASSIFY,
        DocumentAction.OPEN,
        DocumentAction.SAVE,
        DocumentAction.WITHDRAW,
    ),
}

#: Done seldom with one document: in its menu, and no button of its own.
IN_MENU_ONLY = (DocumentAction.DOSSIER,)

#: In the order of the buttons, for several documents at once.
FOR_SEVERAL = (
    DocumentAction.CLASSIFY,
    DocumentAction.KEEP,
    DocumentAction.RETRY,
    DocumentAction.OPEN,
    DocumentAction.SAVE,
    DocumentAction.DOSSIER,
    DocumentAction.WITHDRAW,
)


def actions_for(
    row: DocumentRow, *, deleted: bool = False, leaving: bool = False
) -> tuple[DocumentAction, ...]:
    """What is possible now; a table, so that nothing greyed needs a reason. `leaving`: it is being taken back."""
    return (*_acts_now(row, deleted=deleted, leaving=leaving), DocumentAction.JOURNAL)


def _acts_now(row: DocumentRow, *, deleted: bool, leaving: bool) -> tuple[DocumentAction, ...]:
    if leaving and row.status is not Status.FILED:
        return (DocumentAction.KEEP, DocumentAction.OPEN, DocumentAction.SAVE)
    if deleted or row.online == OnlineState.DELETED:
        return (DocumentAction.RECYCLE_BIN,)
    if row.status is Status.FILED and row.online == OnlineState.ARCHIVED:
        # It is reactivated where it lies; trying to open it comes after.
        return (
            DocumentAction.OPEN_ONLINE,
            DocumentAction.COPY_LINK,
            DocumentAction.OPEN,
            DocumentAction.SAVE,
        )
    if row.status is Status.BLOCKED and row.trouble == PlaceTaken.__name__:
        # What is in the way is there: trying again comes after.
        return (
            DocumentAction.OPEN_FOLDER,
            DocumentAction.RETRY,
            DocumentAction.OPEN,
            DocumentAction.SAVE,
            DocumentAction.WITHDRAW,
        )
    found = _BY_STATUS[row.status]
    return (*found, DocumentAction.OPEN_ATTACHED) if has_files_inside(row) else found
