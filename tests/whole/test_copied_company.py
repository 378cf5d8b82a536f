"""A copy of the company's file, made for tests, does not file into production."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from workstation import Office, Workstation

pytestmark = pytest.mark.whole


@pytest.fixture
def copy(office: Office, tmp_path: Path) -> Workstation:
    """A workstation whose settings name a copy of a company on which storage is active."""
    station = office()
    assert station.run_signing_in("activer", "--oui").code == 0
    (tmp_path / "essais").mkdir()
    copied = shutil.copy(station.company, tmp_path / "essais" / "societe.db")
    return replace(station, company=str(copied))


def test_a_copy_asks_what_it_is_and_then_is_a_company_of_its_own(copy: Workstation) -> None:
    for command in (("etat", "--json"), ("envoyer",), ("documents",)):
        asked = copy.run(*command)
        assert (asked.code, asked.out) == (1, ""), command
        assert "elle a été déplacée, ou c’est une copie" in asked.err
        assert "societe emplacement --copie" in asked.err
    for undecided in ((), ("--copie", "--deplacee")):
        assert copy.run("societe", "emplacement", *undecided).code == 2
    answered = copy.run("societe", "emplacement", "--copie")
    assert (answered.code, answered.err) == (0, "")
    assert "désormais une société à part" in answered.out
    state = copy.run("etat", "--json").json
    assert (state["stockage"], state["groupe"]) == ("inactif", None)


def test_a_company_that_moved_keeps_its_group(copy: Workstation) -> None:
    answered = copy.run("societe", "emplacement", "--deplacee")
    assert (answered.code, answered.err) == (0, "")
    state = copy.run("etat", "--json").json
    assert state["stockage"] in ("initialisation", "actif")
    assert state["groupe"]["nom"] == "Sage – BIJOU SA"
