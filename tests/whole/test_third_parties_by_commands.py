"""`tiers …`: the company's third parties by commands alone, storage on or off, and what files the better for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bijou import DONE, TROUBLE, TWIN, USAGE, invoice, place_of, switched_on, written

from workstation import Office, Workstation

pytestmark = pytest.mark.whole

KEYS = {"code", "type", "nom", "siren", "siret", "tva"}
FILE = (
    "code;type;nom;siren\n"
    "CARAT;client;Carat Joaillerie;552100554\n"
    "BILLO;fournisseur;Billot & fils;423456789\n"
)


@pytest.fixture
def station(office: Office) -> Workstation:
    """A workstation of a company without any third party; storage off."""
    return office()


def listed(station: Workstation, *text: str) -> list[str]:
    """The codes that `tiers lister` finds."""
    done = station.run("tiers", "lister", *text, "--json")
    assert done.code == DONE, done.err
    assert all(set(each) == KEYS for each in done.objects)
    assert {each["type"] for each in done.objects} <= {"client", "fournisseur"}
    return [each["code"] for each in done.objects]


def test_a_file_is_brought_in_and_again_without_doubling(
    station: Workstation, tmp_path: Path
) -> None:
    file = str(written(tmp_path, "tiers.csv", FILE.encode("cp1252")))
    first = station.run("tiers", "importer", file, "--json")
    nothing_wrong: dict[str, object] = {"refuses": [], "a_verifier": []}
    counts = {"ajoutes": 2, "modifies": 0, "inchanges": 0}
    assert (first.code, first.json, first.err) == (DONE, counts | nothing_wrong, "")
    written(tmp_path, "tiers.csv", FILE.replace("Billot & fils", "Billot et fils").encode())
    second = station.run("tiers", "importer", file, "--json")
    assert second.json == {"ajoutes": 0, "modifies": 1, "inchanges": 1} | nothing_wrong
    assert listed(station) == ["BILLO", "CARAT"]
    assert listed(station, "billot") == ["BILLO"]
    assert listed(station, "552100554") == ["CARAT"]
    assert listed(station, "personne") == []
    said = station.run("tiers", "lister", "personne")
    assert (said.code, said.out) == (DONE, "")
    assert said.err.strip()


def test_a_line_that_cannot_be_used_is_told_and_stops_nobody(
    station: Workstation, tmp_path: Path
) -> None:
    wrong = FILE + "MARS;martien;Olympus;\n;client;Sans code;\nCARAT;client;Encore;\n"
    wrong += "DOUTE;client;Douteux;123456789\n"  # no such number: as the form, it is refused
    file = str(written(tmp_path, "tiers.csv", wrong.encode()))
    done = station.run("tiers", "importer", file, "--json")
    assert (done.code, done.json["ajoutes"], done.json["a_verifier"]) == (TROUBLE, 2, [])
    assert [(each["ligne"], each["champ"]) for each in done.json["refuses"]] == [
        (4, "type"),
        (5, "code"),
        (6, "code"),
        (7, "siren"),
    ]
    assert all(each["raison"] for each in done.json["refuses"])
    told = station.run("tiers", "importer", file)
    assert told.code == TROUBLE
    assert [line.startswith("Ligne") for line in told.err.splitlines()] == [True] * 4
    assert listed(station) == ["BILLO", "CARAT"]


@pytest.mark.parametrize(
    "content", [None, b"", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", b"nom;ville\nCarat;Lyon\n"]
)
def test_what_is_no_file_of_third_parties_changes_nothing(
    station: Workstation, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "tiers.csv"
    if content is not None:
        file.write_bytes(content)
    done = station.run("tiers", "importer", str(file), "--json")
    assert (done.code, done.out) == (TROUBLE, "")
    assert done.err.strip()
    assert "Traceback" not in done.err
    assert listed(station) == []


def test_one_is_added_changed_and_removed(station: Workstation) -> None:
    added = station.run("tiers", "ajouter", "carat", "--nom", "Carat", "--type", "client", "--json")
    assert (added.code, set(added.json)) == (DONE, KEYS)
    assert (added.json["code"], added.json["siren"]) == ("CARAT", None)
    again = station.run("tiers", "ajouter", "CARAT", "--nom", "Un autre", "--json")
    assert (again.code, again.out) == (TROUBLE, "")
    assert "code" in again.err
    changed = station.run("tiers", "modifier", "CARAT", "--siren", "552100554", "--json")
    assert (changed.code, changed.json["nom"], changed.json["siren"]) == (
        DONE,
        "Carat",
        "552100554",
    )
    emptied = station.run("tiers", "modifier", "CARAT", "--siren", "", "--json")
    assert (emptied.code, emptied.json["siren"]) == (DONE, None)

    unanswered = station.run("tiers", "retirer", "CARAT")
    assert (unanswered.code, unanswered.out) == (TROUBLE, "")
    assert "Rien n’a été modifié" in unanswered.err
    removed = station.run("tiers", "retirer", "CARAT", "--oui")
    assert (removed.code, removed.err, listed(station)) == (DONE, "", [])
    for command in (("modifier", "CARAT", "--nom", "X"), ("retirer", "CARAT", "--oui")):
        gone = station.run("tiers", *command)
        assert (gone.code, gone.out) == (TROUBLE, "")
        assert "tiers lister" in gone.err


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--siren", "123", "neuf chiffres"),
        ("--siret", "12", "quatorze chiffres"),
        ("--type", "martien", "fournisseur"),
        ("--nom", "", "--nom"),
    ],
)
def test_a_value_that_cannot_be_is_refused_naming_its_option(
    station: Workstation, option: str, value: str, says: str
) -> None:
    given = {"--nom": "Carat"} | {option: value}
    words = [word for pair in given.items() for word in pair]
    done = station.run("tiers", "ajouter", "CARAT", *words, "--json")
    assert (done.code, done.out) == (USAGE, "")
    assert option in done.err
    assert says in done.err
    assert listed(station) == []


def test_a_third_party_that_documents_bear_stays(
    station: Workstation, office: Office, tmp_path: Path
) -> None:
    switched_on(station)
    for code in ("JUM1", "JUM2"):
        assert station.run("tiers", "ajouter", code, "--nom", "Jumeau").code == DONE
    file = str(written(tmp_path, "A.pdf", invoice("FA1", TWIN)))
    assert station.run("deposer", file, "--json").json["statut"] == "a_classer"
    # One goes: the other is certain, and what waited can be filed by what it says itself.
    assert station.run("tiers", "retirer", "JUM2", "--oui").code == DONE
    filed = station.run("classer", "FA1", "--json")
    assert (filed.code, filed.json["chemin"]) == (DONE, place_of("FA1", "JUM1"))
    # Seen from an application without the option as well: third parties are the company's.
    kept = office(application="paie").run("tiers", "retirer", "JUM1", "--oui")
    assert (kept.code, kept.out) == (TROUBLE, "")
    assert "documents" in kept.err
    assert listed(station) == ["JUM1"]


def test_a_company_that_is_not_named_or_not_there_is_said(station: Workstation) -> None:
    station.company = ""
    unnamed = station.run("tiers", "lister", "--json")
    assert (unnamed.code, unnamed.out) == (TROUBLE, "")
    missing = station.run("tiers", "lister", "--societe", "/nulle/part/x.db", "--json")
    assert (missing.code, missing.out) == (TROUBLE, "")
    assert unnamed.err.strip() != missing.err.strip() != ""
