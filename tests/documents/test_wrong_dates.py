"""A computer whose clock is wrong, and a date that a company keeps: who believes which, and who puts it right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from app_contexts import signed_in, switch_on

from json_schemas import answers
from local_microsoft365.server import LocalMicrosoft365
from microsoft365_tricks import ShiftedClock
from stockage_partage.applications import Application
from stockage_partage.cli.licences import check_date
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.engine import tables
from stockage_partage.company.instants import utc_now
from stockage_partage.diagnosis import OFF, CheckName, Finding, examine
from stockage_partage.errors import DateKeptWrong, Offline, SiteLocked
from stockage_partage.example_company import make_example
from stockage_partage.graph.library.groups import Groups
from stockage_partage.licensing.entitlement import Standing
from stockage_partage.session import open_session
from stockage_partage.settings import Settings

AHEAD = timedelta(days=400)


@pytest.fixture
def settings(microsoft365: LocalMicrosoft365, tmp_path: Path) -> Settings:
    """A company with a licence of a year, and its Microsoft 365."""
    told = microsoft365.description()
    settings = Settings(
        tmp_path / "donnees",
        told["client_id"],
        told["authority"],
        told["graph_url"],
        Path(told["ca_file"]),
        str(tmp_path / "BIJOU.db"),
        Application.COMPTABILITE,
    )
    make_example(settings, tmp_path / "BIJOU.db")
    return settings


@pytest.fixture
def offline(settings: Settings) -> Settings:
    """The same where Microsoft 365 does not answer."""
    closed = "https://localhost:9"
    return replace(settings, authority=f"{closed}/organizations", graph_url=f"{closed}/v1.0")


@contextmanager
def kept(settings: Settings) -> Iterator[CompanyDatabase]:
    with CompanyDatabase.open(settings.company) as database:
        yield database


def keep(settings: Settings, moment: datetime) -> None:
    """As an earlier version did when a computer's clock said so."""
    with kept(settings) as database, database._transactions.changing() as change:
        change.execute(sa.update(tables.meta).values(latest_seen=moment))


def standing(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Standing:
    """What the panel is told when the company is opened."""
    session = open_session(settings, clock)
    try:
        return session.service.facts().entitlement.standing
    finally:
        session.close()


def far_ahead() -> datetime:
    return utc_now() + AHEAD


def test_a_clock_far_ahead_takes_the_option_from_nobody(
    settings: Settings, offline: Settings
) -> None:
    assert standing(offline, far_ahead) is Standing.EXPIRED, (
        "there alone, while nobody else is asked"
    )
    assert standing(offline) is Standing.GRANTED
    assert standing(settings, far_ahead) is Standing.GRANTED, (
        "the service told that computer the date"
    )
    assert standing(offline) is Standing.GRANTED
    with kept(settings) as database:
        seen = database.licences.latest_seen()
    assert seen is not None
    assert abs(seen - utc_now()) < timedelta(hours=1)


def test_a_false_date_kept_by_an_earlier_version_goes_when_a_company_is_opened_online(
    settings: Settings, offline: Settings
) -> None:
    keep(settings, utc_now() + AHEAD)
    assert standing(offline) is Standing.CLOCK_SET_BACK
    assert standing(settings) is Standing.GRANTED
    assert standing(offline) is Standing.GRANTED, "and for everybody"


def test_a_clock_set_back_is_told_by_the_date_that_the_service_gave_to_another(
    settings: Settings, offline: Settings, microsoft365: LocalMicrosoft365
) -> None:
    assert isinstance(microsoft365.clock, ShiftedClock)
    microsoft365.clock.advance(AHEAD.total_seconds())
    with kept(settings) as database:
        database.licences.witness(utc_now() + AHEAD)
    assert standing(offline) is Standing.CLOCK_SET_BACK
    assert standing(settings) is Standing.EXPIRED, "the service says so"


def test_an_administrator_puts_a_false_date_right_by_a_command(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_by_environment(monkeypatch, settings)
    keep(settings, datetime(2028, 1, 4, 12, tzinfo=UTC))
    check_date([], standalone_mode=False)
    said = capsys.readouterr().out
    assert "04/01/2028" in said
    assert "bonne date" in said
    check_date(["--json"], standalone_mode=False)
    [found] = answers("licence-verifier-date", capsys.readouterr().out)
    assert found["corrigee"] is False
    assert found["date_retenue"] is not None
    check_date([], standalone_mode=False)
    assert "Rien n’est à corriger" in capsys.readouterr().out


def test_without_the_service_no_date_is_believed(
    offline: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_by_environment(monkeypatch, offline)
    false = datetime(2028, 1, 4, 12, tzinfo=UTC)
    keep(offline, false)
    with pytest.raises(Offline):
        check_date([], standalone_mode=False)
    with kept(offline) as database:
        assert database.licences.latest_seen() == false


def test_a_diagnosis_tells_a_false_date_and_changes_nothing(settings: Settings) -> None:
    false = utc_now() + AHEAD
    keep(settings, false)
    found = {finding.name: finding for finding in examine(settings)}
    trouble = found[CheckName.LICENCE].trouble
    assert isinstance(trouble, DateKeptWrong)
    assert trouble.kept == false
    assert found[CheckName.CLOCK].fine, "this computer's is right"
    with kept(settings) as database:
        assert database.licences.latest_seen() == false


def test_a_diagnosis_does_not_call_a_clock_right_that_nobody_compared(offline: Settings) -> None:
    from stockage_partage.messages.diagnosis import line

    clock = next(finding for finding in examine(offline) if finding.name is CheckName.CLOCK)
    assert "à l’heure" not in line(clock)


def test_a_diagnosis_tells_a_site_that_an_administrator_locked(
    settings: Settings, microsoft365: LocalMicrosoft365
) -> None:
    def looked() -> Finding:
        return next(each for each in examine(settings) if each.name is CheckName.LIBRARY)

    assert looked().fact == OFF
    with signed_in(microsoft365, settings.data_dir / "session", "administrateur") as graph:
        groups = Groups(graph)
        group = groups.create("sage-bijou-1", "Sage – BIJOU", "sage-bijou-1", "")
        with kept(settings) as database:
            switch_on(database, group.id, groups.library(group.id).drive_id)
        assert (looked().fine, looked().fact) == (True, "")
        microsoft365.faults.add("423", path="/drives/", code="notAllowed")
        assert isinstance(looked().trouble, SiteLocked)


def set_by_environment(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    for name in ("CLIENT_ID", "AUTHORITY", "GRAPH_URL", "CA_FILE"):
        monkeypatch.setenv(f"STOCKAGE_PARTAGE_{name}", str(getattr(settings, name.lower())))
    monkeypatch.setenv("STOCKAGE_PARTAGE_DONNEES", str(settings.data_dir))
    monkeypatch.setenv("STOCKAGE_PARTAGE_SOCIETE", settings.company)
