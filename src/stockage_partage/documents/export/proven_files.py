"""The proof of what was brought back: which files it is of, and where it is written."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from stockage_partage.documents.context import AppContext
from stockage_partage.documents.export.one_document import ExportedDocument, FileMatch
from stockage_partage.documents.export.target_folder import numbered
from stockage_partage.documents.proof import folder_proof
from stockage_partage.documents.proof.proving import is_told
from stockage_partage.held_folder import HeldFolder, as_known

_NAME = "preuve {day}.jsonl"


class ProvenFiles:
    """The files that are byte for byte what was kept; of the others nothing can be shown."""

    def __init__(self) -> None:
        self.documents: dict[int, tuple[str, str]] = {}  # id -> path below the folder, SHA-256

    def take(self, brought: ExportedDocument) -> None:
        """Remembers a file that can be proven."""
        if brought.missing is None and brought.verdict is FileMatch.IDENTICAL and brought.sha256:
            self.documents[brought.row.id] = (brought.path, brought.sha256)

    def write(self, app: AppContext, folder: HeldFolder) -> Path | None:
        """Writes the proof under a name of its own; None where there is nothing to prove.

        Raises OSError, and the database troubles.
        """
        # What was kept before there was a journal, nobody tells of: a proof of it would not hold.
        self.documents = {
            document_id: (path, sha256)
            for document_id, (path, sha256) in self.documents.items()
            if is_told(app.database, document_id, sha256)
        }
        if not self.documents:
            return None
        company = app.database.company.get()
        name = _NAME.format(day=app.clock().date().isoformat())
        free = next(each for number in count(1) if not folder.holds(each := numbered(name, number)))
        entries = (entry for page in app.database.journal.pages() for entry in page)
        with folder.create(free) as file:
            named, stamps = (company.id, company.name), app.database.timestamps.after(0)
            folder_proof.write(file, named, entries, self.documents, stamps)
        return as_known(folder.path / free)
