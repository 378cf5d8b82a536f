"""`lire`: an invoice read on the command line, for people and for machines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

import previews
from invoice_making import Invoice
from json_schemas import answers
from stockage_partage.cli.root import run

COMPLETE = Path(previews.__file__).with_name("ubl_invoice.xml")


def test_an_invoice_is_told_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lire", str(COMPLETE)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Facture électronique FA-2026-00187\n")
    assert "Montant à payer\u00a0: 1\u202f000,00\u00a0€" in said


def test_machines_get_each_value_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lire", str(COMPLETE), "--json"]) == 0
    said = answers("lire", capsys.readouterr().out)[0]
    rows = [row for section in said["rubriques"] for block in section["blocs"] for row in block]
    assert {"code": "BT-115", "libelle": "Montant à payer", "valeur": "1000.00",
            "texte": "1\u202f000,00\u00a0€"} in rows  # fmt: skip
    assert (said["format"], said["a_verifier"], said["raison"]) == ("ubl", [], None)
    assert said["pieces_jointes"] == [{"nom": "lisible.txt", "type": "text/plain", "taille": 21}]


@pytest.mark.parametrize(("name", "content"), [("a.xml", b"<a/>"), ("a.txt", b"bonjour")])
def test_what_is_no_invoice_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert run(["lire", str(file), "--json"]) == 1
    said = answers("lire", capsys.readouterr().out)[0]
    assert said["rubriques"] == []
    assert "facture électronique" in said["raison"]


def test_the_files_inside_are_written_where_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lire", str(COMPLETE), "--joints", str(tmp_path / "joints")]) == 0
    assert (tmp_path / "joints" / "lisible.txt").read_bytes() == b"Facture FA-2026-00187"
    assert "lisible.txt" in capsys.readouterr().err


def test_the_view_never_takes_the_place_of_the_invoice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original = tmp_path / "facture.pdf"
    original.write_bytes(COMPLETE.read_bytes())  # whatever it holds, before any page is drawn
    again = tmp_path / "lien.pdf"
    again.symlink_to(original)

    for target in (original, again):
        assert run(["lire", str(original), "--pdf", str(target)]) == 2
        assert "la facture elle-même" in capsys.readouterr().err
    assert original.read_bytes() == COMPLETE.read_bytes()


@pytest.mark.whole
def test_the_view_is_written_without_any_window(tmp_path: Path) -> None:
    # A process of its own: Qt has one application a process.
    target = tmp_path / "vue.pdf"
    command = [
        sys.executable,
        "-m",
        "stockage_partage",
        "lire",
        str(COMPLETE),
        "--pdf",
        str(target),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert target.read_bytes().startswith(b"%PDF-")
    assert len(PdfReader(target).pages) == 3


def test_a_view_must_be_called_a_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(Invoice().ubl())
    assert run(["lire", str(file), "--pdf", str(tmp_path / "vue.txt")]) == 2
    assert ".pdf" in capsys.readouterr().err
