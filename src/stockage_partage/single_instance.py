"""One window a company and application in a person's session: who starts it again brings the first one forward.

A lock of the system says who is first: it ends with its process, however that ends. The first one listens
beside it; what it is told may show something, and never does anything else. Nothing of Qt is loaded here,
for every start asks before it paints.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

from stockage_partage.closing import Closing
from stockage_partage.company.places import digest
from stockage_partage.window_address import WindowTarget

#: Seconds for which the first one is asked: it may be starting itself, or be busy for a moment.
PATIENCE_S = 5.0
_AGAIN_S = 0.05
#: Hexadecimal digits that tell one window from another.
_SHORT = 16
#: Bytes of a message; ours have a few hundred.
LARGEST = 4096
#: What the first one answers.
HEARD = b"1"
#: Windows: any process may come to the front, as far as ours may.
_ASFW_ANY = -1


def instance_name(data_dir: Path, place: str, application: str) -> str:
    """The name that a window's starts share. `place` is "" for the window without a company.

    It differs from one session to another of the same person: a window on another desktop helps nobody.
    """
    where = place if "://" in place or not place else os.path.normcase(place)
    told = digest(_session(), str(data_dir.absolute()), where, application)
    return f"stockage-{told[:_SHORT]}"  # a socket's path has a hundred characters at most


def _session() -> str:
    if sys.platform == "win32":
        import ctypes

        number = ctypes.c_uint32()
        ctypes.windll.kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(number))
        return str(number.value)
    return f"{os.environ.get('DISPLAY', '')} {os.environ.get('WAYLAND_DISPLAY', '')}"


def _own_folder() -> Path:
    """Where only this person puts anything, on this computer; made on first use. Raises OSError."""
    if sys.platform == "win32":
        from tempfile import gettempdir

        return Path(gettempdir())  # each person's own there
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = Path(given)
    if not given:
        from tempfile import gettempdir

        folder = Path(gettempdir(), f"stockage-partage-{os.getuid()}")
        folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError("somebody else's folder")
    return folder


class SingleInstance(Closing):
    """The claim of one start on a name. `close` gives it back, as the end of the process does."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock: int | None = None
        self._folder: Path | None = None
        with suppress(OSError):
            self._folder = _own_folder()

    @property
    def endpoint(self) -> str:
        """Where the first one listens: a pipe's name on Windows, a socket's path elsewhere."""
        if sys.platform == "win32" or self._folder is None:
            return self._name
        return str(self._folder / self._name)

    @property
    def is_held(self) -> bool:
        """True for the first one: it alone listens."""
        return self._lock is not None

    def claim(self) -> bool:
        """False when another process of this session is first. True also where nobody can tell."""
        if self._lock is not None or self._folder is None:
            return True
        try:
            file = self._folder / f"{self._name}.lock"
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        if not _locked(descriptor):
            os.close(descriptor)
            return False
        self._lock = descriptor
        return True

    def show_first(self, target: WindowTarget, patience_s: float = PATIENCE_S) -> bool:
        """Has the first one come forward and show `target`. False when it does not answer in time."""
        message = json.dumps(_told(target)).encode() + b"\n"
        answered: list[bool] = []

        def ask() -> None:
            end = time.monotonic() + patience_s
            while not answered and time.monotonic() < end:
                if _exchange(self.endpoint, message, end):
                    answered.append(True)
                else:
                    time.sleep(_AGAIN_S)  # it may not listen yet

        # A pipe of Windows has no patience of its own: nobody waits for this thread.
        asking = Thread(target=ask, name="first instance", daemon=True)
        asking.start()
        asking.join(patience_s)
        return bool(answered)

    def close(self) -> None:
        """Gives the claim back; harmless without one."""
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)


def _locked(descriptor: int) -> bool:
    """False when another process has it; True also where the file system knows no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return sys.platform != "win32"
    return True


def _told(target: WindowTarget) -> dict[str, str]:
    # Wayland lets a window come forward only with what the desktop gave to whoever was clicked.
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    return {"page": target.page, "document": target.document, "jeton": token}


def _exchange(endpoint: str, message: bytes, end: float) -> bool:
    try:
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.user32.AllowSetForegroundWindow(_ASFW_ANY)
            with open(rf"\\.\pipe\{endpoint}", "r+b", buffering=0) as pipe:  # noqa: PTH123  # no path
                pipe.write(message)
                return pipe.read(1) == HEARD
        import socket

        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(max(0.01, end - time.monotonic()))
            line.connect(endpoint)
            line.sendall(message)
            return line.recv(1) == HEARD
    except OSError:
        return False


def heard(message: bytes) -> tuple[WindowTarget, str]:
    """What another start asks to be shown, and its token for Wayland. Raises ValueError for anything else."""
    found: Any = json.loads(message.decode())
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise ValueError("not one of ours")
    target = WindowTarget(found.get("page", ""), found.get("document", ""))
    return target, found.get("jeton", "")
