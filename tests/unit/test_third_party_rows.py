"""Which third parties a search on the page « Tiers » finds."""

from __future__ import annotations

import pytest

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.ui.third_parties.third_party_table import TableRequest, arranged

PARTIES = [
    ThirdParty("T0004", "clients", "Petit 4", "552100554"),
    ThirdParty("T0012", "clients", "Petit Jean", "732829320"),
    ThirdParty("ETOILE", "clients", "Étoile", "404833048"),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("petit 4", ["T0004"]),
        ("petit 73", ["T0012"]),
        ("petit 2829", ["T0012"]),
        ("404833048", ["ETOILE"]),
        ("etoile", ["ETOILE"]),
        ("petit", ["T0004", "T0012"]),
    ],
)
def test_a_few_digits_are_not_looked_for_in_the_middle_of_numbers(
    typed: str, found: list[str]
) -> None:
    # « 4 » is in most SIRENs, and names nobody by them.
    assert [party.code for party in arranged(PARTIES, TableRequest(typed))] == found
