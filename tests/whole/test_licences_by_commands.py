"""Licences as files: made, installed, shown, and each way in which one does not count."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stockage_partage.company.database import CompanyDatabase
from workstation import Done, Office, Workstation

pytestmark = pytest.mark.whole

OURS = ("--raison-sociale", "BIJOU SA", "--siren", "732829320")
GESCOM = ("--application", "gestion-commerciale")


@pytest.fixture
def station(office: Office, tmp_path: Path) -> Workstation:
    """A company without a licence."""
    station = office()
    without = tmp_path / "sans-licence.db"
    CompanyDatabase.create(without, "BIJOU SA", "732829320").close()
    station.company = str(without)
    return station


def emitted(station: Workstation, file: Path, *options: str) -> Path:
    done = station.run("licence", "emettre", *options, "--sortie", str(file))
    assert (done.code, done.err) == (0, ""), done.err
    return file


def installed(station: Workstation, file: Path) -> Done:
    return station.run("licence", "installer", str(file), "--json")


def standing(station: Workstation) -> dict[str, object]:
    shown = station.run("licence", "afficher", "--application", "comptabilite", "--json")
    assert (shown.code, shown.err) == (0, "")
    found: dict[str, object] = shown.json
    return found


def assert_greyed(station: Workstation, *, says: str) -> None:
    """`etat` and `licence afficher` say why; `activer` refuses, before any sign-in."""
    with ThreadPoolExecutor() as at_once:
        asked = at_once.submit(station.run, "etat", "--json")
        told = at_once.submit(standing, station)
        refused = station.run("activer", "--oui")
    state = asked.result().json
    assert state["option_acquise"] is False
    assert state["bouton"]["texte"] == "Activer le stockage"
    assert state["bouton"]["actif"] is False
    assert (refused.code, refused.out) == (4, "")
    assert says in refused.err
    assert says in str(told.result()["raison"])
    assert str(state["bouton"]["raison"]).strip()


def test_a_licence_is_made_installed_and_shown_and_a_refused_one_changes_nothing(
    station: Workstation, tmp_path: Path
) -> None:
    assert_greyed(station, says="n’est pas acquise")

    good = emitted(station, tmp_path / "bonne.lic", *OURS, *GESCOM, "--fin", "2099-12-31")
    shown = {each["application"]: each for each in installed(station, good).objects}
    assert shown["gestion-commerciale"]["option_acquise"] is True
    assert shown["gestion-commerciale"]["fin"] == "2099-12-31"
    assert shown["gestion-commerciale"]["titulaire"] == "BIJOU SA"
    assert shown["comptabilite"]["option_acquise"] is False
    assert "ne comprend pas" in shown["comptabilite"]["raison"]

    with ThreadPoolExecutor() as at_once:
        foreign = at_once.submit(signed_by_somebody_else, station, tmp_path)
        other = emitted(
            station, tmp_path / "autre.lic", "--raison-sociale", "OR SARL", "--siren", "552100554"
        )
    refusals = {
        "modifiée": tampered(good),
        "signée par l’éditeur": foreign.result(),
        "autre société": other,
        "n’existe plus": tmp_path / "absente.lic",
    }
    with ThreadPoolExecutor() as at_once:
        ends = at_once.map(lambda file: installed(station, file), refusals.values())
    for says, done in zip(refusals, ends, strict=True):
        assert (done.code, done.out) == (1, ""), says
        assert says in done.err
        assert done.err.count("\n") == 1
    kept = station.run("licence", "afficher", *GESCOM, "--json").json
    assert (kept["option_acquise"], kept["fin"]) == (True, "2099-12-31")


def tampered(good: Path) -> Path:
    head, body, signature = good.read_text().strip().split(".")
    other = "A" if body[-5] != "A" else "B"
    file = good.with_name("modifiee.lic")
    file.write_text(".".join((head, body[:-5] + other + body[-4:], signature)))
    return file


def signed_by_somebody_else(station: Workstation, tmp_path: Path) -> Path:
    """By a key that `licence creer-cle` made: nobody else may read it, nothing is written over."""
    folder = tmp_path / "cles"
    made = station.run("licence", "creer-cle", str(folder))
    private = folder / "licence-privee.pem"
    assert (made.code, made.out.splitlines()[0]) == (0, str(private))
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    before = private.read_bytes()
    again = station.run("licence", "creer-cle", str(folder))
    assert (again.code, private.read_bytes()) == (1, before)
    assert "rien n’a été remplacé" in again.err
    return emitted(station, tmp_path / "inconnue.lic", *OURS, "--cle", str(private))


def test_a_licence_that_has_ended_is_refused_and_does_not_count(
    station: Workstation, tmp_path: Path
) -> None:
    file = emitted(
        station, tmp_path / "l.lic", *OURS, "--debut", "2020-01-01", "--fin", "2020-12-31"
    )
    refused = installed(station, file)
    assert (refused.code, refused.out) == (1, "")
    assert "a expiré" in refused.err
    assert_greyed(station, says="n’est pas acquise")
    with CompanyDatabase.open(station.company) as database:
        database.licences.install(file.read_text())
    assert_greyed(station, says="a expiré")


def test_a_renewal_installed_early_takes_nothing_away(station: Workstation, tmp_path: Path) -> None:
    later = ("--debut", "2098-01-01", "--fin", "2099-12-31")
    renewal = emitted(station, tmp_path / "suivante.lic", *OURS, *later)
    assert installed(station, renewal).code == 0
    assert_greyed(station, says="pas encore en vigueur")

    assert installed(station, emitted(station, tmp_path / "l.lic", *OURS)).code == 0
    told = station.run("licence", "installer", str(renewal))
    assert told.code == 0
    assert "prendra effet d’elle-même le 01/01/2098" in told.out
    assert "Licence suivante\u00a0: du 01/01/2098 au 31/12/2099." in told.out
    kept = standing(station)
    assert kept["option_acquise"] is True
    assert kept["suivante"] == {"debut": "2098-01-01", "fin": "2099-12-31"}
    assert station.run("etat", "--json").json["option_acquise"] is True


def test_a_licence_is_never_written_over_a_file_and_what_was_written_is_said(
    station: Workstation, tmp_path: Path
) -> None:
    file = tmp_path / "l.lic"
    made = station.run("licence", "emettre", *OURS, "--fin", "2099-12-31", "--sortie", str(file))
    assert made.code == 0
    for said in ("BIJOU SA", "au 31/12/2099", "Comptabilité, Gestion commerciale"):
        assert said in made.out
    before = file.read_bytes()
    again = station.run("licence", "emettre", *OURS, "--sortie", str(file))
    assert (again.code, again.out) == (1, "")
    assert "rien n’a été remplacé" in again.err
    assert file.read_bytes() == before


def test_a_clock_set_back_is_seen_by_what_the_company_has_witnessed(
    station: Workstation, tmp_path: Path
) -> None:
    file = emitted(station, tmp_path / "l.lic", *OURS)
    assert installed(station, file).code == 0
    with CompanyDatabase.open(station.company) as database:
        database.licences.witness(datetime.now(UTC) + timedelta(days=500))
    reachable = dict(station.extra)
    station.extra["STOCKAGE_PARTAGE_AUTHORITY"] = "https://localhost:9/organizations"
    assert_greyed(station, says="antérieure à la dernière date connue")
    station.extra = reachable
    assert standing(station)["option_acquise"] is True, (
        "the service's own date is the better witness"
    )


def test_what_is_installed_behind_our_back_is_named_too(
    station: Workstation, tmp_path: Path
) -> None:
    file = emitted(station, tmp_path / "l.lic", *OURS)
    with CompanyDatabase.open(station.company) as database:
        database.licences.install(tampered(file).read_text())
    assert_greyed(station, says="modifiée")


def test_a_licence_that_cannot_be_made_is_refused_in_words(
    station: Workstation, tmp_path: Path
) -> None:
    backwards = station.run(
        "licence", "emettre", *OURS, "--debut", "2026-02-01", "--fin", "2026-01-01"
    )
    assert backwards.code == 2
    assert "--fin" in backwards.err
    assert "précède" in backwards.err
    nowhere = station.run("licence", "emettre", *OURS, "--sortie", str(tmp_path / "non" / "l.lic"))
    assert nowhere.code == 1
    no_key = station.run("licence", "emettre", *OURS, "--cle", station.company)
    assert no_key.code == 2
    assert "--cle" in no_key.err
    for done in (backwards, nowhere, no_key):
        assert done.out == ""
        assert done.err.count("\n") == 1
