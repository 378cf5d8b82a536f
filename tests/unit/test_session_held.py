"""The sealed session while another program holds its file, as Windows lets it: nobody is signed out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stockage_partage import disk
from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.auth.session_store import SessionFile, StoredSession

ALICE = Account("1", "alice@bijou.fr", "Alice", "t")
BOB = Account("2", "bob@bijou.fr", "Bob", "t")


class _Ring:
    """One key for all, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def find(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def make(self, name: str) -> bytes:
        return self.kept.setdefault(name, b"k" * 32)

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "session.sealed"


@pytest.fixture
def ring(place: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(disk, "HELD_S", 0.05)
    ring: Any = _Ring()
    SessionFile(place, ring, "k").write(StoredSession(ALICE, "first"))
    return ring


def held(monkeypatch: pytest.MonkeyPatch, method: str, times: float) -> list[Path]:
    met: list[Path] = []
    real = getattr(Path, method)

    def refuse(self: Path, *given: Any) -> Any:
        met.append(self)
        if len(met) <= times:
            raise PermissionError(13, "used by another process")
        return real(self, *given)

    monkeypatch.setattr(Path, method, refuse)
    return met


def test_one_sharing_violation_at_reading_is_read_again_at_once(
    place: Path, ring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = SessionFile(place, ring, "k")
    met = held(monkeypatch, "read_bytes", 1)
    assert cache.read() == StoredSession(ALICE, "first")
    assert len(met) == 2


def test_a_file_held_for_long_leaves_what_was_known_and_is_read_when_it_is_free(
    place: Path, ring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = SessionFile(place, ring, "k")
    assert cache.read() == StoredSession(ALICE, "first")
    SessionFile(place, ring, "k").write(StoredSession(ALICE, "second"))
    met = held(monkeypatch, "read_bytes", float("inf"))
    assert cache.read() == StoredSession(ALICE, "first")
    assert met
    monkeypatch.undo()
    assert cache.read() == StoredSession(ALICE, "second")


def test_a_refused_writing_keeps_the_older_session_for_every_process(
    place: Path, ring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = SessionFile(place, ring, "k")
    held(monkeypatch, "replace", float("inf"))
    cache.write(StoredSession(ALICE, "second"))
    monkeypatch.undo()
    assert cache.read() == StoredSession(ALICE, "second")  # this process goes on with the newer one
    assert cache.remembered
    assert SessionFile(place, ring, "k").read() == StoredSession(ALICE, "first")
    cache.write(StoredSession(ALICE, "third"))
    assert SessionFile(place, ring, "k").read() == StoredSession(ALICE, "third")


def test_somebody_else_s_older_session_never_comes_back(
    place: Path, ring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = SessionFile(place, ring, "k")
    assert cache.read() == StoredSession(ALICE, "first")
    held(monkeypatch, "replace", float("inf"))
    cache.write(StoredSession(BOB, "other"))
    monkeypatch.undo()
    assert SessionFile(place, ring, "k").read() is None
    assert cache.read() == StoredSession(BOB, "other")
    assert not cache.remembered


def test_an_account_renamed_meanwhile_is_the_same_person(
    place: Path, ring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = SessionFile(place, ring, "k")
    held(monkeypatch, "replace", float("inf"))
    cache.write(StoredSession(replace(ALICE, username="alice.martin@bijou.fr"), "second"))
    monkeypatch.undo()
    assert SessionFile(place, ring, "k").read() == StoredSession(ALICE, "first")
