"""How this very program is started again: by its interpreter from a working copy, by its own name once installed.

An installed program (« frozen », PyInstaller's word) has two executables side by side: one with a
console for commands, one without for the window. Both take the same arguments; neither takes `-m`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: The names of the executables, without the ending that Windows adds.
CONSOLE = "stockage-partage"
WINDOW = "stockage-partage-fenetre"
_MODULE = "stockage_partage"


def is_installed() -> bool:
    """True in the built program, False under a Python interpreter."""
    return bool(getattr(sys, "frozen", False))


def command(*arguments: str) -> list[str]:
    """The command line of another process of this program, with these arguments."""
    if is_installed():
        return [str(_beside(Path(sys.executable), CONSOLE) or sys.executable), *arguments]
    return [sys.executable, "-m", _MODULE, *arguments]


def service_command(*arguments: str) -> list[str]:
    """The command line of a task that nobody looks at: without a console where Windows would open one.

    From an environment, it is the script that pip has put there when there is one: a name that a person
    reading the unit understands.
    """
    own = Path(sys.executable)
    wanted = (WINDOW, CONSOLE) if sys.platform == "win32" else (CONSOLE,)
    found = [place for name in wanted if (place := _beside(own, name)) is not None]
    return [str(found[0]), *arguments] if found else command(*arguments)


def _beside(program: Path, name: str) -> Path | None:
    """The executable of that name in the folder of `program`, None when it is not there."""
    ending = ".exe" if sys.platform == "win32" else ""
    place = Path(os.path.abspath(program)).with_name(f"{name}{ending}")  # noqa: PTH100  # a link to the interpreter stays one
    return place if place.is_file() else None
