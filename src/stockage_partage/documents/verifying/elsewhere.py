"""A document's bytes in a folder of brought-back files, or online: are they those that the journal tells?

SharePoint adds its own properties to some files; what it then held is told by the entry of the sending.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from stockage_partage.company.journal.verification import (
    CheckedDocument,
    DocumentFlaw,
    VerificationResult,
    flaw_of,
)
from stockage_partage.documents.export.one_document import Fingerprints
from stockage_partage.documents.retry import patiently
from stockage_partage.streams import check, copy

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext
    from stockage_partage.documents.export.target_folder import TargetFolder
    from stockage_partage.graph.library.items import DriveItem

Look = Callable[[CheckedDocument, VerificationResult], object]


def in_folder(target: TargetFolder, stop: Event) -> Look:
    """Looks at the files of that folder which bear a document's place; what is not there is not missed.

    Raises Stopped once `stop` is set, and the troubles of the folder.
    """

    def look(document: CheckedDocument, result: VerificationResult) -> None:
        check(stop)
        right = None
        for path in target.candidates(document.path, document.title):
            is_file = target.is_file(path)
            if is_file is None:
                break
            if is_file:
                prints = Fingerprints(0)
                copy(target.read(path), None, prints, go_on=partial(check, stop))
                right = right or _is_right(document, prints)
        if right is not None:
            result.files += 1
            if not right:
                result.add(flaw_of(document, DocumentFlaw.FILE_CHANGED))

    return look


def online(app: AppContext, stop: Event) -> Look:
    """Asks Microsoft 365 for the size and the fingerprint of each document that is in its library, one by one.

    Raises Stopped, SignInNeeded, StorageInactive and the troubles of the way there.
    """
    drive_id, group_id = app.library(), app.database.activation.get().group_id

    def look(document: CheckedDocument, result: VerificationResult) -> None:
        check(stop)
        item_id = document.item_id
        if item_id is None or document.told is None or document.group_id != group_id:
            return  # not there, sent before there was a journal, or in an earlier group's library
        item = patiently(app, stop, lambda: app.drive.by_id(drive_id, item_id))
        result.online += 1
        if item is None:
            result.add(flaw_of(document, DocumentFlaw.ONLINE_GONE))
        elif not _is_as_sent(document, item):
            result.add(flaw_of(document, DocumentFlaw.ONLINE_CHANGED))

    return look


def _is_right(document: CheckedDocument, prints: Fingerprints) -> bool:
    told = document.told
    sha256 = told.sha256 if told is not None and told.sha256 else document.sha256
    if sha256 and prints.sha256 == sha256:
        return True
    quick_xor = told.online_quick_xor if told is not None else ""
    return bool(quick_xor) and prints.quick_xor == quick_xor


def _is_as_sent(document: CheckedDocument, item: DriveItem) -> bool:
    """Compares the fingerprints where both sides have one, else the sizes."""
    told = document.told
    if told is None:
        return True
    if told.online_quick_xor and item.quick_xor_hash is not None:
        return item.quick_xor_hash == told.online_quick_xor
    size = told.online_size if told.online_size is not None else told.size
    return size is None or item.size == size
