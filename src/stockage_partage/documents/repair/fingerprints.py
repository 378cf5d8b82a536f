"""Documents that came into the register from the library: their bytes are read once, so that they are known again.

A look online tells of a file without its SHA-256. The same print handed over later would be taken for other
bytes, and filed beside itself as the next version: after an old copy of the database was put back, for
every document that was filed since.
"""

from __future__ import annotations

import hashlib
from functools import partial
from threading import Event

from stockage_partage.activation.states import Function
from stockage_partage.company.repair.register_rows import UnhashedDocument
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.repair.findings import Fault, FaultFinding, named
from stockage_partage.documents.retry import patiently
from stockage_partage.errors import DocumentTrouble, StorageInactive
from stockage_partage.streams import check


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
