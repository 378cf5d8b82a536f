"""The program among the person's own: in the menu of applications, behind its addresses, at the opening of a session.

Only by an explicit command, and for this person alone. Linux: the desktop entry, autostart and MIME
specifications of freedesktop.org. Windows: the registry of the person and a shortcut in the Start menu,
written as files that Windows' own tools take in.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from stockage_partage import disk
from stockage_partage.errors import IntegrationRefused
from stockage_partage.window_address import SCHEME

ENTRY = "stockage-partage.desktop"
REGISTRY = "stockage-partage.reg"
REGISTRY_AWAY = "stockage-partage-retirer.reg"
SHORTCUT = "stockage-partage.ps1"
_NAME = "Stockage et partage"
_PLAIN = re.compile(r"[\w@+=:,./-]+", re.ASCII)
_CLASSES = rf"HKEY_CURRENT_USER\Software\Classes\{SCHEME}"
_RUN = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run"
_PATIENCE_S = 60.0


class Look(NamedTuple):
    """What people see of the program where it is named: its picture, and one line about it."""

    icon: Path
    comment: str


def desktop_entry(program: Sequence[str], look: Look) -> str:
    """The entry of the menu, which opens our addresses too; `program` is what starts the window."""
    return _entry([*program, "ouvrir"], look, "%u", f"MimeType=x-scheme-handler/{SCHEME};")


def autostart_entry(program: Sequence[str], look: Look) -> str:
    """The entry that opens the window at each opening of the session."""
    return _entry([*program, "ouvrir"], look, "", "X-GNOME-Autostart-enabled=true")


def _entry(command: Sequence[str], look: Look, field: str, last: str) -> str:
    line = " ".join([*(_for_entry(each) for each in command), field]).strip()
    return "\n".join(
        (
            "[Desktop Entry]",
            "Type=Application",
            "Version=1.5",
            f"Name={_NAME}",
            f"Comment={_escaped(look.comment)}",
            f"Exec={line}",
            f"Icon={_escaped(str(look.icon))}",
            "Terminal=false",
            "StartupNotify=true",
            "StartupWMClass=stockage-partage",
            "Categories=Office;Finance;",
            last,
            "",
        )
    )


def _for_entry(argument: str) -> str:
    """An argument as `Exec` has it: quoted where needed, `%` doubled, and escaped once more as any value."""
    if _PLAIN.fullmatch(argument):
        return argument
    quoted = re.sub(r'(["`$\\])', r"\\\1", argument).replace("%", "%%")
    return _escaped(f'"{quoted}"')


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n")


def registry(program: Sequence[str], *, autostart: bool) -> bytes:
    """The `.reg` file: our addresses open the window, and so does the session with `autostart`."""
    command = subprocess.list2cmdline([*program, "ouvrir"])
    addressed = f'{command} "%1"'
    lines = [
        f"[{_CLASSES}]",
        f'@="URL:{_NAME}"',
        '"URL Protocol"=""',
        "",
        rf"[{_CLASSES}\shell\open\command]",
        f"@={_for_registry(addressed)}",
        "",
    ]
    if autostart:
        lines += [f"[{_RUN}]", f'"{_NAME}"={_for_registry(command)}', ""]
    return _registry_file(lines)


def registry_away() -> bytes:
    """The `.reg` file that takes all of that away again."""
    return _registry_file([f"[-{_CLASSES}]", "", f"[{_RUN}]", f'"{_NAME}"=-', ""])


def _registry_file(lines: Sequence[str]) -> bytes:
    # UTF-16 with its mark, or the registry's editor reads accents in the code page of the day.
    return "\r\n".join(("Windows Registry Editor Version 5.00", "", *lines)).encode("utf-16")


def _for_registry(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def start_menu_script(program: Sequence[str], comment: str) -> str:
    """The PowerShell script that puts the shortcut into the person's Start menu; with `-Retirer`, takes it away."""
    first, *rest = program
    arguments = subprocess.list2cmdline([*rest, "ouvrir"])
    return "\r\n".join(
        (
            "param([switch]$Retirer)",
            "$ErrorActionPreference = 'Stop'",
            f"$place = Join-Path ([Environment]::GetFolderPath('Programs')) {_for_powershell(_NAME + '.lnk')}",
            "if ($Retirer) { if (Test-Path -LiteralPath $place) { Remove-Item -LiteralPath $place }; exit }",
            "$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut($place)",
            f"$shortcut.TargetPath = {_for_powershell(first)}",
            f"$shortcut.Arguments = {_for_powershell(arguments)}",
            f"$shortcut.Description = {_for_powershell(comment)}",
            "$shortcut.Save()",
            "",
        )
    )


def _for_powershell(value: str) -> str:
    """A text that nothing is read into: PowerShell takes typographic apostrophes for its own as well."""
    return "'" + re.sub(r"(['\u2018\u2019\u201a\u201b])", r"\1\1", value) + "'"


def write(
    folder: Path,
    program: Sequence[str],
    look: Look,
    *,
    autostart: bool,
    windows: bool = sys.platform == "win32",
) -> list[Path]:
    """The files for Windows or for Linux in `folder`, for whoever deploys them by other means; where they are.

    Raises FolderRefused, DiskFull, FileOpenElsewhere.
    """
    with disk.as_troubles():
        disk.shared_folder(folder)
        make = _windows_files if windows else _linux_files
        return _written(folder, make(program, look, autostart=autostart))


def install(program: Sequence[str], look: Look, *, autostart: bool) -> list[Path]:
    """Puts the program among the person's own; where its files are. Replaces an earlier one.

    Raises IntegrationRefused where the system has none of that, FolderRefused, DiskFull, FileOpenElsewhere.
    """
    if sys.platform == "win32":
        return _install_on_windows(_windows_files(program, look, autostart=autostart))
    if sys.platform == "darwin":
        raise IntegrationRefused("macOS")
    entry, starting = _linux_places()
    places = [entry, starting] if autostart else [entry]
    with disk.as_troubles():
        for place, text in zip(
            places, (desktop_entry(program, look), autostart_entry(program, look)), strict=False
        ):
            disk.private_folder(place.parent)
            _write(place, text.encode())
        if not autostart:
            starting.unlink(missing_ok=True)
    _tell_desktop(entry)
    return places


def remove() -> bool:
    """Takes all of it away. False when there was nothing. Raises IntegrationRefused, FolderRefused."""
    if sys.platform == "win32":
        _install_on_windows(
            {
                REGISTRY_AWAY: registry_away(),
                SHORTCUT: start_menu_script([""], "").encode("utf-8-sig"),
            },
            "-Retirer",
        )
        return True
    there = [place for place in _linux_places() if place.exists()]
    with disk.as_troubles():
        for place in there:
            place.unlink(missing_ok=True)
    if there:
        _tell_desktop(None)
    return bool(there)


def _windows_files(program: Sequence[str], look: Look, *, autostart: bool) -> dict[str, bytes]:
    return {
        REGISTRY: registry(program, autostart=autostart),
        REGISTRY_AWAY: registry_away(),
        # With its mark, without which Windows PowerShell reads accents wrongly.
        SHORTCUT: start_menu_script(program, look.comment).encode("utf-8-sig"),
    }


def _linux_files(program: Sequence[str], look: Look, *, autostart: bool) -> dict[str, bytes]:
    files = {ENTRY: desktop_entry(program, look).encode()}
    if autostart:
        files[f"autostart/{ENTRY}"] = autostart_entry(program, look).encode()
    return files


def _written(folder: Path, files: dict[str, bytes]) -> list[Path]:
    places = []
    for name, content in files.items():
        place = folder / name
        disk.shared_folder(place.parent)
        _write(place, content)
        places.append(place)
    return places


def _write(place: Path, content: bytes) -> None:
    with disk.replace_whole(place) as file:
        file.write(content)


def _linux_places() -> tuple[Path, Path]:
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return data / "applications" / ENTRY, config / "autostart" / ENTRY


def _tell_desktop(entry: Path | None) -> None:
    """Most desktops look by themselves; where these tools are, all of them know at once."""
    calls = [["update-desktop-database", str(_linux_places()[0].parent)]]
    if entry is not None:
        calls.append(["xdg-mime", "default", ENTRY, f"x-scheme-handler/{SCHEME}"])
    for call in calls:
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(call, capture_output=True, check=False, timeout=_PATIENCE_S)  # noqa: S603  # ours


def _install_on_windows(files: dict[str, bytes], *switches: str) -> list[Path]:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder, disk.as_troubles():
        places = _written(Path(folder), files)
        by_name = {place.name: place for place in places}
        taken = by_name.get(REGISTRY) or by_name[REGISTRY_AWAY]
        script = ["powershell", "-NoProfile", "-ExecutionPolicy", "Bypass", "-File"]
        for call in (
            ["reg", "import", str(taken)],
            [*script, str(by_name[SHORTCUT]), *switches],
        ):
            try:
                done = subprocess.run(call, capture_output=True, check=False, timeout=_PATIENCE_S)  # noqa: S603  # ours
            except (OSError, subprocess.TimeoutExpired) as error:
                raise IntegrationRefused(type(error).__name__) from error
            if done.returncode:
                raise IntegrationRefused(call[0])
    return []
