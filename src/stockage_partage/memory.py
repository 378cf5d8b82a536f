"""How the system's allocator keeps what this process gives back."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

#: Of mallopt, in glibc's malloc.h.
_MMAP_THRESHOLD = -3
#: Blocks from that size on go back to the system as soon as they are free; bytes. Ours are 1 MiB.
_APART = 256 * 1024


def give_back_large_blocks() -> None:
    """Keeps holes of the size of a document's pieces out of the process: its peak is what it uses.

    Left to itself, glibc raises the threshold with the first such block that is freed, and from then
    on keeps them. Elsewhere nothing needs to be said.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _APART)
