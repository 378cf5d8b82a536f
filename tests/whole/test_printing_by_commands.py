"""`imprimer` and `modeles`: what a print does without a window, for another program that reads the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from bijou import (
    DONE,
    NOT_ALLOWED,
    SIGN_IN,
    TROUBLE,
    TWIN,
    USAGE,
    invoice,
    online,
    place_of,
    switched_on,
    with_customers,
    written,
)

from invoice_making import blank_pdf
from local_microsoft365.server import LocalMicrosoft365
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

KEYS = {"fichier", "statut", "chemin", "raison", "lu", "role"}
SILENT = "--sans-imprimante"
READ = {
    "type": "facture",
    "numero": "FA1",
    "date": "2026-03-15",
    "vendeur": "BIJOU SA",
    "acheteur": "Carat Joaillerie",
}


@pytest.fixture
def station(office: Office) -> Workstation:
    """A workstation of the sales, with its customers; storage off."""
    return with_customers(office(application="gestion-commerciale"))


@pytest.fixture
def active(station: Workstation) -> Workstation:
    """The same with storage on and the administrator signed in."""
    return switched_on(station)


def choices(station: Workstation) -> dict[str, str]:
    """What `modeles` says of each template."""
    rows = station.run("modeles", "--json").objects
    assert all(set(each) == {"modele", "classement"} for each in rows)
    return {each["modele"]: each["classement"] for each in rows}


def test_a_print_is_filed_from_its_very_bytes_once(
    active: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    file = written(tmp_path, "A.pdf", invoice("FA1"))
    target = tmp_path / "copie.pdf"
    done = active.run("imprimer", str(file), "--pdf", str(target), "--json")
    assert (done.code, done.err) == (DONE, "")
    told = {"fichier": str(file), "statut": "classe", "chemin": place_of("FA1"), "raison": None}
    assert done.json == told | {"lu": READ, "role": "original"}
    assert target.read_bytes() == file.read_bytes()
    again = active.run("imprimer", str(file), SILENT, "--json")
    assert (again.code, again.json["statut"]) == (DONE, "deja_classe")
    # What is there already is never written over; what became of the filing is told all the same.
    kept = active.run("imprimer", str(file), "--pdf", str(target), "--json")
    assert (kept.code, kept.json["statut"]) == (TROUBLE, "deja_classe")
    assert "rien n’a été remplacé" in kept.err
    assert online(microsoft365) == {place_of("FA1"): file.read_bytes()}


def test_storage_off_the_pdf_is_made_and_nothing_is_promised(
    station: Workstation, tmp_path: Path
) -> None:
    file = written(tmp_path, "A.pdf", invoice("FA1"))
    silent = station.run("imprimer", str(file), SILENT, "--json")
    assert (silent.code, set(silent.json)) == (NOT_ALLOWED, KEYS)
    assert (silent.json["statut"], silent.json["chemin"]) == ("non_classe", None)
    assert silent.json["lu"] == READ
    assert "pas activé" in silent.json["raison"]
    assert "pas activé" in silent.err
    target = tmp_path / "sortie"
    target.mkdir()
    made = station.run("imprimer", str(file), "--pdf", str(target), "--json")
    assert (made.code, made.json["statut"], made.err) == (DONE, "non_classe", "")
    assert (target / "A.pdf").read_bytes() == file.read_bytes()
    assert station.run("documents", "--json").out == ""


def test_without_the_option_or_its_templates_each_says_so(
    active: Workstation, office: Office, tmp_path: Path
) -> None:
    file = written(tmp_path, "A.pdf", invoice("FA1"))
    payroll = office(application="paie")
    told = payroll.run("imprimer", str(file), SILENT, "--json")
    assert (told.code, told.json["statut"]) == (NOT_ALLOWED, "non_classe")
    assert "option" in told.json["raison"]
    none = payroll.run("modeles")
    assert (none.code, none.out) == (DONE, "")
    assert "pas de modèle" in none.err
    assert payroll.run("modeles", "--json").out == ""
    named = payroll.run("imprimer", str(file), "--modele", "facture", SILENT)
    assert named.code == NOT_ALLOWED
    assert "option" in named.err


def test_nobody_signed_in_keeps_the_print_for_later(
    active: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    assert active.run("deconnecter").code == DONE
    file = written(tmp_path, "A.pdf", invoice("FA1"))
    kept = active.run("imprimer", str(file), SILENT, "--json")
    assert (kept.code, kept.json["statut"]) == (SIGN_IN, "en_attente")
    assert "connecter" in kept.json["raison"]
    assert kept.json["chemin"] == place_of("FA1")
    content = file.read_bytes()
    file.unlink()
    assert active.run_signing_in("connecter").code == DONE
    assert active.run("envoyer", "--json").json["envoyes"] == 1
    assert online(microsoft365) == {place_of("FA1"): content}


def test_what_cannot_be_printed_says_why_and_stops_nobody(
    active: Workstation, tmp_path: Path
) -> None:
    bad = {
        str(written(tmp_path, "note.txt", b"no pdf")): "pas un PDF",
        str(written(tmp_path, "vide.pdf", b"")): "vide",
        str(tmp_path / "absent.pdf"): "n’existe plus",
        str(tmp_path): "dossier",
    }
    good = str(written(tmp_path, "A.pdf", invoice("FA1")))
    done = active.run("imprimer", *bad, good, SILENT, "--json")
    assert done.code == TROUBLE
    assert [each["statut"] for each in done.objects] == ["refuse"] * 4 + ["classe"]
    for told, (file, why) in zip(done.objects, bad.items(), strict=False):
        assert (told["fichier"], set(told)) == (file, KEYS)
        assert why in told["raison"], told
    assert len(done.err.splitlines()) == len(bad)


def test_several_third_parties_of_one_name_leave_it_to_a_person(
    active: Workstation, tmp_path: Path
) -> None:
    file = written(tmp_path, "A.pdf", invoice("FA1", TWIN))
    told = active.run("imprimer", str(file), SILENT, "--json")
    assert (told.code, told.json["statut"], told.json["chemin"]) == (DONE, "a_classer", None)
    assert "Plusieurs tiers" in told.json["raison"]
    assert told.json["lu"]["acheteur"] == "Jumeau"
    given = active.run("imprimer", str(file), "--tiers", "JUM2", SILENT, "--json")
    assert given.json["chemin"] == place_of("FA1", "JUM2")


def test_a_call_that_does_not_fit_names_what_would(station: Workstation, tmp_path: Path) -> None:
    one = str(written(tmp_path, "A.pdf", invoice("FA1")))
    unknown = station.run("imprimer", one, "--modele", "télégramme", SILENT)
    assert (unknown.code, unknown.out) == (USAGE, "")
    assert "ventes/facture" in unknown.err
    several = station.run("imprimer", one, one, "--pdf", str(tmp_path / "sortie.pdf"))
    assert (several.code, several.out) == (USAGE, "")
    assert "un dossier" in several.err
    nowhere = station.run("imprimer", one, "--pdf", str(tmp_path / "absent"))
    assert (nowhere.code, nowhere.out) == (USAGE, "")
    assert ".pdf" in nowhere.err
    assert not (tmp_path / "absent").exists()
    never = station.run("imprimer", one, "--date", "2026-02-30", SILENT)
    assert (never.code, never.out) == (USAGE, "")
    assert "AAAA-MM-JJ" in never.err
    windowless = station.run("imprimer", one)
    assert windowless.code == TROUBLE
    assert SILENT in windowless.err


def test_templates_decide_what_a_print_does(
    active: Workstation, office: Office, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    assert set(choices(active).values()) == {"propose"}
    done = active.run("modeles", "--regler", "facture=obligatoire", "--regler", "devis=jamais")
    assert (done.code, "Facture : Obligatoire" in done.out.replace("\xa0", " ")) == (DONE, True)
    # The company's, on every workstation; and each application's own.
    chosen = choices(office("poste-2", application="gestion-commerciale"))
    assert (chosen["ventes/facture"], chosen["ventes/devis"]) == ("obligatoire", "jamais")
    assert choices(office("poste-2"))["ventes/facture"] == "propose"

    file = written(tmp_path, "A.pdf", invoice("FA1"))
    compulsory = active.run("imprimer", str(file), SILENT, "--ne-pas-classer", "--json")
    assert (compulsory.code, compulsory.json["statut"]) == (DONE, "classe")
    assert "--ne-pas-classer" in compulsory.err
    quote = written(tmp_path, "Devis_DE1.pdf", blank_pdf())
    never = active.run("imprimer", str(quote), SILENT, "--json")
    assert (never.code, never.json["statut"]) == (DONE, "non_classe")
    assert "Jamais" in never.json["raison"]
    order = ("--modele", "bon de commande", "--tiers", "CARAT", "--piece", "BC1")
    asked = active.run("imprimer", str(quote), *order, SILENT, "--ne-pas-classer", "--json")
    assert (asked.code, asked.json["statut"]) == (DONE, "non_classe")
    assert "demande" in asked.json["raison"]
    filed = active.run("imprimer", str(quote), *order, "--date", "2026-03-01", SILENT, "--json")
    assert filed.json["chemin"].endswith("Bon de commande_BC1/Bon de commande_BC1.pdf")
    assert set(online(microsoft365)) == {place_of("FA1"), filed.json["chemin"]}


def test_an_invoice_not_yet_validated_has_a_name_of_its_own(
    active: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    file = written(tmp_path, "A.pdf", invoice("FA1"))
    before = active.run("imprimer", str(file), "--provisoire", SILENT, "--json")
    after = active.run("imprimer", str(file), SILENT, "--json")
    assert (before.code, after.code) == (DONE, DONE)
    assert "_provisoire_" in before.json["chemin"]
    assert after.json["chemin"] == place_of("FA1")
    assert len(online(microsoft365)) == 2


def test_templates_are_changed_all_or_none_and_only_where_prints_are_filed(
    station: Workstation, office: Office
) -> None:
    off = station.run("modeles", "--regler", "facture=jamais", "--json")
    assert (off.code, off.out) == (NOT_ALLOWED, "")
    assert "pas activé" in off.err
    switched_on(station)
    for wrong in ("facture=toujours", "télégramme=jamais", "facture", "=jamais"):
        refused = station.run("modeles", "--regler", "devis=jamais", "--regler", wrong)
        assert (refused.code, refused.out) == (USAGE, ""), wrong
        assert "facture=obligatoire" in refused.err
    assert set(choices(station).values()) == {"propose"}
