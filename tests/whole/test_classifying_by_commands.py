"""`classer`: what waits for its place is shown, found, and filed by what a person says of it."""

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

SAID = ("--tiers", "CARAT", "--type", "facture", "--piece", "FA9", "--date", "2026-03-15")


@pytest.fixture
def active(office: Office, tmp_path: Path) -> Workstation:
    """A workstation with an invoice for one of two namesakes, and a scan, that wait for their places."""
    station = switched_on(with_customers(office(application="gestion-commerciale")))
    twin = written(tmp_path, "A.pdf", invoice("FA1", TWIN))
    scan = written(tmp_path, "numérisation.pdf", blank_pdf())
    done = station.run("deposer", str(twin), str(scan), "--json")
    assert [each["statut"] for each in done.objects] == ["a_classer", "a_classer"], done.err
    return station


def ids(station: Workstation) -> dict[str, str]:
    """The number of each document that waits, by the name of its file."""
    rows = station.run("classer", "--json").objects if station.run("classer").out else []
    assert all(set(each) == {"id", "fichier", "raison", "lu"} for each in rows)
    return {each["fichier"]: str(each["id"]) for each in rows}


def test_those_that_wait_are_shown_with_why(active: Workstation) -> None:
    twin, scan = active.run("classer", "--json").objects
    assert (twin["fichier"], scan["fichier"]) == ("A.pdf", "numérisation.pdf")
    assert "Plusieurs tiers" in twin["raison"]
    assert (twin["lu"]["numero"], twin["lu"]["acheteur"]) == ("FA1", "Jumeau")
    assert "pas de facture électronique" in scan["raison"]
    assert scan["lu"] is None
    for_people = active.run("classer")
    assert (for_people.code, for_people.err) == (DONE, "")
    assert len(for_people.out.splitlines()) == 2


def test_each_is_filed_once_by_what_is_said(
    active: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    waiting = ids(active)
    # By the number that the invoice says; by the name of the file; what it says need not be said again.
    twin = active.run("classer", "FA1", "--tiers", "JUM2", "--json")
    assert twin.code == DONE, twin.err
    assert set(twin.json) == {"fichier", "statut", "chemin", "raison", "lu", "role"}
    assert (twin.json["statut"], twin.json["chemin"]) == ("classe", place_of("FA1", "JUM2"))
    scan = active.run("classer", "numérisation", *SAID, "--json")
    assert (scan.code, scan.json["chemin"]) == (DONE, place_of("FA9")), scan.err
    assert online(microsoft365) == {
        place_of("FA1", "JUM2"): (tmp_path / "A.pdf").read_bytes(),
        place_of("FA9"): (tmp_path / "numérisation.pdf").read_bytes(),
    }
    for which in ("FA1", *waiting.values()):
        again = active.run("classer", which, *SAID, "--json")
        assert (again.code, again.out) == (TROUBLE, "")
    nothing = active.run("classer")
    assert (nothing.code, nothing.out) == (DONE, "")
    assert "Aucun document n’attend" in nothing.err
    # The next one like it needs nobody: what was said is remembered.
    file = written(tmp_path, "B.pdf", invoice("FA2", TWIN))
    assert active.run("deposer", str(file), "--json").json["chemin"] == place_of("FA2", "JUM2")


def test_not_enough_or_somebody_unknown_leaves_it_waiting_with_what_is_lacking(
    active: Workstation, microsoft365: LocalMicrosoft365
) -> None:
    for said, lacking in (
        (("--tiers", "PERSONNE"), "tiers"),
        (("--tiers", "CARAT", "--type", "télégramme"), "type"),
        (("--tiers", "CARAT"), "date"),
    ):
        told = active.run("classer", "numérisation", *said, "--json")
        assert told.json["statut"] == "a_classer", told
        assert lacking in told.json["raison"], told
        assert (told.code, "attend toujours" in told.err) == (TROUBLE, True)
    assert len(ids(active)) == 2
    assert active.run("classer", "numérisation", "--date", "15/03/2026").code == USAGE
    assert online(microsoft365) == {}


def test_none_or_several_that_answer_change_nothing(active: Workstation, tmp_path: Path) -> None:
    unknown = active.run("classer", "absent", *SAID)
    assert (unknown.code, unknown.out) == (TROUBLE, "")
    assert "ne correspond" in unknown.err
    assert "n’attend d’être classé" not in unknown.err  # others do
    assert active.run("classer", "99999999999999999999", *SAID).code == TROUBLE
    another = written(tmp_path, "A bis.pdf", invoice("FA12", TWIN))
    assert active.run("deposer", str(another), "--json").json["statut"] == "a_classer"
    ids_before = ids(active)
    several = active.run("classer", "a", *SAID, "--json")
    assert (several.code, len(several.objects)) == (TROUBLE, 2)
    assert "indiquez l’identifiant" in several.err
    assert ids(active) == ids_before


def test_nobody_signed_in_gives_it_its_place_and_keeps_it(
    active: Workstation, microsoft365: LocalMicrosoft365
) -> None:
    assert active.run("deconnecter").code == DONE
    kept = active.run("classer", "FA1", "--tiers", "JUM1", "--json")
    assert (kept.code, kept.json["statut"]) == (SIGN_IN, "en_attente")
    assert "connecter" in kept.json["raison"]
    assert active.run_signing_in("connecter").code == DONE
    assert active.run("envoyer", "--json").json["envoyes"] == 1
    assert set(online(microsoft365)) == {place_of("FA1", "JUM1")}


def test_without_the_option_or_with_storage_off_it_is_refused(
    active: Workstation, office: Office
) -> None:
    limited = office(application="paie").run("classer", "FA1", "--tiers", "JUM1", "--json")
    assert (limited.code, limited.out) == (NOT_ALLOWED, "")
    assert "option" in limited.err
    assert active.run("desactiver", "--oui").code == DONE
    off = active.run("classer", "FA1", "--tiers", "JUM1", "--json")
    assert (off.code, off.out) == (NOT_ALLOWED, "")
    assert "pas activé" in off.err
    assert active.run("activer", "--oui").code == DONE
    assert active.run("classer", "FA1", "--tiers", "JUM1").code == DONE
