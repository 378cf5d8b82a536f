"""The grammar of the command line: help pages and refused calls, in French.

The root command is called in this process: starting one for each page would cost a second.
"""

from __future__ import annotations

import logging
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click
import pytest

from stockage_partage import __version__
from stockage_partage.cli.activation import open_page
from stockage_partage.cli.demonstration import open_
from stockage_partage.cli.root import app, run
from stockage_partage.messages.command_helps import HELPS
from stockage_partage.window_address import PageWord


def paths(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    """What is typed for each page of help, the program's own first."""
    yield before
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None, name
        if isinstance(found, click.Group):
            yield from paths(found, *before, name)
        else:
            assert found.name == name
            yield (*before, name)


COMMANDS = list(paths(app))
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


def test_every_help_is_of_a_command() -> None:
    assert list(HELPS) == [" ".join(names) for names in COMMANDS]


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


def in_a_new_interpreter(*arguments: str) -> set[str]:
    """Our modules that a call needs."""
    program = (
        "import sys; from stockage_partage.cli.root import run; run(sys.argv[1:]);"
        "print(*(each for each in sys.modules if each.startswith('stockage_partage')), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_the_page_of_help_imports_no_command() -> None:
    needed = in_a_new_interpreter("--help")
    commands = {each for each in needed if each.startswith("stockage_partage.cli.")}
    assert commands <= {
        f"stockage_partage.cli.{name}"
        for name in ("root", "grammar", "exits", "window", "error_log")
    }
    assert not needed & {
        f"stockage_partage.{name}"
        for name in ("session", "settings", "company", "graph", "activation")
    }


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_the_way_to_the_window_needs_no_command_library() -> None:
    program = (
        "import sys; from stockage_partage.cli.window import WindowRequest, open_window;"
        "print(open_window(WindowRequest()), 'click' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"LANG": "C.UTF-8"},  # no screen: it ends where Qt would begin
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "1 False\n"


def test_a_command_imports_no_other() -> None:
    needed = in_a_new_interpreter("emulateur", "--help")
    assert "stockage_partage.cli.demonstration" in needed
    assert not needed & {
        f"stockage_partage.cli.{name}"
        for name in ("documents", "activation", "companies", "printing")
    }


def test_a_reader_that_left_ends_the_command_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "stockage_partage", "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait() == 1
        assert process.stderr.read() == b""


def test_the_version_is_told_and_no_window_opens(command: Callable[..., Ended]) -> None:
    told = command("--version")
    assert (told.code, told.out, told.err) == (0, f"stockage-partage {__version__}\n", "")


@pytest.mark.parametrize(
    ("opened", "says"), [(False, "Aucun navigateur"), (True, "votre navigateur")]
)
def test_signing_in_with_the_browser_shows_the_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], opened: bool, says: str
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: opened)
    open_page("https://login.example/authorize")
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert told.err.splitlines()[1] == "https://login.example/authorize"


def test_a_page_of_the_window_is_named_in_french_words() -> None:
    [page] = [each for each in open_.params if each.name == "page"]
    context = click.Context(open_)
    words = [word.value for word in PageWord]
    assert [page.type_cast_value(context, word) for word in words] == words
    assert page.type_cast_value(context, "tiers") == "tiers"
