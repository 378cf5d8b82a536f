"""What tells of a dossier's documents: index for spreadsheets and browsers, fingerprints, proof, journal's extract.

Each line is written as its document comes; the whole tables take their places once all have come. A
structured invoice gets a face besides: a page that any browser opens, and the files that it holds. They are
views of it, never the original: that one lies in its place, byte for byte.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.journal.entries import JournalEntry, JournalHead
from stockage_partage.documents.dossier import index_page
from stockage_partage.documents.dossier.dossier_folder import DOCUMENTS, VIEWS, DossierFolder, Spool
from stockage_partage.documents.dossier.index_page import IndexRow, PageTexts
from stockage_partage.documents.export.one_document import ExportedDocument, FileMatch
from stockage_partage.documents.export.target_folder import name_on_disk, numbered
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import (
    InvoiceReading,
    LifeCycleMessage,
    Unreadable,
    recalled,
)
from stockage_partage.documents.invoices.invoice_view import InvoiceView, view_of
from stockage_partage.documents.proof import folder_proof
from stockage_partage.documents.proof.proof_file import is_told
from stockage_partage.documents.viewing.files_inside import harmless_name
from stockage_partage.documents.viewing.view import is_pdf, is_program, may_be_invoice
from stockage_partage.plain_text import csv_text, harmless
from stockage_partage.streams import copy

#: Larger ones hold no invoice that the program would read. Bytes.
_LARGEST = 64 * 1024 * 1024
#: The files of a dossier beside its documents and their views.
PAGE, TABLE, PROOF, JOURNAL = "index.html", "index.csv", "preuve.jsonl", "journal.csv"
SUMS, CHECKER = "empreintes.sha256", "verifier.py"


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that an invoice holds: what the invoice calls it, and its path in the dossier."""

    name: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReadableFiles:
    """What was made of a document. `path` in the dossier, '' where there is no view; `unread`: why not.

    Both are empty for a document that is no structured invoice.
    """

    path: str = ""
    sha256: str = ""
    attached: tuple[AttachedFile, ...] = ()
    unread: Unreadable | None = None


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


#: The page in HTML, of a view, for the original at that relative address, with names and addresses of its files.
Drawn = Callable[[InvoiceView, str, tuple[tuple[str, str], ...]], str]


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


def pages_of(folder: DossierFolder, brought: ExportedDocument, drawn: Drawn) -> ReadableFiles:
    """Writes the view of a document that was brought, and the files inside it, beside the documents.

    Raises the troubles of the folder.
    """
    if not _may_have_pages(brought):
        return ReadableFiles()
    content = BytesIO()
    copy(folder.target.read(folder.target.folder.joinpath(*brought.path.split("/"))), content)
    xml = invoice_file.invoice_xml(content, brought.row.title)
    view = xml if isinstance(xml, Unreadable) else view_of(xml)
    if isinstance(view, Unreadable):
        # Many a PDF holds no invoice, and many an XML is something else.
        known = isinstance(recalled(brought.row.read), InvoiceReading)
        return ReadableFiles(unread=view if known else None)
    place = PurePosixPath(VIEWS, PurePosixPath(brought.path).relative_to(DOCUMENTS))
    attached = _written(folder, view, place)
    path = f"{place}.html"
    up = "../" * (len(place.parts) - 1)
    # What the system would run is saved by whoever answers for it, never opened by a click.
    files = tuple((each.name, "" if is_program(each.path) else up + each.path) for each in attached)
    page = drawn(view, up + brought.path, files).encode("utf-8", "replace")
    return ReadableFiles(path, folder.put(path, [page]), attached)


def _may_have_pages(brought: ExportedDocument) -> bool:
    row = brought.row
    if brought.missing is not None or brought.size > _LARGEST:
        return False
    known = recalled(row.read)
    if isinstance(known, LifeCycleMessage):
        return False
    # A PDF was read when it came; one put online by somebody never was.
    return may_be_invoice(row) or (is_pdf(row) and isinstance(known, InvoiceReading | None))


def _written(
    folder: DossierFolder, view: InvoiceView, place: PurePosixPath
) -> tuple[AttachedFile, ...]:
    """The files inside, each under a name of its own whatever names they bear."""
    found: list[AttachedFile] = []
    taken: set[str] = set()
    for document in view.attachments:
        if document.content is None:
            continue
        name, count = name_on_disk(harmless_name(document)), 1
        while (free := numbered(name, count)).casefold() in taken:
            count += 1
        taken.add(free.casefold())
        path = f"{place} - joints/{free}"
        sha256 = folder.put(path, [document.content])
        found.append(AttachedFile(document.name or free, path, sha256))
    return tuple(found)
