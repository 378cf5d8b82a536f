"""Several programs on one company database at once, and one that dies: on both engines."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from company_sentences import Opened, StoppedClock, add, behind_its_back

import fork_server
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.outbox.content import ARRIVAL_LEASE, BATCH, PIECE
from stockage_partage.company.state_records import Status

pytestmark = pytest.mark.whole

WORKER = Path(__file__).with_name("company_worker.py")
FOUR = ("POSTE-1", "POSTE-2", "POSTE-3", "POSTE-4")


def start(location: str, name: str, rounds: int, task: str) -> subprocess.Popen[str]:
    command = [str(WORKER), location, name, str(rounds), task]
    program = fork_server.start(command, fork_server.environment(), stdin=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    return program


def together(location: str, rounds: int, *tasks: str) -> list[Any]:
    """Runs the tasks at once, each in a process of its own; what each answered."""
    programs = [start(location, name, rounds, task) for name, task in zip(FOUR, tasks, strict=True)]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    answers = [program.communicate(timeout=100) for program in programs]
    assert [said for _, said in answers] == [""] * len(programs)
    return [json.loads(answer) for answer, _ in answers]


def test_four_add_at_once_and_nothing_is_lost(active: CompanyDatabase, location: str) -> None:
    answers = together(location, 15, *["add_own"] * 4)
    ids = [document for answer in answers for document in answer]
    assert len(set(ids)) == 60
    assert active.register.counters().waiting == 60
    assert {row.id for row in active.register.search()} == set(ids)


def test_four_add_the_same_and_it_is_kept_once(active: CompanyDatabase, location: str) -> None:
    answers = together(location, 15, *["add_same"] * 4)
    outcomes = Counter(outcome for answer in answers for outcome in answer)
    assert outcomes == {"new": 15, "already_waiting": 45}
    assert active.register.counters().waiting == 15


def test_four_add_versions_of_one_document_and_each_has_its_own(
    active: CompanyDatabase, location: str
) -> None:
    answers = together(location, 10, *["add_versions"] * 4)
    assert sorted(version for answer in answers for version in answer) == list(range(1, 41))


def test_four_send_at_once_and_each_document_is_sent_once(
    active: CompanyDatabase, location: str
) -> None:
    for number in range(40):
        add(active, f"FA{number:05}", f"{number}".encode())
    answers = together(location, 0, *["send"] * 4)
    sent = Counter(document for answer in answers for document in answer)
    assert set(sent.values()) == {1}
    assert len(sent) == 40
    counts = active.register.counters()
    assert (counts.waiting, counts.filed) == (0, 40)


def test_four_install_a_licence_at_once_and_one_is_there(
    db: CompanyDatabase, location: str
) -> None:
    together(location, 10, *["install_licence"] * 4)
    (text,) = db.licences.installed()
    assert text.endswith(" 9")


def test_two_add_while_two_send(active: CompanyDatabase, location: str) -> None:
    for number in range(10):
        add(active, f"FA{number:05}", f"{number}".encode())
    first, second, *senders = together(location, 15, "add_own", "add_own", "send", "send")
    sent = [document for answer in senders for document in answer]
    assert len(sent) == len(set(sent))
    counts = active.register.counters()
    assert counts.filed == len(sent)
    assert counts.waiting + counts.filed == 40
    assert {row.id for row in active.register.search()} >= {*first, *second}


def test_four_toggle_at_once_and_the_journal_of_claims_is_sound(
    db: CompanyDatabase, location: str
) -> None:
    held = together(location, 20, *["toggle"] * 4)
    assert sum(held) >= 1
    activation = db.activation.get()
    assert (activation.stored, activation.claim) == ("inactive", None)
    known = db.activation.known_group()
    assert known is not None
    assert known.id == "group-1"


def test_a_program_killed_while_it_adds_loses_nothing_it_had_kept(
    active: CompanyDatabase, location: str, reopen: Callable[[], Opened]
) -> None:
    kept: set[str] = set()
    for name in FOUR:
        program = start(location, name, 1000, "add_until_killed")
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write("go\n")
        program.stdin.flush()
        kept |= {program.stdout.readline().strip() for _ in range(5)}
        program.kill()
        rest, _ = program.communicate(timeout=30)
        kept |= set(rest.split("\n")[:-1])
    again = reopen()
    rows = again.register.search(limit=5000)
    found = {row.key for row in rows}
    assert kept <= found
    assert again.register.counters().waiting == len(rows)
    for row in rows:
        assert row.status is Status.WAITING
        assert sum(map(len, again.contents.of(row.id))) == row.size
    assert add(again).version == 1


@pytest.mark.parametrize("size", [100, BATCH * PIECE + 1])
def test_a_program_killed_inside_a_transaction_leaves_nothing_of_it(
    active: CompanyDatabase, location: str, clock: StoppedClock, size: int
) -> None:
    program = start(location, "POSTE-1", size, "add_and_stop_inside")
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write("go\n")
    program.stdin.flush()
    assert program.stdout.readline() == "inside\n"
    program.kill()
    program.communicate(timeout=30)
    assert add(active, "POSTE-1", bytes(size)).version == 1
    assert [row.size for row in active.register.search()] == [size]
    clock.now = datetime.now(UTC) + 2 * ARRIVAL_LEASE
    active.contents.sweep()
    with behind_its_back(location) as connection:
        kept = connection.exec_driver_sql("SELECT sum(length(bytes)) FROM sp_content").scalar_one()
    assert kept == size


def test_what_another_program_changes_is_seen(active: CompanyDatabase, location: str) -> None:
    before = active.revision()
    program = start(location, "POSTE-2", 1, "add_own")
    assert program.communicate("go\n", timeout=60)[1] == ""
    assert active.revision() > before
    assert active.register.counters().waiting == 1
