"""The printers of this workstation are asked in a process of its own, whose silence holds nobody."""

from __future__ import annotations

import ctypes.util
import socket
import sys
import time

import pytest
from click.testing import CliRunner

from json_schemas import answers
from stockage_partage.cli.printing import list_printers
from stockage_partage.errors import PrintersSilent
from stockage_partage.ui.printing import printer_names
from stockage_partage.ui.printing.printer_names import KnownPrinters, known_printers


def test_what_the_command_tells_is_what_the_dialog_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    found = KnownPrinters(("Accueil – Laser", "Réserve"), "Réserve")
    monkeypatch.setattr(printer_names, "printers_here", lambda: found)
    told = CliRunner().invoke(list_printers, ["--json"])
    assert [each["nom"] for each in answers("imprimantes", told.stdout)] == list(found.names)
    shown = CliRunner().invoke(list_printers, [])
    assert shown.stdout.splitlines() == ["Accueil – Laser", "Réserve (par défaut)"]
    said = f"import sys; sys.stdout.buffer.write({told.stdout.encode()!r})"
    monkeypatch.setattr(printer_names, "command", lambda *_: [sys.executable, "-c", said])
    assert known_printers() == found


def test_a_process_that_fails_is_a_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer_names, "command", lambda *_: [sys.executable, "-c", "1/0"])
    with pytest.raises(PrintersSilent):
        known_printers()


@pytest.mark.skipif(
    sys.platform != "linux" or ctypes.util.find_library("cups") is None, reason="no CUPS here"
)
def test_a_print_server_that_never_answers_is_said_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(PrintersSilent):
            known_printers(patience_s=1.5)
        assert time.monotonic() - began < 10


def test_the_printers_of_this_workstation_are_told() -> None:
    assert isinstance(known_printers(), KnownPrinters)
