"""What the assistants say of documents online, in terms that the other windows use too."""

from __future__ import annotations

import re
from pathlib import Path

from stockage_partage import messages
from stockage_partage.messages import documents_page, export, synchronising

SOURCES = "\n".join(
    file.read_text(encoding="utf-8") for file in Path(messages.__file__).parent.glob("*.py")
)


def test_synchronising_names_the_list_that_a_window_shows() -> None:
    assert "est reporté dans la liste des documents." in synchronising.INTRODUCTION
    assert "lié" not in synchronising.INTRODUCTION


def test_what_an_assistant_begins_is_on_its_button() -> None:
    assert (export.FINISH, synchronising.FINISH) == ("Rapatrier", "Synchroniser")


def test_a_document_s_number_and_day_are_asked_for_in_one_way() -> None:
    assert export.HEADINGS[0] == documents_page.COLUMNS[1] == "N° pièce"
    assert "N° de pièce" not in SOURCES
    assert set(re.findall(r'"(jj/mm/aaaa)"', SOURCES, re.IGNORECASE)) == {"JJ/MM/AAAA"}
