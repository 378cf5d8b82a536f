"""Names given to prints that are moved aside."""

from __future__ import annotations

from pathlib import Path

from stockage_partage.documents.printing.folder_settings import beside, free_name
from stockage_partage.held_folder import HeldFolder


def test_a_long_name_is_never_cut_in_the_middle_of_a_letter(tmp_path: Path) -> None:
    name = f"a{'é' * 120}.pdf"
    (tmp_path / name).write_bytes(b"%PDF-")
    with HeldFolder(tmp_path) as folder:
        for made in (free_name(folder, name), beside(name)):
            assert made.encode()  # whole letters only, which every system takes
            assert len(made.encode()) < 255
            assert not folder.holds(made)
