"""Files joined to a third party, a piece, an article and the archive, by the command line alone."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from invoice_making import Invoice, Someone
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

CARAT = "Sage/Clients/CARAT"
PIECE = f"{CARAT}/Documents ventes/202603/Facture_FA00042"


@pytest.fixture
def station(office: Office) -> Workstation:
    """A workstation with storage active, that knows the customer CARAT."""
    station = office(application="gestion-commerciale")
    with CompanyDatabase.open(station.company) as database:
        database.third_parties.add([ThirdParty("CARAT", "clients", "Carat", siren="312345678")])
    assert station.run_signing_in("activer", "--oui").code == 0
    return station


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return written(tmp_path / "plan.txt", b"a plan")


def written(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def test_a_file_joined_to_a_third_party_is_in_its_folder_once(
    station: Workstation, plan: Path, microsoft365: LocalMicrosoft365
) -> None:
    first = station.run("joindre", str(plan), "--tiers", "carat", "--json")
    assert (first.code, first.json) == (
        0,
        {
            "fichier": str(plan),
            "statut": "classe",
            "chemin": f"{CARAT}/Documents attachés/plan.txt",
            "raison": None,
            "lu": None,
            "role": "piece_jointe",
        },
    )
    again = station.run("joindre", str(plan), "--tiers", "CARAT", "--json")
    assert (again.code, again.json["statut"]) == (0, "deja_classe")
    [(path, item)] = microsoft365.world.files().items()
    assert path.endswith(f"{CARAT}/Documents attachés/plan.txt")
    assert microsoft365.world.content(item) == b"a plan"
    [found] = station.run("documents", "plan", "--json").objects
    assert found["sha256"] == hashlib.sha256(b"a plan").hexdigest()
    assert found["tiers"] == "CARAT"


def test_other_bytes_of_that_name_stand_beside_the_first(
    station: Workstation, plan: Path, tmp_path: Path
) -> None:
    other = written(tmp_path / "autre" / "plan.txt", b"another plan")
    told = station.run("joindre", str(plan), str(other), "--tiers", "CARAT", "--json").objects
    assert [each["chemin"] for each in told] == [
        f"{CARAT}/Documents attachés/plan.txt",
        f"{CARAT}/Documents attachés/plan (2).txt",
    ]


def test_files_of_a_piece_go_beside_its_print(
    station: Workstation, plan: Path, tmp_path: Path
) -> None:
    us, carat = Someone("BIJOU SA", "732829320"), Someone("Carat", "312345678")
    invoice = written(tmp_path / "facture.pdf", Invoice(seller=us, buyer=carat).pdf())
    assert station.run("deposer", str(invoice), "--json").json["chemin"].startswith(PIECE)
    # The register knows the piece's type and date.
    attached = station.run("joindre", str(plan), "--tiers", "CARAT", "--piece", "FA00042", "--json")
    assert attached.json["chemin"] == f"{PIECE}/Documents attachés/plan.txt"
    to_send = station.run(
        "joindre", str(invoice), "--tiers", "CARAT", "--piece", "FA00042", "--a-transmettre",
        "--json",
    )  # fmt: skip
    assert to_send.json["chemin"] == f"{PIECE}/A transmettre/facture.pdf"
    assert to_send.json["statut"] == "classe"


def test_a_piece_nobody_printed_is_named_by_its_facts(station: Workstation, plan: Path) -> None:
    piece = ("--tiers", "CARAT", "--piece", "DE00007")
    told = station.run("joindre", str(plan), *piece)
    assert told.code == 1
    assert "le type de pièce et la date" in told.err
    told = station.run(
        "joindre", str(plan), *piece, "--type", "devis", "--date", "2026-04-02", "--json"
    )
    place = f"{CARAT}/Documents ventes/202604/Devis_DE00007/Documents attachés/plan.txt"
    assert told.json["chemin"] == place


def test_an_article_and_an_archive_have_their_folders(
    station: Workstation, plan: Path, tmp_path: Path
) -> None:
    told = station.run("joindre", str(plan), "--article", "bijoux/BAGUE01", "--json")
    assert told.json["chemin"] == "Sage/Articles/BIJOUX/BAGUE01/Documents attachés/plan.txt"
    archive = tmp_path / "exercice.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("journal.txt", "x")
    told = station.run("archiver", str(archive), "--annee", "2025", "--json")
    assert told.code == 0, told.err
    assert told.json["chemin"] == "Sage/Archivage/Gestion commerciale/2025/exercice.zip"


def test_what_is_no_whole_zip_is_not_archived(
    station: Workstation, plan: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "exercice.zip"
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr("journal.txt", "x" * 5000)
    cut = written(tmp_path / "coupe.zip", whole.read_bytes()[:-30])
    disguised = written(tmp_path / "note.zip", b"a note")
    for file in (plan, cut, disguised):
        told = station.run("archiver", str(file), "--annee", "2025", "--json")
        assert (told.code, told.json["statut"]) == (1, "refuse")
        assert "archive zip" in told.json["raison"]


def test_one_refused_file_does_not_stop_the_others(
    station: Workstation, plan: Path, tmp_path: Path
) -> None:
    empty = written(tmp_path / "vide.txt", b"")
    folder = tmp_path / "dossier"
    folder.mkdir()
    told = station.run(
        "joindre", str(tmp_path / "absent.txt"), str(empty), str(folder), str(plan),
        "--tiers", "CARAT", "--json",
    )  # fmt: skip
    assert told.code == 1
    assert [each["statut"] for each in told.objects] == ["refuse", "refuse", "refuse", "classe"]
    assert "dossier, pas un fichier" in told.objects[2]["raison"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--tiers CODE"),
        (("--tiers", "CARAT", "--article", "A/B"), "pas les deux"),
        (("--article", "BAGUE01"), "barre oblique"),
        (("--tiers", "CARAT", "--a-transmettre"), "--piece NUMERO"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    office: Office, plan: Path, arguments: tuple[str, ...], said: str
) -> None:
    told = office().run("joindre", str(plan), *arguments)
    assert told.code == 2
    assert said in told.err.replace("\u00a0", " ").replace("\u202f", " ")
