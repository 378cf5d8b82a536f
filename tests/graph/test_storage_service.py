"""The services behind the panel, when Microsoft 365 or the other workstations do not play along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.emulator.server import LocalMicrosoft365
from stockage_partage.errors import ActivatingElsewhere, GroupGone, ServiceUnavailable
from stockage_partage.graph.answers import UnexpectedAnswer
from stockage_partage.graph.client import Graph
from stockage_partage.graph.groups import Groups
from stockage_partage.graph.sign_in import Account, SignIn
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.session import now
from stockage_partage.storage.group_finding import GroupChoice
from stockage_partage.storage.presence import Presence
from stockage_partage.storage.service import CLAIM_LEASE, StorageService
from stockage_partage.storage.states import AccountState, GroupHealth, Stored

Workstation = Callable[[str], StorageService]


class MovingClock:
    """The real time, moved on when told."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return now() + self.ahead


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
    graph: Graph,
    clock: MovingClock,
    tmp_path: Path,
) -> Iterator[Workstation]:
    """The services of a workstation of that name, the administrator signed in."""
    present: list[Presence] = []

    def workstation(name: str) -> StorageService:
        present.append(Presence(tmp_path / name))
        return StorageService(
            company,
            sign_in,
            Groups(graph, wait=lambda seconds: None),
            Application.COMPTABILITE,
            lambda _: Entitlement(Standing.GRANTED),
            present[-1],
            clock,
        )

    yield workstation
    for each in present:
        each.close()


@pytest.fixture
def service(workstation: Workstation) -> StorageService:
    return workstation("poste-1")


def stored(company: CompanyDatabase) -> str:
    return company.activation.get().stored


def a_dead_activation(company: CompanyDatabase, clock: MovingClock) -> None:
    company.activation.claim("killed", "POSTE-9", "comptabilite", CLAIM_LEASE)
    clock.ahead += CLAIM_LEASE


def test_a_service_that_cannot_answer_at_the_start_leaves_no_activation_under_way(
    company: CompanyDatabase,
    service: StorageService,
    microsoft365: LocalMicrosoft365,
    clock: MovingClock,
) -> None:
    a_dead_activation(company, clock)
    microsoft365.faults.add("503", "group.get")
    with pytest.raises(ServiceUnavailable):
        service.resume()
    assert stored(company) == Stored.INACTIVE
    assert not service.facts().activating_here


def test_an_answer_nobody_thought_of_gives_the_claim_back(
    company: CompanyDatabase, service: StorageService, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("418", "group.upsert")
    service.ask_activation()
    with pytest.raises(UnexpectedAnswer):
        service.activate()
    assert stored(company) == Stored.INACTIVE


@pytest.mark.parametrize("do", ["503", "429"])
def test_a_library_that_cannot_be_looked_at_does_not_fail_the_activation(
    company: CompanyDatabase, service: StorageService, microsoft365: LocalMicrosoft365, do: str
) -> None:
    microsoft365.faults.add(do, "drive.get")
    service.ask_activation()
    service.activate()
    assert stored(company) == Stored.PROVISIONING


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
    assert stored(company) == Stored.ACTIVATING
    assert not asleep.facts().activating_here


def test_a_group_restored_meanwhile_by_somebody_else_is_used(
    company: CompanyDatabase, service: StorageService, microsoft365: LocalMicrosoft365
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
    company: CompanyDatabase, service: StorageService, microsoft365: LocalMicrosoft365
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
