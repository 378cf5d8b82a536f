"""Eight programs that write into one journal at once, and one that dies: the chain never forks."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from company_sentences import add
from journal_chain import whole
from test_company_together import start

from stockage_partage.company.database import CompanyDatabase

pytestmark = pytest.mark.whole

EIGHT = tuple(f"POSTE-{number}" for number in range(8))
ROUNDS = 12


def test_eight_programs_never_fork_the_chain(active: CompanyDatabase, location: str) -> None:
    before = len(whole(location))
    programs = [start(location, name, ROUNDS, "add_own") for name in EIGHT]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    answers = [program.communicate(timeout=110) for program in programs]
    assert [said for _, said in answers] == [""] * len(EIGHT)
    kept = [document for answer, _ in answers for document in json.loads(answer)]
    entries = whole(location)[before:]
    assert sorted(entry["document"] for entry in entries) == sorted(kept)
    assert Counter(entry["act"] for entry in entries) == {"kept": ROUNDS * len(EIGHT)}


def test_a_program_killed_inside_a_transaction_leaves_the_chain_whole(
    active: CompanyDatabase, location: str
) -> None:
    before = whole(location)
    program = start(location, "POSTE-1", 100, "add_and_stop_inside")
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write("go\n")
    program.stdin.flush()
    assert program.stdout.readline() == "inside\n"
    program.kill()
    program.communicate(timeout=30)
    assert whole(location) == before
    add(active)
    assert [entry["act"] for entry in whole(location)[len(before) :]] == ["kept"]


def test_programs_killed_while_they_write_leave_an_entry_for_each_document(
    active: CompanyDatabase, location: str
) -> None:
    for name in EIGHT[:3]:
        program = start(location, name, 1000, "add_until_killed")
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write("go\n")
        program.stdin.flush()
        for _ in range(5):
            program.stdout.readline()
        program.kill()
        program.communicate(timeout=30)
    add(active)
    told = {entry["document"] for entry in whole(location) if entry["act"] == "kept"}
    assert told == {row.id for row in active.register.search(limit=5000)}
