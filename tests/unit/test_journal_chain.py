"""The text that is hashed is one text for ever, and nothing done to a chain is missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockage_partage.company.journal.entries import (
    NO_HASH,
    JournalEntry,
    JournalHead,
    as_canonical,
)
from stockage_partage.company.journal.verification import ChainCheck, Flaw, FlawFound

WORDS = st.text(max_size=12)
FACTS = st.lists(
    st.tuples(WORDS, WORDS, WORDS, st.none() | st.integers(1, 9)), min_size=2, max_size=12
)


def chain(facts: list[tuple[str, str, str, int | None]]) -> list[JournalEntry]:
    """A chain of entries that say these things."""
    entries: list[JournalEntry] = []
    for number, (act, account, title, document) in enumerate(facts, start=1):
        previous = entries[-1].hash if entries else NO_HASH
        subject = as_canonical({"title": title})
        entry = JournalEntry(
            number,
            1000 * number,
            act,
            "comptabilite",
            "POSTE",
            account,
            document,
            subject,
            previous,
        )
        entries.append(replace(entry, hash=entry.hashed))
    return entries


def head_of(entries: list[JournalEntry]) -> JournalHead:
    """What whoever wrote the last of them says."""
    return JournalHead(entries[-1].number, entries[-1].hash)


def flaws(entries: list[JournalEntry], told: JournalHead, *kept: JournalHead) -> list[FlawFound]:
    """All that is wrong."""
    check = ChainCheck(kept)
    found = [each for entry in entries for each in check.take(entry)]
    return found + check.end(told)


def chained_anew(entries: list[JournalEntry]) -> list[JournalEntry]:
    """The same things said again by somebody who knows how."""
    return chain([(each.act, each.account, each.subject, each.document) for each in entries])


def test_the_text_of_an_entry_never_changes() -> None:
    subject = as_canonical(
        {"titre": "Œuvre « 1 »", "b": [1, None, True], "a": {"z": "\n", "é": ""}}
    )
    assert subject == '{"a":{"z":"\\n","é":""},"b":[1,null,true],"titre":"Œuvre « 1 »"}'
    entry = JournalEntry(
        7, 1774952100000000, "kept", "comptabilite", "POSTE-7", "é@x.fr", 42, subject, NO_HASH
    )
    assert entry.hashed == "05117dd05e1d280b296524784dd507d55b313c87699bd0b6202143abed83018d"


def test_what_is_not_written_alike_everywhere_is_refused() -> None:
    with pytest.raises(TypeError):
        as_canonical({"amount": 1.5})


@given(FACTS)
def test_a_chain_that_nobody_touched_is_whole(facts: list[Any]) -> None:
    entries = chain(facts)
    assert flaws(entries, head_of(entries), head_of(entries[:1])) == []


CHANGES: dict[str, Callable[[JournalEntry], JournalEntry]] = {
    "at": lambda e: replace(e, at=e.at + 1),
    "act": lambda e: replace(e, act=e.act + "x"),
    "application": lambda e: replace(e, application=""),
    "workstation": lambda e: replace(e, workstation="POSTE-2"),
    "account": lambda e: replace(e, account=e.account + "'"),
    "document": lambda e: replace(e, document=10),
    "subject": lambda e: replace(e, subject=e.subject + " "),
    "previous": lambda e: replace(e, previous="1" * 64),
    "hash": lambda e: replace(e, hash="1" * 64),
    "no text": lambda e: replace(e, account=b"bytes"),  # type: ignore[arg-type]
}


@given(FACTS, st.data(), st.sampled_from(sorted(CHANGES)))
@settings(max_examples=150)
def test_any_changed_entry_is_found(facts: list[Any], data: st.DataObject, name: str) -> None:
    entries = chain(facts)
    head, at = head_of(entries), data.draw(st.integers(0, len(entries) - 1))
    entries[at] = CHANGES[name](entries[at])
    assert FlawFound(Flaw.CHANGED, at + 1, at + 1) in flaws(entries, head)


@given(FACTS, st.data())
def test_an_entry_changed_and_hashed_again_is_found(facts: list[Any], data: st.DataObject) -> None:
    entries = chain(facts)
    head, at = head_of(entries), data.draw(st.integers(0, len(entries) - 1))
    changed = replace(entries[at], account=entries[at].account + "'")
    entries[at] = replace(changed, hash=changed.hashed)
    expected = Flaw.HEAD if at == len(entries) - 1 else Flaw.UNLINKED
    assert [each.flaw for each in flaws(entries, head)] == [expected]


@given(FACTS, st.data())
def test_missing_entries_are_found(facts: list[Any], data: st.DataObject) -> None:
    entries = chain(facts)
    head, at = head_of(entries), data.draw(st.integers(0, len(entries) - 1))
    del entries[at]
    expected = Flaw.CUT if at == len(entries) else Flaw.MISSING
    assert flaws(entries, head) == [FlawFound(expected, at + 1, at + 1)]


@given(FACTS, st.data(), st.booleans())
def test_an_inserted_entry_is_found(facts: list[Any], data: st.DataObject, hashed: bool) -> None:
    """Room is made for it: those after it have other numbers."""
    entries = chain(facts)
    head, at = head_of(entries), data.draw(st.integers(0, len(entries) - 1))
    added = replace(entries[at], number=at + 1, account="somebody else")
    added = replace(added, hash=added.hashed if hashed else added.hash)
    moved = [replace(each, number=each.number + 1) for each in entries[at:]]
    found = flaws([*entries[:at], added, *moved], head)
    assert {each.flaw for each in found} & {Flaw.CHANGED, Flaw.MOVED, Flaw.UNLINKED}


@given(FACTS, st.data())
def test_two_entries_that_changed_places_are_found(facts: list[Any], data: st.DataObject) -> None:
    entries = chain(facts)
    head, at = head_of(entries), data.draw(st.integers(0, len(entries) - 2))
    first, second = entries[at : at + 2]
    entries[at : at + 2] = [
        replace(second, number=first.number),
        replace(first, number=second.number),
    ]
    found = flaws(entries, head)
    assert [each.flaw for each in found[:2]] == [Flaw.MOVED, Flaw.MOVED]


@given(FACTS, st.data())
def test_an_end_cut_off_is_found_by_a_head_kept_elsewhere_alone(
    facts: list[Any], data: st.DataObject
) -> None:
    entries = chain(facts)
    kept, left = head_of(entries), entries[: data.draw(st.integers(1, len(entries) - 1))]
    assert flaws(left, head_of(left)) == [], "no chain tells that by itself"
    assert flaws(left, head_of(left), kept) == [FlawFound(Flaw.CUT, len(left) + 1, len(entries))]


@given(FACTS)
def test_a_chain_written_anew_is_found_by_a_head_kept_elsewhere_alone(facts: list[Any]) -> None:
    entries = chain(facts)
    anew = chained_anew([replace(entries[0], account="somebody else"), *entries[1:]])
    assert flaws(anew, head_of(anew)) == []
    found = flaws(anew, head_of(anew), head_of(entries))
    assert found == [FlawFound(Flaw.REWRITTEN, len(entries), len(entries))]


def test_an_entry_below_the_first_is_found() -> None:
    entries = chain([("a", "b", "c", None), ("a", "b", "c", 1)])
    below = replace(entries[0], number=0)
    added = replace(below, hash=below.hashed)
    assert flaws([added, *entries], head_of(entries)) == [FlawFound(Flaw.UNLINKED, 1, 1)]
