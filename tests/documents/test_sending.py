"""What waits is sent once, to the right place, whatever happens on the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from forgetful_http_client import CuttingDownloads, WithoutFingerprints
from office import Office
from stopped_clock import StoppedClock

from invoice_making import Invoice
from local_microsoft365.server import LocalMicrosoft365
from one_document import claim, mark_filed, release
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.company.instants import Clock
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.company.state_records import Status
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import FilingOutcome
from stockage_partage.documents.sending.results import RoundResult
from stockage_partage.documents.sending.send_one import (
    LONGEST_WAIT,
    ONE_REQUEST,
    UploadDestination,
    wait_before,
)
from stockage_partage.documents.sending.sender import Sender
from stockage_partage.documents.sending.sending_service import send_all, send_forever
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.errors import (
    Offline,
    PlaceTaken,
    RightsLost,
    SignInNeeded,
    Throttled,
    Unexpected,
)
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.library.items import QuickXor


class Post:
    """Files documents and sends them, as one workstation does."""

    def __init__(
        self, db: CompanyDatabase, destination: UploadDestination, clock: StoppedClock, folder: Path
    ) -> None:
        self.db = db
        self.destination = destination
        self.clock = clock
        self.folder = folder

    def file(self, content: bytes, name: str = "facture.pdf") -> DocumentRow:
        """Keeps a document; its row."""
        path = self.folder / name
        path.write_bytes(content)
        kept = deposit(
            self.db, path, GivenDetails(), "marie@bijou.fr", Application.GESTION_COMMERCIALE
        )
        return self.row(kept.document_id)

    def send(self, in_flight: int = 1, clock: Clock | None = None) -> RoundResult:
        """One round: what is due now."""
        with Sender(self.db, self.destination, clock or self.clock, in_flight) as sender:
            return sender.drain(Wakeup())

    def drain(self, wakeup: Wakeup) -> RoundResult:
        """As a service is drained."""
        with Sender(self.db, self.destination, self.clock, 1) as sender:
            return sender.drain(wakeup)

    def next_try(self) -> datetime | None:
        """As a service tells it."""
        return self.db.outbox.next_try(self.clock.now)

    def seconds_until(self, moment: datetime) -> float:
        """As a service tells it."""
        return (moment - self.clock.now).total_seconds()

    def row(self, document_id: int) -> DocumentRow:
        """What the register knows of it now."""
        row = self.db.register.get(document_id)
        assert row is not None
        return row

    def online(self, path: str) -> bytes:
        """The bytes that the library gives back."""
        drive, drive_id = self.destination.drive, self.destination.drive_id
        item = drive.by_path(drive_id, path)
        assert item is not None, path
        return b"".join(drive.download(drive_id, item.id))

    def files_online(self, folder: str) -> list[str]:
        """The names there."""
        found = self.destination.drive.children(self.destination.drive_id, folder)
        return sorted(item.name for item in found)


class RestingOnce:
    """A service whose first round finds nobody signed in."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._rested = False
        self.next_try = post.next_try
        self.seconds_until = post.seconds_until

    def drain(self, wakeup: Wakeup) -> RoundResult:
        if self._rested:
            return self._post.drain(wakeup)
        self._rested = True
        return RoundResult(resting=(trouble := SignInNeeded()), trouble=trouble)


@pytest.fixture
def post(
    company: CompanyDatabase, destination: UploadDestination, clock: StoppedClock, tmp_path: Path
) -> Post:
    return Post(company, destination, clock, tmp_path)


def test_the_exact_bytes_arrive_at_their_place_by_one_request(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    content = Invoice().pdf()
    row = post.file(content)
    microsoft365.journal.clear()
    assert post.send() == RoundResult(filed=1)
    assert [entry.kind for entry in microsoft365.journal.entries] == ["upload"]
    filed = post.row(row.id)
    assert (filed.status, filed.sent_size) == (Status.FILED, len(content))
    assert filed.quick_xor == QuickXor().update(content).base64()
    assert filed.path is not None
    assert post.online(filed.path) == content
    assert list(post.db.contents.of(row.id)) == []
    assert post.send() == RoundResult()


def test_filing_it_again_says_so_and_sends_nothing(post: Post) -> None:
    post.file(Invoice().pdf())
    post.send()
    again = deposit(
        post.db, post.folder / "facture.pdf", GivenDetails(), "x", Application.GESTION_COMMERCIALE
    )
    assert again.status is FilingOutcome.ALREADY_FILED
    assert post.send() == RoundResult()


def test_a_second_version_is_filed_beside_the_first(post: Post) -> None:
    first = post.file(Invoice().xml(), "a.xml")
    post.file(Invoice().xml() + b"\n", "b.xml")
    post.send()
    post.send()
    assert first.path is not None
    folder = first.path.rpartition("/")[0]
    assert post.files_online(folder) == ["Facture_FA00042.xml", "Facture_FA00042_v02.xml"]
    assert post.online(first.path) == Invoice().xml()


def test_an_answer_that_was_lost_is_harmless(post: Post, microsoft365: LocalMicrosoft365) -> None:
    content = Invoice().pdf()
    row = post.file(content)
    microsoft365.faults.add("cut-after", "upload", at=1)
    lost = post.send()
    assert (lost.postponed, type(lost.trouble)) == (1, Offline)
    post.clock.advance(LONGEST_WAIT)
    assert post.send().filed == 1
    assert microsoft365.world.writes(row.path or "") == 1
    filed = post.row(row.id)
    assert filed.path is not None
    assert post.online(filed.path) == content
    assert post.files_online(filed.path.rpartition("/")[0]) == ["Facture_FA00042.pdf"]


def test_a_place_taken_by_other_bytes_is_left_and_the_piece_goes_beside_it_as_the_next_version(
    post: Post,
) -> None:
    # As after a backup of the database was restored: the earlier version is unknown here.
    row = post.file(Invoice().xml(), "a.xml")
    other = post.file(Invoice("FA2").xml(), "b.xml")
    drive, drive_id = post.destination.drive, post.destination.drive_id
    assert row.path is not None
    for name, content in ((row.path, b"filed since"), (_version(row.path, 2), b"and corrected")):
        drive.put_new(drive_id, name, content, len(content))
    assert post.send() == RoundResult(filed=2)
    filed = post.row(row.id)
    assert (filed.status, filed.version, filed.key) == (Status.FILED, 3, row.key)
    assert filed.path == _version(row.path, 3)
    assert post.online(filed.path) == Invoice().xml()
    assert post.row(other.id).status is Status.FILED
    assert post.online(row.path) == b"filed since"
    assert post.online(_version(row.path, 2)) == b"and corrected"


def test_the_next_version_issued_here_follows_the_one_that_had_to_move_on(post: Post) -> None:
    row = post.file(Invoice().xml(), "a.xml")
    assert row.path is not None
    post.destination.drive.put_new(post.destination.drive_id, row.path, b"filed since", 11)
    later = post.file(Invoice().xml() + b"\n", "b.xml")
    assert later.path == _version(row.path, 2)
    assert post.send() == RoundResult(filed=2)
    # Which of two that wait goes first is not told; both are there, under names of their own.
    assert {post.row(row.id).path, post.row(later.id).path} <= {
        _version(row.path, number) for number in (2, 3)
    }
    assert post.online(row.path) == b"filed since"
    assert post.online(post.row(row.id).path or "") == Invoice().xml()
    assert post.online(post.row(later.id).path or "") == Invoice().xml() + b"\n"


@pytest.mark.parametrize("large", [False, True])
def test_a_name_that_the_service_holds_for_another_document_s_gets_a_number(
    office: Office, large: bool
) -> None:
    size = ONE_REQUEST + 1 if large else 20
    first = office.keep("Sage/Clients/CARAT/Documents attachés/oeuvre.pdf", size)
    second = office.keep("Sage/Clients/CARAT/Documents attachés/œuvre.pdf", size)
    assert office.send() == RoundResult(filed=2)
    assert office.row(first.id).path == first.path
    beside = office.row(second.id)
    assert beside.path == "Sage/Clients/CARAT/Documents attachés/œuvre (2).pdf"
    assert beside.item_id != office.row(first.id).item_id


def test_the_same_bytes_under_another_spelling_are_not_taken_for_what_was_sent(post: Post) -> None:
    drive, drive_id = post.destination.drive, post.destination.drive_id
    row = post.file(Invoice().xml(), "a.xml")
    assert row.path is not None
    twin = row.path.replace("Facture_FA00042.xml", "Facture_FA00042œ.xml")
    drive.put_new(drive_id, twin.replace("œ", "oe"), b"same", 4)
    with pytest.raises(PlaceTaken) as taken:
        drive.put_new(drive_id, twin, b"same", 4)
    assert taken.value.occupant == "Facture_FA00042oe.xml"


def test_a_busy_service_is_asked_again_later(post: Post, microsoft365: LocalMicrosoft365) -> None:
    row = post.file(Invoice().pdf())
    microsoft365.faults.add("503", "upload", at=1)
    assert post.send().postponed == 1
    waiting = post.row(row.id)
    assert (waiting.trouble, waiting.attempts) == ("ServiceUnavailable", 1)
    assert waiting.due_at > post.clock.now
    assert post.next_try() == waiting.due_at
    assert post.send() == RoundResult()
    post.clock.advance(LONGEST_WAIT)
    assert post.send().filed == 1
    assert post.row(row.id).trouble is None


def test_a_request_to_slow_down_holds_every_workstation(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    post.file(Invoice().pdf())
    post.file(Invoice("FA2").xml(), "b.xml")
    microsoft365.faults.add("429", "upload", at=1, retry_after=30)
    sent = post.send()
    assert isinstance(sent.trouble, Throttled)
    pause = post.db.outbox.paused_until()
    assert pause is not None
    assert pause.until == post.clock.now + timedelta(seconds=30)
    microsoft365.journal.clear()
    assert post.next_try() == pause.until
    post.clock.advance(timedelta(seconds=29))
    assert post.send() == RoundResult()
    assert microsoft365.journal.entries == []
    post.clock.advance(timedelta(seconds=1))
    assert post.send().filed == 2


def test_a_request_to_slow_down_without_a_time_still_makes_a_pause(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    post.file(Invoice().pdf())
    microsoft365.faults.add("429", "upload", at=1, retry_after=None)
    post.send()
    assert post.db.outbox.paused_until() is not None


def test_offline_keeps_every_document(post: Post, microsoft365: LocalMicrosoft365) -> None:
    rows = [post.file(Invoice(f"FA{n}").xml(), f"{n}.xml") for n in range(3)]
    microsoft365.faults.add("cut", "upload")
    round_result = post.send()
    assert (round_result.filed, round_result.postponed) == (0, 1)
    assert isinstance(round_result.trouble, Offline)
    assert [post.row(row.id).status for row in rows] == [Status.WAITING] * 3
    microsoft365.faults.clear()
    post.clock.advance(LONGEST_WAIT)
    assert post.send().filed == 3


def test_a_session_that_ended_gives_the_document_back_untried(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    row = post.file(Invoice().pdf())
    microsoft365.faults.add("revoked", "upload", at=1)
    assert isinstance(post.send().resting, SignInNeeded)
    waiting = post.row(row.id)
    assert (waiting.status, waiting.attempts, waiting.sending) == (Status.WAITING, 0, False)


def test_rights_that_were_lost_stop_the_queue(post: Post, microsoft365: LocalMicrosoft365) -> None:
    row = post.file(Invoice().pdf())
    microsoft365.faults.add("rights-lost", "upload", at=1)
    with pytest.raises(RightsLost):
        send_all(post, Wakeup())
    assert post.row(row.id).status is Status.WAITING


def test_a_large_document_goes_by_a_session(post: Post, microsoft365: LocalMicrosoft365) -> None:
    content = Invoice().xml() + b" " * (ONE_REQUEST + 5)
    row = post.file(content, "grand.xml")
    microsoft365.journal.clear()
    assert post.send().filed == 1
    assert microsoft365.journal.of_kind("upload") == []
    assert len(microsoft365.journal.of_kind("session.piece")) == 2
    filed = post.row(row.id)
    assert filed.path is not None
    assert post.online(filed.path) == content


def test_a_large_document_that_was_cut_goes_on_where_it_stopped(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    content = b"%PDF-" + b"large" * (2 * ONE_REQUEST // 5)
    path = post.folder / "grand.pdf"
    path.write_bytes(content)
    given = GivenDetails("CARAT", "facture", "FA9", date(2026, 3, 1))
    kept = deposit(post.db, path, given, "marie@bijou.fr", Application.GESTION_COMMERCIALE)
    microsoft365.faults.add("cut", "session.piece", at=2)
    microsoft365.journal.clear()
    assert post.send().postponed == 1

    post.clock.advance(LONGEST_WAIT)
    assert post.send().filed == 1

    row = post.row(kept.document_id)
    assert row.path is not None
    assert post.online(row.path) == content
    assert len(microsoft365.journal.of_kind("session.create")) == 1


def test_an_ordinary_document_does_not_wait_behind_large_ones(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    for name in ("grand.xml", "plus-grand.xml"):
        post.file(Invoice(number=name).xml() + b" " * (ONE_REQUEST + 5), name)
    ordinary = post.file(Invoice().pdf())
    microsoft365.faults.add("hang", "session.create", at=1, seconds=2)  # then cut: the round ends
    round_result = post.send(in_flight=1)
    assert (round_result.filed, round_result.postponed) == (1, 1)
    assert post.row(ordinary.id).status is Status.FILED


def test_a_dead_workstations_document_is_taken_over(post: Post) -> None:
    row = post.file(Invoice().pdf())
    dead = claim(post.db, "worker-dead", timedelta(minutes=5))
    assert dead is not None
    assert post.send() == RoundResult()
    post.clock.advance(timedelta(minutes=5))
    assert post.send().filed == 1
    assert not mark_filed(post.db, row.id, "worker-dead", FiledResult("x", "x", 1))


def test_a_document_filed_by_another_while_it_was_claimed_is_left_to_it(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    row = post.file(Invoice().pdf())
    slow = UploadDestination(
        post.destination.drive, post.destination.uploads, "none", "worker-slow"
    )
    taken = claim(post.db, "worker-slow", timedelta(seconds=1))
    assert taken is not None
    post.clock.advance(timedelta(seconds=2))
    assert post.send().filed == 1
    assert not release(post.db, row.id, slow.owner)
    assert post.row(row.id).status is Status.FILED


def test_an_answer_nobody_thought_of_is_loud_but_stops_no_other_document(
    post: Post, microsoft365: LocalMicrosoft365, caplog: pytest.LogCaptureFixture
) -> None:
    strange = post.file(Invoice().pdf())
    other = post.file(Invoice("FA2").xml(), "b.xml")
    microsoft365.faults.add("418", "upload", at=1)
    wakeup = Wakeup()
    heard: list[RoundResult] = []

    def tell(round_result: RoundResult) -> None:
        heard.append(round_result)
        wakeup.stop()

    send_forever(post, wakeup, tell, rest_s=0.01)
    (round_result,) = heard
    assert (round_result.filed, round_result.postponed) == (1, 1)
    assert isinstance(round_result.trouble, Unexpected)
    assert [record.levelname for record in caplog.records if record.exc_info] == ["ERROR"]
    assert post.row(strange.id).trouble == "UnexpectedAnswer"
    assert post.row(other.id).status is Status.FILED


def test_the_queue_goes_on_once_somebody_has_signed_in_again(post: Post) -> None:
    row = post.file(Invoice().pdf())
    service = RestingOnce(post)
    wakeup = Wakeup()
    heard: list[RoundResult] = []

    def tell(round_result: RoundResult) -> None:
        heard.append(round_result)
        if round_result.filed:
            wakeup.stop()

    send_forever(service, wakeup, tell, rest_s=0.01)
    assert isinstance(heard[0].resting, SignInNeeded)
    assert post.row(row.id).status is Status.FILED


def test_a_stopped_worker_sends_nothing_more(post: Post) -> None:
    row = post.file(Invoice().pdf())
    wakeup = Wakeup()
    wakeup.stop()
    assert post.drain(wakeup) == RoundResult()
    waiting = post.row(row.id)
    assert (waiting.status, waiting.sending) == (Status.WAITING, False)


def test_waits_double_up_to_a_limit_and_never_fall_together() -> None:
    longest = [wait_before(n, lambda: 1.0).total_seconds() for n in range(12)]
    assert longest[:5] == [1, 2, 4, 8, 16]
    assert longest[-1] == LONGEST_WAIT.total_seconds()
    assert wait_before(3, lambda: 0.0) == timedelta(seconds=4)
    assert wait_before(10**9) <= LONGEST_WAIT


def test_a_file_that_the_service_lengthened_is_filed_as_it_is(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    content = Invoice().pdf()
    row = post.file(content)
    microsoft365.faults.add("rewrite", "upload", at=1)
    assert post.send().filed == 1
    filed = post.row(row.id)
    assert filed.sent_size is not None
    assert filed.sent_size > filed.size == len(content)
    assert filed.quick_xor == QuickXor().update(post.online(filed.path or "")).base64()
    assert microsoft365.world.writes(filed.path or "") == 1


def test_a_lengthened_file_whose_answer_was_lost_is_recognised(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    content = Invoice().pdf()
    row = post.file(content)
    microsoft365.world.rewrite_next_pdf()
    microsoft365.faults.add("cut-after", "upload", at=1)
    post.send()
    post.clock.advance(LONGEST_WAIT)
    assert post.send().filed == 1
    filed = post.row(row.id)
    assert filed.path is not None
    assert post.online(filed.path).startswith(content)
    assert microsoft365.world.writes(filed.path) == 1


def test_a_longer_file_of_somebody_else_is_not_taken_for_ours(post: Post) -> None:
    row = post.file(Invoice().pdf())
    drive, drive_id = post.destination.drive, post.destination.drive_id
    assert row.path is not None
    other = b"x" * (row.size + 1)
    drive.put_new(drive_id, row.path, other, len(other))
    assert post.send() == RoundResult(filed=1)
    assert post.online(row.path) == other
    filed = post.row(row.id).path
    assert filed == row.path.replace(".pdf", "_v02.pdf")
    assert post.online(filed) == Invoice().pdf()


def test_a_download_cut_short_is_no_proof_that_the_file_is_ours(
    post: Post, graph: GraphClient, microsoft365: LocalMicrosoft365
) -> None:
    content = Invoice().pdf()
    row = post.file(content)
    drive, drive_id = post.destination.drive, post.destination.drive_id
    assert row.path is not None
    other = content[:100] + b"x" * len(content)
    drive.put_new(drive_id, row.path, other, len(other))
    graph.http_client = CuttingDownloads(microsoft365.certificate.authority)
    sent = post.send()
    graph.http_client.close()
    assert sent == RoundResult(filed=1)
    assert post.row(row.id).path == row.path.replace(".pdf", "_v02.pdf")
    assert microsoft365.world.files()[row.path].size == len(other)


def test_a_file_whose_fingerprint_is_not_known_yet_is_recognised_by_its_bytes(
    post: Post, graph: GraphClient, microsoft365: LocalMicrosoft365
) -> None:
    row = post.file(Invoice().pdf())
    microsoft365.faults.add("cut-after", "upload", at=1)
    post.send()
    post.clock.advance(LONGEST_WAIT)
    graph.http_client = WithoutFingerprints(microsoft365.certificate.authority)
    found = post.send()
    graph.http_client.close()
    assert found.filed == 1
    assert microsoft365.world.writes(row.path or "") == 1
    assert post.row(row.id).status is Status.FILED


def test_bytes_that_were_damaged_in_the_database_are_not_sent(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    row = post.file(Invoice().pdf())
    with closing(sqlite3.connect(post.folder / "BIJOU.sqlite")) as behind:
        behind.execute("UPDATE sp_content SET bytes = x'00'")
        behind.commit()
    microsoft365.journal.clear()
    assert post.send().blocked == 1
    assert microsoft365.journal.entries == []
    assert post.row(row.id).trouble == "FileUnreadable"


def test_a_lease_that_ended_during_the_request_leaves_the_document_to_its_new_owner(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    row = post.file(Invoice().pdf())
    ticks = iter([post.clock.now, post.clock.now + timedelta(minutes=6)])

    def slow_clock() -> datetime:
        post.clock.now = next(ticks, post.clock.now)
        return post.clock.now

    microsoft365.faults.add("cut-after", "upload", at=1)
    post.send(clock=slow_clock)
    other = Post(post.db, replace(post.destination, owner="worker-2"), post.clock, post.folder)
    post.clock.advance(LONGEST_WAIT)
    assert other.send().filed == 1
    assert microsoft365.world.writes(row.path or "") == 1
    assert post.row(row.id).status is Status.FILED


def test_a_service_that_puts_everything_off_is_left_alone(
    post: Post, microsoft365: LocalMicrosoft365
) -> None:
    for n in range(8):
        post.file(Invoice(f"FA{n}").xml(), f"{n}.xml")
    microsoft365.faults.add("503", "upload")
    microsoft365.journal.clear()
    round_result = post.send()
    assert round_result.postponed == len(microsoft365.journal.of_kind("upload")) == 5


def _version(path: str, number: int) -> str:
    return path.replace(".xml", f"_v{number:02d}.xml")
