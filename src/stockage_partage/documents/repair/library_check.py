"""The register held against the whole library: what one has and the other has not, and bytes not known yet.

A look reads the library from its beginning, page by page, and writes nothing. What is wrong is mended by
the works that exist: what waits here and is online already is recognised by sending it, for sending never
replaces anything; the rest comes into the register by going through the library anew. So a company
database that an older copy has replaced catches up with what was filed since.

A look tells of a file without its SHA-256. The same print handed over later would be taken for other
bytes, and filed beside itself as the next version. So the bytes of what came into the register from the
library are read once, and known again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import Event

from stockage_partage.activation.states import Function
from stockage_partage.company.document_records import OnlineState
from stockage_partage.company.outbox.adding import place_of
from stockage_partage.company.repair.register_rows import RegisteredDocument, UnhashedDocument
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext, patiently
from stockage_partage.documents.filing.filing_service import send_waiting
from stockage_partage.documents.repair.findings import Fault, FaultFinding, named
from stockage_partage.documents.sync.page_reader import is_nobodys
from stockage_partage.documents.sync.synchronise import synchronise
from stockage_partage.documents.tree.document_types import part_of
from stockage_partage.errors import DocumentTrouble, RightsLost, StorageInactive
from stockage_partage.graph.library.items import DriveItem
from stockage_partage.streams import check

_DEEPEST = 64
_TOLD = (
    Fault.ALREADY_ONLINE, Fault.UNKNOWN_ONLINE, Fault.MISSING_ONLINE, Fault.BACK_ONLINE,
    Fault.MOVED_ONLINE, Fault.CHANGED_ONLINE,
)  # fmt: skip


@dataclass(slots=True)
class _Library:
    """The files of a library by id, with their paths; those below « Sage » by place too."""

    files: dict[str, tuple[str, DriveItem]] = field(default_factory=dict)
    by_place: dict[str, DriveItem] = field(default_factory=dict)


class LibraryCheck:
    """Compares, and mends, for the company whose storage is active. `stop` ends a long reading."""

    def __init__(self, app: AppContext, stop: Event | None = None) -> None:
        self._app = app
        self._stop = stop or Event()
        self._retried: list[int] = []

    def look(self) -> list[FaultFinding]:
        """Nothing while storage is inactive. Raises SignInNeeded, Offline, Stopped and the others."""
        drive_id = self._drive()
        if drive_id is None:
            return []
        group_id = self._app.database.activation.get().group_id
        library = self._read(drive_id)
        found: dict[Fault, list[str]] = {fault: [] for fault in _TOLD}
        linked: set[str] = set()
        held: set[str] = set()
        self._retried = []
        for document in self._app.database.register_view.documents(group_id or ""):
            if document.place is not None:
                held.add(document.place)
            if document.item_id is not None:
                linked.add(document.item_id)
            fault = self._fault_of(document, library, drive_id)
            if fault is not None:
                found[fault].append(document.path or "")
        found[Fault.UNKNOWN_ONLINE] = [
            path
            for item_id, (path, item) in library.files.items()
            if item_id not in linked and place_of(path) not in held and _is_ours(path, item)
        ]
        return [each for fault, names in found.items() for each in named(fault, sorted(names))]

    def mend(self) -> None:
        """Sends what waits, where some of it is online already; then goes through the library anew."""
        if self._drive() is None:
            return
        for document_id in self._retried:
            self._app.database.outbox.retry(document_id)
        if self._app.database.register.counters().waiting:
            stopped = send_waiting(self._app).trouble
            if stopped is not None:
                raise stopped
        synchronise(self._app, stop=self._stop, anew=True)

    def _drive(self) -> str | None:
        try:
            self._app.service.require(Function.SYNCHRONISE)
        except StorageInactive:
            return None
        return self._app.library()

    def _fault_of(
        self, document: RegisteredDocument, library: _Library, drive_id: str
    ) -> Fault | None:
        if document.status is not Status.FILED:
            return self._waiting_fault(document, library)
        there = library.files.get(document.item_id or "")
        if there is None:
            return self._missing_fault(document, library, drive_id)
        path, item = there
        if document.online == OnlineState.DELETED:
            return Fault.BACK_ONLINE
        if path != document.path:
            return Fault.MOVED_ONLINE
        known = document.online in (OnlineState.CHANGED, OnlineState.ARCHIVED) or item.archived
        return Fault.CHANGED_ONLINE if not known and _is_changed(document, item) else None

    def _waiting_fault(self, document: RegisteredDocument, library: _Library) -> Fault | None:
        """One that waits and whose place a file has: its own, sent before the register knew."""
        item = library.by_place.get(document.place or "")
        if item is None or document.status is Status.TO_CLASSIFY or item.size < document.size:
            return None
        self._retried.append(document.id)  # at once, however late its next try was put off
        return Fault.ALREADY_ONLINE

    def _missing_fault(
        self, document: RegisteredDocument, library: _Library, drive_id: str
    ) -> Fault | None:
        """Not among what was read: gone, replaced by another file, or not shown to this account."""
        if document.online == OnlineState.DELETED or document.item_id is None:
            return None
        if document.place is not None and document.place in library.by_place:
            return Fault.CHANGED_ONLINE
        ask = partial(self._app.drive.by_id, drive_id, document.item_id)
        try:
            item = patiently(self._app, self._stop, ask)
        except RightsLost:
            return None
        return Fault.MISSING_ONLINE if item is None else None

    def _read(self, drive_id: str) -> _Library:
        folders: dict[str, tuple[str, str]] = {}
        items: dict[str, DriveItem] = {}
        for item in self._items(drive_id):
            if item.is_folder:
                folders[item.id] = (item.parent_id or "", item.name)
            elif item.is_file and item.name:
                items[item.id] = item
        library = _Library()
        for item in items.values():
            path = _path_of(item, folders)
            if path is not None:
                library.files[item.id] = (path, item)
                library.by_place[place_of(path)] = item
        return library

    def _items(self, drive_id: str) -> Iterator[DriveItem]:
        link: str | None = None
        while True:
            ask = partial(self._app.drive.changes_page, drive_id, link)
            page = patiently(self._app, self._stop, ask)
            if page is None:  # it took so long that the service has forgotten where we are
                link = None
                continue
            yield from (each for each in page.items if not each.deleted)
            if page.last:
                return
            link = page.link


def _is_ours(path: str, item: DriveItem) -> bool:
    """Whether going through the library would link it: below « Sage », and somebody's document."""
    return part_of(path) is not None and not is_nobodys(item.name)


def _is_changed(document: RegisteredDocument, item: DriveItem) -> bool:
    if document.quick_xor and item.quick_xor_hash:
        return document.quick_xor != item.quick_xor_hash
    return document.size != item.size


def _path_of(item: DriveItem, folders: Mapping[str, tuple[str, str]]) -> str | None:
    """The path in the library; None when a folder above it was not told."""
    names, above = [item.name], item.parent_id
    while above and len(names) < _DEEPEST:
        if above not in folders:
            return None
        parent_id, name = folders[above]
        if not parent_id:  # the root, whatever it is called
            return "/".join(reversed(names))
        names.append(name)
        above = parent_id
    return None


class LibraryFingerprints:
    """The documents of the company's library whose bytes are not known. `stop` ends a long reading."""

    def __init__(self, app: AppContext, stop: Event | None = None) -> None:
        self._app = app
        self._stop = stop or Event()
        self._rows = app.database.row_faults

    def look(self) -> list[FaultFinding]:
        """Nothing while storage is inactive. No request is made."""
        return named(Fault.UNHASHED, [each.path for each in self._unhashed()])

    def mend(self) -> None:
        """Reads each of them online and keeps its SHA-256; one that cannot be read now stays as it is."""
        unhashed = self._unhashed()
        drive_id = self._app.library() if unhashed else ""
        for document in unhashed:
            check(self._stop)
            try:
                ask = partial(self._sha256, drive_id, document)
                sha256 = patiently(self._app, self._stop, ask)
            except DocumentTrouble:
                continue
            if sha256 is not None:
                self._rows.learn(document, sha256)

    def _unhashed(self) -> list[UnhashedDocument]:
        try:
            self._app.service.require(Function.SYNCHRONISE)
        except StorageInactive:
            return []
        return self._rows.unhashed(self._app.database.activation.get().group_id or "")

    def _sha256(self, drive_id: str, document: UnhashedDocument) -> str | None:
        """None for bytes of another size than the register knows: they have changed since."""
        digest, size = hashlib.sha256(), 0
        for piece in self._app.drive.download(drive_id, document.item_id):
            digest.update(piece)
            size += len(piece)
        return digest.hexdigest() if size == document.size else None
