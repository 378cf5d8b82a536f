"""Without any mask of the process, no folder and no file of ours is open to everybody."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stockage_partage import disk
from stockage_partage.activation.presence import Presence
from stockage_partage.applications import Application
from stockage_partage.cli.root import run
from stockage_partage.documents.export.target_folder import TargetFolder
from stockage_partage.documents.printing.folder_settings import PrintFolderSettings
from stockage_partage.file_lock import FileLock
from stockage_partage.graph.auth.sealed_file import SealedFile
from stockage_partage.held_folder import HeldFolder, below
from stockage_partage.licensing.keys import demonstration_pair


@pytest.fixture(autouse=True)
def without_mask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def _sealed(root: Path) -> None:
    SealedFile(root / "donnees" / "session" / "x.sealed", "x").write(bytes(32), b"secret")


def _places(root: Path) -> None:
    PrintFolderSettings(root / "donnees", "bijou", Application.COMPTABILITE).choose(root)


def _presence(root: Path) -> None:
    Presence(root / "donnees" / "a").close()


def _keys(root: Path) -> None:
    demonstration_pair(root / "donnees" / "b")


OWN: list[Callable[[Path], None]] = [_sealed, _places, _presence, _keys]


@pytest.mark.parametrize("work", OWN)
def test_a_person_s_own_folders_are_closed_to_everybody_else(
    tmp_path: Path, work: Callable[[Path], None]
) -> None:
    work(tmp_path)
    made = [each for each in tmp_path.rglob("*") if each.is_dir()]
    assert made
    assert {oct(each.stat().st_mode & 0o777) for each in made} == {oct(0o700)}


def _brings_back(root: Path) -> None:
    target = TargetFolder(root / "a" / "b")
    target.settle(target.write(1, [b"x"]), target.folder / "c" / "d.pdf")
    target.close()


def _prints(root: Path) -> None:
    (root / "Comptabilité").parent.mkdir(exist_ok=True)
    PrintFolderSettings(root, "bijou", Application.COMPTABILITE, root).mark(root / "Comptabilité")
    with HeldFolder(root) as held, below(held, "a", "b"), FileLock(root / "lock"):
        pass


def _writes(root: Path) -> None:
    disk.shared_folder(root / "a" / "b")
    with disk.replace_whole(root / "a" / "b" / "c") as file:
        file.write(b"x")


SHARED: list[Callable[[Path], None]] = [_brings_back, _prints, _writes]


@pytest.mark.parametrize("work", SHARED)
def test_what_others_use_too_is_written_by_nobody_outside_their_group(
    tmp_path: Path, work: Callable[[Path], None]
) -> None:
    work(tmp_path)
    made = list(tmp_path.rglob("*"))
    assert made
    assert [each for each in made if each.stat().st_mode & 0o002] == []


@pytest.mark.parametrize(
    ("given", "kept"), [(0, 0o022), (0o020, 0o022), (0o002, 0o002), (0o022, 0o022), (0o077, 0o077)]
)
def test_a_process_without_a_mask_takes_the_usual_one(given: int, kept: int) -> None:
    os.umask(given)
    assert run(["--version"]) == 0
    assert os.umask(0) == kept
