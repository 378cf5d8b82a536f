"""Many companies are read at once; those that hang or are away hold up neither the others nor the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.portfolio.summary import CompanySummary
from stockage_partage.company.portfolio.survey import survey
from stockage_partage.errors import DatabaseMissing, DatabaseUnreachable, Trouble

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="a pipe stands for a share that hangs"
)

#: Nobody waits for that long: what it bounds has come before, or the test fails.
FOR_EVER_S = 120.0


def companies(folder: Path, count: int) -> list[str]:
    first = folder / "0.db"
    CompanyDatabase.create(first, "BIJOU SA").close()
    copies = [folder / f"{number}.db" for number in range(1, count)]
    for copy in copies:
        shutil.copy(first, copy)
    return [str(first), *map(str, copies)]


def hanging(folder: Path, count: int) -> list[str]:
    """Files that block whoever opens them, as those of a share that went away do."""
    pipes = [folder / f"hangs-{number}.db" for number in range(count)]
    for pipe in pipes:
        os.mkfifo(pipe)
    return list(map(str, pipes))


def test_every_company_that_answers_is_there_while_others_hang(tmp_path: Path) -> None:
    there, away = companies(tmp_path, 60), hanging(tmp_path, 40)
    stop, read = Event(), {}

    # Those that hang come first: every thread is held up, and more than were begun.
    for place, answer in survey([*away, *there], patience_s=FOR_EVER_S, stop=stop):
        read[place] = answer
        if len(read) == len(there):
            stop.set()

    assert sorted(read) == sorted(there)
    assert all(isinstance(answer, CompanySummary) for answer in read.values())


def test_what_hangs_is_said_and_does_not_keep_the_program_from_ending(tmp_path: Path) -> None:
    there, away = companies(tmp_path, 3), hanging(tmp_path, 2)
    script = (
        "import sys; from stockage_partage.company.portfolio.survey import survey\n"
        "for place, answer in survey(sys.argv[1:], patience_s=2.0): print(place, type(answer).__name__)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, *away, *there],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )

    said = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())
    assert [said[place] for place in there] == ["CompanySummary"] * 3
    assert [said[place] for place in away] == [DatabaseUnreachable.__name__] * 2
    assert list(said)[-2:] == away


def test_a_server_that_never_answers_holds_up_neither_files_nor_others(tmp_path: Path) -> None:
    there = companies(tmp_path, 2)
    with socket.create_server(("127.0.0.1", 0)) as mute:  # connects, and says nothing
        address = f"postgresql+psycopg://compta@127.0.0.1:{mute.getsockname()[1]}/bijou"
        answers = list(survey([address, *there], patience_s=1.0))

    assert {place for place, _ in answers[:2]} == set(there)
    assert isinstance(answers[-1][1], DatabaseMissing)


def test_a_company_that_is_gone_is_told_in_its_place(tmp_path: Path) -> None:
    there = companies(tmp_path, 2)
    absent = str(tmp_path / "absent.db")

    answers = dict(survey([absent, *there, there[0]]))

    assert isinstance(answers[absent], Trouble)
    assert all(isinstance(answers[place], CompanySummary) for place in there)
    assert len(answers) == 3
