"""`etat` only looks: it writes nothing, asks nobody, starts nothing, and loads what a look needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

#: Each takes longer to load than the whole of a look may take.
HEAVY = ("sqlalchemy", "alembic", "msal", "jwt", "requests", "urllib3", "PySide6")


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """The files and folders below, with what the files hold."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def loaded(station: Workstation, *arguments: str) -> set[str]:
    """The libraries that a command imports, which must succeed."""
    station.forked = False
    station.program = ("-X", "importtime", "-m", "stockage_partage")
    done = station.run(*arguments)
    assert done.code == 0, done.err
    names = (line.rpartition("|")[2].strip() for line in done.err.splitlines() if "|" in line)
    return {name.partition(".")[0] for name in names}


def test_a_look_at_an_active_company_changes_nothing_and_asks_nobody(
    office: Office, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    station = office()
    assert station.run_signing_in("activer", "--oui").code == 0
    before = everything_in(tmp_path)
    microsoft365.journal.clear()

    libraries = loaded(station, "etat", "--json")

    assert everything_in(tmp_path) == before
    assert [entry.path for entry in microsoft365.journal.entries] == []
    assert libraries.isdisjoint(HEAVY)
    assert "keyring" in libraries  # the account was read
    told = station.run("etat", "--json").json
    assert (told["compte"], told["stockage"]) == (station.person().username, "actif")
    assert told["groupe"]["lien"].startswith("https://localhost")


_FIRST_LOOK = """
import sys
from stockage_partage.quick_state import first_look
from stockage_partage.settings import load
print(first_look(load(), account=False).account_state, *sys.modules)
"""


def test_the_window_s_first_look_leaves_the_keyring_to_the_second(office: Office) -> None:
    station = office()
    assert station.run_signing_in("activer", "--oui").code == 0
    station.forked, station.program = False, ("-c", _FIRST_LOOK)

    state, *libraries = station.run().out.split()

    assert state == "unread"
    assert {"keyring", *HEAVY}.isdisjoint(libraries)

    station.forked, station.program = True, Workstation.program
    assert station.run("deconnecter").code == 0
    station.forked, station.program = False, ("-c", _FIRST_LOOK)
    assert station.run().out.split()[0] == "nobody"  # nothing is sealed: it is known at once


def test_a_look_at_a_company_that_has_nothing_asks_no_keyring(tmp_path: Path) -> None:
    station = Workstation(tmp_path / "poste", str(tmp_path / "societe.db"), {})
    CompanyDatabase.create(station.company, "BIJOU SA").close()
    before = everything_in(tmp_path)

    libraries = loaded(station, "etat", "--json")

    assert libraries.isdisjoint({*HEAVY, "keyring", "cryptography"})
    # No local Microsoft 365 was started, no key was made.
    assert everything_in(tmp_path).keys() - before.keys() <= {"poste"}


def test_an_ended_licence_is_told_without_asking_what_day_it_is(
    office: Office, microsoft365: LocalMicrosoft365
) -> None:
    station = office()
    with CompanyDatabase.open(station.company) as database:
        database.licences.install(_ended(station))
    microsoft365.journal.clear()

    told = station.run("etat", "--json").json

    assert (told["option_acquise"], told["bouton"]["actif"]) == (False, False)
    assert "a expiré" in told["bouton"]["raison"]
    assert [entry.path for entry in microsoft365.journal.entries] == []


def _ended(station: Workstation) -> str:
    days = ("--debut", "2020-01-01", "--fin", "2020-12-31")
    done = station.run("licence", "emettre", *days)
    assert done.code == 0, done.err
    return done.out


@pytest.mark.parametrize("arguments", [("--help",), ("societe", "--help"), ("--version",)])
def test_a_page_of_help_loads_no_more_than_itself(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    station = Workstation(tmp_path / "poste", str(tmp_path / "societe.db"), {})
    ours = {*HEAVY, "keyring", "cryptography", "sqlite3"}
    assert loaded(station, *arguments).isdisjoint(ours)
