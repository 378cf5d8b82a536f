"""The journal is searched alike on both engines, newest first."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from company_sentences import StoppedClock, add

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.journal.entries import Author, JournalAct
from stockage_partage.company.journal.search import JournalFilter, between
from stockage_partage.messages import journal_entries as texts


@pytest.fixture
def filled(active: CompanyDatabase, clock: StoppedClock) -> CompanyDatabase:
    """A document on each of three days, by three people."""
    for number, who in enumerate(("Élodie", "paul", "Élodie"), start=1):
        clock.advance(timedelta(days=1))
        active.acted_on_by(lambda who=who: Author("comptabilite", "POSTE-1", who))  # type: ignore[misc]
        add(active, f"FA{number}", f"{number}".encode(), title=f"Relevé {number}.pdf", by="")
    return active


def numbers(db: CompanyDatabase, **asked: Any) -> list[int]:
    """What is found; the first entry is the activation."""
    wanted = JournalFilter(**{"labels": texts.LABELS} | asked)
    return [entry.number for entry in db.journal.search(wanted)]


def test_it_is_searched_by_words_days_and_document(
    filled: CompanyDatabase, clock: StoppedClock
) -> None:
    assert numbers(filled) == [4, 3, 2, 1]
    assert numbers(filled, text="elodie RELEVE") == [4, 2]
    assert numbers(filled, text="déposé paul") == [3]
    assert numbers(filled, text="nobody") == []
    assert numbers(filled, since=clock.now) == [4]
    assert numbers(filled, until=clock.now) == [3, 2, 1]
    assert numbers(filled, document=2) == [3]
    assert numbers(filled, act="storage_on") == [1]
    assert numbers(filled, act="kept", text="paul") == [3]


def test_more_than_a_page_is_found_and_none_twice(
    db: CompanyDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stockage_partage.company.journal.search._PAGE", 2)
    for number in range(5):
        db.journal.note(JournalAct.BROUGHT_BACK, {"documents": number})
    assert numbers(db) == [5, 4, 3, 2, 1]
    assert numbers(db, text="rapatriés") == [5, 4, 3, 2, 1]


def test_a_search_ends_when_nobody_wants_it_any_more(
    filled: CompanyDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stockage_partage.company.journal.search._PAGE", 1)
    wanted = True
    found = filled.journal.search(JournalFilter(), lambda: not wanted)
    assert next(found).number == 4
    wanted = False
    assert list(found) == []


def test_days_are_counted_whole_on_this_computers_clock() -> None:
    begin, end = between(date(2026, 3, 1), date(2026, 3, 1))
    assert begin is not None
    assert end is not None
    assert (begin.hour, end.hour) == (0, 0)
    assert (begin.date(), end.date()) == (date(2026, 3, 1), date(2026, 3, 2))
    assert between(None, None) == (None, None)


def test_an_extract_ends_where_the_head_says(filled: CompanyDatabase) -> None:
    end, entries = filled.journal.extract(JournalFilter())
    filled.journal.note(JournalAct.BROUGHT_BACK, {"documents": 1})
    rows = texts.table(end, entries)
    assert [row[0] for row in rows] == ["4", "3", "2", "1", "Tête"]
    assert rows[-1][-1] == f"{end.number}:{end.hash}"


def test_each_act_has_a_name(filled: CompanyDatabase) -> None:
    assert set(texts.LABELS) == set(JournalAct)
    newest, *_ = filled.journal.search(JournalFilter())
    assert "Document déposé" in texts.line(newest)
    assert "Relevé 3.pdf" in texts.line(newest)
    assert "Élodie" in texts.line(newest)
    told = texts.as_object(newest)
    assert json.loads(told["sujet"])["title"] == "Relevé 3.pdf"
    assert told["instant"] == "2026-04-03T10:15:00.000000+00:00"
