"""The service of one person, put in place for where the program is, and removed, on each system.

Its unit starts a command when that person opens a session. The text of a unit follows systemd.service(5)
and systemd.syntax(7), the Task Scheduler's schema (learn.microsoft.com, TaskSchd), or launchd.plist(5).
What a system's own tool answers is not shown: it is in another language, and may name people.
"""

from __future__ import annotations

import ctypes
import os
import plistlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from stockage_partage import disk
from stockage_partage.errors import ServiceRefused

#: How launchd names it.
LABEL = "fr.stockage-partage"
_PLAIN = re.compile(r"[\w@+=:,./-]+")
_TASK = "http://schemas.microsoft.com/windows/2004/02/mit/task"
#: How Windows' scheduler and systemd name it.
TASK, UNIT = "Stockage et partage", "stockage-partage.service"
_PATIENCE_S = 60.0
#: Of GetUserNameExW: `DOMAIN\name`.
_SAM_COMPATIBLE = 2
_LONGEST_NAME = 512
#: A file of `resources/service`.
Model = Callable[[str], Path]


def systemd_unit(model: str, command: Sequence[str]) -> str:
    """The unit for that command; everything else is as in `model`."""
    line = "ExecStart=" + " ".join(_for_systemd(each) for each in command)
    return re.sub(r"^ExecStart=.*$", lambda _: line, model, count=1, flags=re.MULTILINE)


def _for_systemd(argument: str) -> str:
    """An argument as systemd reads it: quoted where needed, for `%` and `$` mean something to it."""
    if _PLAIN.fullmatch(argument):
        return argument
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("%", "%%").replace("$", "$$") + '"'


def windows_task(model: bytes, command: Sequence[str], user: str) -> bytes:
    """The task for that command, of that person alone: anybody's task takes an administrator to make.

    `user` is `DOMAIN\\name`. UTF-16 with its mark, as the Task Scheduler wants it.
    """
    task = ElementTree.fromstring(model)  # noqa: S314  # our own file
    program, *arguments = command
    told = {
        "Triggers/LogonTrigger/UserId": user,
        "Principals/Principal/UserId": user,
        "Actions/Exec/Command": program,
        "Actions/Exec/Arguments": subprocess.list2cmdline(arguments),
    }
    for path, text in told.items():
        found = task.find("/".join(f"{{{_TASK}}}{part}" for part in path.split("/")))
        assert found is not None  # noqa: S101  # in our own file
        found.text = text
    ElementTree.register_namespace("", _TASK)
    written: bytes = ElementTree.tostring(task, encoding="utf-16", xml_declaration=True)
    return written


def launch_agent(command: Sequence[str], log: str) -> bytes:
    """The agent for that command, which says what it has to say in the file `log`.

    Started again after a crash only: what a setting forbids would end the same way each time.
    """
    return plistlib.dumps(
        {
            "Label": LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "KeepAlive": {"Crashed": True},
            "ProcessType": "Background",
            "StandardErrorPath": log,
        }
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """What one system wants: a file, the calls that make it hold, those that end it.

    A call that may fail does so where nothing is there yet, or any more.
    """

    file: Path
    content: bytes
    start: Sequence[Sequence[str]]
    stop: Sequence[Sequence[str]]
    before: Sequence[Sequence[str]] = ()
    after: Sequence[Sequence[str]] = ()


def write(folder: Path, command: Sequence[str], model: Model, data: Path) -> Path:
    """The unit for that command in `folder`, for whoever puts it in place himself; where it is.

    Raises FolderRefused, DiskFull, FileOpenElsewhere.
    """
    way = _way(command, model, data)
    place = folder / way.file.name
    with disk.as_troubles():
        disk.shared_folder(folder)
        _write(place, way.content)
    return place


def install(command: Sequence[str], model: Model, data: Path) -> Path:
    """Starts `command` now and at each opening of this person's session; gives where the unit is.

    Replaces an earlier one. Raises ServiceRefused, FolderRefused, DiskFull, FileOpenElsewhere.
    """
    way = _way(command, model, data)
    with disk.as_troubles():
        disk.private_folder(way.file.parent)
        _write(way.file, way.content)
    _try(way.before)
    _call(way.start)
    return way.file


def remove(model: Model, data: Path) -> bool:
    """No longer, and at once. False when there was none. Raises ServiceRefused, FolderRefused."""
    way = _way(("",), model, data)
    if not way.file.exists():
        return False
    _try(way.before)
    _call(way.stop)
    with disk.as_troubles():
        way.file.unlink(missing_ok=True)
    _try(way.after)
    return True


def _write(place: Path, content: bytes) -> None:
    with disk.replace_whole(place) as file:
        file.write(content)


def _way(command: Sequence[str], model: Model, data: Path) -> _Way:
    if sys.platform == "win32":
        return _windows(command, model, data)
    if sys.platform == "darwin":
        return _macos(command)
    return _systemd(command, model)


def _systemd(command: Sequence[str], model: Model) -> _Way:
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    control = ("systemctl", "--user")
    reload = ((*control, "daemon-reload"),)
    return _Way(
        home / "systemd" / "user" / UNIT,
        systemd_unit(model(UNIT).read_text("utf-8"), command).encode(),
        # Started anew: one that runs already would go on with what it was told before.
        start=(*reload, (*control, "enable", UNIT), (*control, "restart", UNIT)),
        stop=((*control, "disable", "--now", UNIT),),
        after=reload,
    )


def _windows(command: Sequence[str], model: Model, data: Path) -> _Way:
    name = "stockage-partage.xml"
    file = data / name
    named = ("/TN", TASK)
    return _Way(
        file,
        windows_task(model(name).read_bytes(), command, _this_person()),
        before=(("schtasks", "/End", *named),),
        start=(
            ("schtasks", "/Create", *named, "/XML", str(file), "/F"),
            ("schtasks", "/Run", *named),
        ),
        stop=(("schtasks", "/Delete", *named, "/F"),),
    )


def _macos(command: Sequence[str]) -> _Way:
    library = Path.home() / "Library"
    file = library / "LaunchAgents" / f"{LABEL}.plist"
    person = f"gui/{_user_number()}"
    return _Way(
        file,
        launch_agent(command, str(library / "Logs" / "stockage-partage.log")),
        before=(("launchctl", "bootout", f"{person}/{LABEL}"),),
        start=(("launchctl", "bootstrap", person, str(file)),),
        stop=(),
    )


def _user_number() -> int:
    if sys.platform == "win32":
        return 0
    return os.getuid()


def _this_person() -> str:
    """`DOMAIN\\name`, as Windows itself names whoever runs this."""
    if sys.platform == "win32":
        room = ctypes.c_ulong(_LONGEST_NAME)
        name = ctypes.create_unicode_buffer(_LONGEST_NAME)
        if ctypes.windll.secur32.GetUserNameExW(_SAM_COMPATIBLE, name, ctypes.byref(room)):
            return name.value
    return "\\".join(os.environ.get(each, "") for each in ("USERDOMAIN", "USERNAME"))


def _try(calls: Sequence[Sequence[str]]) -> None:
    for call in calls:
        with suppress(ServiceRefused):
            _call((call,))


def _call(calls: Sequence[Sequence[str]]) -> None:
    """Runs the commands in turn. Raises ServiceRefused when one cannot run, takes too long or fails."""
    for call in calls:
        try:
            done = subprocess.run(  # noqa: S603  # the system's own tools
                call,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PATIENCE_S,
                check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ServiceRefused(f"{call[0]}: {type(error).__name__}") from error
        if done.returncode != 0:
            raise ServiceRefused(f"{call[0]}: {done.returncode}")
