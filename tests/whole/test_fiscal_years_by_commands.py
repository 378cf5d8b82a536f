"""`societe exercice`, and where a statement goes because of it, by the command line alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from invoice_making import blank_pdf
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

ACCOUNTING = "Sage/Clients/CARAT/Documents comptables"


@pytest.fixture
def station(office: Office) -> Workstation:
    """Storage active, one customer."""
    station = office()
    with CompanyDatabase.open(station.company) as database:
        database.third_parties.add([ThirdParty("CARAT", "clients", "Carat")])
    done = station.run_signing_in("activer", "--oui")
    assert done.code == 0, done.err
    return station


def filed(station: Workstation, file: Path, day: str) -> str:
    """The folders of a statement of that day, below the customer's accounting documents."""
    given = ("--tiers", "CARAT", "--type", "releve", "--date", day)
    done = station.run("deposer", str(file), *given, "--json")
    assert done.code == 0, done.err
    path = str(done.json["chemin"])
    assert path.startswith(f"{ACCOUNTING}/")
    return path.removeprefix(f"{ACCOUNTING}/").rpartition("/")[0]


def test_statements_go_under_the_fiscal_year_said_and_those_already_there_stay(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    files = [tmp_path / f"releve{number}.pdf" for number in range(3)]
    for number, file in enumerate(files):
        file.write_bytes(blank_pdf() + b"\n" * number)
    calendar = station.run("societe", "exercice", "--json")
    assert (calendar.code, calendar.json["debut"], calendar.json["modifie"]) == (0, "01-01", False)
    assert filed(station, files[0], "2026-06-30") == "2026/Relevés"

    said = station.run("societe", "exercice", "--debut", "1-7", "--json")
    assert said.code == 0, said.err
    assert (said.json["debut"], said.json["modifie"]) == ("01-07", True)
    assert set(said.json["exercice"]) == {"dossier", "du", "au"}
    assert said.json["exercice"]["du"].endswith("-07-01")
    assert said.json["exercice"]["au"].endswith("-06-30")
    assert "restent où ils sont" in said.err
    again = station.run("societe", "exercice", "--debut", "01-07", "--json")
    assert (again.json["modifie"], again.err) == (False, "")

    assert filed(station, files[1], "2026-06-30") == "2025-2026/Relevés"
    assert filed(station, files[2], "2026-07-01") == "2026-2027/Relevés"
    # The first one, given again: it is where it was, and nowhere else.
    assert filed(station, files[0], "2026-06-30") == "2026/Relevés"
    assert len(microsoft365.world.files()) == 3
    told = station.run("synchroniser", "--json").json
    assert (told["ajoutes"], told["deplaces"], told["supprimes"]) == (0, 0, 0)


def test_a_day_that_no_calendar_has_is_refused_and_nothing_changes(station: Workstation) -> None:
    for wrong in ("31-04", "30-02", "00-01", "juillet", "2026-07-01", ""):
        refused = station.run("societe", "exercice", "--debut", wrong)
        assert (refused.code, refused.out) == (2, ""), wrong
        assert "JJ-MM" in refused.err
    leap = station.run("societe", "exercice", "--debut", "29/02")
    assert leap.code == 0, leap.err
    assert "29\N{NO-BREAK SPACE}février" in leap.out
    assert "le 1er mars" in leap.out.replace("\N{NO-BREAK SPACE}", " ")
