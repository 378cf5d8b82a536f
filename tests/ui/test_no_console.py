"""Started without a console (a shortcut, `pythonw`): what is wrong is shown, and nothing else breaks."""

from __future__ import annotations

import ctypes
import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QMessageBox

from in_this_process import run_program
from stockage_partage import app
from stockage_partage.cli import error_log, options
from stockage_partage.cli.exits import say
from stockage_partage.messages.names import PRODUCT
from stockage_partage.settings import ERROR_LOG


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What message boxes said; each is closed at once."""
    said: list[str] = []

    def exec_(box: QMessageBox) -> int:
        said.append(f"{box.windowTitle()}|{box.text()}|{box.informativeText()}")
        return 0

    monkeypatch.setattr(QMessageBox, "exec", exec_)
    return said


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("STOCKAGE_PARTAGE_DONNEES", str(tmp_path))
    before = logging.lastResort
    yield tmp_path / ERROR_LOG
    logging.lastResort = before


def without_a_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    # Those of the test bench, which come with each test: a program that nobody looks at has none.
    monkeypatch.setattr(logging.getLogger(), "handlers", [])


@pytest.mark.usefixtures("journal")
def test_settings_that_cannot_be_used_are_shown_in_a_message_box(
    shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_a_console(monkeypatch)
    monkeypatch.setenv("STOCKAGE_PARTAGE_CA_FILE", "/nowhere.pem")
    assert run_program() == 1
    [said] = shown
    assert said.startswith(f"{PRODUCT}|")
    assert "le certificat de l’entreprise" in said
    assert "CA_FILE" not in said


def test_a_mistake_of_ours_before_the_window_is_shown_and_kept_with_its_trace(
    shown: list[str], journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("of ours")

    without_a_console(monkeypatch)
    monkeypatch.setattr(app, "run_window", broken)
    assert run_program("ouvrir") == 1
    assert len(shown) == 1
    assert "ZeroDivisionError: of ours" in journal.read_text("utf-8")


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("arguments", [["etat"], ["envoyer", "--continu"], ["etat", "--nimporte"]])
def test_a_command_that_fails_says_so_in_the_journal(
    journal: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    without_a_console(monkeypatch)
    error_log.install()
    assert run_program(*arguments) in (1, 2)
    assert journal.read_text("utf-8").count("\n") == 1


@pytest.mark.usefixtures("journal")
def test_help_and_results_go_nowhere_and_break_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_a_console(monkeypatch)
    assert run_program("--help") == 0
    options.print_json({"a": 1})
    options.print_lines("a")


def test_where_the_error_output_is_read_no_box_is_shown(
    shown: list[str], journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOCKAGE_PARTAGE_CA_FILE", "/nowhere.pem")
    said = Terminal()
    monkeypatch.setattr(sys, "stderr", said)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    assert run_program() == 1
    assert (shown, "CA_FILE" in said.getvalue()) == ([], True)


class Terminal(io.StringIO):
    """An error output that a person reads."""

    def isatty(self) -> bool:
        return True


def test_from_a_desktop_the_box_is_shown_though_there_is_an_error_output(
    shown: list[str], journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOCKAGE_PARTAGE_CA_FILE", "/nowhere.pem")
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    assert run_program() == 1
    assert len(shown) == 1


def test_a_console_that_closes_with_the_program_is_not_counted_upon(
    shown: list[str], journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A double click on the program with a console: Windows opens one for it alone."""
    kernel = SimpleNamespace(GetConsoleProcessList=lambda _list, _size: 1)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setenv("STOCKAGE_PARTAGE_CA_FILE", "/nowhere.pem")
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(sys, "platform", "win32")
    assert run_program() == 1
    assert len(shown) == 1


def test_a_result_for_machines_is_in_ascii_whatever_the_console_s_code_page(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    value = {"societe": "société d’Hélène"}
    options.print_json(value)
    out = capfdbinary.readouterr().out
    assert out.isascii()
    assert json.loads(out) == value


def test_a_sentence_without_a_console_is_written_to_the_journal(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error_log.install()
    without_a_console(monkeypatch)
    say("Il n’y a plus de place.")
    assert "Il n’y a plus de place." in journal.read_text("utf-8")
