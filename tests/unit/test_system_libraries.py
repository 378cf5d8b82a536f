"""What Qt needs of the operating system: found out on this computer, named with its package, told in words.

A part of the real wheel is copied with the name of one library altered: the system's own loader then misses it.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import PySide6
import pytest

from stockage_partage import errors
from stockage_partage.diagnosis import examine
from stockage_partage.messages.troubles import explain
from stockage_partage.settings import Settings
from stockage_partage.system_libraries import (
    Part,
    browser_trouble,
    import_trouble,
    missing_for,
    package_named_after,
    printing_trouble,
    window_trouble,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the wheels elsewhere need nothing")

WHEEL = Path(PySide6.__file__).parent
XCB = "Qt/plugins/platforms/libqxcb.so"
WAYLAND = "Qt/plugins/platforms/libqwayland.so"
REFUSED = "libXfixes.so.3: cannot open shared object file: No such file or directory"


def lacking(folder: Path, *altered: tuple[str, str, str]) -> Path:
    """The wheel with some of its files altered, each as (file, library, another name as long)."""
    home = folder / "PySide6"
    (home / "Qt").mkdir(parents=True)
    (home / "Qt" / "lib").symlink_to(WHEEL / "Qt" / "lib")
    for file in ("QtWidgets.abi3.so", WAYLAND):
        copied(file, home)
    for file, library, name in altered:
        copied(file, home)
        content = (home / file).read_bytes()
        assert content.count(library.encode() + b"\0") == 1
        (home / file).write_bytes(content.replace(library.encode(), name.encode()))
    for library_file in WHEEL.glob("libpyside6.*"):
        (home / library_file.name).symlink_to(library_file)
    (folder / "shiboken6").symlink_to(WHEEL.parent / "shiboken6")
    return home


def copied(file: str, home: Path) -> None:
    (home / file).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(WHEEL / file, home / file)


def command(folder: Path, name: str, said: str) -> None:
    """A command of the system that says `said`."""
    (folder / name).write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\n")
    (folder / name).chmod(0o755)


@pytest.fixture(autouse=True)
def _a_debian_of_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own package lists take seconds to read, and differ from one computer to the next."""
    (tmp_path / "system").mkdir()
    command(tmp_path / "system", "apt-cache", "")
    monkeypatch.setenv("PATH", f"{tmp_path / 'system'}:/usr/bin:/bin")


def test_this_computer_has_what_its_window_needs() -> None:
    assert missing_for(*Part) == ()
    assert window_trouble({"DISPLAY": ":0"}) is None
    assert browser_trouble() is None
    assert printing_trouble() is None


def test_a_screen_that_qt_cannot_reach_is_told_with_its_package(tmp_path: Path) -> None:
    home = lacking(tmp_path, (XCB, "libxcb-cursor.so.0", "libxcb-cursol.so.7"))

    trouble = window_trouble({"DISPLAY": ":0"}, home)

    assert trouble is not None
    assert trouble.libraries == ("libxcb-cursol.so.7",)
    said = explain(trouble).sentence
    assert "il y manque la bibliothèque libxcb-cursol.so.7." in said
    assert "installer le paquet libxcb-cursol7." in said


@pytest.mark.parametrize(
    "screen",
    [
        {"QT_QPA_PLATFORM": "wayland;xcb"},
        {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"},
        {"QT_QPA_PLATFORM": "a-plug-in-of-somebody-else"},
    ],
    ids=lambda screen: " ".join(screen.values()),
)
def test_another_screen_that_can_be_reached_is_enough(
    screen: dict[str, str], tmp_path: Path
) -> None:
    home = lacking(tmp_path, (XCB, "libxcb-cursor.so.0", "libxcb-cursol.so.7"))
    assert window_trouble(screen, home) is None


def test_the_browser_and_the_printers_are_looked_at_apart(tmp_path: Path) -> None:
    home = lacking(
        tmp_path,
        ("Qt/libexec/QtWebEngineProcess", "libGL.so.1", "libGM.so.1"),
        ("Qt/plugins/printsupport/libcupsprintersupport.so", "libcups.so.2", "libcupt.so.2"),
    )
    browser, printers = browser_trouble(home), printing_trouble(home)

    assert window_trouble({"QT_QPA_PLATFORM": "wayland"}, home) is None
    assert browser is not None
    assert browser.libraries == ("libGM.so.1",)
    assert "navigateur habituel" in explain(browser).advice
    assert printers is not None
    assert printers.libraries == ("libcupt.so.2",)
    assert "PDF" in explain(printers).advice


@pytest.mark.parametrize(
    ("known", "packages"),
    [
        ("Package: libasound2t64\nPackage: libglib2.0-0t64", ("libasound2t64", "libglib2.0-0t64")),
        ("", ("libasound2", "libglib2.0-0")),
    ],
    ids=["Debian 13", "Debian 12"],
)
def test_a_package_has_the_name_of_this_debian(
    known: str, packages: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = ("libasound.so.2", "libglib-2.0.so.0", "libgobject-2.0.so.0")
    command(tmp_path, "ldd", "\n".join(f"\t{name} => not found" for name in missing))
    command(tmp_path, "apt-cache", known)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    trouble = browser_trouble()

    assert trouble is not None
    assert (trouble.libraries, trouble.packages) == (missing, packages)
    assert f"installer les paquets {' '.join(packages)}." in explain(trouble).advice


def test_a_system_without_these_packages_is_told_the_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(tmp_path, "ldd", "\n".join(f"\tlib{name}.so.1 => not found" for name in "abcde"))
    command(tmp_path, "cat", "")
    (tmp_path / "cat").unlink()
    (tmp_path / "cat").symlink_to("/bin/cat")
    monkeypatch.setenv("PATH", str(tmp_path))

    trouble = printing_trouble()

    assert trouble is not None
    assert trouble.packages == ()
    said = explain(trouble).sentence
    assert "les bibliothèques liba.so.1, libb.so.1, libc.so.1 et 2 autres." in said
    assert "administrateur de ce poste" in said


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libXfixes.so.3", "libxfixes3"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        ("libgdk_pixbuf-2.0.so.0", "libgdk-pixbuf-2.0-0"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
        ("libnss3.so", "libnss3"),
        ("libsmime3.so", "libnss3"),
        ("libz.so.1", "zlib1g"),
        ("libharfbuzz.so.0", "libharfbuzz0b"),
    ],
)
def test_a_package_is_named_after_its_library(library: str, package: str) -> None:
    assert package_named_after(library) == package


def test_an_import_that_fails_for_a_library_is_no_surprise() -> None:
    trouble = import_trouble(ImportError(REFUSED))
    assert isinstance(trouble, errors.LibraryMissing)
    assert trouble.libraries == ("libXfixes.so.3",)
    assert import_trouble(ImportError("No module named 'something'")) is None


def test_the_diagnosis_names_what_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command(tmp_path, "ldd", "\tlibcups.so.2 => not found")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    nobody = "https://localhost:1"
    settings = Settings(data_dir=tmp_path, authority=nobody, graph_url=f"{nobody}/v1.0")
    found = {finding.name: finding.trouble for finding in examine(settings, {})}
    assert {
        name for name, trouble in found.items() if isinstance(trouble, errors.LibraryMissing)
    } == {
        "browser",
        "printing",
    }


def test_the_installer_remembers_no_library() -> None:
    script = (Path(__file__).parents[2] / "scripts" / "install.sh").read_text(encoding="utf-8")
    assert not re.search(r"\blib[\w+-]+\.so", script)
    assert "stockage_partage.system_libraries" in script
