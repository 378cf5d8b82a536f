"""`synchroniser`, `rapatrier`, `renommer-groupe`, `societe renommer`, by the command line alone."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from invoice_making import Invoice, Someone
from local_microsoft365.server import LocalMicrosoft365
from local_microsoft365.tenant.members import Part
from microsoft365_tricks import token_for
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from waiting import wait_until
from workstation import Office, Workstation, kill

pytestmark = pytest.mark.whole

US = Someone("BIJOU SA", "732829320")
CARAT = Someone("Carat", "312345678")
PLACE = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042.pdf"


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    file = tmp_path / "facture.pdf"
    file.write_bytes(Invoice(seller=US, buyer=CARAT).pdf())
    return file


@pytest.fixture
def station(office: Office, invoice: Path) -> Workstation:
    """Storage active, one invoice filed."""
    station = office()
    with CompanyDatabase.open(station.company) as database:
        database.third_parties.add([ThirdParty("CARAT", "clients", "Carat", siren="312345678")])
    done = station.run_signing_in("activer", "--oui")
    assert done.code == 0, done.err
    assert station.run("deposer", str(invoice)).code == 0
    return station


def online(
    microsoft365: LocalMicrosoft365, method: str, path: str, **given: Any
) -> requests.Response:
    """Somebody at work online, without this program. `{drive}` stands for the only library."""
    token = token_for(microsoft365, "administrateur")
    told = microsoft365.description()
    drive = next(iter(microsoft365.world.files().values())).drive
    session = requests.Session()
    session.trust_env = False
    return session.request(
        method,
        told["graph_url"] + path.format(drive=drive),
        headers={"Authorization": f"Bearer {token}"},
        verify=told["ca_file"],
        timeout=20,
        **given,
    )


def put(microsoft365: LocalMicrosoft365, path: str, content: bytes) -> None:
    address = f"/drives/{{drive}}/root:/{quote(path)}:/content"
    assert online(microsoft365, "PUT", address, data=content).status_code in (200, 201)


def test_synchronising_says_what_was_added_changed_moved_and_deleted(
    station: Workstation, microsoft365: LocalMicrosoft365
) -> None:
    put(microsoft365, "Sage/Clients/CARAT/Documents attachés/plan.pdf", b"plan")
    first = station.run("synchroniser", "--json")
    assert first.code == 0, first.err
    counts = {key: value for key, value in first.json.items() if isinstance(value, int)}
    assert counts == {
        "ajoutes": 1,
        "modifies": 0,
        "supprimes": 0,
        "deplaces": 0,
        "retablis": 0,
        "archives": 0,
        "reactives": 0,
        "complet": True,
    }
    [added] = first.json["listes"]["ajoutes"]
    assert added == {
        "chemin": "Sage/Clients/CARAT/Documents attachés/plan.pdf",
        "numero": None,
        "tiers": "CARAT",
        "avant": None,
    }
    at = f"/drives/{{drive}}/root:/{quote(PLACE)}:"
    assert online(microsoft365, "PATCH", at, json={"name": "F42.pdf"}).status_code == 200
    told = station.run("synchroniser", "--json").json
    assert (told["deplaces"], told["listes"]["deplaces"][0]["avant"]) == (1, PLACE)
    moved = PLACE.replace("Facture_FA00042.pdf", "F42.pdf")
    assert online(microsoft365, "DELETE", f"/drives/{{drive}}/root:/{quote(moved)}:").ok
    told = station.run("synchroniser")
    assert "1\N{NO-BREAK SPACE}document supprimé en ligne" in told.out
    assert moved in told.out
    assert "Aucun changement en ligne" in station.run("synchroniser").out


def test_a_place_that_somebody_took_online_is_left_and_ours_goes_beside_it(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    taken = PLACE.replace("FA00042", "FA00043")
    put(microsoft365, taken, b"somebody else's")
    file = tmp_path / "autre.pdf"
    file.write_bytes(Invoice("FA00043", seller=US, buyer=CARAT).pdf())
    done = station.run("deposer", str(file), "--json")
    beside = taken.replace(".pdf", "_v02.pdf")
    assert (done.code, done.json["statut"], done.json["chemin"]) == (0, "classe", beside)
    assert done.err == ""
    again = station.run("deposer", str(file), "--json").json
    assert (again["statut"], again["chemin"]) == ("deja_classe", beside)
    files = microsoft365.world.files()
    assert microsoft365.world.content(files[taken]) == b"somebody else's"
    assert microsoft365.world.content(files[beside]) == file.read_bytes()


def test_a_document_that_is_kept_and_blocked_has_a_word_of_its_own_at_each_deposit(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    microsoft365.faults.add("403", kind="upload", code="malwareDetected")
    file = tmp_path / "autre.pdf"
    file.write_bytes(Invoice("FA00043", seller=US, buyer=CARAT).pdf())
    for _ in range(2):
        done = station.run("deposer", str(file), "--json")
        assert (done.code, done.json["statut"]) == (1, "bloque")
        assert done.json["raison"] in done.err
    assert station.run("deposer", str(file)).out.count("bloqué") == 1
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(b"plan")
    joined = station.run("joindre", str(plan), "--tiers", "CARAT", "--json")
    assert (joined.code, joined.json["statut"]) == (1, "bloque")


def test_a_blocked_document_is_tried_again_or_taken_back_by_command(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    microsoft365.faults.add("403", kind="upload", code="malwareDetected")
    for number in ("FA00043", "FA00044"):
        (tmp_path / number).write_bytes(Invoice(number, seller=US, buyer=CARAT).pdf())
    station.run("deposer", str(tmp_path / "FA00043"))

    [blocked] = station.run("reessayer", "--json").objects
    assert (blocked["numero"], blocked["statut"]) == ("FA00043", "bloque")
    again = station.run("reessayer", "--tous", "--json")
    assert (again.code, again.json["statut"]) == (1, "bloque")
    microsoft365.faults.clear()
    tried = station.run("reessayer", str(blocked["id"]), "--json")
    assert (tried.code, tried.json["statut"]) == (0, "classe"), tried.err
    assert "Aucun document n’est bloqué" in station.run("reessayer").err

    microsoft365.faults.add("403", kind="upload", code="malwareDetected")
    station.run("deposer", str(tmp_path / "FA00044"))
    asked = station.run("retirer", "FA00044")
    assert (asked.code, asked.out) == (1, "")
    assert "la copie gardée ici est effacée" in asked.err
    assert station.run("retirer", "FA00042", "--oui").code == 1  # filed already: not taken back
    done = station.run("retirer", "FA00044", "--oui", "--json")
    assert (done.code, done.json["retire"]) == (0, True)
    assert station.run("documents", "FA00044", "--json").out == ""


def test_what_was_deleted_online_says_so_and_is_filed_again(
    station: Workstation, invoice: Path, microsoft365: LocalMicrosoft365
) -> None:
    put(microsoft365, "Sage/Clients/CARAT/Documents attachés/plan.pdf", b"plan")  # one stays
    assert online(microsoft365, "DELETE", f"/drives/{{drive}}/root:/{quote(PLACE)}:").ok
    again = station.run("deposer", str(invoice), "--json").json
    second = PLACE.replace(".pdf", "_v02.pdf")
    assert (again["statut"], again["chemin"]) == ("classe", second)
    # Seen at the deposit, it is no news to synchronising.
    assert station.run("synchroniser", "--json").json["supprimes"] == 0
    told = {each["chemin"]: each for each in station.run("documents", "--json").objects}
    assert (told[PLACE]["statut"], told[PLACE]["lien"]) == ("supprime", None)
    assert "Supprimé" in told[PLACE]["raison"]
    for asked, found in (
        (("--statut", "supprime"), {PLACE}),
        (("--statut", "classe"), {second}),
        (("classé",), {second}),
        (("FA00042", "--statut", "supprime"), {PLACE}),
        (("FA00042", "--statut", "classe"), {second}),
    ):
        named = {each["chemin"] for each in station.run("documents", *asked, "--json").objects}
        assert {path for path in named if "FA00042" in path} == found
    assert station.run("deposer", str(invoice), "--json").json["statut"] == "deja_classe"
    kept = microsoft365.world.files()[second]
    assert microsoft365.world.content(kept) == invoice.read_bytes()


def test_synchronising_is_refused_without_the_option_and_while_storage_is_off(
    station: Workstation, office: Office
) -> None:
    limited = office("poste-2", application="paie").run("synchroniser", "--json")
    assert (limited.code, limited.out) == (4, "")
    assert "option" in limited.err
    assert station.run("desactiver", "--oui").code == 0
    off = station.run("synchroniser")
    assert off.code == 4
    assert "activé" in off.err


def test_an_unknown_part_is_said(station: Workstation) -> None:
    done = station.run("synchroniser", "--partie", "photos")
    assert done.code == 2
    assert "ventes" in done.err


def test_a_synchronisation_that_was_killed_goes_on(
    station: Workstation, microsoft365: LocalMicrosoft365
) -> None:
    for number in range(260):
        put(microsoft365, f"Sage/Clients/CARAT/Documents attachés/p{number}.pdf", b"x")
    microsoft365.faults.install([{"kind": "delta", "at": [2], "do": "hang", "seconds": 30}])
    process = station.start("synchroniser", "--json")
    with CompanyDatabase.open(station.company) as database:
        wait_until(lambda: database.register.counters().filed > 1, "the first page")
    kill(process)
    microsoft365.faults.install([])
    told = station.run("synchroniser", "--json").json
    assert told["complet"]
    assert 0 < told["ajoutes"] < 260
    with CompanyDatabase.open(station.company) as database:
        assert database.register.counters().filed == 261


def test_after_a_deactivation_a_new_workstation_brings_documents_back(
    station: Workstation, office: Office, invoice: Path, tmp_path: Path
) -> None:
    assert station.run("desactiver", "--oui").code == 0
    new = office("poste-neuf")
    folder = tmp_path / "retour"
    refused = new.run("connecter")
    assert refused.code == 4
    assert "« rapatrier »" in refused.err.replace("\N{NO-BREAK SPACE}", " ")
    done = new.run_signing_in("rapatrier", str(folder), "--tiers", "CARAT", "--json")
    assert done.code == 0, done.err
    assert "n’a pas été gardée" in done.err
    assert done.json["rapatries"] == 1
    assert (folder / PLACE).read_bytes() == invoice.read_bytes()
    text = (folder / "index.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    [headings, cells] = list(csv.reader(text.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert headings[:2] == ["N° pièce", "Tiers"]
    assert cells[:6] == ["FA00042", "CARAT", "Carat", "Facture", "15/03/2026", PLACE]
    assert new.run("etat", "--json").json["compte"] is None
    # Whoever was signed in before stays so, and is asked nothing.
    again = station.run("rapatrier", str(folder), "--json")
    assert (again.code, again.json["deja_presents"]) == (0, 1)
    assert station.run("etat", "--json").json["compte"] == station.person().username


def test_a_session_that_ended_while_storage_was_off_keeps_nobody_from_the_documents(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    assert station.run("desactiver", "--oui").code == 0
    microsoft365.tokens.revoke(microsoft365.people.with_role("administrateur"))
    done = station.run_signing_in("rapatrier", str(tmp_path / "retour"), "--json")
    assert (done.code, done.json["rapatries"]) == (0, 1), done.err
    assert station.run("etat", "--json").json["compte"] is None


def test_what_stops_bringing_back_while_storage_is_off_leaves_nobody_signed_in(
    station: Workstation, office: Office, invoice: Path
) -> None:
    assert station.run("desactiver", "--oui").code == 0
    new = office("poste-neuf")
    stopped = new.run_signing_in("rapatrier", str(invoice))
    assert stopped.code == 1
    assert "un fichier" in stopped.err
    assert new.run("etat", "--json").json["compte"] is None


def test_while_storage_is_on_bringing_back_asks_for_connecter(
    station: Workstation, office: Office, tmp_path: Path
) -> None:
    assert station.run("etat", "--json").json["stockage"] == "actif"
    nobody = office("poste-neuf").run("rapatrier", str(tmp_path / "retour"))
    assert nobody.code == 3
    assert "connecter" in nobody.err


def test_what_microsoft365_makes_wait_for_is_told(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    for kind in ("delta", "download"):
        microsoft365.faults.add("503", kind, at=1, retry_after=3)
    for command in (("synchroniser",), ("rapatrier", str(tmp_path / "retour"))):
        done = station.run(*command)
        assert done.code == 0
        assert done.err.count("Nouvel essai dans moins d’une minute.") == 1
        assert "momentanément indisponible" in done.err


@pytest.mark.usefixtures("invoice")
def test_a_choice_that_finds_nothing_says_so_and_a_code_may_be_typed_small(
    station: Workstation, tmp_path: Path
) -> None:
    none = station.run("rapatrier", str(tmp_path / "rien"), "--tiers", "INCONNU")
    assert none.code == 0
    assert "Aucun document ne correspond" in none.err
    small = station.run("rapatrier", str(tmp_path / "retour"), "--tiers", "carat", "--json")
    assert small.json["rapatries"] == 1
    assert small.err == ""


def test_what_cannot_come_back_is_said_and_ends_with_1(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    assert online(microsoft365, "DELETE", f"/drives/{{drive}}/root:/{quote(PLACE)}:").ok
    done = station.run("rapatrier", str(tmp_path / "retour"), "--json")
    assert done.code == 1
    assert "index" in done.err
    [problem] = done.json["problemes"]
    assert (problem["chemin"], problem["etat"]) == (PLACE, "Non rapatrié")
    assert "corbeille" in problem["raison"]


def test_a_full_disk_is_said_and_leaves_no_half_document(
    station: Workstation, office: Office, tmp_path: Path, microsoft365: LocalMicrosoft365
) -> None:
    put(microsoft365, "Sage/Clients/CARAT/Documents attachés/gros.bin", bytes(6_000_000))
    assert station.run("synchroniser").code == 0
    station.largest_file = 5_000_000
    folder = tmp_path / "retour"
    full = station.run("rapatrier", str(folder))
    assert full.code == 1
    assert "place sur le disque" in full.err
    assert not [path for path in folder.rglob("*") if path.name.endswith(".partiel")]
    assert not (folder / "Sage/Clients/CARAT/Documents attachés/gros.bin").exists()
    station.largest_file = None
    assert station.run("rapatrier", str(folder), "--json").json["rapatries"] == 1


def test_a_changed_raison_sociale_is_warned_of_and_everything_goes_on(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    warned = station.run("societe", "renommer", "BIJOU ET FILS")
    assert warned.code == 1
    assert "Sage – BIJOU SA" in warned.err
    assert station.run("societe", "afficher", "--json").json["raison_sociale"] == "BIJOU SA"
    done = station.run("societe", "renommer", "BIJOU ET FILS", "--oui", "--json")
    assert done.code == 0, done.err
    assert done.json["raison_sociale"] == "BIJOU ET FILS"
    assert "renommer-groupe" in done.err
    state = station.run("etat", "--json").json
    assert state["groupe"]["nom"] == "Sage – BIJOU SA"
    other = tmp_path / "autre.pdf"
    us = Someone("BIJOU ET FILS", "732829320")
    other.write_bytes(Invoice(seller=us, buyer=CARAT, number="FA00043").pdf())
    assert station.run("deposer", str(other), "--json").json["statut"] == "classe"

    renamed = station.run("renommer-groupe", "--json")
    assert renamed.code == 0, renamed.err
    assert renamed.json == {"groupe": "Sage – BIJOU ET FILS", "renomme": True}
    after = station.run("etat", "--json").json
    assert after["groupe"]["nom"] == "Sage – BIJOU ET FILS"
    assert after["groupe"]["id"] == state["groupe"]["id"]
    assert after["groupe"]["lien"] == state["groupe"]["lien"]
    assert station.run("renommer-groupe", "--json").json["renomme"] is False
    third = tmp_path / "encore.pdf"
    third.write_bytes(Invoice(seller=us, buyer=CARAT, number="FA00044").pdf())
    assert station.run("deposer", str(third), "--json").json["statut"] == "classe"
    assert station.run("synchroniser", "--json").json["deplaces"] == 0


def test_a_refused_new_name_says_who_can_change_what(
    station: Workstation, microsoft365: LocalMicrosoft365
) -> None:
    user = microsoft365.people.with_role("utilisateur")
    group_id = microsoft365.world.groups.all()[0].id
    microsoft365.world.members.add(group_id, Part.MEMBERS, [user])
    assert station.run("societe", "renommer", "BIJOU ET FILS", "--oui").code == 0
    assert station.run("deconnecter").code == 0
    assert station.run_signing_in("connecter", role="utilisateur").code == 0
    forbidden = station.run("renommer-groupe")
    assert forbidden.code == 4, forbidden.err
    assert "ne peut pas renommer" in forbidden.err
    microsoft365.world.members.add(group_id, Part.OWNERS, [user])
    microsoft365.world.set_naming_policy(prefix="GRP-")
    refused = station.run("renommer-groupe")
    assert refused.code == 1, refused.err
    assert "règles de votre organisation" in refused.err
    assert station.run("etat", "--json").json["groupe"]["nom"] == "Sage – BIJOU SA"


def test_two_companies_of_the_same_name_never_mix(
    station: Workstation,
    office: Office,
    microsoft365: LocalMicrosoft365,
    tmp_path: Path,
    invoice: Path,
) -> None:
    twin = office("poste-jumeau", location=str(tmp_path / "jumelle.db"))
    with CompanyDatabase.open(twin.company) as database:
        database.third_parties.add([ThirdParty("CARAT", "clients", "Carat", siren="312345678")])
    asked = twin.run_signing_in("activer", "--oui")
    if asked.code:
        asked = twin.run("activer", "--oui", "--nouveau-groupe")
    assert asked.code == 0, asked.err
    assert twin.run("deposer", str(invoice), "--json").json["statut"] == "classe"
    groups = {each.run("etat", "--json").json["groupe"]["id"] for each in (station, twin)}
    assert len(groups) == 2
    assert twin.run("synchroniser", "--json").json["ajoutes"] == 0
    links = {each.run("documents", "--json").json["lien"] for each in (station, twin)}
    assert len(links) == 2
