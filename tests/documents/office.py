"""A workstation that keeps documents at given places and sends them."""

from __future__ import annotations

import hashlib
import io

from stopped_clock import StoppedClock

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow, NewDocument
from stockage_partage.documents.sending.results import RoundResult
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.documents.sending.sender import Sender
from stockage_partage.documents.work_threads import Wakeup


class Office:
    """Every document is its path's name, filled up to its size."""

    def __init__(self, db: CompanyDatabase, to: UploadDestination, clock: StoppedClock) -> None:
        self.db, self.to, self.clock = db, to, clock

    def keep(self, path: str, size: int = 20) -> DocumentRow:
        content = path.encode().ljust(size, b".")
        name, sha256 = path.rpartition("/")[2], hashlib.sha256(content).hexdigest()
        document = NewDocument(path, name, len(content), sha256)
        return self.row(
            self.db.outbox.add(document, io.BytesIO(content), lambda _: path).document_id
        )

    def row(self, document_id: int) -> DocumentRow:
        row = self.db.register.get(document_id)
        assert row is not None
        return row

    def send(self) -> RoundResult:
        with Sender(self.db, self.to, self.clock, 1) as sender:
            return sender.drain(Wakeup())

    def filed(self, path: str) -> DocumentRow:
        row = self.keep(path)
        assert self.send().filed == 1
        return self.row(row.id)
