"""`lire`: a structured invoice read in French, whole, without any company.

Its page as JSON has each value as it stands and as it is shown.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.exits import say
from stockage_partage.cli.grammar import UnfitValue, command, option
from stockage_partage.documents.invoices.invoice_view import InvoiceView, view_of
from stockage_partage.messages import invoice_page as texts
from stockage_partage.messages.invoice_page import InvoicePage, PageRow, PageSection


@command("lire")
@click.argument("file", metavar="FICHIER", type=Path, help=texts.FILE)
@option("--pdf", "pdf", metavar="FICHIER", type=Path, help=texts.PDF)
@option("--joints", "attachments", metavar="DOSSIER", type=Path, help=texts.ATTACHMENTS)
@options.as_json
def read(file: Path, pdf: Path | None, attachments: Path | None, as_json: bool) -> None:
    """Shows all that the invoice says; the file itself is only read."""
    from stockage_partage.documents.filing.local_files import taken
    from stockage_partage.documents.invoices import invoice_file
    from stockage_partage.documents.invoices.invoice import Unreadable
    from stockage_partage.documents.invoices.invoice_checks import remarks_on

    if pdf is not None:
        _check_target(pdf, file)
    with taken(file) as content:
        xml = invoice_file.invoice_xml(content.content, file.name)
        of_pages = () if isinstance(xml, Unreadable) else _of_pages(content.content)
    view = xml if isinstance(xml, Unreadable) else view_of(xml)
    if isinstance(view, Unreadable):
        reason = texts.why_not_shown(view)
        if as_json:
            options.print_json(_refused_object(str(file), reason))
        else:
            say(reason)
        raise Exit(1)
    page = texts.page_of(view, remarks_on(view), of_pages)
    if as_json:
        options.print_json(_page_object(str(file), view, page))
    elif pdf is None and attachments is None:
        options.print_lines(*texts.as_lines(page))
    if pdf is not None:
        _write_pdf(page, pdf)
    if attachments is not None:
        _write_attachments(view, attachments)


def _check_target(pdf: Path, file: Path) -> None:
    """Raises UnfitValue for what is no PDF's name, and for the invoice itself under any name."""
    if pdf.suffix.lower() != ".pdf":
        raise UnfitValue("--pdf", str(pdf), advice=texts.PDF_TARGET)
    if pdf.exists() and file.exists() and pdf.samefile(file):
        raise UnfitValue("--pdf", str(pdf), advice=texts.PDF_ELSEWHERE)


def _of_pages(content: BinaryIO) -> tuple[str, ...]:
    """What the pages of a PDF do not show of the invoice inside it; nothing for XML."""
    from stockage_partage.documents.invoices import invoice_file

    if not invoice_file.is_pdf(content):
        return ()
    from stockage_partage.ui.documents.readable_invoice import beside_its_pages

    content.seek(0)
    return beside_its_pages(content.read())


def _write_pdf(page: InvoicePage, target: Path) -> None:
    from stockage_partage import disk
    from stockage_partage.ui.documents.readable_invoice import drawn_without_a_window

    with disk.as_troubles(), disk.replace_whole(target) as content:
        content.write(drawn_without_a_window(page))
    say(texts.written(str(target)))


def _write_attachments(view: InvoiceView, folder: Path) -> None:
    from stockage_partage import disk
    from stockage_partage.documents.viewing.files_inside import written_into

    with disk.as_troubles():
        for path in written_into(folder, view.attachments):
            say(texts.written(str(path)))


def _page_object(file: str, view: InvoiceView, page: InvoicePage) -> dict[str, Any]:
    """The page for `--json`: what the invoice says, each value as it stands and as it is shown."""
    return {
        "fichier": file,
        "format": view.syntax.value,
        "titre": page.title,
        "a_verifier": list(page.remarks),
        "rubriques": [_section_object(section) for section in page.sections],
        "pieces_jointes": [
            {
                "nom": each.name or None,
                "type": each.mime or None,
                "taille": len(each.content) if each.content is not None else None,
            }
            for each in view.attachments
        ],
        "raison": None,
    }


def _refused_object(file: str, reason: str) -> dict[str, Any]:
    """What `--json` says of a file that cannot be shown: the keys of a page, and the `reason`."""
    return {
        **dict.fromkeys(("fichier", "format", "titre"), None),
        "fichier": file,
        "a_verifier": [],
        "rubriques": [],
        "pieces_jointes": [],
        "raison": reason,
    }


def _section_object(section: PageSection) -> dict[str, Any]:
    lines = [
        [*(cell for cell in line.cells if cell is not None), *line.rows] for line in section.lines
    ]
    return {
        "titre": section.title,
        "blocs": [[_row_object(row) for row in block] for block in (*section.blocks, *lines)],
    }


def _row_object(row: PageRow) -> dict[str, str | None]:
    return {
        "code": row.code or None,
        "libelle": row.label,
        "valeur": row.raw or None,
        "texte": row.text,
    }
