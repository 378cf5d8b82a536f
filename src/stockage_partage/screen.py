"""What the system says of this session's screen: whether Qt can show a window on it, and what may move there.

Qt ends the program for a plugin that cannot be loaded, so that is asked before every window paints, apart
from `system_libraries`, which names what is missing. Whether the person wishes less motion Qt tells from
6.12 on (`QAccessibilityHints.motionPreference`); until then each system is asked in its own way.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

#: SystemParametersInfo: « Effets d'animation » of Windows' accessibility settings.
_CLIENT_AREA_ANIMATION = 0x1042
_PATIENCE_S = 5.0
#: What is asked elsewhere, and the answer that means yes.
_GNOME = (("gsettings", "get", "org.gnome.desktop.interface", "enable-animations"), "false")
_MACOS = (("defaults", "read", "com.apple.universalaccess", "reduceMotion"), "1")


def pyside_folder() -> Path | None:
    """Where PySide6 is installed; None where it is not."""
    found = importlib.util.find_spec("PySide6")
    return Path(found.origin).parent if found is not None and found.origin else None


def refused_plugins(
    environ: Mapping[str, str], home: Path | None, loads: Callable[[str], bool]
) -> list[Path]:
    """The plugins that may show a window here and that the loader refuses; none once one of them loads.

    `environ` says what kind of screen it is; `home`: PySide6's folder; `loads` tells whether the system can
    load a file, and loads it. Empty besides Linux, where Qt's wheels need nothing. Costs nothing where all
    is there: Qt loads the same next.
    """
    if sys.platform != "linux" or home is None:
        return []
    plugins = home / "Qt" / "plugins" / "platforms"
    refused = []
    for plugin in (plugins / f"libq{name}.so" for name in _screens(environ)):
        if not plugin.exists():
            continue
        if loads(str(plugin)):
            return []
        refused.append(plugin)
    return refused


def _screens(environ: Mapping[str, str]) -> Iterable[str]:
    asked = environ.get("QT_QPA_PLATFORM", "")
    if asked:
        return [name.partition(":")[0] for name in asked.split(";")]
    wayland = ["wayland"] if environ.get("WAYLAND_DISPLAY") else []
    return [*wayland, "xcb"]


def less_motion_wanted() -> bool:
    """Whether nothing is to move by itself. Asks the system, which may take a moment; False where it cannot tell."""
    if sys.platform == "win32":
        import ctypes

        moves = ctypes.c_int(1)
        asked = ctypes.windll.user32.SystemParametersInfoW(
            _CLIENT_AREA_ANIMATION, 0, ctypes.byref(moves), 0
        )
        return bool(asked) and not moves.value
    (name, *arguments), yes = _MACOS if sys.platform == "darwin" else _GNOME
    import shutil
    import subprocess

    program = shutil.which(name)
    if program is None:
        return False
    try:
        done = subprocess.run(  # noqa: S603  # a fixed question to a program of the system
            [program, *arguments], capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.stdout.strip() == yes
