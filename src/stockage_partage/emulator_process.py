"""The program's own local Microsoft 365, shared by every process of one data folder.

The first process that needs it starts it; every user holds a name in the folder (`Presence`) for as
long as it lives. It ends when its last user closes, or by itself once every user is gone, however
they went. Its ports and its data are kept, so that links and sessions stay good.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from stockage_partage import disk, executables
from stockage_partage.activation.presence import Presence, anybody, is_free
from stockage_partage.errors import Offline
from stockage_partage.file_lock import FileLock
from stockage_partage.settings import Settings

#: Tells the local Microsoft 365, started as a child, in which folder its users sign themselves in.
SHARED_VARIABLE = "STOCKAGE_PARTAGE_EMULATEUR_PARTAGE"
START_TIMEOUT_S = 30.0
_GLANCE_S = 0.5
#: What is kept of a description: all that a program needs to know, and no secret.
_ADDRESSES = ("client_id", "authority", "graph_url", "ca_file")
_NOWHERE = "https://localhost"
#: Windows: no console of ours, which would end it when it is closed, and none of its own on the screen.
_APART = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(
    subprocess, "CREATE_NO_WINDOW", 0
)


class EmulatorProcess:
    """Keeps a local Microsoft 365 within reach of this process."""

    def __init__(
        self,
        data_dir: Path,
        provisioning_s: float = 8.0,
        start_timeout_s: float = START_TIMEOUT_S,
    ) -> None:
        self._folder = _Folder((data_dir / "microsoft365").absolute())
        disk.private_folder(self._folder.path)
        self._provisioning_s = provisioning_s
        self._start_timeout_s = start_timeout_s
        self._me: Presence | None = None
        self._child: subprocess.Popen[str] | None = None
        self._guard = threading.Lock()

    def configure(self, settings: Settings) -> Settings:
        """The settings pointing at the local Microsoft 365, which is started if nobody has it."""
        return _pointing_at(self.ensure(), settings)

    def ensure(self) -> dict[str, Any]:
        """The emulator's description (design: `emulateur`); starts it when it does not run.

        Raises Offline when it does not come up in time.
        """
        with self._guard:
            # Signed in before the look: what runs now will not end under us.
            self._me = self._me or Presence(self._folder.path)
            end = time.monotonic() + self._start_timeout_s
            while time.monotonic() < end:
                described = self._described_or_started()
                if described is not None:
                    return described
                time.sleep(_GLANCE_S)
            raise Offline("the local Microsoft 365 is held by another process")

    def close(self) -> None:
        """Ends it, unless somebody else uses it."""
        with self._guard:
            me, self._me = self._me, None
            child, self._child = self._child, None
            if me is None:
                return
            me.close()
            with contextlib.suppress(TimeoutError), self._folder.turn():
                if child is not None and not anybody(self._folder.path):
                    self._folder.forget()
                    child.kill()  # nothing is lost: its data is written as it comes
                    child.wait()
            if child is not None and child.returncode is None:
                child.returncode = 0  # the others' from now on: not ours to wait for

    def _described_or_started(self) -> dict[str, Any] | None:
        """None while one that nobody described is ending: its starter was killed at that moment."""
        with contextlib.suppress(TimeoutError), self._folder.turn():
            if not is_free(self._folder.alive):
                return self._folder.description()
            # Another program may have taken the ports since last time: then others do.
            return self._start() or self._start()
        return None

    def _start(self) -> dict[str, Any] | None:
        command = executables.command(
            "emulateur",
            *("--donnees", str(self._folder.path)),
            *("--initialisation-s", str(self._provisioning_s)),
            *("--port", str(self._kept_port())),
        )
        self._child = subprocess.Popen(  # noqa: S603  # our own program
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            # It outlives us when others use it: it must not hold our streams, nor hear our Ctrl+C.
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=_APART,
            encoding="utf-8",  # what it writes, whatever this computer's own encoding is
            env={**os.environ, SHARED_VARIABLE: str(self._folder.path)},
        )
        assert self._child.stdout is not None  # noqa: S101  # a pipe was asked for
        # One that says nothing would keep us, and everybody behind us, waiting for ever.
        silence = threading.Timer(self._start_timeout_s, self._child.kill)
        silence.start()
        with self._child.stdout as heard:
            line = heard.readline()
        silence.cancel()
        if not line:
            self._child.wait()
            with contextlib.suppress(OSError):  # held: the next start asks for its port again
                self._folder.port.unlink()
            return None
        with disk.replace_whole(self._folder.described, private=True) as file:
            file.write(line.encode())
        described: dict[str, Any] = json.loads(line)
        self._folder.remember(described)
        return described

    def _kept_port(self) -> int:
        """The port of last time, so that links stored in a company database stay good."""
        with contextlib.suppress(OSError, ValueError):
            return int(self._folder.port.read_text(encoding="ascii"))
        port = _free_ports(3)
        self._folder.port.write_text(str(port), encoding="ascii")
        return port


class _Folder:
    """Where the local Microsoft 365 and its users meet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.described = path / "adresses.json"
        self.port = path / "port"
        self.alive = path / "vivant.lock"
        self.known = path / "derniere-fois.json"

    def turn(self) -> FileLock:
        """Starting and ending are done by one process at a time. Entering raises TimeoutError."""
        return FileLock(self.path / "hote.lock", START_TIMEOUT_S)

    def description(self) -> dict[str, Any] | None:
        """How the one that runs described itself, None when it could not."""
        with contextlib.suppress(OSError, ValueError):
            described: dict[str, Any] = json.loads(disk.while_held(self.described.read_bytes))
            return described
        return None

    def remember(self, described: dict[str, Any]) -> None:
        """Keeps the emulator's addresses, without any secret, for whoever looks while it does not run."""
        known = {name: described[name] for name in _ADDRESSES}
        # Not kept is found by starting it.
        with contextlib.suppress(OSError), disk.replace_whole(self.known, private=True) as file:
            file.write(json.dumps(known).encode())

    def forget(self) -> None:
        """Nobody finds it any more. One that stays, held, describes what `alive` says is gone."""
        with contextlib.suppress(OSError):
            self.described.unlink()


def as_last_time(settings: Settings) -> Settings | None:
    """The settings pointing where the local Microsoft 365 was last, which is not started for it.

    None when only starting it tells: it has run here, and an older version of ours kept no address.
    """
    folder = _Folder((settings.data_dir / "microsoft365").absolute())
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return _pointing_at(disk.read_json(folder.known), settings)
    if folder.port.exists():
        return None
    # Never started: nobody has signed in to it, and it will be on this computer.
    return replace(settings, authority=_NOWHERE, graph_url=_NOWHERE)


def _pointing_at(description: dict[str, Any], settings: Settings) -> Settings:
    return replace(
        settings,
        client_id=str(description["client_id"]),
        authority=str(description["authority"]),
        graph_url=str(description["graph_url"]),
        ca_file=Path(str(description["ca_file"])),
    )


def end_when_unused(folder: Path) -> None:
    """For the child: says that it lives, and ends the process once nobody uses it any more."""
    shared = _Folder(folder)
    held = contextlib.ExitStack()
    held.enter_context(FileLock(shared.alive, START_TIMEOUT_S))

    def watch() -> None:
        while held:  # kept with the thread: until the process ends
            time.sleep(_GLANCE_S)
            with contextlib.suppress(TimeoutError), shared.turn():
                # Undescribed: whoever started it was killed before anybody could know of it.
                if not anybody(folder) or not shared.described.exists():
                    shared.forget()
                    os._exit(0)

    threading.Thread(target=watch, name="users-watch", daemon=True).start()


def _free_ports(count: int) -> int:
    """The first of `count` ports in a row that nobody listens on, below the ephemeral range."""
    for _ in range(100):
        first = random.randrange(20_000, 30_000)  # noqa: S311  # a port, not a secret
        if all(_is_free_port(first + offset) for offset in range(count)):
            return first
    raise Offline("no free ports on this computer")


def _is_free_port(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
