"""What the journal says of its timestamps, whatever a damaged entry holds."""

from __future__ import annotations

import re

import pytest

from stockage_partage.company.journal.entries import JournalAct, JournalEntry, as_canonical
from stockage_partage.messages.journal_entries import label, subject


def entry(**told: object) -> JournalEntry:
    return JournalEntry(9, 0, JournalAct.TIMESTAMPED, "c", "P", "m", None, as_canonical(told), "")


def test_an_entry_says_up_to_which_line_and_when() -> None:
    told = entry(number=1234, hash="0" * 64, time=1_774_952_100_000_000, answer="MIIx")
    assert label(told) == "Journal horodaté"
    said = subject(told).replace("\xa0", " ")
    assert re.fullmatch(r"jusqu’à la ligne n° 1\u202f234, le 31/03/2026 à \d\d:15:00", said), said


@pytest.mark.parametrize("time", [None, "hier", -1, 10**30])
def test_a_moment_that_is_none_is_left_out(time: object) -> None:
    assert subject(entry(number=7, time=time)).endswith("7")


def test_an_entry_that_says_nothing_is_told_without_a_subject() -> None:
    assert subject(entry()) == ""
