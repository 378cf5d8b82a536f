"""Two workstations share what Microsoft 365 allows in a minute: all of it is used, nothing is refused."""

from __future__ import annotations

import hashlib
import io
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from spending_workstation import SignedIn

import fork_server
import postgres_server
from local_microsoft365.server import LocalMicrosoft365
from microsoft365_tricks import ShiftedClock, token_for
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import NewDocument
from stockage_partage.company.outbox.budget import QUEUE_SHARE
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.library.groups import Groups

pytestmark = pytest.mark.whole

WORKSTATION = Path(__file__).with_name("spending_workstation.py")
ALLOWED, COST = 1200, 2
DOCUMENTS = 640  # a minute's worth, and some for the next


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new SQLite file, then a new PostgreSQL schema."""
    if request.param == "sqlite":
        yield str(tmp_path / "societe.db")
        return
    server: postgres_server.Server = request.getfixturevalue("postgres")
    name = f"budget_{uuid.uuid4().hex}"
    yield server.new_schema(name)
    server.drop_schema(name)


@dataclass
class Organisation:
    """A local Microsoft 365 that refuses what goes beyond its limit, and a clock for everybody."""

    microsoft365: LocalMicrosoft365
    drive_id: str
    graph: GraphClient
    ahead_s: float = 0.0

    def advance(self, seconds: float) -> None:
        """Time passes, there and at the workstations."""
        clock = self.microsoft365.clock
        assert isinstance(clock, ShiftedClock)
        clock.advance(seconds)
        self.ahead_s += seconds

    def answers(self) -> list[int]:
        """The statuses since the beginning."""
        return [entry.status for entry in self.microsoft365.journal.entries]


@pytest.fixture
def organisation(microsoft365: LocalMicrosoft365) -> Iterator[Organisation]:
    http_client = HttpClient(microsoft365.certificate.authority)
    signed_in = SignedIn(token_for(microsoft365, "administrateur"))
    graph = GraphClient(http_client, signed_in, microsoft365.description()["graph_url"])  # type: ignore[arg-type]
    groups = Groups(graph)
    group = groups.create("sage-bijou-1", "Sage – BIJOU", "sage-bijou-1", "")
    yield Organisation(microsoft365, groups.library(group.id).drive_id, graph)
    http_client.close()


@pytest.fixture
def company(location: str, organisation: Organisation) -> Iterator[CompanyDatabase]:
    """Storage on, documents waiting."""
    with CompanyDatabase.create(location, "BIJOU") as db:
        db.activation.claim("x", "POSTE-1", "comptabilite", timedelta(minutes=2))
        db.activation.hold_group("x", "group-1", "Sage – BIJOU", None, "x", "comptabilite")
        db.activation.library_seen("group-1", organisation.drive_id, "https://bijou.example")
        for number in range(DOCUMENTS):
            keep(db, number)
        yield db


def keep(db: CompanyDatabase, number: int) -> None:
    content = b"%PDF-1.7 " + str(number).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"{number}.pdf"
    document = NewDocument(name, name, len(content), sha256, interactive=False)
    db.outbox.add(document, io.BytesIO(content), lambda _: f"Sage/Clients/CARAT/{name}")


class Spender:
    """One of the workstations, a process of its own."""

    def __init__(self, process: subprocess.Popen[str], token: str) -> None:
        self._process = process
        self.say(token)
        assert self.hear() == "ready"

    def say(self, line: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@pytest.fixture
def spenders(
    location: str, organisation: Organisation, company: CompanyDatabase
) -> Iterator[list[Spender]]:
    told = organisation.microsoft365.description()
    service = (location, told["graph_url"], told["ca_file"], organisation.drive_id)
    token = token_for(organisation.microsoft365, "administrateur")
    with ExitStack() as running:
        processes = [
            running.enter_context(
                fork_server.start(
                    [str(WORKSTATION), *service, name],
                    fork_server.environment(),
                    stdin=subprocess.PIPE,
                )
            )
            for name in ("POSTE-1", "POSTE-2")
        ]
        for process in processes:
            running.callback(process.kill)
        yield [Spender(process, token) for process in processes]


def send_at_once(spenders: list[Spender], organisation: Organisation) -> list[int]:
    """Both send all that they may now; how many documents each."""
    for spender in spenders:
        spender.say(organisation.ahead_s)
    return [int(spender.hear()) for spender in spenders]


def test_two_programs_use_the_whole_minute_and_are_never_refused(
    organisation: Organisation, spenders: list[Spender], company: CompanyDatabase
) -> None:
    microsoft365 = organisation.microsoft365
    microsoft365.world.switches.set(units_a_minute=ALLOWED)
    microsoft365.journal.clear()
    organisation.graph.me()  # Microsoft's own minute begins, long before ours
    began = microsoft365.clock.now()
    organisation.advance(40)

    filed = send_at_once(spenders, organisation)
    assert min(filed) > 0, filed
    assert 0.95 * ALLOWED <= COST * sum(filed) <= ALLOWED

    # Microsoft's next minute has begun, and forgotten what else was asked; what was just spent still
    # counts in any minute of ours.
    since = (microsoft365.clock.now() - began).total_seconds()
    organisation.advance(max(0.0, 61 - since))
    filed += send_at_once(spenders, organisation)
    assert COST * sum(filed) <= QUEUE_SHARE * ALLOWED

    organisation.advance(61)
    assert sum(send_at_once(spenders, organisation)) == DOCUMENTS - sum(filed)
    assert sorted(set(organisation.answers())) == [200, 201]
    assert organisation.answers().count(201) == DOCUMENTS
    assert company.register.counters().filed == DOCUMENTS
