"""The face of a structured invoice in a dossier: a page that any browser opens, and the files that it holds.

Views of it, never the original: that one lies in its place, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from stockage_partage.documents.dossier.dossier_folder import DOCUMENTS, VIEWS, DossierFolder
from stockage_partage.documents.export.one_document import ExportedDocument
from stockage_partage.documents.export.target_folder import name_on_disk, numbered
from stockage_partage.documents.invoices import factur_x
from stockage_partage.documents.invoices.attachments import harmless_name
from stockage_partage.documents.invoices.invoice import (
    InvoiceReading,
    LifeCycleMessage,
    Unreadable,
    recalled,
)
from stockage_partage.documents.invoices.invoice_view import InvoiceView, view_of
from stockage_partage.documents.viewing.runnable_files import is_program
from stockage_partage.documents.viewing.view import is_pdf, may_be_invoice
from stockage_partage.streams import copy

#: Larger ones hold no invoice that the program would read. Bytes.
_LARGEST = 64 * 1024 * 1024


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


#: The page in HTML, of a view, for the original at that relative address, with names and addresses of its files.
Drawn = Callable[[InvoiceView, str, tuple[tuple[str, str], ...]], str]


def pages_of(folder: DossierFolder, brought: ExportedDocument, drawn: Drawn) -> ReadableFiles:
    """Writes the view of a document that was brought, and the files inside it, beside the documents.

    Raises the troubles of the folder.
    """
    if not _may_have_pages(brought):
        return ReadableFiles()
    content = BytesIO()
    copy(folder.target.read(folder.target.folder.joinpath(*brought.path.split("/"))), content)
    xml = factur_x.invoice_xml(content, brought.row.title)
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
