"""Which pages a person wants on paper, as people write it."""

from __future__ import annotations

import pytest

from stockage_partage.ui.printing.paper import pages_typed


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", (0, 1, 2, 3)),
        ("  ", (0, 1, 2, 3)),
        ("2", (1,)),
        ("1-3", (0, 1, 2)),
        ("1 - 2, 4", (0, 1, 3)),
        ("4;1", (0, 3)),
        ("3-9", (2, 3)),
        ("2-2,2", (1,)),
        ("1,", (0,)),
        ("0", None),
        ("3-1", None),
        ("9", None),
        ("toutes", None),
        ("1-", None),
        ("-2", None),
        ("1-3-5", None),
    ],
)
def test_pages_as_people_write_them(text: str, pages: tuple[int, ...] | None) -> None:
    assert pages_typed(text, 4) == pages
