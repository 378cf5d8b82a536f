"""Which name a document takes when another file holds its own online."""

from __future__ import annotations

import pytest

from stockage_partage.documents.tree.segments import next_name


@pytest.mark.parametrize(
    ("name", "occupant", "version", "attached", "expected"),
    [
        ("Facture_FA1.pdf", "Facture_FA1.pdf", 1, False, (2, "Facture_FA1_v02.pdf", True)),
        ("Facture_FA1_v02.pdf", "facture_fa1_V02.PDF", 2, False, (3, "Facture_FA1_v03.pdf", True)),
        # A number that merely ends like a version keeps it.
        ("Facture_A_v07.pdf", "Facture_A_v07.pdf", 1, False, (2, "Facture_A_v07_v02.pdf", True)),
        ("Facture_FAŒ1.pdf", "Facture_FAOE1.pdf", 1, False, (2, "Facture_FAŒ1 (2).pdf", False)),
        ("Facture_FAŒ1 (2).pdf", "x.pdf", 1, False, (3, "Facture_FAŒ1 (3).pdf", False)),
        ("plan.pdf", "plan.pdf", 1, True, (2, "plan (2).pdf", True)),
        ("plan (2).pdf", "Plan (2).pdf", 2, True, (3, "plan (3).pdf", True)),
        ("œuvre.pdf", "oeuvre.pdf", 1, True, (2, "œuvre (2).pdf", True)),
        ("sans extension", "sans extension", 1, True, (2, "sans extension (2)", True)),
    ],
)
def test_the_next_name_tells_a_version_from_another_document(
    name: str, occupant: str, version: int, attached: bool, expected: tuple[int, str, bool]
) -> None:
    found = next_name(f"Sage/Clients/CARAT/{name}", occupant, version, attached=attached)
    least, wanted, is_version = expected
    assert (found.least, found.is_version) == (least, is_version)
    assert found.path_of(least) == f"Sage/Clients/CARAT/{wanted}"
    assert found.path_of(least + 8).startswith("Sage/Clients/CARAT/")
