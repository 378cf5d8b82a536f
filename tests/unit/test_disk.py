"""Files replaced whole, and what Windows answers while another program has one open."""

from __future__ import annotations

import ast
import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from local_microsoft365 import data_folder
from stockage_partage import disk
from stockage_partage.applications import Application
from stockage_partage.documents.document_manager import hand_over
from stockage_partage.documents.export.export import ExportIndex
from stockage_partage.documents.export.target_folder import TargetFolder
from stockage_partage.documents.filing.local_files import taken
from stockage_partage.documents.printing.folder_settings import PrintFolderSettings
from stockage_partage.documents.printing.print_job import write_pdf
from stockage_partage.errors import (
    DiskFull,
    FileOpenElsewhere,
    FolderRefused,
    TargetFolderRefused,
)
from stockage_partage.held_folder import HeldFolder
from stockage_partage.messages.troubles import explain

SOURCE = Path(disk.__file__).parent
DENIED, SHARING, LOCKED = 5, 32, 33


def refusal(winerror: int) -> PermissionError:
    """As Windows answers: Python puts its number beside the usual ones."""
    error = PermissionError(errno.EACCES, "used by another process")
    error.winerror = winerror  # type: ignore[attr-defined,unused-ignore]  # of Windows
    return error


def refusing(
    monkeypatch: pytest.MonkeyPatch,
    times: float,
    winerror: int = SHARING,
    name: str = "replace",
    http_client: object = Path,
) -> list[Any]:
    """The first renames of that door are refused; those that were tried."""
    tried: list[Any] = []
    real: Callable[..., Any] = getattr(http_client, name)

    def rename(source: Any, target: Any, **folders: int) -> Any:
        tried.append(source)
        if len(tried) <= times:
            raise refusal(winerror)
        return real(source, target, **folders)

    monkeypatch.setattr(http_client, name, rename)
    return tried


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hold that lasts is given up soon."""
    monkeypatch.setattr(disk, "HELD_S", 0.05)


@pytest.mark.parametrize("winerror", [DENIED, SHARING, LOCKED])
def test_a_file_looked_at_by_an_antivirus_is_replaced_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"former")
    tried = refusing(monkeypatch, 3, winerror)
    with disk.replace_whole(target) as file:
        file.write(b"newer")
    assert (target.read_bytes(), len(tried)) == (b"newer", 4)
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.usefixtures("short")
def test_a_file_that_stays_open_elsewhere_is_said_to_be_and_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"former")
    # Over an open file, a rename is answered like missing rights.
    refusing(monkeypatch, float("inf"), DENIED)
    with (
        pytest.raises(FileOpenElsewhere) as met,
        disk.as_troubles(),
        disk.replace_whole(target) as file,
    ):
        file.write(b"newer")
    assert explain(met.value).what == "Ce fichier est ouvert dans un autre programme."
    assert (target.read_bytes(), list(tmp_path.iterdir())) == (b"former", [target])


def test_a_folder_without_rights_is_not_waited_for_and_not_called_an_open_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(self: Path, target: Any) -> Path:
        tried.append(self)
        raise PermissionError(errno.EACCES, "Permission denied")

    tried: list[Path] = []
    monkeypatch.setattr(Path, "replace", denied)
    with (
        pytest.raises(FolderRefused),
        disk.as_troubles(),
        disk.replace_whole(tmp_path / "a") as file,
    ):
        file.write(b"x")
    assert len(tried) == 1
    assert list(tmp_path.iterdir()) == []


def test_work_that_fails_leaves_the_former_file_and_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"former")

    def write_and_fail() -> None:
        with disk.as_troubles(), disk.replace_whole(target) as file:
            file.write(b"half")
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(DiskFull):
        write_and_fail()
    assert (target.read_bytes(), list(tmp_path.iterdir())) == (b"former", [target])


def test_a_private_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    with disk.replace_whole(tmp_path / "a", private=True) as file:
        file.write(b"x")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_one_sharing_violation_does_not_stop_documents_brought_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = TargetFolder(tmp_path)
    half = target.write(1, [b"x"])
    monkeypatch.setattr(sys, "platform", "win32")
    tried = refusing(monkeypatch, 1, SHARING, "rename", os)
    assert target.settle(half, tmp_path / "facture.pdf")
    assert len(tried) == 2


@pytest.mark.usefixtures("short")
def test_one_document_that_stays_held_steps_aside_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = TargetFolder(tmp_path)
    half = target.write(1, [b"x"])
    monkeypatch.setattr(sys, "platform", "win32")
    refusing(monkeypatch, float("inf"), SHARING, "rename", os)
    # Of the document's family: the run goes on, where TargetFolderRefused would end it.
    with pytest.raises(FileOpenElsewhere):
        target.settle(half, tmp_path / "facture.pdf")


@pytest.mark.usefixtures("short")
def test_saving_over_a_pdf_that_is_open_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, target = tmp_path / "copie.pdf", tmp_path / "facture.pdf"
    copy.write_bytes(b"%PDF-1.4")
    target.write_bytes(b"former")
    refusing(monkeypatch, float("inf"))
    with pytest.raises(FileOpenElsewhere):
        write_pdf(copy, target, replacing=True)
    monkeypatch.undo()
    with pytest.raises(TargetFolderRefused):
        write_pdf(copy, tmp_path / "absent" / "facture.pdf", replacing=True)


@pytest.mark.usefixtures("short")
def test_an_index_open_in_a_spreadsheet_is_written_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def held(name: str, target: str, **folders: int) -> None:
        if target == "index.csv":
            raise refusal(SHARING)
        real(name, target, **folders)

    with HeldFolder(tmp_path) as folder:
        ExportIndex(folder, "arriving", ["a", "b"], 1).finish()
        monkeypatch.setattr(os, "replace", held)
        index = ExportIndex(folder, "arriving", ["a", "b"], 1)
        assert index.finish() == tmp_path / "index (2).csv"


@pytest.mark.usefixtures("short")
def test_a_held_file_in_the_exchange_folder_is_not_a_missing_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "plan.pdf"
    source.write_bytes(b"%PDF-1.4")
    folder = tmp_path / "echange"
    folder.mkdir()
    monkeypatch.setattr(sys, "platform", "win32")
    refusing(monkeypatch, float("inf"), SHARING, "rename", os)
    with taken(source) as content, pytest.raises(FileOpenElsewhere):
        hand_over(content, source.name, folder, still_allowed=lambda: None)
    assert list(folder.iterdir()) == []


def test_the_local_microsoft_365_tries_again_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = refusing(monkeypatch, 2)
    data_folder.write_json(tmp_path / "state.json", {"a": 1})
    assert data_folder.read_json(tmp_path / "state.json", None) == {"a": 1}
    assert len(tried) == 3


@pytest.mark.parametrize("number", [errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM])
def test_a_stick_without_links_gives_a_document_its_name_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def no_links(self: Path, target: Any) -> None:
        raise OSError(number, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    half = tmp_path / "half"
    half.write_bytes(b"x")
    assert disk.appear(half, tmp_path / "facture.pdf")
    assert (tmp_path / "facture.pdf").read_bytes() == b"x"


def test_both_of_macos_numbers_for_not_supported_are_known() -> None:
    # One number on Linux, where only the name in the set tells that macOS' other one (45) is meant.
    text = Path(disk.__file__).read_text("utf-8")
    assert "errno.ENOTSUP," in text
    assert "errno.EOPNOTSUPP," in text


def test_a_mark_is_hidden_from_explorer_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []
    kernel = SimpleNamespace(SetFileAttributesW=lambda name, bits: asked.append((name, bits)))
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    disk.hide(tmp_path)
    assert asked == []  # a dot is enough here
    monkeypatch.setattr(sys, "platform", "win32")
    disk.hide(tmp_path)
    assert asked == [(str(tmp_path), 0x2)]


def test_choices_that_cannot_be_read_now_are_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = PrintFolderSettings(tmp_path, "bijou", Application.COMPTABILITE)
    theirs = PrintFolderSettings(tmp_path, "carat", Application.COMPTABILITE)
    theirs.choose(tmp_path / "carat")
    real = Path.open

    def held(self: Path, *given: Any, **named: Any) -> Any:
        if self.suffix == ".json":
            raise PermissionError(errno.EACCES, "used by another process")
        return real(self, *given, **named)

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(FolderRefused):
        ours.choose(tmp_path / "bijou")
    monkeypatch.undo()
    assert theirs.current() == tmp_path / "carat"


#: Who renames by himself, and why no second try is needed.
APART = {
    "disk.py",  # the one function
    "held_folder.py",  # the same below an open folder; a print's next look is the second try
    "cli/error_log.py",  # nothing is lost where it is refused
}


def test_every_rename_goes_through_the_one_function_that_tries_again() -> None:
    renaming = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _renames(node):
                renaming.add(path.relative_to(SOURCE).as_posix())
    assert renaming == APART


def _renames(call: ast.Call) -> bool:
    """`os.replace`, `os.rename`, `os.link`, and a Path's own `rename`, `replace` and `hardlink_to`."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name, of_os = call.func.attr, ast.unparse(call.func.value) == "os"
    if of_os:
        return name in ("replace", "rename", "renames", "link")
    # A text's `replace` takes two, a date's and a dataclass's take names; a company's `rename` is no file's.
    one = len(call.args) == 1 and not call.keywords
    to_a_file = name == "rename" and any(
        word in ast.unparse(call) for word in ("path", "beside", "fresh", "place")
    )
    return one and (name in ("replace", "hardlink_to") or to_a_file)


def test_umask_and_mode_are_the_system_s_for_files_that_others_read(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with disk.replace_whole(tmp_path / "a") as file:
            file.write(b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644
