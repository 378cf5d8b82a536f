"""What every test may use: a local Microsoft 365 of its own."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import postgres_server
from memory_keyring import MemoryKeyring
from stockage_partage.emulator.clock import ShiftedClock
from stockage_partage.emulator.secret_files import SigningKey
from stockage_partage.emulator.server import LocalMicrosoft365
from stockage_partage.emulator.tls import LoopbackCertificate
from stockage_partage.ui.collecting import collect_due

# How busy the machine is says nothing of what is tested.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.fixture(scope="session", autouse=True)
def no_collector_in_the_servers_threads() -> Iterator[None]:
    """The Qt objects of one test must not be found by the local Microsoft 365 of the next (`ui.collecting`)."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def cycles_freed_in_the_main_thread() -> Iterator[None]:
    """After each test, what the automatic collector would have freed."""
    yield
    collect_due()


@pytest.fixture(scope="session")
def microsoft365_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds keys only: making them anew for each test would be the slow part."""
    folder = tmp_path_factory.mktemp("microsoft365-keys")
    LoopbackCertificate.kept_in(folder / "tls")
    SigningKey.kept_in(folder / "signin" / "token-signing.key")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """One PostgreSQL server a session."""
    programs = postgres_server.programs()
    if programs is None:
        pytest.skip("PostgreSQL's server programs are not installed on this machine")
    with postgres_server.server(programs) as server:
        yield server


@pytest.fixture
def microsoft365(tmp_path: Path, microsoft365_keys: Path) -> Iterator[LocalMicrosoft365]:
    """A running local Microsoft 365 with an empty world; its clock is a ShiftedClock."""
    folder = tmp_path / "microsoft365"
    shutil.copytree(microsoft365_keys, folder)
    with LocalMicrosoft365(folder, clock=ShiftedClock(), device_interval_s=1) as running:
        yield running


@pytest.fixture(autouse=True)
def memory_keyring(monkeypatch: pytest.MonkeyPatch) -> type[MemoryKeyring]:
    """An empty keyring, as small as Windows' own; the computer's real one is never touched."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "memory_keyring.MemoryKeyring")
    MemoryKeyring.kept.clear()
    return MemoryKeyring
