"""What tells of a dossier's documents: index for spreadsheets and browsers, fingerprints, proof, journal's extract.

Each line is written as its document comes; the whole tables take their places once all have come.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.journal.entries import JournalEntry, JournalHead
from stockage_partage.documents.dossier import index_page
from stockage_partage.documents.dossier.dossier_folder import DossierFolder, Spool
from stockage_partage.documents.dossier.index_page import IndexRow, PageTexts
from stockage_partage.documents.dossier.readable_views import ReadableFiles
from stockage_partage.documents.export.one_document import ExportedDocument, FileMatch
from stockage_partage.documents.proof import folder_proof
from stockage_partage.documents.proof.proving import is_told
from stockage_partage.spreadsheet import csv_text, harmless

#: The files of a dossier beside its documents and their views.
PAGE, TABLE, PROOF, JOURNAL = "index.html", "index.csv", "preuve.jsonl", "journal.csv"
SUMS, CHECKER = "empreintes.sha256", "verifier.py"


@dataclass(frozen=True, slots=True)
class DossierEntry:
    """One document of a dossier, for its index. `proven`: the proof is of it."""

    brought: ExportedDocument
    pages: ReadableFiles
    proven: bool


@dataclass(frozen=True, slots=True)
class MadeBy:
    """When a dossier was made, aware, and by whom."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class DossierSummary:
    """What a dossier came to, for the head of its page. `head`: where the journal ended."""

    company: str
    documents: int
    missing: int
    changed: int
    proven: int
    head: JournalHead
    made: MadeBy


@dataclass(frozen=True, slots=True)
class DossierTexts:
    """How a dossier is written: only the caller speaks the reader's language.

    `checker`: a small program that verifies a dossier with nothing but Python.
    """

    headings: tuple[str, ...]
    cells: Callable[[DossierEntry], Sequence[str]]
    row: Callable[[DossierEntry], IndexRow]
    page: Callable[[DossierSummary], PageTexts]
    journal_headings: tuple[str, ...]
    journal_cells: Callable[[JournalEntry], Sequence[str]]
    journal_head: Callable[[JournalHead], Sequence[str]]
    checker: str


@dataclass(slots=True)
class DossierTables:
    """Filled document by document, then finished once."""

    database: CompanyDatabase
    folder: DossierFolder
    texts: DossierTexts
    table: Spool
    rows: Spool
    sums: Spool
    _ids: set[int] = field(default_factory=set)
    #: id -> path in the dossier and SHA-256, of what can be proven.
    _proven: dict[int, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.table.write("\ufeff")
        self._write_line(self.texts.headings)

    def add(self, brought: ExportedDocument, pages: ReadableFiles) -> None:
        """Takes note of a document that came, or did not."""
        proven = self._is_proven(brought)
        self._ids.add(brought.row.id)
        if proven:
            self._proven[brought.row.id] = (brought.path, brought.sha256)
        if brought.missing is None:
            self._sum(brought.path, brought.sha256)
        if pages.path:
            self._sum(pages.path, pages.sha256)
        for each in pages.attached:
            self._sum(each.path, each.sha256)
        entry = DossierEntry(brought, pages, proven)
        self._write_line(self.texts.cells(entry))
        self.rows.write(index_page.row(self.texts.row(entry)))

    def finish(self, documents: int, missing: int, changed: int, made: MadeBy) -> DossierSummary:
        """Writes the tables in their places. Raises the troubles of the folder and of the database."""
        company = self.database.company.get()
        head = self._finish_proof((company.id, company.name))
        summary = DossierSummary(
            company.name, documents, missing, changed, len(self._proven), head, made
        )
        self._sum(TABLE, self.folder.put(TABLE, self.table.chunks()))
        self._sum(CHECKER, self.folder.put(CHECKER, [self.texts.checker.encode()]))
        self._sum(PAGE, self.folder.put(PAGE, self._page(summary)))
        self.folder.put(SUMS, self.sums.chunks())
        return summary

    def _is_proven(self, brought: ExportedDocument) -> bool:
        """The file is byte for byte what was kept, and the journal tells of these bytes."""
        if brought.missing is not None or brought.verdict is not FileMatch.IDENTICAL:
            return False
        return is_told(self.database, brought.row.id, brought.sha256)

    def _finish_proof(self, company: tuple[str, str]) -> JournalHead:
        """Proof and extract by one way through the journal, so that both end at the same entry."""
        head = JournalHead()

        def write(file: BinaryIO) -> None:
            nonlocal head
            text = csv_text(file)
            lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
            lines.writerow(self.texts.journal_headings)

            def told() -> Iterator[JournalEntry]:
                nonlocal head
                for page in self.database.journal.pages():
                    for entry in page:
                        if entry.document in self._ids:
                            cells = self.texts.journal_cells(entry)
                            lines.writerow([harmless(cell) for cell in cells])
                        head = JournalHead(entry.number, entry.hash)
                        yield entry

            if self._proven:
                stamps = self.database.timestamps.after(0)
                proof = self.folder.made(
                    PROOF,
                    lambda out: folder_proof.write(out, company, told(), self._proven, stamps),
                )
                self._sum(PROOF, proof)
            else:
                for _ in told():
                    pass
            lines.writerow(self.texts.journal_head(head))
            text.flush()
            text.detach()

        self._sum(JOURNAL, self.folder.made(JOURNAL, write))
        return head

    def _page(self, summary: DossierSummary) -> Iterator[bytes]:
        texts = self.texts.page(summary)
        for part in index_page.before(texts):
            yield part.encode("utf-8", "replace")
        yield from self.rows.chunks()
        for part in index_page.after():
            yield part.encode()

    def _write_line(self, cells: Sequence[str]) -> None:
        line = io.StringIO()
        csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(map(harmless, cells))
        self.table.write(line.getvalue())

    def _sum(self, path: str, sha256: str) -> None:
        """A line that `sha256sum --check` reads; names on this disk hold no line break and no backslash."""
        self.sums.write(f"{sha256}  {path}\n")
