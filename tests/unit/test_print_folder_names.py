"""Names given to prints that are moved aside."""

from __future__ import annotations

from pathlib import Path

from stockage_partage.documents.printing.aside import beside, free_name


def test_a_long_name_is_never_cut_in_the_middle_of_a_letter(tmp_path: Path) -> None:
    name = f"a{'é' * 120}.pdf"
    (tmp_path / name).write_bytes(b"%PDF-")
    for made in (free_name(tmp_path, name), beside(tmp_path / name)):
        assert made.name.encode()  # whole letters only, which every system takes
        assert len(made.name.encode()) < 255
        assert not made.exists()
