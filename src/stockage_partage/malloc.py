"""How much this process holds of what it has used, and how often it looks through it."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress

#: Of mallopt, in glibc's malloc.h.
_MMAP_THRESHOLD = -3
#: Blocks from that size on go back to the system as soon as they are free; bytes. Ours are 1 MiB.
_APART = 256 * 1024
#: New objects after which Python's own collector looks at them; its own number is 700.
_OBJECTS = 50_000


def give_back_large_blocks() -> None:
    """Keeps holes of the size of a document's pieces out of the process: its peak is what it uses.

    Left to itself, glibc raises the threshold with the first such block that is freed, and from then
    on keeps them. Elsewhere nothing needs to be said.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _APART)


def collect_seldom() -> None:
    """Spares a command the collector's looks through everything that it loads: none of it is garbage.

    With Python's own number they are a tenth of all that a short command costs.
    """
    gc.set_threshold(_OBJECTS)


def end_at_once() -> None:
    """Spares the end of the process a look through all that it holds, which ends with it.

    That look is a fifth of what a command costs. What was to be closed or removed at the end still is.
    """
    gc.freeze()
