"""The local Microsoft 365 as a process of its own: describes itself on one line, serves, stops."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from local_microsoft365.server import LocalMicrosoft365


def run(
    port: int = 0,
    data: Path | None = None,
    latency_ms: int = 0,
    provisioning_s: float = 5.0,
    faults: Path | None = None,
    journal: Path | None = None,
) -> None:
    """Serves until SIGINT or SIGTERM. The first line on stdout is one JSON object.

    Without `data`, everything is forgotten at the end. Raises PortTaken, FolderInUse, BadScript.
    """
    asked_to_stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _setting(asked_to_stop))
    with _folder(data) as folder:
        service = LocalMicrosoft365(folder, port, latency_ms, provisioning_s, faults, journal)
        with service:
            if sys.stdout is not None:  # a program without a console
                # In ASCII: whoever reads the pipe may take it for another encoding.
                sys.stdout.write(json.dumps(service.description()) + "\n")
                sys.stdout.flush()
            while not asked_to_stop.wait(0.5):  # a wait without end hides signals on Windows
                continue


def _setting(event: threading.Event) -> Callable[[int, FrameType | None], None]:
    def handler(number: int, frame: FrameType | None) -> None:
        event.set()

    return handler


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="microsoft365-local-") as folder:
        yield Path(folder)
