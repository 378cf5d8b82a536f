"""The files that an electronic invoice holds: written out under harmless names, opened as private copies.

Whether there are any is told with the list of documents; what reads and opens them is loaded when somebody
opens one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from stockage_partage.documents.invoices.invoice import InvoiceReading, Unreadable, recalled
from stockage_partage.documents.tree.segments import clean, split_extension

if TYPE_CHECKING:
    from stockage_partage.company.document_records import DocumentRow
    from stockage_partage.documents.context import AppContext
    from stockage_partage.documents.invoices.invoice_view import EmbeddedDocument
    from stockage_partage.documents.viewing.fetch import FetchedFile


_LONGEST = 100
#: What a file is called that has no name.
_NAMELESS = "joint"
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "text/csv": ".csv",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}


def has_files_inside(row: DocumentRow) -> bool:
    """Whether its invoice was seen to hold files when it came."""
    reading = recalled(row.read)
    return isinstance(reading, InvoiceReading) and (reading.embedded > 0)


def opened_inside(
    app: AppContext, row: DocumentRow, stop: Event
) -> tuple[Path | None, FetchedFile]:
    """What to open: the only file, or the folder with all of them; None where there is none to be had.

    They are copies that only this person can read, and are removed like those of documents. Raises DiskFull,
    FolderRefused, and as `fetch` does.
    """
    from io import BytesIO

    from stockage_partage import disk
    from stockage_partage.documents.invoices import invoice_file
    from stockage_partage.documents.invoices.invoice_view import view_of
    from stockage_partage.documents.viewing.view import bytes_of, is_program, private_folder

    content, fetched = bytes_of(app, row.id, stop)
    xml = invoice_file.invoice_xml(BytesIO(content), row.title)
    view = xml if isinstance(xml, Unreadable) else view_of(xml)
    if isinstance(view, Unreadable) or not view.attachments:
        return None, fetched
    with disk.as_troubles():
        folder = private_folder(app)
        paths = list(written_into(folder, view.attachments))
        for path in paths:
            path.chmod(0o400)
    if not paths:
        return None, fetched
    return (paths[0] if len(paths) == 1 and not is_program(paths[0].name) else folder), fetched


def written_into(folder: Path, attachments: Sequence[EmbeddedDocument]) -> Iterator[Path]:
    """Writes each into the folder, which is made; nothing there is replaced. Raises OSError.

    Files whose bytes are not what they say are left out.
    """
    from stockage_partage.documents.viewing.view import mark_as_downloaded

    folder.mkdir(parents=True, exist_ok=True)
    for document in attachments:
        if document.content is None:
            continue
        stem, extension = split_extension(harmless_name(document))
        path, count = folder / f"{stem}{extension}", 1
        while path.exists() or path.is_symlink():
            count += 1
            path = folder / f"{stem} ({count}){extension}"
        with path.open("xb") as file:
            file.write(document.content)
        mark_as_downloaded(path)
        yield path


def harmless_name(document: EmbeddedDocument) -> str:
    """What a file inside an invoice may be called in any folder, with the ending of what it says to be."""
    name = document.name.replace("\\", "/").rpartition("/")[2]
    stem, extension = split_extension(clean(name)) if name else (_NAMELESS, "")
    return stem[:_LONGEST] + (extension or _EXTENSIONS.get(document.mime, ""))
