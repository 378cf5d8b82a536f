"""What Windows and macOS answer otherwise than Linux, by a fake at the platform's own call."""

from __future__ import annotations

import ctypes
import os
import shutil
import ssl
import stat
import sys
import types
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest

from stockage_partage import disk
from stockage_partage.company.engine.connections import parse
from stockage_partage.company.places import shown
from stockage_partage.documents.export.target_folder import name_on_disk
from stockage_partage.documents.printing.folder_look import _is_passing
from stockage_partage.documents.printing.folder_settings import is_synchronised, place_for_prints
from stockage_partage.documents.printing.print_job import printing_copy
from stockage_partage.documents.tree.segments import clean
from stockage_partage.documents.viewing.view import mark_as_downloaded
from stockage_partage.errors import KeyringUnusable
from stockage_partage.graph.auth import sealed_file
from stockage_partage.graph.http.certificates import is_about_time
from stockage_partage.held_folder import as_known, reachable

# --- a wrong clock ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [9, 10, 0x800B0101, 0x800B0102, -2146762495, -67818, -67819],
    ids=str,
)
def test_a_certificate_out_of_its_time_is_about_the_clock_on_every_system(code: int) -> None:
    error = ssl.SSLCertVerificationError("refused")
    error.verify_code = code
    assert is_about_time(error)


@pytest.mark.parametrize("code", [18, 20, 0x800B0109, -67843], ids=str)
def test_an_authority_that_nobody_knows_is_not(code: int) -> None:
    error = ssl.SSLCertVerificationError("refused")
    error.verify_code = code
    assert not is_about_time(error)


# --- the keyring -------------------------------------------------------------------------------------


def test_a_session_without_credentials_on_windows_is_told_as_what_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module: Any = types.ModuleType("win32ctypes.pywin32.pywintypes")

    class PyWinError(Exception):
        """Raised by `CredRead`, error 1312: no logon session (a task, SSH)."""

    module.error = PyWinError
    monkeypatch.setitem(sys.modules, module.__name__, module)

    class Ring:
        def get_password(self, *_: str) -> str:
            raise PyWinError(1312, "CredRead", "no logon session")

    monkeypatch.setattr(sealed_file, "chosen_keyring", Ring)
    with pytest.raises(KeyringUnusable) as met:
        sealed_file.KeyringStore(deadline_s=5).find("x")
    assert met.value.detail == "PyWinError"  # and not « did not answer in time »


# --- names and paths ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["CON.pdf", "COM¹.pdf", "lpt³", "NUL .pdf", "nul  .a.b", "COM9.txt", "CONIN$"]
)
def test_a_name_that_windows_keeps_for_itself_is_changed(name: str) -> None:
    assert name_on_disk(name) == f"_{name}"


@pytest.mark.parametrize("name", ["COM¹.pdf", "NUL .pdf", "LPT².a"])
def test_and_so_it_is_online(name: str) -> None:
    assert clean(name) != name


@pytest.mark.parametrize("name", ["CONTRAT.pdf", "COM.pdf", "NULLE.pdf", "COM¹0.pdf"])
def test_a_name_that_only_resembles_one_stays(name: str) -> None:
    assert (name_on_disk(name), clean(name)) == (name, name)


def test_no_name_shows_another_ending_than_its_own() -> None:
    assert name_on_disk("facture\u202efdp.exe") == "facture_fdp.exe"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (r"C:\Compta\..\Export", r"\\?\C:\Export"),
        (r"C:\Compta\.\Export. ", r"\\?\C:\Compta\Export"),
        (r"\\serveur\part\a\..\b", r"\\?\UNC\serveur\part\b"),
        ("C:/Compta/Export", r"\\?\C:\Compta\Export"),
        (r"\\?\C:\Compta", r"\\?\C:\Compta"),
        ("C:\\", "\\\\?\\C:\\"),
    ],
)
def test_windows_is_given_a_path_without_what_its_long_notation_forbids(
    given: str, told: str
) -> None:
    assert str(reachable(Path(given), windows=True)) == told
    assert reachable(Path(given), windows=False) == Path(given)


@pytest.mark.parametrize(
    ("path", "known"),
    [
        (r"\\?\C:\Export\index.csv", r"C:\Export\index.csv"),
        (r"\\?\UNC\serveur\part\index.csv", r"\\serveur\part\index.csv"),
        ("/home/marie/index.csv", "/home/marie/index.csv"),
    ],
)
def test_people_are_told_the_path_that_explorer_understands(path: str, known: str) -> None:
    assert str(as_known(Path(path))) == known


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("S:/Compta/BIJOU.db", r"S:\Compta\BIJOU.db"),
        ("//serveur/part/BIJOU.db", r"\\serveur\part\BIJOU.db"),
        ("postgresql://marie@compta/bijou", "compta:5432/bijou"),
        ("", ""),
    ],
)
def test_a_company_s_place_is_shown_as_windows_writes_paths(place: str, told: str) -> None:
    assert shown(place, PureWindowsPath) == told


def test_a_drive_with_two_slashes_is_a_file() -> None:
    location = parse("S://Compta/BIJOU.db")
    assert location.url is None
    assert location.path is not None
    assert PureWindowsPath(location.path).name == "BIJOU.db"


# --- what a file came from, and where it lies ---------------------------------------------------------


def test_a_private_copy_carries_windows_mark_of_the_web(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "bilan.xlsm"
    copy.write_bytes(b"x")
    mark_as_downloaded(copy)
    assert [path.name for path in tmp_path.iterdir()] == ["bilan.xlsm"]  # nothing here
    monkeypatch.setattr(sys, "platform", "win32")
    mark_as_downloaded(copy)
    stream = tmp_path / "bilan.xlsm:Zone.Identifier"
    assert stream.read_bytes() == b"[ZoneTransfer]\r\nZoneId=3\r\n"
    mark_as_downloaded(tmp_path / "away" / "bilan.xlsm")  # a disk without streams is no trouble


def test_and_macos_quarantine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    library = SimpleNamespace(setxattr=lambda *given: asked.append(given))
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    monkeypatch.setattr(sys, "platform", "darwin")
    mark_as_downloaded(tmp_path / "bilan.xlsm")
    [(path, name, value, length, *_)] = asked
    assert (path, name) == (os.fsencode(tmp_path / "bilan.xlsm"), b"com.apple.quarantine")
    assert value.startswith(b"0081;")
    assert length == len(value)


@pytest.mark.parametrize(
    ("system", "documents", "place"),
    [
        ("win32", "OneDrive/Documents", "home"),
        ("win32", "Documents", "home"),  # OneDrive may take it over tomorrow
        ("darwin", "Documents", "home"),
        ("linux", "Documents", "home/Documents"),
        ("linux", "OneDrive/Documents", "home"),
    ],
)
def test_prints_are_proposed_a_folder_that_no_cloud_takes(
    monkeypatch: pytest.MonkeyPatch, system: str, documents: str, place: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    home = Path("home")
    environ = {"OneDrive": str(home / "OneDrive")}
    assert place_for_prints(home / documents, home, environ) == Path(place)


@pytest.mark.parametrize("name", ["OneDrive", "OneDriveConsumer", "OneDriveCommercial"])
def test_a_folder_in_somebody_s_cloud_is_known(name: str) -> None:
    environ = {name: "/home/marie/OneDrive"}
    assert is_synchronised(Path("/home/marie/OneDrive/Impressions"), environ, Path("/home/marie"))
    assert not is_synchronised(Path("/home/marie/OneDriveur"), environ, Path("/home/marie"))


def test_a_folder_in_icloud_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path("/Users/marie")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert is_synchronised(home / "Library/Mobile Documents/x", {}, home)
    assert not is_synchronised(home / "Impressions", {}, home)


@pytest.mark.parametrize("attribute", [0x2, 0x1000, 0x40000, 0x400000], ids=hex)
def test_a_pdf_that_is_hidden_or_only_in_a_cloud_is_not_taken(attribute: int) -> None:
    found: Any = SimpleNamespace(st_mode=stat.S_IFREG, st_file_attributes=attribute)
    assert _is_passing("facture.pdf", found)
    plain: Any = SimpleNamespace(st_mode=stat.S_IFREG, st_file_attributes=0x20)
    assert not _is_passing("facture.pdf", plain)


# --- read-only files -----------------------------------------------------------------------------------


@pytest.fixture
def windows_removal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A read-only file is not removed."""
    real = os.unlink

    def unlink(path: Any, *given: Any, **named: Any) -> None:
        found = os.stat(path, dir_fd=named.get("dir_fd"), follow_symlinks=False)
        if not found.st_mode & stat.S_IWUSR:
            raise PermissionError(13, "read-only", path)
        real(path, *given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", unlink)
        yield


@pytest.mark.usefixtures("windows_removal")
def test_no_copy_of_a_read_only_print_stays_behind(tmp_path: Path) -> None:
    print_ = tmp_path / "facture.pdf"
    print_.write_bytes(b"%PDF-1.4\n%%EOF")
    print_.chmod(0o444)
    home = tmp_path / "home"
    with printing_copy(print_, home) as copy:
        assert copy.read_bytes() == print_.read_bytes()
    assert [path for path in home.rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("windows_removal")
def test_those_that_an_earlier_version_left_go(tmp_path: Path) -> None:
    print_ = tmp_path / "facture.pdf"
    print_.write_bytes(b"%PDF-1.4\n%%EOF")
    left = tmp_path / "home" / "impressions" / "ancien"
    left.mkdir(parents=True)
    shutil.copy(print_, left / "bulletin.pdf")
    (left / "bulletin.pdf").chmod(0o444)
    os.utime(left, (0, 0))
    with printing_copy(print_, tmp_path / "home"):
        assert not left.exists()


@pytest.mark.usefixtures("windows_removal")
def test_a_link_in_a_folder_that_goes_is_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "dehors.pdf", tmp_path / "dossier"
    outside.write_bytes(b"x")
    outside.chmod(0o444)
    folder.mkdir()
    (folder / "lien").symlink_to(tmp_path / "absent")
    disk.remove_folder(folder)
    assert not folder.exists()
    assert stat.S_IMODE(outside.stat().st_mode) == 0o444
