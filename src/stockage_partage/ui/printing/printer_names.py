"""The printers of this workstation by their names, asked in a process of its own.

Qt asks the print system without letting any other thread of the process run: a print server that does not
answer would hold the whole window for as long as it is silent.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from stockage_partage.errors import PrintersSilent
from stockage_partage.executables import command

#: Longer than a slow network of printers takes; nobody waits for it, the dialog is usable meanwhile.
PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class KnownPrinters:
    """`usual` is the one that the system proposes, '' for none."""

    names: tuple[str, ...] = ()
    usual: str = ""


def known_printers(patience_s: float = PATIENCE_S) -> KnownPrinters:
    """What `printers_here` finds, from another process. Raises PrintersSilent when it does not answer in time."""
    no_screen = {} if sys.platform in ("win32", "darwin") else {"QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(  # noqa: S603  # this very program
            command("imprimantes", "--json"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=patience_s,
            check=True,
            env=os.environ | no_screen,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        told = [json.loads(line) for line in done.stdout.splitlines()]
        names = tuple(str(each["nom"]) for each in told)
        usual = next((str(each["nom"]) for each in told if each["par_defaut"]), "")
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
        raise PrintersSilent(type(error).__name__) from error
    return KnownPrinters(names, usual)


def printers_here() -> KnownPrinters:
    """Asks the print system, and with it maybe the network: holds every thread of this process meanwhile."""
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtPrintSupport import QPrinterInfo

    application = QGuiApplication.instance() or QGuiApplication([])
    assert application  # noqa: S101  # Qt's plug-ins want one for as long as they are asked
    names = tuple(QPrinterInfo.availablePrinterNames())
    return KnownPrinters(names, QPrinterInfo.defaultPrinterName())
