"""`societes`: an administrator sees every company at a glance; looking changes nothing."""

from __future__ import annotations

import csv
import os
import shutil
import signal
from pathlib import Path

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.portfolio.known_companies import KnownCompanies, KnownCompany
from stockage_partage.errors import DatabaseMissing
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

HEAVY = {"sqlalchemy", "alembic", "msal", "jwt", "requests", "urllib3", "psycopg", "PySide6"}


def test_what_was_opened_here_is_told_with_all_that_a_list_shows(
    office: Office, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    station = office()
    assert station.run_signing_in("activer", "--oui").code == 0
    microsoft365.journal.clear()

    told = station.run("societes", "--json").json

    assert told["societe"] == "BIJOU SA"
    assert told["emplacement"] == station.company
    assert told["applications"] == ["comptabilite"]
    assert told["stockage"] == "actif"
    assert told["active_par"] == station.person().username
    assert told["lien"].startswith("https://")
    assert told["documents"] == {"en_attente": 0, "envoyes": 0, "bloques": 0, "a_classer": 0}
    assert told["licence_fin"] is not None
    assert (told["a_regler"], told["raison"]) == ([], None)
    assert [entry.path for entry in microsoft365.journal.entries] == []


def station_of(tmp_path: Path) -> Workstation:
    return Workstation(tmp_path / "poste", "", {})


def test_an_administrator_filters_writes_a_table_and_forgets(tmp_path: Path) -> None:
    folder = tmp_path / "Clients"
    folder.mkdir()
    for name in ("BIJOU SA", "CARAT SARL", "=CMD()"):
        CompanyDatabase.create(folder / f"{len(name)}.db", name, "732829320").close()
    station = station_of(tmp_path)

    nothing = station.run("societes")
    elsewhere = station.run("societes", "--dossier", str(tmp_path / "poste"))
    found = station.run("societes", "--dossier", str(folder), "--retenir", "--json")
    one = station.run("societes", "--filtre", "carat 732", "--json")
    calm = station.run("societes", "--a-regler")
    table = tmp_path / "sociétés.csv"
    written = station.run("societes", "--csv", str(table))

    assert (nothing.code, nothing.out) == (0, "")
    assert "Aucune société n’est connue sur ce poste" in nothing.err
    assert "Aucune société n’a été trouvée dans ce dossier" in elsewhere.err
    assert "3 sociétés ajoutées" in found.err
    assert sorted(each["societe"] for each in found.objects) == ["=CMD()", "BIJOU SA", "CARAT SARL"]
    assert [each["societe"] for each in one.objects] == ["CARAT SARL"]
    assert (calm.out, calm.code) == ("", 0)
    assert "3 sociétés écrites" in written.err
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][0] == "Société"
    assert [row[0] for row in rows[1:]] == ["BIJOU SA", "CARAT SARL", "'=CMD()"]

    assert (
        "n’est plus dans la liste"
        in station.run("societes", "--oublier", one.json["emplacement"]).err
    )
    assert len(station.run("societes", "--json").objects) == 2
    assert (folder / "10.db").exists()


def test_a_folder_that_is_not_there_is_refused_like_any_other_value(tmp_path: Path) -> None:
    absent, file = tmp_path / "absent", tmp_path / "liste.txt"
    file.touch()
    for folder in (absent, file):
        done = station_of(tmp_path).run("societes", "--dossier", str(folder), "--retenir")
        assert (done.code, done.out) == (2, "")
        assert "--dossier" in done.err
        assert folder.name in done.err
        assert done.err.count("\n") == 1


def test_an_address_that_cannot_be_read_hides_no_other_company(tmp_path: Path) -> None:
    odd = "postgresql://serveur:s3cret/bijou"
    station = Workstation(tmp_path / "poste", odd, {})
    place = tmp_path / "CARAT.db"
    CompanyDatabase.create(place, "CARAT SARL").close()
    KnownCompanies(station.folder / "donnees").add([KnownCompany(str(place))])

    told = station.run("societes", "--json")
    forgotten = station.run("societes", "--oublier", odd)

    assert (told.code, [each["societe"] for each in told.objects]) == (0, ["CARAT SARL"])
    assert forgotten.code == DatabaseMissing.exit_code
    assert "introuvable" in forgotten.err
    assert "s3cret" not in told.err + forgotten.err


def test_a_look_at_many_companies_writes_nothing_and_loads_no_database_library(
    tmp_path: Path,
) -> None:
    station = station_of(tmp_path)
    data = station.folder / "donnees"
    places = [tmp_path / f"{number}.db" for number in range(5)]
    for place in places:
        CompanyDatabase.create(place, f"SOCIÉTÉ {place.stem}").close()
    missing = str(tmp_path / "gone.db")
    KnownCompanies(data).add(
        [*(KnownCompany(str(place)) for place in places), KnownCompany(missing, "DISPARUE")]
    )
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    station.forked = False
    station.program = ("-X", "importtime", "-m", "stockage_partage")

    done = station.run("societes", "--json")

    assert done.code == 0
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.err.splitlines()}
    assert names.isdisjoint(HEAVY)
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before
    told = {each["societe"]: each for each in done.objects}
    assert len(told) == 6
    assert told["DISPARUE"]["stockage"] is None
    assert told["DISPARUE"]["a_regler"] == ["inaccessible"]
    assert "introuvable" in told["DISPARUE"]["raison"]


def test_a_company_that_hangs_is_told_last_and_the_command_ends(tmp_path: Path) -> None:
    station = station_of(tmp_path)
    place, hanging = tmp_path / "BIJOU.db", tmp_path / "hangs.db"
    CompanyDatabase.create(place, "BIJOU SA").close()
    os.mkfifo(hanging)
    KnownCompanies(station.folder / "donnees").add(
        [KnownCompany(str(hanging), "GELÉE"), KnownCompany(str(place))]
    )

    done = station.run("societes")

    assert done.code == 0
    first, second = done.out.splitlines()
    assert first.startswith("BIJOU SA")
    assert second.startswith("GELÉE")
    assert "ne répond pas" in second
    assert "2 sociétés, 1 à régler" in done.err


def test_several_companies_are_licensed_activated_and_diagnosed_together(
    office: Office, tmp_path: Path
) -> None:
    station = office()
    folder = tmp_path / "Clients"
    folder.mkdir()
    files = []
    for name in ("CARAT SARL", "PERLES"):
        CompanyDatabase.create(folder / f"{name}.db", name).close()
    for name in ("CARAT SARL", "AILLEURS"):
        file = tmp_path / f"{name}.licence"
        made = station.run("licence", "emettre", "--raison-sociale", name, "--sortie", str(file))
        assert made.code == 0, made.err
        files += ["--licence", str(file)]
    listed = ("societes", "--dossier", str(folder), "--json")

    installed = station.run(*listed, *files)
    activated = station.run_signing_in(*listed, "--activer", "--oui")
    diagnosed = station.run(*listed, "--diagnostic")
    both = station.run(*listed, "--diagnostic", "--activer")

    by_name = {each["societe"]: each for each in installed.objects}
    assert by_name["CARAT SARL"]["fait"]
    assert by_name["CARAT SARL"]["licence_fin"]
    assert "autre société" in by_name["PERLES"]["raison"]
    assert installed.code == 1
    by_name = {each["societe"]: each for each in activated.objects}
    assert (by_name["CARAT SARL"]["fait"], by_name["PERLES"]["fait"]) == (True, False)
    assert {each["societe"]: each["fait"] for each in diagnosed.objects} == {
        "CARAT SARL": True,
        "PERLES": False,
    }
    assert both.code == 2


def test_a_wish_to_stop_is_told_with_what_was_done_and_no_more(tmp_path: Path) -> None:
    folder = tmp_path / "Clients"
    folder.mkdir()
    first = folder / "0.db"
    CompanyDatabase.create(first, "BIJOU SA").close()
    for number in range(1, 300):
        shutil.copy(first, folder / f"{number}.db")
    command = station_of(tmp_path).start("societes", "--dossier", str(folder), "--diagnostic")
    assert command.stdout is not None
    one = command.stdout.readline()
    command.send_signal(signal.SIGINT)
    out, err = command.communicate(timeout=60)

    told = [one, *out.splitlines()]
    assert 0 < len(told) < 300
    assert command.returncode == 1
    assert f"0 sur 300 sociétés, {len(told)} à régler" in err
