"""The grammar of the command line: help pages and refused calls, in French.

The root command is called in this process: starting one for each page would cost a second.
"""

from __future__ import annotations

import logging
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from stockage_partage.cli.root import run

COMMANDS = (
    (), ("tiers",), ("tiers", "lister"), ("tiers", "importer"), ("tiers", "ajouter"),
    ("tiers", "modifier"), ("tiers", "retirer"), ("classer",), ("societe",),
    ("societe", "creer"), ("societe", "afficher"), ("societe", "exercice"),
    ("licence",),
    ("licence", "installer"), ("licence", "afficher"), ("licence", "emettre"),
    ("licence", "creer-cle"), ("etat",), ("activer",), ("desactiver",), ("connecter",),
    ("deconnecter",), ("deposer",), ("envoyer",), ("documents",), ("ouvrir",), ("demo",),
    ("parcours",), ("emulateur",), ("diagnostic",),
)  # fmt: skip
ENGLISH = re.compile(
    r"Usage|Show|Options:|Commands:|Arguments:|required|default|\bTEXT\b|\bINTEGER\b|\bFLOAT\b"
    r"|\bPATH\b|\bCOMMAND\b|\bARGS\b|\bthis\b|\bwith\b|%Y|<|>|list\["
)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Ended]]:
    """Runs a command here. What it sets for its process is put back."""
    terminated, last_resort = signal.getsignal(signal.SIGTERM), logging.lastResort

    def ended(*arguments: str) -> Ended:
        code = run(arguments)
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    yield ended
    signal.signal(signal.SIGTERM, terminated)
    logging.lastResort = last_resort


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_every_help_page_is_in_french(
    command: Callable[..., Ended], names: tuple[str, ...]
) -> None:
    page = command(*names, "--help")
    assert (page.code, page.err) == (0, "")
    assert page.out.startswith("Utilisation")
    assert not ENGLISH.search(page.out), page.out


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["bidule"], "bidule"),
        (["societe", "bidule"], "bidule"),
        (["etat", "--bidule"], "--bidule"),
        (["etat", "en", "trop"], "attendu"),
        (["etat", "--societe"], "--societe"),
        (["etat", "--application", "sage"], "comptabilite"),
        (["ouvrir", "--application", "sage"], "comptabilite"),
        (["deposer"], "FICHIER"),
        (["deposer", "f.pdf", "--date", "17/03/2026"], "--date"),
        (["documents", "--limite", "0"], "--limite"),
        (["societe", "creer", "--societe", "x.db"], "--raison-sociale"),
        (["licence", "creer-cle"], "DOSSIER"),
        (["emulateur", "--port", "-1"], "--port"),
    ],
)
def test_a_call_that_does_not_fit_is_told_in_one_french_sentence(
    command: Callable[..., Ended], arguments: list[str], names: str
) -> None:
    done = command(*arguments)
    assert (done.code, done.out) == (2, "")
    assert names in done.err
    assert done.err.count("\n") == 1
    assert not re.search(r"No such|Error|Missing|Invalid|Usage", done.err)
