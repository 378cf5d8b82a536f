"""What one answer may not do: stop a company for years, blame the wrong one, or leave documents claimed."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from changing_http_client import ChangingDoor, page, refusal, sent_to
from office import Office

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import AccountState, NoticeKind
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.instants import LONGEST
from stockage_partage.company.outbox.batch import BudgetUse, FiledResult, LeaseRequest
from stockage_partage.company.outbox.budget import ReportedBudget
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.export.export import bring_back
from stockage_partage.documents.filing.filing_service import pause_of
from stockage_partage.documents.sending.results import RoundResult, RoundSorter
from stockage_partage.documents.sending.send_one import LEASE, UploadDestination
from stockage_partage.documents.sending.sender import Sender
from stockage_partage.documents.sending.sending_service import (
    LONGEST_WAIT_S,
    SendingService,
    send_all,
    send_forever,
)
from stockage_partage.documents.sending.upload_workers import UploadResult
from stockage_partage.documents.sync.synchronise import synchronise
from stockage_partage.documents.viewing.fetch import fetch
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.errors import (
    AnsweredByPage,
    HeldDangerous,
    LockedOnline,
    Offline,
    PageInstead,
    ProxyUnreachable,
    RightsLost,
    SignInNeeded,
    SiteLocked,
    Throttled,
    Trouble,
    Unexpected,
)
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.answer_headers import Meter
from stockage_partage.graph.http.http_types import HttpAnswer
from stockage_partage.messages import export as texts
from stockage_partage.messages.commands import state_lines

FOLDER = "Sage/Clients/CARAT/Documents ventes/202603"
NOW_AND_THEN = timedelta(hours=1, seconds=1)


@pytest.fixture
def http_client(graph: GraphClient, microsoft365: LocalMicrosoft365) -> Iterator[ChangingDoor]:
    """In the place of the honest one."""
    honest = graph.http_client
    changing = ChangingDoor(microsoft365.certificate.authority)
    graph.http_client = changing
    yield changing
    changing.close()
    graph.http_client = honest


def several(office: Office, count: int) -> list[int]:
    return [office.keep(f"{FOLDER}/FA{number}.pdf").id for number in range(count)]


def statuses(office: Office, documents: list[int]) -> set[Status]:
    return {office.row(document).status for document in documents}


ABSURD = ["1000000000", "inf", "nan", "1e20", "-5", "Fri, 31 Dec 9999 23:59:59 GMT", "864000", "0"]


@pytest.mark.parametrize("wait", ABSURD)
@pytest.mark.parametrize("status", ["429", "503"])
def test_no_wait_asked_for_one_document_holds_anybody_longer_than_an_hour(
    office: Office, microsoft365: LocalMicrosoft365, wait: str, status: str
) -> None:
    documents = several(office, 3)
    microsoft365.faults.add(status, "upload", at=1, retry_after=wait)
    office.send()
    assert not any(office.row(document).sending for document in documents)
    pause = office.db.outbox.paused_until()
    assert pause is None or pause.until <= office.clock() + LONGEST
    assert all(office.row(each).due_at <= office.clock() + LONGEST for each in documents)
    assert office.row(documents[0]).due_at > office.clock(), "nor does it come straight back"
    office.clock.advance(NOW_AND_THEN)
    office.send()
    assert statuses(office, documents) == {Status.FILED}


@pytest.mark.parametrize("reset", ["1000000000", "inf", "nan", "1e20", "-1"])
@pytest.mark.parametrize(("limit", "remaining"), [("1250", "0"), ("0", "0"), ("1e30", "1e30")])
def test_no_allowance_holds_anybody_longer_than_an_hour(
    office: Office, microsoft365: LocalMicrosoft365, limit: str, remaining: str, reset: str
) -> None:
    documents = several(office, 3)
    office.to.drive.graph.http_client.meter = Meter(lambda: office.clock().timestamp())
    microsoft365.faults.add(
        "rate-limit", "upload", at=1, limit=limit, remaining=remaining, reset=reset
    )
    round_result = office.send()
    assert round_result.filed >= 1
    assert not any(office.row(document).sending for document in documents)
    office.clock.advance(NOW_AND_THEN)
    office.send()
    assert statuses(office, documents) == {Status.FILED}


def test_what_cannot_be_marked_takes_nothing_from_the_others_and_stays_unclaimed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = several(office, 6)
    true_size = FiledResult.__init__

    def too_large(
        self: FiledResult, item_id: str, url: str, size: int, quick_xor: str = ""
    ) -> None:
        true_size(self, item_id, url, 10**30 if "FA2" in url else size, quick_xor)

    monkeypatch.setattr(FiledResult, "__init__", too_large)
    round_result = office.send()
    assert isinstance(round_result.trouble, Unexpected)
    assert office.row(documents[2]).trouble == "OverflowError"
    assert not any(office.row(document).sending for document in documents)
    monkeypatch.undo()
    office.clock.advance(NOW_AND_THEN)
    office.send()
    assert statuses(office, documents) == {Status.FILED}


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=-1)])
def test_a_computer_a_day_ahead_or_behind_holds_nobody_back(
    office: Office,
    microsoft365: LocalMicrosoft365,
    destination: UploadDestination,
    ahead: timedelta,
    company: CompanyDatabase,
) -> None:
    documents = several(office, 3)
    microsoft365.faults.add("429", "upload", at=1, retry_after=30)
    office.clock.advance(ahead)
    office.send()
    office.clock.advance(-ahead)
    with Sender(company, destination, office.clock, 1) as elsewhere:
        elsewhere.drain(Wakeup())
        office.clock.advance(timedelta(minutes=2))
        elsewhere.drain(Wakeup())
    assert statuses(office, documents) == {Status.FILED}


# --- throttled, however it is put ---------------------------------------------------------------------

THROTTLED = [
    page(429, retry_after="40"),
    sent_to("https://bijou.example/_layouts/15/Throttle.htm?x=1", retry_after="40"),
    refusal(401, "unknown", retry_after="40"),
    HttpAnswer(401, {"retry-after": "40", "content-type": "text/html"}, b"TOO MANY REQUESTS"),
]


@pytest.mark.parametrize("answer", THROTTLED, ids=["page", "elsewhere", "401", "401 page"])
def test_throttling_in_disguise_is_a_pause_that_everybody_keeps(
    office: Office, http_client: ChangingDoor, microsoft365: LocalMicrosoft365, answer: HttpAnswer
) -> None:
    documents = several(office, 3)
    http_client.rule = lambda method, url, _: answer if method == "PUT" else None
    round_result = office.send()
    assert isinstance(round_result.trouble, Throttled)
    assert round_result.resting is None
    pause = office.db.outbox.paused_until()
    assert pause is not None
    assert pause.until == office.clock() + timedelta(seconds=40)
    assert len([one for one in microsoft365.journal.entries if one.kind == "upload"]) == 1
    http_client.rule = None
    assert office.send() == RoundResult()
    office.clock.advance(timedelta(seconds=41))
    office.send()
    assert statuses(office, documents) == {Status.FILED}


@pytest.mark.parametrize("answer", THROTTLED, ids=["page", "elsewhere", "401", "401 page"])
def test_a_download_that_is_throttled_in_disguise_waits_and_comes(
    office: Office,
    app: AppContext,
    http_client: ChangingDoor,
    answer: HttpAnswer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = office.filed(f"{FOLDER}/FA1.pdf")
    refused: list[str] = []

    def once(method: str, url: str, true: HttpAnswer) -> HttpAnswer | None:
        if true.chunks is None or refused:
            return None
        list(true.chunks)
        refused.append(url)
        return answer

    http_client.rule = once
    monkeypatch.setattr(
        "stockage_partage.documents.context._rest",
        lambda stop, seconds: office.clock.advance(timedelta(seconds=seconds)),
    )
    result = bring_back(app, tmp_path / "ici", texts.INDEX)
    assert (result.fetched, result.missing, len(refused)) == (1, 0, 1)
    assert hashlib.sha256((tmp_path / "ici" / (row.path or "")).read_bytes()).hexdigest()


def test_a_401_with_a_challenge_still_asks_to_sign_in(
    office: Office, http_client: ChangingDoor
) -> None:
    several(office, 1)
    answer = refusal(401, "x", retry_after="40", www_authenticate="Bearer")
    http_client.rule = lambda method, url, _: answer if method == "PUT" else None
    assert isinstance(office.send().resting, SignInNeeded)


# --- one document among many --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (page(403), "page d’avertissement"),
        (refusal(403, "malwareDetected"), "dangereux"),
        (refusal(403, "accessDenied"), "accès"),
        (refusal(423, "resourceLocked"), "ouvert ou réservé"),
    ],
    ids=["page", "malware", "forbidden", "locked"],
)
def test_one_download_that_is_refused_leaves_all_the_others_and_is_told(
    office: Office,
    app: AppContext,
    http_client: ChangingDoor,
    tmp_path: Path,
    answer: HttpAnswer,
    says: str,
) -> None:
    rows = [office.filed(f"{FOLDER}/FA{number:02}.pdf") for number in range(30)]
    flagged = rows[7].item_id or "?"
    addresses: list[str] = []

    def rule(method: str, url: str, true: HttpAnswer) -> HttpAnswer | None:
        if f"items/{flagged}/content" in url and true.status == 302:
            addresses.append(true.headers["location"])
        if url in addresses and true.chunks is not None:
            list(true.chunks)
            return answer
        return None

    http_client.rule = rule
    result = bring_back(app, tmp_path / "ici", texts.INDEX)
    assert (result.fetched, result.missing, result.complete) == (29, 1, True)
    assert result.index is not None
    with result.index.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    [told] = [line for line in lines if "Non rapatrié" in line]
    assert "FA07" in told[texts.HEADINGS.index("Chemin")]
    assert says in told[-1]


def test_what_graph_itself_holds_to_be_dangerous_is_told_as_that(
    office: Office, app: AppContext, http_client: ChangingDoor
) -> None:
    row = office.filed(f"{FOLDER}/FA1.pdf")
    answer = refusal(403, "malwareDetected")
    http_client.rule = lambda method, url, _: answer if url.endswith("/content") else None
    with pytest.raises(HeldDangerous):
        fetch(app, row.id, io.BytesIO())
    http_client.rule = lambda method, url, _: page(403) if url.endswith("/content") else None
    with pytest.raises(PageInstead):
        fetch(app, row.id, io.BytesIO())


@pytest.mark.parametrize("status", [200, 403])
def test_a_page_for_one_document_that_leaves_holds_no_other_back(
    office: Office, http_client: ChangingDoor, status: int
) -> None:
    documents = several(office, 4)
    http_client.rule = lambda method, url, _: (
        page(status) if method == "PUT" and "FA1" in url else None
    )
    round_result = office.send()
    assert (round_result.filed, round_result.postponed, round_result.resting) == (3, 1, None)
    assert office.row(documents[1]).trouble == AnsweredByPage.__name__
    http_client.rule = None
    office.clock.advance(NOW_AND_THEN)
    assert office.send().filed == 1


def test_a_proxy_that_answers_everything_by_a_page_rests_the_queue(
    office: Office, http_client: ChangingDoor
) -> None:
    documents = several(office, 3)
    http_client.rule = lambda method, url, _: page(403)
    assert isinstance(office.send().resting, ProxyUnreachable)
    assert {office.row(document).attempts for document in documents} == {0}


# --- a site that an administrator locked --------------------------------------------------------------


def lock(http_client: ChangingDoor, *, writing_only: bool = False) -> None:
    answer = refusal(423, "notAllowed")
    http_client.rule = lambda method, url, _: None if writing_only and method == "GET" else answer


@pytest.mark.parametrize("writing_only", [False, True])
def test_a_locked_site_rests_the_queue_blocks_nothing_and_ends_by_itself(
    office: Office, app: AppContext, http_client: ChangingDoor, writing_only: bool
) -> None:
    documents = several(office, 5)
    lock(http_client, writing_only=writing_only)
    with SendingService(app, 2) as sending:
        for _ in range(2):
            round_result = sending.drain(Wakeup())
            assert isinstance(round_result.resting, SiteLocked)
            assert (round_result.filed, round_result.postponed, round_result.blocked) == (0, 0, 0)
        assert statuses(office, documents) == {Status.WAITING}
        assert {office.row(document).trouble for document in documents} == {None}
        http_client.rule = None
        assert sending.drain(Wakeup()).filed == 5


def test_one_document_that_is_locked_is_set_aside_alone(
    office: Office, http_client: ChangingDoor
) -> None:
    documents = several(office, 3)
    locked = refusal(423, "notAllowed")
    http_client.rule = lambda method, url, _: locked if method == "PUT" and "FA1" in url else None
    office.send()
    found = [(office.row(each).status, office.row(each).trouble) for each in documents]
    assert found == [
        (Status.FILED, None),
        (Status.BLOCKED, LockedOnline.__name__),
        (Status.FILED, None),
    ]


def test_a_locked_site_is_told_once_by_whatever_reads_it(
    office: Office, app: AppContext, http_client: ChangingDoor, tmp_path: Path
) -> None:
    row = office.filed(f"{FOLDER}/FA1.pdf")
    lock(http_client)
    with pytest.raises(SiteLocked):
        fetch(app, row.id, io.BytesIO())
    with pytest.raises(SiteLocked):
        bring_back(app, tmp_path / "ici", texts.INDEX)
    with pytest.raises(SiteLocked):
        synchronise(app)


# --- never mute ---------------------------------------------------------------------------------------


class UsedUp:
    """A service whose budget is used up for so many seconds; every round takes some time."""

    def __init__(self, office: Office, seconds: float) -> None:
        self._clock = office.clock
        self._until = office.clock() + timedelta(seconds=seconds)
        self.rounds = 0

    def drain(self, wakeup: Wakeup) -> RoundResult:
        self.rounds += 1
        self._clock.advance(timedelta(seconds=40))
        return RoundResult(more_at=self._until if self._clock() < self._until else None)

    def next_try(self) -> None:
        return None

    def seconds_until(self, moment: object) -> float:
        return (self._until - self._clock()).total_seconds()


def test_a_wait_that_a_person_sits_before_is_told(office: Office) -> None:
    told: list[float] = []
    wakeup = Wakeup()

    def tell(seconds: float) -> None:
        told.append(seconds)
        wakeup.ring()

    send_all(UsedUp(office, 100), wakeup, tell_wait=tell)
    assert told == [60.0, 20.0]


def test_nobody_sits_before_a_wait_of_an_hour(office: Office) -> None:
    service = UsedUp(office, 3600)
    round_result = send_all(service, Wakeup())
    assert isinstance(round_result.trouble, Throttled)
    assert round_result.trouble.retry_after is not None
    assert round_result.trouble.retry_after > LONGEST_WAIT_S
    assert service.rounds == 1


def test_a_pause_asked_elsewhere_is_why_nothing_leaves_here(
    office: Office, app: AppContext
) -> None:
    several(office, 1)
    office.db.outbox.pause(office.clock() + timedelta(minutes=12), "Throttled")
    with SendingService(app, 1) as sending:
        trouble = sending.drain(Wakeup()).trouble
    assert isinstance(trouble, Throttled)
    assert trouble.retry_after == 720


def test_the_panel_and_the_command_tell_a_pause_and_a_locked_site(
    office: Office, app: AppContext
) -> None:
    several(office, 1)
    office.db.outbox.pause(office.clock() + timedelta(minutes=12), "Throttled")
    app.service.met_online(SiteLocked())
    told = "\n".join(state_lines(describe(app.service.facts()))).replace("\u00a0", " ")
    assert "ralentir : l’envoi reprendra de lui-même dans 12 min" in told
    assert "verrouillé le site" in told
    office.clock.advance(timedelta(minutes=12))
    app.service.met_online(None)
    told = "\n".join(state_lines(describe(app.service.facts())))
    assert "ralentir" not in told
    assert "verrouillé" not in told


@pytest.mark.parametrize("refusal", [RightsLost(), SiteLocked()])
def test_a_refusal_stands_until_something_leaves_whatever_can_be_looked_at(
    office: Office, app: AppContext, refusal: Trouble
) -> None:
    def said() -> set[NoticeKind]:
        told = {notice.kind for notice in describe(app.service.facts()).notices}
        return told & {NoticeKind.RIGHTS_LOST, NoticeKind.SITE_LOCKED}

    several(office, 1)
    app.service.met_online(refusal)
    [before] = said()
    app.service.check_library()
    assert said() == {before}
    app.service.met_online(None)
    assert said() == set()


def test_what_a_look_was_refused_is_over_once_documents_leave(
    office: Office, app: AppContext
) -> None:
    def lost() -> bool:
        told = {notice.kind for notice in describe(app.service.facts()).notices}
        return NoticeKind.RIGHTS_LOST in told

    several(office, 1)
    app.service._here.refused_looking.note(RightsLost())
    assert lost()
    app.service.met_online(None)
    assert not lost()


@pytest.mark.parametrize("before", [Offline(), RightsLost(), SiteLocked()])
def test_what_was_met_before_is_over_once_others_leave_whatever_one_document_meets(
    office: Office, app: AppContext, http_client: ChangingDoor, before: Trouble
) -> None:
    several(office, 4)
    app.service.met_online(before)
    http_client.rule = lambda method, url, _: (
        page(403) if method == "PUT" and "FA3" in url else None
    )
    wakeup = Wakeup()
    with SendingService(app, 1) as sending:
        send_forever(sending, wakeup, lambda _: wakeup.stop(), met=app.service.met_online)
    counts, facts = office.db.register.counters(), app.service.facts()
    assert (counts.filed, counts.waiting) == (3, 1)
    assert facts.account_state is AccountState.SIGNED_IN
    told = {notice.kind for notice in describe(facts).notices}
    assert not told & {NoticeKind.RIGHTS_LOST, NoticeKind.SITE_LOCKED}


def test_why_the_queue_rests_is_what_a_round_says_whatever_came_after_it(office: Office) -> None:
    several(office, 2)
    claimed = office.db.outbox.turn("A", wanted=LeaseRequest(2, LEASE)).claimed
    for late in (AnsweredByPage(), LockedOnline(), ValueError()):
        this = RoundSorter()
        for each, raised in zip(claimed, (SiteLocked(), late), strict=True):
            this.met(UploadResult(each, raised=raised))
        round_result = this.round_result(None)
        assert isinstance(round_result.trouble, SiteLocked)
        assert round_result.trouble is round_result.resting


def test_an_allowance_that_is_used_up_for_long_is_told_like_a_pause(
    office: Office, app: AppContext
) -> None:
    several(office, 1)
    said = ReportedBudget(1250, 0, office.clock() + timedelta(minutes=12))
    office.db.outbox.turn("A", wanted=LeaseRequest(0, LEASE, 2), spending=BudgetUse(said=said))
    assert NoticeKind.PAUSED in {each.kind for each in describe(app.service.facts()).notices}
    trouble = pause_of(app)
    assert trouble is not None
    assert trouble.retry_after == 720
    with SendingService(app, 1) as sending:
        assert isinstance(sending.drain(Wakeup()).trouble, Throttled)
        office.clock.advance(timedelta(minutes=12))
        assert pause_of(app) is None
        assert sending.drain(Wakeup()).filed == 1
