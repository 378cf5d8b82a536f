"""`verifier` as an administrator runs it: whole, tampered with, restored, brought back and online."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from bijou import DONE, TROUBLE, USAGE, invoice, place_of, switched_on, with_customers, written

from stockage_partage.company.database import CompanyDatabase
from workstation import Office, Workstation

pytestmark = pytest.mark.whole


@pytest.fixture
def station(office: Office, tmp_path: Path) -> Workstation:
    """One invoice is online."""
    station = switched_on(with_customers(office()))
    file = written(tmp_path / "factures", "a.pdf", invoice("FA00042"))
    assert station.run("deposer", str(file)).code == DONE
    return station


def behind(station: Workstation, *statements: str) -> None:
    """Somebody who may write to the file does so."""
    with closing(sqlite3.connect(station.company)) as file, file:
        for statement in statements:
            file.execute(statement)


def test_a_company_is_whole_and_who_did_it_is_told(station: Workstation) -> None:
    done = station.run("verifier", "--json")
    assert done.code == DONE, done.err
    assert (done.json["entier"], done.json["constats"]) == (True, 0)
    assert done.json["tete_du_poste"] is not None, "kept by the filing before"
    said = station.run("verifier")
    assert (said.code, "Rien n’a été modifié" in said.out) == (DONE, True)
    with CompanyDatabase.open(station.company) as database:
        pages = [entry for page in database.journal.pages() for entry in page]
    acts = [entry.act for entry in pages]
    assert acts[-3:] == ["storage_on", "kept", "sent"]
    person = station.person().username
    assert {(entry.account, entry.application) for entry in pages[-3:]} == {
        (person, "comptabilite")
    }
    assert all(entry.workstation for entry in pages)


def test_what_was_changed_is_named_and_the_exit_code_tells(station: Workstation) -> None:
    behind(station, "UPDATE sp_journal_entry SET account = 'x' WHERE act = 'storage_on'")
    done = station.run("verifier", "--json")
    assert done.code == TROUBLE
    assert [each["constat"] for each in done.json["journal"]] == ["modifiee"]
    said = station.run("verifier")
    assert said.code == TROUBLE
    assert "le texte n’est plus celui qui a été écrit" in said.out
    assert "Ne modifiez plus rien" in said.err


def test_an_end_cut_off_is_found_against_what_this_workstation_saw(station: Workstation) -> None:
    behind(
        station,
        "DELETE FROM sp_journal_entry WHERE act = 'sent'",
        "UPDATE sp_meta SET (journal_count, journal_head) ="
        " (SELECT number, hash FROM sp_journal_entry ORDER BY number DESC LIMIT 1)",
    )
    done = station.run("verifier", "--json")
    assert done.code == TROUBLE
    assert [each["constat"] for each in done.json["journal"]] == ["fin_coupee"]
    assert station.run("verifier").code == TROUBLE, "what was seen is not forgotten"
    assert station.run("verifier", "--accepter").code == TROUBLE
    assert station.run("verifier").code == DONE
    gone = station.run("verifier", "--tete", f"{done.json['tete_du_poste']}", "--json")
    assert [each["constat"] for each in gone.json["journal"]] == ["fin_coupee"]
    assert station.run("verifier", "--tete", "42").code == USAGE


def test_files_brought_back_are_held_against_the_journal(
    station: Workstation, tmp_path: Path
) -> None:
    back = tmp_path / "retour"
    assert station.run("rapatrier", str(back)).code == DONE
    done = station.run("verifier", "--dossier", str(back), "--json")
    assert (done.code, done.json["fichiers_verifies"]) == (DONE, 1)
    with (back / place_of("FA00042")).open("ab") as file:
        file.write(b" ")
    done = station.run("verifier", "--dossier", str(back), "--json")
    assert done.code == TROUBLE
    assert [(each["constat"], each["numero"]) for each in done.json["pieces"]] == [
        ("fichier_modifie", "FA00042")
    ]
    assert station.run("verifier", "--dossier", str(tmp_path / "ailleurs")).code == USAGE
    assert not (tmp_path / "ailleurs").exists()


def test_what_is_online_is_asked_for(station: Workstation) -> None:
    done = station.run("verifier", "--en-ligne", "--json")
    assert (done.code, done.json["en_ligne_verifies"]) == (DONE, 1), done.err


def test_the_journal_is_read_and_its_table_carries_the_head(
    station: Workstation, tmp_path: Path
) -> None:
    newest = station.run("journal", "--limite", "1", "--json")
    assert (newest.code, newest.json["acte"]) == (DONE, "sent"), newest.err
    of_it = station.run("journal", "--document", str(newest.json["document"]))
    lines = of_it.out.splitlines()
    assert ["envoyé" in lines[0], "déposé" in lines[1], len(lines)] == [True, True, 2]
    assert place_of("FA00042").rpartition("/")[2] in of_it.out
    assert station.run("journal", "--recherche", "introuvable").out == ""

    table = tmp_path / "journal.csv"
    assert station.run("journal", "--recherche", "document", "--csv", str(table)).code == DONE
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert len(rows) == 4
    head = rows[-1][-1]
    assert head == station.run("verifier", "--json").json["tete"]
    assert station.run("verifier", "--tete", head).code == DONE
    behind(station, "UPDATE sp_meta SET journal_count = 1", "DELETE FROM sp_journal_entry")
    assert station.run("verifier", "--tete", head).code == TROUBLE
