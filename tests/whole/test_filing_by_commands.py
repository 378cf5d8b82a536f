"""One real invoice from `deposer` to its place online and back, by the command line alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from invoice_making import Invoice, Someone, blank_pdf
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

US = Someone("BIJOU SA", "732829320")
CARAT = Someone("Carat", "312345678")
PLACE = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042.pdf"


@pytest.fixture
def station(office: Office) -> Workstation:
    """A workstation that knows the customer CARAT; storage off."""
    station = office()
    with CompanyDatabase.open(station.company) as database:
        database.third_parties.add([ThirdParty("CARAT", "clients", "Carat", siren="312345678")])
    return station


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    file = tmp_path / "facture.pdf"
    file.write_bytes(Invoice(seller=US, buyer=CARAT).pdf())
    return file


def test_an_invoice_is_filed_found_and_not_filed_twice(
    station: Workstation, invoice: Path, microsoft365: LocalMicrosoft365
) -> None:
    assert station.run_signing_in("activer", "--oui").code == 0
    microsoft365.journal.clear()
    first = station.run("deposer", str(invoice), "--json")
    assert first.code == 0, first.err
    assert first.json == {
        "fichier": str(invoice),
        "statut": "classe",
        "chemin": PLACE,
        "raison": None,
        "lu": {
            "type": "facture",
            "numero": "FA00042",
            "date": "2026-03-15",
            "vendeur": "BIJOU SA",
            "acheteur": "Carat",
        },
        "role": "original",
    }
    assert len(microsoft365.journal.of_kind("upload")) == 1

    again = station.run("deposer", str(invoice), "--json")
    assert (again.code, again.json["statut"]) == (0, "deja_classe")
    assert len(microsoft365.journal.of_kind("upload")) == 1

    [found] = station.run("documents", "FA00042", "--json").objects
    assert found["statut"] == "classe"
    assert found["chemin"] == PLACE
    assert found["lien"].startswith("https://")
    assert found["sha256"] == hashlib.sha256(invoice.read_bytes()).hexdigest()


def test_a_document_that_says_nothing_waits_with_its_reason(
    station: Workstation, tmp_path: Path
) -> None:
    assert station.run_signing_in("activer", "--oui").code == 0
    file = tmp_path / "scan.pdf"
    file.write_bytes(blank_pdf())
    told = station.run("deposer", str(file), "--json").json
    assert (told["statut"], told["chemin"], told["lu"]) == ("a_classer", None, None)
    assert "Indiquez" in told["raison"]


def test_nothing_is_filed_while_storage_is_off(station: Workstation, invoice: Path) -> None:
    done = station.run("deposer", str(invoice), "--json")
    assert done.code == 4
    assert done.err.strip()
    assert station.run("documents", "--json").out == ""


def test_with_nobody_signed_in_the_document_is_kept_and_leaves_later(
    station: Workstation, invoice: Path, microsoft365: LocalMicrosoft365
) -> None:
    assert station.run_signing_in("activer", "--oui").code == 0
    assert station.run("deconnecter").code == 0
    waiting = station.run("deposer", str(invoice), "--json")
    assert waiting.code == 3
    assert waiting.json["statut"] == "en_attente"
    assert station.run_signing_in("connecter").code == 0
    assert station.run("envoyer", "--json").json["envoyes"] == 1
    assert station.run("documents", "--json").json["statut"] == "classe"
    assert station.run("documents", "--json", "--statut", "classe", "--tri", "montant").objects
    assert station.run("documents", "--json", "--statut", "bloque").out == ""
    assert station.run("documents", "bloqué", "--json").out == ""
    assert station.run("documents", "--json", "--passer", "1").out == ""
    day = station.run("documents", "--json").json["date"]
    assert station.run("documents", "--json", "--depuis", day, "--jusqu-a", day).json["date"] == day
    assert station.run("documents", "--json", "--depuis", "2099-01-01").out == ""
    assert station.run("documents", "--depuis", "1").code == 2


def test_a_refusal_is_said_once(station: Workstation, tmp_path: Path) -> None:
    assert station.run_signing_in("activer", "--oui").code == 0
    empty = tmp_path / "vide.pdf"
    empty.touch()
    done = station.run("deposer", str(empty))
    assert done.code == 1
    assert (done.out.strip(), (done.out + done.err).count("Le fichier est vide")) == (
        "vide.pdf\N{NO-BREAK SPACE}: refusé",
        1,
    )


def test_nobody_being_signed_in_is_said_once(station: Workstation, invoice: Path) -> None:
    assert station.run_signing_in("activer", "--oui").code == 0
    assert station.run("deconnecter").code == 0
    done = station.run("deposer", str(invoice))
    assert done.code == 3
    assert (done.out + done.err).count("demande de se connecter") == 1


def test_a_company_in_a_folder_that_is_not_there_says_so(
    station: Workstation, tmp_path: Path
) -> None:
    folder = tmp_path / "absent"
    done = station.run(
        "societe", "creer", "--societe", str(folder / "x.db"), "--raison-sociale", "X"
    )
    assert (done.code, done.out, folder.exists()) == (1, "", False)
    assert f"n’existe pas\N{NO-BREAK SPACE}: {folder}" in done.err
