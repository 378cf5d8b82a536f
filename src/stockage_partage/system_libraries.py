"""The libraries of the operating system that Qt's wheel needs and does not bring: which are missing here.

Found out by the system's own `ldd` over what the wheel holds, never from a list. On Linux alone: the wheels
for Windows and macOS need nothing besides. As a program (`python -m stockage_partage.system_libraries`) it
prints one missing library a line, with the Debian package that brings it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from stockage_partage.errors import EmbeddedBrowserMissing, LibraryMissing, PrintersMissing
from stockage_partage.screen import pyside_folder, refused_plugins

_NOT_FOUND = re.compile(r"^\s*(\S+) => not found", re.MULTILINE)
#: « libXfixes.so.3: cannot open shared object file », as the loader and so Python's import say it.
_CANNOT_OPEN = re.compile(r"(\S+\.so[.\d]*): cannot open shared object file")
_KNOWN = re.compile(r"^Package: (\S+)", re.MULTILINE)
_PATIENCE_S = 60.0


class Part(StrEnum):
    """What of Qt is looked at; `THEME` is only for looks and for the desktop's own file dialogs."""

    WINDOW = "window"
    BROWSER = "browser"
    PRINTING = "printing"
    THEME = "theme"


#: Below PySide6's folder. Files that this wheel does not have are passed over.
_FILES: dict[Part, tuple[str, ...]] = {
    Part.WINDOW: (
        "QtWidgets.abi3.so",
        "QtPdf.abi3.so",
        "Qt/plugins/platforms/libqxcb.so",
        "Qt/plugins/platforms/libqwayland.so",
        "Qt/plugins/platforms/libqoffscreen.so",
        "Qt/plugins/xcbglintegrations/*.so",
        "Qt/plugins/wayland-shell-integration/libxdg-shell.so",
        "Qt/plugins/wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
        "Qt/plugins/imageformats/*.so",
        "Qt/plugins/iconengines/*.so",
    ),
    Part.BROWSER: (
        "QtWebEngineWidgets.abi3.so",
        "Qt/lib/libQt6WebEngineCore.so.6",
        "Qt/libexec/QtWebEngineProcess",
    ),
    Part.PRINTING: ("QtPrintSupport.abi3.so", "Qt/plugins/printsupport/*.so"),
    Part.THEME: ("Qt/plugins/platformthemes/*.so",),
}

#: Where a package's name does not follow from its library's (Debian Policy §8.1).
_PACKAGES = {
    "libz.so.1": "zlib1g",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libatk-1.0.so.0": "libatk1.0-0",
    "libgdk-3.so.0": "libgtk-3-0",
    **dict.fromkeys(("libnssutil3.so", "libsmime3.so", "libssl3.so"), "libnss3"),
    **dict.fromkeys(("libplc4.so", "libplds4.so"), "libnspr4"),
    **dict.fromkeys(("libbrotlidec.so.1", "libbrotlicommon.so.1"), "libbrotli1"),
    **{
        f"lib{name}-2.0.so.0": "libglib2.0-0"
        for name in ("glib", "gthread", "gobject", "gio", "gmodule")
    },
}


@dataclass(frozen=True, slots=True)
class MissingLibrary:
    """`package`: what brings it, as this Debian calls it; None on another system."""

    name: str
    package: str | None = None


def missing_for(*parts: Part, folder: Path | None = None) -> tuple[MissingLibrary, ...]:
    """What these parts of Qt lack on this computer, each library once; nothing where none can be found out.

    `folder`: PySide6's, None for the installed one. Takes a tenth of a second and starts processes.
    """
    home = pyside_folder() if folder is None else folder
    if sys.platform != "linux" or home is None:
        return ()
    files = [path for part in parts for line in _FILES[part] for path in sorted(home.glob(line))]
    return _named(_not_found(files))


def window_trouble(environ: Mapping[str, str], folder: Path | None = None) -> LibraryMissing | None:
    """What keeps Qt from this session's screen, before Qt ends the program for it; None when nothing does.

    `environ` says what kind of screen it is. Costs nothing where all is there: Qt loads the same next.
    """
    home = pyside_folder() if folder is None else folder
    refused = refused_plugins(environ, home, _loads)
    if home is None or not refused:
        return None
    missing = _named(_not_found([home / "QtWidgets.abi3.so", *refused]))
    return LibraryMissing(*_facts(missing)) if missing else None


def browser_trouble(folder: Path | None = None) -> EmbeddedBrowserMissing | None:
    """Why no sign-in page can be shown in a window of ours; None when one can."""
    if importlib.util.find_spec("PySide6.QtWebEngineWidgets") is None:
        return EmbeddedBrowserMissing("QtWebEngineWidgets")
    missing = missing_for(Part.BROWSER, folder=folder)
    return EmbeddedBrowserMissing(*_facts(missing)) if missing else None


def printing_trouble(folder: Path | None = None) -> PrintersMissing | None:
    """Why no printer is proposed; None when they can be."""
    missing = missing_for(Part.PRINTING, folder=folder)
    return PrintersMissing(*_facts(missing)) if missing else None


def import_trouble(error: ImportError) -> LibraryMissing | None:
    """An import that failed for want of a library, told as what it is; None for any other reason."""
    names = library_of(error)
    return LibraryMissing(*_facts(_named(names))) if names else None


def library_of(error: Exception) -> tuple[str, ...]:
    """The library that the loader did not find, out of an ImportError or OSError; () for other mistakes."""
    return tuple(_CANNOT_OPEN.findall(str(error)))


def _loads(file: str) -> bool:
    import ctypes  # not Qt's own loader: what lacks may be what that needs

    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _not_found(files: Iterable[Path]) -> list[str]:
    """What `ldd` says it does not find for these files, sorted; it may say so several times."""
    import shutil

    ldd = shutil.which("ldd")
    if ldd is None:
        return []
    said = "".join(_output([ldd, str(path)]) for path in files)
    own = {path.name for path in files}
    return sorted(set(_NOT_FOUND.findall(said)) - own)


def _facts(missing: Sequence[MissingLibrary]) -> tuple[str, list[str], list[str]]:
    """Detail, libraries and packages, as the troubles take them."""
    names = [library.name for library in missing]
    packages = dict.fromkeys(library.package for library in missing if library.package)
    return ", ".join(names), names, list(packages)


def _named(libraries: Sequence[str]) -> tuple[MissingLibrary, ...]:
    import shutil

    apt = shutil.which("apt-cache")
    if apt is None or not libraries:
        return tuple(map(MissingLibrary, libraries))
    plain = {name: package_named_after(name) for name in libraries}
    # Debian 13 renamed those whose time became 64 bits wide; a list never fetched knows neither name.
    renamed = sorted({f"{package}t64" for package in plain.values()})
    known = set(_KNOWN.findall(_output([apt, "show", "--no-all-versions", *renamed])))
    return tuple(
        MissingLibrary(name, f"{package}t64" if f"{package}t64" in known else package)
        for name, package in plain.items()
    )


def package_named_after(library: str) -> str:
    """The Debian package of a library by the rule of its Policy: `libxcb-cursor.so.0` → `libxcb-cursor0`."""
    if library in _PACKAGES:
        return _PACKAGES[library]
    name, _, version = library.partition(".so")
    name, version = name.lower().replace("_", "-"), version.removeprefix(".")
    return f"{name}-{version}" if name[-1:].isdigit() and version else f"{name}{version}"


def _output(command: list[str]) -> str:
    """What a command of the system prints; "" when it fails or does not answer."""
    import subprocess

    plain = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603  # the system's own, found on the path; no shell
            command, capture_output=True, text=True, timeout=_PATIENCE_S, env=plain, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _print_all() -> None:
    for library in missing_for(*Part):
        sys.stdout.write(f"{library.name} {library.package or ''}".rstrip() + "\n")


if __name__ == "__main__":
    _print_all()
