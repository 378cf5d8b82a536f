"""`dossier-assistance`: secrets, names and contents are planted everywhere, and none of them is in the file."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bijou import DONE, TROUBLE, invoice, switched_on, with_customers, written
from test_secrets_stay_secret import SECRETS

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage import __version__
from stockage_partage.company.database import CompanyDatabase
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

PARTS = {
    "lisez-moi.txt", "versions.json", "reglages.json", "diagnostic.json", "societe.json",
    "anomalies.json", "journal-technique.txt",
}  # fmt: skip
PASSWORD, PLANTED = "motdepasse-7Qx", "Contrat-Dupont"
#: As a careless library would have it: what the journal must never hold, and what we leave out if it does.
JOURNAL = f"""\
2026-03-31T10:15:00+02:00 ERROR stockage_partage.cli.root: a command failed
  Traceback (most recent call last):
    File "/home/marie/{PLANTED}/stockage_partage/cli/root.py", line 3, in _call
      sign_in("{PASSWORD}")
  ValueError: Bearer abcdefghijklmnopqrstuvwxyz0123 at postgresql://sage:{PASSWORD}@base.bijou.example/sage
  Le contenu de {PLANTED}: 12 000 EUR
2026-03-31T10:15:01+02:00 WARNING urllib3: PUT https://bijou.example/up?tempauth=eyJhbGciOiJIUzI1NiJ9.secret
2026-03-31T10:15:02+02:00 ERROR stockage_partage.x: an upload could not be remembered: /uploadSession?{PASSWORD}
{PLANTED} seul sur sa ligne
"""


def parts(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def without_secrets(file: Path, station: Workstation, *more: str) -> dict[str, Any]:
    """The parts, none of which holds what was planted; JSON is read."""
    told = parts(file)
    assert set(told) == PARTS
    whole = "\n".join(text for name, text in told.items() if name != "lisez-moi.txt")
    account = station.person()
    hidden = (
        PASSWORD, PLANTED, "Dupont", "BIJOU", "CARAT", "Carat", "FA1", "Facture", account.username,
        account.password, "bijou.example", "marie", str(station.folder), station.company, *more,
    )  # fmt: skip
    assert [each for each in hidden if each in whole] == []
    for name, pattern in SECRETS.items():
        assert re.search(pattern, whole.encode()) is None, name
    return {
        name: json.loads(text) if name.endswith(".json") else text for name, text in told.items()
    }


@pytest.fixture
def station(office: Office, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Workstation:
    """One document filed and one that is blocked, with telling names; a journal that tells too much."""
    station = switched_on(with_customers(office()))
    folder = tmp_path / f"{PLANTED} 2026"
    kept = written(folder, f"{PLANTED}.pdf", invoice("FA1"))
    assert station.run("deposer", str(kept)).code == DONE
    microsoft365.faults.install([{"kind": "upload", "do": "403"}])
    attached = written(folder, f"{PLANTED} joint.pdf", b"%PDF-1.4 " + PLANTED.encode())
    station.run("joindre", str(attached), "--tiers", "CARAT")
    microsoft365.faults.clear()
    (station.folder / "donnees" / "journal-technique.txt").write_text(JOURNAL, encoding="utf-8")
    return station


def test_what_helps_is_in_it_and_nothing_that_is_anybodys(
    station: Workstation, tmp_path: Path
) -> None:
    with CompanyDatabase.open(station.company) as database, database._transactions.changing() as c:
        c.connection.exec_driver_sql("UPDATE sp_meta SET filed = 7")
    before = Path(station.company).read_bytes()
    file = tmp_path / "assistance.zip"
    done = station.run("dossier-assistance", str(file))
    assert (done.code, done.err) == (DONE, "")
    assert str(file) in done.out
    told = without_secrets(file, station)
    assert file.stat().st_mode & 0o077 == 0
    assert Path(station.company).read_bytes() == before
    assert told["versions.json"]["programme"] == __version__
    assert told["versions.json"]["bibliotheques"]["SQLAlchemy"]
    assert told["reglages.json"]["societe"] == "fichier"
    assert told["reglages.json"]["connexion"] == "localhost"
    assert {each["controle"]: each["ok"] for each in told["diagnostic.json"]}["database"] is True
    assert told["societe.json"]["stockage"] == "active"
    assert told["societe.json"]["tiers"] == 3
    assert told["anomalies.json"]["compteurs_faux"] == 1
    assert told["journal-technique.txt"] == (
        "2026-03-31T10:15:00+02:00 ERROR stockage_partage.cli.root: a command failed\n"
        "  Traceback (most recent call last):\n"
        "    stockage_partage/cli/root.py:3 _call\n"
        "  ValueError\n"
        "2026-03-31T10:15:01+02:00 WARNING urllib3: …\n"
        "2026-03-31T10:15:02+02:00 ERROR stockage_partage.x: an upload could not be remembered: …\n"
    )


def test_a_file_that_is_there_is_never_written_over(station: Workstation, tmp_path: Path) -> None:
    file = written(tmp_path, "assistance.zip", b"mine")
    done = station.run("dossier-assistance", str(file))
    assert (done.code, file.read_bytes()) == (TROUBLE, b"mine")


def test_a_database_that_does_not_answer_is_told_by_its_kind(
    station: Workstation, tmp_path: Path
) -> None:
    station.company = f"postgresql://sage:{PASSWORD}@localhost:9/{PLANTED}"
    file = tmp_path / "assistance.zip"
    assert station.run("dossier-assistance", str(file)).code == DONE
    told = without_secrets(file, station, "sage:")
    assert told["reglages.json"]["societe"] == "postgresql"
    assert told["societe.json"]["trouble"] in (
        "DatabaseUnreachable",
        "DatabaseRefused",
        "DatabaseMissing",
    )


def test_settings_that_cannot_be_read_are_told_by_their_kind(
    station: Workstation, tmp_path: Path
) -> None:
    station.extra["STOCKAGE_PARTAGE_AUTHORITY"] = f"http://{PASSWORD}@{PLANTED}"
    file = tmp_path / "assistance.zip"
    assert station.run("dossier-assistance", str(file)).code == DONE
    told = without_secrets(file, station)
    assert told["reglages.json"] == {"trouble": "SettingsRefused"}
    assert told["societe.json"] == {"trouble": "SettingsRefused"}
