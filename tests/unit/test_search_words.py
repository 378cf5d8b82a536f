"""French words of the search, and what the window says of documents."""

from __future__ import annotations

import pytest

from stockage_partage.company.state_records import Status
from stockage_partage.messages.documents import understood
from stockage_partage.messages.documents_page import found, nothing_found, size

MEANT = {
    "Mars 2026": ("2026-03", None),
    "17 mars 2026": ("2026-03-17", None),
    "1er août 2025 carat": ("2025-08-01 carat", None),
    "févr. 2026": ("2026-02", None),
    "mars": ("mars", None),
    "bloqué carat": (" carat", Status.BLOCKED),
    "à classer": ("", Status.TO_CLASSIFY),
    "en attente": ("", Status.WAITING),
    "FA-2026": ("fa-2026", None),
    "déclassement": ("declassement", None),
}


@pytest.mark.parametrize("text", MEANT)
def test_months_and_states_are_understood(text: str) -> None:
    assert understood(text) == MEANT[text]


def test_sizes_and_counts_are_told_as_in_french() -> None:
    sizes = (0, 2, 999, 1_000, 96_400, 3_400_000, 48_000_000, 1_000_000_000)
    assert [size(count) for count in sizes] == [
        "0\u00a0octet", "2\u00a0octets", "999\u00a0octets", "1\u00a0Ko", "96\u00a0Ko",
        "3,4\u00a0Mo", "48\u00a0Mo", "1\u00a0Go",
    ]  # fmt: skip
    assert found(0, None) == "Aucun document"
    assert found(1, None) == "1 document"
    assert found(4_218, 100_000) == "4\u202f218 documents"
    assert found(100_000, 100_000) == "Plus de 100\u202f000 documents"
    assert "«\u00a0carrat\u00a0»" in nothing_found("carrat", filtered=False)
