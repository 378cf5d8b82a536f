"""`deposer` and `envoyer` when something is wrong: nothing lost, nothing twice, the reason said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from invoice_making import Invoice, Someone
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from waiting import wait_until
from workstation import Office, Workstation, kill

pytestmark = pytest.mark.whole

US = Someone("BIJOU SA", "732829320")
CARAT = Someone("Carat Joaillerie", "552100554")
FOLDER = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/"
PLACE = FOLDER + "Facture_FA00042.pdf"
READ = {
    "type": "facture",
    "numero": "FA00042",
    "date": "2026-03-15",
    "vendeur": "BIJOU SA",
    "acheteur": "Carat Joaillerie",
}
KEYS = {"fichier", "statut", "chemin", "raison", "lu", "role"}


@pytest.fixture
def station(office: Office) -> Workstation:
    """A workstation that knows the customer CARAT; storage off."""
    station = office()
    with CompanyDatabase.open(station.company) as database:
        database.third_parties.add(
            [ThirdParty("CARAT", "clients", "Carat Joaillerie", siren="552100554")]
        )
    return station


@pytest.fixture
def active(station: Workstation) -> Workstation:
    """The same with storage on and the administrator signed in."""
    done = station.run_signing_in("activer", "--oui")
    assert done.code == 0, done.err
    return station


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    file = tmp_path / "facture.pdf"
    file.write_bytes(Invoice(seller=US, buyer=CARAT).pdf())
    return file


def online(microsoft365: LocalMicrosoft365) -> dict[str, bytes]:
    """Every file online, by its path."""
    world = microsoft365.world
    return {path: world.content(item) for path, item in world.files().items()}


def test_other_bytes_get_the_next_version_and_bad_files_stop_nobody(
    active: Workstation, invoice: Path, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    empty, missing = tmp_path / "vide.pdf", tmp_path / "absent.pdf"
    empty.touch()
    assert active.run("deposer", str(invoice)).code == 0
    first = invoice.read_bytes()
    invoice.write_bytes(Invoice(seller=US, buyer=CARAT, profile="basicwl").pdf())

    files = (missing, empty, tmp_path, invoice)
    done = active.run("deposer", *map(str, files), "--json")

    assert done.code == 1
    assert "Traceback" not in done.err
    told = done.objects
    assert [each["statut"] for each in told] == ["refuse", "refuse", "refuse", "classe"]
    assert all(set(each) == KEYS for each in told)
    assert all(each["raison"] for each in told[:3])
    assert [each["lu"] for each in told] == [None, None, None, READ]
    assert [line.split("\xa0: ")[0] for line in done.err.splitlines()] == [
        f"«\xa0{file.name}\xa0»" for file in files[:3]
    ]
    second = FOLDER + "Facture_FA00042_v02.pdf"
    assert told[3]["chemin"] == second
    assert online(microsoft365) == {PLACE: first, second: invoice.read_bytes()}


def test_an_application_without_the_option_files_nothing(
    active: Workstation, office: Office, invoice: Path, microsoft365: LocalMicrosoft365
) -> None:
    limited = office("poste-2", application="paie")
    done = limited.run("deposer", str(invoice), str(invoice.with_name("absent.pdf")), "--json")
    assert done.code == 4
    assert "option" in done.err
    assert done.err.count("\n") == 1
    refused, missing = done.objects
    assert refused == {
        "fichier": str(invoice),
        "statut": "refuse",
        "chemin": None,
        "raison": done.err.strip(),
        "lu": READ,
        "role": None,
    }
    assert (missing["statut"], missing["lu"]) == ("refuse", None)
    assert online(microsoft365) == {}


def test_a_passing_trouble_keeps_the_document_and_its_reason(
    active: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    expected = {}
    troubles: list[tuple[dict[str, Any], str]] = [
        ({"do": "cut"}, "ne répond pas"),
        ({"do": "503"}, "indisponible"),
        ({"do": "429", "retry_after": 6}, "ralentir"),
        ({"do": "429"}, "ralentir"),  # not even asked: the pause is everybody's
    ]
    for number, (fault, says) in enumerate(troubles):
        file = tmp_path / f"{number}.xml"
        file.write_bytes(Invoice(number=f"FA{number}", seller=US, buyer=CARAT).xml())
        expected[f"Facture_FA{number}.xml"] = file.read_bytes()
        microsoft365.faults.install([{"kind": "upload"} | fault])
        done = active.run("deposer", str(file), "--json")
        assert (done.code, done.err) == (0, "")
        assert done.json["statut"] == "en_attente"
        assert done.json["chemin"].endswith(f"Facture_FA{number}.xml")
        assert says in done.json["raison"]
        assert done.json["lu"] == READ | {"numero": f"FA{number}"}
        file.unlink()  # what was kept does not depend on the file
    assert microsoft365.faults.lines[0].seen == 0
    microsoft365.faults.clear()
    wait_until(lambda: sent(active), "the documents leave", timeout_s=40)
    assert {
        path.rpartition("/")[2]: data for path, data in online(microsoft365).items()
    } == expected
    assert {microsoft365.world.writes(path) for path in online(microsoft365)} == {1}


def test_only_where_documents_wait_are_they_said_to_be_kept(
    active: Workstation, microsoft365: LocalMicrosoft365, invoice: Path
) -> None:
    microsoft365.faults.install([{"kind": "upload", "do": "cut"}, {"kind": "delta", "do": "cut"}])
    filed = active.run("deposer", str(invoice), "--json")
    assert filed.json["raison"].endswith(" Les documents sont conservés et partiront ensuite.")
    followed = active.run("synchroniser")
    assert (followed.code, "ne répond pas" in followed.err) == (1, True)
    assert "conservés" not in followed.err
    assert "modifié" not in followed.err


def sent(station: Workstation) -> bool:
    return bool(station.run("envoyer", "--json").json["en_attente"] == 0)


def test_killed_before_its_request_a_document_leaves_next_time(
    station: Workstation, invoice: Path, microsoft365: LocalMicrosoft365
) -> None:
    # The library is not ready: what is filed meanwhile is kept and says why.
    microsoft365.faults.install([{"kind": "drive.get", "do": "404"}])
    assert station.run_signing_in("activer", "--oui").code == 0
    waiting = station.run("deposer", str(invoice), "--json")
    assert (waiting.code, waiting.json["statut"]) == (0, "en_attente")
    assert "prépare" in waiting.json["raison"]
    # Killed after the document was kept, before anything is sent.
    microsoft365.faults.install([{"kind": "drive.get", "do": "hang", "seconds": 60}])
    other = invoice.with_name("autre.pdf")
    other.write_bytes(b"%PDF-1.4 another one")
    killed_at(station, microsoft365, other, *given("FA00043"))
    done = station.run("envoyer", "--json")
    assert (done.code, done.json["en_attente"]) == (0, 0), done.err
    assert online(microsoft365) == {
        PLACE: invoice.read_bytes(),
        PLACE.replace("FA00042", "FA00043"): other.read_bytes(),
    }


def given(number: str) -> tuple[str, ...]:
    day = date(2026, 3, 17).isoformat()
    return ("--tiers", "CARAT", "--type", "facture", "--piece", number, "--date", day)


def killed_at(
    station: Workstation, microsoft365: LocalMicrosoft365, file: Path, *options: str
) -> None:
    """Kills `deposer` while the request of the first fault waits for its answer."""
    process = station.start("deposer", str(file), *options)
    wait_until(lambda: microsoft365.faults.lines[0].seen > 0, "the request")
    kill(process)
    microsoft365.faults.clear()


@pytest.mark.parametrize("do", ["hang", "hang-after"])
def test_killed_during_its_request_a_document_is_filed_exactly_once(
    active: Workstation, invoice: Path, microsoft365: LocalMicrosoft365, do: str
) -> None:
    microsoft365.faults.install([{"kind": "upload", "do": do, "seconds": 60}])
    process = active.start("deposer", str(invoice))
    wait_until(lambda: microsoft365.faults.lines[0].seen > 0, "the request")
    if do == "hang-after":
        wait_until(lambda: PLACE in microsoft365.world.files(), "the effect")
    kill(process)
    microsoft365.faults.clear()
    done = active.run("envoyer", "--json")
    assert (done.code, done.json["envoyes"], done.json["en_attente"]) == (0, 1, 0), done.err
    assert online(microsoft365) == {PLACE: invoice.read_bytes()}
    assert microsoft365.world.writes(PLACE) == 1
    assert active.run("deconnecter").code == 0
    again = active.run("deposer", str(invoice), "--json")
    assert (again.code, again.json["statut"]) == (0, "deja_classe")  # nothing waits for anybody


def test_an_answer_nobody_thought_of_is_said_in_words_and_kept_with_its_trace(
    active: Workstation, invoice: Path, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("418", "upload", at=1)
    done = active.run("deposer", str(invoice), "--json")
    assert done.code == 1
    assert "imprévue" in done.err
    assert not any(jargon in done.err + done.out for jargon in ("418", "Traceback", "Unexpected"))
    journal = active.folder / "donnees" / "journal-technique.txt"
    assert "UnexpectedAnswer" in journal.read_text("utf-8")
    (told,) = done.objects
    assert set(told) == KEYS
    assert (told["statut"], told["chemin"]) == ("en_attente", PLACE)


def test_rights_lost_before_the_library_was_ever_seen_are_not_called_preparation(
    station: Workstation, invoice: Path, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("404", "drive.get")
    assert station.run_signing_in("activer", "--oui").code == 0
    microsoft365.faults.clear()
    microsoft365.faults.add("403", "drive.get")
    done = station.run("deposer", str(invoice), "--json")
    assert done.code == 4
    (told,) = done.objects
    assert told["statut"] == "en_attente"
    assert "accès" in told["raison"]
