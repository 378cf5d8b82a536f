"""The files that an electronic invoice holds, opened as private copies: its readable form, vouchers, tables."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from stockage_partage.documents.invoices.invoice import InvoiceReading, recalled
from stockage_partage.documents.viewing.runnable_files import is_program

if TYPE_CHECKING:
    from stockage_partage.company.document_records import DocumentRow
    from stockage_partage.documents.context import AppContext
    from stockage_partage.documents.viewing.fetch import FetchedFile


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
    from stockage_partage.documents.invoices import factur_x
    from stockage_partage.documents.invoices.attachments import written_into
    from stockage_partage.documents.invoices.invoice import Unreadable
    from stockage_partage.documents.invoices.invoice_view import view_of
    from stockage_partage.documents.viewing.view import bytes_of, private_folder

    content, fetched = bytes_of(app, row.id, stop)
    xml = factur_x.invoice_xml(BytesIO(content), row.title)
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
