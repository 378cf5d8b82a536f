"""Whether this session has a screen: without one Qt would end the program without a word."""

from __future__ import annotations

import os
import sys


def has_screen() -> bool:
    """True where a window can be shown, or where Qt was told how to do without."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
