"""A first look says exactly what opening the database would say, or nothing at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path, PureWindowsPath

import pytest

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.fiscal_years import FiscalStart
from stockage_partage.company.instants import utc_now
from stockage_partage.company.quick_snapshot import glance
from stockage_partage.company.state_records import Snapshot

LEASE = timedelta(minutes=2)


def nothing(_: CompanyDatabase) -> None:
    """Storage was never activated."""


def preparing(db: CompanyDatabase) -> None:
    db.activation.claim("me", "POSTE-1", "comptabilite", LEASE)
    db.activation.hold_group("me", "g-1", "Sage – BIJOU SA", None, "admin@x", "comptabilite")


def active(db: CompanyDatabase) -> None:
    preparing(db)
    db.activation.library_seen("g-1", "b!1", "https://sharepoint.example/sites/x")


def gone(db: CompanyDatabase) -> None:
    active(db)
    db.activation.set_health("g-1", "gone")


def deactivated(db: CompanyDatabase) -> None:
    active(db)
    db.licences.install("a.licence")
    db.activation.deactivate("admin@x", "comptabilite")


def summer(db: CompanyDatabase) -> None:
    db.company.set_fiscal_start(FiscalStart(7, 1), "marie")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "société é.db"


@pytest.mark.parametrize("arrange", [nothing, preparing, active, gone, deactivated, summer])
def test_a_glance_agrees_with_the_database(
    place: Path, arrange: Callable[[CompanyDatabase], None]
) -> None:
    with CompanyDatabase.create(str(place), "L’Été", "732829320") as db:
        arrange(db)
        wanted = Snapshot(
            db.company.get(),
            db.activation.get(),
            db.activation.known_group(),
            db.register.counters(),
        )
        licences = db.licences.installed()
    seen = glance(str(place))
    assert seen is not None
    assert seen.snapshot == wanted
    assert seen.licences == licences


def test_a_glance_knows_the_pause_that_everybody_keeps(place: Path) -> None:
    until = utc_now() + timedelta(minutes=10)
    with CompanyDatabase.create(str(place), "BIJOU SA") as db:
        db.outbox.pause(until, "Throttled")
        pause = db.outbox.paused_until()
    seen = glance(str(place))
    assert seen is not None
    assert pause is not None
    assert seen.paused_until == pause.until
    assert seen.budget_until is None


def test_somebody_activating_is_no_business_of_a_glance(place: Path) -> None:
    with CompanyDatabase.create(str(place), "BIJOU SA") as db:
        db.activation.claim("me", "POSTE-1", "comptabilite", LEASE)
    assert glance(str(place)) is None


def test_another_structure_a_strange_file_and_a_server_give_nothing(place: Path) -> None:
    CompanyDatabase.create(str(place), "BIJOU SA").close()
    with sqlite3.connect(place) as behind:
        behind.execute("UPDATE sp_meta SET schema = schema + 1")
    behind.close()
    strange = place.with_name("strange.db")
    strange.write_bytes(b"no database at all" * 100)
    assert glance(str(place)) is None
    assert glance(str(strange)) is None
    assert glance(str(place.with_name("absent.db"))) is None
    assert not place.with_name("absent.db").exists()
    assert glance("postgresql+psycopg://localhost/x") is None


def test_a_company_on_a_share_is_glanced_at_on_windows_too(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = f"/{place}"  # begins with two slashes, as `//server/share` does
    CompanyDatabase.create(share, "BIJOU SA").close()
    # There the share's server becomes the host of a `file:` address, which SQLite refuses.
    monkeypatch.setattr(Path, "as_uri", lambda path: PureWindowsPath(path).as_uri())
    seen = glance(share)
    assert seen is not None
    assert seen.snapshot.company.name == "BIJOU SA"


def test_a_glance_does_not_load_the_database_library() -> None:
    script = "import sys; import stockage_partage.company.quick_snapshot; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
