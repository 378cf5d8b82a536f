"""Four workstations of one company at once: nothing lost, nothing twice, nothing « locked »."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from busy_workstation import content_of

import fork_server
import postgres_server
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from waiting import wait_until
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

BUSY = Path(__file__).with_name("busy_workstation.py")
ROUNDS = 8
#: name, application, turns storage off and on again after each document
STATIONS = (
    ("A", "comptabilite", "toggles"),
    ("B", "gestion-commerciale", "toggles"),
    ("C", "gestion-commerciale", "only-files"),
    ("D", "comptabilite", "only-files"),
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new SQLite file, then a new PostgreSQL schema."""
    if request.param == "sqlite":
        yield str(tmp_path / "societe.db")
        return
    server: postgres_server.Server = request.getfixturevalue("postgres")
    name = f"together_{uuid.uuid4().hex}"
    yield server.new_schema(name)
    server.drop_schema(name)


def path_of(name: str, number: int) -> str:
    label = f"Facture_{name}{number}"
    return f"Sage/Clients/CARAT/Documents ventes/202603/{label}/{label}.pdf"


def test_four_workstations_at_once_lose_nothing(
    office: Office, microsoft365: LocalMicrosoft365, location: str
) -> None:
    stations = {
        name: office(name, application=application, location=location)
        for name, application, _ in STATIONS
    }
    with CompanyDatabase.open(location) as database:
        database.third_parties.add([ThirdParty("CARAT", "clients", "Carat")])
    assert stations["A"].run_signing_in("activer", "--oui").code == 0
    with ThreadPoolExecutor() as people:
        signing_in = [
            people.submit(stations[name].run_signing_in, "connecter") for name, _, _ in STATIONS[1:]
        ]
        limited = office("E", application="paie", location=location)
        state = people.submit(limited.run, "etat", "--json")
        assert [each.result().code for each in signing_in] == [0, 0, 0], signing_in
        assert state.result().json["fonctions"] == "limitees"

    all_busy_at_once(stations)

    left = stations["A"]
    again = left.run("activer", "--oui")
    assert again.code in (0, 4), again.err  # 4: somebody's last word was « on »
    wait_until(lambda: sent_all(left), "an empty outbox", timeout_s=60)
    assert len(microsoft365.world.groups.all()) == 1
    online = microsoft365.world.files()
    expected = {
        path_of(name, number): content_of(name, number)
        for name in stations
        for number in range(ROUNDS)
    }
    assert {path: microsoft365.world.content(item) for path, item in online.items()} == expected
    assert {microsoft365.world.writes(path) for path in expected} == {1}
    found = stations["B"].run("documents", "--json").objects
    assert sorted((each["chemin"], each["statut"]) for each in found) == [
        (path, "classe") for path in sorted(expected)
    ]
    assert_seen_at_once(stations["C"], stations["D"])


def all_busy_at_once(stations: dict[str, Workstation]) -> None:
    processes = [
        fork_server.start([str(BUSY), name, str(ROUNDS), toggles], stations[name].environment())
        for name, _, toggles in STATIONS
    ]
    ends = [process.communicate(timeout=100) for process in processes]
    for process, (_out, err) in zip(processes, ends, strict=True):
        assert process.returncode == 0, err
        assert err == ""


def sent_all(station: Workstation) -> bool:
    return bool(station.run("envoyer", "--json").json["en_attente"] == 0)


def assert_seen_at_once(one: Workstation, other: Workstation) -> None:
    assert other.run("etat", "--json").json["stockage"] in ("initialisation", "actif")
    assert one.run("desactiver", "--oui").code == 0
    assert other.run("etat", "--json").json["stockage"] == "inactif"
