"""A summary says what opening the company would say, of anything that lies there, and changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from company_sentences import activate, add

import postgres_server
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.engine.connections import parse
from stockage_partage.company.places import place_of, shown
from stockage_partage.company.portfolio.survey import read
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.errors import (
    DatabaseDamaged,
    DatabaseMissing,
    DatabaseRefused,
    DatabaseTooNew,
    NotADatabase,
    Trouble,
)

LEASE = timedelta(minutes=2)


def nothing(_: CompanyDatabase) -> None:
    """Storage was never activated."""


def preparing(db: CompanyDatabase) -> None:
    db.activation.claim("me", "POSTE-1", "comptabilite", LEASE)
    db.activation.hold_group("me", "g-1", "Sage – BIJOU", None, "admin@x", "comptabilite")


def active(db: CompanyDatabase) -> None:
    preparing(db)
    db.activation.library_seen("g-1", "b!1", "https://sharepoint.example/sites/x")
    db.licences.install("a.licence")
    add(db, "FA00042")


def gone(db: CompanyDatabase) -> None:
    active(db)
    db.activation.set_health("g-1", "gone")


def deactivated(db: CompanyDatabase) -> None:
    active(db)
    db.activation.deactivate("admin@x", "comptabilite")


@pytest.mark.parametrize("arrange", [nothing, preparing, active, gone, deactivated])
def test_a_summary_agrees_with_the_database(
    location: str, arrange: Callable[[CompanyDatabase], None]
) -> None:
    with CompanyDatabase.create(location, "L’Été", "732829320") as db:
        arrange(db)
        company, activation, counts = db.company.get(), db.activation.get(), db.register.counters()
        licences = db.licences.installed()

    seen = read(location)

    assert (seen.name, seen.siren) == (company.name, company.siren)
    assert (seen.stored, seen.health) == (activation.stored, activation.health)
    assert seen.link == activation.group_url
    assert seen.activated_by == (activation.activated_by if activation.stored.is_on else None)
    assert (seen.waiting, seen.blocked, seen.to_classify, seen.filed) == (
        counts.waiting,
        counts.blocked,
        counts.to_classify,
        counts.filed,
    )
    assert seen.licences == licences
    assert not seen.elsewhere


def test_somebody_activating_is_told(location: str) -> None:
    with CompanyDatabase.create(location, "BIJOU") as db:
        db.activation.claim("me", "POSTE-1", "comptabilite", LEASE)

    assert read(location).stored is ActivationStatus.ACTIVATING


def test_a_copy_is_told_and_stays_one(tmp_path: Path) -> None:
    company, copy = tmp_path / "BIJOU.db", tmp_path / "elsewhere" / "BIJOU.db"
    with CompanyDatabase.create(company, "BIJOU") as db:
        activate(db)
    copy.parent.mkdir()
    shutil.copy(company, copy)
    before = copy.read_bytes()

    assert read(str(copy)).elsewhere
    assert not read(str(company)).elsewhere
    assert copy.read_bytes() == before
    assert [each.name for each in copy.parent.iterdir()] == ["BIJOU.db"]


def absent(_: Path) -> None:
    """Nothing is there."""


def a_folder(place: Path) -> None:
    place.mkdir()


def text(place: Path) -> None:
    place.write_bytes(b"no database at all" * 1000)


def somebody_elses(place: Path) -> None:
    with sqlite3.connect(place) as database:
        database.execute("CREATE TABLE sp_meta (id INTEGER)")
        database.execute("INSERT INTO sp_meta VALUES (1)")
    database.close()


def newer(place: Path) -> None:
    CompanyDatabase.create(place, "BIJOU").close()
    with sqlite3.connect(place) as database:
        database.execute("UPDATE sp_meta SET schema = schema + 1")
    database.close()


def damaged(place: Path) -> None:
    CompanyDatabase.create(place, "BIJOU").close()
    whole = place.read_bytes()
    place.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


@pytest.mark.parametrize(
    ("arrange", "kind"),
    [
        (absent, DatabaseMissing),
        (a_folder, NotADatabase),
        (text, NotADatabase),
        (somebody_elses, NotADatabase),
        (newer, DatabaseTooNew),
        (damaged, DatabaseDamaged),
    ],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, arrange: Callable[[Path], None], kind: type[Trouble]
) -> None:
    place = tmp_path / "société.db"
    arrange(place)

    with pytest.raises(kind) as raised:
        read(str(place))

    assert type(raised.value) is kind


@pytest.mark.postgres
def test_a_server_is_asked_with_the_password_or_refuses(postgres: postgres_server.Server) -> None:
    wrong = postgres.url(password="another")

    with pytest.raises(DatabaseRefused):
        read(wrong)
    with pytest.raises(NotADatabase):
        read(postgres.url())
    with pytest.raises(DatabaseMissing):
        read(postgres.url("no_such_database"))


def test_no_password_is_kept_or_shown() -> None:
    address = "postgresql+psycopg://compta:s%40cret@serveur:5433/bijou?sslmode=require&password=x&options=-csearch_path%3Da"

    assert place_of(address) == (
        "postgresql+psycopg://compta@serveur:5433/bijou?sslmode=require&options=-csearch_path%3Da"
    )
    assert place_of("postgresql://serveur:5432/bijou") == "postgresql+psycopg://serveur/bijou"
    assert shown(address) == "serveur:5433/bijou"


@pytest.mark.parametrize("user", ["compta", "compta%40bijou"])
@pytest.mark.parametrize(
    "password", ["123/s3cret", "12?s3cret=s3cret", "12#s3cret", "pw/s3cret", ""]
)
def test_an_address_is_taken_apart_as_opening_does(user: str, password: str) -> None:
    address = f"postgresql://{user}:{password}@serveur/bijou"
    opened = parse(address).url
    assert opened is not None
    assert (opened.host, opened.password or "") == ("serveur", password)

    place = place_of(address)

    assert place == f"postgresql+psycopg://{user}@serveur/bijou"
    again = parse(place).url
    assert again is not None
    assert (again.username, again.password) == (opened.username, None)
    assert shown(address) == shown(place) == "serveur:5432/bijou"
    assert place_of(place) == place


def test_no_other_secret_of_the_driver_is_kept() -> None:
    secrets = "scram_client_key=s3cret&scram_server_key=s3cret&oauth_client_secret=s3cret"
    assert place_of(f"postgresql://serveur/bijou?{secrets}") == "postgresql+psycopg://serveur/bijou"


def test_an_address_that_cannot_be_read_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="an address that cannot be read") as raised:
        place_of("postgresql://serveur:s3cret/bijou")
    assert raised.value.__suppress_context__


def test_a_file_s_summary_does_not_load_the_database_library(tmp_path: Path) -> None:
    place = tmp_path / "BIJOU.db"
    CompanyDatabase.create(place, "BIJOU").close()
    script = (
        "import sys; from stockage_partage.company.portfolio.survey import survey; "
        "print(next(survey(sys.argv[1:]))[1].name, {'sqlalchemy', 'psycopg'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(place)], check=True, capture_output=True, text=True
    )
    assert done.stdout == "BIJOU set()\n"
