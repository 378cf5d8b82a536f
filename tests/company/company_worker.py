"""One program among several on the same company database; started by the tests as a process.

    python company_worker.py LOCATION NAME ROUNDS TASK

Prints one line of JSON: what it saw. Any trouble ends it with a trace: nothing is retried here.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Callable
from datetime import timedelta

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import NewDocument
from stockage_partage.company.outbox.batch import BatchResults, FiledResult, LeaseRequest
from stockage_partage.errors import ActivatingElsewhere, StorageAlreadyActive

LEASE = timedelta(minutes=5)
ONE = LeaseRequest(1, LEASE)


def document(number: str, data: bytes) -> NewDocument:
    """A document with those bytes."""
    sha256 = hashlib.sha256(data).hexdigest()
    return NewDocument(key=number, title=f"{number}.pdf", size=len(data), sha256=sha256)


def add_own(db: CompanyDatabase, name: str, rounds: int) -> list[int]:
    """Keeps documents of its own; their ids."""
    added = []
    for number in range(rounds):
        data = f"{name} {number}".encode() * 100
        key = f"{name}-{number}"
        added.append(db.outbox.add(document(key, data), io.BytesIO(data), path(key)).document_id)
    return added


def add_same(db: CompanyDatabase, name: str, rounds: int) -> list[str]:
    """Keeps the same documents as everybody else; what each came to."""
    outcomes = []
    for number in range(rounds):
        data = b"the same for everybody"
        key = f"same-{number}"
        outcomes.append(
            db.outbox.add(document(key, data), io.BytesIO(data), path(key)).outcome.value
        )
    return outcomes


def add_versions(db: CompanyDatabase, name: str, rounds: int) -> list[int | None]:
    """Keeps its own bytes under a key that everybody uses; the versions it was given."""
    versions = []
    for number in range(rounds):
        data = f"{name} {number}".encode()
        versions.append(db.outbox.add(document("k", data), io.BytesIO(data), path("k")).version)
    return versions


def send(db: CompanyDatabase, name: str, rounds: int) -> list[int]:
    """Claims, reads and marks until nothing is left; the ids it sent."""
    sent = []
    while claimed := db.outbox.turn(name, wanted=ONE).claimed:
        (it,) = claimed
        assert sum(map(len, db.contents.of(it.document_id))) == it.size
        filed = {it.document_id: FiledResult(f"i{it.document_id}", "u", it.size)}
        assert not db.outbox.turn(name, BatchResults(filed=filed)).lost
        sent.append(it.document_id)
    return sent


def toggle(db: CompanyDatabase, name: str, rounds: int) -> int:
    """Activates and deactivates; how many times it was the one that held a group."""
    held = 0
    for _ in range(rounds):
        try:
            db.activation.claim(name, name, "comptabilite", LEASE)
            db.activation.hold_group(name, "group-1", "Sage – BIJOU", None, name, "comptabilite")
        except (ActivatingElsewhere, StorageAlreadyActive):
            continue
        held += 1
        db.activation.library_seen("group-1", "drive-1", "u")
        db.activation.deactivate(name, "comptabilite")
    return held


def add_until_killed(db: CompanyDatabase, name: str, rounds: int) -> None:
    """Says the number of each document once it is kept, for as long as it lives (or `rounds`)."""
    for number in range(rounds):
        data = f"{name} {number}".encode() * 5000
        key = f"{name}-{number}"
        db.outbox.add(document(key, data), io.BytesIO(data), path(key))
        print(key, flush=True)  # noqa: T201


def add_and_stop_inside(db: CompanyDatabase, name: str, rounds: int) -> None:
    """Stops in the middle of the transaction that keeps a document of `rounds` bytes."""

    def place(version: int) -> str:
        print("inside", flush=True)  # noqa: T201
        sys.stdin.readline()
        return f"Sage/{name}_v{version}.pdf"

    data = bytes(rounds)
    db.outbox.add(document(name, data), io.BytesIO(data), place)


def path(key: str) -> Callable[[int], str]:
    """Where `key` goes."""
    return lambda version: f"Sage/{key}_v{version}.pdf"


def install_licence(db: CompanyDatabase, name: str, rounds: int) -> tuple[str, ...]:
    """Installs a licence of its own each time; the one that is there at the end."""
    for number in range(rounds):
        db.licences.install(f"{name} {number}")
    return db.licences.installed()


TASKS: dict[str, Callable[[CompanyDatabase, str, int], object]] = {
    task.__name__: task
    for task in (
        add_own,
        add_same,
        add_versions,
        send,
        toggle,
        add_until_killed,
        add_and_stop_inside,
        install_licence,
    )
}

if __name__ == "__main__":
    location, me, times, what = sys.argv[1:]
    with CompanyDatabase.open(location) as opened:
        print("ready", flush=True)  # noqa: T201
        sys.stdin.readline()
        print(json.dumps(TASKS[what](opened, me, int(times))))  # noqa: T201
