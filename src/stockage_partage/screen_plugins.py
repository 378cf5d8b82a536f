"""Whether Qt's plugin for this session's screen can be loaded, asked before Qt ends the program for it.

Apart from `system_libraries`, which names what is missing: this is asked before every window paints.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path


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
