"""Sealed files and locks between processes, on a real disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stockage_partage.file_lock import FileLock
from stockage_partage.graph.auth.sealed_file import SealBroken, SealedFile

KEY = b"k" * 32
HOLDER = """
import sys
from pathlib import Path
from stockage_partage.file_lock import FileLock
with FileLock(Path(sys.argv[1])):
    sys.stdout.write("held\\n")
    sys.stdout.flush()
    sys.stdin.readline()
"""


@pytest.fixture
def file(tmp_path: Path) -> SealedFile:
    return SealedFile(tmp_path / "folder" / "thing.sealed", "thing")


def test_what_was_sealed_is_read_back_by_its_key_alone(file: SealedFile) -> None:
    assert file.read(KEY) is None
    file.write(KEY, b"content")
    assert file.read(KEY) == b"content"
    with pytest.raises(SealBroken):
        file.read(b"K" * 32)


def test_the_content_is_not_in_the_file_and_the_file_is_its_owner_s(file: SealedFile) -> None:
    file.write(KEY, b"content" * 50)
    assert b"content" not in file.path.read_bytes()
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_sealed_file_put_in_the_place_of_another_is_refused(file: SealedFile) -> None:
    file.write(KEY, b"content")
    other = SealedFile(file.path.with_name("other.sealed"), "other")
    other.path.write_bytes(file.path.read_bytes())
    with pytest.raises(SealBroken):
        other.read(KEY)


@pytest.mark.parametrize("place", [0, 7, 20, -1])
def test_one_changed_bit_breaks_the_seal(file: SealedFile, place: int) -> None:
    file.write(KEY, b"content")
    content = bytearray(file.path.read_bytes())
    content[place] ^= 1
    file.path.write_bytes(content)
    with pytest.raises(SealBroken):
        file.read(KEY)


def test_every_writing_changes_the_stamp_and_leaves_no_trace(file: SealedFile) -> None:
    assert file.stamp() is None
    stamps = set()
    for number in range(3):
        file.write(KEY, b"content %d" % number)
        stamps.add(file.stamp())
    assert len(stamps) == 3
    assert list(file.path.parent.iterdir()) == [file.path]


def test_a_writing_that_fails_keeps_the_former_content(
    file: SealedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write(KEY, b"former")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        file.write(KEY, b"newer")
    assert file.read(KEY) == b"former"
    assert list(file.path.parent.iterdir()) == [file.path]


def test_a_shredded_file_is_gone_and_shredding_again_is_harmless(file: SealedFile) -> None:
    file.write(KEY, b"content")
    file.shred()
    assert not file.path.exists()
    file.shred()


@pytest.fixture
def lock_path(tmp_path: Path) -> Path:
    return tmp_path / "thing.lock"


def test_a_lock_is_waited_for_only_so_long(lock_path: Path) -> None:
    with FileLock(lock_path), pytest.raises(TimeoutError), FileLock(lock_path, timeout_s=0.05):
        raise AssertionError("held twice")


def test_a_lock_is_free_again_afterwards_and_its_file_stays(lock_path: Path) -> None:
    with FileLock(lock_path):
        pass
    with FileLock(lock_path, timeout_s=0.0):
        assert lock_path.exists()


def test_a_killed_process_leaves_no_lock_behind(lock_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(TimeoutError), FileLock(lock_path, timeout_s=0.05):
        raise AssertionError("held by two processes")
    holder.kill()
    holder.communicate()
    with FileLock(lock_path, timeout_s=5):
        assert lock_path.exists()
