"""What every test may use: a local Microsoft 365 of its own."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import postgres_server
from local_microsoft365.data_folder import SigningKey
from local_microsoft365.https_server import LoopbackCertificate
from local_microsoft365.server import LocalMicrosoft365
from memory_bound import (  # noqa: F401  # pytest finds its hooks here
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)
from memory_keyring import MemoryKeyring
from microsoft365_tricks import ShiftedClock
from one_server import OneServer, SharedMicrosoft365
from stockage_partage.ui.runtime.gc_guard import collect_due

# How busy the machine is says nothing of what is tested.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

#: Nobody types the code of a device here.
DEVICE_INTERVAL_S = 0
#: What makes a test slow: servers, windows, processes.
SLOW_FIXTURES = frozenset({"microsoft365", "local", "world", "postgres", "qapp"})
SLOW_MARKERS = frozenset({"whole", "postgres", "secret_service", "alone", "proof", "thorough"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks as `quick` what a person runs forty times a day (`make quick`)."""
    for item in items:
        needs = SLOW_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        marked = SLOW_MARKERS.intersection(mark.name for mark in item.iter_markers())
        if not needs and not marked:
            item.add_marker("quick")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: no collection needs to look through it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def collected_by_the_tests_alone() -> Iterator[None]:
    """The Qt objects of one test must not be found by the local Microsoft 365 of the next (`ui.runtime.gc_guard`).

    Nor does the program keep the collector away from what a test made: thawed after each test, all that is
    loaded was looked through again, which took a quarter of the whole run.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "freeze", lambda: None)
        gc.disable()
        yield
        gc.enable()


@pytest.fixture(autouse=True)
def cycles_freed_in_the_main_thread() -> Iterator[None]:
    """After each test, what the automatic collector would have freed; its settings are put back."""
    thresholds = gc.get_threshold()
    yield
    gc.disable()
    gc.set_threshold(*thresholds)
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


@pytest.fixture(scope="session")
def one_server() -> Iterator[OneServer]:
    """Listens for every local Microsoft 365 of this process."""
    server = OneServer()
    yield server
    server.stop()


@pytest.fixture
def microsoft365(
    tmp_path: Path, microsoft365_keys: Path, one_server: OneServer
) -> Iterator[LocalMicrosoft365]:
    """A running local Microsoft 365 with an empty world; its clock is a ShiftedClock."""
    folder = tmp_path / "microsoft365"
    shutil.copytree(microsoft365_keys, folder)
    running = SharedMicrosoft365(
        folder, one_server, clock=ShiftedClock(), device_interval_s=DEVICE_INTERVAL_S
    )
    running.start()
    yield running
    running.leave()


@pytest.fixture(autouse=True)
def memory_keyring(monkeypatch: pytest.MonkeyPatch) -> type[MemoryKeyring]:
    """An empty keyring, as small as Windows' own; the computer's real one is never touched."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "memory_keyring.MemoryKeyring")
    MemoryKeyring.kept.clear()
    return MemoryKeyring
