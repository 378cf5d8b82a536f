"""The program's own local Microsoft 365, shared by every process of one data folder.

Whoever holds the lock started it, as a child that ends with its parent; the others read its
description from the folder. When the starter goes, the next `ensure` of a survivor starts it again on
the same ports with the same data, so that links and sessions stay good.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from stockage_partage.errors import Offline
from stockage_partage.graph.file_lock import FileLock
from stockage_partage.settings import Settings

START_TIMEOUT_S = 30.0
PARENT_VARIABLE = "STOCKAGE_PARTAGE_EMULATEUR_PARENT"


class LocalHost:
    """Keeps a local Microsoft 365 within reach of this process."""

    def __init__(self, data_dir: Path, provisioning_s: float = 8.0) -> None:
        self._folder = data_dir / "microsoft365"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._described = self._folder / "adresses.json"
        self._provisioning_s = provisioning_s
        self._hosting = contextlib.ExitStack()
        self._child: subprocess.Popen[str] | None = None
        self._guard = threading.Lock()

    def configure(self, settings: Settings) -> Settings:
        """The settings pointing at the local Microsoft 365, which is started if nobody has it."""
        description = self.ensure()
        return replace(
            settings,
            client_id=str(description["client_id"]),
            authority=str(description["authority"]),
            graph_url=str(description["graph_url"]),
            ca_file=Path(str(description["ca_file"])),
        )

    def ensure(self) -> dict[str, Any]:
        """Its description (design: `emulateur`); starts it when its starter is gone.

        Raises Offline when it does not come up in time.
        """
        with self._guard:
            if self._child is not None and self._child.poll() is None:
                return self._read()
            if self._child is not None:
                self._let_go()
            try:
                self._hosting.enter_context(FileLock(self._folder / "hote.lock", timeout_s=0))
            except TimeoutError:
                return self._wait_for_description()
            self._described.unlink(missing_ok=True)
            return self._start()

    def close(self) -> None:
        """Ends the child if it is ours."""
        with self._guard:
            self._let_go()

    def _start(self) -> dict[str, Any]:
        command = [
            *(sys.executable, "-m", "stockage_partage", "emulateur"),
            *("--donnees", str(self._folder)),
            *("--initialisation-s", str(self._provisioning_s)),
            *("--port", str(self._kept_port())),
        ]
        # Its standard input is a pipe from us: it ends when we do, however we end.
        self._child = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, PARENT_VARIABLE: "1"},
        )
        line = self._child.stdout.readline() if self._child.stdout else ""
        if not line:
            self._let_go()
            # Another program may have taken the ports since last time: others will do next time.
            (self._folder / "port").unlink(missing_ok=True)
            raise Offline("the local Microsoft 365 did not start")
        partial = self._described.with_suffix(".tmp")
        partial.write_text(line, encoding="utf-8")
        partial.replace(self._described)
        return self._read()

    def _kept_port(self) -> int:
        """The port of last time, so that links stored in a company database stay good; 0 at first."""
        kept = self._folder / "port"
        with contextlib.suppress(OSError, ValueError):
            return int(kept.read_text(encoding="ascii"))
        port = _free_ports(3)
        kept.write_text(str(port), encoding="ascii")
        return port

    def _wait_for_description(self) -> dict[str, Any]:
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end:
            with contextlib.suppress(OSError, ValueError):
                return self._read()
            time.sleep(0.05)
        raise Offline("the local Microsoft 365 is being started by another process")

    def _read(self) -> dict[str, Any]:
        described: dict[str, Any] = json.loads(self._described.read_text(encoding="utf-8"))
        return described

    def _let_go(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            if child.stdin:
                child.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=5)
            if child.poll() is None:
                child.kill()
                child.wait()
            if child.stdout:
                child.stdout.close()
        self._hosting.close()


def _free_ports(count: int) -> int:
    """The first of `count` ports in a row that nobody listens on, below the ephemeral range."""
    for _ in range(100):
        first = random.randrange(20_000, 30_000)  # noqa: S311  # a port, not a secret
        if all(_is_free(first + offset) for offset in range(count)):
            return first
    raise Offline("no free ports on this computer")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
