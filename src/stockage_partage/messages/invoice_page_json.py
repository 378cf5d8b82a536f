"""The page of a structured invoice as the command line's JSON: each value as it stands and as it is shown."""

from __future__ import annotations

from typing import Any

from stockage_partage.documents.invoices.invoice_view import InvoiceView
from stockage_partage.messages.invoice_page import InvoicePage, PageRow, PageSection


def page_object(file: str, view: InvoiceView, page: InvoicePage) -> dict[str, Any]:
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


def refused_object(file: str, reason: str) -> dict[str, Any]:
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
