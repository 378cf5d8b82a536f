"""One workstation that files, and turns storage on and off, again and again: `main` is its process.

    python busy_workstation.py NAME ROUNDS TOGGLES

It asks what the commands ask, without the second that starting each of them costs. What it meets is
told as one JSON object on stdout; only what several people at once may well meet is waited for.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.filing_service import file_documents, send_waiting
from stockage_partage.errors import (
    ActivatingElsewhere,
    BeingPrepared,
    StorageAlreadyActive,
    StorageInactive,
    Trouble,
)
from stockage_partage.session import session
from stockage_partage.settings import load

DEADLINE_S = 90.0
EXPECTED = (StorageInactive, StorageAlreadyActive, ActivatingElsewhere, BeingPrepared)


def content_of(name: str, number: int) -> bytes:
    """The bytes of that workstation's document of that number."""
    return f"{name} {number}\n".encode() * 50


def main(name: str, rounds: int, toggles: bool) -> None:
    """Files `rounds` documents, and lets go of storage after each when it `toggles`."""
    met: Counter[str] = Counter()
    deadline = time.monotonic() + DEADLINE_S
    with tempfile.TemporaryDirectory() as folder, session(load()) as here:
        for number in range(rounds):
            file = Path(folder) / f"{name}-{number}.pdf"
            file.write_bytes(content_of(name, number))
            given = GivenDetails("CARAT", "facture", f"{name}{number}", date(2026, 3, 17))
            until_done(here, partial(kept, here, file, given), met, deadline)
            with noted(met):
                send_waiting(here)
            if toggles:
                with noted(met):
                    here.service.deactivate()
                activate(here, met)
    sys.stdout.write(json.dumps(met) + "\n")


def kept(here: AppContext, file: Path, given: GivenDetails) -> None:
    """Keeps the document, or raises why it was not."""
    [filed] = file_documents(here, [file], given)
    if filed.trouble is not None:
        raise filed.trouble


def until_done(
    here: AppContext, action: Callable[[], object], met: Counter[str], deadline: float
) -> None:
    """Once more each time storage was off just then."""
    while time.monotonic() < deadline:
        try:
            action()
        except EXPECTED as trouble:
            met[trouble.kind] += 1
            activate(here, met)
        else:
            return
    raise AssertionError("storage was never on")


def activate(here: AppContext, met: Counter[str]) -> None:
    """Turns storage on, unless somebody has or is about to."""
    with noted(met):
        here.service.ask_activation()
        here.service.activate()


@contextlib.contextmanager
def noted(met: Counter[str]) -> Iterator[None]:
    """Counts what was to be expected; everything else ends the process loudly."""
    try:
        yield
    except EXPECTED as trouble:
        met[trouble.kind] += 1
    except Trouble as trouble:
        raise AssertionError(f"{trouble.kind} {trouble.detail}") from trouble


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "toggles")
