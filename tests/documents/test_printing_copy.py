"""The private copy of what is printed: gone with the print, and after a day when the program was killed."""

from __future__ import annotations

import os
from pathlib import Path

from invoice_making import blank_pdf
from stockage_partage.documents.printing.print_job import printing_copy


def test_copies_that_a_killed_program_left_go_with_a_later_print(tmp_path: Path) -> None:
    file, home = tmp_path / "facture.pdf", tmp_path / "poste"
    file.write_bytes(blank_pdf())
    left, recent = home / "impressions" / "left", home / "impressions" / "recent"
    for folder in (left, recent):
        folder.mkdir(parents=True)
        (folder / "facture.pdf").write_bytes(b"confidential")
    os.utime(left, (0, 0))
    with printing_copy(file, home) as copy:
        assert copy.read_bytes() == file.read_bytes()
        assert not left.exists()
    assert [each.name for each in recent.parent.iterdir()] == ["recent"], "another may be printing"
