"""One invoice that came by several ways, from `deposer` to its folder online, by the command line alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from invoice_making import Invoice, Someone
from local_microsoft365.server import LocalMicrosoft365
from message_making import Message
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from text_pdf import shown_invoice, ubl_with
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

US = Someone("BIJOU SA", "732829320")
BILLO = Someone("Billot", "423456789")
F9 = Invoice("F9", seller=BILLO, buyer=US)
FOLDER = "Sage/Fournisseurs/BILLO/Documents achats/202603/Facture_F9"


@pytest.fixture
def active(office: Office) -> Workstation:
    """A workstation that knows the supplier BILLO; storage on."""
    station = office()
    with CompanyDatabase.open(station.company) as database:
        database.third_parties.add([ThirdParty("BILLO", "fournisseurs", "Billot", "423456789")])
    assert station.run_signing_in("activer", "--oui").code == 0
    return station


def written(folder: Path, name: str, content: bytes) -> str:
    file = folder / name
    file.write_bytes(content)
    return str(file)


def test_the_same_invoice_by_three_ways_lies_in_one_folder_byte_for_byte(
    active: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    ways = {"courriel.pdf": F9.pdf(), "plateforme.xml": F9.ubl(), "convertie.xml": F9.xml()}
    files = [written(tmp_path, name, content) for name, content in ways.items()]
    told = active.run("deposer", *files, "--json")
    assert told.code == 0, told.err
    assert [(each["statut"], each["role"], each["raison"]) for each in told.objects] == [
        ("classe", "original", None),
        ("classe", "autre_forme", None),
        ("classe", "autre_forme", None),
    ]
    online = {path.rpartition("/")[2]: item for path, item in microsoft365.world.files().items()}
    assert {name: microsoft365.world.content(item) for name, item in online.items()} == {
        "Facture_F9.pdf": ways["courriel.pdf"],
        "Facture_F9_autre-forme.xml": ways["plateforme.xml"],
        "Facture_F9_autre-forme (2).xml": ways["convertie.xml"],
    }
    again = active.run("deposer", *files)
    assert again.out.count("déjà classé") == 3
    assert again.out.count("autre forme de la même facture") == 2
    assert len(microsoft365.world.files()) == 3
    rows = active.run("documents", "F9", "--json").objects
    assert sorted(each["role"] for each in rows) == ["autre_forme", "autre_forme", "original"]
    assert active.run("documents", "F9").out.count("autre forme de la même facture") == 2


def test_another_total_under_that_number_waits_until_a_person_says_so(
    active: Workstation, tmp_path: Path
) -> None:
    first = written(tmp_path, "a.xml", F9.xml())
    other = written(tmp_path, "b.xml", F9.xml().replace(b"120.00", b"150.00"))
    assert active.run("deposer", first).code == 0
    kept = active.run("deposer", other, "--json").json
    assert (kept["statut"], kept["chemin"], kept["role"]) == ("a_classer", None, None)
    assert "dont le montant est autre (120,00 €)" in kept["raison"].replace("\xa0", " ")
    confirmed = active.run("deposer", other, "--piece", "F9", "--json").json
    assert confirmed["chemin"] == f"{FOLDER}/Facture_F9_v02.xml"
    assert confirmed["role"] == "original"


def test_a_status_comes_before_its_invoice_and_stands_beside_it(
    active: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    refused = Message(reason_code="DOUBLON", reason="Facture en double").xml()
    early = Message(code="202", at="20260316080000").xml()
    files = [written(tmp_path, f"{n}.xml", content) for n, content in enumerate((refused, early))]
    waiting = active.run("deposer", *files, "--json").objects
    assert [each["statut"] for each in waiting] == ["a_classer", "a_classer"]
    assert "n’est pas encore classée" in waiting[0]["raison"]
    [listed, _] = active.run("classer", "--json").objects
    assert listed["lu"] is None
    invoice = active.run("deposer", written(tmp_path, "f9.xml", F9.xml()), "--json")
    assert (invoice.code, invoice.json["role"]) == (0, "original")
    names = {path.rpartition("/")[2] for path in microsoft365.world.files()}
    assert names == {
        "Facture_F9.xml",
        "Facture_F9_cycle-de-vie_202_20260316-080000.xml",
        "Facture_F9_cycle-de-vie_210_20260402-101500.xml",
    }
    told = {each["chemin"]: each for each in active.run("documents", "F9", "--json").objects}
    assert told[f"{FOLDER}/Facture_F9.xml"]["cycle_de_vie"] == {
        "code": "210",
        "libelle": "Refusée",
        "date": "2026-04-02T10:15:00",
        "motif": "Facture en double",
    }
    assert [each["role"] for each in told.values()].count("cycle_de_vie") == 2
    assert "Refusée (210)" in active.run("documents", "F9").out.replace("\xa0", " ")
    again = active.run("deposer", files[0], "--json").json
    assert (again["statut"], again["role"]) == ("deja_classe", "cycle_de_vie")
    assert len(microsoft365.world.files()) == 3
    told_again = active.run("deposer", files[0]).out.replace("\xa0", " ")
    assert "message de cycle de vie : Refusée (210)" in told_again


def test_the_pdf_inside_an_invoice_lies_beside_it(
    active: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    pdf = shown_invoice()
    invoice = written(tmp_path, "f9.xml", ubl_with(F9.ubl(), ("LISIBLE", "lisible.pdf", pdf)))
    assert active.run("deposer", invoice).code == 0
    online = {path.rpartition("/")[2]: item for path, item in microsoft365.world.files().items()}
    assert sorted(online) == ["Facture_F9.xml", "Facture_F9_lisible.pdf"]
    assert microsoft365.world.content(online["Facture_F9_lisible.pdf"]) == pdf
    assert active.run("deposer", invoice, "--json").json["statut"] == "deja_classe"
    assert len(microsoft365.world.files()) == 2
    rows = active.run("documents", "F9", "--json").objects
    assert sorted(each["role"] for each in rows) == ["lisible", "original"]
    assert "vue lisible jointe à la facture" in active.run("documents", "F9").out
    again = active.run("deposer", written(tmp_path, "l.pdf", pdf), "--tiers", "BILLO",
                       "--type", "facture", "--piece", "F9", "--date", "2026-03-15", "--json")  # fmt: skip
    assert (again.json["statut"], again.json["role"]) == ("deja_classe", "lisible"), again.err
