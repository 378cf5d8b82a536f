"""`preuve`: made beside a company, checked by anybody, with this program or with what the guide tells."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bijou import DONE, TROUBLE, invoice, switched_on, with_customers, written

from stockage_partage.company.database import CompanyDatabase
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide-administrateur.md"


@pytest.fixture
def station(office: Office, tmp_path: Path) -> Workstation:
    """One invoice is online, and another document after it."""
    station = switched_on(with_customers(office()))
    for number in ("FA00042", "FA00043"):
        file = written(tmp_path, f"{number}.pdf", invoice(number))
        assert station.run("deposer", str(file)).code == DONE
    return station


@pytest.fixture
def proof(station: Workstation, tmp_path: Path) -> Path:
    """The proof of the first one."""
    target = tmp_path / "preuve.json"
    done = station.run("preuve", "etablir", "FA00042", "--vers", str(target))
    assert done.code == DONE, done.err
    with CompanyDatabase.open(station.company) as database:
        assert database.journal.head().hash in done.out
    return target


def check(proof: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """On a computer that has no company and no settings."""
    command = [sys.executable, "-m", "stockage_partage", "preuve", "verifier", str(proof), *more]
    alone = {"HOME": str(proof.parent / "ailleurs"), "PATH": "/usr/bin"}
    return subprocess.run(command, env=alone, capture_output=True, text=True, check=False)


def test_it_is_checked_without_the_company(proof: Path, tmp_path: Path) -> None:
    done = check(proof, "--document", str(tmp_path / "FA00042.pdf"))
    assert done.returncode == DONE, done.stderr
    assert "bien celui qui a été conservé" in done.stderr
    assert "FA00042" in done.stdout
    assert "FA00043" not in proof.read_text("utf-8")


def test_another_document_and_a_changed_proof_are_refused(proof: Path, tmp_path: Path) -> None:
    other = check(proof, "--document", str(tmp_path / "FA00043.pdf"), "--json")
    assert (other.returncode, json.loads(other.stdout)["defaut"]) == (TROUBLE, "autres_octets")
    told = json.loads(proof.read_text("utf-8"))
    told["entrees"][0]["account"] = "quelqu.un@bijou.fr"
    proof.write_text(json.dumps(told), encoding="utf-8")
    changed = check(proof, "--json")
    assert (changed.returncode, json.loads(changed.stdout)["defaut"]) == (
        TROUBLE,
        "entree_modifiee",
    )
    proof.write_bytes(b"%PDF-1.7")
    nothing = check(proof)
    assert (nothing.returncode, "n’est pas une preuve" in nothing.stderr) == (TROUBLE, True)


def test_it_takes_the_place_of_nothing(station: Workstation, proof: Path) -> None:
    before = proof.read_bytes()
    again = station.run("preuve", "etablir", "FA00043", "--vers", str(proof))
    assert (again.code, proof.read_bytes()) != (DONE, before)
    assert proof.read_bytes() == before


def test_what_the_guide_tells_checks_it_too(proof: Path, tmp_path: Path) -> None:
    told = re.search(r"```python\n(# Vérifier une preuve.*?)```", GUIDE.read_text("utf-8"), re.S)
    assert told is not None
    script = tmp_path / "verifier.py"
    script.write_text(told[1], encoding="utf-8")
    for name, said in (("FA00042.pdf", "intacte"), ("FA00043.pdf", "AUTRE")):
        done = subprocess.run(
            [sys.executable, "-I", str(script), str(proof), str(tmp_path / name)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert said in done.stdout


def test_a_folder_brought_back_proves_itself(station: Workstation, tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    done = station.run("rapatrier", str(folder), "--texte", "FA00042", "--preuve", "--json")
    assert done.code == DONE, done.err
    assert done.json["prouves"] == 1
    proof = Path(done.json["preuve"])
    assert (proof.parent, b"FA00043" in proof.read_bytes()) == (folder, False)
    whole = check(proof, "--json")
    assert (whole.returncode, json.loads(whole.stdout)["nombre"]) == (DONE, 0), whole.stderr

    [document] = folder.rglob("*.pdf")
    document.write_bytes(document.read_bytes() + b" ")
    changed = check(proof)
    assert changed.returncode == TROUBLE
    assert document.name in changed.stdout
    assert "n’est plus celui" in changed.stdout
