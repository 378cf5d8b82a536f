"""What lies in a piece's folder is found whole from any of its files, on both engines."""

from __future__ import annotations

import hashlib
import io
from datetime import date

import pytest

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow, NewDocument
from stockage_partage.company.register.export_query import ExportFilter
from stockage_partage.documents.tree.path_parser import read_back

FOLDER = "Sage/Fournisseurs/BILLO/Documents achats/202603"
FILES = (
    f"{FOLDER}/Facture_F9/Facture_F9.pdf",
    f"{FOLDER}/Facture_F9/Facture_F9_autre-forme.xml",
    f"{FOLDER}/Facture_F9/Facture_F9_cycle-de-vie.xml",
    f"{FOLDER}/Facture_F9/Documents attachés/bon.pdf",
)
#: Beside it, with names that begin alike.
OTHERS = (
    f"{FOLDER}/Facture_F90/Facture_F90.pdf",
    f"{FOLDER}/Facture_F/Facture_F.pdf",
    "Sage/Fournisseurs/BILLO/Documents attachés/contrat.pdf",
)


@pytest.fixture
def kept(active: CompanyDatabase) -> dict[str, DocumentRow]:
    """All of them by their paths, in the order of their ids."""
    found = {}
    for path in (*FILES, *OTHERS):
        told, content = read_back(path), path.encode()
        document = NewDocument(
            told.key, path.rpartition("/")[2], len(content), hashlib.sha256(content).hexdigest(),
            told.type, told.number, date(2026, 3, 15), told.third_party_kind, told.third_party_code,
            attached=told.attached, attached_to=told.attached_to,
        )  # fmt: skip
        added = active.outbox.add(document, io.BytesIO(content), lambda _, at=path: at)  # type: ignore[misc]  # bound per turn
        row = active.register.get(added.document_id)
        assert row is not None
        found[path] = row
    return found


def test_each_file_of_a_piece_finds_all_of_them_and_no_other(
    active: CompanyDatabase, kept: dict[str, DocumentRow]
) -> None:
    for path in FILES:
        found = active.selection.of_piece(kept[path], ExportFilter())
        assert [each.row.path for each in found] == list(FILES), path
    alone = active.selection.of_piece(kept[OTHERS[2]], ExportFilter())
    assert alone == []


def test_it_is_told_which_of_them_were_chosen(
    active: CompanyDatabase, kept: dict[str, DocumentRow]
) -> None:
    chosen = ExportFilter(ids=(kept[FILES[1]].id, kept[OTHERS[0]].id))
    assert active.selection.count(chosen) == 2
    found = active.selection.of_piece(kept[FILES[1]], chosen)
    assert [each.chosen for each in found] == [False, True, False, False]
    later = ExportFilter(since=date(2026, 4, 1))
    assert not any(each.chosen for each in active.selection.of_piece(kept[FILES[0]], later))
