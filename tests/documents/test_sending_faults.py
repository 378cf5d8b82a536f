"""What peers lose, repeat or take for an error: nothing missing, nothing twice, no false error."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local_microsoft365.server import LocalMicrosoft365
from local_microsoft365.tenant.items import REWRITING
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import NewDocument
from stockage_partage.company.state_records import Status
from stockage_partage.documents.sending.results import RoundResult
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.documents.sending.sender import Sender
from stockage_partage.documents.sending.sending_service import send_forever
from stockage_partage.documents.work_threads import Wakeup

SMALL, LARGE = 60, 3
MIB = 1024 * 1024
#: The requests of a large upload.
EACH_KIND = ["session.create", "session.piece", "session.status"]
SEVERAL = 4


def now() -> datetime:
    """Time really passes here: what is measured is how long it all takes."""
    return datetime.now(UTC)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[CompanyDatabase]:
    with CompanyDatabase.create(tmp_path / "BIJOU.sqlite", "BIJOU") as database:
        yield database


class Queue:
    """Documents kept, then sent as a service sends them, until none waits."""

    def __init__(self, db: CompanyDatabase, to: UploadDestination) -> None:
        self.db = db
        self._sender = Sender(db, to, now, SEVERAL)
        self.kept: dict[str, bytes] = {}
        self.told: list[RoundResult] = []

    def keep(self, name: str, content: bytes) -> None:
        """A document that waits."""
        path = f"Sage/{name}"
        document = NewDocument(name, name, len(content), hashlib.sha256(content).hexdigest())
        self.db.outbox.add(document, io.BytesIO(content), lambda _: path)
        self.kept[path] = content

    def drain(self, wakeup: Wakeup) -> RoundResult:
        """As a service is drained."""
        return self._sender.drain(wakeup)

    def next_try(self) -> datetime | None:
        """As a service tells it."""
        return self.db.outbox.next_try(now())

    def seconds_until(self, moment: datetime) -> float:
        """As a service tells it."""
        return (moment - now()).total_seconds()

    def empty(self) -> float:
        """Seconds until everything was filed."""
        wakeup = Wakeup()

        def tell(round_result: RoundResult) -> None:
            self.told.append(round_result)
            if not self.db.register.counters().waiting:
                wakeup.stop()

        started = time.monotonic()
        with self._sender:
            send_forever(self, wakeup, tell)
        return time.monotonic() - started


@pytest.fixture
def queue(company: CompanyDatabase, destination: UploadDestination) -> Queue:
    return Queue(company, destination)


def small_ones(queue: Queue) -> None:
    for number in range(SMALL):
        queue.keep(f"Facture_{number}.pdf", b"%PDF-1.7\n" + f"{number} ".encode() * 20_000)


def large_ones(queue: Queue) -> None:
    for number in range(LARGE):
        seed = hashlib.shake_256(str(number).encode())
        queue.keep(f"Archive_{number}.zip", seed.digest(30 * MIB))


def assert_each_once(queue: Queue, microsoft365: LocalMicrosoft365, tail: bytes = b"") -> None:
    """Nothing missing, extra, damaged or written twice; nothing called wrong that was not."""
    world = microsoft365.world
    online = {path: world.content(item) for path, item in world.files().items()}
    assert online.keys() == queue.kept.keys()
    assert {path: content.removesuffix(tail) for path, content in online.items()} == queue.kept
    assert {world.writes(path) for path in queue.kept} == {1}
    counts = queue.db.register.counters()
    assert (counts.filed, counts.waiting, counts.blocked) == (len(queue.kept), 0, 0)
    assert queue.db.register.search(status=Status.BLOCKED) == []
    assert sum(round_result.blocked for round_result in queue.told) == 0


@pytest.mark.parametrize(
    ("fault", "options", "most_s"),
    [
        ("429", {"retry_after": 1}, 10.0),
        ("503", {}, 15.0),
        ("cut-after", {}, 15.0),
        ("503-after", {}, 15.0),
    ],
)
def test_every_tenth_small_upload_going_wrong_costs_only_time(
    queue: Queue,
    microsoft365: LocalMicrosoft365,
    fault: str,
    options: dict[str, int],
    most_s: float,
) -> None:
    small_ones(queue)
    microsoft365.faults.add(fault, "upload", every=10, **options)
    assert queue.empty() < most_s
    assert_each_once(queue, microsoft365)


def test_files_that_the_service_lengthens_are_neither_sent_again_nor_called_wrong(
    queue: Queue, microsoft365: LocalMicrosoft365
) -> None:
    small_ones(queue)
    microsoft365.world.rewrite_next_pdf(SMALL)
    microsoft365.journal.clear()
    queue.empty()
    assert len(microsoft365.journal.of_kind("upload")) == SMALL
    assert_each_once(queue, microsoft365, tail=REWRITING)
    assert queue.told == [RoundResult(filed=SMALL)]


@pytest.mark.parametrize(
    ("kinds", "fault", "options"),
    [
        pytest.param(EACH_KIND, "cut", {}, marks=pytest.mark.proof),
        pytest.param(EACH_KIND, "503", {}, marks=pytest.mark.proof),
        pytest.param(EACH_KIND, "429", {"retry_after": 1}, marks=pytest.mark.proof),
        (["session.piece"], "cut-after", {}),
    ],
)
def test_every_fifth_request_of_large_uploads_going_wrong_costs_only_time(
    queue: Queue,
    microsoft365: LocalMicrosoft365,
    kinds: list[str],
    fault: str,
    options: dict[str, int],
) -> None:
    large_ones(queue)
    microsoft365.faults.add(fault, kinds, every=5, **options)
    queue.empty()
    assert_each_once(queue, microsoft365)


def test_ordinary_documents_cost_one_request_each_whatever_is_in_flight(
    queue: Queue, microsoft365: LocalMicrosoft365
) -> None:
    small_ones(queue)
    microsoft365.journal.clear()
    queue.empty()
    assert [entry.kind for entry in microsoft365.journal.entries] == ["upload"] * SMALL
    assert_each_once(queue, microsoft365)
