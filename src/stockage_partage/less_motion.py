"""Whether the person has asked the system that nothing on screen move by itself.

Qt tells it from 6.12 on (`QAccessibilityHints.motionPreference`); until then each system is asked in its own way.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

#: SystemParametersInfo: « Effets d'animation » of Windows' accessibility settings.
_CLIENT_AREA_ANIMATION = 0x1042
_PATIENCE_S = 5.0
#: What is asked elsewhere, and the answer that means yes.
_GNOME = (("gsettings", "get", "org.gnome.desktop.interface", "enable-animations"), "false")
_MACOS = (("defaults", "read", "com.apple.universalaccess", "reduceMotion"), "1")


def is_wanted() -> bool:
    """Asks the system, which may take a moment; False where it cannot tell."""
    if sys.platform == "win32":
        import ctypes

        moves = ctypes.c_int(1)
        asked = ctypes.windll.user32.SystemParametersInfoW(
            _CLIENT_AREA_ANIMATION, 0, ctypes.byref(moves), 0
        )
        return bool(asked) and not moves.value
    (name, *arguments), yes = _MACOS if sys.platform == "darwin" else _GNOME
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
