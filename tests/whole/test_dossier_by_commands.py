"""`dossier`: made beside a company, opened and verified by somebody who has nothing of ours."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import quote

import measured
import pytest
import requests
from bijou import (
    CARAT,
    DONE,
    TROUBLE,
    US,
    USAGE,
    invoice,
    place_of,
    switched_on,
    with_customers,
    written,
)

from invoice_making import Invoice
from local_microsoft365.server import LocalMicrosoft365
from microsoft365_tricks import token_for
from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import NewDocument
from stockage_partage.company.instants import utc_now
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.documents.tree.path_parser import read_back
from stockage_partage.messages.proof import CHECKER
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def station(office: Office, tmp_path: Path) -> Workstation:
    """Two invoices are online."""
    station = switched_on(with_customers(office()))
    files = [
        written(tmp_path, f"{number}.pdf", invoice(number)) for number in ("FA00042", "FA00043")
    ]
    assert station.run("deposer", *map(str, files)).code == DONE
    return station


def printed_lines() -> str:
    """The block of the users' guide that tells whoever receives a dossier how to verify it."""
    text = (DOCS / "guide-utilisateur.md").read_text("utf-8")
    [block] = re.findall(r"```sh\n(unzip .*?)```", text, re.S)
    return str(block)


@pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "unzip", "openssl", "sha256sum"))),
    reason="the programs that the guide names are not all here",
)
def test_it_is_opened_and_verified_as_the_guide_tells_without_the_program(
    station: Workstation, tmp_path: Path
) -> None:
    target = tmp_path / "Litige-CARAT"
    done = station.run("dossier", str(target), "--tiers", "carat", "--zip", "--json")
    assert done.code == DONE, done.err
    assert (done.json["total"], done.json["prouves"], done.json["complet"]) == (2, 2, True)
    assert done.json["dossier"] == f"{target}.zip"
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    shutil.copy(f"{target}.zip", elsewhere)
    # Python alone, and none of what is installed beside the program.
    python = elsewhere / "python3"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I "$@"\n')
    python.chmod(0o755)
    opened = subprocess.run(
        ["bash", "-e", "-c", printed_lines()],
        cwd=elsewhere,
        env={"PATH": f"{elsewhere}:/usr/bin:/bin", "HOME": str(elsewhere), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert opened.returncode == 0, opened.stdout + opened.stderr
    assert "Le dossier est intact." in opened.stdout
    assert done.json["tete"].partition(":")[2] in opened.stdout
    file = elsewhere / "Litige-CARAT" / "Documents" / place_of("FA00042")
    assert file.read_bytes() == invoice("FA00042")
    file.write_bytes(b"%PDF-1 altered")
    altered = subprocess.run(
        ["sha256sum", "--check", "--quiet", "empreintes.sha256"],
        cwd=elsewhere / "Litige-CARAT",
        capture_output=True,
        text=True,
        check=False,
    )
    assert altered.returncode != 0


def test_the_guide_prints_the_lines_that_lie_in_every_dossier() -> None:
    guide = (DOCS / "guide-administrateur.md").read_text("utf-8")
    assert f"```python\n{CHECKER}```" in guide


def test_the_program_checks_its_proof_too(station: Workstation, tmp_path: Path) -> None:
    folder = tmp_path / "Litige"
    assert station.run("dossier", str(folder), "--texte", "FA00042").code == DONE
    checked = station.run("preuve", "verifier", str(folder / "preuve.jsonl"), "--json")
    assert (checked.code, checked.json["intacte"]) == (DONE, True)
    by_journal = station.run("verifier", "--dossier", str(folder / "Documents"), "--json")
    assert (by_journal.code, by_journal.json["fichiers_verifies"]) == (DONE, 1)


def test_what_could_not_be_fetched_is_in_the_exit_code_and_comes_later(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    microsoft365.world.archive(place_of("FA00043"))
    folder = tmp_path / "Litige"
    done = station.run("dossier", str(folder), "--json")
    assert (done.code, done.json["non_recuperes"]) == (TROUBLE, 1)
    [problem] = done.json["problemes"]
    assert "FA00043" in problem["chemin"]
    assert "archivé" in problem["raison"]
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {line["N° pièce"]: line["État"] for line in csv.DictReader(file, delimiter=";")}
    assert told["FA00043"] == "Non récupéré"
    microsoft365.world.archive(place_of("FA00043"), "")
    again = station.run("dossier", str(folder), "--json")
    assert (again.code, again.json["recuperes"], again.json["deja_presents"]) == (DONE, 1, 1)


def test_of_nothing_and_over_something_nothing_is_made(
    station: Workstation, tmp_path: Path
) -> None:
    nothing = station.run("dossier", str(tmp_path / "vide"), "--document", "4711")
    assert (nothing.code, (tmp_path / "vide").exists()) == (TROUBLE, False)
    assert "Aucun document ne correspond" in nothing.err
    mine = written(tmp_path / "plein", "notes.txt", b"mine")
    over = station.run("dossier", str(mine.parent))
    assert (over.code, mine.read_bytes()) == (TROUBLE, b"mine")
    assert "autre chose" in over.err
    assert station.run("dossier", str(tmp_path / "d"), "--depuis", "demain").code == USAGE


MANY, FEW, ONLINE = 10_000, 500, 2_000
#: What ten thousand documents may take over five hundred: the list of a zip, the numbers of documents. Bytes.
MORE = 48 * 1024 * 1024


@pytest.mark.proof
@pytest.mark.timeout(1200)
@pytest.mark.skipif(not measured.STATUS.exists(), reason="the peak is read from Linux's /proc")
def test_ten_thousand_documents_take_the_memory_of_a_few(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    fill(station, microsoft365, FEW)
    few = dossier_peak(station, tmp_path, "peu")
    fill(station, microsoft365, MANY)
    many = dossier_peak(station, tmp_path, "beaucoup")
    assert many - few < MORE
    verified = subprocess.run(
        [sys.executable, "-I", "-c", _UNPACK, str(tmp_path / "beaucoup.zip"), str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout[-2000:] + verified.stderr[-2000:]


_UNPACK = """
import pathlib, subprocess, sys, zipfile
zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])
folder = pathlib.Path(sys.argv[2], "beaucoup")
sys.exit(subprocess.run([sys.executable, "-I", "verifier.py"], cwd=folder).returncode)
"""


def dossier_peak(station: Workstation, folder: Path, name: str) -> int:
    """The bytes of memory that making a zip of all documents held at most."""
    peak = folder / "peak"
    station.program, station.forked = (measured.__file__,), False
    station.extra["MEASURED_PEAK"] = str(peak)
    done = station.run("dossier", str(folder / name), "--zip", "--json", timeout=1000)
    assert done.code == DONE, done.err
    assert done.json["complet"]
    return int(peak.read_text()) * 1024


def fill(station: Workstation, microsoft365: LocalMicrosoft365, count: int) -> None:
    """So many documents in the register, the first of them online: invoices in XML, each with a view."""
    token, told = token_for(microsoft365, "administrateur"), microsoft365.description()
    with CompanyDatabase.open(station.company) as company, requests.Session() as session:
        drive = company.activation.get().drive_id
        session.trust_env, session.verify = False, told["ca_file"]
        session.headers["Authorization"] = f"Bearer {token}"
        counts = company.register.counters()
        begun = counts.filed + counts.not_online
        for number in range(begun, count):
            name = f"FB{number:05}"
            path = place_of(name).replace(".pdf", ".xml")
            content = Invoice(seller=US, buyer=CARAT, number=name).ubl()
            facts = read_back(path)
            document = NewDocument(
                facts.key, f"{name}.xml", len(content), hashlib.sha256(content).hexdigest(), facts.type,
                name, date(2026, 3, 15), "clients", "CARAT", "application/xml",
            )  # fmt: skip
            kept = company.outbox.add(document, io.BytesIO(content), partial(_at, path))
            if number >= ONLINE:
                continue  # its bytes come from the database
            assert claim(company, "filler", timedelta(minutes=5), utc_now()) is not None
            address = f"{told['graph_url']}/drives/{drive}/root:/{quote(path)}:/content"
            item = session.put(address, data=content, timeout=20).json()
            done = FiledResult(item["id"], item["webUrl"], item["size"])
            assert mark_filed(company, kept.document_id, "filler", done)


def _at(path: str, _version: int) -> str:
    return path
