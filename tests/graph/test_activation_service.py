"""The services behind the panel, when Microsoft 365 or the other workstations do not play along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from plain_browser import PlainBrowser

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.activation.activation_service import CLAIM_LEASE, ActivationService
from stockage_partage.activation.group_finding import GroupChoice
from stockage_partage.activation.presence import Presence
from stockage_partage.activation.states import AccountState, GroupHealth
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.instants import utc_now
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.errors import ActivatingElsewhere, GroupGone, ServiceUnavailable
from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.auth.sign_in import SignIn
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import HttpAnswer
from stockage_partage.graph.http.own_hosts import OwnHosts
from stockage_partage.graph.http.responses import UnexpectedAnswer
from stockage_partage.graph.library.groups import Groups
from stockage_partage.licensing.entitlement import Entitlement, Standing

Browse = Callable[..., PlainBrowser]


class Workstation(Protocol):
    """The services of a workstation of that name, through that Graph or the usual one."""

    def __call__(self, name: str, through: GraphClient | None = None) -> ActivationService: ...


class MovingClock:
    """The real time, moved on when told."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def company(tmp_path: Path, clock: MovingClock) -> Iterator[CompanyDatabase]:
    with CompanyDatabase.create(tmp_path / "BIJOU.sqlite", "BIJOU", clock=clock) as database:
        yield database


@pytest.fixture
def workstation(
    company: CompanyDatabase,
    sign_in: SignIn,
    administrator: Account,
    graph: GraphClient,
    clock: MovingClock,
    tmp_path: Path,
) -> Iterator[Workstation]:
    """The services of a workstation of that name, the administrator signed in."""
    present: list[Presence] = []

    def workstation(name: str, through: GraphClient | None = None) -> ActivationService:
        present.append(Presence(tmp_path / name))
        return ActivationService(
            company,
            sign_in,
            Groups(through or graph, wait=lambda seconds: None),
            Application.COMPTABILITE,
            lambda _: Entitlement(Standing.GRANTED),
            present[-1],
            clock,
        )

    yield workstation
    for each in present:
        each.close()


@pytest.fixture
def service(workstation: Workstation) -> ActivationService:
    return workstation("poste-1")


def stored(company: CompanyDatabase) -> str:
    return company.activation.get().stored


def a_dead_activation(company: CompanyDatabase, clock: MovingClock) -> None:
    company.activation.claim("killed", "POSTE-9", "comptabilite", CLAIM_LEASE)
    clock.ahead += CLAIM_LEASE


def test_a_service_that_cannot_answer_at_the_start_leaves_no_activation_under_way(
    company: CompanyDatabase,
    service: ActivationService,
    microsoft365: LocalMicrosoft365,
    clock: MovingClock,
) -> None:
    a_dead_activation(company, clock)
    microsoft365.faults.add("503", "group.get")
    with pytest.raises(ServiceUnavailable):
        service.resume()
    assert stored(company) == ActivationStatus.INACTIVE
    assert not service.facts().activating_here


@pytest.mark.parametrize(
    "planted",
    ["file:///etc/passwd", "https://evil.example/", "javascript:alert(1)", "search-ms:query=x"],
)
def test_a_link_planted_in_the_database_is_neither_shown_nor_kept(
    company: CompanyDatabase, service: ActivationService, planted: str
) -> None:
    service.ask_activation()
    service.activate()
    group = service.facts().group
    assert group is not None
    assert group.url is not None
    activation = company.activation.get()
    company.activation.library_seen(activation.group_id or "", activation.drive_id or "", planted)
    shown = service.facts().group
    assert shown is not None
    assert shown.url is None
    service.resume()  # at the next start Graph is asked, by the library's id
    assert service.facts().group == group


CLOUD = "https://graph.microsoft.com/v1.0"
OTHERS = "https://evil.sharepoint.com/sites/Sage-BIJOU"


class DoorToTheCloud(HttpClient):
    """A peer whose libraries are on bijou.sharepoint.com, as far as Graph tells."""

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        answer = super().send(method, url, **given)
        body = re.sub(
            rb'"webUrl": ?"https://localhost:[0-9]+',
            b'"webUrl":"https://bijou.sharepoint.com',
            answer.body,
        )
        return replace(answer, body=body)


@pytest.fixture
def cloud_door(microsoft365: LocalMicrosoft365) -> Iterator[HttpClient]:
    http_client = DoorToTheCloud(microsoft365.certificate.authority)
    yield http_client
    http_client.close()


@pytest.fixture
def cloud_graph(
    cloud_door: HttpClient, sign_in: SignIn, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> Callable[[], GraphClient]:
    """Graph as a program just started has it."""

    def made() -> GraphClient:
        hosts = OwnHosts(CLOUD, tmp_path / "hotes.json", "BIJOU", lambda: sign_in.is_usable)
        return GraphClient(cloud_door, sign_in, microsoft365.description()["graph_url"], hosts)

    return made


def link_of(service: ActivationService) -> str | None:
    group = service.facts().group
    assert group is not None
    return group.url


def plant(company: CompanyDatabase, link: str) -> None:
    activation = company.activation.get()
    company.activation.library_seen(activation.group_id or "", activation.drive_id or "", link)


def test_only_the_tenant_s_own_link_is_shown_to_who_is_or_was_signed_in(
    workstation: Workstation,
    company: CompanyDatabase,
    cloud_graph: Callable[[], GraphClient],
) -> None:
    before = workstation("poste-1", cloud_graph())
    before.ask_activation()
    before.activate()
    own = link_of(before)
    assert own is not None
    assert own.startswith("https://bijou.sharepoint.com/")
    plant(company, OTHERS)
    assert link_of(before) is None
    before.resume()
    assert link_of(before) == own

    before.sign_out()
    started = workstation("poste-1", cloud_graph())
    assert link_of(started) == own, "anybody follows it, signed in or not"
    plant(company, OTHERS)
    assert link_of(started) is None


def test_signing_in_has_graph_asked_whose_the_link_is(
    workstation: Workstation,
    company: CompanyDatabase,
    cloud_graph: Callable[[], GraphClient],
    browse: Browse,
    tmp_path: Path,
) -> None:
    before = workstation("poste-1", cloud_graph())
    before.ask_activation()
    before.activate()
    own = link_of(before)
    before.sign_out()
    (tmp_path / "hotes.json").unlink()  # nobody ever signed in on this workstation
    plant(company, OTHERS)
    service = workstation("poste-1", cloud_graph())

    attempt = service.begin_sign_in()
    landed = browse().land(attempt.url, attempt.redirect_uri)
    service.finish_sign_in(attempt, landed)

    assert link_of(service) == own


def test_an_answer_nobody_thought_of_to_that_question_keeps_nobody_from_signing_in(
    workstation: Workstation,
    company: CompanyDatabase,
    cloud_graph: Callable[[], GraphClient],
    browse: Browse,
    tmp_path: Path,
    microsoft365: LocalMicrosoft365,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = workstation("poste-1", cloud_graph())
    before.ask_activation()
    before.activate()
    before.sign_out()
    (tmp_path / "hotes.json").unlink()
    plant(company, OTHERS)
    service = workstation("poste-1", cloud_graph())
    microsoft365.faults.add("418", "drive.get")

    attempt = service.begin_sign_in()
    landed = browse().land(attempt.url, attempt.redirect_uri)
    service.finish_sign_in(attempt, landed)

    assert service.facts().account_state is AccountState.SIGNED_IN
    assert [record.levelname for record in caplog.records if record.exc_info] == ["ERROR"]


def test_a_name_answered_as_nobody_thought_of_does_not_fail_the_activation(
    company: CompanyDatabase, service: ActivationService, microsoft365: LocalMicrosoft365
) -> None:
    service.ask_activation()
    service.activate()
    microsoft365.faults.add("418", "group.get")
    service.check_library()
    assert stored(company) == ActivationStatus.ACTIVE


def test_an_answer_nobody_thought_of_gives_the_claim_back(
    company: CompanyDatabase, service: ActivationService, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("418", "group.upsert")
    service.ask_activation()
    with pytest.raises(UnexpectedAnswer):
        service.activate()
    assert stored(company) == ActivationStatus.INACTIVE


@pytest.mark.parametrize("do", ["503", "429"])
def test_a_library_that_cannot_be_looked_at_does_not_fail_the_activation(
    company: CompanyDatabase, service: ActivationService, microsoft365: LocalMicrosoft365, do: str
) -> None:
    microsoft365.faults.add(do, "drive.get")
    service.ask_activation()
    service.activate()
    assert stored(company) == ActivationStatus.PROVISIONING


def test_whoever_lost_the_claim_creates_nothing(
    company: CompanyDatabase,
    workstation: Workstation,
    microsoft365: LocalMicrosoft365,
    clock: MovingClock,
) -> None:
    asleep, awake = workstation("poste-1"), workstation("poste-2")
    asleep.ask_activation()
    clock.ahead += CLAIM_LEASE
    awake.ask_activation()
    with pytest.raises(ActivatingElsewhere):
        asleep.activate()
    assert microsoft365.world.groups.all() == []
    assert stored(company) == ActivationStatus.ACTIVATING
    assert not asleep.facts().activating_here


def test_a_group_restored_meanwhile_by_somebody_else_is_used(
    company: CompanyDatabase, service: ActivationService, microsoft365: LocalMicrosoft365
) -> None:
    service.ask_activation()
    service.activate()
    group_id = company.activation.get().group_id
    service.deactivate()
    service.ask_activation()
    service.activate(GroupChoice.RESTORE)
    assert company.activation.get().group_id == group_id
    assert len(microsoft365.world.groups.all()) == 1


@pytest.mark.parametrize("do", ["403", "503", "429"])
def test_any_answer_shows_that_microsoft_365_is_within_reach(
    workstation: Workstation, microsoft365: LocalMicrosoft365, do: str
) -> None:
    first, later = workstation("poste-1"), workstation("poste-2")
    first.ask_activation()
    first.activate()
    microsoft365.faults.add("cut", "drive.get", at=1)
    later.check_library()
    assert later.facts().account_state is AccountState.OFFLINE
    microsoft365.faults.add(do, "drive.get")
    later.check_library()
    assert later.facts().account_state is AccountState.SIGNED_IN


def test_a_deleted_group_is_seen_and_microsoft_365_is_within_reach(
    workstation: Workstation, microsoft365: LocalMicrosoft365
) -> None:
    first, later = workstation("poste-1"), workstation("poste-2")
    first.ask_activation()
    first.activate()
    microsoft365.faults.add("cut", "drive.get", at=1)
    later.check_library()
    (group,) = microsoft365.world.groups.all()
    microsoft365.world.groups.delete(group)
    later.check_library()
    facts = later.facts()
    assert facts.health is GroupHealth.GONE_RESTORABLE
    assert facts.account_state is AccountState.SIGNED_IN


def test_a_group_restored_online_is_well_again_with_storage_left_on(
    workstation: Workstation, microsoft365: LocalMicrosoft365
) -> None:
    first, later = workstation("poste-1"), workstation("poste-2")
    first.ask_activation()
    first.activate()
    (group,) = microsoft365.world.groups.all()
    microsoft365.world.groups.delete(group)
    later.check_library()
    assert later.facts().health is GroupHealth.GONE_RESTORABLE
    microsoft365.world.groups.restore(group)
    later.check_library()
    assert later.facts().health is GroupHealth.FINE


def test_turned_off_and_on_a_deleted_group_is_offered_back(
    company: CompanyDatabase, service: ActivationService, microsoft365: LocalMicrosoft365
) -> None:
    service.ask_activation()
    service.activate()
    (group,) = microsoft365.world.groups.all()
    microsoft365.world.groups.delete(group)
    service.deactivate()
    service.ask_activation()
    with pytest.raises(GroupGone) as caught:
        service.activate()
    assert caught.value.restorable
    service.activate(GroupChoice.RESTORE)
    assert company.activation.get().group_id == group.id
