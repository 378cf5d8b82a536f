"""What the journal tells held against what is there: its end and its timestamps here, documents elsewhere.

The end is the one that this workstation saw last. Whoever writes the whole chain anew cannot have the old
timestamps fit it: that is found here, and by nothing else inside the database. A document's bytes are looked
at in a folder of brought-back files, or online; SharePoint adds its own properties to some files, and what
it then held is told by the entry of the sending. What brings files back is loaded when a folder is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from stockage_partage.company.journal.entries import JournalAct, JournalEntry, JournalHead
from stockage_partage.company.journal.journal import Journal, KeptHeads
from stockage_partage.company.journal.timestamps import timestamp_in
from stockage_partage.company.journal.verification import (
    CheckedDocument,
    DocumentFlaw,
    Flaw,
    FlawFound,
    StampedEnd,
    VerificationResult,
    flaw_of,
)
from stockage_partage.documents.context import AppContext, patiently
from stockage_partage.errors import TimestampRefused
from stockage_partage.streams import check, copy

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.documents.export.one_document import Fingerprints
    from stockage_partage.documents.export.target_folder import TargetFolder
    from stockage_partage.graph.library.items import DriveItem


EntryLook = Callable[[JournalEntry, VerificationResult], None]
Look = Callable[[CheckedDocument, VerificationResult], object]


class VerificationHere:
    """One run for one company. `kept`: the end that this workstation knew before, None for none.

    `folder`: this person's own on this workstation.
    """

    def __init__(self, database: CompanyDatabase, folder: Path) -> None:
        self._database = database
        self._heads = KeptHeads(folder)
        self._company_id = database.company.get().id
        self.kept = self._heads.of(self._company_id)

    def run(
        self,
        look: Callable[[CheckedDocument, VerificationResult], object],
        known: JournalHead | None = None,
    ) -> VerificationResult:
        """Goes through everything. `look` and what is raised: as `JournalVerification.run` says.

        `known`: an end that somebody kept elsewhere.
        """
        ends = [each for each in (self.kept, known) if each is not None]
        stamps = timestamps_in(self._database.journal)
        return self._database.verification(ends).run(look, stamps)

    def keep(self, result: VerificationResult) -> None:
        """The end that was found is the one to compare with from now on. Raises FolderRefused, DiskFull…"""
        self._heads.keep(self._company_id, result.head)


def timestamps_in(journal: Journal) -> EntryLook:
    """Looks at each entry of that journal: counts its timestamps, and tells those that do not hold.

    The entries that they cover are read one by one: a timestamp a day is little.
    """

    def look(entry: JournalEntry, result: VerificationResult) -> None:
        if entry.act != JournalAct.TIMESTAMPED.value:
            return
        found = _sound(entry, journal)
        if found is None:
            result.add(FlawFound(Flaw.TIMESTAMP, entry.number, entry.number))
            return
        result.timestamps += 1
        result.stamped = found

    return look


def _sound(entry: JournalEntry, journal: Journal) -> StampedEnd | None:
    from stockage_partage.documents.proof.timestamps import of_answer

    kept = timestamp_in(entry)
    if kept is None or kept.covered.number >= entry.number or not journal.holds(kept.covered):
        return None
    try:
        said = of_answer(kept.answer, kept.covered.hash)
    except TimestampRefused:
        return None
    return StampedEnd(kept.covered.number, said.moment, said.authority)


def in_folder(target: TargetFolder, stop: Event) -> Look:
    """Looks at the files of that folder which bear a document's place; what is not there is not missed.

    Raises Stopped once `stop` is set, and the troubles of the folder.
    """
    from stockage_partage.documents.export.one_document import Fingerprints

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
