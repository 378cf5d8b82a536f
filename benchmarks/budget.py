"""A minute's resource units, used up by two programs at once without one refused request.

The local Microsoft 365 counts for itself and answers 429 beyond its limit: what is measured is its
journal, not what the programs believe. Real time passes, a whole minute and the beginning of the next.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, cast

from benchmarks.company import ROOT, keep, switch_on
from benchmarks.measure import Measure
from benchmarks.spending.sender import SignedIn
from local_microsoft365.middleware import Entry
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.library.groups import Groups

ALLOWED, COST = 1200, 2  # units a minute, and of one upload
MINUTE = timedelta(minutes=1)
#: Into the second minute, so that its beginning is seen too. Seconds.
RUN_S = 68.0
#: More than a minute allows, and enough for the beginning of the next.
DOCUMENTS, SIZE = 1000, 2_000
MOST_UNUSED = 5.0  # percent


def measure(rounds: int) -> list[Measure]:
    """One run; `rounds` is for the others: a minute is always a minute."""
    with (
        tempfile.TemporaryDirectory() as name,
        LocalMicrosoft365(Path(name) / "microsoft365") as there,
    ):
        database = Path(name) / "societe.db"
        drive_id = _company(database, there)
        there.journal.clear()
        there.world.switches.set(units_a_minute=ALLOWED)
        ended = _spend(database, drive_id, there)
        return _figures(there.journal.entries, ended)


def _figures(entries: Sequence[Entry], ended: Sequence[dict[str, int]]) -> list[Measure]:
    taken = [_moment(entry) for entry in entries if entry.status == 201]
    until = taken[0] + MINUTE
    used = COST * sum(moment < until for moment in taken)
    refused = sum(entry.status == 429 for entry in entries)
    shares = " and ".join(str(each["filed"]) for each in ended)
    what = f"{used} of {ALLOWED} units in the first minute, {COST * len(taken)} in {RUN_S:.0f} s"
    wrong = sum(entry.status not in (201, 429) for entry in entries)
    wrong += sum(each["postponed"] + each["blocked"] for each in ended)
    return [
        Measure(
            "budget left unused, two programs",
            100 * (1 - used / ALLOWED),
            MOST_UNUSED,
            " %",
            f"{what}; {shares} documents",
        ),
        Measure("requests refused, two programs", refused, 0, "", f"of {len(entries)}"),
        Measure("tries gone wrong, two programs", wrong, 0, "", "of any kind"),
    ]


def _moment(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry.time)


def _token(there: LocalMicrosoft365) -> str:
    sys.path.append(str(ROOT / "tests"))
    from microsoft365_tricks import token_for

    return token_for(there, "administrateur")


def _company(database: Path, there: LocalMicrosoft365) -> str:
    """A company with documents waiting, storage on; its library."""
    http_client = HttpClient(there.certificate.authority)
    signed_in = SignedIn(_token(there))
    groups = Groups(GraphClient(http_client, signed_in, there.description()["graph_url"]))  # type: ignore[arg-type]
    group = groups.create("sage-bijou-1", "Sage – BIJOU", "sage-bijou-1", "")
    library = groups.library(group.id)
    http_client.close()
    with CompanyDatabase.create(database, "BIJOU") as db:
        switch_on(db, group.id, library.drive_id)
        for number in range(DOCUMENTS):
            keep(db, number, SIZE)
    return library.drive_id


def _spend(database: Path, drive_id: str, there: LocalMicrosoft365) -> list[dict[str, int]]:
    """Both programs for `RUN_S` seconds; what each says it did."""
    programs = [_started(name, database, drive_id, there) for name in ("A", "B")]
    try:
        for program in programs:
            _told(program, "go")
        started = time.monotonic()
        while time.monotonic() - started < RUN_S:
            if any(program.poll() is not None for program in programs):
                break  # told of below
            time.sleep(0.5)
        return [_ended(program) for program in programs]
    finally:
        for program in programs:
            program.kill()
            program.wait()


def _started(
    name: str, database: Path, drive_id: str, there: LocalMicrosoft365
) -> subprocess.Popen[str]:
    told = there.description()
    service = (told["graph_url"], told["ca_file"], drive_id, name)
    program = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.spending.sender", str(database), *service],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    _told(program, _token(there))
    cast(IO[str], program.stdout).readline()
    return program


def _told(program: subprocess.Popen[str], line: str) -> None:
    ear = cast(IO[str], program.stdin)
    ear.write(line + "\n")
    ear.flush()


def _ended(program: subprocess.Popen[str]) -> dict[str, int]:
    out, err = program.communicate(timeout=20)
    if program.returncode:
        raise SystemExit(f"spending: {err}")
    said: dict[str, Any] = json.loads(out.splitlines()[-1])
    return said
