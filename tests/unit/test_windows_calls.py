"""Small things that Windows does otherwise, each by a fake at the call: waiting, locks, loops, patterns."""

from __future__ import annotations

import asyncio
import ctypes
import errno
import importlib.util
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from queue import Empty
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from local_microsoft365.https_server import HttpsThread
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage import errors, file_lock
from stockage_partage.cli.root import expanded
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.engine import connections
from stockage_partage.company.engine.connections import Location
from stockage_partage.company.engine.error_mapping import trouble_kind
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.graph.auth import sealed_file
from stockage_partage.ui.sign_in import browser_page
from stockage_partage.ui.window import program

ROOT = Path(__file__).resolve().parents[2]

# --- waiting -----------------------------------------------------------------------------------------


def test_a_long_wait_is_one_of_short_ones_so_that_ctrl_c_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[float] = []
    clock = [0.0]

    class Queue:
        """Where Ctrl+C is heard between two waits only."""

        def get(self, timeout: float) -> None:
            asked.append(timeout)
            clock[0] += timeout
            raise Empty

    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    wakeup = Wakeup()
    monkeypatch.setattr(wakeup, "_rung", Queue())
    assert not wakeup.wait(60.0)
    assert max(asked) <= 0.5
    assert sum(asked) == pytest.approx(60.0, abs=0.01)


def test_a_bell_that_rings_is_heard_at_once() -> None:
    wakeup = Wakeup()
    wakeup.ring()
    assert wakeup.wait(60.0)
    assert not wakeup.wait(0.0)


# --- locks -------------------------------------------------------------------------------------------


class Locking(ModuleType):
    """Windows' own module. `refusal`: what taking is answered with."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.asked: list[int] = []
        self.refusal: int | None = None

    def locking(self, _file: int, how: int, _bytes: int) -> None:
        self.asked.append(how)
        if how == self.LK_NBLCK and self.refusal is not None:
            raise OSError(self.refusal, "refused")


@pytest.fixture
def msvcrt(monkeypatch: pytest.MonkeyPatch) -> Locking:
    module = Locking()
    monkeypatch.setitem(sys.modules, "msvcrt", module)
    return module


@pytest.fixture
def windows_lock(msvcrt: Locking, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Our module as it is loaded there."""
    monkeypatch.setattr(sys, "platform", "win32")
    spec = importlib.util.spec_from_file_location("lock_of_windows", file_lock.__file__)
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_lock_is_given_back_before_its_file_is_closed(
    windows_lock: Any, msvcrt: Locking, tmp_path: Path
) -> None:
    with windows_lock.FileLock(tmp_path / "a.lock"):
        pass
    assert msvcrt.asked == [Locking.LK_NBLCK, Locking.LK_UNLCK]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EDEADLOCK])
def test_a_lock_that_somebody_has_is_waited_for(
    windows_lock: Any, msvcrt: Locking, tmp_path: Path, number: int
) -> None:
    msvcrt.refusal = number
    with pytest.raises(TimeoutError), windows_lock.FileLock(tmp_path / "a.lock", timeout_s=0):
        raise AssertionError("held twice")


def test_a_drive_that_keeps_no_locks_is_not_called_somebody_s(
    windows_lock: Any, msvcrt: Locking, tmp_path: Path
) -> None:
    msvcrt.refusal = errno.EINVAL
    with pytest.raises(OSError, match="refused"), windows_lock.FileLock(tmp_path / "a.lock"):
        raise AssertionError("locked where nothing can be")


# --- the local Microsoft 365 ---------------------------------------------------------------------------


def test_the_server_has_the_loop_that_survives_a_client_that_goes_away(
    microsoft365: LocalMicrosoft365, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers = [each for each in vars(microsoft365).values() if isinstance(each, HttpsThread)]
    config = servers[0]._server.config
    monkeypatch.setattr(sys, "platform", "win32")
    assert config.get_loop_factory() is asyncio.SelectorEventLoop


# --- the keyring -----------------------------------------------------------------------------------------


def test_on_windows_each_key_has_a_service_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, tuple[str, str]] = {}

    class Vault:
        """As Windows' keeps them: by service, one name each."""

        def get_password(self, service: str, name: str) -> str | None:
            found = kept.get(service)
            return found[1] if found is not None and found[0] == name else None

        def set_password(self, service: str, name: str, text: str) -> None:
            kept[service] = (name, text)

    monkeypatch.setattr(sealed_file, "chosen_keyring", Vault)
    monkeypatch.setattr(sys, "platform", "win32")
    ring = sealed_file.KeyringStore()
    first, second = ring.make("session"), ring.make("envoi")
    assert (ring.find("session"), ring.find("envoi")) == (first, second)


# --- the database ------------------------------------------------------------------------------------------


class CannotOpen(sqlite3.OperationalError):
    """What SQLite answers when it cannot make its journal."""

    sqlite_errorcode = sqlite3.SQLITE_CANTOPEN


def test_a_database_that_a_backup_holds_is_busy_and_not_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Location(path=tmp_path / "BIJOU.db")
    (tmp_path / "BIJOU.db").write_bytes(b"x")
    assert trouble_kind(CannotOpen(), place) is errors.DatabaseBusy

    def refused(**_given: object) -> None:
        raise PermissionError(errno.EACCES, "the folder takes no file")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    assert trouble_kind(CannotOpen(), place) is errors.DatabaseReadOnly


def test_a_share_that_numbers_files_anew_each_time_can_be_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(range(1, 10_000))
    CompanyDatabase.create(str(tmp_path / "a.db"), "BIJOU").close()
    monkeypatch.setattr(connections, "_identity", lambda _path: (1, next(numbers)))
    with CompanyDatabase.open(str(tmp_path / "a.db")) as database:
        assert [database.company.get().name for _ in range(3)] == ["BIJOU"] * 3


# --- the command line, the window, the temporary folder --------------------------------------------------


def test_patterns_are_expanded_where_no_shell_does_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b.pdf", "a.pdf", "[1].pdf", "note.txt"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    given = ["deposer", "*.pdf", "--tiers", "CA*", "[1].pdf", "-*"]
    assert expanded(given) == given  # a shell did it, or was told not to
    monkeypatch.setattr(sys, "platform", "win32")
    assert expanded(given) == [
        *("deposer", "[1].pdf", "a.pdf", "b.pdf"),
        *("--tiers", "CA*", "[1].pdf", "-*"),
    ]
    of_a_page = ["ouvrir", "Stockage-Partage://ouvrir?page=tiers", "*.pdf"]
    assert expanded(of_a_page) == of_a_page


def test_our_windows_have_a_place_of_their_own_in_the_taskbar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    shell32 = SimpleNamespace(SetCurrentProcessExplicitAppUserModelID=said.append)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(shell32=shell32), raising=False)
    program._be_ourselves_in_the_taskbar()
    assert said == []
    monkeypatch.setattr(sys, "platform", "win32")
    program._be_ourselves_in_the_taskbar()
    assert len(said) == 1


def test_folders_that_a_browser_held_go_the_next_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    old, fresh, other = (
        tmp_path / name for name in ("stockage-partage-a", "stockage-partage-b", "autre")
    )
    for folder in (old, fresh, other):
        folder.mkdir()
        (folder / "Cookies").touch()
    link = tmp_path / "stockage-partage-lien"
    link.symlink_to(other)
    for folder in (old, other):
        os.utime(folder, (0, 0))
    os.utime(link, (0, 0), follow_symlinks=False)
    browser_page._remove()
    assert [old.exists(), fresh.exists(), (other / "Cookies").exists()] == [False, True, True]


def test_types_are_checked_for_windows_and_macos_too() -> None:
    text = (ROOT / "scripts" / "types.sh").read_text("utf-8")
    assert "for system in win32 darwin" in text
    listed = subprocess.run(
        ["sh", "-n", str(ROOT / "scripts" / "types.sh")], capture_output=True, check=False
    )
    assert listed.returncode == 0
